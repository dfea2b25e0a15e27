"""Plain archives: what one costs, however large it is."""
import functools
import json
import os
import shutil
import tarfile
import tempfile

from rounds import rounds, run, together
from suite import LeftOut, row, times

GROUP = "Plain archives"


def by_hand(image, scratch):
    """The runbook's way: unpack the archive, unpack its layers over each other, find the files."""
    folder = tempfile.mkdtemp(dir=scratch)
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
        return together(runs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def small_runs(bench):
    """The small image, the one with large files, and programs that only list the small one."""
    small, huge = bench.image("small.docker.tar"), None if bench.is_quick else bench.image("huge-files.docker.tar")
    contenders = {
        "ours": lambda: bench.scan(small), "tar": lambda: run(["tar", "-tf", small]), "true": lambda: run(["true"])}
    if bench.has("bsdtar"):
        contenders["bsdtar"] = lambda: run(["bsdtar", "-tf", small])
    if huge:
        contenders["huge"] = lambda: bench.scan(huge)
    return rounds(31, contenders)


@row(GROUP, "small image, whole process", "ms", 3, quick=True)
def small(bench):
    """CPU of one scan."""
    out = bench.once(small_runs)
    entries = bench.entries(bench.image("small.docker.tar"))
    return out["ours"].cpu * 1000, (
        f"{entries:,} entries; wall {out['ours'].wall * 1000:.1f} ms; `true` {out['true'].cpu * 1000:.1f} ms; "
        f"{out['ours'].rss:.0f} MiB")


@row(GROUP, "small image: of `tar tf`", "ratio", 2, quick=True)
def small_to_tar(bench):
    """CPU of one scan to that of a listing of the outer names."""
    out = bench.once(small_runs)
    more = f"; `bsdtar tf` {out['bsdtar'].cpu * 1000:.1f} ms" if "bsdtar" in out else ""
    return out["ours"].cpu / out["tar"].cpu, times(out["ours"].cpu, out["tar"].cpu) + more


@row(GROUP, "4 GB in thirty files: more than the small image", "ms", 2)
def huge_files(bench):
    """CPU of a scan to that of the small image."""
    out = bench.once(small_runs)
    size = os.path.getsize(bench.image("huge-files.docker.tar"))
    return (out["huge"].cpu - out["ours"].cpu) * 1000, (
        f"{size / 1e9:.1f} GB; {times(out['huge'].cpu, out['ours'].cpu)}; "
        f"wall {(out['huge'].wall - out['ours'].wall) * 1000:+.1f} ms")


def plain_runs(bench):
    """The Debian image and `cat`."""
    image = bench.image(f"{bench.plain}.docker.tar")
    bench.scan(image)
    return rounds(7, {
        "ours": lambda: bench.scan(image), "one": lambda: bench.scan(image, "--jobs", "1"),
        "cat": lambda: run(["cat", image])})


def hand_runs(bench):
    """The Debian image and the runbook's way."""
    image = bench.image(f"{bench.plain}.docker.tar")
    if shutil.disk_usage(bench.work).free < 4 * os.path.getsize(image):
        raise LeftOut(f"unpacking needs {4 * os.path.getsize(image) >> 30} GiB of disk")
    return rounds(3, {"ours": lambda: bench.scan(image), "hand": lambda: by_hand(image, bench.scratch)})


@row(GROUP, "{plain}: of `tar xf`, its layers and `find -perm /6000`", "part", 1 / 60)
def plain_to_hand(bench):
    """CPU of a scan to that of unpacking and searching."""
    out = bench.once(hand_runs)
    entries = bench.entries(bench.image(f"{bench.plain}.docker.tar"))
    return out["ours"].cpu / out["hand"].cpu, f"{times(out['ours'].cpu, out['hand'].cpu)}, {entries:,} entries"


@row(GROUP, "{plain}: of `cat FILE > /dev/null`", "part", 1 / 3)
def plain_to_cat(bench):
    """CPU of a scan to that of reading the bytes."""
    out = bench.once(plain_runs)
    return out["ours"].cpu / out["cat"].cpu, (
        f"{times(out['ours'].cpu, out['cat'].cpu)}; `--jobs 1` {out['one'].cpu * 1000:.1f} ms; "
        f"wall {times(out['ours'].wall, out['cat'].wall)}")


@row(GROUP, "{plain}: peak memory", "MiB", 32)
def plain_memory(bench):
    """The kernel's peak of a scan."""
    return bench.once(plain_runs)["ours"].rss, ""


@row(GROUP, "{plain} on standard input: of `cat`", "ratio")
def standard_input(bench):
    """CPU of a scan that cannot seek to that of reading the bytes."""
    image = bench.image(f"{bench.plain}.docker.tar")
    out = rounds(5, {"ours": lambda: bench.scan("-", stdin=image), "cat": lambda: run(["cat"], stdin=image)})
    return out["ours"].cpu / out["cat"].cpu, f"{times(out['ours'].cpu, out['cat'].cpu)}; {out['ours'].rss:.0f} MiB"


def first_layer(image, scratch):
    """Takes the first layer out of a docker archive."""
    path = os.path.join(scratch, "layer.tar")
    with tarfile.open(image) as archive:
        name = json.load(archive.extractfile("manifest.json"))[0]["Layers"][0]
        with open(path, "wb") as file:
            shutil.copyfileobj(archive.extractfile(name), file, 1 << 20)
    return path


def many_runs(bench):
    """The image with many entries, and programs that list the names of its first layer."""
    image = bench.image(f"{bench.many}.docker.tar")
    layer = first_layer(image, bench.scratch)
    bench.scan(image)
    contenders = {
        "ours": lambda: bench.scan(image), "one": lambda: bench.scan(image, "--jobs", "1"),
        "tar": lambda: run(["tar", "-tf", layer])}
    if bench.has("bsdtar"):
        contenders["bsdtar"] = lambda: run(["bsdtar", "-tf", layer])
    out = rounds(5, contenders)
    os.unlink(layer)
    return out


@row(GROUP, "{many}: each", "ns", 400, quick=True)
def many_entries(bench):
    """CPU of a scan by the number of entries of all layers; the listings are of one layer."""
    image = bench.image(f"{bench.many}.docker.tar")
    out, count = bench.once(many_runs), bench.entries(image)
    listed = count / (10 if bench.is_quick else 20)
    each = ", ".join(f"`{name} tf` {out[name].cpu / listed * 1e9:.0f} ns" for name in ("tar", "bsdtar") if name in out)
    return out["ours"].cpu / count * 1e9, (
        f"{out['ours'].cpu:.2f} s of CPU, {out['ours'].wall:.2f} s; `--jobs 1` {out['one'].cpu / count * 1e9:.0f} ns; "
        f"{each}")


def many_memory(name, bench):
    """The kernel's peak of a scan."""
    image = bench.image(f"{bench.many}.{name}.tar")
    out = bench.once(many_runs) if name == "docker" else rounds(3, {"ours": lambda: bench.scan(image)})
    return out["ours"].rss, f"{out['ours'].cpu:.2f} s of CPU, {out['ours'].wall:.2f} s"


for codec, archive in (("plain", "docker"), ("gzip", "ocigz"), ("zstd", "ocizst")):
    row(GROUP, f"{{many}}, {codec}: peak memory", "MiB", 48, quick=codec == "plain")(
        functools.partial(many_memory, archive))
