#!/bin/sh
# licenses.sh DIRECTORY: collects the licences of everything that the static executable holds.
set -eu
cd "$(dirname "$0")/.."
directory=$1
mkdir -p "$directory"

# take NAME FILE...: the first file that is there
take() {
  name=$1
  shift
  for file in "$@"; do
    if [ -f "$file" ]; then cp "$file" "$directory/$name.txt" && return 0; fi
  done
  echo "licenses: none found for $name; looked at $*" >&2
}

swift=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
take swift "$swift/share/swift/LICENSE.txt" "$swift/share/doc/swift/LICENSE.txt" /usr/share/swift/LICENSE.txt
take swift-argument-parser .build/dist/checkouts/swift-argument-parser/LICENSE.txt \
  .build/checkouts/swift-argument-parser/LICENSE.txt
doc=/usr/share/doc
take glibc $doc/libc6-dev/copyright $doc/libc6/copyright
take gcc-runtime $doc/libstdc++6/copyright $doc/gcc-12-base/copyright
take libarchive $doc/libarchive-dev/copyright $doc/libarchive13/copyright
take zlib $doc/zlib1g-dev/copyright $doc/zlib1g/copyright
take openssl $doc/libssl-dev/copyright $doc/libssl3/copyright
take libyaml $doc/libyaml-dev/copyright $doc/libyaml-0-2/copyright
if isal=$(sh .ci/isal.sh find); then take isa-l "${isal%/lib/pkgconfig}/LICENSE"; fi
take zstd $doc/libzstd-dev/copyright $doc/libzstd1/copyright
take xz $doc/liblzma-dev/copyright $doc/liblzma5/copyright
take bzip2 $doc/libbz2-dev/copyright $doc/libbz2-1.0/copyright
