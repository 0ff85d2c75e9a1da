#include <string.h>

#include "cli/options.h"

#define AT(field) offsetof(alm_options, field)

static const alm_flag all_flags[] = {
    {"as", 0, ALM_FLAG_CHOICE, ALM_FLAGS_WRITE, AT(as),
     "table|csv|tsv|json|jsonl|md|html|svg|vega-lite",
     "how to write the result (default: a table on a terminal, else csv)"},
    {"lang", 0, ALM_FLAG_CHOICE, ALM_FLAGS_WRITE, AT(lang), "en|zh",
     "the language of a page, as far as it has both (default: en)"},
    {"output", 'o', ALM_FLAG_TEXT, ALM_FLAGS_WRITE | ALM_FLAGS_TYPES,
     AT(output), "FILE",
     "write to FILE, whole or not at all; the format is that of its name"},
    {"part", 0, ALM_FLAG_TEXT, ALM_FLAGS_WRITE, AT(part), "NAME",
     "write only this part of the result"},
    {"plot", 0, ALM_FLAG_SWITCH, ALM_FLAGS_PLOT, AT(plot), NULL,
     "draw the charts of the result too (on standard error beside data)"},
    {"max-rows", 0, ALM_FLAG_TEXT, ALM_FLAGS_WRITE, AT(max_rows), "N",
     "write at most N rows (0: all; on a terminal the default is 100)"},
    {"color", 0, ALM_FLAG_CHOICE, ALM_FLAGS_COMMON, AT(color),
     "auto|always|never", "whether tables and errors are coloured"},
    {"where", 0, ALM_FLAG_LIST, ALM_FLAGS_READ, AT(where), "EXPR",
     "keep the rows for which EXPR is true; may be repeated"},
    {"map", 0, ALM_FLAG_LIST, ALM_FLAGS_READ, AT(map), "ROLE=COLUMN",
     "which column is the region, the period, or a need of the script"},
    {"type", 0, ALM_FLAG_LIST, ALM_FLAGS_READ, AT(type), "COLUMN=TYPE",
     "read a column as integer, number, text, boolean or period"},
    {"null", 0, ALM_FLAG_LIST, ALM_FLAGS_READ, AT(null), "WORD",
     "a word that stands for a missing value; may be repeated"},
    {"bad", 0, ALM_FLAG_LIST, ALM_FLAGS_READ, AT(bad), "[COLUMN=]missing",
     "treat what does not fit the type of its column as missing, or as error"},
    {"include", 0, ALM_FLAG_CHOICE, ALM_FLAGS_READ, AT(include), "unverified",
     "keep figures of status U, which are read as missing otherwise"},
    {"read-as", 0, ALM_FLAG_CHOICE, ALM_FLAGS_READ, AT(read_as),
     "csv|tsv|json|jsonl", "the format of the data (default: by its name)"},
    {"delimiter", 0, ALM_FLAG_TEXT, ALM_FLAGS_READ, AT(delimiter), "CHAR",
     "between the fields of a CSV file (default: detected)"},
    {"quote", 0, ALM_FLAG_TEXT, ALM_FLAGS_READ, AT(quote), "CHAR",
     "around the fields of a CSV file, or none (default: \")"},
    {"header", 0, ALM_FLAG_CHOICE, ALM_FLAGS_READ, AT(header), "auto|yes|no",
     "whether the first record of a CSV file names the columns"},
    {"encoding", 0, ALM_FLAG_TEXT, ALM_FLAGS_READ, AT(encoding),
     "utf-8|utf-16le|utf-16be|latin-1",
     "the encoding of the data (default: detected)"},
    {"comment", 0, ALM_FLAG_TEXT, ALM_FLAGS_READ, AT(comment), "CHAR",
     "lines of a CSV file that begin with CHAR are passed over"},
    {"skip", 0, ALM_FLAG_TEXT, ALM_FLAGS_READ, AT(skip), "N",
     "pass over the first N lines of a CSV file"},
    {"ragged", 0, ALM_FLAG_CHOICE, ALM_FLAGS_READ, AT(ragged),
     "error|fill|drop", "what to do with records of another length"},
    {"decimal", 0, ALM_FLAG_TEXT, ALM_FLAGS_READ, AT(decimal), "CHAR",
     "the decimal point of numbers in the data (default: .)"},
    {"thousands", 0, ALM_FLAG_TEXT, ALM_FLAGS_READ, AT(thousands), "CHAR",
     "between the thousands of numbers in the data (default: nothing)"},
    {"args-file", 0, ALM_FLAG_TEXT, ALM_FLAGS_ARGS, AT(args_file), "FILE",
     "the script's flags from a JSON object; the command line goes first"},
    {"scripts", 0, ALM_FLAG_LIST, ALM_FLAGS_FIND, AT(scripts), "DIR",
     "look for scripts and metrics in DIR first; may be repeated"},
    {"seed", 0, ALM_FLAG_TEXT, ALM_FLAGS_RUN, AT(seed), "N",
     "seed of the random numbers (default: 1)"},
    {"time", 0, ALM_FLAG_TEXT, ALM_FLAGS_RUN | ALM_FLAGS_GLANCE, AT(time),
     "SECONDS",
     "end a script that runs longer (default: 8, 0.05 to look at it; 0: "
     "never)"},
    {"mem", 0, ALM_FLAG_TEXT, ALM_FLAGS_RUN, AT(mem), "SIZE",
     "end a script that needs more, 512M or 2G (default: 2G; 0: never)"},
    {"allow-read", 0, ALM_FLAG_LIST, ALM_FLAGS_RUN, AT(allow_read), "DIR",
     "let scripts read files below DIR, with ctx.read; may be repeated"},
    {"trusted", 0, ALM_FLAG_SWITCH, ALM_FLAGS_RUN, AT(trusted), NULL,
     "open the standard library of Lua (io, os, debug) to scripts of your own"},
    {"explain", 0, ALM_FLAG_SWITCH, ALM_FLAGS_EXPLAIN, AT(explain), NULL,
     "tell which functions of rows ran over whole columns, and why others did "
     "not"},
    {"schema", 0, ALM_FLAG_SWITCH, ALM_FLAGS_CONVERT, AT(schema), NULL,
     "write a datapackage.json that describes the columns beside the file"},
    {"from", 0, ALM_FLAG_TEXT, ALM_FLAGS_NEW, AT(from), "DATA|SCRIPT",
     "take columns and the example from this data, or copy this script"},
    {"metric", 0, ALM_FLAG_SWITCH, ALM_FLAGS_NEW, AT(metric), NULL,
     "a metric instead of a script"},
    {"update", 0, ALM_FLAG_SWITCH, ALM_FLAGS_TEST, AT(update), NULL,
     "let the examples of the named scripts expect what they give now"},
    {"errors", 0, ALM_FLAG_CHOICE, ALM_FLAGS_COMMON, AT(errors), "text|json",
     "how errors are written"},
    {"quiet", 'q', ALM_FLAG_SWITCH, ALM_FLAGS_COMMON, AT(quiet), NULL,
     "no notes beside the result"},
    {"verbose", 'v', ALM_FLAG_SWITCH, ALM_FLAGS_COMMON, AT(verbose), NULL,
     "say what was decided on the way"},
    {"debug", 0, ALM_FLAG_SWITCH, ALM_FLAGS_COMMON, AT(debug), NULL,
     "show a traceback with errors"},
    {"help", 'h', ALM_FLAG_SWITCH, ALM_FLAGS_COMMON, AT(help), NULL,
     "show help"},
    {"version", 0, ALM_FLAG_SWITCH, ALM_FLAGS_COMMON, AT(version), NULL,
     "show the version"},
};

_Static_assert(sizeof all_flags / sizeof all_flags[0] <= 64,
               "alm_arguments.seen has a bit for each");

const alm_flag *alm_flags(size_t *n)
{
    *n = sizeof all_flags / sizeof all_flags[0];
    return all_flags;
}

static char fold(char c)
{
    if (c == '_')
        return '-';
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool alm_flag_same(const char *a, size_t na, const char *b)
{
    for (size_t i = 0; i < na; i++)
        if (b[i] == '\0' || fold(a[i]) != fold(b[i]))
            return false;
    return b[na] == '\0';
}
