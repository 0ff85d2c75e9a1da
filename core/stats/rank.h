#ifndef ALM_STATS_RANK_H
#define ALM_STATS_RANK_H

#include <stdbool.h>

#include "base/error.h"

/* Ranks from 1.
 *
 *  (1) A NaN is ALM_EINVAL. Infinities rank as the ends.
 *  (2) Values are tied when they are equal; -0 and 0 are. Values equal at a
 *      published precision are ties too: the caller rounds first.
 *  (3) Ascending: the least value has rank 1. Descending, as in a league table:
 *      the greatest has.
 *
 * O(n) time, five words of scratch a value. */
typedef enum alm_ties {
    ALM_TIES_AVERAGE, /* 1 2.5 2.5 4: for tests */
    ALM_TIES_MIN,     /* 1 2 2 4: competition */
    ALM_TIES_MAX,     /* 1 3 3 4: modified competition */
    ALM_TIES_DENSE,   /* 1 2 2 3 */
    ALM_TIES_ORDINAL  /* 1 2 3 4: ties in the order given */
} alm_ties;

ALM_MUST_CHECK
alm_status alm_rank(double *ranks, const double *x, size_t n, alm_ties ties,
                    bool descending, alm_error *err);

/* What tie corrections are made of: over the sizes t of the groups of equal
 * values, `pairs` is the sum of t (t - 1) / 2, `cubes` of t^3 - t, `triples` of
 * t (t - 1) (t - 2) and `kendall` of t (t - 1) (2 t + 5). `sorted` is in order
 * (ascending or descending). */
typedef struct alm_tie_sums {
    double pairs, cubes, triples, kendall;
} alm_tie_sums;

alm_tie_sums alm_count_ties(const double *sorted, size_t n);

#endif
