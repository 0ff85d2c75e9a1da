#ifndef ALM_IO_TABLE_WRITER_H
#define ALM_IO_TABLE_WRITER_H

#include "io/write.h"

/* What all writers share: the columns to be written, loaded and as windows, and
 * a buffer that goes to the sink whenever it is full enough. */
typedef struct alm_table_writer {
    alm_vector *vectors;
    const char **names;
    size_t width; /* columns that are not hidden */
    size_t rows;
    alm_sink sink;
    alm_buffer out;
    alm_write_report report;
    alm_write_report *reported; /* NULL when nobody asks */
} alm_table_writer;

/* After a failure alm_table_writer_close is still needed. */
ALM_MUST_CHECK
alm_status alm_table_writer_open(alm_table_writer *w, const alm_table *table,
                                 alm_sink sink, alm_write_report *report,
                                 alm_error *err);

/* A present value that is no text, as it is written everywhere. */
ALM_MUST_CHECK
alm_status alm_table_writer_add_plain(alm_table_writer *w, size_t column,
                                      size_t row, alm_error *err);

/* Ends a row with `text` and lets the sink have what there is. */
ALM_MUST_CHECK
alm_status alm_table_writer_end_row(alm_table_writer *w, const char *text,
                                    alm_error *err);

/* Flushes if `status` is ALM_OK, frees, and returns the status of the whole. */
ALM_MUST_CHECK
alm_status alm_table_writer_close(alm_table_writer *w, alm_status status,
                                  alm_error *err);

#endif
