#ifndef ALM_STATS_DISTRIBUTIONS_H
#define ALM_STATS_DISTRIBUTIONS_H

#include "base/error.h"

/* Probabilities and quantiles of the usual distributions.
 *
 *  (1) Both tails are computed as themselves: a p of 1e-200 has its digits.
 *  (2) Parameters out of range, and NaN, are ALM_EINVAL.
 *  (3) A quantile belongs to a p in [0, 1] (the ends give the ends of the
 *      support); it is the least x with P(X <= x) >= p for the discrete ones.
 *  (4) Quantiles are solved on the tail that is given: p = 1e-300 upper works.
 *
 * See special.h for accuracy; the studentized range is good to about 1e-12
 * absolute, and relative in its upper tail. */
typedef enum alm_tail { ALM_TAIL_LOWER, ALM_TAIL_UPPER } alm_tail;

typedef enum alm_distribution_kind {
    ALM_NORMAL,   /* a = mean, b = sd > 0 */
    ALM_T,        /* a = degrees of freedom > 0 */
    ALM_CHI2,     /* a = degrees of freedom > 0 */
    ALM_F,        /* a, b = degrees of freedom > 0 */
    ALM_BETA,     /* a, b > 0 */
    ALM_GAMMA,    /* a = shape > 0, b = rate > 0 */
    ALM_BINOMIAL, /* a = trials, a whole number >= 0; b = probability */
    ALM_POISSON,  /* a = mean > 0 */
    ALM_TUKEY     /* a = groups >= 2; b = degrees of freedom > 0, may be Inf:
                   * the studentized range */
} alm_distribution_kind;

typedef struct alm_distribution {
    alm_distribution_kind kind;
    double a, b;
} alm_distribution;

/* P(X <= x) or P(X > x). */
ALM_MUST_CHECK
alm_status alm_distribution_p(double *out, alm_distribution d, double x,
                              alm_tail tail, alm_error *err);

/* The x with P(X <= x) = p, or P(X > x) = p. */
ALM_MUST_CHECK
alm_status alm_distribution_quantile(double *out, alm_distribution d, double p,
                                     alm_tail tail, alm_error *err);

/* The same for callers that know their arguments to be good: the kernels. NaN
 * gives NaN. The upper tails are P(X > x), those of t and the normal two-sided
 * P(|X| > |x|). `level` is that of a central interval: the quantile at
 * (1 + level) / 2. */
double alm_normal_upper(double z);
double alm_normal_two_sided(double z);
double alm_normal_critical(double level);
double alm_t_two_sided(double t, double df);
double alm_t_critical(double level, double df);
double alm_f_upper(double f, double df1, double df2);
double alm_chi2_upper(double x, double df);

/* The studentized range of k normal means over an independent sd with df
 * degrees of freedom (Inf: known sd), and the q with upper tail p. */
double alm_tukey_upper(double q, double k, double df);
double alm_tukey_critical(double p, double k, double df);

#endif
