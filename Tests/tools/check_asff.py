"""Checks a report in the AWS Security Finding Format against Security Hub's own service model, offline.

Usage: check_asff.py FILE. Prints the number of findings; exit status 1 with what is wrong.
"""

import json
import os
import sys

import botocore
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

# From the format's description; the service model has no lengths.
LONGEST = {"Id": 512, "Title": 256, "Description": 1024, "GeneratorId": 512}


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        findings = json.load(file)
    loader = Loader(extra_search_paths=[os.path.join(os.path.dirname(botocore.__file__), "data")])
    model = ServiceModel(loader.load_service_model("securityhub", "service-2"))
    shape = model.operation_model("BatchImportFindings").input_shape
    problems = []
    # What the service ignores without a word is wrong here too.
    known = set(shape.members["Findings"].member.members)
    for index, finding in enumerate(findings):
        report = ParamValidator().validate({"Findings": [finding]}, shape)
        if report.has_errors():
            problems.append(f"{index}: {report.generate_report()}")
        problems += [f"{index}: unknown member {name}" for name in finding if name not in known]
        for name, limit in LONGEST.items():
            length = len(finding[name].encode("utf-16-le")) // 2
            if not 0 < length <= limit:
                problems.append(f"{index}: {name} has {length} characters")
        advice = finding.get("Remediation", {}).get("Recommendation", {}).get("Text", "x")
        if not 0 < len(advice.encode("utf-16-le")) // 2 <= 512:
            problems.append(f"{index}: the advice is too long")
        if len(json.dumps(finding).encode()) >= 240_000:
            problems.append(f"{index}: larger than 240 kB")
    ids = [finding["Id"] for finding in findings]
    if len(set(ids)) != len(ids):
        problems.append("two findings have one id")
    if problems:
        print("\n".join(problems[:20]), file=sys.stderr)
    print(json.dumps([len(findings)]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
