#!/usr/bin/env bash
# fish_candidates.sh ALMANAC: what fish has to choose from.
set -euo pipefail
source "$(dirname "$0")/setting.bash" "$1"
skip_without fish
almanac completion fish >almanac.fish

# expect LINE CANDIDATE...
expect() {
  local line=$1 wanted got
  shift
  wanted=$(printf '%s\n' "$@")
  got=$(LINE=$line fish --no-config -c \
    'source almanac.fish; complete -C"$LINE" | string split -f 1 \t') || true
  [ "$got" = "$wanted" ] || fail "$line" 'wanted:' "$wanted" 'got:' "$got"
}

expect 'almanac conv' convert
expect 'almanac run ran' ranking
expect 'almanac describe cnnic:reg' cnnic:regions
expect 'almanac run ranking --as=c' --as=csv
expect 'almanac run ranking --ties ' competition dense fractional
expect 'almanac describe my' 'my towns.csv'
expect 'almanac run ranking my\ towns.csv --measure int' 'internet users'
expect 'almanac run ranking "my towns.csv" --measure "int' 'internet users'
expect 'almanac run ranking my\ towns.csv --measure 人' 人口
expect 'almanac describe sub/' sub/deep.csv
expect 'almanac list --output=sub/' --output=sub/deep.csv
expect 'almanac list --scripts ' sub/
expect "almanac run ranking my\\ towns.csv --where \"region == 'N" "region == 'North'"
expect 'almanac eval t:wh' t:where
expect 'almanac nothing '
