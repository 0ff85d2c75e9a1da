/* Comparisons of means and of variances: the parametric half of groups.h. */
#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/groups.h"
#include "stats/moments.h"
#include "stats/quantile.h"

static const char ONE_GROUP[] = "fewer than 2 groups";
static const char NO_SPREAD[] = "no variation within groups";
static const char CONSTANT[] = "all values are equal";

/* The moments of every group, from alm_alloc; the inputs checked before. */
static alm_status new_moments(alm_group_moments **out, double *shift,
                              const double *x, const uint32_t *group, size_t n,
                              size_t k, alm_error *err)
{
    const alm_status status = alm_check_groups(x, group, n, k, err);
    if (status != ALM_OK)
        return status;
    *out = alm_alloc(k, sizeof **out);
    if (*out == NULL)
        return alm_fail_memory(err, "groups");
    *shift = alm_shift_of(x, n);
    alm_group_moments_of(*out, x, group, n, k, *shift);
    return ALM_OK;
}

static alm_figure ratio(long double a, long double b, const char *why)
{
    return b > 0.0L ? alm_figure_of((double)(a / b))
                    : alm_figure_undefined(why);
}

static void anova_of_sums(alm_anova_result *out, long double between,
                          long double within)
{
    const long double df_b = (long double)out->k - 1.0L;
    const long double df_w = (long double)(out->n - out->k);
    const alm_figure one = alm_figure_undefined(ONE_GROUP);
    const alm_figure alone = alm_figure_undefined("every group has one value");

    out->df_between = out->k == 0 ? 0.0 : (double)df_b;
    out->df_within = (double)df_w;
    out->ss_between = (double)between;
    out->ss_within = (double)within;
    if (out->k < 2) {
        out->ms_between = out->ms_within = out->f = out->p = one;
        out->eta2 = out->omega2 = one;
        return;
    }
    out->ms_between = alm_figure_of((double)(between / df_b));
    out->eta2 = ratio(between, between + within, CONSTANT); /* (4) */
    if (df_w == 0.0L) {
        out->ms_within = out->f = out->p = out->omega2 = alone;
        return;
    }
    out->ms_within = alm_figure_of((double)(within / df_w));
    out->f = ratio(between / df_b * df_w, within, NO_SPREAD);
    out->p = out->f.why != NULL
                 ? out->f
                 : alm_figure_of(alm_f_upper(out->f.value, out->df_between,
                                             out->df_within));
    out->omega2 = ratio(between - df_b * within / df_w,
                        between + within + within / df_w, CONSTANT);
}

static void anova_of_moments(alm_anova_result *out, const alm_group_moments *m,
                             size_t n, size_t k)
{
    long double grand = 0.0L, between = 0.0L, within = 0.0L;

    out->n = n;
    out->k = alm_groups_used(m, k, 1);
    for (size_t g = 0; g < k; g++)
        grand += (long double)m[g].n * m[g].mean;
    grand /= n == 0 ? 1.0L : (long double)n;
    for (size_t g = 0; g < k; g++) {
        const long double d = m[g].n == 0 ? 0.0L : m[g].mean - grand;
        between += (long double)m[g].n * d * d;
        within += m[g].squares;
    }
    anova_of_sums(out, between, within);
}

alm_status alm_anova(alm_anova_result *out, const double *x,
                     const uint32_t *group, size_t n, size_t k, alm_error *err)
{
    alm_group_moments *m = NULL;
    double shift;
    const alm_status status = new_moments(&m, &shift, x, group, n, k, err);
    if (status != ALM_OK)
        return status;
    anova_of_moments(out, m, n, k);
    alm_dealloc(m);
    return ALM_OK;
}

static void test_undefined(alm_test *out, const char *why)
{
    out->statistic = out->p = alm_figure_undefined(why);
    out->df1 = out->df2 = 0.0;
}

/* (6) Welch's F over the groups with a variance. */
static void welch_of_moments(alm_test *out, const alm_group_moments *m,
                             size_t k)
{
    const long double used = (long double)out->k;
    long double total = 0.0L, mean = 0.0L, lack = 0.0L, between = 0.0L;

    for (size_t g = 0; g < k; g++) {
        if (m[g].n < 2)
            continue;
        const long double count = (long double)m[g].n;
        const long double w = count * (count - 1.0L) / m[g].squares;
        total += w;
        mean += w * m[g].mean;
    }
    mean /= total;
    for (size_t g = 0; g < k; g++) {
        if (m[g].n < 2)
            continue;
        const long double count = (long double)m[g].n;
        const long double w = count * (count - 1.0L) / m[g].squares;
        const long double rest = 1.0L - w / total;
        between += w * (m[g].mean - mean) * (m[g].mean - mean);
        lack += rest * rest / (count - 1.0L);
    }
    const long double c = lack / (used * used - 1.0L);
    const long double f =
        between / (used - 1.0L) / (1.0L + 2.0L * (used - 2.0L) * c);
    out->statistic = alm_figure_of((double)f);
    out->df1 = (double)(used - 1.0L);
    out->df2 = (double)(1.0L / (3.0L * c));
    out->p = alm_figure_of(alm_f_upper((double)f, out->df1, out->df2));
}

/* Counts what has a variance; the reason when the test cannot be made. */
static const char *count_spread(alm_test *out, const alm_group_moments *m,
                                size_t k)
{
    bool flat = false;

    out->n = 0;
    out->k = alm_groups_used(m, k, 2); /* (3) */
    for (size_t g = 0; g < k; g++) {
        out->n += m[g].n >= 2 ? m[g].n : 0;
        flat |= m[g].n >= 2 && !(m[g].squares > 0.0L);
    }
    if (out->k < 2)
        return "fewer than 2 groups with 2 values";
    return flat ? "a group has no variation" : NULL;
}

