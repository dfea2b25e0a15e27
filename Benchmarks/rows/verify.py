"""What computing all digests costs: of the archive's bytes, and of what compressed layers inflate to (diff IDs)."""
from rounds import rounds, run
from rows.codecs import blobs
from suite import row, times

GROUP = "With `--verify`"


@row(GROUP, "{plain}, plain layers: of `openssl sha256`", "ratio", 1.1)
def plain(bench):
    """CPU of a scan with all digests to that of hashing the same bytes."""
    bench.tool("openssl")
    bench.option("--verify")
    image = bench.image(f"{bench.plain}.docker.tar")
    out = rounds(5, {
        "ours": lambda: bench.scan(image, "--verify"), "openssl": lambda: run(["openssl", "dgst", "-sha256", image])})
    return out["ours"].cpu / out["openssl"].cpu, (
        f"{times(out['ours'].cpu, out['openssl'].cpu)}; wall {times(out['ours'].wall, out['openssl'].wall)}")


def gzip_runs(bench):
    """The gzip archive by two threads, verified and not, and the programs that do the same one after the other."""
    bench.tool("igzip", "openssl")
    bench.option("--verify")
    packed, plain_image = bench.image(f"{bench.plain}.ocigz.tar"), bench.image(f"{bench.plain}.docker.tar")
    layers = bench.once(blobs, bench.plain, "ocigz")
    return rounds(5, {
        "without": lambda: bench.scan(packed, "--jobs", "2"),
        "one": lambda: bench.scan(packed, "--jobs", "1"),
        "ours": lambda: bench.scan(packed, "--jobs", "2", "--verify"),
        "igzip": lambda: run(["igzip", "-dc", *layers]),
        "blobs": lambda: run(["openssl", "dgst", "-sha256", *layers]),
        "contents": lambda: run(["openssl", "dgst", "-sha256", plain_image])})


@row(GROUP, "{plain}, gzip layers: of `igzip -dc` + `openssl sha256` of blobs and contents", "ratio", 1.1)
def gzip_cpu(bench):
    """CPU of a scan that inflates, checks digests and diff IDs to that of the programs that do just that."""
    out = bench.once(gzip_runs)
    theirs = out["igzip"].cpu + out["blobs"].cpu + out["contents"].cpu
    return out["ours"].cpu / theirs, (
        f"{times(out['ours'].cpu, theirs)}; {out['ours'].cpu / (theirs - out['contents'].cpu):.2f} of "
        "`igzip -dc` + `openssl sha256` of the blobs alone")


@row(GROUP, "{plain}, gzip layers, two threads: wall time to that without", "ratio", 1.15)
def gzip_wall(bench):
    """What digests add to the time that a user waits."""
    out = bench.once(gzip_runs)
    return out["ours"].wall / out["without"].wall, (
        f"{times(out['ours'].wall, out['without'].wall)}; {out['ours'].wall / out['one'].wall:.2f} of `--jobs 1` without")


@row(GROUP, "{plain}, one whole `.tar.gz`: wall time to that without", "ratio", 1.15)
def stream_wall(bench):
    """The same where one thread inflates, so that another has the time."""
    bench.option("--verify")
    image = bench.image(f"{bench.plain}.docker.tar.gz")
    out = rounds(3, {"without": lambda: bench.scan(image), "ours": lambda: bench.scan(image, "--verify")})
    return out["ours"].wall / out["without"].wall, (
        f"{times(out['ours'].wall, out['without'].wall)}; CPU {times(out['ours'].cpu, out['without'].cpu)}")
