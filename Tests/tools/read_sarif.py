"""Reads SARIF reports with the commands of sarif-tools.

Usage: read_sarif.py FILE... Prints a JSON array with, for each file, the rows of `sarif csv` and the text of
`sarif summary`; exit status 1 when they cannot read one.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile


def sarif(*arguments: str) -> None:
    command = [sys.executable, "-m", "sarif", *arguments]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"sarif {arguments[0]}: {result.stdout}{result.stderr}")


def main() -> int:
    reports = []
    for path in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as directory:
            copy = os.path.join(directory, "report.sarif")
            with open(path, "rb") as file, open(copy, "wb") as out:
                out.write(file.read())
            table, summary = os.path.join(directory, "report.csv"), os.path.join(directory, "summary.txt")
            sarif("csv", copy, "--output", table)
            sarif("summary", copy, "--output", summary)
            with open(table, encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
            with open(summary, encoding="utf-8") as file:
                reports.append({"rows": rows, "summary": file.read()})
    print(json.dumps(reports))
    return 0


if __name__ == "__main__":
    sys.exit(main())
