#ifndef ALM_IO_CSV_H
#define ALM_IO_CSV_H

#include "io/load.h"
#include "io/source.h"

/* CSV, record by record and as a table.
 *
 * libcsv is the authority for every record that holds a quote (strict, blanks
 * kept); a record without one is split at the delimiter. A record ends at LF,
 * CR LF or a lone CR. Lines are physical lines, those inside quotes included.
 */
typedef struct alm_csv_reader alm_csv_reader;

typedef struct alm_csv_field {
    const char *text;
    size_t len;
    bool quoted; /* of an empty field: it stood in quotes */
} alm_csv_field;

/* Valid until the next call. */
typedef struct alm_csv_record {
    const alm_csv_field *fields;
    size_t count; /* at least 1; a blank line is one empty field */
    size_t line;  /* on which it starts */
} alm_csv_record;

/* Reads from the start of `source` (one more reference is taken). The delimiter
 * of `dialect` must be known. With `check`, bytes that are no text are refused
 * with their place. */
ALM_MUST_CHECK
alm_status alm_csv_reader_new(alm_csv_reader **out, alm_source *source,
                              const alm_csv_dialect *dialect, bool check,
                              alm_error *err);
void alm_csv_reader_free(alm_csv_reader *reader); /* NULL is allowed */

/* Where a record starts. */
typedef struct alm_csv_place {
    size_t offset; /* in the text of the source */
    size_t line;
} alm_csv_place;

/* A reader that stands nowhere, for alm_csv_reader_move: it skips no lines.
 * `step` bytes at a time are read from a disk. */
ALM_MUST_CHECK
alm_status alm_csv_reader_new_idle(alm_csv_reader **out, alm_source *source,
                                   const alm_csv_dialect *dialect, size_t step,
                                   bool check, alm_error *err);

/* Goes to `place`, to read records that end before the line in which `end` is;
 * a longer one is refused with ALM_ELIMIT. */
ALM_MUST_CHECK
alm_status alm_csv_reader_move(alm_csv_reader *reader, alm_csv_place place,
                               size_t end, alm_error *err);

/* The same, to the first line that starts after the byte at `offset`, wherever
 * that byte is; it counts as line 1. ALM_ELIMIT when none is near. */
ALM_MUST_CHECK
alm_status alm_csv_reader_seek(alm_csv_reader *reader, size_t offset,
                               size_t end, alm_error *err);

/* Goes back to a place passed before; false when that is no longer at hand. */
bool alm_csv_reader_rewind(alm_csv_reader *reader, alm_csv_place place);

/* Where the record before ended. */
alm_csv_place alm_csv_reader_place(const alm_csv_reader *reader);

/* Passes over the bytes up to the next LF, whatever they mean, without counting
 * lines. False when none is near. */
bool alm_csv_reader_pass_line(alm_csv_reader *reader);

/* The next record; *more is false after the last. Comment lines and the lines
 * to skip are passed over, blank lines are not. ALM_EPARSE with line and byte
 * for a quote that is never closed, text after a closing quote, and a quote
 * inside a field that does not start with one. */
ALM_MUST_CHECK
alm_status alm_csv_reader_next(alm_csv_record *record, bool *more,
                               alm_csv_reader *reader, alm_error *err);

/* Whether the record is a line of nothing but blanks. */
bool alm_csv_record_is_blank(const alm_csv_record *record);

/* The delimiter that splits the first lines most evenly, out of , ; tab and |.
 * A file in which none does is one of a single column: ','. */
ALM_MUST_CHECK
alm_status alm_csv_detect_delimiter(char *out, alm_source *source,
                                    const alm_csv_dialect *dialect,
                                    alm_error *err);

/* Whether a first record is a header rather than data: it holds no number,
 * period or boolean, except bare years among names (region,2015,2016). */
bool alm_csv_looks_like_header(const alm_csv_record *record);

/* The table in `source`. A column of a source that is not held in memory is
 * deferred: its values are read when first needed. */
ALM_MUST_CHECK
alm_status alm_csv_load(alm_table **out, alm_load_report *report,
                        alm_source *source, const alm_load_options *options,
                        alm_error *err);

#endif
