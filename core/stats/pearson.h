#ifndef ALM_STATS_PEARSON_H
#define ALM_STATS_PEARSON_H

#include "stats/correlation.h"

/* What the correlation kernels share; not for callers. */

/* Why x and y have no correlation; NULL when they have. */
const char *alm_no_correlation(const double *x, const double *y, size_t n);

void alm_correlation_undefined(alm_correlation *out, size_t n, const char *why);

/* Rule (1) of correlation.h. */
ALM_MUST_CHECK
alm_status alm_check_pairs(const double *x, const double *y, size_t n,
                           double level, alm_error *err);

/* r of finite series that are not constant. */
double alm_pearson_r(const double *x, const double *y, size_t n);

/* Fills statistic, df, p and method by rule (5), with df = n - lost. */
void alm_correlation_test_t(alm_correlation *out, double r, size_t lost);

/* Fills low and high from r and the variance of its Fisher z. */
void alm_correlation_interval(alm_correlation *out, double variance,
                              double level);

#endif
