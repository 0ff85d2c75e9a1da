#include <string.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/rank.h"
#include "stats/sort.h"
#include "stats/tests.h"

enum { EXACT_BELOW = 50 };

/* Two-sided p of `at` under counts[0..top], a symmetric distribution. */
static double two_sided(const double *counts, size_t top, double at)
{
    double below = 0.0, above = 0.0, total = 0.0;

    for (size_t u = 0; u <= top; u++) {
        total += counts[u];
        below += (double)u <= at ? counts[u] : 0.0;
        above += (double)u >= at ? counts[u] : 0.0;
    }
    return fmin(1.0, 2.0 * fmin(below, above) / total);
}

static double normal_p(double distance, double variance, bool continuity)
{
    double away = fabs(distance);
    if (continuity)
        away = fmax(0.0, away - 0.5);
    return alm_normal_two_sided(away / sqrt(variance));
}

/* (4) The number of ways to choose m of m + n ranks by their U: rank r as the
 * i-th chosen adds r - i. ways[i] holds m n + 1 counts. */
static alm_status exact_mann_whitney(double *p, double w, size_t m, size_t n,
                                     alm_error *err)
{
    const size_t top = m * n, row = top + 1;
    double *ways = alm_alloc_zeroed((m + 1) * row, sizeof *ways);

    if (ways == NULL)
        return alm_fail_memory(err, "an exact test");
    ways[0] = 1.0;
    for (size_t r = 1; r <= m + n; r++)
        for (size_t i = r < m ? r : m; i > 0; i--) {
            const double *from = ways + (i - 1) * row;
            double *to = ways + i * row;
            for (size_t u = 0; u + (r - i) <= top; u++)
                to[u + r - i] += from[u];
        }
    *p = two_sided(ways + m * row, top, w);
    alm_dealloc(ways);
    return ALM_OK;
}

/* Ranks of x then y together; their ties. */
static alm_status rank_together(double *ranks, alm_tie_sums *ties,
                                const double *x, size_t nx, const double *y,
                                size_t ny, alm_error *err)
{
    const size_t n = nx + ny;
    double *all = alm_alloc(n, sizeof *all);
    if (all == NULL)
        return alm_fail_memory(err, "ranks");
    if (nx != 0)
        memcpy(all, x, nx * sizeof *all);
    if (ny != 0)
        memcpy(all + nx, y, ny * sizeof *all);
    alm_status status = alm_rank(ranks, all, n, ALM_TIES_AVERAGE, false, err);
    if (status == ALM_OK)
        status = alm_sort_doubles(all, n, err);
    if (status == ALM_OK)
        *ties = alm_count_ties(all, n);
    alm_dealloc(all);
    return status;
}

static alm_status mann_whitney(alm_rank_result *out, double w, size_t nx,
                               size_t ny, alm_tie_sums ties, bool continuity,
                               alm_error *err)
{
    const double m = (double)nx, n = (double)ny, all = m + n;
    const double variance =
        m * n / 12.0 * (all + 1.0 - ties.cubes / (all * (all - 1.0)));
    double p = 0.0;

    out->statistic = alm_figure_of(w);
    out->effect = alm_figure_of(2.0 * w / (m * n) - 1.0);
    if (nx < EXACT_BELOW && ny < EXACT_BELOW && ties.pairs == 0.0) {
        const alm_status status = exact_mann_whitney(&p, w, nx, ny, err);
        out->p = alm_figure_of(p);
        out->method = ALM_P_EXACT;
        return status;
    }
    if (!(variance > 0.0)) {
        out->p = alm_figure_undefined("all values are equal");
        return ALM_OK;
    }
    out->p = alm_figure_of(normal_p(w - m * n / 2.0, variance, continuity));
    out->method = ALM_P_NORMAL;
    return ALM_OK;
}

