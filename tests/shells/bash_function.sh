#!/usr/bin/env bash
# bash_function.sh ALMANAC: the completion function, called as bash calls it.
set -euo pipefail
# shellcheck source=tests/shells/setting.bash
source "$(dirname "$0")/setting.bash" "$1"
source <(almanac completion bash)
compopt() { :; } # bash has it only while it completes

# expect LINE CANDIDATE...: what TAB has to choose from at the end of LINE, or at the
# | in it.
expect() {
  local before=${1%%|*}
  COMP_LINE=${1/|/} COMP_POINT=${#before} COMP_TYPE=9
  read -ra COMP_WORDS <<<"$1"
  COMPREPLY=()
  _almanac almanac "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]-}"
  shift
  local wanted got
  wanted=$(printf '%s\n' "$@")
  got=$(printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"})
  [ "$got" = "$wanted" ] ||
    fail "$COMP_LINE" 'wanted:' "$wanted" 'got:' "$got"
}

COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
expect 'almanac conv' convert
expect 'almanac run ran' ranking
expect 'almanac describe cnnic:reg' regions
expect 'almanac run ranking --as=c' csv
expect 'almanac run ranking --ties ' competition dense fractional
expect 'almanac describe my' 'my\ towns.csv'
expect 'almanac run ranking my\ towns.csv --measure int' 'internet\ users'
expect 'almanac run ranking "my towns.csv" --measure "int' 'internet users'
expect 'almanac run ranking my\ towns.csv --measure 人' 人口
expect 'almanac describe sub/' sub/deep.csv
expect 'almanac nothing '
expect 'almanac run ranking --measure int| my\ towns.csv' 'internet\ users'
expect "almanac eval 't.re|' my\ towns.csv" t.region
expect "almanac eval 't:where(\"reg|\")' 'my towns.csv'" 't:where("region'
expect 'almanac eval t.re|; cat my\ towns.csv'
COMP_WORDBREAKS=${COMP_WORDBREAKS//[:=]/}
expect 'almanac describe cnnic:reg' cnnic:regions
expect 'almanac run ranking --as=c' --as=csv

complete -p almanac | grep -q -- '-F _almanac' || fail 'not registered'
