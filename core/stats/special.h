#ifndef ALM_STATS_SPECIAL_H
#define ALM_STATS_SPECIAL_H

/* The two incomplete integrals that the distributions are made of, each as
 * both tails, so that neither is ever taken as 1 minus the other where it is
 * small. Long double inside; about 1e-15 relative in both tails. GSL's own
 * cdfs of t use an expansion that keeps 9 digits beyond 30 degrees of freedom,
 * and its gamma and beta integrals lose digits in far tails. */
typedef struct alm_tails {
    double lower, upper;
} alm_tails;

/* I_x(a, b) and 1 - I_x(a, b), where y = 1 - x is given as well because the
 * caller often knows it better. a, b > 0; 0 <= x, y <= 1. The continued
 * fraction of DiDonato and Morris, ACM TOMS 18 (1992), equation 9: unlike the
 * better known one it takes a y - b x, so that a large `a` costs no digits. */
alm_tails alm_beta_tails(double a, double b, long double x, long double y);

/* P(a, x) and Q(a, x); a > 0, x >= 0. DLMF 8.11.4 (series) and 8.9.2
 * (continued fraction). */
alm_tails alm_gamma_tails(double a, double x);

/* The version of GSL. */
const char *alm_stats_library(void);

#endif
