#!/usr/bin/env python3
"""Images for the benchmark: images.py NAME DIRECTORY [READY]

Makes the image of that file name in DIRECTORY. What it is made of is taken from READY or DIRECTORY, else made, too.

NAME  small.docker.tar           1,450 entries in two layers, 7 MB: a shell of many names and time zones
      many-files.docker.tar      1,000,000 entries in 20 layers, 1 GB; many-100k: a tenth of it
      huge-files.docker.tar      thirty files in five layers, 4 GB (mostly holes: it takes 260 MB of disk)
      sample.docker.tar          10,000 entries in eight layers, 100 MB, 50 MB as gzip
      findings.docker.tar        25,000 setuid files
      debian.docker.tar          a Debian with the packages of a typical application, eight layers; needs root,
                                 mmdebstrap and a Debian mirror (BENCH_MIRROR, else mmdebstrap's own choice)
      X.ocigz.tar, X.ocizst.tar  X.docker.tar as an OCI archive with compressed layers
      X.docker.tar.gz            X.docker.tar, compressed as a whole
      X-changed.ocigz.tar        X.ocigz.tar with another last layer, 6 MB compressed
"""
import os
import random
import subprocess
import sys

import packing
from archives import DIRECTORY, FILE, HARD_LINK, PIECE, SYMLINK, DockerArchive
from debian import debian


def many(path, layers=20, entries=1_000_000):
    """Trees such as package managers of scripting languages leave behind.

    One in twelve entries is a directory; some are symlinks, hard links, long names, whiteouts and set-id files; one in
    ten of an upper layer's files replaces a lower one.
    """
    dice = random.Random(20)
    words = [a + b for a in "a be co da el fi go ha".split() for b in "ker log mix net sor ty".split()]
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
    """Few files, many bytes: models, databases, disk images. A sixteenth are random bytes, the rest holes."""
    archive = DockerArchive(path)
    dice = random.Random(30)
    pieces = [dice.randbytes(PIECE // 16) for _ in range(16)]

    def fill(layer):
        at = len(archive.names)
        layer.add(b"data/", DIRECTORY, 0o755)
        for number in range(6):
            layer.add_sparse(b"data/part-%d-%d.bin" % (at, number), 137, pieces, 0o4755 if number == 5 else 0o644)

    for _ in range(5):
        archive.layer(fill)
    archive.finish("bench/huge-files:1")


def small(path):
    """A shell with a name for each command, and a package of small files."""
    archive = DockerArchive(path)
    dice = random.Random(3)

    def shell(layer):
        layer.add(b"bin/", DIRECTORY, 0o755)
        layer.add(b"bin/shell", FILE, 0o755, body=dice.randbytes(1 << 20))
        layer.add(b"bin/su", FILE, 0o4755, body=b"\x7fELF")
        for number in range(400):
            layer.add(b"bin/command-%03d" % number, HARD_LINK, 0o755, b"bin/shell")

    def zones(layer):
        for area in range(20):
            layer.add(b"zones/area-%02d/" % area, DIRECTORY, 0o755)
            for number in range(51):
                layer.add(b"zones/area-%02d/city-%02d" % (area, number), body=dice.randbytes(700) * 7)
        layer.add(b"bin/.wh.command-007")

    archive.layer(shell)
    archive.layer(zones)
    archive.finish("bench/small:1")


def contents(dice):
    """Bytes to take file contents from: some random, the rest words; gzip makes them half as large."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(dice.choices(letters, k=dice.randrange(2, 11))) for _ in range(3000)]
    text = " ".join(dice.choices(words, k=800_000)).encode()
    return dice.randbytes(len(text) // 4), text


def bodies(layer, dice, pool, folder, count):
    """A directory with files of 200 bytes to 16 KiB."""
    layer.add(folder + b"/", DIRECTORY, 0o755)
    for number in range(count):
        bytes_of = pool[dice.random() > 0.15]
        size = dice.randrange(200, 16384 if number % 8 else 32768)
        start = dice.randrange(len(bytes_of) - size)
        layer.add(folder + b"/file-%02d" % number, FILE, body=bytes_of[start:start + size])


def sample(path):
    """A small application: enough bytes for inflating to count, few enough to be made in seconds."""
    archive = DockerArchive(path)
    dice = random.Random(8)
    pool = contents(dice)

    def fill(layer):
        for number in range(25):
            bodies(layer, dice, pool, b"srv/layer-%d/module-%02d" % (len(archive.names), number), 49)

    for _ in range(8):
        archive.layer(fill)
    archive.finish("bench/sample:1")


def application(layer):
    """The changed layer: 6 MB as gzip."""
    dice = random.Random(6)
    pool = contents(dice)
    for number in range(25):
        bodies(layer, dice, pool, b"opt/application/module-%02d" % number, 49)


def findings(path, files=25_000):
    """Nothing but set-id files."""
    archive = DockerArchive(path)

    def fill(layer):
        layer.add(b"opt/", DIRECTORY, 0o755)
        for number in range(files):
            layer.add(b"opt/helper-%05d" % number, FILE, 0o4755, body=b"\x7fELF")

    archive.layer(fill)
    archive.finish("bench/findings:1")


KINDS = {
    "many-files": many, "many-100k": lambda path: many(path, entries=100_000), "huge-files": huge, "small": small,
    "sample": sample, "findings": findings, "debian": debian,
}


def make(name, folder, ready=None):
    """Makes an image and what it is made of, and returns where it is."""
    for place in (ready, folder):
        if place and os.path.isfile(os.path.join(place, name)):
            return os.path.join(place, name)
    path = os.path.join(folder, name)
    image, _, form = name.partition(".")
    if form == "docker.tar" and image in KINDS:
        KINDS[image](path)
    elif form == "docker.tar.gz":
        packing.whole(path, make(image + ".docker.tar", folder, ready))
    elif form == "ocigz.tar" and image.endswith("-changed"):
        packing.changed(path, make(image.removesuffix("-changed") + ".ocigz.tar", folder, ready), application)
    elif form in ("ocigz.tar", "ocizst.tar"):
        packing.layers(path, make(image + ".docker.tar", folder, ready), "gzip" if form == "ocigz.tar" else "zstd")
    else:
        raise OSError(f"no image is called {name}")
    return path


def main():
    """Makes one image; what goes wrong is one line on standard error."""
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    try:
        make(*sys.argv[1:])
    except (OSError, subprocess.CalledProcessError) as error:
        part = os.path.join(sys.argv[2], sys.argv[1] + ".part")
        if os.path.exists(part):
            os.unlink(part)
        sys.exit(str(error))


if __name__ == "__main__":
    main()
