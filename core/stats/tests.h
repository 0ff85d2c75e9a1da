#ifndef ALM_STATS_TESTS_H
#define ALM_STATS_TESTS_H

#include <stdbool.h>

#include "base/error.h"
#include "stats/correlation.h"
#include "stats/figure.h"

/* Tests of one and two samples, of counts, and of normality.
 *
 *  (1) Missing values have been removed (of pairs: both). Values that are not
 *      finite are ALM_EINVAL, and so is a level outside (0, 1).
 *  (2) p is two-sided. What too few or constant values leave undefined says
 *      why.
 *  (3) t tests: `estimate` is mean(x) - mean(y), mean(x) - mu, or the mean
 *      difference; Welch's with Satterthwaite's degrees of freedom unless the
 *      variances are pooled.
 *  (4) Mann-Whitney: `statistic` is the number of pairs with x > y, ties as
 *      half (R's W). Exact for fewer than 50 values on both sides without ties,
 *      else normal with tie correction and, when asked, continuity correction.
 *      `effect` is the rank-biserial correlation 2 W / (m n) - 1.
 *  (5) Signed rank: zeros are dropped (Wilcoxon); `statistic` is V, the sum of
 *      the ranks of the positive differences. Exact for fewer than 50 values
 *      without ties or zeros. `effect` is (V - V-) / (V + V-).
 *  (6) chi2 of a table: rows x columns of counts; an empty row or column leaves
 *      it undefined. No continuity correction. Cramer's V, and the least
 *      expected count, which should be 5 or so.
 *  (7) Shapiro-Wilk: Royston, AS R94, Applied Statistics 44 (1995); 3 <= n <=
 *      5000.
 *
 * O(n log n) but for the exact tests, which are O(n^3) at most 50. */

typedef struct alm_t_result {
    alm_figure estimate, t, p, low, high;
    double df;
} alm_t_result;

ALM_MUST_CHECK
alm_status alm_t_one_sample(alm_t_result *out, const double *x, size_t n,
                            double mu, double level, alm_error *err);
ALM_MUST_CHECK
alm_status alm_t_paired(alm_t_result *out, const double *x, const double *y,
                        size_t n, double level, alm_error *err);
ALM_MUST_CHECK
alm_status alm_t_two_sample(alm_t_result *out, const double *x, size_t nx,
                            const double *y, size_t ny, bool pooled,
                            double level, alm_error *err);

/* F = var(x) / var(y); the interval is that of the ratio. */
typedef struct alm_variance_result {
    alm_figure f, p, low, high;
    double df1, df2;
} alm_variance_result;

ALM_MUST_CHECK
alm_status alm_variance_test(alm_variance_result *out, const double *x,
                             size_t nx, const double *y, size_t ny,
                             double level, alm_error *err);

typedef struct alm_rank_result {
    alm_figure statistic, p, effect;
    alm_p_method method; /* exact or normal */
    size_t dropped;      /* zeros, signed rank only */
} alm_rank_result;

ALM_MUST_CHECK
alm_status alm_mann_whitney(alm_rank_result *out, const double *x, size_t nx,
                            const double *y, size_t ny, bool continuity,
                            alm_error *err);

/* Of differences; pairs are subtracted by the caller. */
ALM_MUST_CHECK
alm_status alm_signed_rank(alm_rank_result *out, const double *d, size_t n,
                           bool continuity, alm_error *err);

typedef struct alm_chi2_result {
    alm_figure chi2, p, cramer_v;
    double df, total, least_expected;
} alm_chi2_result;

/* `counts` row by row, none negative; `expected` has the same room or is NULL.
 */
ALM_MUST_CHECK
alm_status alm_chi2_table(alm_chi2_result *out, double *expected,
                          const double *counts, size_t rows, size_t columns,
                          alm_error *err);

/* Counts against shares, which are rescaled to sum to 1; NULL: all alike. */
ALM_MUST_CHECK
alm_status alm_chi2_goodness(alm_chi2_result *out, const double *counts,
                             const double *shares, size_t n, alm_error *err);

typedef struct alm_shapiro_result {
    alm_figure w, p;
} alm_shapiro_result;

ALM_MUST_CHECK
alm_status alm_shapiro_wilk(alm_shapiro_result *out, const double *x, size_t n,
                            alm_error *err);

#endif
