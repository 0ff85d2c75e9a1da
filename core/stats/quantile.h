#ifndef ALM_STATS_QUANTILE_H
#define ALM_STATS_QUANTILE_H

#include "base/error.h"
#include "stats/figure.h"

/* Quantiles.
 *
 *  (1) p is a fraction in [0, 1]; anything else, NaN included, is ALM_EINVAL.
 *  (2) The caller has removed missing values. A NaN is ALM_EINVAL: it has no
 *      place in an order. Of no values every quantile is undefined.
 *  (3) `type` is one of the nine of Hyndman and Fan, "Sample quantiles in
 *      statistical packages", The American Statistician 50 (1996); the default
 *      of R, NumPy and Almanac is 7. Other numbers are ALM_EINVAL.
 *  (4) A position n p + m within 4 ulp of a whole number counts as that number,
 *      as in R, so that 0.1 * 30 means the third value.
 *  (5) Between equal neighbours nothing is computed, so infinities stay what
 *      they are; between -Inf and Inf an interpolated figure is undefined.
 *
 * Each call sorts a private copy: O(n), n doubles of scratch and more while
 * sorting. alm_quantile_sorted works on what is sorted already. */

enum { ALM_QUANTILE_DEFAULT = 7 };

/* out[0..np): the quantiles at p[0..np). */
ALM_MUST_CHECK
alm_status alm_quantiles(alm_figure *out, const double *x, size_t n,
                         const double *p, size_t np, int type, alm_error *err);
ALM_MUST_CHECK
alm_status alm_quantile(alm_figure *out, const double *x, size_t n, double p,
                        int type, alm_error *err);
ALM_MUST_CHECK
alm_status alm_median(alm_figure *out, const double *x, size_t n,
                      alm_error *err);

/* The same of ascending values without NaN, which are not checked. */
ALM_MUST_CHECK
alm_status alm_quantile_sorted(alm_figure *out, const double *sorted, size_t n,
                               double p, int type, alm_error *err);

/* The median of |x - median(x)|, times `scale`: 1, or 1.4826 to estimate the sd
 * of a normal. Infinite values are ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_mad(alm_figure *out, const double *x, size_t n, double scale,
                   alm_error *err);

#endif
