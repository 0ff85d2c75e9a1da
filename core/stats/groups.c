/* Descriptions, ranks and permutations: what groups.h asks without a normal. */
#include "stats/groups.h"

#include <string.h>

#include "base/alloc.h"
#include "stats/descriptive.h"
#include "stats/distributions.h"
#include "stats/moments.h"
#include "stats/padjust.h"
#include "stats/quantile.h"
#include "stats/random.h"
#include "stats/rank.h"
#include "stats/sort.h"

/* Gathers x by group: group g stands at values[start[g]..start[g + 1]). */
static void gather(double *values, size_t *start, const double *x,
                   const uint32_t *group, size_t n, size_t k)
{
    memset(start, 0, (k + 2) * sizeof *start);
    for (size_t i = 0; i < n; i++)
        start[group[i] + 2]++;
    for (size_t g = 0; g < k; g++)
        start[g + 2] += start[g + 1];
    for (size_t i = 0; i < n; i++) /* start[g + 1] runs up to the next start */
        values[start[group[i] + 1]++] = x[i];
}

static void find_extremes(alm_group_summary *out, const double *x,
                          const uint32_t *group, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        alm_group_summary *s = &out[group[i]];
        if (s->min.why != NULL || x[i] < s->min.value) {
            s->min = alm_figure_of(x[i]);
            s->min_at = i;
        }
        if (s->max.why != NULL || x[i] > s->max.value) {
            s->max = alm_figure_of(x[i]);
            s->max_at = i;
        }
    }
}

static alm_status describe_one(alm_group_summary *s, double *values, size_t n,
                               alm_error *err)
{
    const alm_figure none = alm_figure_undefined("no values");

    *s = (alm_group_summary){.n = n, .min = none, .max = none};
    alm_status status = alm_mean(&s->mean, values, n, err);
    if (status == ALM_OK)
        status = alm_sd(&s->sd, values, n, ALM_SAMPLE, err);
    if (status == ALM_OK)
        status = alm_median(&s->median, values, n, err);
    return status;
}

alm_status alm_group_describe(alm_group_summary *out, const double *x,
                              const uint32_t *group, size_t n, size_t k,
                              alm_error *err)
{
    double *values = NULL;
    size_t *start = NULL;
    alm_status status = alm_check_groups(x, group, n, k, err); /* (1) */

    if (status != ALM_OK)
        return status;
    values = alm_alloc(n, sizeof *values);
    start = alm_alloc(k + 2, sizeof *start);
    if (values == NULL || start == NULL) {
        status = alm_fail_memory(err, "groups");
        goto done;
    }
    gather(values, start, x, group, n, k);
    for (size_t g = 0; g < k && status == ALM_OK; g++)
        status = describe_one(&out[g], values + start[g],
                              start[g + 1] - start[g], err);
    if (status == ALM_OK)
        find_extremes(out, x, group, n);
done:
    alm_dealloc(values);
    alm_dealloc(start);
    return status;
}

/* Average ranks of all values, and the sums their ties make. */
static alm_status rank_all(double *ranks, alm_tie_sums *ties, const double *x,
                           size_t n, alm_error *err)
{
    double *sorted = NULL;
    alm_status status = alm_sorted_copy(&sorted, x, n, err);
    if (status != ALM_OK)
        return status;
    *ties = alm_count_ties(sorted, n);
    alm_dealloc(sorted);
    return alm_rank(ranks, x, n, ALM_TIES_AVERAGE, false, err);
}

/* Mean ranks by group about (n + 1) / 2; `m` and `ranks` are the caller's. */
static alm_status rank_moments(alm_group_moments **m, alm_tie_sums *ties,
                               const double *x, const uint32_t *group, size_t n,
                               size_t k, alm_error *err)
{
    double *ranks = NULL;
    alm_status status = alm_check_groups(x, group, n, k, err);

    if (status != ALM_OK)
        return status;
    ranks = alm_alloc(n, sizeof *ranks);
    *m = alm_alloc(k, sizeof **m);
    status = ranks == NULL || *m == NULL ? alm_fail_memory(err, "ranks")
                                         : rank_all(ranks, ties, x, n, err);
    if (status == ALM_OK) {
        alm_group_moments_of(*m, ranks, group, n, k, ((double)n + 1.0) / 2.0);
    } else {
        alm_dealloc(*m);
        *m = NULL;
    }
    alm_dealloc(ranks);
    return status;
}

static void kruskal_of_moments(alm_kruskal_result *out,
                               const alm_group_moments *m, size_t k,
                               double ties)
{
    const double n = (double)out->n;
    const double correction = 1.0 - ties / (n * n * n - n);
    long double between = 0.0L;

    for (size_t g = 0; g < k; g++)
        between += (long double)m[g].n * m[g].mean * m[g].mean;
    const double h =
        12.0 / (n * (n + 1.0)) * (double)between / correction; /* (5) */
    out->h = alm_figure_of(h);
    out->p = alm_figure_of(alm_chi2_upper(h, out->df));
    out->eps2 = alm_figure_of(h / (n - 1.0));
    out->eta2_h = out->n > out->k
                      ? alm_figure_of((h - (double)out->k + 1.0) /
                                      (double)(out->n - out->k))
                      : alm_figure_undefined("every group has one value");
}

