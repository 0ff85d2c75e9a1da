#ifndef ALM_IO_LOAD_H
#define ALM_IO_LOAD_H

#include "io/notes.h"
#include "io/source.h"
#include "table/infer.h"
#include "table/table.h"

/* The front door to data: what the user named becomes a table. */

typedef enum alm_header {
    ALM_HEADER_AUTO, /* alm_csv_looks_like_header decides */
    ALM_HEADER_YES,
    ALM_HEADER_NO
} alm_header;

/* A record with more or fewer fields than the header. */
typedef enum alm_ragged {
    ALM_RAGGED_ERROR, /* all of them in one error */
    ALM_RAGGED_FILL,  /* missing at the end; extra fields are still an error,
                         unless they are empty */
    ALM_RAGGED_DROP   /* left out, counted in a note */
} alm_ragged;

/* A zeroed struct is the usual: everything detected, '"' quotes. */
typedef struct alm_csv_dialect {
    char delimiter; /* 0: detected */
    char quote;     /* 0: '"' */
    bool no_quote;  /* quotes are ordinary characters */
    char comment;   /* lines that start with it are passed over; 0: none */
    size_t skip;    /* physical lines before the data */
    alm_header header;
    alm_ragged ragged;
} alm_csv_dialect;

/* Sets one property by name, as a user writes it: delimiter, quote, comment,
 * skip, header (auto, yes, no), ragged (error, fill, drop). "tab", "none" and
 * "space" stand for characters that are hard to type. */
ALM_MUST_CHECK
alm_status alm_csv_dialect_set(alm_csv_dialect *dialect, const char *name,
                               const char *value, alm_error *err);

/* What the user said of one column: `--type col=type`, `--map role=col`,
 * `--bad col=missing`. */
typedef struct alm_column_rule {
    const char *column;
    bool typed;
    alm_type type;
    alm_role role; /* NONE: as it is */
    alm_bad bad;
} alm_column_rule;

typedef enum alm_format {
    ALM_FORMAT_AUTO, /* by the name, then by the first character */
    ALM_FORMAT_CSV,
    ALM_FORMAT_TSV,
    ALM_FORMAT_JSON,
    ALM_FORMAT_JSON_LINES
} alm_format;

/* How a large CSV file is shared out among threads: what comes of it is always
 * the same. A zeroed struct is the usual. */
typedef struct alm_load_share {
    size_t workers; /* 0: as many as there are processors */
    size_t chunk;   /* bytes that one takes at a time */
    size_t above;   /* bytes that are not worth sharing */
    size_t lead;    /* rows read before: they tell what columns are like */
} alm_load_share;

/* A zeroed struct is the usual. All texts are borrowed for the call, those in
 * `values` included. */
typedef struct alm_load_options {
    alm_format format;
    alm_encoding encoding;
    alm_csv_dialect csv;
    alm_infer_rules values; /* for every column without a rule of its own */
    const alm_column_rule *rules;
    size_t rule_count;
    const char *const *data_dirs; /* of installed packages, first hit wins */
    size_t data_dir_count;
    bool include_unverified;
    size_t stream_above; /* bytes of a file whose columns are read only when
                            needed; 0: ALM_STREAM_ABOVE */
    size_t hold_most;    /* bytes of a CSV file that are held in memory while it
                            is read; 0: ALM_HOLD_MOST */
    size_t head;         /* load only about so many bytes of a regular file,
                            whole records; 0: all */
    alm_load_share share;
    const struct alm_schema *schema; /* of a data package; NULL for users */
} alm_load_options;

/* Values of one column that were set aside, or taken, for their status U. */
typedef struct alm_unverified {
    char *column;
    size_t count;  /* of status U */
    size_t of;     /* rows */
    bool included; /* read all the same; else read as missing */
} alm_unverified;

/* The size of a file above which columns are read when they are needed. */
static inline size_t alm_load_defers_above(const alm_load_options *options)
{
    return options->stream_above > 0 ? options->stream_above : ALM_STREAM_ABOVE;
}

/* What loading decided and left out. Zeroed before use. */
typedef struct alm_load_report {
    alm_notes notes;
    alm_format format;
    char delimiter;
    bool has_header;
    char *package; /* path of the datapackage.json, or NULL */
    alm_unverified *unverified;
    size_t unverified_count;
} alm_load_report;

void alm_load_report_free(alm_load_report *report);

/* Loads `what`: "-" (standard input), a path to a CSV or JSON file or to a
 * datapackage.json or its folder (when it has one table), or "package:table",
 * where the package is an installed one or such a path. The report may hold
 * notes after a failure too. Errors carry the file and, where there is one, the
 * line. */
ALM_MUST_CHECK
alm_status alm_load(alm_table **out, alm_load_report *report, const char *what,
                    const alm_load_options *options, alm_error *err);

/* The same for a text in memory, under a name for messages. */
ALM_MUST_CHECK
alm_status alm_load_text(alm_table **out, alm_load_report *report,
                         const char *name, const char *text, size_t n,
                         const alm_load_options *options, alm_error *err);

#endif
