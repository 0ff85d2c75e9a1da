#ifndef ALM_IO_CSV_PLAN_H
#define ALM_IO_CSV_PLAN_H

#include "io/csv.h"
#include "io/schema.h"

/* What the files csv_*.c share. */

/* What every pass over a source needs to know. */
typedef struct alm_csv_plan {
    alm_loader loader; /* first: freed through it */
    alm_source *source;
    alm_csv_dialect dialect; /* settled */
    alm_load_share share;    /* settled */
    alm_names names;
    alm_infer_rules *rules; /* one a column; their words are owned */
    size_t rows;
    bool has_header;
    alm_origin *origin;
} alm_csv_plan;

/* Settles the dialect, reads the header and finds the rules of the columns.
 * plan->loader.load is left to the caller. */
ALM_MUST_CHECK
alm_status alm_csv_plan_new(alm_csv_plan **out, alm_load_report *report,
                            alm_source *source, const alm_load_options *options,
                            alm_error *err);
void alm_csv_plan_release(alm_csv_plan *p); /* NULL is allowed */

/* Steps over blank lines to the first record. */
ALM_MUST_CHECK
alm_status alm_csv_next_filled(alm_csv_record *record, bool *more,
                               alm_csv_reader *reader, alm_error *err);

/* ---- records of the wrong length (csv_ragged.c) ---- */

/* As many as an error names. */
#define ALM_CSV_RAGGED_SHOWN 10

typedef struct alm_csv_ragged {
    size_t n;
    size_t lines[ALM_CSV_RAGGED_SHOWN];
    size_t counts[ALM_CSV_RAGGED_SHOWN]; /* fields they have */
} alm_csv_ragged;

typedef enum alm_csv_verdict {
    ALM_CSV_KEEP,
    ALM_CSV_SKIP, /* a blank line */
    ALM_CSV_DROP, /* as --ragged wants it */
    ALM_CSV_REFUSE
} alm_csv_verdict;

alm_csv_verdict alm_csv_judge(const alm_csv_plan *p,
                              const alm_csv_record *record);
void alm_csv_ragged_note(alm_csv_ragged *r, const alm_csv_record *record);

/* Adds those of a later part, whose lines are counted from `shift`. */
void alm_csv_ragged_join(alm_csv_ragged *r, const alm_csv_ragged *part,
                         size_t shift);
alm_status alm_csv_ragged_fail(const alm_csv_plan *p, const alm_csv_ragged *r,
                               alm_error *err);

/* ---- lines of rows (csv_lines.c) ---- */

/* `items` is NULL while row i stands on line first + i. A zeroed struct is that
 * of no rows. */
typedef struct alm_csv_lines {
    uint32_t *items;
    uint32_t *spare; /* an array of before, of the same `cap` */
    size_t cap;
    size_t first;
} alm_csv_lines;

ALM_MUST_CHECK
alm_status alm_csv_lines_add(alm_csv_lines *lines, size_t row, size_t line,
                             alm_error *err);

/* Adds those of `n` rows of a later part, whose lines are counted from `shift`.
 * `row` is the number of rows before. */
ALM_MUST_CHECK
alm_status alm_csv_lines_join(alm_csv_lines *lines, size_t row,
                              const alm_csv_lines *part, size_t n, size_t shift,
                              alm_error *err);

/* ---- passes (csv_pass.c, csv_share.c) ---- */

/* What the first pass finds of a file, or of a part of it. */
typedef struct alm_csv_structure {
    alm_csv_lines lines;
    alm_csv_ragged ragged;
    size_t dropped;
} alm_csv_structure;

/* Where records go. */
typedef struct alm_csv_target {
    const alm_csv_plan *plan;
    alm_infer *const *infers; /* one a column, NULL for those not wanted; NULL
                                 for none */
    alm_csv_structure *structure; /* NULL but in the first pass */
    size_t rows;                  /* that came here */
} alm_csv_target;

/* Reads the records that start before the offset `end`, until `rows` are there.
 * *more is false when none follows. */
ALM_MUST_CHECK
alm_status alm_csv_read(alm_csv_target *target, bool *more,
                        alm_csv_reader *reader, size_t end, size_t rows,
                        alm_error *err);

/* Reads all that follows `place`, cut into chunks that several threads read
 * side by side. Columns have been settled. */
ALM_MUST_CHECK
alm_status alm_csv_share(alm_csv_target *target, alm_csv_place place,
                         alm_error *err);

/* Reads every record into `infers` and, in the first pass, finds `s`; else that
 * is NULL. Sets p->rows. */
ALM_MUST_CHECK
alm_status alm_csv_run_pass(alm_csv_plan *p, alm_infer *const *infers,
                            alm_csv_structure *s, alm_error *err);

#endif
