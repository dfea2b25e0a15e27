#!/bin/sh
# Makes dist/imgscan_VERSION-1_ARCH.deb from the tree that dist.sh left in dist/, with dpkg-deb alone; lintian has a look
# where it is installed.
set -eu
umask 022
cd "$(dirname "$0")/.."
export LC_ALL=C TZ=UTC
fail() { echo "deb: error: $*" >&2; exit 1; }
command -v dpkg-deb >/dev/null 2>&1 || fail "dpkg-deb is missing: apt-get install dpkg"

version=$(sh packaging/version.sh)
architecture=$(dpkg --print-architecture)
source=dist/imgscan-$version-linux-$architecture
[ -x "$source/imgscan" ] || fail "$source/imgscan is missing: make dist"
SOURCE_DATE_EPOCH=$(stat -c %Y "$source/imgscan")
export SOURCE_DATE_EPOCH
package=dist/imgscan_$version-1_$architecture.deb

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
BINARY=$source/imgscan PREFIX=/usr ZSHDIR=/usr/share/zsh/vendor-completions DESTDIR=$root \
  sh packaging/install.sh install 2>/dev/null
[ -f "$root/usr/share/man/man1/imgscan.1" ] || fail "$source/imgscan prints no man pages; a package has to have them"
find "$root/usr/share/man" -type f -exec gzip -n -9 {} +

doc=$root/usr/share/doc/imgscan
mkdir -p "$doc" "$root/usr/share/lintian/overrides" "$root/DEBIAN"
cp packaging/debian/copyright "$doc/copyright"
cp -R "$source/licenses" "$doc/licenses"
gzip -n -9 < CHANGELOG.md > "$doc/changelog.gz"
date=$(date -R -d "@$SOURCE_DATE_EPOCH")
sed -e "s/@VERSION@/$version-1/" -e "s/@DATE@/$date/" packaging/debian/changelog.in |
  gzip -n -9 > "$doc/changelog.Debian.gz"
cp packaging/debian/imgscan.lintian-overrides "$root/usr/share/lintian/overrides/imgscan"

size=$(find "$root/usr" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
sed -e "s/@VERSION@/$version-1/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" \
  packaging/debian/control.in > "$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
find "$root" -type d -exec chmod 755 {} +
find "$root" -type f ! -path "$root/usr/bin/*" -exec chmod 644 {} +
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >/dev/null

if command -v lintian >/dev/null 2>&1; then
  lintian --no-cfg --allow-root --fail-on error,warning "$package" >&2 ||
    fail "lintian is not content with $package"
else
  echo "deb: lintian is not installed; not looked at" >&2
fi
(cd dist && sha256sum "${package#dist/}" > "${package#dist/}.sha256")
cat "$package.sha256"
