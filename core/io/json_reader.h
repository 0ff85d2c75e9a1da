#ifndef ALM_IO_JSON_READER_H
#define ALM_IO_JSON_READER_H

#include "base/buffer.h"
#include "io/json.h"
#include "io/json_shape.h"

/* What json_load.c and the readers of its shapes share. */

typedef struct alm_json_column {
    char *name;
    alm_infer_rules rules;
    alm_infer *infer; /* NULL in later passes that do not need it */
    size_t fed;       /* rows */
    alm_infer_result result;
    alm_column *done;
} alm_json_column;

typedef struct alm_json_reader {
    alm_json_scanner scan;
    const alm_load_options *options;
    alm_load_report *report;
    alm_json_column *columns;
    size_t width;
    size_t cap;
    alm_dict *names; /* code i is column i */
    size_t rows;
    uint32_t *lines;
    size_t line_cap;
    size_t counted; /* lines are counted up to this byte */
    size_t line;
    bool first_pass;
    alm_buffer path; /* of the member being walked: "outer.inner" */
    alm_buffer cell;
    size_t leaf;      /* of scan.leaves, next in the walk */
    size_t next_name; /* column expected next: records repeat their order */
} alm_json_reader;

/* ---- json_columns.c ---- */

ALM_MUST_CHECK
alm_status alm_json_add_column(alm_json_reader *r, const char *name, size_t len,
                               alm_error *err);

/* The column called r->path, a new one if need be. */
ALM_MUST_CHECK
alm_status alm_json_find_column(alm_json_column **out, alm_json_reader *r,
                                alm_error *err);

/* Rows before this one in which the column did not occur. */
ALM_MUST_CHECK
alm_status alm_json_catch_up(alm_json_column *c, size_t rows, alm_error *err);

/* The value of a leaf goes to a column. `text` is that of a string as cJSON
 * decoded it. */
ALM_MUST_CHECK
alm_status alm_json_feed(alm_json_reader *r, alm_json_column *c,
                         const alm_json_span *leaf, const char *text,
                         alm_error *err);

/* ---- json_records.c ---- */

/* The line of row r->rows is that of byte `at`; kept in the first pass. */
ALM_MUST_CHECK
alm_status alm_json_keep_line(alm_json_reader *r, size_t at, alm_error *err);

/* Records from r->scan.at on, in an array or one after the other. */
ALM_MUST_CHECK
alm_status alm_json_read_records(alm_json_reader *r, bool in_array,
                                 alm_error *err);

/* ---- json_arrays.c ---- */

/* The object of arrays at r->scan.at. */
ALM_MUST_CHECK
alm_status alm_json_read_arrays(alm_json_reader *r, alm_error *err);

#endif