alm_status alm_mann_whitney(alm_rank_result *out, const double *x, size_t nx,
                            const double *y, size_t ny, bool continuity,
                            alm_error *err)
{
    const alm_figure none = alm_figure_undefined("an empty sample");
    alm_rank_result result = {none, none, none, ALM_P_NONE, 0};
    alm_tie_sums ties;
    alm_status status = alm_check_finite(x, nx, "x", err);

    if (status == ALM_OK)
        status = alm_check_finite(y, ny, "y", err);
    if (status != ALM_OK)
        return status;
    double *ranks = alm_alloc(nx + ny, sizeof *ranks);
    if (ranks == NULL)
        return alm_fail_memory(err, "ranks");
    status = rank_together(ranks, &ties, x, nx, y, ny, err);
    if (status == ALM_OK && nx != 0 && ny != 0) {
        double w = -(double)nx * ((double)nx + 1.0) / 2.0;
        for (size_t i = 0; i < nx; i++)
            w += ranks[i];
        status = mann_whitney(&result, w, nx, ny, ties, continuity, err);
    }
    if (status == ALM_OK)
        *out = result;
    alm_dealloc(ranks);
    return status;
}

/* The number of subsets of 1..n by their sum. */
static alm_status exact_signed_rank(double *p, double v, size_t n,
                                    alm_error *err)
{
    const size_t top = n * (n + 1) / 2;
    double *ways = alm_alloc_zeroed(top + 1, sizeof *ways);

    if (ways == NULL)
        return alm_fail_memory(err, "an exact test");
    ways[0] = 1.0;
    for (size_t r = 1; r <= n; r++)
        for (size_t u = top; u >= r; u--)
            ways[u] += ways[u - r];
    *p = two_sided(ways, top, v);
    alm_dealloc(ways);
    return ALM_OK;
}

static alm_status signed_rank(alm_rank_result *out, double v, size_t used,
                              alm_tie_sums ties, bool continuity,
                              alm_error *err)
{
    const double n = (double)used;
    const double variance =
        n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties.cubes / 48.0;
    double p = 0.0;

    out->statistic = alm_figure_of(v);
    out->effect = alm_figure_of(4.0 * v / (n * (n + 1.0)) - 1.0);
    if (used < EXACT_BELOW && ties.pairs == 0.0 && out->dropped == 0) {
        const alm_status status = exact_signed_rank(&p, v, used, err);
        out->p = alm_figure_of(p);
        out->method = ALM_P_EXACT;
        return status;
    }
    out->p =
        alm_figure_of(normal_p(v - n * (n + 1.0) / 4.0, variance, continuity));
    out->method = ALM_P_NORMAL;
    return ALM_OK;
}

alm_status alm_signed_rank(alm_rank_result *out, const double *d, size_t n,
                           bool continuity, alm_error *err)
{
    const alm_figure none = alm_figure_undefined("no difference but 0");
    alm_rank_result result = {none, none, none, ALM_P_NONE, 0};
    alm_tie_sums ties;
    size_t used = 0;
    double v = 0.0;
    alm_status status = alm_check_finite(d, n, "differences", err);

    if (status != ALM_OK)
        return status;
    double *size = alm_alloc(n, 2 * sizeof *size);
    if (size == NULL)
        return alm_fail_memory(err, "ranks");
    double *ranks = size + n;
    for (size_t i = 0; i < n; i++)
        if (d[i] != 0.0) /* (5) */
            size[used++] = fabs(d[i]);
    result.dropped = n - used;
    status = alm_rank(ranks, size, used, ALM_TIES_AVERAGE, false, err);
    for (size_t i = 0, j = 0; status == ALM_OK && i < n; i++) {
        v += d[i] > 0.0 ? ranks[j] : 0.0;
        j += d[i] != 0.0;
    }
    if (status == ALM_OK)
        status = alm_sort_doubles(size, used, err);
    if (status == ALM_OK && used != 0) {
        ties = alm_count_ties(size, used);
        status = signed_rank(&result, v, used, ties, continuity, err);
    }
    if (status == ALM_OK)
        *out = result;
    alm_dealloc(size);
    return status;
}
