#ifndef ALM_STATS_INEQUALITY_H
#define ALM_STATS_INEQUALITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "stats/figure.h"

/* How unequally something is spread.
 *
 *  (1) w weights the values (population); NULL weighs all alike. Values and
 *      weights that are not finite, and negative weights, are ALM_EINVAL. With
 *      p_i = w_i / sum w and mu = sum p_i x_i, every index is a function of
 *      (p_i, x_i / mu): no index depends on the order of the rows, a weight of
 *      0 is a row left out, and equal weights change nothing.
 *  (2) Undefined: fewer than 2 values, mean 0, and negative values (Gini alone
 *      takes them, while the mean is positive). All equal: 0.
 *  (3) Zeros: T takes 0 ln 0 = 0. L, GE(a <= 0) and Atkinson(e >= 1) are
 *      undefined ("values of 0"), never of the others alone.
 *  (4) Gini: 1 - sum p_i (L_i + L_{i-1}) over values and weights sorted
 *      together; unweighted 2 sum i x_(i) / (n sum x) - (n+1)/n. `small_sample`
 *      multiplies by n / (n - 1) (Deltas 2003).
 *  (5) Theil T = sum p r ln r and L = sum p ln 1/r, r = x / mu (Theil 1967);
 *      GE(a) = (sum p r^a - 1) / (a (a - 1)), GE(1) = T, GE(0) = L (Shorrocks
 *      1980). Atkinson 1970. Hoover = sum p |r - 1| / 2. Coefficient of
 *      variation sqrt(sum p (r - 1)^2), which with population weights is
 *      Williamson's (1965), deviations from the weighted mean.
 *  (6) Decompositions are exact: total = within + between (+ overlap).
 *      T_w = sum s_g T_g, T_b = sum s_g ln(s_g / p_g); L_w = sum p_g L_g, L_b =
 *      sum p_g ln(p_g / s_g), s income and p population shares (Bourguignon
 *      1979). Gini: within sum p_g s_g G_g, between the Gini of group means.
 *  (7) Erreygers 2009: 4 mu G / (high - low) for bounded values.
 *
 * O(n), Gini and Lorenz O(n log n). */

ALM_MUST_CHECK
alm_status alm_gini(alm_figure *out, const double *x, const double *w, size_t n,
                    bool small_sample, alm_error *err);
ALM_MUST_CHECK
alm_status alm_generalised_entropy(alm_figure *out, const double *x,
                                   const double *w, size_t n, double a,
                                   alm_error *err);
ALM_MUST_CHECK
alm_status alm_theil_t(alm_figure *out, const double *x, const double *w,
                       size_t n, alm_error *err);
ALM_MUST_CHECK
alm_status alm_theil_l(alm_figure *out, const double *x, const double *w,
                       size_t n, alm_error *err);

/* e >= 0, the aversion to inequality. */
ALM_MUST_CHECK
alm_status alm_atkinson(alm_figure *out, const double *x, const double *w,
                        size_t n, double e, alm_error *err);
ALM_MUST_CHECK
alm_status alm_hoover(alm_figure *out, const double *x, const double *w,
                      size_t n, alm_error *err);
ALM_MUST_CHECK
alm_status alm_variation(alm_figure *out, const double *x, const double *w,
                         size_t n, alm_error *err);

/* Herfindahl and Hirschman: the sum of squared shares of the total. */
ALM_MUST_CHECK
alm_status alm_herfindahl(alm_figure *out, const double *x, size_t n,
                          alm_error *err);

/* Values outside [low, high] are ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_erreygers(alm_figure *out, const double *x, const double *w,
                         size_t n, double low, double high, alm_error *err);

/* The mean of the `count` greatest over that of the `count` least; count <=
 * n / 2, else undefined. */
ALM_MUST_CHECK
alm_status alm_top_bottom(alm_figure *out, const double *x, size_t n,
                          size_t count, alm_error *err);

/* Points (p, share), n + 1 of them from (0, 0) to (1, 1). ALM_EINVAL where the
 * curve is undefined by (2); negative values included. */
ALM_MUST_CHECK
alm_status alm_lorenz(double *p, double *share, const double *x,
                      const double *w, size_t n, alm_error *err);

typedef struct alm_decomposition {
    alm_figure total, within, between, overlap; /* overlap: Gini only, else 0 */
} alm_decomposition;

typedef enum alm_index {
    ALM_INDEX_THEIL_T,
    ALM_INDEX_THEIL_L,
    ALM_INDEX_GINI
} alm_index;

/* group[i] < k, else ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_decompose(alm_decomposition *out, alm_index index,
                         const double *x, const double *w,
                         const uint32_t *group, size_t n, size_t k,
                         alm_error *err);

#endif
