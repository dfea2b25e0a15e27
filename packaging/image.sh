#!/bin/sh
# Makes dist/imgscan-VERSION-image.tar, the image that the Dockerfile describes, with buildah and the executable of
# dist.sh in place of the builder stage: for machines that reach no registry.
set -eu
cd "$(dirname "$0")/.."
fail() { echo "image: error: $*" >&2; exit 1; }
command -v buildah >/dev/null 2>&1 || fail "buildah is missing: apt-get install buildah, or docker build -t localhost/imgscan ."

version=$(sh packaging/version.sh)
archive=dist/imgscan-$version-image.tar
set -- dist/imgscan-"$version"-linux-*/imgscan
[ -x "$1" ] || fail "$1 is missing: make dist"
epoch=$(stat -c %Y "$1")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/build/out"
install -m 0755 "$1" "$work/build/out/imgscan"

# The final stage alone, word for word, with the stage "build" as a directory.
awk '/^FROM scratch$/ { final = 1 } final { sub(/--from=build /, ""); sub(/ \/out\//, " out/"); print }' \
  Dockerfile > "$work/Dockerfile"
grep -q '^COPY .* out/imgscan ' "$work/Dockerfile" || fail "Dockerfile has no final stage of the expected form"

# Storage of its own: nothing stays behind, and no other image of this machine is looked at.
buildah() { command buildah --root "$work/root" --runroot "$work/run" --storage-driver vfs "$@"; }
buildah build --quiet --isolation chroot --timestamp "$epoch" --format docker --tag "localhost/imgscan:$version" \
  --file "$work/Dockerfile" "$work/build" >/dev/null
rm -f "$archive"
buildah push --quiet "localhost/imgscan:$version" "docker-archive:$archive:localhost/imgscan:$version"
echo "$archive"
