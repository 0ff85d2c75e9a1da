#!/bin/sh
# xml.sh ALM_LUA_TEST: an XML parser accepts every SVG: those that the cases expect,
# and those of the charts in tests/lua. Skipped (77) where there is no xmllint.
set -eu

command -v xmllint >/dev/null || exit 77
tests=$(dirname "$(realpath "$0")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cat "$tests"/cases/*/expout >"$scratch/all"
"$1" --render "$tests/lua/print_svg.lua" 2>>"$scratch/all"
awk -v folder="$scratch" '
  { sub(/^note: /, "") }
  /^<svg / { n++; within = 1 }
  within { print > (folder "/" n ".svg") }
  /^<\/svg>/ { within = 0; close(folder "/" n ".svg") }
  END { exit n < 20 }' "$scratch/all"
xmllint --noout --nonet "$scratch"/*.svg
