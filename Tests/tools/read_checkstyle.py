"""Reads a Checkstyle report with an XML parser and prints its entries as JSON: python3 read_checkstyle.py REPORT."""

import json
import sys

from lxml import etree

LEVELS = {"error", "warning", "info"}


def main() -> int:
    root = etree.parse(sys.argv[1]).getroot()
    assert root.tag == "checkstyle" and root.get("version")
    entries = []
    for file in root:
        assert file.tag == "file" and file.get("name")
        for error in file:
            assert error.tag == "error" and error.get("severity") in LEVELS and error.get("source")
            line, column = int(error.get("line")), int(error.get("column"))
            assert line >= 1 and column >= 1
            entries.append([file.get("name"), line, column, error.get("severity"), error.get("message"), error.get("source")])
    print(json.dumps(entries))
    return 0


if __name__ == "__main__":
    sys.exit(main())
