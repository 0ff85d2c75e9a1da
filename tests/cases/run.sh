#!/bin/sh
# Runs one case: a folder with a command and what it is expected to say.
#
#   run.sh [--update] ALMANAC FOLDER
#
# In a scratch copy of FOLDER, `cmd` is run by sh with the program ALMANAC on the
# path. Its standard output, standard error and exit status must be `expout`,
# `experr` and `status` (nothing, nothing and 0 where a file is absent). With
# --update those files are rewritten instead, to be reviewed as a diff.
set -eu

update=no
if [ "$1" = --update ]; then
  update=yes
  shift
fi
almanac=$(realpath "$1")
folder=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mkdir "$scratch/bin" "$scratch/home" "$scratch/case"
ln -s "$almanac" "$scratch/bin/almanac"
cp -R "$folder/." "$scratch/case"
cd "$scratch/case"
rm -f expout experr status

# Nothing of the machine shows: no user's scripts, no terminal, no locale.
status=0
env -u ALMANAC_PATH -u XDG_DATA_HOME -u COLUMNS -u LC_ALL -u LANG \
  -u COLORTERM \
  HOME="$scratch/home" PATH="$scratch/bin:$PATH" \
  sh ./cmd >"$scratch/expout" 2>"$scratch/experr" </dev/null || status=$?
echo "$status" >"$scratch/status"

# keep NAME DEFAULT: rewrites an expectation, or removes it when it is the
# default.
keep() {
  if cmp -s "$scratch/$1" "$2"; then
    rm -f "$folder/$1"
  else
    cp "$scratch/$1" "$folder/$1"
  fi
}

# compare NAME DEFAULT
compare() {
  want=$2
  if [ -f "$folder/$1" ]; then
    want=$folder/$1
  fi
  diff -u --label "expected $1" --label "found $1" "$want" "$scratch/$1" ||
    failed=yes
}

echo 0 >"$scratch/ok"
: >"$scratch/nothing"
if [ "$update" = yes ]; then
  keep expout "$scratch/nothing"
  keep experr "$scratch/nothing"
  keep status "$scratch/ok"
  exit 0
fi
failed=no
compare expout "$scratch/nothing"
compare experr "$scratch/nothing"
compare status "$scratch/ok"
[ "$failed" = no ]
