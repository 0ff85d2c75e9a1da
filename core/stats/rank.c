#include "stats/rank.h"

#include "base/alloc.h"
#include "stats/sort.h"

/* The rank of the tied values at order[from..to), the dense-th group. */
static double tied_rank(size_t from, size_t to, size_t dense, alm_ties ties)
{
    switch (ties) {
    case ALM_TIES_MIN: return (double)from + 1.0;
    case ALM_TIES_MAX: return (double)to;
    case ALM_TIES_DENSE: return (double)dense;
    default: return ((double)from + 1.0 + (double)to) / 2.0;
    }
}

alm_status alm_rank(double *ranks, const double *x, size_t n, alm_ties ties,
                    bool descending, alm_error *err)
{
    size_t *order = alm_alloc(n, sizeof *order);
    size_t dense = 0;

    if (order == NULL)
        return alm_fail_memory(err, "ranks");
    const alm_status status =
        alm_order_doubles(order, x, n, descending, err); /* (1), (3) */
    for (size_t from = 0, to; status == ALM_OK && from < n; from = to) {
        for (to = from + 1; to < n && x[order[to]] == x[order[from]]; to++)
            continue; /* (2) */
        dense++;
        const double rank = tied_rank(from, to, dense, ties);
        for (size_t i = from; i < to; i++)
            ranks[order[i]] = ties == ALM_TIES_ORDINAL ? (double)i + 1.0 : rank;
    }
    alm_dealloc(order);
    return status;
}

alm_tie_sums alm_count_ties(const double *sorted, size_t n)
{
    alm_tie_sums sums = {0.0, 0.0, 0.0, 0.0};

    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && sorted[to] == sorted[from]; to++)
            continue;
        const double t = (double)(to - from);
        sums.pairs += t * (t - 1.0) / 2.0;
        sums.cubes += t * (t - 1.0) * (t + 1.0);
        sums.triples += t * (t - 1.0) * (t - 2.0);
        sums.kendall += t * (t - 1.0) * (2.0 * t + 5.0);
    }
    return sums;
}
