#!/bin/sh
# Checks every specification of Vega-Lite that a case expects, and that of the default
# chart of every bundled script.
#
#   run.sh ALMANAC FOLDER
#
# FOLDER holds the packages of package-lock.json (npm ci). Without them, or without
# node, nothing is checked, which is said, and the status is 77.
set -eu

almanac=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
if ! command -v node >/dev/null || [ ! -d "$2/node_modules/vega-lite" ]; then
  echo "skipped: node and the packages of tests/vega are not installed in $2"
  exit 77
fi
folder=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The charts of the scripts that have one.
for script in "$root"/scripts/*.lua; do
  name=$(basename "$script" .lua)
  case $name in
    profile) set -- --region Beijing ;;
    *) set -- ;;
  esac
  if ! HOME="$scratch" "$almanac" run "$script" "$@" -q -o "$scratch/$name.vl.json" \
    2>"$scratch/err"; then
    grep -q 'has no chart' "$scratch/err" || { cat "$scratch/err"; exit 1; }
  fi
done
cp "$here/check.js" "$folder/check.js"
cd "$folder"
find "$root/tests/cases" -name expout -exec grep -l 'schema/vega-lite' {} + | sort >"$scratch/cases"
find "$scratch" -name "*.vl.json" | sort >>"$scratch/cases"
# shellcheck disable=SC2046
node check.js $(cat "$scratch/cases")
