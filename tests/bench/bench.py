#!/usr/bin/env python3
"""Times whole commands of almanac beside other tools, in one run.

usage: bench.py [--rows N] [--runs N] [--almanac FILE] [WORKLOAD ...]

Every tool that is installed answers each workload; the answers are compared
before anything is timed. Then the tools take turns, and medians are printed:
wall and processor seconds, peak memory, and wall time as a multiple of
almanac's. Machines are noisy: quote the ratios, not the seconds. A peak below
that of this program itself (15 MiB) cannot be seen.
"""
import argparse
import math
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "build" / "bench"
PANDAS_PYTHON = "/usr/bin/python3"

# Data --------------------------------------------------------------------

CATEGORIES = ("mobile", "fixed broadband", "internet", "e-commerce",
              "social media", "fintech", "cloud", "iot", "gaming",
              "streaming", "education", "health")
NOTES = ("", "", "national statistical office", "verified", "estimate",
         '"estimate, revised"')


def write_panel(file, rows):
    """Regions by year, with 1 % of penetration missing; 60 bytes a row."""
    rng = random.Random(1)
    regions = ["Region %03d" % i for i in range(300)]
    file.write("region,year,month,category,users,penetration,"
               "gdp_per_capita,note\n")
    for _ in range(rows):
        penetration = "%.2f" % (rng.random() * 100)
        file.write("%s,%d,%d,%s,%d,%s,%.2f,%s\n" % (
            regions[int(rng.random() * 300)], 1990 + int(rng.random() * 35),
            1 + int(rng.random() * 12), CATEGORIES[int(rng.random() * 12)],
            int(10 ** (2 + 5 * rng.random())),
            penetration if rng.random() > 0.01 else "",
            10 ** (2.5 + 2.5 * rng.random()), NOTES[int(rng.random() * 6)]))


def write_wide(file, rows):
    """Twenty columns of numbers, 165 bytes a row."""
    rng = random.Random(2)
    formats = ("%.5f", "%.3f", "%.6f", "%.1f")
    scales = (1, 100, 1, 50000)
    file.write(",".join("x%02d" % (j + 1) for j in range(20)) + "\n")
    for _ in range(rows):
        file.write(",".join(formats[j % 4] % (rng.random() * scales[j % 4])
                            for j in range(20)) + "\n")


def data(kind, rows):
    """The path of the file, which is made when it is not there yet."""
    DATA.mkdir(parents=True, exist_ok=True)
    path = DATA / ("%s-%d.csv" % (kind, rows))
    if not path.exists():
        partial = path.with_suffix(".partial")
        with open(partial, "w", encoding="ascii") as file:
            {"panel": write_panel, "wide": write_wide}[kind](file, rows)
        partial.rename(path)
    return str(path)


# Workloads ---------------------------------------------------------------

def awk(program):
    return ["mawk", "-F,", program]


def miller(*verbs):
    return ["mlr", "--icsv", "--otsv", "--headerless-csv-output", "--ofmt",
            "%.9f", *verbs]


def pandas(program):
    return [PANDAS_PYTHON, "-c",
            "import sys, numpy as np, pandas as pd\n"
            "d = pd.read_csv(sys.argv[1])\n" + program]


def duckdb(sql):
    return ["node", str(DATA / "duckdb.mjs"), sql]


def polars(expression):
    return ["node", str(DATA / "polars.mjs"), expression]


def datatable(expression):
    return ["Rscript", "--vanilla", str(HERE / "datatable.R"), expression]


TWENTY = ["x%02d" % (j + 1) for j in range(20)]

