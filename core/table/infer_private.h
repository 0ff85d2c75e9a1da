#ifndef ALM_TABLE_INFER_PRIVATE_H
#define ALM_TABLE_INFER_PRIVATE_H

#include "base/buffer.h"
#include "table/infer_cell.h"

/* What infer.c and infer_join.c share. */

typedef enum state {
    STATE_NONE, /* nothing but missing values so far */
    STATE_TYPED,
    STATE_TEXT,
    STATE_LOST /* the column is otherwise; the next pass will get it right */
} state;

typedef struct raw_cell {
    size_t end; /* in `raw`; it starts where the one before it ends */
    alm_cell cell;
    bool missing;
} raw_cell;

struct alm_infer {
    alm_infer_rules rules;
    alm_buffer raw;
    raw_cell *cells; /* NULL once the raw rows are given up */
    size_t rows;
    state state;
    alm_builder *builder; /* NULL in STATE_NONE */
    size_t pending;       /* missing values before the first present one */
    bool hinted;          /* the hint holds so far */
    bool beyond_exact;    /* an integer beyond 2^53 */
    bool decimal_seen;
    bool force_text; /* decided by an earlier pass */
    bool plain;      /* the rules change nothing in numbers */
    bool lenient;    /* a number although some values are none */
    size_t expected; /* of a part: its usual rows */
    size_t numbers;  /* counted only under ALM_BAD_MISSING */
    size_t others;
    alm_infer_result result;
};

/* Forgets every value of this pass; what earlier ones decided stays. */
void alm_infer_reset(alm_infer *inf);

/* The builder of the column, with what was missing before the first value. */
ALM_MUST_CHECK
alm_status alm_infer_start(alm_infer *inf, alm_type type, alm_error *err);

/* The column is not what it seemed. The caller goes back to the first row. */
void alm_infer_lose(alm_infer *inf);

/* Integers that every double near them can tell apart. */
#define ALM_EXACT_INTEGER (INT64_C(1) << 53)

static inline bool alm_infer_is_inexact(int64_t x)
{
    return x > ALM_EXACT_INTEGER || x < -ALM_EXACT_INTEGER;
}

/* ---- cells that become values whatever came before them (infer_put.c) ---- */

ALM_MUST_CHECK
alm_status alm_infer_put_missing(alm_infer *inf, alm_error *err);

/* A cell of a column of text. */
ALM_MUST_CHECK
alm_status alm_infer_put_text(alm_infer *inf, const char *text, size_t len,
                              alm_cell cell, alm_error *err);

/* A value that the type of the column does not have. */
ALM_MUST_CHECK
alm_status alm_infer_put_bad(alm_infer *inf, const alm_cell_value *v,
                             alm_error *err);

/* A cell of a column whose type is declared. */
ALM_MUST_CHECK
alm_status alm_infer_put_declared(alm_infer *inf, const alm_cell_value *v,
                                  alm_error *err);

/* The number in a cell; remembers a percent sign. */
alm_number_kind alm_infer_number(alm_infer *inf, const alm_cell_value *v,
                                 int64_t *i, double *x);

#endif
