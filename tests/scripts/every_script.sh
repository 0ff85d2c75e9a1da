#!/bin/sh
# Runs every bundled script on bundled tables and on panels made to be awkward.
#
#   every_script.sh ALMANAC
#
# Each run must give a result (status 0, or 5 where a check failed) or refuse with
# one sentence (1, 2 or 3) and no output. No figure may be nan or inf, no stack may
# show, and the JSON must be the same bytes twice, with a unit for every column of
# figures unless the data say nothing of it.
set -eu

almanac=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
export HOME="$scratch"
unset ALMANAC_PATH XDG_DATA_HOME COLUMNS
failed=no

complain() {
  echo "$1"
  failed=yes
}

# panel NAME: a file of regions and periods from standard input.
panel() {
  { echo region,area,year,users,population,rate; cat; } >"$1.csv"
}

panel gaps <<CSV
A,East,2010,100,1000,10
A,East,2011,,1000,
A,East,2013,300,1000,30
B,East,2010,50,500,10
B,East,2012,120,520,23.1
C,West,2011,30,400,7.5
C,West,2013,90,410,22
D,West,2010,20,300,6.7
D,West,2012,40,,
D,West,2013,60,310,19.4
E,,2010,10,200,5
E,,2013,60,200,30
CSV
panel ties <<CSV
A,East,2010,10,100,10
B,East,2010,10,100,10
C,West,2010,10,100,10
D,West,2010,20,100,20
A,East,2011,20,100,20
B,East,2011,20,100,20
C,West,2011,20,100,20
D,West,2011,40,100,40
A,East,2012,40,100,40
B,East,2012,40,100,40
C,West,2012,40,100,40
D,West,2012,40,100,40
CSV
panel zeros <<CSV
A,East,2010,0,100,0
B,East,2010,0,100,0
C,West,2010,0,100,0
A,East,2011,0,100,0
B,East,2011,10,100,10
C,West,2011,30,100,30
A,East,2012,0,0,0
B,East,2012,0,0,0
C,West,2012,0,0,0
CSV
panel one-region <<CSV
A,East,2010,10,100,10
A,East,2011,15,100,15
A,East,2012,22,100,22
A,East,2013,30,100,30
A,East,2014,36,100,36
A,East,2015,40,100,40
CSV
panel one-period <<CSV
A,East,2010,10,100,10
B,East,2010,50,200,25
C,West,2010,30,150,20
D,West,2010,90,300,30
E,North,2010,10,300,3.3
CSV
panel equal <<CSV
A,East,2010,10,100,10
B,East,2010,10,100,10
C,West,2010,10,100,10
D,West,2010,10,100,10
A,East,2011,10,100,10
B,East,2011,10,100,10
C,West,2011,10,100,10
D,West,2011,10,100,10
CSV
panel one-row <<CSV
A,East,2010,10,100,10
CSV
panel no-rows </dev/null
panel missing <<CSV
A,East,2010,,,
B,East,2010,,,
A,East,2011,,,
B,West,2011,,,
CSV
panel negative <<CSV
A,East,2010,-10,100,-10
B,East,2010,5,100,5
C,West,2010,-30,100,-30
A,East,2011,10,100,10
B,East,2011,-5,100,-5
C,West,2011,0,100,0
CSV
panel huge <<CSV
A,East,2010,1e300,100,1e300
B,East,2010,-1e300,100,-1e300
C,West,2010,1e-300,100,1e-300
A,East,2011,1.7e308,100,1.7e308
B,East,2011,1.7e308,100,1.7e308
C,West,2011,5e-324,100,5e-324
CSV
panel halves <<CSV
A,East,2010-S1,10,100,10
A,East,2010-S2,12,100,12
A,East,2011-S1,13,100,13
A,East,2011,15,100,15
B,West,2010-S1,30,100,30
B,West,2010-S2,32,100,32
B,West,2011-S1,33,100,33
B,West,2011-12,35,100,35
CSV
{ cat ties.csv; sed 1d ties.csv; } >twice.csv
cut -d, -f1,4-6 one-period.csv >no-period.csv
cut -d, -f2-6 one-region.csv >no-region.csv

# judge NAME FORMAT STATUS: what the run NAME left in out and err.
judge() {
  case $3 in
    0 | 5) ;;
    1 | 2 | 3)
      [ ! -s out ] || complain "$1 --as $2: output beside a refusal"
      grep -q '^error: ' err || complain "$1 --as $2: no sentence"
      ;;
    *) complain "$1 --as $2: status $3: $(head -n 1 err)" ;;
  esac
  if grep -anE 'attempt to|traceback|0x[0-9a-f]{6}' out err; then
    complain "$1 --as $2: an error of a program"
  fi
  if grep -aniE '(^|[^[:alnum:].])-?(nan|inf|infinity)([^[:alnum:].]|$)' out err; then
    complain "$1 --as $2: no number"
  fi
}

# try NAME ARGUMENTS...: one script on one table, as text and as a document.
try() {
  name=$1
  shift
  for format in csv json; do
    status=0
    "$almanac" run "$@" --as $format >out 2>err </dev/null || status=$?
    judge "$name" $format $status
  done
  mv out first
  "$almanac" run "$@" --as json >out 2>err </dev/null || :
  cmp -s first out || complain "$name: differs when run again"
  if echo "$name" | grep -q cnnic &&
    grep -E '^  \{"name": "[^"]*", "type": "(number|integer)"' out |
    grep -v '"unit": '; then
    complain "$name: a figure without a unit"
  fi
}

# Scripts that need a word of what is asked.
extra() {
  case $1-$2 in
    profile-cnnic:applications) echo "--region search" ;;
    profile-cnnic:countries) echo "--region China" ;;
    profile-cnnic*) echo "--region Beijing" ;;
    profile-*) echo "--region A" ;;
    regions-cnnic*) ;;
    regions-*) echo "--by area" ;;
  esac
}

for script in $("$almanac" list | sed 1d | cut -d, -f1); do
  for data in cnnic:provinces cnnic:national cnnic:applications \
    cnnic:countries *.csv; do
    # shellcheck disable=SC2046 # two words or none
    try "$script $data" "$script" "$data" $(extra "$script" "$data")
  done
done
[ $failed = no ]