alm_status alm_kruskal(alm_kruskal_result *out, const double *x,
                       const uint32_t *group, size_t n, size_t k,
                       alm_error *err)
{
    alm_group_moments *m = NULL;
    alm_tie_sums ties;
    const alm_status status = rank_moments(&m, &ties, x, group, n, k, err);
    if (status != ALM_OK)
        return status;

    const size_t used = alm_groups_used(m, k, 1);
    const bool constant =
        n < 2 || ties.pairs == (double)n * ((double)n - 1) / 2;
    const alm_figure none = alm_figure_undefined(
        used < 2 ? "fewer than 2 groups" : "all values are equal");
    *out = (alm_kruskal_result){n, used, none, none, none, none, 0.0};
    if (used >= 2 && !constant) { /* (2) */
        out->df = (double)used - 1.0;
        kruskal_of_moments(out, m, k, ties.cubes);
    }
    alm_dealloc(m);
    return ALM_OK;
}

/* (7) */
static void dunn_pair(alm_pair *pair, const alm_group_moments *m,
                      double variance)
{
    const alm_group_moments *i = &m[pair->first], *j = &m[pair->second];
    const double difference = (double)(j->mean - i->mean);

    pair->difference = alm_figure_of(difference);
    pair->low = pair->high = alm_figure_undefined("Dunn gives no interval");
    if (!(variance > 0.0)) {
        pair->statistic = pair->p =
            alm_figure_undefined("all values are equal");
        pair->p_adjusted = pair->p;
        return;
    }
    const double z =
        difference / sqrt(variance * (1.0 / (double)i->n + 1.0 / (double)j->n));
    pair->statistic = alm_figure_of(z);
    pair->p = alm_figure_of(alm_normal_two_sided(z));
}

static alm_status adjust_pairs(alm_pair *pairs, size_t n, alm_error *err)
{
    double *p = alm_alloc(n, sizeof *p);
    if (p == NULL)
        return alm_fail_memory(err, "an adjustment");
    for (size_t i = 0; i < n; i++)
        p[i] = pairs[i].p.value;
    const alm_status status = alm_p_adjust(p, p, n, ALM_ADJUST_HOLM, err);
    for (size_t i = 0; status == ALM_OK && i < n; i++)
        pairs[i].p_adjusted = alm_figure_of(p[i]);
    alm_dealloc(p);
    return status;
}

alm_status alm_dunn(alm_pair *pairs, size_t *n_pairs, const double *x,
                    const uint32_t *group, size_t n, size_t k, alm_error *err)
{
    alm_group_moments *m = NULL;
    alm_tie_sums ties;
    size_t count = 0;
    alm_status status = rank_moments(&m, &ties, x, group, n, k, err);
    if (status != ALM_OK)
        return status;

    const double all = (double)n;
    const double variance =
        n < 2 ? 0.0
              : all * (all + 1.0) / 12.0 - ties.cubes / (12.0 * (all - 1.0));
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k; j++) {
            if (m[i].n == 0 || m[j].n == 0)
                continue;
            pairs[count] = (alm_pair){.first = i, .second = j};
            dunn_pair(&pairs[count++], m, variance);
        }
    if (variance > 0.0)
        status = adjust_pairs(pairs, count, err);
    if (status == ALM_OK)
        *n_pairs = count;
    alm_dealloc(m);
    return status;
}

/* The sum over groups of (sum of x)^2 / n, which orders shuffles as eta2 does
 * once the grand mean is 0. */
static double between_of(double *sums, const double *x, const uint32_t *group,
                         size_t n, size_t k, const alm_group_moments *m)
{
    double between = 0.0;

    memset(sums, 0, k * sizeof *sums);
    for (size_t i = 0; i < n; i++)
        sums[group[i]] += x[i];
    for (size_t g = 0; g < k; g++)
        between += m[g].n == 0 ? 0.0 : sums[g] * sums[g] / (double)m[g].n;
    return between;
}

alm_status alm_eta2_permutation(alm_figure *p, const double *x,
                                const uint32_t *group, size_t n, size_t k,
                                size_t permutations, uint64_t seed,
                                alm_error *err)
{
    double *shuffled = NULL, *sums = NULL;
    alm_group_moments *m = NULL;
    alm_random random;
    size_t reached = 0;
    alm_status status = alm_check_groups(x, group, n, k, err);

    if (status != ALM_OK)
        return status;
    shuffled = alm_alloc(n, sizeof *shuffled);
    sums = alm_alloc(k, sizeof *sums);
    m = alm_alloc(k, sizeof *m);
    if (shuffled == NULL || sums == NULL || m == NULL) {
        status = alm_fail_memory(err, "a permutation test");
        goto done;
    }
    const double shift = alm_shift_of(x, n);
    alm_group_moments_of(m, x, group, n, k, shift);
    if (alm_groups_used(m, k, 1) < 2) {
        *p = alm_figure_undefined("fewer than 2 groups"); /* (2) */
        goto done;
    }
    for (size_t i = 0; i < n; i++)
        shuffled[i] = x[i] - shift;
    /* Shuffles that differ from the data by rounding alone count as reached. */
    const double seen =
        between_of(sums, shuffled, group, n, k, m) * (1.0 - 1e-12);
    alm_random_seed(&random, seed);
    for (size_t i = 0; i < permutations; i++) {
        alm_random_shuffle(&random, shuffled, n);
        reached += between_of(sums, shuffled, group, n, k, m) >= seen;
    }
    *p = alm_figure_of(((double)reached + 1.0) / ((double)permutations + 1.0));
done:
    alm_dealloc(shuffled);
    alm_dealloc(sums);
    alm_dealloc(m);
    return status;
}
