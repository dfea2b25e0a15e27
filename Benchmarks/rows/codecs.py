"""Compressed layers: what reading them costs over what inflating the same bytes does."""
import functools
import os
import shutil
import tarfile

from rounds import rounds, run
from suite import LeftOut, row, times

GROUP = "Compressed layers"
MAGIC = {"ocigz": b"\x1f\x8b", "ocizst": b"\x28\xb5\x2f\xfd"}


def blobs(bench, name, codec):
    """The compressed layers of an OCI archive, as files: what the programs of the codec read."""
    image = bench.image(f"{name}.{codec}.tar")
    folder = os.path.join(bench.scratch, f"{name}-{codec}")
    os.makedirs(folder)
    paths = []
    with tarfile.open(image) as archive, open(image, "rb") as file:
        for member in archive:
            file.seek(member.offset_data)
            if member.isreg() and file.read(4).startswith(MAGIC[codec]):
                paths.append(os.path.join(folder, f"{len(paths)}{'.gz' if codec == 'ocigz' else '.zst'}"))
                with open(paths[-1], "wb") as out:
                    shutil.copyfileobj(archive.extractfile(member), out, 1 << 20)
    return paths


def gzip_runs(bench):
    """The gzip archive by one thread and by two, and programs that inflate its layers one after the other."""
    image, layers = bench.image(f"{bench.plain}.ocigz.tar"), bench.once(blobs, bench.plain, "ocigz")
    contenders = {
        "one": lambda: bench.scan(image, "--jobs", "1"), "two": lambda: bench.scan(image, "--jobs", "2"),
        "gzip": lambda: run(["gzip", "-dc", *layers])}
    if bench.has("igzip"):
        contenders["igzip"] = lambda: run(["igzip", "-dc", *layers])
    return {**rounds(5, contenders), "layers": len(layers)}


def gzip_cpu(jobs, bench):
    """CPU of a scan to that of igzip."""
    bench.tool("igzip")
    out = bench.once(gzip_runs)
    ours, theirs = out["one" if jobs == 1 else "two"].cpu, out["igzip"].cpu
    return ours / theirs, f"{times(ours, theirs)}; `gzip -dc` {out['gzip'].cpu:.2f} s"


for number in (1, 2):
    row(GROUP, f"{{plain}}, gzip, `--jobs {number}`: of `igzip -dc`", "ratio", 1.10, quick=True)(
        functools.partial(gzip_cpu, number))


@row(GROUP, "{plain}, gzip: wall time of `--jobs 2` to `--jobs 1`", "ratio", 0.6, quick=True)
def gzip_wall(bench):
    """What a second core brings."""
    if os.cpu_count() == 1:
        raise LeftOut("one core only")
    out = bench.once(gzip_runs)
    return out["two"].wall / out["one"].wall, f"{times(out['two'].wall, out['one'].wall)}, {out['layers']} layers"


@row(GROUP, "{plain}, one whole `.tar.gz`: of `igzip -dc`", "ratio")
def whole(bench):
    """CPU of a docker archive that is compressed as one."""
    bench.tool("igzip")
    image = bench.image(f"{bench.plain}.docker.tar.gz")
    out = rounds(5, {"ours": lambda: bench.scan(image), "igzip": lambda: run(["igzip", "-dc", image])})
    return out["ours"].cpu / out["igzip"].cpu, (
        f"{times(out['ours'].cpu, out['igzip'].cpu)}; wall {times(out['ours'].wall, out['igzip'].wall)}; "
        f"{out['ours'].rss:.0f} MiB")


def other(name, codec, command, bench):
    """CPU of a scan by one thread to that of the codec's program."""
    bench.tool(command[0])
    name = getattr(bench, name, name)
    image, layers = bench.image(f"{name}.{codec}.tar"), bench.once(blobs, name, codec)
    out = rounds(5, {
        "ours": lambda: bench.scan(image, "--jobs", "1"), "two": lambda: bench.scan(image, "--jobs", "2"),
        "theirs": lambda: run([*command, *layers])})
    return out["ours"].cpu / out["theirs"].cpu, (
        f"{times(out['ours'].cpu, out['theirs'].cpu)}; `--jobs 2` {out['two'].cpu:.2f} s, "
        f"wall {out['two'].wall / out['ours'].wall:.2f} of `--jobs 1`")


def rows_of_codec(codec, words, command, images):
    """A row for each image."""
    for what, name, limit in images:
        row(GROUP, f"{what}, {words}: of `{' '.join(command)}`", "ratio", limit, quick=name == "plain")(
            functools.partial(other, name, codec, command))


rows_of_codec("ocizst", "zstd", ["zstd", "-dc"], (
    ("{plain}", "plain", 1.10), ("{many}", "many", 1.10), ("4 GB in thirty files", "huge-files", 1.10)))
rows_of_codec("ocigz", "gzip", ["igzip", "-dc"], (
    ("{many}", "many", None), ("4 GB in thirty files", "huge-files", None)))
