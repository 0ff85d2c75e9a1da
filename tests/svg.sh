#!/bin/sh
# svg.sh ALMANAC ALM_LUA_TEST: of every SVG that the cases expect, of the charts in
# tests/lua, of every bundled script and of the report: no text overlaps another or is
# cut off, and an XML parser accepts it (where there is xmllint; else the test ends as
# skipped, 77).
set -eu

tests=$(dirname "$(realpath "$0")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset ALMANAC_PATH XDG_DATA_HOME
export HOME="$scratch"

almanac=$1
lua=$2
cat "$tests"/cases/*/expout >"$scratch/all"
"$lua" --render "$tests/lua/print_svg.lua" 2>>"$scratch/all"
for script in "$tests"/../scripts/*.lua; do
  name=$(basename "$script" .lua)
  set --
  if [ "$name" = profile ]; then
    set -- --region Gansu
  fi
  "$almanac" run "$name" "$@" --quiet --as svg >>"$scratch/all"
done
# A page leaves out the quotes that HTML does not want, and shows the texts of one language.
for language in en zh; do
  hidden=en
  [ "$language" = zh ] || hidden=zh
  "$almanac" report --quiet --lang "$language" -o "$scratch/report.html"
  sed -E 's/<svg /\n<svg /g; s/<\/svg>/<\/svg>\n/g; s/ ([a-z0-9-]+)=([A-Za-z0-9.-]+)/ \1="\2"/g' \
    "$scratch/report.html" | sed -E "/^<text [^>]*class=\"$hidden[ \"]/d" >>"$scratch/all"
done

awk -v folder="$scratch" '
  { sub(/^note: /, "") }
  /^<svg / { n++; within = 1 }
  within { print > (folder "/" n ".svg") }
  /<\/svg>/ { within = 0; close(folder "/" n ".svg") }
  END { exit n < 50 }' "$scratch/all"

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
"$lua" --render "$scratch/texts.lua"

command -v xmllint >/dev/null || exit 77
xmllint --noout --nonet "$scratch"/*.svg
