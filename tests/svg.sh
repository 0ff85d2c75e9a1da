#!/bin/sh
# svg.sh ALM_LUA_TEST: of every SVG that the cases expect, and of the charts in
# tests/lua: no text overlaps another or is cut off, and an XML parser accepts it
# (where there is xmllint; else the test ends as skipped, 77).
set -eu

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

cp "$tests/lua/boxes.lua" "$scratch"
{
  echo 'local boxes, found = require "boxes", {}'
  for picture in "$scratch"/*.svg; do
    echo "for _, fault in ipairs(boxes.faults([========["
    cat "$picture"
    echo ']========])) do found[#found + 1] = fault end'
  done
  echo 'assert(#found == 0, table.concat(found, "; "))'
} >"$scratch/texts.lua"
"$1" --render "$scratch/texts.lua"

command -v xmllint >/dev/null || exit 77
xmllint --noout --nonet "$scratch"/*.svg
