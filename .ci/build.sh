#!/bin/sh
# Builds the release binary, .build/release/imgscan: one static executable where that can be done, else with as much linked
# statically as can be. What the compiler says goes to standard error.
#   build.sh [--static] [OPTION...]   --static: nothing less will do; options are those of swift build
set -eu
cd "$(dirname "$0")/.."
say() { echo "build: $*" >&2; }

must_be_static=
if [ "${1:-}" = --static ]; then
  must_be_static=yes
  shift
fi

# The decompressors are what libarchive's own .pc file leaves out unless it is asked for everything, libxml2 too, which no
# reader of tar files needs.
below_libarchive="-lbz2 -llzma -lzstd -lz"

# Why there can be no static executable; nothing where there can be.
obstacle() {
  [ "$(uname -s)" = Linux ] || { echo "only Linux has static executables"; return; }
  runtime=$(swift -print-target-info 2>/dev/null | sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')
  [ -d "${runtime}_static" ] || { echo "Swift's static library is missing"; return; }
  for compiler in cc gcc clang; do
    command -v "$compiler" >/dev/null 2>&1 || continue
    for library in archive crypto yaml bz2 lzma zstd z; do
      echo 'int main(void) { return 0; }' | "$compiler" -static -x c -o /dev/null - "-l$library" 2>/dev/null || {
        echo "lib$library.a is missing"
        return
      }
    done
    return
  done
  echo "there is no C compiler"
}

# has_option NAME: whether the compiler proper has an option, none of which is promised
has_option() { swiftc -frontend -help-hidden 2>/dev/null | grep -q -e "^ *$1\>"; }

# links_with_gold: whether the linker can be told the order of functions
links_with_gold() {
  echo > .build/empty.swift
  swiftc .build/empty.swift -o .build/empty -Xlinker --version 2>/dev/null | grep -q "^GNU gold"
}

build() {
  # A generic type that is made ready by its name has its requirements looked up among all conformances of the program, one
  # after the other (measured: a third of a small image's scan).
  named=-disable-concrete-type-metadata-mangled-name-accessors
  if has_option "$named"; then set -- "$@" -Xswiftc -Xfrontend -Xswiftc "$named"; fi
  sh .ci/swift.sh build -c release --product imgscan "$@" >&2
}

# build_static OPTION...
# What the linker says about getpwnam_r, getaddrinfo and dlopen is of library code that needs no such thing for a scan.
build_static() {
  for library in $below_libarchive; do set -- "$@" -Xlinker "$library"; done
  # A file that the linker writes through memory is cached page by page, and starting it takes a third longer (measured:
  # 263 page faults, 145 without).
  set -- "$@" -Xlinker --no-mmap-output-file
  # What a start needs lies side by side: a sixth less time for a small image (measured: 448 page faults, 330 with it).
  mkdir -p .build
  if has_option -function-sections && links_with_gold; then
    set -- "$@" -Xswiftc -Xfrontend -Xswiftc -function-sections -Xlinker "--section-ordering-file=$PWD/.ci/start-order.txt"
  fi
  build --static-swift-stdlib -Xswiftc -static-executable "$@"
}

sh .ci/isal.sh find >/dev/null || say "without ISA-L: gzip is inflated by zlib, which takes twice as long"
why=$(obstacle)
if [ -z "$why" ]; then
  build_static "$@" && exit 0
  why="linking failed"
fi
if [ -n "$must_be_static" ]; then
  say "error: no static executable: $why"
  exit 1
fi
say "no static executable ($why): linking with shared libraries"
# Linked statically, the Swift library costs less at start, and the binary runs where no Swift is.
if [ "$(uname -s)" = Linux ]; then
  build --static-swift-stdlib "$@" && exit 0
  say "no luck with the static Swift library, trying the shared one"
fi
build "$@"
