"""The table of rows, and what a row's function may ask for: images, programs, options, shared measurements.

A row is one function below a `@row(…)`, in a module of `rows/`; it returns the figure and what it is based on.
"""
import json
import os
import re
import shutil
import subprocess
import sys
from collections import namedtuple

from rounds import failures, run

Row = namedtuple("Row", "group name unit limit is_quick measure")
"""A row: section, what is measured, unit, goal (at most; None: no goal), whether it runs on small images, too."""

Result = namedtuple("Result", "group name goal measured verdict basis")
"""A row as it is shown: all words."""

table = []


class LeftOut(Exception):
    """What a row needs is not to be had here."""


class NotYet(Exception):
    """What a row measures is not in this binary."""


class Failed(Exception):
    """A program of this row failed to run, so its times say nothing."""


def row(group, name, unit, limit=None, quick=False):
    """Puts a function into the table. In `name`, {plain} and {many} stand for the images that the suite measures."""

    def add(measure):
        table.append(Row(group, name, unit, limit, quick, measure))
        return measure

    return add


def fraction(value):
    """A ratio as "1/60", or as a number when it is one half or more."""
    return f"{value:.2f}" if value > 0.5 else f"1/{1 / value:.1f}" if value > 0.1 else f"1/{1 / value:.0f}"


UNITS = {
    "ratio": "{:.2f}".format, "part": fraction, "ms": "{:.1f} ms".format, "ns": "{:.0f} ns".format,
    "s": "{:.2f} s".format, "MiB": "{:.0f} MiB".format,
}


def goal(one):
    """A row's goal in words."""
    if one.limit is None:
        return "-"
    if one.unit == "part":
        return f"<= 1/{1 / one.limit:.0f}"
    return f"<= {one.limit:g}" + ("" if one.unit == "ratio" else " " + one.unit)


class Bench:
    """What is measured, and with what."""

    def __init__(self, binary, work, scratch, ready, is_quick):
        self.binary, self.work, self.scratch, self.ready, self.is_quick = binary, work, scratch, ready, is_quick
        self.plain, self.many = ("sample", "many-100k") if is_quick else ("debian", "many-files")
        self.words = {
            "plain": "a sample of 50 MB" if is_quick else "Debian",
            "many": "100,000 entries" if is_quick else "1,000,000 entries",
        }
        self.known, self.refused = {}, {}
        self.help = subprocess.run([binary, "scan", "--help"], capture_output=True, check=True, text=True).stdout

    def once(self, measure, *arguments):
        """What `measure` returns for these arguments: it runs for the first row that asks, others share it."""
        key = (measure, *arguments)
        if key in self.refused:
            raise self.refused[key]
        if key not in self.known:
            try:
                self.known[key] = self.sound(lambda bench: measure(bench, *arguments))
            except (LeftOut, NotYet, Failed) as reason:
                self.refused[key] = reason
                raise
        return self.known[key]

    def sound(self, measure):
        """What `measure` returns, unless a program failed meanwhile."""
        before = len(failures)
        out = measure(self)
        if len(failures) > before:
            raise Failed(failures[before])
        return out

    def image(self, name):
        """Where an image is; it is made if need be."""
        return self.once(Bench.make, name)

    def make(self, name):
        """Finds an image or makes it, in a process of its own: see `rounds.run` about memory."""
        for folder in (self.ready, self.work):
            path = os.path.join(folder or "", name)
            if folder and os.path.isfile(path):
                return path
        print(f"bench: making {name}", file=sys.stderr)
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "images.py")
        made = subprocess.run(
            [sys.executable, script, name, self.work, *([self.ready] if self.ready else [])], stdin=subprocess.DEVNULL,
            stdout=2, stderr=subprocess.PIPE, text=True, check=False)
        if made.returncode != 0:
            said = made.stderr.strip().splitlines()[-1:] or ["it could not be made"]
            raise LeftOut(f"no {name}: {said[0]}")
        return os.path.join(self.work, name)

    def has(self, tool):
        """Whether a program is here."""
        return shutil.which(tool) is not None

    def tool(self, *names):
        """Leaves the row out where one of the programs is missing."""
        for name in names:
            if not self.has(name):
                raise LeftOut(f"{name} is not installed")

    def has_option(self, name):
        """Whether the binary knows an option of `scan`."""
        return re.search(r"(?<![\w-])" + re.escape(name) + r"(?![\w-])", self.help) is not None

    def option(self, *names):
        """Says "not yet" where the binary lacks an option."""
        for name in names:
            if not self.has_option(name):
                raise NotYet(f"the binary has no {name}")

    def scan(self, image, *options, cache="off", stdin="/dev/null"):
        """One scan: all rules and the JSON report, no configuration; no layer cache unless a directory is given."""
        words = [self.binary, "scan", "--no-progress", "--no-config", "-f", "json", "-o", "/dev/null", *options]
        if self.has_option("--cache"):
            words += ["--cache", cache]
        return run(words + [image], accepted=(0, 1), stdin=stdin)

    def entries(self, image):
        """How many entries the layers of an image have."""
        return self.once(Bench.count, image)

    def count(self, image):
        """Asks the binary for the entries of all layers."""
        command = [self.binary, "layers", "--format", "json", image]
        text = subprocess.run(command, capture_output=True, check=True).stdout

        def total(value):
            if isinstance(value, list):
                return sum(map(total, value))
            if isinstance(value, dict):
                return sum(v if k == "entries" and isinstance(v, int) else total(v) for k, v in value.items())
            return 0

        return total(json.loads(text))

    def judge(self, one):
        """Measures a row and puts it into words."""
        name = one.name.format(**self.words)
        try:
            value, basis = self.sound(one.measure)
        except LeftOut as reason:
            return Result(one.group, name, goal(one), "left out", "-", str(reason))
        except NotYet as reason:
            return Result(one.group, name, goal(one), "not yet", "-", str(reason))
        except Failed as reason:
            return Result(one.group, name, goal(one), "failed", "-", str(reason))
        verdict = "-" if one.limit is None else "ok" if value <= one.limit else "missed"
        return Result(one.group, name, goal(one), UNITS[one.unit](value), verdict, basis)


def times(ours, theirs):
    """Two CPU times as the basis of a ratio."""
    return f"{seconds(ours)} to {seconds(theirs)}"


def seconds(value):
    """A time with three digits or so."""
    if value >= 1:
        return f"{value:.2f} s"
    return f"{value * 1000:.0f} ms" if value >= 0.1 else f"{value * 1000:.1f} ms"
