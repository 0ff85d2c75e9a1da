#ifndef ALM_STATS_PADJUST_H
#define ALM_STATS_PADJUST_H

#include "base/error.h"

/* p values adjusted for there being many.
 *
 *  (1) Each p is in [0, 1]; anything else is ALM_EINVAL.
 *  (2) An adjusted p never exceeds 1 and keeps the order of the raw ones.
 *  (3) Bonferroni; Holm 1979; Hochberg 1988; Hommel 1988 (all family-wise);
 *      Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001 (false
 *      discovery rate).
 *
 * `out` may be `p`. O(n log n), Hommel O(n^2). */
typedef enum alm_adjust {
    ALM_ADJUST_BONFERRONI,
    ALM_ADJUST_HOLM,
    ALM_ADJUST_HOCHBERG,
    ALM_ADJUST_HOMMEL,
    ALM_ADJUST_BH,
    ALM_ADJUST_BY
} alm_adjust;

ALM_MUST_CHECK
alm_status alm_p_adjust(double *out, const double *p, size_t n,
                        alm_adjust method, alm_error *err);

#endif
