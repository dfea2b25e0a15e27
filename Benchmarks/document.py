"""Puts the figures into docs/performance.md, between two marks; what is outside is written by hand and stays."""
import os
import platform
import re
import shutil
import subprocess

from rounds import floor

START, END = "<!-- figures -->", "<!-- /figures -->"
VERDICTS = {"missed": "**missed**"}
VERSIONS = {
    "tar": ["tar", "--version"], "bsdtar": ["bsdtar", "--version"], "igzip": ["igzip", "--version"],
    "gzip": ["gzip", "--version"], "zstd": ["zstd", "--version"], "OpenSSL": ["openssl", "version"],
    "hadolint": ["hadolint", "--version"], "trivy": ["trivy", "--version"], "syft": ["syft", "--version"],
    "dive": ["dive", "--version"],
}


def versions():
    """The yardsticks that are here, each with its version."""
    out = []
    for name, command in VERSIONS.items():
        if shutil.which(command[0]):
            said = subprocess.run(command, capture_output=True, text=True, check=False)
            number = re.search(r"\d+\.\d[\w.]*", said.stdout + said.stderr)
            out.append(f"{name} {number[0]}" if number else name)
    return ", ".join(out)


def machine(bench):
    """The machine, the binary and the yardsticks, in sentences without any name."""
    model, memory = platform.machine(), 0
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith(("model name", "Model")))
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (OSError, StopIteration, ValueError):
        pass
    kernel = ".".join(platform.release().split("-")[0].split(".")[:2])
    version = subprocess.run([bench.binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    linked = "static" if is_static(bench.binary) else "dynamic"
    load = os.getloadavg()[0]
    busy = "; others worked on the machine, too: wall times are too long" if load > 0.4 * (os.cpu_count() or 1) else ""
    return (
        f"imgscan {version}, a {linked} binary of {os.path.getsize(bench.binary) / 1e6:.0f} MB; "
        f"{os.cpu_count()} cores, {model}, {memory:.0f} GiB, {platform.system()} {kernel}; {versions()}. "
        f"Least peak memory that can be seen: {floor():.0f} MiB. Load {load:.1f} at the start{busy}.")


def is_static(path):
    """Whether an ELF file asks for no dynamic loader."""
    with open(path, "rb") as file:
        head = file.read(4096)
    return head.startswith(b"\x7fELF") and b"/ld-" not in head


def table(results):
    """The rows in Markdown, a table for each section."""
    out, group = [], None
    for one in results:
        if one.group != group:
            group = one.group
            out += ["", f"### {group}", "", "| work | goal | measured | verdict | basis |", "|---|---|---|---|---|"]
        goal = one.goal.replace("<=", "≤")
        out.append(f"| {one.name} | {goal} | {one.measured} | {VERDICTS.get(one.verdict, one.verdict)} | {one.basis} |")
    return out


def write(path, words, results):
    """Replaces what is between the marks."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    before, _, rest = text.partition(START)
    _, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"bench: error: {path} lacks {START} … {END}")
    missed = sum(one.verdict == "missed" for one in results)
    met = sum(one.verdict == "ok" for one in results)
    open_rows = sum(one.measured in ("not yet", "left out") for one in results)
    count = f"{met} goals are met, {missed} missed; {open_rows} rows are not measured."
    lines = [START, "", words, "", count, *table(results), "", END]
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(before + "\n".join(lines) + after)
    os.replace(path + ".part", path)
