"""Compressed forms of an image: OCI archives with gzip or zstd layers or a changed one, a whole archive as gzip.

Everything goes through pipes and files, piece by piece: an image may be larger than the memory.
"""
import json
import os
import shutil
import subprocess
import tarfile
import tempfile

from archives import PIECE, Layer, OCIArchive

COMMANDS = {"gzip": ["gzip", "-6", "-n", "-c"], "zstd": ["zstd", "-q", "-3", "-c"]}
MEDIA = "application/vnd.oci.image.layer.v1.tar+"


def packed(source, codec, folder):
    """A temporary file with what a file-like object holds, compressed by the program of that name."""
    out = tempfile.TemporaryFile(dir=folder)
    with subprocess.Popen(COMMANDS[codec], stdin=subprocess.PIPE, stdout=out) as program:
        shutil.copyfileobj(source, program.stdin, PIECE)
        program.stdin.close()
    if program.returncode != 0:
        raise OSError(f"{codec} failed")
    return out


def layers(path, source, codec):
    """The OCI archive of a docker archive."""
    if shutil.which(codec) is None:
        raise OSError(f"{codec} is not installed")
    folder = os.path.dirname(os.path.abspath(path))
    with tarfile.open(source) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))[0]
        settings = archive.extractfile(manifest["Config"]).read()
        out, described = OCIArchive(path), []
        for name in manifest["Layers"]:
            with packed(archive.extractfile(name), codec, folder) as blob:
                described.append({"mediaType": MEDIA + codec, **out.large_blob(blob)})
        out.finish(settings, described)


def whole(path, source):
    """The archive as one gzip file."""
    folder = os.path.dirname(os.path.abspath(path))
    with open(source, "rb") as file, packed(file, "gzip", folder) as out, open(path + ".part", "wb") as target:
        out.seek(0)
        shutil.copyfileobj(out, target, PIECE)
    os.rename(path + ".part", path)


def changed(path, source, fill):
    """An OCI archive with gzip layers, all of another one's but the last, which `fill` writes."""
    folder = os.path.dirname(os.path.abspath(path))
    with tarfile.open(source) as archive, tempfile.TemporaryFile(dir=folder) as plain:
        document = lambda name: archive.extractfile(name).read()
        blob = lambda described: "blobs/" + described["digest"].replace(":", "/")
        manifest = json.loads(document(blob(json.loads(document("index.json"))["manifests"][0])))
        settings = json.loads(document(blob(manifest["config"])))
        layer = Layer(plain)
        fill(layer)
        layer.finish()
        settings["rootfs"]["diff_ids"][-1] = "sha256:" + layer.hash.hexdigest()
        out = OCIArchive(path)
        for described in manifest["layers"][:-1]:
            with tempfile.TemporaryFile(dir=folder) as file:
                shutil.copyfileobj(archive.extractfile(blob(described)), file, PIECE)
                if out.large_blob(file)["digest"] != described["digest"]:
                    raise OSError(f"{source}: a blob is not what its digest says")
        plain.seek(0)
        with packed(plain, "gzip", folder) as file:
            last = {"mediaType": MEDIA + "gzip", **out.large_blob(file)}
        out.finish(json.dumps(settings).encode(), manifest["layers"][:-1] + [last])
