#!/bin/sh
# installed.sh CMAKE BUILD: the installed program finds its own files, wherever
# it was put and wherever it is started.
set -eu

prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
"$1" --install "$2" --prefix "$prefix/first place" >"$prefix/log" ||
  { cat "$prefix/log"; exit 1; }
mv "$prefix/first place" "$prefix/another place"
cd /
almanac="$prefix/another place/bin/almanac"
[ "$("$almanac" eval 1+1)" = 2 ]
[ "$("$almanac" eval '#t' cnnic:regions)" = 31 ]
"$almanac" metrics | grep -q '^penetration,'
"$almanac" eval 't:head(1)' cnnic:regions --as table | grep -q '^Beijing '
"$almanac" help api t:where | grep -q '^t:where('
"$almanac" help man | cmp -s - "$prefix/another place/share/man/man1/almanac.1"
share="$prefix/another place/share"
"$almanac" completion bash | cmp - "$share/bash-completion/completions/almanac"
"$almanac" completion zsh | cmp - "$share/zsh/site-functions/_almanac"
"$almanac" completion fish | cmp - "$share/fish/vendor_completions.d/almanac.fish"
# Installed where the user's own scripts are, it keeps to a folder of its own.
export HOME="$prefix/home"
"$1" --install "$2" --prefix "$HOME/.local" >"$prefix/log"
[ -z "$("$HOME/.local/bin/almanac" list shadowed --as csv -q | sed 1d)" ]
[ ! -e "$HOME/.local/share/almanac/scripts" ]
"$almanac" types -o "$prefix" | grep -q '^.almanac/types: '
[ -s "$prefix/.almanac/types/table.lua" ] && [ -s "$prefix/.luarc.json" ]
