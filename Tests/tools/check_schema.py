"""Checks reports against a JSON schema with check-jsonschema.

Usage: check_schema.py SCHEMA FILE... Prints how many files were read; exit status 1 with what is wrong.
A file of one JSON object a line (its name ends in .jsonl) is checked as an array of them.
"""

import json
import os
import subprocess
import sys
import tempfile


def main() -> int:
    schema, files = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory() as directory:
        paths = []
        for number, path in enumerate(files):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if path.endswith(".jsonl"):
                document = [json.loads(line) for line in text.split("\n") if line]
            else:
                document = json.loads(text)
            copy = os.path.join(directory, f"{number}-{os.path.basename(path)}.json")
            with open(copy, "w", encoding="utf-8") as out:
                json.dump(document, out)
            paths.append(copy)
        command = [sys.executable, "-m", "check_jsonschema", "--regex-variant", "python", "--schemafile", schema, *paths]
        result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        print((result.stdout + result.stderr)[:4000], file=sys.stderr)
        return 1
    print(json.dumps([len(paths)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
