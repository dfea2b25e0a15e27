#!/bin/sh
# Builds the release binary, .build/release/imgscan; what the compiler says goes to standard error.
set -eu
cd "$(dirname "$0")/.."

if command -v brew >/dev/null 2>&1; then
  prefix=$(brew --prefix)
  for keg in libarchive zlib zstd openssl@3 libyaml; do
    PKG_CONFIG_PATH=$prefix/opt/$keg/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
  done
  export PKG_CONFIG_PATH
fi

# Linked statically, the Swift library costs less at start, and the binary runs where no Swift is.
library=$(swift -print-target-info 2>/dev/null | sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')
if [ "$(uname -s)" = Linux ] && [ -d "${library}_static" ]; then
  swift build -c release --product imgscan --static-swift-stdlib >&2 </dev/null && exit 0
  echo "build: no luck with the static Swift library, trying the shared one" >&2
fi
exec swift build -c release --product imgscan >&2 </dev/null
