#!/bin/sh
# Runs `swift COMMAND OPTION...` with the libraries of this machine: Homebrew's, and ISA-L (the trait ISAL) where .ci/isal.sh
# has built it.
set -eu
cd "$(dirname "$0")/.."
command=$1
shift

# Homebrew keeps these libraries out of the default search path.
if command -v brew >/dev/null 2>&1; then
  prefix=$(brew --prefix)
  for keg in libarchive zlib zstd openssl@3 libyaml; do
    PKG_CONFIG_PATH=$prefix/opt/$keg/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
  done
  export PKG_CONFIG_PATH
fi
if isal=$(sh .ci/isal.sh find); then
  PKG_CONFIG_PATH=$isal${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
  export PKG_CONFIG_PATH
  set -- --traits ISAL "$@"
fi
exec swift "$command" "$@" </dev/null
