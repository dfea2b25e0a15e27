#!/usr/bin/env python3
"""Makes an image of each server from Debian packages, as FROM debian, RUN apt-get install and a few RUN lines would.

usage: build_images.py DIR [SERVER...]

SERVER is the name of a definition file beside this script (nginx.json); without one all are made. What is there and
unchanged is kept. DIR/base and DIR/SERVER/layer are the unpacked layers, DIR/SERVER/image is an OCI layout.

exit status: 0 made, 3 it cannot be done here (one line on standard error says why)
"""

import contextlib
import fcntl
import hashlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
SUITE = "bookworm"
BASE_SECONDS = 240
INSTALL_SECONDS = 300
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# What the slim Debian images of registries have, too: no fsync per file, no documentation, no cache of the lists. Java
# packages fail to install without the directory of manual pages.
BASE_HOOK = r"""
printf 'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n' > "$1/etc/apt/apt.conf.d/docker-clean"
printf 'force-unsafe-io\n' > "$1/etc/dpkg/dpkg.cfg.d/docker-apt-speedup"
printf 'path-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\npath-exclude=/usr/share/locale/*\n' \
  > "$1/etc/dpkg/dpkg.cfg.d/docker-slim"
mkdir -p "$1/usr/share/man/man1"
rm -f "$1/etc/hostname" "$1/etc/resolv.conf"
"""


class CannotBeDone(Exception):
    """Why the images cannot be made on this system."""


def run(arguments, log, seconds=INSTALL_SECONDS, **more):
    """Runs a program, its output going to the log."""
    try:
        done = subprocess.run(
            arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=seconds, check=False, **more)
    except FileNotFoundError:
        raise CannotBeDone(f"{arguments[0]} is not installed") from None
    except subprocess.TimeoutExpired:
        raise CannotBeDone(f"{arguments[0]} took more than {seconds} seconds") from None
    if done.returncode != 0:
        raise CannotBeDone(f"{' '.join(arguments[:3])} failed with status {done.returncode}, see {log.name}")


def digest_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def make_base(directory, log):
    """The first layer: DIR/base.tar and its unpacked form DIR/base."""
    tar, root = directory + "/base.tar", directory + "/base"
    if os.path.exists(directory + "/base.sha256"):
        return
    for path in (root, root + ".new"):
        shutil.rmtree(path, ignore_errors=True)
    dpkg = [f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("doc", "man", "locale")]
    run(
        ["mmdebstrap", "--mode=root", "--format=tar", "--variant=minbase", *dpkg, f"--customize-hook={BASE_HOOK}",
         SUITE, tar + ".new.tar"], log, BASE_SECONDS)
    os.rename(tar + ".new.tar", tar)
    os.mkdir(root + ".new", 0o755)
    run(["tar", "--numeric-owner", "--xattrs", "--xattrs-include=*", "-C", root + ".new", "-xpf", tar], log)
    os.rename(root + ".new", root)
    digest = digest_of(tar)
    with open(directory + "/base.sha256", "w", encoding="ascii") as file:
        file.write(digest)


@contextlib.contextmanager
def mounted(directory, upper, work, root):
    """The base with a layer on it, ready for apt-get; packages and their lists are kept in DIR."""
    mounts = [
        ["-t", "overlay", "-o", f"lowerdir={directory}/base,upperdir={upper},workdir={work}", "overlay", root],
        ["-t", "proc", "proc", root + "/proc"],
        ["--bind", "/dev", root + "/dev"],
        ["--bind", directory + "/lists", root + "/var/lib/apt/lists"],
        ["--bind", directory + "/archives", root + "/var/cache/apt/archives"],
        ["-t", "tmpfs", "-o", "mode=1777", "tmpfs", root + "/tmp"],
    ]
    made = []
    try:
        for mount in mounts:
            target = mount[-1]
            done = subprocess.run(["mount", *mount], capture_output=True, check=False)
            if done.returncode != 0:
                raise CannotBeDone("mounting is not permitted: " + done.stderr.decode(errors="replace").strip())
            made.append(target)
        yield
    finally:
        for target in reversed(made):
            subprocess.run(["umount", "--lazy", target], check=False)


