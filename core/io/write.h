#ifndef ALM_IO_WRITE_H
#define ALM_IO_WRITE_H

#include "base/buffer.h"
#include "table/table.h"

/* Tables as bytes for other programs. Numbers in the shortest form that reads
 * back equal, periods in their notation, no locale anywhere. Hidden columns are
 * left out. */

/* Where the bytes go, in pieces of some size. */
typedef struct alm_sink {
    alm_status (*write)(void *data, const char *bytes, size_t n,
                        alm_error *err);
    void *data;
} alm_sink;

/* A sink that appends to a buffer. */
alm_sink alm_sink_to_buffer(alm_buffer *buf);

/* What a writer could not say in its format. */
typedef struct alm_write_report {
    size_t not_finite; /* nan and infinities */
} alm_write_report;

/* RFC 4180 with LF. Missing is the empty field, the empty text is "", NaN is
 * nan. Fields are quoted where reading back would change them. */
ALM_MUST_CHECK
alm_status alm_write_csv(const alm_table *table, alm_sink sink,
                         alm_write_report *report, alm_error *err);

/* The same with tabs for commas. */
ALM_MUST_CHECK
alm_status alm_write_tsv(const alm_table *table, alm_sink sink,
                         alm_write_report *report, alm_error *err);

/* An array of objects, one a line, without a line's end after it. Missing is
 * null; so are NaN and infinities, which are counted. */
ALM_MUST_CHECK
alm_status alm_write_json(const alm_table *table, alm_sink sink,
                          alm_write_report *report, alm_error *err);

/* One object a line. */
ALM_MUST_CHECK
alm_status alm_write_jsonl(const alm_table *table, alm_sink sink,
                           alm_write_report *report, alm_error *err);

/* A text as a JSON string, quotes included. Text must be UTF-8. */
ALM_MUST_CHECK
alm_status alm_json_add_string(alm_buffer *buf, const char *text, size_t n,
                               alm_error *err);

/* Writes a file whole or not at all: a temporary file in the same folder,
 * flushed to disk, then renamed over `path`. A symbolic link is followed, the
 * permissions of an existing file are kept; what is no regular file (a pipe,
 * /dev/stdout) is written directly. */
ALM_MUST_CHECK
alm_status alm_file_write_atomic(const char *path, const void *bytes, size_t n,
                                 alm_error *err);

/* The same for a file that must not be there yet: ALM_EINVAL when it is,
 * however late it came. */
ALM_MUST_CHECK
alm_status alm_file_create(const char *path, const void *bytes, size_t n,
                           alm_error *err);

/* Makes a folder and those above it that are missing. */
ALM_MUST_CHECK
alm_status alm_folder_make(const char *path, alm_error *err);

#endif
