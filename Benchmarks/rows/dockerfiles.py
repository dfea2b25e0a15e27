"""Dockerfiles and task definitions: ours alone, and beside hadolint."""
import os
import shutil
import subprocess
import sys

from rounds import rounds, run
from suite import row, times

GROUP = "Dockerfiles and task definitions"
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def laid_out(bench, script, *source):
    """The directory that a script of ours fills."""
    folder = os.path.join(bench.scratch, script)
    subprocess.run([sys.executable, os.path.join(HERE, script + ".py"), folder, *source], check=True)
    return folder


def dockerfiles(bench):
    """The shared real Dockerfiles where they are, else as many made here."""
    cases = os.environ.get("IMGSCAN_CASES", os.path.join(HERE, "..", "..", "shared", "cases"))
    real = os.path.join(cases, "dockerfiles", "files")
    return bench.once(laid_out, "dockerfiles", *([real] if os.path.isdir(real) else []))


def files_below(folder):
    """All files of a tree, sorted."""
    return sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)


def judge(bench, *words):
    """One scan of files by one thread, without ShellCheck."""
    command = [bench.binary, "scan", "--no-progress", "-q", "--jobs", "1", "--shellcheck", "off", *words]
    return lambda: run(command, accepted=(0, 1, 2))


def of_tree(bench, folder, basis):
    """CPU of a scan of a tree in milliseconds."""
    ours = rounds(7, {"ours": judge(bench, folder)})["ours"]
    return ours.cpu * 1000, f"{len(files_below(folder)):,} {basis}; {ours.rss:.0f} MiB"


@row(GROUP, "1,185 Dockerfiles, one thread", "ms", 250, quick=True)
def many_dockerfiles(bench):
    """Parsed and judged, start included."""
    return of_tree(bench, dockerfiles(bench), "files")


@row(GROUP, "one RUN, four times as long", "ratio", 5, quick=True)
def long_run(bench):
    """Whether a longer instruction costs more than its length."""
    lines, names = 5_000 if bench.is_quick else 50_000, []
    for size in (1, 4):
        names.append(os.path.join(bench.scratch, f"long{size}.Dockerfile"))
        with open(names[-1], "w", encoding="utf-8") as file:
            file.write("FROM debian:12\nRUN true")
            for number in range(size * lines):
                file.write(f" \\\n && apt-get install -y package{number} && echo done")
    out = rounds(3, {"short": judge(bench, names[0]), "long": judge(bench, names[1])})
    return out["long"].cpu / out["short"].cpu, (
        f"{os.path.getsize(names[1]) / 1e6:.0f} MB in {out['long'].cpu:.2f} s, {out['long'].rss:.0f} MiB")


@row(GROUP, "1,000 ECS task definitions, one thread", "ms", 500)
def task_definitions(bench):
    """Read and judged, start included."""
    return of_tree(bench, bench.once(laid_out, "taskdefinitions"), "files")


def as_hadolint(program, *words):
    """One run; each program may refuse a file as it sees fit, and says so by its status."""
    return lambda: run([program, *words], accepted=(0, 1))


def hadolint_runs(bench):
    """hadolint, ours in its place, and ours with ShellCheck."""
    bench.tool("hadolint")
    files = files_below(dockerfiles(bench))
    ours = ("--profile", "hadolint", "--jobs", "1", "--shellcheck")
    contenders = {
        "theirs": as_hadolint("hadolint", "-f", "json", *files),
        "ours": as_hadolint(bench.binary, *ours, "off", *files)}
    if bench.has("shellcheck"):
        contenders["both"] = as_hadolint(bench.binary, *ours, shutil.which("shellcheck"), *files)
    return rounds(3, contenders)


@row(GROUP, "1,185 Dockerfiles as `--profile hadolint`: of hadolint", "part", 1 / 60)
def hadolint(bench):
    """CPU without ShellCheck to that of hadolint, which cannot leave it out."""
    out = bench.once(hadolint_runs)
    return out["ours"].cpu / out["theirs"].cpu, times(out["ours"].cpu, out["theirs"].cpu)


@row(GROUP, "the same without ShellCheck on either side, estimated", "part")
def hadolint_alone(bench):
    """What ShellCheck costs hadolint is taken to be what the same scripts cost us."""
    bench.tool("shellcheck")
    out = bench.once(hadolint_runs)
    rest = out["theirs"].cpu - (out["both"].cpu - out["ours"].cpu)
    return out["ours"].cpu / rest, f"{rest:.1f} s of hadolint's {out['theirs'].cpu:.1f} s"


@row(GROUP, "one small Dockerfile as `--profile hadolint`: of hadolint", "part", 1 / 2)
def hadolint_small(bench):
    """CPU of what an editor waits for."""
    bench.tool("hadolint")
    small = os.path.join(bench.scratch, "small.Dockerfile")
    with open(small, "w", encoding="utf-8") as file:
        file.write("FROM debian:12\nUSER 1000\n")
    out = rounds(15, {
        "theirs": as_hadolint("hadolint", small),
        "ours": as_hadolint(bench.binary, "--profile", "hadolint", "--jobs", "1", "--shellcheck", "off", small)})
    ours, theirs = out["ours"], out["theirs"]
    return ours.cpu / theirs.cpu, f"{times(ours.cpu, theirs.cpu)}; wall {times(ours.wall, theirs.wall)}"
