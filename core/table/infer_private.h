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
    size_t expected; /* of a part: its usual rows */
    bool lenient;    /* a number although some values are none */
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

#endif