static void bartlett_of_moments(alm_test *out, const alm_group_moments *m,
                                size_t k)
{
    const long double df = (long double)(out->n - out->k);
    long double pooled = 0.0L, logs = 0.0L, inverse = 0.0L;

    for (size_t g = 0; g < k; g++) {
        if (m[g].n < 2)
            continue;
        const long double d = (long double)m[g].n - 1.0L;
        pooled += m[g].squares;
        logs += d * logl(m[g].squares / d);
        inverse += 1.0L / d;
    }
    const long double used = (long double)out->k;
    const long double k2 =
        (df * logl(pooled / df) - logs) /
        (1.0L + (inverse - 1.0L / df) / (3.0L * (used - 1.0L)));
    out->statistic = alm_figure_of((double)k2);
    out->df1 = (double)(used - 1.0L);
    out->df2 = 0.0;
    out->p = alm_figure_of(alm_chi2_upper((double)k2, out->df1));
}

typedef void test_of_moments(alm_test *out, const alm_group_moments *m,
                             size_t k);

/* A test of the groups that have spread, from their moments. */
static alm_status test_groups(alm_test *out, test_of_moments *test,
                              const double *x, const uint32_t *group, size_t n,
                              size_t k, alm_error *err)
{
    alm_group_moments *m = NULL;
    double shift;
    const alm_status status = new_moments(&m, &shift, x, group, n, k, err);
    if (status != ALM_OK)
        return status;
    const char *why = count_spread(out, m, k);
    if (why != NULL)
        test_undefined(out, why);
    else
        test(out, m, k);
    alm_dealloc(m);
    return ALM_OK;
}

alm_status alm_welch_anova(alm_test *out, const double *x,
                           const uint32_t *group, size_t n, size_t k,
                           alm_error *err)
{
    return test_groups(out, welch_of_moments, x, group, n, k, err);
}

alm_status alm_bartlett(alm_test *out, const double *x, const uint32_t *group,
                        size_t n, size_t k, alm_error *err)
{
    return test_groups(out, bartlett_of_moments, x, group, n, k, err);
}

/* The centre of every group, from the summaries. */
static alm_status spread_about(double *away, const double *x,
                               const uint32_t *group, size_t n, size_t k,
                               alm_center center, alm_error *err)
{
    alm_group_summary *s = alm_alloc(k, sizeof *s);
    if (s == NULL)
        return alm_fail_memory(err, "groups");
    const alm_status status = alm_group_describe(s, x, group, n, k, err);
    for (size_t i = 0; status == ALM_OK && i < n; i++) {
        const alm_group_summary *g = &s[group[i]];
        away[i] = fabs(x[i] - (center == ALM_CENTER_MEAN ? g->mean.value
                                                         : g->median.value));
    }
    alm_dealloc(s);
    return status;
}

alm_status alm_levene(alm_test *out, const double *x, const uint32_t *group,
                      size_t n, size_t k, alm_center center, alm_error *err)
{
    alm_anova_result a;
    double *away = alm_alloc(n, sizeof *away);
    if (away == NULL)
        return alm_fail_memory(err, "deviations");
    alm_status status = spread_about(away, x, group, n, k, center, err);
    if (status == ALM_OK)
        status = alm_anova(&a, away, group, n, k, err);
    if (status == ALM_OK)
        *out = (alm_test){a.n, a.k, a.f, a.p, a.df_between, a.df_within};
    alm_dealloc(away);
    return status;
}

static void tukey_pair(alm_pair *pair, const alm_group_moments *m,
                       const alm_anova_result *a, double critical)
{
    const alm_group_moments *i = &m[pair->first], *j = &m[pair->second];
    const long double difference = j->mean - i->mean;
    const double se = sqrt(a->ms_within.value / 2.0 *
                           (1.0 / (double)i->n + 1.0 / (double)j->n));

    pair->difference = alm_figure_of((double)difference);
    if (a->f.why != NULL) {
        pair->low = pair->high = pair->statistic = a->f;
        pair->p = pair->p_adjusted = a->f;
        return;
    }
    const double q = (double)(fabsl(difference) / se);
    pair->statistic = alm_figure_of(q);
    pair->low = alm_figure_of((double)(difference - critical * se));
    pair->high = alm_figure_of((double)(difference + critical * se));
    pair->p = pair->p_adjusted =
        alm_figure_of(alm_tukey_upper(q, (double)a->k, a->df_within));
}

alm_status alm_tukey_kramer(alm_pair *pairs, size_t *n_pairs, const double *x,
                            const uint32_t *group, size_t n, size_t k,
                            double level, alm_error *err)
{
    alm_group_moments *m = NULL;
    alm_anova_result a;
    double shift;
    size_t count = 0;
    alm_status status = alm_check_level(level, err);

    if (status == ALM_OK)
        status = new_moments(&m, &shift, x, group, n, k, err);
    if (status != ALM_OK)
        return status;
    anova_of_moments(&a, m, n, k);
    const double critical =
        a.f.why != NULL
            ? 0.0
            : alm_tukey_critical(1.0 - level, (double)a.k, a.df_within);
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k; j++) {
            if (m[i].n == 0 || m[j].n == 0)
                continue;
            pairs[count] = (alm_pair){.first = i, .second = j};
            tukey_pair(&pairs[count++], m, &a, critical);
        }
    *n_pairs = count;
    alm_dealloc(m);
    return ALM_OK;
}