def in_root(root, script, log):
    """Runs a shell script in a root file system."""
    environment = {"PATH": PATH, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    for name, value in os.environ.items():
        if name.lower() in ("http_proxy", "https_proxy", "no_proxy"):
            environment[name] = value
    run(["chroot", root, "/bin/sh", "-euc", script], log, env=environment)


def download(directory, packages, log):
    """Fetches the lists and all packages, in a layer that is thrown away."""
    wanted = " ".join(packages)
    done = directory + "/downloaded"
    if os.path.exists(done) and open(done, encoding="utf-8").read() == wanted:
        return
    scratch = directory + "/scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    for name in ("upper/etc", "work", "root"):
        os.makedirs(f"{scratch}/{name}")
    if os.path.exists("/etc/resolv.conf"):
        shutil.copyfile("/etc/resolv.conf", scratch + "/upper/etc/resolv.conf")
    with mounted(directory, scratch + "/upper", scratch + "/work", scratch + "/root"):
        in_root(
            scratch + "/root",
            f"apt-get update -q\napt-get install -y -q --no-install-recommends --download-only {wanted}", log)
    shutil.rmtree(scratch)
    with open(done, "w", encoding="utf-8") as file:
        file.write(wanted)


def write_layer(upper, path):
    """The upper directory of an overlay as the layer of an image: deletions become .wh. files."""
    def entries(directory, inside):
        for item in sorted(os.scandir(directory), key=lambda entry: entry.name):
            name = inside + item.name
            info = item.stat(follow_symlinks=False)
            if stat.S_ISCHR(info.st_mode) and info.st_rdev == 0:
                yield tarfile.TarInfo(inside + ".wh." + item.name), None
                continue
            if stat.S_ISSOCK(info.st_mode):
                continue
            yield layer.gettarinfo(item.path, name), item.path
            if stat.S_ISDIR(info.st_mode):
                if "trusted.overlay.opaque" in os.listxattr(item.path, follow_symlinks=False):
                    yield tarfile.TarInfo(name + "/.wh..wh..opq"), None
                yield from entries(item.path, name + "/")

    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as layer:
        for entry, source in entries(upper, ""):
            entry.uname = entry.gname = ""
            if entry.isreg() and source is not None:
                with open(source, "rb") as file:
                    layer.addfile(entry, file)
            else:
                layer.addfile(entry, io.BytesIO())


def write_layout(directory, server, config):
    """An OCI layout whose blobs are hard links to the layers."""
    layout = f"{directory}/{server}/image"
    blobs = layout + "/blobs/sha256"
    os.makedirs(blobs)

    def blob(value):
        data = json.dumps(value, sort_keys=True).encode()
        name = hashlib.sha256(data).hexdigest()
        with open(f"{blobs}/{name}", "wb") as file:
            file.write(data)
        return {"digest": "sha256:" + name, "size": len(data)}

    layers = []
    for path in (directory + "/base.tar", f"{directory}/{server}/layer.tar"):
        name = digest_of(path)
        os.link(path, f"{blobs}/{name}")
        layers.append({
            "mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": "sha256:" + name,
            "size": os.path.getsize(path)})
    full = {
        "architecture": "amd64", "os": "linux", "config": {"Env": ["PATH=" + PATH], **config},
        "rootfs": {"type": "layers", "diff_ids": [layer["digest"] for layer in layers]}}
    manifest = {
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **blob(full)}, "layers": layers}
    index = {
        "schemaVersion": 2, "manifests": [
            {"mediaType": "application/vnd.oci.image.manifest.v1+json", **blob(manifest)}]}
    for name, value in (("oci-layout", {"imageLayoutVersion": "1.0.0"}), ("index.json", index)):
        with open(f"{layout}/{name}", "w", encoding="utf-8") as file:
            json.dump(value, file)


def make_server(directory, server, definition, version, log):
    """The second layer of one server's image, and the image."""
    home = f"{directory}/{server}"
    made = home + "/made"
    if os.path.exists(made) and open(made, encoding="ascii").read() == version:
        return
    shutil.rmtree(home, ignore_errors=True)
    for name in ("layer", "work", "root", "scratch"):
        os.makedirs(f"{home}/{name}")
    os.chmod(home + "/layer", 0o755)
    with mounted(directory, home + "/layer", home + "/work", home + "/root"):
        install = "apt-get install -y -q --no-install-recommends --no-download -o Debug::NoLocking=1 "
        in_root(home + "/root", install + " ".join(definition["packages"]), log)
        in_root(home + "/root", "\n".join(definition["run"]), log)
    shutil.rmtree(home + "/work")
    os.rmdir(home + "/root")
    write_layer(home + "/layer", home + "/layer.tar")
    write_layout(directory, server, definition["config"])
    with open(made, "w", encoding="ascii") as file:
        file.write(version)


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: build_images.py DIR [SERVER...]")
    if os.environ.get("IMGSCAN_SERVERS_INSIDE") != "1":
        if os.geteuid() != 0:
            raise CannotBeDone("installing packages into a root file system takes root")
        # The mounts are gone with the last process of the new namespaces.
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", sys.executable, os.path.abspath(__file__)]
        try:
            os.execvpe(command[0], [*command, *sys.argv[1:]], {**os.environ, "IMGSCAN_SERVERS_INSIDE": "1"})
        except FileNotFoundError:
            raise CannotBeDone("unshare is not installed") from None
    directory = os.path.abspath(sys.argv[1])
    for name in ("lists", "archives/partial"):
        os.makedirs(f"{directory}/{name}", exist_ok=True)
    definitions = {}
    for file in sorted(os.listdir(HERE)):
        if file.endswith(".json"):
            with open(f"{HERE}/{file}", encoding="utf-8") as source:
                definitions[file.removesuffix(".json")] = json.load(source)
    packages = sorted({name for definition in definitions.values() for name in definition["packages"]})
    with open(os.path.abspath(__file__), "rb") as source:
        own = zlib.crc32(source.read())
    with open(directory + "/lock", "w", encoding="ascii") as lock, open(
            directory + "/log", "a", encoding="utf-8") as log:
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_base(directory, log)
        base = open(directory + "/base.sha256", encoding="ascii").read()
        download(directory, packages, log)
        for server in sys.argv[2:] or sorted(definitions):
            definition = definitions.get(server)
            if definition is None:
                sys.exit(f"there is no {server}.json, there are: {' '.join(sorted(definitions))}")
            made_of = [own, base, definition["packages"], definition["run"], definition["config"]]
            make_server(directory, server, definition, hashlib.sha256(json.dumps(made_of).encode()).hexdigest(), log)


if __name__ == "__main__":
    try:
        main()
    except CannotBeDone as reason:
        print(reason, file=sys.stderr)
        sys.exit(3)
