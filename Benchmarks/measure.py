#!/usr/bin/env python3
"""Measures imgscan beside its yardsticks: goal, figure and verdict of every row. Started by bench.sh.

measure.py BINARY WORK [--images DIR] [--rows PATTERN] [--quick] [--document FILE]
"""
import argparse
import os
import re
import shutil
import sys
import tempfile

import document
import rows  # noqa: F401 # fills the table
import rounds
import suite


def show(result):
    """Prints one row."""
    print(f"{result.name:<76} {result.goal:>10} {result.measured:>10}  {result.verdict:<7} {result.basis}", flush=True)


def main():
    """Measures what was asked for; exit status 1 if a program failed to run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("work")
    parser.add_argument("--images", help="where images are looked for first")
    parser.add_argument("--rows", help="a regular expression: only these rows, and no document")
    parser.add_argument("--quick", action="store_true", help="small images only, and no document")
    parser.add_argument("--document", help="the Markdown file whose figures are replaced")
    given = parser.parse_args()
    chosen = [
        one for one in suite.table
        if (one.is_quick or not given.quick)
        and (not given.rows or re.search(given.rows, f"{one.group}: {one.name}", re.I))
    ]
    if not chosen:
        sys.exit(f"bench: error: no row matches \"{given.rows}\"")

    os.makedirs(given.work, exist_ok=True)
    scratch = tempfile.mkdtemp(prefix="scratch-", dir=given.work)
    try:
        bench = suite.Bench(os.path.abspath(given.binary), given.work, scratch, given.images, given.quick)
        before = document.machine(bench)
        print(before)
        print(f"{'':<76} {'GOAL':>10} {'MEASURED':>10}", flush=True)
        results = []
        for one in chosen:
            results.append(bench.judge(one))
            show(results[-1])
        after = f"Load {os.getloadavg()[0]:.1f} at the end."
        print(after)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)

    for failure in dict.fromkeys(rounds.failures):
        print("failed to run:", failure)
    if given.document and not (given.quick or given.rows or rounds.failures):
        document.write(given.document, f"{before} {after}", results)
        print("written:", given.document)
    sys.exit(1 if rounds.failures else 0)


if __name__ == "__main__":
    main()
