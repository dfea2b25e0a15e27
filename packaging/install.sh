#!/bin/sh
# Installs or removes imgscan (install.sh install | uninstall) below $DESTDIR$PREFIX: the binary, completions, man pages
# and the link by which docker finds it as a plug-in (`docker imgscan`). BINARY names another binary than the release build.
set -eu
cd "$(dirname "$0")/.."
action=${1:-install}
prefix=${PREFIX:-/usr/local}
zsh=${ZSHDIR:-$prefix/share/zsh/site-functions}
root=${DESTDIR:-}
case $prefix in
  /*) ;;
  *) echo "install: PREFIX is \"$prefix\"; it has to be an absolute path" >&2; exit 1 ;;
esac

# files: what is installed, one a line: mode, source in the work directory (or -), place
files() {
  cat <<END
755 imgscan $prefix/bin/imgscan
644 completions/imgscan.bash $prefix/share/bash-completion/completions/imgscan
644 completions/_imgscan $zsh/_imgscan
644 completions/imgscan.fish $prefix/share/fish/vendor_completions.d/imgscan.fish
644 man/imgscan.1 $prefix/share/man/man1/imgscan.1
644 man/imgscan-rules.7 $prefix/share/man/man7/imgscan-rules.7
644 man/imgscan.yaml.5 $prefix/share/man/man5/imgscan.yaml.5
END
}
plugin=$prefix/lib/docker/cli-plugins/docker-imgscan

if [ "$action" = uninstall ]; then
  files | while read -r _ _ place; do rm -f "$root$place"; done
  rm -f "$root$plugin"
  exit 0
fi

binary=${BINARY:-.build/release/imgscan}
if [ -z "${BINARY:-}" ]; then
  # `sudo make install` takes what the user built, and leaves no files of root in the tree.
  if [ -n "${SUDO_USER:-}" ] && [ -x "$binary" ]; then
    echo "install: taking $binary as it is (imgscan $("$binary" --version))" >&2
  else
    sh .ci/setup.sh build
    sh .ci/build.sh
  fi
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$binary" "$work/imgscan"
sh packaging/pages.sh "$work/imgscan" "$work"
files | while read -r mode source place; do
  mkdir -p "$root${place%/*}"
  install -m "$mode" "$work/$source" "$root$place"
done
mkdir -p "$root${plugin%/*}"
ln -sf ../../../bin/imgscan "$root$plugin"
echo "installed: imgscan $("$work/imgscan" --version) in $root$prefix" >&2
