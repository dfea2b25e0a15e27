"""The image of a real Debian with real packages."""
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

from archives import PIECE, DockerArchive

PACKAGES = (
    "ca-certificates curl nginx postgresql nodejs npm default-jre-headless python3-pip python3-venv gcc libc6-dev make git "
    "openssh-client sudo")


def debian(path):
    """A real Debian with real packages, cut into eight layers by the order of its files."""
    if os.geteuid() != 0 or shutil.which("mmdebstrap") is None:
        raise OSError("that needs root and mmdebstrap, or BENCH_IMAGES with it")
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
