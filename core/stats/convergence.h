#ifndef ALM_STATS_CONVERGENCE_H
#define ALM_STATS_CONVERGENCE_H

#include "base/error.h"
#include "stats/figure.h"

/* Whether regions grow alike.
 *
 *  (1) Values are of the same regions at every time; those with a missing one
 *      are out. Not finite: ALM_EINVAL. Beta and sigma need positive values:
 *      else undefined ("values that are not positive").
 *  (2) Beta: (1/T) ln(x_T / x_0) = a + b ln x_0 by least squares; lambda =
 *      -ln(1 + b T) / T, half-life ln 2 / lambda (Barro and Sala-i-Martin
 *      1992); se(lambda) = se(b) / (1 + b T). T is in years, b per year.
 *  (3) lambda is undefined when 1 + b T <= 0 ("overshoot"), the half-life when
 *      b >= 0 ("divergence").
 *  (4) Sigma: the sd of ln x at both times, divided by n (a full set of
 *      regions). Tested as the dependent samples they are: Pitman and Morgan's
 *      t = r sqrt((n - 2) / (1 - r^2)), r the correlation of sums and
 *      differences of the logs; t > 0 means that the dispersion fell.
 *  (5) Gamma (Boyle and McCarthy 1997): the variance of the ranks summed over
 *      T times over that of T times the first ranks; 1 when ranks never change.
 *  (6) Delta: sum of max - x (convergence towards the best). */
typedef struct alm_beta_result {
    size_t n;
    alm_figure a, b, se, t, p, r2;
    alm_figure lambda, lambda_se, half_life;
} alm_beta_result;

/* years: T > 0, else ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_beta_convergence(alm_beta_result *out, const double *first,
                                const double *last, size_t n, double years,
                                alm_error *err);

typedef struct alm_sigma_result {
    size_t n;
    alm_figure first, last; /* sd of logs */
    alm_figure t, p;
    double df;
} alm_sigma_result;

ALM_MUST_CHECK
alm_status alm_sigma_convergence(alm_sigma_result *out, const double *first,
                                 const double *last, size_t n, alm_error *err);

/* values[time][region]. */
ALM_MUST_CHECK
alm_status alm_gamma_convergence(alm_figure *out, const double *const *values,
                                 size_t times, size_t n, alm_error *err);
ALM_MUST_CHECK
alm_status alm_delta_convergence(alm_figure *out, const double *x, size_t n,
                                 alm_error *err);

#endif
