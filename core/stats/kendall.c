#include <string.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/pearson.h"
#include "stats/rank.h"
#include "stats/sort.h"

enum { EXACT_UP_TO = 50 };

/* Merge sorts a[0..n) with the help of b and counts the exchanges, that is the
 * pairs i < j with a[i] > a[j]. */
static double count_inversions(double *a, double *b, size_t n)
{
    double exchanges = 0.0;

    for (size_t width = 1; width < n; width *= 2) {
        for (size_t from = 0; from < n; from += 2 * width) {
            const size_t mid = from + width < n ? from + width : n;
            const size_t end = mid + width < n ? mid + width : n;
            size_t i = from, j = mid;
            for (size_t k = from; k < end; k++) {
                if (j == end || (i < mid && a[i] <= a[j])) {
                    b[k] = a[i++];
                } else {
                    exchanges += (double)(mid - i);
                    b[k] = a[j++];
                }
            }
        }
        memcpy(a, b, n * sizeof *a);
    }
    return exchanges;
}

/* P(T <= t) and P(T >= t) of the number of concordant pairs among n without
 * ties. The number of orders of n with t inversions is the sum over the last
 * one's place of those of n - 1 (Kendall 1970, ch. 5); kept as probabilities so
 * that nothing overflows. `p` has room for n (n-1) / 2 + 1, twice. */
static double exact_p(double t, size_t n, double *p)
{
    const size_t top = n * (n - 1) / 2;
    const size_t at = (size_t)t;
    double *next = p + top + 1;
    double below = 0.0, above = 0.0;

    memset(p, 0, 2 * (top + 1) * sizeof *p);
    p[0] = 1.0;
    for (size_t m = 2; m <= n; m++) {
        const size_t limit = m * (m - 1) / 2;
        for (size_t k = 0; k <= limit; k++) {
            double sum = 0.0;
            for (size_t j = 0; j < m && j <= k; j++)
                sum += p[k - j];
            next[k] = sum / (double)m;
        }
        memcpy(p, next, (limit + 1) * sizeof *p);
    }
    for (size_t k = 0; k <= top; k++) {
        below += k <= at ? p[k] : 0.0;
        above += k >= at ? p[k] : 0.0;
    }
    return fmin(1.0, 2.0 * fmin(below, above)); /* (4) */
}

/* What is known of the pairs: all of them, those tied in x, in y, in both, and
 * how the untied ones go. */
typedef struct pair_counts {
    double all, discordant, tied_both;
    alm_tie_sums x, y;
} pair_counts;

/* Sorts by x, then by y within equal x; `order` and `xs`, `ys` are scratch. */
static alm_status count_pairs(pair_counts *c, const double *x, const double *y,
                              size_t n, size_t *order, double *xs, double *ys,
                              alm_error *err)
{
    double *scratch = ys + n;
    alm_status status = alm_order_doubles(order, x, n, false, err);

    for (size_t i = 0; status == ALM_OK && i < n; i++) {
        xs[i] = x[order[i]];
        ys[i] = y[order[i]];
    }
    c->all = (double)n * ((double)n - 1.0) / 2.0;
    c->tied_both = 0.0;
    for (size_t from = 0, to; status == ALM_OK && from < n; from = to) {
        for (to = from + 1; to < n && xs[to] == xs[from]; to++)
            continue;
        if (to - from > 1)
            status = alm_sort_doubles(ys + from, to - from, err);
        c->tied_both += alm_count_ties(ys + from, to - from).pairs;
    }
    if (status != ALM_OK)
        return status;
    c->x = alm_count_ties(xs, n);
    c->discordant = count_inversions(ys, scratch, n); /* leaves ys sorted */
    c->y = alm_count_ties(ys, n);
    return ALM_OK;
}

/* (7) The variance of S with ties. */
static double variance_of_s(const pair_counts *c, size_t n)
{
    const double m = (double)n;
    const double v0 = m * (m - 1.0) * (2.0 * m + 5.0);
    return (v0 - c->x.kendall - c->y.kendall) / 18.0 +
           4.0 * c->x.pairs * c->y.pairs / (2.0 * m * (m - 1.0)) +
           (n > 2 ? c->x.triples * c->y.triples /
                        (9.0 * m * (m - 1.0) * (m - 2.0))
                  : 0.0);
}

static alm_status test_tau(alm_correlation *out, const pair_counts *c, double s,
                           alm_error *err)
{
    const size_t n = out->n;
    const bool ties = c->x.pairs + c->y.pairs > 0.0;

    if (n < 3) /* (3) */
        return ALM_OK;
    if (ties || n > EXACT_UP_TO) {
        const double z = s / sqrt(variance_of_s(c, n));
        out->statistic = alm_figure_of(z);
        out->p = alm_figure_of(alm_normal_two_sided(z));
        out->method = ALM_P_NORMAL;
        return ALM_OK;
    }
    double *p = alm_alloc(n * (n - 1) / 2 + 1, 2 * sizeof *p);
    if (p == NULL)
        return alm_fail_memory(err, "an exact test");
    const double concordant = (c->all + s) / 2.0;
    out->statistic = alm_figure_of(concordant);
    out->p = alm_figure_of(exact_p(concordant, n, p));
    out->method = ALM_P_EXACT;
    alm_dealloc(p);
    return ALM_OK;
}

static alm_status tau_of_counts(alm_correlation *out, const pair_counts *c,
                                double level, alm_error *err)
{
    /* concordant - discordant, where neither is tied */
    const double s =
        c->all - c->x.pairs - c->y.pairs + c->tied_both - 2.0 * c->discordant;
    const double tau =
        s / sqrt(c->all - c->x.pairs) / sqrt(c->all - c->y.pairs);

    out->r = alm_figure_of(fmax(-1.0, fmin(1.0, tau)));
    const alm_status status = test_tau(out, c, s, err);
    if (status == ALM_OK && out->n >= 5)
        alm_correlation_interval(out, 0.437 / ((double)out->n - 4.0), level);
    return status;
}

alm_status alm_kendall(alm_correlation *out, const double *x, const double *y,
                       size_t n, double level, alm_error *err)
{
    double *values = NULL;
    size_t *order = NULL;
    pair_counts counts = {0};
    alm_correlation result;
    alm_status status = alm_check_pairs(x, y, n, level, err);

    if (status != ALM_OK)
        return status;
    const char *why = alm_no_correlation(x, y, n);
    alm_correlation_undefined(&result, n, why != NULL ? why : "too few pairs");
    if (why == NULL) {
        values = alm_alloc(n, 3 * sizeof *values);
        order = alm_alloc(n, sizeof *order);
        status =
            values == NULL || order == NULL
                ? alm_fail_memory(err, "ranks")
                : count_pairs(&counts, x, y, n, order, values, values + n, err);
        if (status == ALM_OK)
            status = tau_of_counts(&result, &counts, level, err);
    }
    if (status == ALM_OK)
        *out = result;
    alm_dealloc(values);
    alm_dealloc(order);
    return status;
}
