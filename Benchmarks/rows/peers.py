"""Other scanners, where they are installed. They do other work, too (packages, secrets): there is no goal."""
import functools
import os
import tempfile

from rounds import rounds, run
from suite import row, times

GROUP = "Other scanners"
LIMIT = "300"
"""Seconds of wall time after which a scanner is stopped."""

COMMANDS = {
    "trivy": lambda image: [
        "image", "--input", image, "--quiet", "--offline-scan", "--skip-version-check", "--format", "json",
        "--scanners", "misconfig", "--image-config-scanners", "misconfig"],
    "syft": lambda image: ["scan", "docker-archive:" + image, "-q", "-o", "json"],
    "dive": lambda image: ["docker-archive://" + image],
}


def scanner(name, bench):
    """CPU of a scan to that of another scanner, which starts with an empty cache of its own."""
    bench.tool(name, "timeout")
    image = bench.image("debian.docker.tar")
    folder = tempfile.mkdtemp(dir=bench.scratch)
    environment = {"XDG_CACHE_HOME": folder, "TRIVY_CACHE_DIR": os.path.join(folder, "trivy"), "CI": "true",
                   "SYFT_CHECK_FOR_APP_UPDATE": "false"}
    command = ["timeout", LIMIT, name, *COMMANDS[name](image)]
    theirs = run(command, accepted=(0, 1, 124), environment=environment)
    ours = rounds(5, {"ours": lambda: bench.scan(image)})["ours"]
    stopped = f"; stopped after {LIMIT} s" if theirs.status == 124 else ""
    return ours.cpu / theirs.cpu, f"{times(ours.cpu, theirs.cpu)}; {theirs.rss:.0f} MiB{stopped}"


for scanner_name in COMMANDS:
    row(GROUP, f"Debian, plain: of {scanner_name}", "part")(functools.partial(scanner, scanner_name))
