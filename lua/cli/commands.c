#include <string.h>

#include "cli/cli.h"

#define READS (ALM_FLAGS_COMMON | ALM_FLAGS_READ)
#define LOOKS (ALM_FLAGS_COMMON | ALM_FLAGS_FIND | ALM_FLAGS_GLANCE)

static const alm_command all_commands[] = {
    {"run", alm_cmd_run,
     READS | ALM_FLAGS_WRITE | ALM_FLAGS_RUN | ALM_FLAGS_FIND | ALM_FLAGS_ARGS |
         ALM_FLAGS_PLOT | ALM_FLAGS_EXPLAIN,
     "run SCRIPT [DATA] [flags]", "run an analysis",
     "SCRIPT is the name of one that `almanac list` shows, or the path of a "
     ".lua file.\nDATA is a CSV or JSON file, a table of an installed package "
     "(cnnic:provinces),\nor - for standard input; scripts may name data of "
     "their own. The flags of the\nscript follow it: `almanac help SCRIPT` "
     "lists them."},
    {"report", alm_cmd_report,
     READS | ALM_FLAGS_WRITE | ALM_FLAGS_RUN | ALM_FLAGS_FIND,
     "report [RECIPE] [DATA] -o FILE [flags]", "make a page of results",
     "RECIPE is a script, such as one that runs others and puts what they come "
     "to into sections; without one the report is of the bundled data. The "
     "page is one file that needs no network: -o report.html."},
    {"list", alm_cmd_list, LOOKS | ALM_FLAGS_WRITE, "list [WORD...] [flags]",
     "list the scripts there are",
     "Scripts are looked for in --scripts, $ALMANAC_PATH, the user's data "
     "folder and\namong the installed ones; the first of a name hides the "
     "others.\nWith words only those in whose name, summary, categories and "
     "origin all of them stand: almanac list growth. The words user and "
     "almanac ask for an origin, ok, broken and shadowed for a status: "
     "almanac list user broken."},
    {"help", alm_cmd_help, LOOKS,
     "help [COMMAND | SCRIPT | METRIC | TOPIC | api NAME]",
     "show this, or the page of a command, script or metric",
     "Topics are api (what scripts are written with; also a NAME of it: "
     "almanac help api t:where), flags, exit and man."},
    {"describe", alm_cmd_describe,
     READS | ALM_FLAGS_WRITE | ALM_FLAGS_RUN | ALM_FLAGS_FIND,
     "describe DATA [flags]", "show what a table, or a package, holds",
     "DATA is as for `run`; the name of a package alone (cnnic) lists its "
     "tables."},
    {"eval", alm_cmd_eval,
     READS | ALM_FLAGS_WRITE | ALM_FLAGS_RUN | ALM_FLAGS_FIND | ALM_FLAGS_PLOT |
         ALM_FLAGS_EXPLAIN,
     "eval 'EXPR' [DATA] [flags]", "evaluate an expression, on data or not",
     "EXPR is a Lua expression, or a chunk that returns something; `t` is the "
     "table:\nalmanac eval 't.penetration:mean()' cnnic:provinces"},
    {"repl", alm_cmd_repl,
     READS | ALM_FLAGS_WRITE | ALM_FLAGS_RUN | ALM_FLAGS_FIND |
         ALM_FLAGS_EXPLAIN,
     "repl [DATA] [flags]", "try things out, one input after another",
     "Inputs are Lua expressions, which are shown, or statements; `t` is "
     "the data, `_` the last value. :help lists what else there is. The "
     "time limit is off unless --time sets one, for each input. History is "
     "kept in $XDG_STATE_HOME/almanac."},
    {"metrics", alm_cmd_metrics, ALM_FLAGS_READ | LOOKS | ALM_FLAGS_WRITE,
     "metrics [METRIC | DATA] [DATA] [flags]", "list the metrics, or show one",
     "A metric is a column that every table has which has what it needs. "
     "With METRIC the page of one; with DATA which of them the data has, and "
     "what the others lack."},
    {"check", alm_cmd_check, ALM_FLAGS_READ | LOOKS | ALM_FLAGS_WRITE,
     "check SCRIPT [DATA] | DATA [flags]",
     "look for what is wrong with a script or data",
     "Of a script, or a metric, the declaration is checked, names that "
     "nothing declares, metrics that need each other, and what it needs "
     "against DATA, or the data that it names; nothing of it is run. Data "
     "alone is held against the schema of its package. The exit status is 5 "
     "when something is wrong."},
    {"convert", alm_cmd_convert,
     READS | ALM_FLAGS_CONVERT | ALM_FLAGS_WRITE | ALM_FLAGS_RUN |
         ALM_FLAGS_FIND,
     "convert DATA FILE [flags]", "write data in another format",
     "The format is that of FILE's name, or --as; with --schema a "
     "datapackage.json that says what is known of the columns is written "
     "beside it."},
    {"new", alm_cmd_new, READS | ALM_FLAGS_FIND | ALM_FLAGS_NEW,
     "new NAME [flags]", "start a script or a metric that runs at once",
     "A NAME goes to the user's scripts, $XDG_DATA_HOME/almanac/scripts, or "
     "to --scripts DIR, and is known at once; one with a / or .lua is the "
     "path of the file. Needs, flags and a tested example are taken from "
     "the data of --from. No file is ever overwritten."},
    {"test", alm_cmd_test,
     ALM_FLAGS_COMMON | ALM_FLAGS_FIND | ALM_FLAGS_WRITE | ALM_FLAGS_RUN |
         ALM_FLAGS_TEST,
     "test [SCRIPT|METRIC...] [flags]",
     "run the examples of scripts and metrics",
     "Every example of a declaration is run and its main table, as CSV, "
     "compared with what the example expects; without names those of all "
     "scripts and metrics there are. The exit status is 5 when one differs."},
    {"doctor", alm_cmd_doctor, LOOKS | ALM_FLAGS_WRITE, "doctor [flags]",
     "look for what is wrong with the installation",
     "Shows versions, where scripts and data are looked for and what is "
     "found there, the terminal and the limits, each with a way out where "
     "something is wrong. The exit status is 5 then."},
    {"types", alm_cmd_types,
     READS | ALM_FLAGS_FIND | ALM_FLAGS_GLANCE | ALM_FLAGS_TYPES,
     "types [DATA] [-o DIR] [flags]", "write declarations for editors",
     "Into the folder DIR (default: here) go .almanac/types, declarations "
     "(LuaCATS) of all that scripts are written with, and .luarc.json, which "
     "tells the Lua language server of them; one that is there is added to. "
     "With DATA, a file, a table or a package, its columns are declared, so "
     "that "
     "an editor completes t.users and tells its unit and range.\n\nWrite "
     "---@type almanac.Script above the "
     "`return` of a script."},
    {"completion", alm_cmd_completion, ALM_FLAGS_COMMON,
     "completion bash|zsh|fish", "print what makes a shell complete commands",
     "bash, in ~/.bashrc:  source <(almanac completion bash)\nzsh, in "
     "~/.zshrc:    source <(almanac completion zsh), after compinit\nfish:  "
     "almanac completion fish "
     ">~/.config/fish/completions/almanac.fish\n\nAn installed Almanac has "
     "put them where bash and fish look, and where zsh does when it is "
     "installed below /usr or /usr/local. The scripts ask `almanac completion "
     "word` what could come next, as other programs may: their first lines "
     "say how."},
};

const alm_command *alm_commands(size_t *n)
{
    *n = sizeof all_commands / sizeof all_commands[0];
    return all_commands;
}

const alm_command *alm_command_find(const char *name)
{
    size_t n;
    const alm_command *commands = alm_commands(&n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}