# Title, kind of data, program of almanac, commands of the others.
WORKLOADS = {
    "W0": ("read every column", "panel", "#t", {
        "duckdb": duckdb("create table t as from data; "
                         "select count(*) from t"),
        "polars": polars("pl.readCSV(file).height"),
        "data.table": datatable("d[, .N]"),
        "mawk": awk("END { print NR - 1 }"),
        "mlr": miller("count"),
        "pandas": pandas("print(len(d))")}),
    "W1": ("mean of a column", "panel", "t.penetration:mean()", {
        "duckdb": duckdb("select avg(penetration) from data"),
        "polars": polars("pl.scanCSV(file).select("
                         "pl.col('penetration').mean())"),
        "data.table": datatable("d[, mean(penetration, na.rm = TRUE)]"),
        "mawk": awk('NR > 1 && $6 != "" { s += $6; n++ }'
                    'END { printf "%.9f\\n", s / n }'),
        "mlr": miller("stats1", "-a", "mean", "-f", "penetration"),
        "pandas": pandas("print(d.penetration.mean())")}),
    "W2": ("mean and sum by region", "panel",
           't:group_by"region":summarise{"p = mean(penetration)", '
           '"u = sum(users)"}', {
               "duckdb": duckdb("select region, avg(penetration), sum(users) "
                                "from data group by region"),
               "polars": polars("pl.scanCSV(file).groupBy('region').agg("
                                "pl.col('penetration').mean(), "
                                "pl.col('users').sum())"),
               "data.table": datatable("d[, .(mean(penetration, na.rm = TRUE), "
                                       "sum(users)), by = region]"),
               "mawk": awk('NR > 1 { if ($6 != "") { s[$1] += $6; n[$1]++ }'
                           'u[$1] += $5 } END { for (r in u) '
                           'printf "%s\\t%.9f\\t%.0f\\n", r, s[r] / n[r], '
                           'u[r] }'),
               "mlr": miller("stats1", "-a", "mean,sum", "-f",
                             "penetration,users", "-g", "region", "then",
                             "cut", "-o", "-f",
                             "region,penetration_mean,users_sum"),
               "pandas": pandas(
                   "r = d.groupby('region').agg(p=('penetration', 'mean'), "
                   "u=('users', 'sum'))\n"
                   "print(r.to_csv(sep='\\t', header=False), end='')")}),
    "W4": ("Pearson and Spearman", "panel",
           'local s, a, b = require"stats", t.penetration, t.gdp_per_capita '
           "return {{pearson = s.pearson(a, b).r, "
           "spearman = s.spearman(a, b).r}}", {
               "duckdb": duckdb(
                   "with p as (select penetration a, gdp_per_capita b from "
                   "data where a is not null and b is not null), r as "
                   "(select a, b, rank() over (order by a) + count(*) over "
                   "(partition by a) / 2.0 x, rank() over (order by b) + "
                   "count(*) over (partition by b) / 2.0 y from p) "
                   "select corr(a, b), corr(x, y) from r"),
               "polars": polars(
                   "pl.scanCSV(file).select('penetration', 'gdp_per_capita')"
                   ".dropNulls().select(["
                   "pl.pearsonCorr('penetration', 'gdp_per_capita')"
                   ".alias('pearson'), "
                   "pl.spearmanRankCorr('penetration', 'gdp_per_capita')"
                   ".alias('spearman')])"),
               "data.table": datatable(
                   "{ p <- na.omit(d[, .(penetration, gdp_per_capita)]); "
                   "data.frame(cor(p)[1, 2], "
                   "cor(p, method = 'spearman')[1, 2]) }"),
               "pandas": pandas(
                   "d = d[['penetration', 'gdp_per_capita']].dropna()\n"
                   "print(d.corr().iloc[0, 1], d.rank().corr().iloc[0, 1])")}),
    "W5": ("ten highest of each year", "panel",
           'local r for _, g in t:group_by"year":each() do '
           'local top = g:sort_by"-gdp_per_capita":head(10)'
           ':select{"year", "region", "gdp_per_capita"} '
           "r = r and r:append(top) or top end return r", {
               "duckdb": duckdb(
                   "select year, region, gdp_per_capita from data qualify "
                   "row_number() over (partition by year "
                   "order by gdp_per_capita desc) <= 10"),
               "polars": polars(
                   "pl.scanCSV(file).sort('gdp_per_capita', true)"
                   ".groupBy('year').head(10)"
                   ".select('year', 'region', 'gdp_per_capita')"),
               "data.table": datatable(
                   "d[order(-gdp_per_capita), head(.SD, 10), by = year, "
                   ".SDcols = c('region', 'gdp_per_capita')]"),
               "mlr": miller("top", "-n", "10", "-f", "gdp_per_capita", "-g",
                             "year", "-a", "then", "cut", "-o", "-f",
                             "year,region,gdp_per_capita"),
               "pandas": pandas(
                   "r = d.sort_values('gdp_per_capita', ascending=False)"
                   ".groupby('year').head(10)\n"
                   "print(r[['year', 'region', 'gdp_per_capita']]"
                   ".to_csv(sep='\\t', header=False, index=False), end='')")}),
    "W6": ("a function of each row", "panel",
           "t:with{v = function(r) if r.penetration == nil then return 0 end "
           "if r.penetration > 50 then return math.log(r.gdp_per_capita) * "
           "r.penetration end return math.sqrt(r.users) end}.v:sum()", {
               "mawk": awk('NR > 1 && $6 != "" { if ($6 > 50) '
                           "t += log($7) * $6; else t += sqrt($5) }"
                           'END { printf "%.6f\\n", t }'),
               "mlr": miller(
                   "put", "-q",
                   "begin { @t = 0.0 } if (is_not_empty($penetration)) "
                   "{ if ($penetration > 50) { @t += log($gdp_per_capita) * "
                   "$penetration } else { @t += sqrt($users) } } "
                   "end { emit @t }"),
               "pandas": pandas(
                   "from math import isnan, log, sqrt\n"
                   "def f(r):\n"
                   "    p = r['penetration']\n"
                   "    if isnan(p): return 0.0\n"
                   "    return log(r['gdp_per_capita']) * p if p > 50 "
                   "else sqrt(r['users'])\n"
                   "print(d.apply(f, axis=1).sum())")}),
    "W6e": ("the same as an expression", "panel",
            't:with{"v = penetration == nil and 0 or penetration > 50 and '
            'log(gdp_per_capita) * penetration or sqrt(users)"}.v:sum()', {
                "duckdb": duckdb(
                    "select sum(case when penetration is null then 0 "
                    "when penetration > 50 then ln(gdp_per_capita) * "
                    "penetration else sqrt(users) end) from data"),
                "polars": polars(
                    "pl.scanCSV(file).select("
                    "pl.when(pl.col('penetration').isNull()).then(pl.lit(0))"
                    ".when(pl.col('penetration').gt(50))"
                    ".then(pl.col('gdp_per_capita').log()"
                    ".mul(pl.col('penetration')))"
                    ".otherwise(pl.col('users').pow(0.5)).sum())"),
                "data.table": datatable(
                    "d[, sum(fifelse(is.na(penetration), 0, "
                    "fifelse(penetration > 50, "
                    "log(gdp_per_capita) * penetration, sqrt(users))))]"),
                "pandas": pandas(
                    "p = d.penetration\n"
                    "v = np.where(p > 50, np.log(d.gdp_per_capita) * p, "
                    "np.sqrt(d.users))\n"
                    "print(np.nansum(np.where(p.isna(), 0, v)))")}),
    "W7": ("sum of twenty columns", "wide",
           "t:summarise{%s}" % ", ".join('"%s = sum(%s)"' % (x, x)
                                         for x in TWENTY), {
               "duckdb": duckdb("select %s from data" % ", ".join(
                   "sum(%s)" % x for x in TWENTY)),
               "polars": polars("pl.scanCSV(file).select(pl.all().sum())"),
               "data.table": datatable("d[, lapply(.SD, sum)]"),
               "mawk": awk("NR > 1 { for (i = 1; i <= 20; i++) s[i] += $i }"
                           "END { for (i = 1; i <= 20; i++) "
                           'printf "%.6f ", s[i]; print "" }'),
               "mlr": miller("stats1", "-a", "sum", "-f", ",".join(TWENTY)),
               "pandas": pandas("print(*d.sum())")}),
}
# W3 is W2 with ten times the rows: --rows 10000000 W2.


