#!/usr/bin/env python3
"""Images for the benchmark: images.py KIND DIRECTORY

KIND  many    many-files.docker.tar   1,000,000 entries in 20 layers, 1 GB
      huge    huge-files.docker.tar   thirty files in five layers, 4 GB (a sparse file: it takes no space)
      small   small.docker.tar        a handful of files
      findings  findings.docker.tar   25,000 setuid files
      debian  debian.docker.tar       a Debian with the packages of a typical application, eight layers; needs root,
                                      mmdebstrap and a Debian mirror (BENCH_MIRROR, else mmdebstrap's own choice)
      gzip    debian.ocigz.tar        an OCI archive with gzip layers, made of debian.docker.tar
"""
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib

BLOCK = 512
PIECE = 1 << 20
FILE, HARD_LINK, SYMLINK, DIRECTORY, EXTENDED = b"0", b"1", b"2", b"5", b"x"


def header(name, size=0, kind=FILE, mode=0o644, link=b""):
    """One ustar header. Names of more than 100 bytes are the caller's business."""
    out = b"".join(
        (
            name.ljust(100, b"\0"), b"%07o\0" % mode, b"0000000\0", b"0000000\0", b"%011o\0" % size,
            b"15125304000\0", b"        ", kind, link.ljust(100, b"\0"), b"ustar\x0000", bytes(247),
        ))
    return out[:148] + b"%06o\0 " % sum(out) + out[156:]


