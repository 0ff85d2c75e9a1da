#include "stats/padjust.h"

#include <math.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "stats/sort.h"

/* What the i-th least p (from 0) of n is multiplied by. */
static double factor_of(alm_adjust method, size_t i, size_t n, double harmonic)
{
    const double count = (double)n;
    switch (method) {
    case ALM_ADJUST_HOLM:
    case ALM_ADJUST_HOCHBERG: return count - (double)i;
    case ALM_ADJUST_BH: return count / ((double)i + 1.0);
    case ALM_ADJUST_BY: return harmonic * count / ((double)i + 1.0);
    default: return count;
    }
}

/* Holm steps down (running maximum), the others up (running minimum). */
static void step(double *q, const double *sorted, size_t n, alm_adjust method)
{
    double harmonic = 0.0, running = method == ALM_ADJUST_HOLM ? 0.0 : 1.0;

    for (size_t i = n; i > 0; i--)
        harmonic += 1.0 / (double)i;
    for (size_t m = 0; m < n; m++) {
        const size_t i = method == ALM_ADJUST_HOLM ? m : n - 1 - m;
        const double raw = sorted[i] * factor_of(method, i, n, harmonic);
        running =
            method == ALM_ADJUST_HOLM ? fmax(running, raw) : fmin(running, raw);
        q[i] = fmin(1.0, running);
    }
}

/* Hommel's, by the algorithm of Wright, Biometrics 48 (1992). */
static void hommel(double *q, double *trial, const double *sorted, size_t n)
{
    double least = INFINITY;

    for (size_t i = 0; i < n; i++)
        least = fmin(least, (double)n * sorted[i] / ((double)i + 1.0));
    for (size_t i = 0; i < n; i++)
        q[i] = trial[i] = least;
    for (size_t m = n - 1; n > 1 && m >= 2; m--) {
        const size_t head = n - m + 1; /* the first ones, not stepped up */
        double low = INFINITY;
        for (size_t j = 0; j + 1 < m; j++)
            low = fmin(low, (double)m * sorted[head + j] / ((double)j + 2.0));
        for (size_t i = 0; i < head; i++)
            trial[i] = fmin((double)m * sorted[i], low);
        for (size_t i = head; i < n; i++)
            trial[i] = trial[head - 1];
        for (size_t i = 0; i < n; i++)
            q[i] = fmax(q[i], trial[i]);
    }
    for (size_t i = 0; i < n; i++)
        q[i] = fmin(1.0, fmax(q[i], sorted[i]));
}

alm_status alm_p_adjust(double *out, const double *p, size_t n,
                        alm_adjust method, alm_error *err)
{
    double *work = NULL;
    size_t *order = NULL;
    alm_status status = ALM_OK;

    for (size_t i = 0; i < n; i++)
        if (!(p[i] >= 0.0 && p[i] <= 1.0)) /* (1) */
            return alm_fail(err, ALM_EINVAL, "p value %zu is %g, not in [0, 1]",
                            i + 1, p[i]);
    work = alm_alloc(n, 3 * sizeof *work);
    order = alm_alloc(n, sizeof *order);
    status = work == NULL || order == NULL
                 ? alm_fail_memory(err, "an adjustment")
                 : alm_order_doubles(order, p, n, false, err);
    if (status == ALM_OK) {
        double *q = work, *sorted = work + n;
        for (size_t i = 0; i < n; i++)
            sorted[i] = p[order[i]];
        if (method == ALM_ADJUST_HOMMEL)
            hommel(q, work + 2 * n, sorted, n);
        else if (method == ALM_ADJUST_BONFERRONI)
            for (size_t i = 0; i < n; i++)
                q[i] = fmin(1.0, (double)n * sorted[i]);
        else
            step(q, sorted, n, method);
        for (size_t i = 0; i < n; i++)
            out[order[i]] = q[i];
    }
    alm_dealloc(work);
    alm_dealloc(order);
    return status;
}