# Running -----------------------------------------------------------------

def run(command):
    """(wall s, cpu s, peak MiB, output)"""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if child.returncode != 0:
        sys.exit("exit %d: %s" % (child.returncode, " ".join(command)))
    return (wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
            out.decode())


def answer(text):
    """The lines that hold a figure, as cells, in an order of their own."""
    lines = []
    for line in text.splitlines():
        if re.search(r"\d", line) and not line.startswith("x01\t"):
            cells = re.split(r"\t|(?<=\d) ", line.strip())
            lines.append([float(c) if re.fullmatch(r"-?[\d.]+", c) else c
                          for c in cells])
    return sorted(lines, key=lambda cells: [
        "%.4e" % c if isinstance(c, float) else c for c in cells])


def is_same(a, b):
    """Whether two answers are equal; sums may be taken in another order."""
    def same_cell(x, y):
        if isinstance(x, float) and isinstance(y, float):
            return math.isclose(x, y, rel_tol=1e-8)
        return x == y
    return [len(x) for x in a] == [len(x) for x in b] and all(
        same_cell(x, y) for r, s in zip(a, b) for x, y in zip(r, s))


TOOLS = ("mawk", "mlr", "pandas", "duckdb", "polars", "data.table")


def runs_well(command):
    return shutil.which(command[0]) is not None and subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL).returncode == 0


