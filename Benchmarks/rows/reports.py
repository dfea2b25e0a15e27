"""25,000 findings in every format: the whole run, scan included."""
import functools

from rounds import rounds, run
from suite import row

GROUP = "Reports"
FORMATS = (
    "text plain json jsonl sarif github gitlab junit checkstyle sonarqube codeclimate rdjsonl gnu markdown asff html "
    "hadolint-json").split()


def runs(bench):
    """Every format in turn."""
    image = bench.image("findings.docker.tar")
    cache = ["--cache", "off"] if bench.has_option("--cache") else []
    words = [bench.binary, "scan", "--no-progress", "--no-config", *cache, "--all", "-f"]
    return rounds(3, {name: lambda name=name: run([*words, name, image], accepted=(0, 1)) for name in FORMATS})


def cpu(name, bench):
    """CPU of one format."""
    one = bench.once(runs)[name]
    return one.cpu, f"{one.rss:.0f} MiB"


for each in FORMATS:
    row(GROUP, f"25,000 findings as {each}", "s", 1)(functools.partial(cpu, each))


@row(GROUP, "25,000 findings: peak memory", "MiB", 150)
def memory(bench):
    """The format that takes the most."""
    name, most = max(bench.once(runs).items(), key=lambda item: item[1].rss)
    return most.rss, f"most of all formats: {name}"
