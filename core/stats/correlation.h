#ifndef ALM_STATS_CORRELATION_H
#define ALM_STATS_CORRELATION_H

#include "base/error.h"
#include "stats/figure.h"

/* How two series go together.
 *
 *  (1) Pairs with a missing value have been removed. NaN and infinities are
 *      ALM_EINVAL, and so is a level outside (0, 1).
 *  (2) A constant series, or n < 2, leaves the coefficient undefined, and with
 *      it all the rest: never NaN, never 0.
 *  (3) n < 3: no test. n < 4 (Kendall: n < 5): no interval.
 *  (4) p is two-sided.
 *  (5) Pearson: t = r sqrt((n-2) / (1-r^2)) on n - 2 degrees of freedom;
 *      interval by Fisher's z, atanh r +- z / sqrt(n-3). |r| = 1: t is
 *      infinite, p is 0 and the interval is r alone.
 *  (6) Spearman: Pearson's r of average ranks. p exact for n < 10 without ties
 *      (all n! orders counted), else by t as in (5). Interval: atanh rho +- z
 *      sqrt((1 + rho^2/2) / (n-3)), Bonett and Wright, Psychometrika 65 (2000).
 *      `statistic` is S = sum of squared rank differences without ties, else
 *      (n^3 - n) (1 - rho) / 6, R's S.
 *  (7) Kendall: tau_b. p exact for n <= 50 without ties (Kendall's
 *      recurrence), else normal with the tie-corrected variance (Kendall, Rank
 *      Correlation Methods, 1970), no continuity correction. `statistic` is T,
 *      the number of concordant pairs, when exact, else z. Interval: atanh tau
 *      +- z sqrt(.437 / (n-4)), Fieller, Hartley and Pearson, Biometrika 44
 *      (1957). O(n log n) by counting inversions (Knight 1966). */
typedef enum alm_p_method {
    ALM_P_NONE, /* no test */
    ALM_P_EXACT,
    ALM_P_T,
    ALM_P_NORMAL
} alm_p_method;

typedef struct alm_correlation {
    size_t n;
    alm_figure r;         /* the coefficient */
    alm_figure statistic; /* t, S, T or z: see (5) to (7) */
    double df;            /* of t; 0 where there is none */
    alm_figure p;
    alm_p_method method;
    alm_figure low, high; /* the interval at the level asked */
} alm_correlation;

ALM_MUST_CHECK
alm_status alm_pearson(alm_correlation *out, const double *x, const double *y,
                       size_t n, double level, alm_error *err);
ALM_MUST_CHECK
alm_status alm_spearman(alm_correlation *out, const double *x, const double *y,
                        size_t n, double level, alm_error *err);
ALM_MUST_CHECK
alm_status alm_kendall(alm_correlation *out, const double *x, const double *y,
                       size_t n, double level, alm_error *err);

/* The sample covariance, divided by n - 1; undefined for n < 2. */
ALM_MUST_CHECK
alm_status alm_covariance(alm_figure *out, const double *x, const double *y,
                          size_t n, alm_error *err);

/* Pearson's r of what the k controls leave of x and y (residuals of least
 * squares with intercept), tested on n - 2 - k degrees of freedom; interval by
 * Fisher's z with n - 3 - k. controls[j] is an array of n. Undefined when the
 * controls explain a series wholly. Dependent controls are ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_partial_correlation(alm_correlation *out, const double *x,
                                   const double *y,
                                   const double *const *controls, size_t k,
                                   size_t n, double level, alm_error *err);

/* Pearson's r without each pair in turn: which one moves r most. `r_without`
 * has room for n, or is NULL. Undefined entries are those where what is left
 * is constant; `low` and `high` skip them. O(n). */
typedef struct alm_leave_one_out {
    alm_figure low, high;   /* the range of r */
    size_t low_at, high_at; /* the pair whose absence gives it */
    size_t most_at;         /* the pair that moves r most */
} alm_leave_one_out;

ALM_MUST_CHECK
alm_status alm_pearson_leave_one_out(alm_leave_one_out *out,
                                     alm_figure *r_without, const double *x,
                                     const double *y, size_t n, alm_error *err);

#endif
