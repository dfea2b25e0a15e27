#!/bin/sh
# Makes images of real Debian packages with the tools that people use, for RealImagesTests.
#
# usage: make_real_images.sh DIR     DIR keeps everything: archives in DIR/images, the file system as umoci unpacks it in
#                                    DIR/root, which tools were used in DIR/how. A second run only says that it is there.
# exit status: 0 made, 3 a tool is missing or this is not root (one line on standard error says which)
#
# Layers: a Debian base; setuid copies, hard links, capabilities and an open directory; set-id bits taken off, files and a
# directory deleted; a directory made anew with an opaque mark.
set -eu

dir=$1
lacking() { echo "$1" >&2; exit 3; }
[ "$(id -u)" = 0 ] || lacking "unpacking an image with its owners takes root"
for tool in umoci skopeo setcap getcap gzip zstd tar; do
  command -v "$tool" > /dev/null || lacking "$tool is not installed"
done

mkdir -p -m 0700 "$dir"
[ -O "$dir" ] || lacking "$dir belongs to someone else"
if command -v flock > /dev/null; then
  exec 9> "$dir/lock"
  flock 9
fi

version=$(cksum < "$0")
if [ -f "$dir/how" ] && [ "$(sed -n 1p "$dir/how")" = "$version" ]; then exit 0; fi
rm -rf "$dir/how" "$dir/images" "$dir/root" "$dir/layout" "$dir/bundle" "$dir/storage"
mkdir "$dir/images"
log=$dir/log
: > "$log"

# The base: Debian's minimal system, or, without a mirror, the files of packages installed here.
base=$dir/base.tar
if [ ! -s "$base" ]; then
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  packages=iputils-ping,netcat-openbsd,openssh-client,sudo
  if command -v mmdebstrap > /dev/null && timeout 150 mmdebstrap --mode=root --format=tar --variant=minbase --include=$packages \
    "${codename:-stable}" "$base.new" >> "$log" 2>&1; then
    mv "$base.new" "$base"
    echo "mmdebstrap" > "$dir/base.how"
  else
    command -v dpkg-query > /dev/null || lacking "there is neither a Debian mirror nor dpkg"
    for package in base-files base-passwd bash coreutils dash login mount passwd util-linux iputils-ping openssh-client; do
      dpkg-query -L "$package" 2> /dev/null || true
    done | sort -u | while read -r file; do
      if [ -f "$file" ] || [ -L "$file" ]; then echo "${file#/}"; fi
    done > "$dir/files"
    printf 'etc/passwd\netc/group\n' >> "$dir/files"
    tar --xattrs --xattrs-include='*' -C / -cf "$base.new" --no-recursion -T "$dir/files" >> "$log" 2>&1
    mv "$base.new" "$base"
    echo "packages of this machine" > "$dir/base.how"
  fi
fi

image=$dir/layout:app
layer() { umoci repack --image "$image" "$dir/bundle" >> "$log" 2>&1; }
open() {
  rm -rf "$dir/bundle"
  umoci unpack --image "$image" "$dir/bundle" >> "$log" 2>&1
}
root=$dir/bundle/rootfs

umoci init --layout "$dir/layout" >> "$log" 2>&1
umoci new --image "$image" >> "$log" 2>&1
open
tar --xattrs --xattrs-include='*' --numeric-owner -C "$root" -xpf "$base"
layer

open
mkdir -p "$root/opt/app" "$root/opt/gone"
mkdir -m 0777 "$root/opt/open"
install -m 4755 "$root/bin/bash" "$root/opt/app/first"
ln "$root/opt/app/first" "$root/opt/app/second"
ln "$root/opt/app/first" "$root/opt/app/third"
install -m 2755 -g 42 "$root/bin/bash" "$root/opt/app/group"
install -m 4755 "$root/bin/bash" "$root/opt/gone/hidden"
install -m 4755 "$root/bin/bash" "$root/opt/gone/opaque"
install -m 0755 "$root/bin/bash" "$root/opt/app/raw"
setcap cap_net_raw+ep "$root/opt/app/raw"
install -m 4755 "$root/bin/bash" "$root/opt/app/with space é"
layer

open
chmod a-s "$root/usr/bin/passwd" "$root/usr/bin/chsh"
rm "$root/usr/bin/newgrp" "$root/opt/gone/hidden" "$root/opt/app/third"
rm -r "$root/usr/share/doc"
rm "$root/opt/app/second"
install -m 0755 "$root/bin/bash" "$root/opt/app/second"
layer

mkdir "$dir/fresh"
install -m 4711 "$root/bin/bash" "$dir/fresh/new"
umoci insert --image "$image" --opaque "$dir/fresh" /opt/gone >> "$log" 2>&1
rm -r "$dir/fresh"
umoci config --image "$image" --config.user 1000:1000 --config.entrypoint /opt/app/raw >> "$log" 2>&1

open
mv "$root" "$dir/root"
rm -rf "$dir/bundle"

copy() { skopeo --insecure-policy copy "$@" >> "$log" 2>&1; }
copy "oci:$image" "docker-archive:$dir/images/docker.tar:app:1"
copy "oci:$image" "oci-archive:$dir/images/oci-gzip.tar:app"
copy --dest-compress-format zstd "oci:$image" "oci-archive:$dir/images/oci-zstd.tar:app"
gzip -1c "$dir/images/docker.tar" > "$dir/images/docker.tar.gz"
zstd -qc "$dir/images/oci-gzip.tar" > "$dir/images/oci-gzip.tar.zst"
copy "oci:$image" "dir:$dir/images/skopeo-dir"
how="umoci, skopeo"
if command -v podman > /dev/null; then
  pod() { podman --root "$dir/storage" --runroot "$dir/storage-run" --storage-driver vfs "$@" >> "$log" 2>&1; }
  if pod load -i "$dir/images/docker.tar" && pod save -o "$dir/images/podman.tar" app:1; then how="$how, podman"; fi
  rm -rf "$dir/storage" "$dir/storage-run"
fi
rm -rf "$dir/layout"
printf '%s\n%s of %s\n' "$version" "$how" "$(cat "$dir/base.how")" > "$dir/how"
