#ifndef ALM_EXPR_SERIES_H
#define ALM_EXPR_SERIES_H

#include "expr/operand.h"
#include "stats/rank.h"

/* Columns whose rows depend on the whole column. Missing rows stay missing and
 * count for nothing; text, booleans and periods are ALM_ETYPE unless said. */

/* From the first row to this one.
 *
 *  (1) Integers stay integers; sums and products wrap at 64 bits as Lua's do.
 *  (2) Doubles are added in row order, as a loop would.
 *  (3) A NaN stays in sums and products; maximum and minimum pass over it, and
 *      are NaN only until the first other value. */
typedef enum alm_running {
    ALM_RUNNING_SUM,
    ALM_RUNNING_PRODUCT,
    ALM_RUNNING_MAX,
    ALM_RUNNING_MIN
} alm_running;

ALM_MUST_CHECK
alm_status alm_accumulate(alm_column **out, alm_running what,
                          const alm_vector *v, alm_error *err);

/* Ranks from 1, by the rules of stats/rank.h.
 *
 *  (4) Periods rank by their ends. NaN is ALM_EINVAL.
 *  (5) Average ranks are numbers, all others integers.
 *  (6) Integers beyond 2^53 are compared exactly. */
ALM_MUST_CHECK
alm_status alm_rank_rows(alm_column **out, const alm_vector *v, alm_ties ties,
                         bool descending, alm_error *err);

/* "average" or "fractional", "min" or "competition", "max", "dense",
 * "ordinal". */
bool alm_ties_from_name(alm_ties *out, const char *name);

/* (x - mean) / sd, with n - 1 in the sd.
 *
 *  (7) Where the sd is not defined or 0, all rows are missing and *why (may be
 *      NULL) says the reason in static text; NULL otherwise. */
ALM_MUST_CHECK
alm_status alm_zscore(alm_column **out, const char **why, const alm_vector *v,
                      alm_error *err);

/* 100 x / sum, in %.
 *
 *  (8) A sum of 0 leaves all rows missing, with *why as in (7). */
ALM_MUST_CHECK
alm_status alm_share(alm_column **out, const char **why, const alm_vector *v,
                     alm_error *err);

/* Each missing row gets the value of the last row before it that has one. Any
 * type; *filled (may be NULL) counts them. */
ALM_MUST_CHECK
alm_status alm_fill_forward(alm_column **out, size_t *filled,
                            const alm_vector *v, alm_error *err);

#endif