class Layer:
    """Writes one layer tar into the archive at the current place and hashes it."""

    def __init__(self, file):
        self.file, self.hash, self.size, self.pending = file, hashlib.sha256(), 0, []

    def write(self, data):
        self.pending.append(data)
        self.size += len(data)
        if len(self.pending) > 2000:
            self.flush()

    def flush(self):
        data = b"".join(self.pending)
        self.pending = []
        self.hash.update(data)
        self.file.write(data)

    def add(self, path, kind=FILE, mode=0o644, link=b"", body=b""):
        if len(path) > 100:
            record = b" path=" + path + b"\n"
            length = len(record) + 2
            while len(b"%d" % length) + len(record) != length:
                length += 1
            record = b"%d" % length + record
            self.write(header(b"extended", len(record), EXTENDED) + record + bytes(-len(record) % BLOCK))
            path = path[:100]
        self.write(header(path, len(body), kind, mode, link))
        if body:
            self.write(body + bytes(-len(body) % BLOCK))

    def add_hole(self, path, size, mode=0o644):
        """A file of zeros that is a hole in the archive."""
        self.write(header(path, size, FILE, mode))
        self.flush()
        zeros = bytes(PIECE)
        for _ in range(size // PIECE):
            self.hash.update(zeros)
        self.file.seek(size, os.SEEK_CUR)
        self.size += size

    def finish(self):
        self.write(bytes(2 * BLOCK))
        self.flush()


def config(diff_ids, command="/usr/bin/app"):
    return json.dumps({
        "architecture": "amd64", "os": "linux", "created": "2026-01-01T00:00:00Z",
        "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], "Cmd": [command]},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + one for one in diff_ids]},
        "history": [{"created_by": f"RUN make layer{at}"} for at, _ in enumerate(diff_ids)],
    }).encode()


class DockerArchive:
    """What docker save writes; a layer's size and digest are known only when it is written, so they are put in later."""

    def __init__(self, path):
        self.path, self.names, self.diff_ids = path, [], []
        self.file = open(path + ".part", "wb", buffering=PIECE)

    def layer(self, fill):
        name = b"layer%02d.tar" % len(self.names)
        start = self.file.tell()
        self.file.write(bytes(BLOCK))
        layer = Layer(self.file)
        fill(layer)
        layer.finish()
        end = self.file.tell()
        assert end - start - BLOCK == layer.size and layer.size % BLOCK == 0
        self.file.seek(start)
        self.file.write(header(name, layer.size))
        self.file.seek(end)
        self.names.append(name.decode())
        self.diff_ids.append(layer.hash.hexdigest())

    def finish(self, tag):
        for name, body in (
            ("config.json", config(self.diff_ids)),
            ("manifest.json", json.dumps(
                [{"Config": "config.json", "RepoTags": [tag], "Layers": self.names}]).encode())):
            self.file.write(header(name.encode(), len(body)) + body + bytes(-len(body) % BLOCK))
        self.file.write(bytes(2 * BLOCK))
        self.file.close()
        os.rename(self.path + ".part", self.path)


def many(path, layers=20, entries=1_000_000):
    """Trees such as package managers of scripting languages leave behind.

    One in twelve entries is a directory; some are symlinks, hard links, long names, whiteouts and set-id files; one in
    ten of an upper layer's files replaces a lower one.
    """
    dice = random.Random(20)
    words = [a + b for a in ("a", "be", "co", "da", "el", "fi", "go", "ha") for b in ("ker", "log", "mix", "net", "sor", "ty")]
    endings = [".js", ".py", ".json", ".h", ".so", ".txt", ".map", ""]
    text = bytes(dice.choice(b"abcdefghij klmnop\n") for _ in range(8192))
    archive = DockerArchive(path)
    lower = []
    per_layer = entries // layers
    state = {"serial": 0}

    def fill(layer):
        written = 0
        own = []
        while written < per_layer:
            state["serial"] += 1
            folder = f"srv/{dice.choice(words)}/{dice.choice(words)}-{state['serial']}"
            folder += "".join("/" + dice.choice(words) for _ in range(dice.randrange(4)))
            if dice.random() < 0.04:
                folder += "/generated-from-a-very-long-description" * 3
            folder = folder.encode()
            layer.add(folder + b"/", DIRECTORY, 0o755)
            written += 1
            last = None
            for number in range(min(dice.randrange(6, 17), per_layer - written)):
                name = folder + f"/{dice.choice(words)}{number}{dice.choice(endings)}".encode()
                pick = dice.random()
                if pick < 0.03:
                    layer.add(name, SYMLINK, 0o777, b"../" + dice.choice(words).encode())
                elif pick < 0.04 and last and len(last) <= 100:
                    layer.add(name, HARD_LINK, link=last)
                elif pick < 0.045 and lower:
                    parent, _, child = dice.choice(lower).rpartition(b"/")
                    layer.add(parent + b"/.wh." + child)
                else:
                    if pick < 0.14 and lower:
                        name = dice.choice(lower)
                    start = dice.randrange(4096)
                    mode = 0o4755 if pick > 0.9998 else 0o644
                    layer.add(name, FILE, mode, body=text[start:start + dice.choice((0, 40, 300, 500, 900))])
                    last = name
                    if pick > 0.7:
                        own.append(name)
                written += 1
        lower.extend(own)

    for _ in range(layers):
        archive.layer(fill)
    archive.finish("bench/many-files:1")


def huge(path):
    """Few files, many bytes: models, databases, disk images."""
    archive = DockerArchive(path)

    def fill(layer):
        at = len(archive.names)
        layer.add(b"data/", DIRECTORY, 0o755)
        for number in range(6):
            layer.add_hole(b"data/part-%d-%d.bin" % (at, number), 137 << 20, 0o4755 if number == 5 else 0o644)

    for _ in range(5):
        archive.layer(fill)
    archive.finish("bench/huge-files:1")


def small(path):
    archive = DockerArchive(path)

    def fill(layer):
        at = len(archive.names)
        layer.add(b"data/", DIRECTORY, 0o755)
        for number in range(6):
            layer.add(b"data/part-%d-%d.bin" % (at, number), FILE, 0o4755 if number == 5 else 0o644, body=b"x" * 100)

    for _ in range(5):
        archive.layer(fill)
    archive.finish("bench/small:1")


def findings(path, files=25_000):
    archive = DockerArchive(path)

    def fill(layer):
        layer.add(b"opt/", DIRECTORY, 0o755)
        for number in range(files):
            layer.add(b"opt/helper-%05d" % number, FILE, 0o4755, body=b"\x7fELF")

    archive.layer(fill)
    archive.finish("bench/findings:1")


PACKAGES = (
    "ca-certificates curl nginx postgresql nodejs npm default-jre-headless python3-pip python3-venv gcc libc6-dev make git "
    "openssh-client sudo")


def debian(path):
    """A real Debian with real packages, cut into eight layers by the order of its files."""
    folder = os.path.dirname(os.path.abspath(path))
    with tempfile.TemporaryDirectory(dir=folder) as work:
        whole = os.path.join(work, "whole.tar")
        suite = os.environ.get("BENCH_SUITE", "bookworm")
        mirror = os.environ.get("BENCH_MIRROR")
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=apt", "--include=" + ",".join(PACKAGES.split()), suite, whole]
            + ([mirror] if mirror else []), check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        with tarfile.open(whole) as source:
            count = sum(1 for _ in source)
        layers = [tarfile.open(os.path.join(work, f"{at}.tar"), "w", format=tarfile.PAX_FORMAT) for at in range(8)]
        home = {}
        with tarfile.open(whole) as source:
            for at, member in enumerate(source):
                member.name = member.name.removeprefix("./")
                if member.name in ("", "."):
                    continue
                if member.islnk():  # a hard link's file is in the same layer
                    member.linkname = member.linkname.removeprefix("./")
                index = home.get(member.linkname, 0) if member.islnk() else at * 8 // count
                if member.isreg():
                    home[member.name] = index
                layers[index].addfile(member, source.extractfile(member) if member.isreg() else None)
        os.unlink(whole)
        archive = DockerArchive(path)
        for at, layer in enumerate(layers):
            layer.close()

            def fill(out):
                with open(os.path.join(work, f"{at}.tar"), "rb") as file:
                    while piece := file.read(PIECE):
                        out.write(piece)
                        out.flush()

            archive.layer(fill)
        archive.finish("bench/debian:1")


def gzip_layers(path):
    """The OCI archive with gzip layers of debian.docker.tar beside it."""
    source = tarfile.open(os.path.join(os.path.dirname(path), "debian.docker.tar"))
    manifest = json.load(source.extractfile("manifest.json"))[0]
    settings = source.extractfile(manifest["Config"]).read()
    part = path + ".part"
    with open(part, "wb", buffering=PIECE) as out:

        def blob(body):
            name = hashlib.sha256(body).hexdigest()
            out.write(header(b"blobs/sha256/" + name.encode(), len(body)) + body + bytes(-len(body) % BLOCK))
            return {"digest": "sha256:" + name, "size": len(body)}

        media = "application/vnd.oci.image."
        layers = []
        for name in manifest["Layers"]:
            member = source.extractfile(name)
            with tempfile.TemporaryFile(dir=os.path.dirname(path)) as packed:
                squeeze, digest = zlib.compressobj(6, zlib.DEFLATED, 31), hashlib.sha256()
                while piece := member.read(PIECE):
                    data = squeeze.compress(piece)
                    digest.update(data)
                    packed.write(data)
                data = squeeze.flush()
                digest.update(data)
                packed.write(data)
                size = packed.tell()
                packed.seek(0)
                out.write(header(b"blobs/sha256/" + digest.hexdigest().encode(), size))
                shutil.copyfileobj(packed, out, PIECE)
                out.write(bytes(-size % BLOCK))
            layers.append(
                {"mediaType": media + "layer.v1.tar+gzip", "digest": "sha256:" + digest.hexdigest(), "size": size})
        document = blob(json.dumps({
            "schemaVersion": 2, "mediaType": media + "manifest.v1+json",
            "config": {"mediaType": media + "config.v1+json", **blob(settings)}, "layers": layers}).encode())
        for name, value in (
            ("index.json", {"schemaVersion": 2, "manifests": [{"mediaType": media + "manifest.v1+json", **document}]}),
            ("oci-layout", {"imageLayoutVersion": "1.0.0"})):
            body = json.dumps(value).encode()
            out.write(header(name.encode(), len(body)) + body + bytes(-len(body) % BLOCK))
        out.write(bytes(2 * BLOCK))
    os.rename(part, path)


KINDS = {
    "many": (many, "many-files.docker.tar"),
    "huge": (huge, "huge-files.docker.tar"),
    "small": (small, "small.docker.tar"),
    "findings": (findings, "findings.docker.tar"),
    "debian": (debian, "debian.docker.tar"),
    "gzip": (gzip_layers, "debian.ocigz.tar"),
}

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in KINDS:
        sys.exit(__doc__)
    make, name = KINDS[sys.argv[1]]
    make(os.path.join(sys.argv[2], name))
