#!/usr/bin/env python3
"""Runs imgscan and its yardsticks in turn and prints goal, measured value and ok or missed. Started by bench.sh.

CPU time is user + system of the process and its children, from the kernel's own accounts (wait4), as the median of
several rounds in which every contender runs once: what else the machine does then falls on all of them alike.
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import namedtuple

Run = namedtuple("Run", "cpu wall rss status")
failures = []


def run(command, accepted=(0,)):
    """One run; peak memory is in KiB. Nothing is read from or shown of it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        last = error.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        failures.append(f"{' '.join(command[:4])}: exit status {process.returncode}: {last[0]}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss, process.returncode)


def rounds(count, **contenders):
    """Runs every contender once a round and returns their medians."""
    runs = {name: [] for name in contenders}
    for _ in range(count):
        for name, contender in contenders.items():
            runs[name].append(contender())
    return {
        name: Run(*(statistics.median(getattr(one, field) for one in all_runs) for field in ("cpu", "wall", "rss")), 0)
        for name, all_runs in runs.items()
    }


def scan(binary, image, *options):
    return lambda: run([binary, "scan", "--no-progress", *options, image], accepted=(0, 1))


def entries(binary, image):
    """How many entries the layers of an image have."""
    text = subprocess.run([binary, "layers", "--format", "json", image], capture_output=True, check=True).stdout

    def total(value):
        if isinstance(value, list):
            return sum(map(total, value))
        if isinstance(value, dict):
            return sum(v if k == "entries" and isinstance(v, int) else total(v) for k, v in value.items())
        return 0

    return total(json.loads(text))


def by_hand(image, work):
    """The runbook's way: unpack the archive, unpack its layers over each other, find the files."""
    folder = tempfile.mkdtemp(dir=work)
    try:
        saved, root = os.path.join(folder, "saved"), os.path.join(folder, "root")
        os.mkdir(saved)
        os.mkdir(root)
        runs = [run(["tar", "-xf", image, "-C", saved])]
        with open(os.path.join(saved, "manifest.json"), encoding="utf-8") as file:
            layers = json.load(file)[0]["Layers"]
        # A layer may hold what this tar cannot make here (device files without root): it goes on and exits with 2.
        runs += [run(["tar", "-xf", os.path.join(saved, layer), "-C", root], accepted=(0, 1, 2)) for layer in layers]
        runs.append(run(["find", root, "-xdev", "-perm", "/6000", "-type", "f"]))
        return Run(sum(one.cpu for one in runs), sum(one.wall for one in runs), max(one.rss for one in runs), 0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def gzip_blobs(image):
    """Offset and length of every gzip blob of an OCI archive."""
    out = []
    with tarfile.open(image) as archive, open(image, "rb") as file:
        for member in archive:
            file.seek(member.offset_data)
            if member.isreg() and file.read(2) == b"\x1f\x8b":
                out += [str(member.offset_data), str(member.size)]
    return out


def machine():
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith(("model name", "Model")))
    except (OSError, StopIteration):
        pass
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {model}, {platform.system()} {platform.release()}, load {load:.1f} at the start"


def show(what, goal, measured, is_met, basis):
    verdict = {True: "ok", False: "missed", None: "-"}[is_met]
    print(f"{what:<44} {goal:>12} {measured:>12}  {verdict:<7} {basis}", flush=True)


def dockerfiles(binary, given):
    """The Dockerfiles of a tree, judged by one thread, and one instruction of many lines at two sizes."""
    files = sum(len(names) for _, _, names in os.walk(given.dockerfiles))
    judge = lambda *names: lambda: run([binary, "scan", "--no-progress", "-q", "-j1", "--shellcheck", "off", *names], accepted=(0, 1, 2))
    ours = rounds(7, ours=judge(given.dockerfiles))["ours"]
    show(f"{files:,} Dockerfiles, -j1", "<= 250 ms", f"{ours.cpu * 1000:.0f} ms", ours.cpu <= 0.25, f"{ours.rss / 1024:.0f} MiB")
    names = []
    for size in (1, 4):
        names.append(os.path.join(given.work, f"long{size}.Dockerfile"))
        with open(names[-1], "w", encoding="utf-8") as file:
            file.write("FROM debian:12\nRUN true")
            file.writelines(f" \\\n && apt-get install -y package{number} && echo done" for number in range(size * 50_000))
    out = rounds(3, short=judge(names[0]), long=judge(names[1]))
    growth = out["long"].cpu / out["short"].cpu
    show(
        "one RUN, four times as long", "<= 5", f"{growth:.1f}", growth <= 5,
        f"{os.path.getsize(names[1]) / 1e6:.0f} MB in {out['long'].cpu:.2f} s, {out['long'].rss / 1024:.0f} MiB")


def task_definitions(binary, given):
    """1,000 ECS task definitions of a tree, judged by one thread."""
    files = sum(len(names) for _, _, names in os.walk(given.taskdefinitions))
    command = [binary, "scan", "--no-progress", "-q", "-j1", given.taskdefinitions]
    ours = rounds(7, ours=lambda: run(command, accepted=(0, 1)))["ours"]
    show(f"{files:,} task definitions, -j1", "<= 500 ms", f"{ours.cpu * 1000:.0f} ms", ours.cpu <= 0.5, f"{ours.rss / 1024:.0f} MiB")


def hadolint(binary, given):
    """The Dockerfiles of a tree and a small one, by hadolint and as hadolint.

    hadolint cannot leave out ShellCheck, so what that costs is estimated by what it costs us.
    """
    files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(given.dockerfiles) for name in names)
    small = os.path.join(given.work, "small.Dockerfile")
    with open(small, "w", encoding="utf-8") as file:
        file.write("FROM debian:12\nUSER 1000\n")
    # Each program may refuse a file as it sees fit; both say so by their status.
    judge = lambda program, *options: lambda: run([program, *options], accepted=(0, 1))
    ours = ("--profile", "hadolint", "--jobs", "1", "--shellcheck")
    out = rounds(
        3, theirs=judge(given.hadolint, "-f", "json", *files), ours=judge(binary, *ours, "off", *files),
        **({"both": judge(binary, *ours, given.shellcheck, *files)} if given.shellcheck else {}))
    ratio = out["theirs"].cpu / out["ours"].cpu
    basis = f"{out['ours'].cpu * 1000:.0f} ms to {out['theirs'].cpu:.1f} s"
    show(f"{len(files):,} Dockerfiles: of hadolint's CPU", "<= 1/60", f"1/{ratio:.0f}", ratio >= 60, basis)
    if given.shellcheck:
        rest = out["theirs"].cpu - (out["both"].cpu - out["ours"].cpu)
        show(
            "the same without ShellCheck, estimated", "-", f"1/{rest / out['ours'].cpu:.0f}", None,
            f"{rest:.1f} s of hadolint's {out['theirs'].cpu:.1f} s")
    out = rounds(15, theirs=judge(given.hadolint, small), ours=judge(binary, *ours, "off", small))
    ratio = out["theirs"].cpu / out["ours"].cpu
    show(
        "one small Dockerfile: of hadolint's CPU", "<= 1/2", f"1/{ratio:.1f}", ratio >= 2,
        f"{out['ours'].cpu * 1000:.1f} ms to {out['theirs'].cpu * 1000:.1f} ms; "
        f"wall {out['ours'].wall * 1000:.1f} ms to {out['theirs'].wall * 1000:.1f} ms")


