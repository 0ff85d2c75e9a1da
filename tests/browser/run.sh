#!/bin/sh
# Looks at reports in a real browser.
#
#   run.sh ALMANAC FOLDER
#
# FOLDER holds the packages of package-lock.json (npm ci). Without them, or without
# node or Chromium, nothing is checked, which is said, and the status is 77.
set -eu

almanac=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || :)
if ! command -v node >/dev/null || [ ! -d "$2/node_modules/puppeteer-core" ]; then
  echo "skipped: node and the packages of tests/browser are not installed in $2"
  exit 77
elif [ -z "$browser" ]; then
  echo "skipped: there is no Chromium"
  exit 77
fi
folder=$(realpath "$2")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The pages: the report in both languages, a script's, a recipe of one's own, and one
# whose data would break out if it could.
make() {
  page=$1
  shift
  HOME="$scratch" "$almanac" "$@" -q -o "$scratch/$page.html" 2>"$scratch/err" || {
    status=$?
    [ "$status" -eq 5 ] || { cat "$scratch/err"; exit 1; } # claims that do not hold
  }
}
make report report
make report-zh report --lang zh
make ranking report ranking "$here/own.csv"
make recipe report "$here/recipe.lua" "$here/own.csv"
make hostile report "$here/hostile.lua" "$here/own.csv"
for script in growth correlation inequality convergence regions breaks diffusion describe; do
  make "script-$script" report "$script"
done

cp "$here"/*.js "$folder"
cd "$folder"
ALMANAC_PAGES="$scratch" ALMANAC_BROWSER="$browser" node --test ./*.test.js
