#!/bin/sh
# Puts the report of the demo image into README.md, between its `$ imgscan --min-severity high demo.tar` and `$ echo $?`.
set -eu
cd "$(dirname "$0")/.."
sh .ci/build.sh
binary=$PWD/.build/release/imgscan
sample=$(mktemp)
trap 'rm -f "$sample" README.md.part' EXIT
(cd testdata/demo && LANG=C.UTF-8 "$binary" scan --min-severity high --color never demo.tar) > "$sample" || [ $? = 1 ]
awk -v sample="$sample" '
  /^\$ imgscan --min-severity high demo.tar$/ { print; while ((getline line < sample) > 0) print line; skip = 1; next }
  /^\$ echo \$\?$/ { skip = 0 }
  !skip' README.md > README.md.part
mv README.md.part README.md
