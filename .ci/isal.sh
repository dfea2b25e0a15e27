#!/bin/sh
# ISA-L, which inflates gzip in half the time of zlib: prints the directory of its .pc file.
#   isal.sh find    looks for it in .build/isal; exit status 1 where it is not
#   isal.sh build   builds it there where it is not, from the sources in the package isal of PyPI: Debian has no static
#                   library, and before 2.32.1 a buffer inside ISA-L could overrun
set -eu
cd "$(dirname "$0")/.."
action=${1:-find}
sdist=1.9.1
sum=d210dca02a689ef2af709d2c62d2daac2e36b5d2fa06e6dc0d023c83fee77e91
place=.build/isal
fail() { echo "isal: $*" >&2; exit 1; }

if [ -f "$place/lib/pkgconfig/libisal.pc" ] && [ "$(cat "$place/sdist" 2>/dev/null)" = "$sdist" ]; then
  echo "$PWD/$place/lib/pkgconfig"
  exit 0
fi
[ "$action" = build ] || exit 1

[ "$(uname -s)" = Linux ] || fail "built on Linux only"
case $(uname -m) in
  x86_64) needed="cc make nasm python3" ;;
  aarch64) needed="cc make python3" ;;
  *) fail "no assembly for $(uname -m)" ;;
esac
for program in $needed; do
  command -v "$program" >/dev/null 2>&1 || fail "$program is missing"
done
python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing"

mkdir -p .build
work=$(mktemp -d .build/isal.XXXXXX)
trap 'rm -rf "$work"' EXIT
echo "isal==$sdist --hash=sha256:$sum" > "$work/wanted"
python3 -m pip download --quiet --disable-pip-version-check --no-input --retries 1 --timeout 20 --require-hashes --no-deps \
  --no-binary :all: --dest "$work" --requirement "$work/wanted" >"$work/log" 2>&1 </dev/null ||
  fail "pip cannot get isal $sdist: $(sed -n 's/^ERROR: //p' "$work/log" | head -n 1)"
tar -xzf "$work/isal-$sdist.tar.gz" -C "$work"
source=$work/isal-$sdist/src/isal/isa-l
make -C "$source" -f Makefile.unx lib units=igzip CC=cc >"$work/log" 2>&1 </dev/null || {
  tail -n 5 "$work/log" >&2
  fail "it does not build"
}

made=$work/made
mkdir -p "$made/lib/pkgconfig" "$made/include/isa-l"
# A name of its own: a shared libisal of the system would be linked otherwise.
cp "$source/bin/isa-l.a" "$made/lib/libisal-igzip.a"
cp "$source"/include/*.h "$made/include/isa-l/"
cp "$source/LICENSE" "$made/LICENSE"
echo "$sdist" > "$made/sdist"
cat > "$made/lib/pkgconfig/libisal.pc" <<'END'
prefix=${pcfiledir}/../..

Name: libisal
Description: igzip of the Intelligent Storage Acceleration Library
Version: 2.32.1
Libs: -L${prefix}/lib -lisal-igzip
Cflags: -I${prefix}/include
END
rm -rf "$place"
mv "$made" "$place"
echo "$PWD/$place/lib/pkgconfig"
