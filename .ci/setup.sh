#!/bin/sh
# Installs what imgscan needs to be built (setup.sh build), built and tested (setup.sh test) or packed (setup.sh dist), where
# it is missing.
# Says on standard error what it does; says and does nothing when all is there.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-build}
say() { echo "setup: $*" >&2; }
fail() { say "error: $*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

case $purpose in
  build | test | dist) ;;
  *) fail "unknown purpose \"$purpose\": build, test or dist" ;;
esac

# Homebrew keeps these libraries out of the default search path.
if has brew; then
  prefix=$(brew --prefix)
  for keg in libarchive zlib zstd openssl@3 libyaml; do
    PKG_CONFIG_PATH=$prefix/opt/$keg/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
  done
  export PKG_CONFIG_PATH
fi

# Swift links with the C++ library of the system: having a compiler is not enough, it must find headers and libraries.
can_compile() {
  for compiler in c++ g++ clang++; do
    has "$compiler" || continue
    if printf '#include <cstdlib>\nint main() { return EXIT_SUCCESS; }\n' |
      "$compiler" -x c++ -o /dev/null - 2>/dev/null; then
      return 0
    fi
  done
  return 1
}

# can_link_static NAME: whether the static form of a library is there
can_link_static() {
  for compiler in cc c++ g++ clang; do
    has "$compiler" || continue
    printf 'int main(void) { return 0; }\n' |
      "$compiler" -static -x c -o /dev/null - "-l$1" 2>/dev/null && return 0
  done
  return 1
}

# What a static executable is made of.
static_libraries="archive z crypto yaml bz2 lzma zstd"

# The names of what is missing, one a word.
missing() {
  can_compile || printf 'compiler '
  has pkg-config || printf 'pkg-config '
  for library in libarchive zlib libzstd libcrypto yaml-0.1; do
    has pkg-config && pkg-config --exists "$library" || printf '%s ' "$library"
  done
  if [ "$purpose" = test ]; then has python3 || printf 'python3 '; fi
  if [ "$purpose" = dist ]; then
    has strip || printf 'binutils '
    for library in $static_libraries; do
      can_link_static "$library" || printf 'static-%s ' "$library"
    done
  fi
}

# package MANAGER NAME: what a package manager calls it
package() {
  case $1:$2 in
    apt-get:compiler | apk:compiler) echo g++ ;;
    dnf:compiler) echo gcc-c++ ;;
    brew:compiler) fail "no C++ compiler: xcode-select --install, or brew install gcc" ;;
    dnf:pkg-config) echo pkgconf-pkg-config ;;
    apk:pkg-config | brew:pkg-config) echo pkgconf ;;
    apt-get:libarchive | apk:libarchive) echo libarchive-dev ;;
    dnf:libarchive) echo libarchive-devel ;;
    apt-get:zlib) echo zlib1g-dev ;;
    apk:zlib) echo zlib-dev ;;
    dnf:zlib) echo zlib-devel ;;
    apt-get:libzstd) echo libzstd-dev ;;
    apk:libzstd) echo zstd-dev ;;
    dnf:libzstd) echo libzstd-devel ;;
    brew:libzstd) echo zstd ;;
    apt-get:libcrypto) echo libssl-dev ;;
    apk:libcrypto) echo openssl-dev ;;
    dnf:libcrypto) echo openssl-devel ;;
    brew:libcrypto) echo openssl@3 ;;
    apt-get:yaml-0.1) echo libyaml-dev ;;
    dnf:yaml-0.1) echo libyaml-devel ;;
    apk:yaml-0.1) echo yaml-dev ;;
    brew:yaml-0.1) echo libyaml ;;
    apt-get:static-archive) echo libarchive-dev ;;
    apt-get:static-z) echo zlib1g-dev ;;
    apt-get:static-crypto) echo libssl-dev ;;
    apt-get:static-yaml) echo libyaml-dev ;;
    apt-get:static-bz2) echo libbz2-dev ;;
    apt-get:static-lzma) echo liblzma-dev ;;
    apt-get:static-zstd) echo libzstd-dev ;;
    *:static-*) fail "no static lib${2#static-} (lib${2#static-}.a): $1 has none; pack on Debian or Ubuntu" ;;
    *) echo "$2" ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif has sudo; then
    say "sudo $*"
    sudo "$@"
  else
    fail "this needs root and there is no sudo: run as root: $*"
  fi
}