def is_installed(tool):
    """Programs for node are copied beside its packages, where it looks."""
    if tool == "pandas":
        return runs_well([PANDAS_PYTHON, "-c", "import pandas"])
    if tool == "data.table":
        return runs_well(["Rscript", "-e", "library(data.table)"])
    if tool in ("duckdb", "polars"):
        package = {"duckdb": "@duckdb/node-api", "polars": "nodejs-polars"}
        if not (DATA / "node_modules" / package[tool]).exists():
            return False
        shutil.copy(HERE / (tool + ".mjs"), DATA)
    return shutil.which({"duckdb": "node", "polars": "node"}.get(
        tool, tool)) is not None


def compare(name, almanac, rows, runs, tools):
    title, kind, program, others = WORKLOADS[name]
    path = data(kind, rows)
    commands = {"almanac": [almanac, "eval", "--time", "0", "--mem", "0",
                            "--as", "tsv", program]}
    commands.update((t, c) for t, c in others.items() if t in tools)
    answers = {t: answer(run(c + [path])[3]) for t, c in commands.items()}
    for tool, got in answers.items():
        if not is_same(got, answers["almanac"]):
            sys.exit("%s: %s and almanac differ:\n%s\n%s" % (
                name, tool, got[:3], answers["almanac"][:3]))
    taken = {tool: [] for tool in commands}
    for _ in range(runs):
        for tool, command in commands.items():
            taken[tool].append(run(command + [path])[:3])
    print("%s  %s (%.0f MB)" % (name, title, os.path.getsize(path) / 1e6))
    base = statistics.median(t[0] for t in taken["almanac"])
    for tool, times in taken.items():
        wall, cpu, peak = (statistics.median(t[i] for t in times)
                           for i in range(3))
        print("    %-10s %8.3f s wall %8.3f s cpu %8.1f MiB %8.0f bytes/row "
              "%7.2f x" % (tool, wall, cpu, peak, peak * 2 ** 20 / rows,
                           wall / base))


def compare_start(almanac, runs):
    """The least a command can cost, as a multiple of the smallest of Miller's;
    pairs of runs, so that a machine whose speed drifts does not matter."""
    other = ["mlr", "--version"]
    print("start  (beside mlr --version)")
    for words, most in ((["eval", "1+1"], 1.5), (["list"], 3)):
        command = [almanac, *words]
        run(command)
        if shutil.which(other[0]) is None:
            wall = statistics.median(run(command)[0] for _ in range(runs * 5))
            print("    %-16s %8.1f ms" % (" ".join(words), wall * 1000))
            continue
        pairs = [(run(command)[0], run(other)[0]) for _ in range(runs * 5)]
        ratio = statistics.median(a / b for a, b in pairs)
        print("    %-16s %8.1f ms %8.2f x%s" % (
            " ".join(words), statistics.median(a for a, _ in pairs) * 1000,
            ratio, "" if ratio <= most else "  (more than %g x)" % most))


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--rows", type=int, default=1000000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--almanac", default=str(
        DATA.parent / "release" / "almanac"))
    options.add_argument("workloads", nargs="*", default=[])
    given = options.parse_args()
    tools = [t for t in TOOLS if is_installed(t)]
    if not given.workloads:
        compare_start(given.almanac, given.runs)
    for name in given.workloads or WORKLOADS:
        if name not in WORKLOADS:
            sys.exit("no workload %s; there are %s" % (
                name, " ".join(WORKLOADS)))
        compare(name, given.almanac, given.rows, given.runs, tools)


main()
