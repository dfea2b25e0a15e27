#!/usr/bin/env python3
"""Starts the server of an image that build_images.py made, in namespaces of its own, and asks it one question.

usage: run_server.py DIR SERVER [--read-only] [--tmpfs PATH:OPTIONS]... [--volume PATH]...

The options are those of docker run; a volume is a new directory with what the image has there, as Docker makes it.
Without --read-only all is writable. On standard output one line of JSON: "answers"; "why" when it does not; "log", the
last lines the server wrote; "changes", what was changed outside the mounts, as docker diff writes it.

exit status: 0 tried, 3 it cannot be done here (one line on standard error says why)
"""

import argparse
import ctypes
import fcntl
import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
START_SECONDS = 60
PROBE_SECONDS = 20
WRONG_SECONDS = 3
# What Docker leaves to a container.
CAPABILITIES = (
    "chown dac_override fsetid fowner mknod net_raw setgid setuid setfcap setpcap net_bind_service sys_chroot kill"
    " audit_write").split()
HOST_FILES = {
    "/etc/hosts": "127.0.0.1 localhost\n127.0.1.1 server\n", "/etc/hostname": "server\n",
    "/etc/resolv.conf": "nameserver 127.0.0.1\n"}
DEVICES = {"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9}


class CannotBeDone(Exception):
    """Why nothing can be tried on this system."""


def mount(*arguments):
    done = subprocess.run(["mount", *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        raise CannotBeDone("mounting is not permitted: " + done.stderr.decode(errors="replace").strip())


def raise_loopback():
    """Sets the interface lo up, where the server listens and is asked."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        set_flags, is_up = 0x8914, 1
        fcntl.ioctl(handle, set_flags, struct.pack("16sh22x", b"lo", is_up))


def inside(root, path):
    """Where a path of the image leads, links followed without leaving the root."""
    at, rest = [], [part for part in path.split("/") if part not in ("", ".")]
    for _ in range(1000):
        if not rest:
            break
        part = rest.pop(0)
        if part == "..":
            at = at[:-1]
            continue
        here = "/".join([root, *at, part])
        if os.path.islink(here):
            target = os.readlink(here)
            if target.startswith("/"):
                at = []
            rest = [word for word in target.split("/") if word not in ("", ".")] + rest
        else:
            at.append(part)
    return "/".join([root, *at])


class Sandbox:
    """The mounts of one container: its root, what Docker always mounts, and the mounts that were asked for."""

    def __init__(self, directory, server):
        self.layers = [f"{directory}/{server}/layer", f"{directory}/base"]
        # The same for all runs: each has its own mount there.
        self.scratch = f"{directory}/{server}/scratch"
        self.root = self.scratch + "/root"

    def make(self, options):
        mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", self.scratch)
        for name in ("root", "upper", "work", "volumes", "host"):
            os.mkdir(f"{self.scratch}/{name}")
        layers = ":".join(self.layers)
        mount(
            "-t", "overlay", "-o", f"lowerdir={layers},upperdir={self.scratch}/upper,workdir={self.scratch}/work",
            "overlay", self.root)
        self.make_volumes(options.volume)
        for path, text in HOST_FILES.items():
            source = f"{self.scratch}/host/{os.path.basename(path)}"
            with open(source, "w", encoding="ascii") as file:
                file.write(text)
            if not os.path.exists(self.root + path):
                with open(self.root + path, "w", encoding="ascii"):
                    pass
            mount("--bind", source, self.root + path)
        mount("-t", "proc", "-o", "nosuid,nodev,noexec", "proc", self.root + "/proc")
        mount("-t", "sysfs", "-o", "ro,nosuid,nodev,noexec", "sysfs", self.root + "/sys")
        self.make_devices()
        for path, _, mount_options in sorted(text.partition(":") for text in options.tmpfs):
            target = inside(self.root, path)
            os.makedirs(target, exist_ok=True)
            mount("-t", "tmpfs", "-o", mount_options or "noexec,nosuid,nodev", "tmpfs", target)
        if options.read_only:
            mount("-o", "remount,bind,ro", self.root)

    def make_volumes(self, paths):
        for number, path in enumerate(sorted(paths)):
            target, source = inside(self.root, path), f"{self.scratch}/volumes/{number}"
            if os.path.isdir(target):
                subprocess.run(["cp", "-a", target, source], check=True)
            else:
                os.mkdir(source)
                os.makedirs(target)
            mount("--bind", source, target)

    def make_devices(self):
        devices = self.root + "/dev"
        mount("-t", "tmpfs", "-o", "nosuid,mode=0755", "tmpfs", devices)
        os.umask(0)
        for name, minor in DEVICES.items():
            os.mknod(f"{devices}/{name}", stat.S_IFCHR | 0o666, os.makedev(1, minor))
        os.mknod(devices + "/tty", stat.S_IFCHR | 0o666, os.makedev(5, 0))
        os.umask(0o022)
        for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
            os.symlink("/proc/self/fd" + target, f"{devices}/{name}")
        for name in ("shm", "pts"):
            os.mkdir(f"{devices}/{name}")
        mount("-t", "tmpfs", "-o", "nosuid,nodev,noexec,mode=1777,size=64m", "tmpfs", devices + "/shm")

    def is_changed(self, path, info):
        """Whether an entry of the upper layer is more than a directory that only holds something that changed."""
        for layer in self.layers:
            try:
                below = os.lstat(layer + path)
            except OSError:
                continue
            if stat.S_ISDIR(info.st_mode) and stat.S_ISDIR(below.st_mode):
                return (info.st_mode, info.st_uid, info.st_gid) != (below.st_mode, below.st_uid, below.st_gid)
            return True
        return True

    def changes(self):
        """What the upper layer has: files and directories added, changed and deleted, but not what Docker mounts."""
        out = []

        def walk(directory, inside_path):
            for item in os.scandir(directory):
                path, info = f"{inside_path}/{item.name}", item.stat(follow_symlinks=False)
                is_new = not any(os.path.lexists(layer + path) for layer in self.layers)
                if stat.S_ISCHR(info.st_mode) and info.st_rdev == 0:
                    out.append("D " + path)
                elif path not in HOST_FILES and self.is_changed(path, info):
                    out.append(("A " if is_new else "C ") + path)
                if stat.S_ISDIR(info.st_mode):
                    walk(item.path, path)

        walk(self.scratch + "/upper", "")
        return out


def command_in(root, user, argv, working="/"):
    """A command line that drops to what a container has, then to the user, in the root."""
    kept = ",".join(["-all", *("+" + name for name in CAPABILITIES)])
    start = 'cd "$0" && exec "$@"'
    return [
        "setpriv", "--bounding-set", kept, "--inh-caps=-all", "chroot", *([f"--userspec={user}"] if user else []), root,
        "/bin/sh", "-c", start, working, *argv]


def ask_http(probe, _):
    request = f"GET {probe.get('path', '/')} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", probe["port"]), PROBE_SECONDS) as handle:
        return exchange(handle, request)


def ask_fastcgi(probe, root):
    def record(kind, data):
        return struct.pack(">BBHHBx", 1, kind, 1, len(data), 0) + data

    script = probe["script"].encode()
    pairs = {b"SCRIPT_FILENAME": script, b"SCRIPT_NAME": b"/", b"REQUEST_METHOD": b"GET", b"REQUEST_URI": b"/"}
    parameters = b"".join(bytes([len(name), len(value)]) + name + value for name, value in pairs.items())
    begin, names, content = 1, 4, 5
    request = record(begin, struct.pack(">HB5x", 1, 0)) + record(names, parameters) + record(names, b"")
    with socket.socket(socket.AF_UNIX) as handle:
        handle.settimeout(PROBE_SECONDS)
        handle.connect(root + probe["socket"])
        return exchange(handle, request + record(content, b""))


def exchange(handle, request):
    """Sends a request and takes what comes until the other end closes."""
    handle.sendall(request)
    out = b""
    while len(out) < 1 << 20:
        part = handle.recv(1 << 16)
        if not part:
            break
        out += part
    return out.decode(errors="replace")


def ask_command(probe, root):
    done = subprocess.run(
        command_in(root, None, probe["argv"]), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=PROBE_SECONDS, check=False)
    return done.stdout.decode(errors="replace")


ASK = {"http": ask_http, "fastcgi": ask_fastcgi, "command": ask_command}


def wait_for_answer(server, probe, root):
    """Whether it answered, else why not; it may need a while to start, but not to change its answer."""
    said, end = "nothing listens", time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            return False, f"it ended with status {server.returncode}"
        try:
            said = ASK[probe["kind"]](probe, root)
            if probe["expect"] in said:
                return True, ""
            if probe["kind"] != "command":
                end = min(end, time.monotonic() + WRONG_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            said = str(error)
        time.sleep(0.1)
    return False, f"no right answer, the last was: {said.strip()[-300:]}"


def tried(options):
    """Runs as the first process of the namespaces; all others end with it."""
    ctypes.CDLL(None).sethostname(b"server", 6)
    raise_loopback()
    with open(f"{HERE}/{options.server}.json", encoding="utf-8") as file:
        definition = json.load(file)
    config = definition["config"]
    sandbox = Sandbox(os.path.abspath(options.directory), options.server)
    sandbox.make(options)
    environment = dict(
        pair.split("=", 1) for pair in ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                        "HOSTNAME=server", *config.get("Env", [])])
    argv = config.get("Entrypoint", []) + config.get("Cmd", [])
    log = sandbox.scratch + "/host/log"
    with open(log, "w", encoding="utf-8") as output:
        os.chmod(log, 0o666)
        server = subprocess.Popen(
            command_in(sandbox.root, config.get("User"), argv, config.get("WorkingDir", "/")),
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment)
    answers, why = wait_for_answer(server, definition["probe"], sandbox.root)
    changes = set(sandbox.changes())
    if answers and not options.read_only and server.poll() is None:
        # What is written at the end, such as a snapshot, is a change, too.
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(PROBE_SECONDS)
        except subprocess.TimeoutExpired:
            pass
    with open(log, encoding="utf-8", errors="replace") as output:
        lines = output.read().splitlines()[-12:]
    return {"answers": answers, "why": why, "log": lines, "changes": sorted(changes | set(sandbox.changes()))}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("server")
    parser.add_argument("--read-only", action="store_true")
    parser.add_argument("--tmpfs", action="append", default=[])
    parser.add_argument("--volume", action="append", default=[])
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(tried(options)))
        return
    # All processes and mounts are gone with the first process of the new namespaces, and that one with this.
    command = [
        "unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--kill-child", "--mount-proc",
        sys.executable, os.path.abspath(__file__), *sys.argv[1:], "--inside"]
    try:
        os.execvp(command[0], command)
    except FileNotFoundError:
        raise CannotBeDone("unshare is not installed") from None


if __name__ == "__main__":
    try:
        main()
    except CannotBeDone as reason:
        print(reason, file=sys.stderr)
        sys.exit(3)
