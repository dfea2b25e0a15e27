#!/bin/sh
# run_pre_commit.sh PACKAGE IMGSCAN DIRECTORY: runs the hook `imgscan` of PACKAGE, by pre-commit, on a repository made in
# DIRECTORY, with the program IMGSCAN in PATH. Prints what the hook did with a bad Dockerfile and then with a good one.
set -eu
package=$1
program=$2
directory=$3
mkdir -p "$directory/bin" "$directory/hooks" "$directory/work/web" "$directory/home"
cp "$program" "$directory/bin/imgscan"
PATH=$directory/bin:$PATH
HOME=$directory/home
GIT_CONFIG_GLOBAL=/dev/null
GIT_CONFIG_NOSYSTEM=1
PRE_COMMIT_HOME=$directory/home/pre-commit
export PATH HOME GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM PRE_COMMIT_HOME
commit() { git -c user.name=test -c user.email=test@example.invalid commit -q --no-verify -m test; }

# A repository of its own for the hooks: pre-commit clones it.
cp "$package/.pre-commit-hooks.yaml" "$directory/hooks/"
(cd "$directory/hooks" && git init -q && git add . && commit)

cd "$directory/work"
git init -q
printf 'FROM debian:12\nCMD ["sleep", "1"]\n' > web/Dockerfile
printf 'not a Dockerfile\n' > README.md
git add .
status=0
pre-commit try-repo ../hooks imgscan --verbose --color never --files web/Dockerfile README.md || status=$?
echo "bad: $status"
printf 'FROM scratch\nCOPY app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n' > web/Dockerfile
git add .
status=0
pre-commit try-repo ../hooks imgscan --verbose --color never --files web/Dockerfile README.md || status=$?
echo "good: $status"
status=0
pre-commit try-repo ../hooks imgscan --verbose --color never --files README.md || status=$?
echo "other: $status"
