#!/bin/sh
# Writes docs/report.png: the HTML report of the demo image and its Dockerfile in a headless Chromium.
# Usage: make_report_screenshot.sh [IMGSCAN] [CHROMIUM]
set -eu
cd "$(dirname "$0")/../.."
program=${1:-.build/debug/imgscan}
browser=${2:-chromium}
page=$(mktemp --suffix=.html)
trap 'rm -f "$page"' EXIT
status=0
"$program" testdata/demo/demo.tar testdata/demo/Dockerfile.app --dockerfile testdata/demo/Dockerfile.app \
  --no-config -f html -o "$page" || status=$?
[ "$status" -le 1 ] || exit "$status"
python3 Tests/tools/look_at_html.py "$browser" "$page" --width 1100 --height 1900 --png docs/report.png > /dev/null
