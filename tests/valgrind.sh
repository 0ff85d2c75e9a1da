#!/usr/bin/env bash
# tests/valgrind.sh BUILD: commands and unit tests of a build without sanitizers
# under valgrind's memcheck; any error or leak fails.
set -euo pipefail

build=$(cd -- "$1" && pwd)
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

check() {
  printf '%s\n' "$*"
  valgrind --quiet --error-exitcode=99 --leak-check=full \
    --errors-for-leak-kinds="${leaks:-definite,indirect,possible}" \
    "$@" >"$scratch/out" 2>"$scratch/err" || {
    local status=$?
    if [ "$status" -eq 99 ]; then
      cat "$scratch/err"
      exit 1
    fi
    if [ "$status" -ne "${expected:-0}" ]; then
      cat "$scratch/err"
      printf 'exit status %d, expected %d\n' "$status" "${expected:-0}"
      exit 1
    fi
  }
}

almanac=$build/almanac
for script in "$root"/scripts/*.lua; do
  name=$(basename "$script" .lua)
  check "$almanac" run "$name" --help --time 60
done
check "$almanac" run ranking --top 5 --time 120
check "$almanac" run growth cnnic:national --as json --time 120
check "$almanac" run regions --by region7 --as table --time 120
check "$almanac" run describe cnnic:countries --time 120
check "$almanac" check cnnic
# Completion ends after two seconds, where it is: what it holds then is no leak.
leaks=none check "$almanac" completion words -- run ranking --time 60 --measure ''
leaks=none check "$almanac" completion line -- 'almanac run ranking --time 60 --ti'
leaks=none check "$almanac" completion word 2 -- eval 't.pop' cnnic:provinces
expected=2 check "$almanac" run grwoth --time 60
expected=1 check "$almanac" eval 't.penetratoin' cnnic:provinces --time 60
printf 't.users:mean()\nx\n?users\n:run ranking --top 2\n' |
  expected=1 check "$almanac" repl cnnic:provinces
# Only tests without long double: valgrind computes it in 64 bits.
for test in table query_join query_verbs base io_csv io_json runtime_state; do
  check "$build/tests/unit/test_$test"
done