FORMATS = (
    "text plain json jsonl sarif github gitlab junit checkstyle sonarqube codeclimate rdjsonl gnu markdown asff html hadolint-json")


def reports(binary, given):
    """25,000 findings in every format: the whole run, scan included."""
    contenders = {
        name: lambda name=name: run(
            [binary, "scan", "--no-progress", "--no-config", "--all", "-f", name, given.findings], accepted=(0, 1))
        for name in FORMATS.split()
    }
    out = rounds(3, **contenders)
    for name, one in out.items():
        is_met = one.cpu <= 1 and one.rss <= 150 * 1024
        show(f"25,000 findings as {name}", "1 s, 150 MiB", f"{one.cpu:.2f} s", is_met, f"{one.rss / 1024:.0f} MiB")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("imgscan", "inflate", "work", "many", "huge", "small", "findings", "dockerfiles", "taskdefinitions"):
        parser.add_argument("--" + name, required=True)
    for name in ("debian", "gzip", "hadolint", "shellcheck"):
        parser.add_argument("--" + name)
    given = parser.parse_args()
    binary = given.imgscan

    print("machine:", machine())
    print("CPU time (user + system), medians of interleaved runs, files in the page cache as far as they fit")
    print(f"{'':<44} {'GOAL':>12} {'MEASURED':>12}")

    if given.debian:
        count = entries(binary, given.debian)
        scan(binary, given.debian)()
        room = shutil.disk_usage(given.work).free
        if room > 4 * os.path.getsize(given.debian):
            out = rounds(3, ours=scan(binary, given.debian), hand=lambda: by_hand(given.debian, given.work))
            ours, hand = out["ours"], out["hand"]
            show(
                "Debian, plain: of tar xf + find -perm", "<= 1/40", f"1/{hand.cpu / ours.cpu:.0f}",
                hand.cpu >= 40 * ours.cpu, f"{ours.cpu * 1000:.0f} ms to {hand.cpu:.1f} s, {count:,} entries")
        else:
            print("left out: tar xf + find of the Debian image needs", 4 * os.path.getsize(given.debian) >> 30, "GiB")
            ours = rounds(5, ours=scan(binary, given.debian))["ours"]
        show("Debian, plain: peak memory", "<= 32 MiB", f"{ours.rss / 1024:.0f} MiB", ours.rss <= 32 * 1024, "")
    else:
        print("left out: the Debian image (see the first lines)")

    if given.gzip:
        blobs = gzip_blobs(given.gzip)
        out = rounds(
            3, zlib=lambda: run([given.inflate, given.gzip, *blobs]), one=scan(binary, given.gzip, "--jobs", "1"),
            two=scan(binary, given.gzip, "--jobs", "2"))
        for name, jobs in (("one", 1), ("two", 2)):
            show(
                f"Debian, gzip: of zlib alone, --jobs {jobs}", "<= 1.15", f"{out[name].cpu / out['zlib'].cpu:.2f}",
                out[name].cpu <= 1.15 * out["zlib"].cpu, f"{out[name].cpu:.2f} s to {out['zlib'].cpu:.2f} s")
        show(
            "Debian, gzip: wall of --jobs 2 to --jobs 1", "-", f"{out['two'].wall / out['one'].wall:.2f}", None,
            f"{out['two'].wall:.2f} s to {out['one'].wall:.2f} s, {len(blobs) // 2} layers")

    count = entries(binary, given.many)
    ours = rounds(5, ours=scan(binary, given.many))["ours"]
    each = ours.cpu / count * 1e6
    show("many files: per entry", "<= 2.5 µs", f"{each:.2f} µs", each <= 2.5, f"{ours.cpu:.2f} s, {count:,} entries")
    show("many files: peak memory", "<= 160 MiB", f"{ours.rss / 1024:.0f} MiB", ours.rss <= 160 * 1024, "")

    out = rounds(9, huge=scan(binary, given.huge), small=scan(binary, given.small))
    more = (out["huge"].cpu - out["small"].cpu) * 1000
    show(
        "huge files: more than the small image", "<= 10 ms", f"{more:.1f} ms", more <= 10,
        f"{os.path.getsize(given.huge) / 1e9:.1f} GB; {out['huge'].cpu * 1000:.1f} ms to "
        f"{out['small'].cpu * 1000:.1f} ms; wall {(out['huge'].wall - out['small'].wall) * 1000:+.1f} ms")

    dockerfiles(binary, given)
    task_definitions(binary, given)
    if given.hadolint:
        hadolint(binary, given)
    else:
        print("left out: hadolint is not to be had")
    reports(binary, given)

    for failure in dict.fromkeys(failures):
        print("failed to run:", failure)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
