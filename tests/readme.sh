#!/usr/bin/env bash
# tests/readme.sh ALMANAC MARKDOWN: does what a reader of the file would do.
#
# A fenced block whose info string ends in a file name ("csv towns.csv") is
# written to that file; in a block marked `console`, every line after "$ " is run
# and what it prints must be the lines that follow.
set -euo pipefail

almanac=$(realpath "$1")
document=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home" "$scratch/work"
ln -s "$almanac" "$scratch/bin/almanac"
cd "$scratch/work"
export PATH=$scratch/bin:$PATH HOME=$scratch/home COLUMNS=100
unset ALMANAC_PATH XDG_DATA_HOME

kind=''
target=''
command=''
wanted=''
checked=0

finish_command() {
  [ -n "$command" ] || return 0
  local got
  got=$(bash -c "$command" 2>&1 </dev/null) || true
  if [ "$got" != "${wanted%$'\n'}" ]; then
    printf '%s: $ %s\n' "$document" "$command"
    diff <(printf '%s' "$wanted") <(printf '%s\n' "$got") || true
    exit 1
  fi
  checked=$((checked + 1))
  command=''
  wanted=''
}

open_block() {
  kind=$1
  target=${2-}
  if [ -n "$target" ]; then
    mkdir -p "$(dirname "$target")"
    : >"$target"
  fi
}

while IFS= read -r line; do
  if [[ $line == '```'* ]]; then
    if [ -z "$kind" ]; then
      read -r -a info <<<"${line#'```'} -"
      open_block "${info[0]}" "$([ "${#info[@]}" -gt 2 ] && echo "${info[1]}")"
    else
      finish_command
      kind=''
      target=''
    fi
  elif [ -n "$target" ]; then
    printf '%s\n' "$line" >>"$target"
  elif [ "$kind" = console ] && [[ $line == '$ '* ]]; then
    finish_command
    command=${line#'$ '}
  elif [ "$kind" = console ]; then
    wanted+=$line$'\n'
  fi
done <"$document"

if [ "$checked" -eq 0 ]; then
  echo "$document: no command was found"
  exit 1
fi
echo "$checked commands print what $(basename "$document") says"
