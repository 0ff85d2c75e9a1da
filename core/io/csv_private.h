#ifndef ALM_IO_CSV_PRIVATE_H
#define ALM_IO_CSV_PRIVATE_H

#include <csv.h>

#include "base/buffer.h"
#include "io/csv.h"

/* What csv_reader.c and csv_quoted.c share. */

struct alm_csv_reader {
    alm_source *source;
    alm_window window;
    alm_csv_dialect dialect;
    unsigned char classes[256];
    size_t at;   /* of the next record in the window */
    size_t line; /* on which it starts */
    size_t skip; /* physical lines still to be passed over */
    alm_csv_field *fields;
    size_t count;
    size_t cap;
    struct csv_parser libcsv;
    bool libcsv_ready;
    /* The record that libcsv is reading. */
    alm_buffer bytes; /* of its fields, one after the other */
    bool row_ended;
    alm_status status; /* of the callbacks */
    alm_error *err;
};

/* More room in r->fields. */
ALM_MUST_CHECK
alm_status alm_csv_grow_fields(alm_csv_reader *r, alm_error *err);

/* The line that starts at r->at, whole: its end and what follows that. Reads on
 * as long as it has to. */
ALM_MUST_CHECK
alm_status alm_csv_find_line(size_t *end, size_t *next, alm_csv_reader *r,
                             alm_error *err);

/* The record that starts at r->at, which holds a quote. */
ALM_MUST_CHECK
alm_status alm_csv_read_quoted(alm_csv_record *record, alm_csv_reader *r,
                               alm_error *err);

/* Leaves the record that libcsv is in. */
void alm_csv_stop_libcsv(alm_csv_reader *r);

#endif
