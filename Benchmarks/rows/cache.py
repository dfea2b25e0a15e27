"""The layer cache: an archive that was scanned before, and one that shares all layers but one with it."""
import os
import shutil
import tempfile

from rounds import rounds
from suite import row, times

GROUP = "Layer cache"


def cache_runs(bench):
    """Cold, warm and changed scans, each with a cache in the state that it is about."""
    bench.option("--cache")
    image, changed = bench.image(f"{bench.plain}.ocigz.tar"), bench.image(f"{bench.plain}-changed.ocigz.tar")
    seed = tempfile.mkdtemp(dir=bench.scratch)
    bench.scan(image, cache=seed)

    def scan(path, *options, filled=True):
        folder = tempfile.mkdtemp(dir=bench.scratch)
        try:
            if filled:
                shutil.copytree(seed, folder, dirs_exist_ok=True)
            return bench.scan(path, *options, cache=folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    try:
        contenders = {
            "off": lambda: bench.scan(image), "cold": lambda: scan(image, filled=False), "warm": lambda: scan(image),
            "changed": lambda: scan(changed)}
        if bench.has_option("--trust-digests"):
            contenders["trusted"] = lambda: scan(changed, "--trust-digests")
        out = rounds(5, contenders)
        size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(seed) for name in names)
    finally:
        shutil.rmtree(seed, ignore_errors=True)
    return out, size


def to_cold(bench, name):
    """CPU of a scan with a filled cache to that with an empty one."""
    out, size = bench.once(cache_runs)
    return out[name].cpu / out["cold"].cpu, (
        f"{times(out[name].cpu, out['cold'].cpu)}; wall {times(out[name].wall, out['cold'].wall)}; "
        f"{size / 1e6:.1f} MB of cache; {out['off'].cpu:.2f} s without")


@row(GROUP, "{plain}, gzip, the same archive again: of the cold scan", "part", 1 / 50)
def again(bench):
    """Every layer is in the cache, and the file is the one whose bytes were hashed."""
    return to_cold(bench, "warm")


@row(GROUP, "{plain}, gzip, a new archive with one 6 MB layer changed: of the cold scan", "part", 1 / 3)
def changed_layer(bench):
    """All bytes are hashed, one layer is inflated."""
    return to_cold(bench, "changed")


@row(GROUP, "the same with `--trust-digests`", "part", 1 / 50)
def changed_layer_trusted(bench):
    """The archive's own names are believed."""
    bench.option("--cache", "--trust-digests")
    return to_cold(bench, "trusted")
