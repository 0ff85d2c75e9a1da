#!/bin/sh
# types.sh ALMANAC LUACHECK: what `almanac types` writes is Lua to another parser.
set -eu

project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
"$1" types cnnic:provinces -o "$project" >"$project/said"
printf 'end,a b,"q""\\"\n1,2,3\n' | "$1" types - -o "$project" >>"$project/said"
[ "$(find "$project/.almanac/types" -name 'data_*.lua' | wc -l)" = 2 ]
"$2" "$project/.almanac/types" --quiet --no-config --std lua54 --only 01
