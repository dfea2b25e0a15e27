#!/bin/bash
# Finds or downloads imgscan for action.yml, and writes its place to the step's output "program".
set -euo pipefail
fail() {
  echo "::error title=imgscan::$*"
  exit 2
}

if [[ -z ${INPUT_VERSION:-} && -z ${INPUT_URL:-} ]] && program=$(command -v imgscan); then
  echo "program=$program" >> "$GITHUB_OUTPUT"
  exit 0
fi

url=${INPUT_URL:-}
if [[ -z $url ]]; then
  version=${INPUT_VERSION:-$(sh "$ACTION_PATH/packaging/version.sh")} || fail "give the input version"
  version=${version#v}
  [[ $version =~ ^[0-9A-Za-z.+~-]+$ ]] || fail "the input version is no version"
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) platform=linux-amd64 ;;
    Linux-aarch64 | Linux-arm64) platform=linux-arm64 ;;
    *) fail "there is no release for $(uname -s) $(uname -m); put imgscan into PATH before this step" ;;
  esac
  releases=${GITHUB_SERVER_URL:-}/${ACTION_REPOSITORY:-}/releases/download
  url=$releases/v$version/imgscan-$version-$platform.tar.gz
fi

directory=$(mktemp -d "${RUNNER_TEMP:-/tmp}/imgscan-XXXXXX")
fetch() { curl --fail --silent --show-error --location --proto '=https,file' --retry 3 --output "$2" "$1"; }
fetch "$url" "$directory/imgscan.tar.gz" || fail "could not fetch the release tarball"
expected=${INPUT_SHA256:-}
if [[ -z $expected ]]; then
  fetch "$url.sha256" "$directory/sha256" || fail "could not fetch the checksum; give the input sha256"
  read -r expected _ < "$directory/sha256" || [[ -n $expected ]]
fi
[[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "the checksum is not one of SHA-256: 64 hexadecimal digits were expected"
echo "$expected  $directory/imgscan.tar.gz" | sha256sum --check --status ||
  fail "the tarball does not have the expected checksum; nothing was run"

tar -xzf "$directory/imgscan.tar.gz" -C "$directory" --strip-components=1 --no-same-owner
"$directory/imgscan" --version >/dev/null || fail "the tarball holds no imgscan that runs here"
echo "$directory" >> "$GITHUB_PATH"
echo "program=$directory/imgscan" >> "$GITHUB_OUTPUT"
