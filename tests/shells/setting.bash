# What the tests of shells have in common: a folder with some data, the program
# on the path, nothing of the user's. Sourced with ALMANAC as first argument.
almanac=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/home" "$scratch/work" "$scratch/work/sub"
ln -s "$almanac" "$scratch/bin/almanac"
cd "$scratch/work"
export PATH=$scratch/bin:$PATH HOME=$scratch/home LC_ALL=C.UTF-8 TERM=xterm
unset ALMANAC_PATH XDG_DATA_HOME XDG_CONFIG_HOME ZDOTDIR
printf '%s\n' 'region,internet users,人口' 'North,1,3' 'South,2,4' >'my towns.csv'
printf 'a\n1\n' >sub/deep.csv

fail() {
  printf '%s\n' "$@"
  exit 1
}

# skip_without SHELL
skip_without() {
  command -v "$1" >/dev/null || {
    echo "$1 is not installed: skipped"
    exit 77
  }
}
