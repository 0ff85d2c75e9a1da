#ifndef ALM_STATS_GROUPS_H
#define ALM_STATS_GROUPS_H

#include <stdint.h>

#include "base/error.h"
#include "stats/figure.h"

/* How groups differ.
 *
 *  (1) group[i], from 0 to k - 1, says where x[i] belongs; a code beyond is
 *      ALM_EINVAL. Groups without values are passed over everywhere. A value
 *      that is not finite is ALM_EINVAL.
 *  (2) What the data do not define (one group, no variation) is undefined with
 *      a reason, and its p with it.
 *  (3) A group of one value counts in ANOVA, Kruskal-Wallis and Levene; Welch
 *      and Bartlett need a variance and leave it out (`k` says how many groups
 *      were used).
 *  (4) eta2 = SS_between / SS_total, the square of Pearson's correlation ratio;
 *      omega2 = (SS_b - df_b MS_w) / (SS_t + MS_w), Hays.
 *  (5) Kruskal-Wallis: H over its tie correction, p by chi2; eps2 = H / (n - 1)
 *      and eta2_h = (H - k + 1) / (n - k), Tomczak and Tomczak 2014.
 *  (6) Welch, Biometrika 38 (1951). Levene about means; about medians it is
 *      Brown and Forsythe's (1974). Bartlett 1937.
 *  (7) Pairs: every i < j of the groups with values; differences are second
 *      minus first. Tukey's intervals and p by the studentized range, with
 *      Kramer's form for unequal sizes. Dunn (Technometrics 6, 1964): z with
 *      tie correction, two-sided p, and Holm's adjustment over all pairs.
 *  (8) The permutation p of eta2 is (r + 1) / (P + 1), r counting the shuffles
 *      whose eta2 is no less than that seen; the same seed gives the same p.
 *
 * O(n) or O(n log n) time; one to six words of scratch a value. */

typedef struct alm_group_summary {
    size_t n;
    alm_figure mean, sd, median, min, max;
    size_t min_at, max_at; /* the positions in x of the first least, greatest */
} alm_group_summary;

/* out[0..k). */
ALM_MUST_CHECK
alm_status alm_group_describe(alm_group_summary *out, const double *x,
                              const uint32_t *group, size_t n, size_t k,
                              alm_error *err);

typedef struct alm_anova_result {
    size_t n, k;
    double df_between, df_within;
    double ss_between, ss_within;
    alm_figure ms_between, ms_within, f, p;
    alm_figure eta2, omega2;
} alm_anova_result;

ALM_MUST_CHECK
alm_status alm_anova(alm_anova_result *out, const double *x,
                     const uint32_t *group, size_t n, size_t k, alm_error *err);

/* A test with its degrees of freedom; df2 is 0 where there is one only. */
typedef struct alm_test {
    size_t n, k; /* values and groups that took part */
    alm_figure statistic, p;
    double df1, df2;
} alm_test;

ALM_MUST_CHECK
alm_status alm_welch_anova(alm_test *out, const double *x,
                           const uint32_t *group, size_t n, size_t k,
                           alm_error *err);

typedef enum alm_center { ALM_CENTER_MEDIAN, ALM_CENTER_MEAN } alm_center;

ALM_MUST_CHECK
alm_status alm_levene(alm_test *out, const double *x, const uint32_t *group,
                      size_t n, size_t k, alm_center center, alm_error *err);
ALM_MUST_CHECK
alm_status alm_bartlett(alm_test *out, const double *x, const uint32_t *group,
                        size_t n, size_t k, alm_error *err);

typedef struct alm_kruskal_result {
    size_t n, k;
    alm_figure h, p, eps2, eta2_h;
    double df;
} alm_kruskal_result;

ALM_MUST_CHECK
alm_status alm_kruskal(alm_kruskal_result *out, const double *x,
                       const uint32_t *group, size_t n, size_t k,
                       alm_error *err);

typedef struct alm_pair {
    size_t first, second;  /* group codes */
    alm_figure difference; /* of means (Tukey) or of mean ranks (Dunn) */
    alm_figure low, high;  /* Tukey only */
    alm_figure statistic;  /* q (Tukey) or z (Dunn) */
    alm_figure p;          /* Tukey: adjusted by its nature; Dunn: raw */
    alm_figure p_adjusted; /* Tukey: p; Dunn: Holm */
} alm_pair;

/* `pairs` has room for k (k - 1) / 2; *n_pairs says how many there are. */
ALM_MUST_CHECK
alm_status alm_tukey_kramer(alm_pair *pairs, size_t *n_pairs, const double *x,
                            const uint32_t *group, size_t n, size_t k,
                            double level, alm_error *err);
ALM_MUST_CHECK
alm_status alm_dunn(alm_pair *pairs, size_t *n_pairs, const double *x,
                    const uint32_t *group, size_t n, size_t k, alm_error *err);

ALM_MUST_CHECK
alm_status alm_eta2_permutation(alm_figure *p, const double *x,
                                const uint32_t *group, size_t n, size_t k,
                                size_t permutations, uint64_t seed,
                                alm_error *err);

#endif
