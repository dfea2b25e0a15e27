#!/bin/sh
# Makes dist/imgscan-VERSION-linux-ARCH.tar.gz and its .sha256: one static executable with completions, man pages and the
# licences of what is linked in. The same sources and libraries give the same bytes, wherever and whenever it runs:
# SOURCE_DATE_EPOCH, else the time of the last commit, is the time of every file.
set -eu
umask 022
cd "$(dirname "$0")/.."
export LC_ALL=C TZ=UTC
say() { echo "dist: $*" >&2; }
fail() { say "error: $*"; exit 1; }

[ "$(uname -s)" = Linux ] || fail "a static executable can be made on Linux only; here make install does"
case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64 | arm64) architecture=arm64 ;;
  *) architecture=$(uname -m) ;;
esac
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}
version=$(sh packaging/version.sh)
name=imgscan-$version-linux-$architecture
tree=dist/$name

sh .ci/setup.sh dist

# Debug information and the module hashes would bring in the path of the checkout.
sh .ci/build.sh --static --scratch-path .build/dist -Xswiftc -gnone \
  -Xswiftc -Xfrontend -Xswiftc -disable-incremental-llvm-codegen -Xlinker --build-id=none

rm -rf "$tree"
mkdir -p "$tree"
strip --strip-all --remove-section=.comment -o "$tree/imgscan" .build/dist/release/imgscan
if readelf -lW "$tree/imgscan" | grep -q INTERP; then fail "the executable is not static"; fi
built=$("$tree/imgscan" --version)
[ "$built" = "$version" ] || fail "the executable calls itself \"$built\"; the sources say \"$version\""
sh packaging/pages.sh "$tree/imgscan" "$tree"
sh packaging/licenses.sh "$tree/licenses"
cp LICENSE README.md CHANGELOG.md "$tree/"
find "$tree" -type d -exec chmod 755 {} +
find "$tree" -type f -exec chmod 644 {} +
chmod 755 "$tree/imgscan"
find "$tree" -exec touch -h -d "@$epoch" {} +

tar --create --directory=dist --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$epoch" "$name" |
  gzip -n -9 > "dist/$name.tar.gz.part"
mv "dist/$name.tar.gz.part" "dist/$name.tar.gz"
(cd dist && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256")
cat "dist/$name.tar.gz.sha256"
