#ifndef ALM_IO_CSV_PLAN_H
#define ALM_IO_CSV_PLAN_H

#include "io/csv.h"
#include "io/schema.h"

/* What csv_load.c, csv_plan.c and csv_ragged.c share. */

/* What every pass over a source needs to know. */
typedef struct alm_csv_plan {
    alm_loader loader; /* first: freed through it */
    alm_source *source;
    alm_csv_dialect dialect; /* settled */
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
alm_status alm_csv_ragged_fail(const alm_csv_plan *p, const alm_csv_ragged *r,
                               alm_error *err);

#endif
