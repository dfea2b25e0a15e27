#!/bin/sh
# pages.sh BINARY DIRECTORY: writes the completions and the man pages that BINARY prints below DIRECTORY.
set -eu
binary=$1
directory=$2
mkdir -p "$directory/completions" "$directory/man"

# Shells that run already read them: a first line that names an interpreter would be false.
"$binary" completions bash </dev/null | sed '1{/^#!/d;}' > "$directory/completions/imgscan.bash"
"$binary" completions zsh </dev/null > "$directory/completions/_imgscan"
"$binary" completions fish </dev/null > "$directory/completions/imgscan.fish"
for page in imgscan.1 imgscan-rules.7 imgscan.yaml.5; do
  "$binary" man "$page" </dev/null > "$directory/man/$page"
done
for file in "$directory"/completions/* "$directory"/man/*; do
  [ -s "$file" ] || { echo "pages: error: $binary printed nothing for ${file##*/}" >&2; exit 1; }
done
