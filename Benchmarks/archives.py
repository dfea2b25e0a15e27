"""Writers of image archives: layers, what docker save makes, and OCI layouts."""
import hashlib
import json
import os
import shutil

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
        """Adds bytes."""
        self.pending.append(data)
        self.size += len(data)
        if len(self.pending) > 2000:
            self.flush()

    def flush(self):
        """Writes what is pending."""
        data = b"".join(self.pending)
        self.pending = []
        self.hash.update(data)
        self.file.write(data)

    def add(self, path, kind=FILE, mode=0o644, link=b"", body=b""):
        """Adds an entry; a long name goes into an extended header."""
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

    def add_sparse(self, path, count, pieces, mode=0o644):
        """A file of `count` MiB: each begins with one of `pieces`, the rest is a hole in the archive."""
        self.write(header(path, count * PIECE, FILE, mode))
        self.flush()
        for number in range(count):
            piece = pieces[number % len(pieces)]
            self.file.write(piece)
            self.file.seek(PIECE - len(piece), os.SEEK_CUR)
            self.hash.update(piece + bytes(PIECE - len(piece)))
        self.size += count * PIECE

    def finish(self):
        """Ends the layer."""
        self.write(bytes(2 * BLOCK))
        self.flush()


def config(diff_ids, command="/usr/bin/app"):
    """The configuration of an image."""
    return json.dumps({
        "architecture": "amd64", "os": "linux", "created": "2026-01-01T00:00:00Z",
        "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], "Cmd": [command]},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + one for one in diff_ids]},
        "history": [{"created_by": f"RUN make layer{at}"} for at, _ in enumerate(diff_ids)],
    }).encode()


class DockerArchive:
    """What docker save writes; a layer's size is known only when it is written, so its header is put in later."""

    def __init__(self, path):
        self.path, self.names, self.diff_ids = path, [], []
        self.file = open(path + ".part", "wb", buffering=PIECE)

    def layer(self, fill):
        """Adds the layer that `fill` writes."""
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
        """Writes configuration and manifest."""
        for name, body in (
            ("config.json", config(self.diff_ids)),
            ("manifest.json", json.dumps(
                [{"Config": "config.json", "RepoTags": [tag], "Layers": self.names}]).encode())):
            self.file.write(header(name.encode(), len(body)) + body + bytes(-len(body) % BLOCK))
        self.file.write(bytes(2 * BLOCK))
        self.file.close()
        os.rename(self.path + ".part", self.path)


class OCIArchive:
    """An OCI image layout with one image, as a tar archive."""

    def __init__(self, path):
        self.path = path
        self.file = open(path + ".part", "wb", buffering=PIECE)

    def member(self, name, body):
        """Adds a small file."""
        self.file.write(header(name.encode(), len(body)) + body + bytes(-len(body) % BLOCK))

    def blob(self, body):
        """Adds a small blob and returns what describes it."""
        name = hashlib.sha256(body).hexdigest()
        self.member("blobs/sha256/" + name, body)
        return {"digest": "sha256:" + name, "size": len(body)}

    def large_blob(self, file):
        """Adds a blob that is a file, and returns what describes it."""
        file.seek(0)
        hasher = hashlib.sha256()
        while piece := file.read(PIECE):
            hasher.update(piece)
        digest, size = hasher.hexdigest(), file.tell()
        file.seek(0)
        self.file.write(header(b"blobs/sha256/" + digest.encode(), size))
        shutil.copyfileobj(file, self.file, PIECE)
        self.file.write(bytes(-size % BLOCK))
        return {"digest": "sha256:" + digest, "size": size}

    def finish(self, settings, layers):
        """Writes configuration, manifest and index."""
        media = "application/vnd.oci.image."
        manifest = self.blob(json.dumps({
            "schemaVersion": 2, "mediaType": media + "manifest.v1+json",
            "config": {"mediaType": media + "config.v1+json", **self.blob(settings)}, "layers": layers}).encode())
        self.member("index.json", json.dumps({
            "schemaVersion": 2, "manifests": [{"mediaType": media + "manifest.v1+json", **manifest}]}).encode())
        self.member("oci-layout", json.dumps({"imageLayoutVersion": "1.0.0"}).encode())
        self.file.write(bytes(2 * BLOCK))
        self.file.close()
        os.rename(self.path + ".part", self.path)
