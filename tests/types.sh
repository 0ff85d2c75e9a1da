#!/bin/sh
# types.sh ALMANAC LUACHECK LUA: what `almanac types` writes is Lua to another parser,
# and every module in the folder LUA/lib is declared in LUA/types.
set -eu

project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
"$1" types cnnic:provinces -o "$project" >"$project/said"
printf 'end,a b,"q""\\"\n1,2,3\n' | "$1" types - -o "$project" >>"$project/said"
[ "$(find "$project/.almanac/types" -name 'data_*.lua' | wc -l)" = 2 ]
"$2" "$project/.almanac/types" --quiet --no-config --std lua54 --only 01
for module in "$3"/lib/*.lua; do
  name=$(basename "$module")
  # What the bundled scripts draw alike is theirs, no part of the API.
  if [ "$name" != charts.lua ] && [ ! -f "$3/types/$name" ]; then
    echo "$module is not declared in lua/types"
    exit 1
  fi
done
