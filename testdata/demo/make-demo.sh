#!/bin/bash
# Builds demo.tar beside this script with buildah and podman: see README.md here.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
die() { echo "make-demo: $*" >&2; exit 1; }
for tool in gcc tar buildah podman; do command -v "$tool" >/dev/null || die "$tool is missing"; done
[ "$(id -u)" = 0 ] || die "root is needed: files of the image belong to several users"
[ "$(uname -sm)" = "Linux x86_64" ] || die "box.c is for Linux on x86-64"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1767225600 LC_ALL=C TZ=UTC
umask 022
# Storage of its own, no overlay mounts and no namespaces, so that it also works inside a container.
store=(--root "$work/store" --runroot "$work/run" --storage-driver vfs)
context=$work/context
mkdir -p "$context"

gcc -Os -static -nostdlib -ffreestanding -fno-builtin -fno-stack-protector -fno-asynchronous-unwind-tables \
  -fno-pie -no-pie -Wall -Wextra -Werror -Wl,-n,--build-id=none -s -o "$context/box" "$here/box.c"

# pack NAME: the tree of that name as a tar that is the same every time
pack() {
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --numeric-owner --format=ustar -C "$work/$1" -cf "$context/$1.tar" .
}

base=$work/base
install -d "$base"/{etc,usr/bin,usr/sbin,usr/lib,usr/local/bin,usr/local/sbin,root,run,tmp,var/cache,var/log}
chmod 0700 "$base/root"
chmod 1777 "$base/tmp"
ln -s usr/bin "$base/bin"
ln -s usr/sbin "$base/sbin"
ln -s ../run "$base/var/run"
ln -s ../usr/lib/os-release "$base/etc/os-release"
printf '%s\n' 'PRETTY_NAME="Harbor Linux 1"' 'NAME="Harbor Linux"' 'ID=harbor' 'VERSION_ID="1"' \
  > "$base/usr/lib/os-release"
printf '%s\n' root:x:0:0:root:/root:/bin/sh nginx:x:101:101:nginx:/var/cache/nginx:/usr/sbin/nologin \
  nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin > "$base/etc/passwd"
printf '%s\n' root:x:0: shadow:x:42: nginx:x:101: nogroup:x:65534: > "$base/etc/group"
printf '%s\n' 'root:*:20000:0:99999:7:::' 'nginx:!:20000::::::' > "$base/etc/shadow"
chown 0:42 "$base/etc/shadow"
chmod 0640 "$base/etc/shadow"
size=$(stat -c %s "$context/box")
program() { # program MODE GROUP PATH...: copies of box, each of another size, as different programs have
  local mode=$1 group=$2 path
  shift 2
  for path; do
    size=$((size + 8))
    cp "$context/box" "$base/$path"
    truncate -s "$size" "$base/$path"
    chown "0:$group" "$base/$path"
    chmod "$mode" "$base/$path"
  done
}
program 0755 0 usr/bin/{sh,chmod,chown,mkdir,rm} usr/sbin/nologin
program 4755 0 usr/bin/{su,passwd,newgrp,chsh,mount,umount}
program 2755 42 usr/bin/chage
pack base

nginx=$work/nginx
install -d "$nginx"/{etc/nginx,usr/sbin,usr/share/nginx/html,var/log/nginx}
install -m 0755 "$context/box" "$nginx/usr/sbin/nginx"
: > "$nginx/var/log/nginx/access.log"
: > "$nginx/var/log/nginx/error.log"
printf '<!doctype html><title>demo</title><p>It works.\n' > "$nginx/usr/share/nginx/html/index.html"
cat > "$nginx/etc/nginx/nginx.conf" <<'CONF'
user nginx;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log notice;
events { worker_connections 512; }
http {
  access_log /var/log/nginx/access.log;
  client_body_temp_path /var/cache/nginx/client_temp;
  server {
    listen 8080;
    root /usr/share/nginx/html;
  }
}
CONF
pack nginx

build() { # build TAG DOCKERFILE; format docker would put the random id of the build container into the image
  buildah "${store[@]}" build --quiet --isolation chroot --layers --timestamp "$SOURCE_DATE_EPOCH" \
    --platform linux/amd64 --format oci --pull-never --tag "$1" --file "$here/$2" "$context" >/dev/null
}
build localhost/harborlinux:1 Dockerfile.base
build localhost/shop-web:1.0 Dockerfile.app
rm -f "$work/demo.tar"
podman "${store[@]}" save --quiet --format docker-archive --output "$work/demo.tar" localhost/shop-web:1.0
mv "$work/demo.tar" "$here/demo.tar"
chmod 0644 "$here/demo.tar"
ls -l "$here/demo.tar"
