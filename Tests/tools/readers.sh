#!/bin/sh
# Makes a virtual environment with the programs that read imgscan's reports in tests (requirements.txt beside this
# script) and prints the directory of its commands. Quick when it is there already.
# Exit status 1, with one line on standard error, when Python or its package index is not to be had.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
wanted=$here/requirements.txt
readers=$(cd "$here/../.." && pwd)/.build/readers
sum=$(cksum <"$wanted" | tr ' ' '-')

is_ready() { [ "$(cat "$readers/stamp" 2>/dev/null)" = "$sum" ]; }
fail() {
  echo "readers.sh: $1" >&2
  exit 1
}

if ! is_ready; then
  command -v python3 >/dev/null || fail "python3 is not installed"
  mkdir -p "$readers"
  # Tests run side by side: the first one makes it, the others wait.
  if command -v flock >/dev/null; then
    exec 9>"$readers.lock"
    flock -w 300 9 || fail "another run makes the environment since 5 minutes"
  fi
fi

if ! is_ready; then
  rm -rf "$readers"
  mkdir -p "$readers"
  log=$readers.log
  pip_options="--quiet --disable-pip-version-check --no-input --retries 2 --timeout 20"
  if python3 -m venv "$readers" >"$log" 2>&1; then
    # shellcheck disable=SC2086
    "$readers/bin/python3" -m pip install $pip_options -r "$wanted" >>"$log" 2>&1 \
      || fail "the Python packages of requirements.txt cannot be installed (see $log)"
  else
    # Debian's python3 without python3-venv: packages in a directory, and a python3 that looks there.
    rm -rf "$readers"
    mkdir -p "$readers/bin"
    # shellcheck disable=SC2086
    python3 -m pip install $pip_options --target "$readers/lib" -r "$wanted" >>"$log" 2>&1 \
      || fail "the Python packages of requirements.txt cannot be installed (see $log)"
    python=$(command -v python3)
    printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s" "$@"\n' "$readers/lib" "$python" >"$readers/bin/python3"
    for program in check-jsonschema sarif; do
      module=$(echo "$program" | tr - _)
      printf '#!/bin/sh\nexec "%s" -m %s "$@"\n' "$readers/bin/python3" "$module" >"$readers/bin/$program"
      chmod +x "$readers/bin/$program"
    done
    chmod +x "$readers/bin/python3"
  fi
  echo "$sum" >"$readers/stamp"
fi

echo "$readers/bin"