install() {
  say "installing with $1: $2"
  # shellcheck disable=SC2086 # package names are words
  case $1 in
    apt-get)
      as_root apt-get update -q >&2 </dev/null
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $2 >&2 </dev/null
      ;;
    dnf) as_root dnf install -y -q $2 >&2 </dev/null ;;
    apk) as_root apk add --no-cache $2 >&2 </dev/null ;;
    brew) brew install $2 >&2 </dev/null ;;
  esac
}

has swift || fail "swift is missing: install Swift 6.2 or later (https://www.swift.org/install) and put it into PATH"
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
case $version in
  [0-5]\ * | 6\ [01]) fail "Swift $(echo "$version" | tr ' ' .) is too old: 6.2 or later is needed (https://www.swift.org/install)" ;;
esac

# Other programs that tests use: some make images of real Debian packages and need root, some read our reports. Where one
# cannot be had the tests that need it say that they were left out.
test_tools() {
  [ "$purpose" = test ] && has apt-get && [ "$(id -u)" = 0 ] || return 0
  lacking=
  for pair in umoci:umoci skopeo:skopeo mmdebstrap:mmdebstrap setcap:libcap2-bin zstd:zstd xz:xz-utils bzip2:bzip2 \
    buildah:buildah chromium:chromium xmllint:libxml2-utils vim:vim mandoc:mandoc zsh:zsh fish:fish; do
    has "${pair%%:*}" || lacking="$lacking ${pair#*:}"
  done
  [ -n "$lacking" ] || return 0
  install apt-get "${lacking# }" && return 0
  # One package that this system does not have keeps all others away.
  for name in $lacking; do
    install apt-get "$name" || say "not to be had: $name; the tests that need it are left out"
  done
}

# What makes imgscan faster and can be done without: static libraries for one executable without a loader, and ISA-L. Where
# they cannot be had, that is tried again a day later.
faster() {
  has apt-get || return 0
  [ -z "$(find .build/faster-failed -mtime -1 2>/dev/null)" ] || return 0
  lacking=
  for library in $static_libraries; do
    can_link_static "$library" || lacking="$lacking $(package apt-get "static-$library")"
  done
  if ! sh .ci/isal.sh find >/dev/null; then
    for pair in cc:gcc make:make nasm:nasm python3:python3; do has "${pair%%:*}" || lacking="$lacking ${pair#*:}"; done
    python3 -m pip --version >/dev/null 2>&1 || lacking="$lacking python3-pip"
  fi
  # A subshell: what fails there must not end this script.
  [ -z "$lacking" ] || (install apt-get "${lacking# }") || cannot "${lacking# }"
  sh .ci/isal.sh find >/dev/null && return 0
  say "building ISA-L"
  sh .ci/isal.sh build >/dev/null || cannot ISA-L
}

# cannot NAMES: notes what is not to be had
cannot() {
  say "not to be had: $1; imgscan is built without"
  mkdir -p .build && : > .build/faster-failed
}

wanted=$(missing)
if [ -z "$wanted" ]; then
  faster
  test_tools
  exit 0
fi
say "missing: $wanted"

manager=
for candidate in apt-get dnf apk brew; do
  if has "$candidate"; then manager=$candidate && break; fi
done
[ -n "$manager" ] ||
  fail "none of apt-get, dnf, apk and brew is here: install by hand (with headers and .pc files): $wanted"

packages=
for name in $wanted; do packages="$packages $(package "$manager" "$name")"; done
install "$manager" "${packages# }" || fail "$manager could not install: ${packages# }"

wanted=$(missing)
[ -z "$wanted" ] || fail "still missing after $manager: $wanted"
faster
test_tools
say "done"
