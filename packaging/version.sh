#!/bin/sh
# Prints the version that the sources carry.
set -eu
cd "$(dirname "$0")/.."
version=$(sed -n 's/.*static let version = "\([0-9][0-9A-Za-z.+~-]*\)".*/\1/p' Sources/Reports/Tool.swift)
[ -n "$version" ] || { echo "version: none found in Sources/Reports/Tool.swift" >&2; exit 1; }
echo "$version"
