#!/bin/bash
# Runs imgscan for action.yml: writes the outputs, and ends with imgscan's own exit status.
set -uo pipefail

# lines TEXT: fills the array `lines` with the lines of TEXT that are not empty
lines() {
  lines=()
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    if [[ -n ${line//[[:space:]]/} ]]; then lines+=("$line"); fi
  done <<< "$1"
}

temporary=$(mktemp -d "${RUNNER_TEMP:-/tmp}/imgscan-XXXXXX") || exit 2
arguments=(scan --no-progress --report "json=$temporary/report.json")
if [[ -n ${INPUT_FORMAT:-} ]]; then arguments+=(--format "$INPUT_FORMAT"); fi
if [[ -n ${INPUT_FAIL_ON:-} ]]; then arguments+=(--fail-on "$INPUT_FAIL_ON"); fi
if [[ -n ${INPUT_PROFILE:-} ]]; then arguments+=(--profile "$INPUT_PROFILE"); fi
if [[ -n ${INPUT_CONFIG:-} ]]; then arguments+=(--config "$INPUT_CONFIG"); fi
sarif=${INPUT_SARIF_FILE:-}
if [[ -n $sarif ]]; then arguments+=(--report "sarif=$sarif"); fi
lines "${INPUT_REPORT:-}"
for report in ${lines[@]+"${lines[@]}"}; do arguments+=(--report "$report"); done
lines "${INPUT_ARGS:-}"
arguments+=(${lines[@]+"${lines[@]}"})
lines "${INPUT_SUBJECT:-.}"
arguments+=(-- ${lines[@]+"${lines[@]}"})

status=0
"${PROGRAM:-imgscan}" "${arguments[@]}" || status=$?

# The summary ends the report. In a string its quotes would have a backslash before them.
counts=$(tail -c 4096 "$temporary/report.json" 2>/dev/null | tr -d ' \n' |
  sed -n 's/.*"bySeverity":{\([^}]*\)}.*/\1/p')
findings=$(tr ',' '\n' <<< "$counts" | awk -F: '{ sum += $2 } END { print sum + 0 }')
if [[ -z $counts ]]; then findings=; fi
if [[ ! -f $sarif ]]; then sarif=; fi
{
  echo "findings=$findings"
  echo "exit-status=$status"
  echo "sarif-file=${sarif//[$'\r\n']/}"
} >> "$GITHUB_OUTPUT"
rm -rf "$temporary"
exit "$status"
