"""Reads a JUnit report as CI systems do and prints what it holds as JSON: python3 read_junit.py REPORT [SCHEMA]."""

import json
import sys

import junitparser
from lxml import etree


def main() -> int:
    report = sys.argv[1]
    if len(sys.argv) > 2:
        schema = etree.XMLSchema(etree.parse(sys.argv[2]))
        if not schema.validate(etree.parse(report)):
            print(schema.error_log, file=sys.stderr)
            return 1
    root = junitparser.JUnitXml.fromfile(report)
    suites = []
    for suite in root:
        cases = list(suite)
        kinds = [type(result) for case in cases for result in case.result]
        suites.append(
            {
                "name": suite.name,
                "tests": len(cases),
                "failures": kinds.count(junitparser.Failure),
                "errors": kinds.count(junitparser.Error),
                "skipped": kinds.count(junitparser.Skipped),
                "stated": [suite.tests, suite.failures, suite.errors, suite.skipped],
                "cases": [[case.classname, case.name] for case in cases],
            }
        )
    print(json.dumps({"tests": root.tests, "failures": root.failures, "errors": root.errors, "suites": suites}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
