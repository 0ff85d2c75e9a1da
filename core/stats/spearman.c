#include "base/alloc.h"
#include "stats/check.h"
#include "stats/exact.h"
#include "stats/pearson.h"
#include "stats/rank.h"

enum { EXACT_BELOW = 10 };

/* Counts, over all orders of n ranks, those with S <= at and S >= at. */
typedef struct order_count {
    int n, at;
    unsigned long below, above;
} order_count;

static void count_orders(order_count *c, int place, unsigned used, int sum)
{
    if (place == c->n) {
        c->below += sum <= c->at;
        c->above += sum >= c->at;
        return;
    }
    for (int rank = 0; rank < c->n; rank++)
        if ((used & 1u << rank) == 0)
            count_orders(c, place + 1, used | 1u << rank,
                         sum + (rank - place) * (rank - place));
}

static double exact_p(double s, size_t n)
{
    order_count c = {(int)n, (int)lround(s), 0, 0};
    count_orders(&c, 0, 0, 0);
    double total = 1.0;
    for (size_t i = 2; i <= n; i++)
        total *= (double)i;
    const double p =
        2.0 * (double)(c.below < c.above ? c.below : c.above) / total;
    return p < 1.0 ? p : 1.0;
}

static bool has_ties(const double *ranks, size_t n)
{
    /* Tied or not, ranks sum to n (n+1) / 2; their squares do not. */
    double squares = 0.0;
    for (size_t i = 0; i < n; i++)
        squares += ranks[i] * ranks[i];
    const double count = (double)n;
    return squares < count * (count + 1.0) * (2.0 * count + 1.0) / 6.0 - 0.25;
}

static void spearman_of_ranks(alm_correlation *out, const double *rx,
                              const double *ry, double level)
{
    const size_t n = out->n;
    const double count = (double)n;
    const bool ties = has_ties(rx, n) || has_ties(ry, n);
    double s = 0.0;

    out->r = alm_figure_of(alm_pearson_r(rx, ry, n));
    const double rho = out->r.value;
    for (size_t i = 0; i < n; i++)
        s += (rx[i] - ry[i]) * (rx[i] - ry[i]);
    if (ties)
        s = (count * count * count - count) * (1.0 - rho) / 6.0;
    alm_correlation_test_t(out, rho, 2);
    if (n >= 3 && n < EXACT_BELOW && !ties) { /* (6) */
        out->p = alm_figure_of(exact_p(s, n));
        out->method = ALM_P_EXACT;
        out->df = 0.0;
    }
    out->statistic = alm_figure_of(s);
    if (n >= 4)
        alm_correlation_interval(out, (1.0 + rho * rho / 2.0) / (count - 3.0),
                                 level);
}

alm_status alm_spearman(alm_correlation *out, const double *x, const double *y,
                        size_t n, double level, alm_error *err)
{
    alm_status status = alm_check_pairs(x, y, n, level, err);
    if (status != ALM_OK)
        return status;

    double *ranks = alm_alloc(n, 2 * sizeof *ranks);
    if (ranks == NULL)
        return alm_fail_memory(err, "ranks");
    status = alm_rank(ranks, x, n, ALM_TIES_AVERAGE, false, err);
    if (status == ALM_OK)
        status = alm_rank(ranks + n, y, n, ALM_TIES_AVERAGE, false, err);
    if (status == ALM_OK) {
        const char *why = alm_no_correlation(x, y, n);
        alm_correlation_undefined(out, n, why != NULL ? why : "too few pairs");
        if (why == NULL)
            spearman_of_ranks(out, ranks, ranks + n, level);
    }
    alm_dealloc(ranks);
    return status;
}
