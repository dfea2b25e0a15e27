#!/bin/sh
# Checks what `make dist`, `make deb` and `make image` made: that the executable is static and fast, that a second build
# gives the same bytes, and that the image passes imgscan. Takes a few minutes; `--quick` leaves the second build out.
set -eu
cd "$(dirname "$0")/.."
fail() { echo "check: error: $*" >&2; exit 1; }

version=$(sh packaging/version.sh)
set -- "${1:-}" dist/imgscan-"$version"-linux-*.tar.gz
mode=$1
tarball=$2
[ -f "$tarball" ] || fail "$tarball is missing: make dist"
(cd dist && sha256sum --check --quiet "${tarball#dist/}.sha256")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -xzf "$tarball" -C "$work" --strip-components=1
program=$work/imgscan
for file in LICENSE README.md completions/imgscan.bash completions/_imgscan completions/imgscan.fish \
  man/imgscan.1 man/imgscan-rules.7 man/imgscan.yaml.5; do
  [ -s "$work/$file" ] || fail "the tarball lacks $file"
done
if readelf -dW "$program" | grep -q NEEDED; then fail "the executable needs shared libraries"; fi
if strings -a "$program" | grep -qF "$PWD/"; then fail "the executable holds the path of the checkout"; fi
echo "size: $(stat -c %s "$program") bytes, tarball $(stat -c %s "$tarball")"
python3 - "$program" <<'END'
import subprocess, sys, time
times = []
for _ in range(30):
    start = time.perf_counter()
    subprocess.run([sys.argv[1], "--version"], stdout=subprocess.DEVNULL, check=True)
    times.append(time.perf_counter() - start)
print(f"start: {sorted(times)[15] * 1000:.1f} ms (median of 30, with the start of a process)")
END

"$program" scan --fail-on low Dockerfile >/dev/null || fail "imgscan does not pass its own Dockerfile"
image=dist/imgscan-$version-image.tar
if [ -f "$image" ]; then
  "$program" scan --fail-on low --verify "$image" >/dev/null || fail "$image does not pass"
  if "$program" scan --help | grep -q -e --profile; then
    "$program" scan --profile strict "$image" >/dev/null || fail "$image does not pass the strict profile"
  fi
  echo "image: passes"
else
  echo "not checked: $image is missing: make image"
fi

if [ "$mode" != --quick ]; then
  cp "$tarball" "$work/first.tar.gz"
  rm -rf .build/dist
  sh packaging/dist.sh >/dev/null 2>"$work/log" || { tail -n 20 "$work/log" >&2; fail "the second build failed"; }
  cmp "$tarball" "$work/first.tar.gz" || fail "two builds differ"
  echo "reproducible: two builds gave the same bytes"
fi
