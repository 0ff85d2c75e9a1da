#!/usr/bin/env bash
# typed.sh ALMANAC SHELL: lines typed into an interactive shell, with TAB where a
# user would press it. That they were completed shows in what they print.
set -euo pipefail
source "$(dirname "$0")/setting.bash" "$1"
shell=$2
skip_without "$shell"
skip_without script

declare -A start=(
  [bash]='bash --norc --noprofile -i' [zsh]='zsh -f -i' [fish]='fish -N -i')
declare -A prepare=(
  [bash]='source <(almanac completion bash)'
  [zsh]='autoload -Uz compinit; compinit -D; source <(almanac completion zsh)'
  [fish]='almanac completion fish | source')

mkfifo keys
: >screen
script -qefc "${start[$shell]}" screen <keys >/dev/null 2>&1 &
terminal=$!
trap 'kill "$terminal" 2>/dev/null; rm -rf "$scratch"' EXIT
exec 3>keys

press() {
  printf '%b' "$1" >&3
}

# await TEXT: until the screen shows it.
await() {
  for ((i = 0; i < 300; i++)); do
    if grep -qF -- "$1" screen; then
      return
    fi
    sleep 0.1
  done
  cat -v screen
  fail "$shell never showed: $1"
}

press "${prepare[$shell]}; echo rea''dy\n"
await ready
press 'almanac help rank\t\n'
await 'ranking - Rank regions by a measure'
press 'almanac eval 3+#t cnnic:reg\t\n'
await 34
press 'almanac run ranking my\t--measure int\t--as=c\t\n'
await 'rank,region,internet users'
press 'almanac describe sub/\t--as md\n'
await '| column |'
press 'almanac describe\t \t\t'
await 'Neighbouring provinces'
