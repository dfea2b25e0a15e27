#!/bin/sh
# Writes .ci/start-order.txt: the functions that a scan of a small image, then those that a small Dockerfile runs, in the order
# in which they are met. The linker puts them side by side, so that starting touches few pages. A name that is no longer there
# does no harm, a new one is only not moved: worth a run when much has changed.
set -eu
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null 2>&1 || { echo "start-order: valgrind is missing" >&2; exit 1; }
sh .ci/build.sh
binary=$PWD/.build/release/imgscan
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo 'FROM debian:12' > "$work/Dockerfile"

# met NAME ARGUMENT...: the functions that a run meets
met() {
  name=$1
  shift
  IMGSCAN_CACHE=off valgrind --quiet --tool=callgrind --demangle=no --callgrind-out-file="$work/$name" "$binary" "$@" \
    >/dev/null 2>&1 || [ $? = 1 ]
  sed -n "s/^c\{0,1\}fn=([0-9]*) //p" "$work/$name" | sed "s/'[0-9]*\$//"
}

{
  met image --no-config --format json testdata/demo/demo.tar
  met Dockerfile.out --no-config --shellcheck off "$work/Dockerfile"
  met hadolint --profile hadolint --shellcheck off --jobs 1 "$work/Dockerfile"
} > "$work/all"
# Functions of C libraries have no sections of their own.
grep -E '^([$]s|_Z|_?swift)' "$work/all" | awk '!seen[$0]++ { print ".text." $0 }' > .ci/start-order.txt
wc -l .ci/start-order.txt
