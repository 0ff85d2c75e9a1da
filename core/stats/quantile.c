#include "stats/quantile.h"

#include <float.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/sort.h"

static alm_status check_options(double p, int type, alm_error *err)
{
    if (!(p >= 0.0 && p <= 1.0)) /* (1) written so that NaN fails too */
        return alm_fail(err, ALM_EINVAL, "quantile %g is not in [0, 1]", p);
    if (type < 1 || type > 9) /* (3) */
        return alm_fail(err, ALM_EINVAL, "quantile type %d is not in 1 to 9",
                        type);
    return ALM_OK;
}

/* How far to go from the j-th order statistic (from 1) to the next one. */
typedef struct position {
    double j, gamma;
} position;

static double fuzz_at(double at)
{
    return 4.0 * DBL_EPSILON * fmax(1.0, at);
}

/* Types 1 to 3 pick an order statistic or halve the way between two. */
static position discontinuous(double n, double p, int type)
{
    const double at = n * p + (type == 3 ? -0.5 : 0.0);
    const double j = floor(at + fuzz_at(at)); /* (4) */
    const bool above = at > j + fuzz_at(at);  /* strictly between two */
    if (type == 1)
        return (position){j, above ? 1.0 : 0.0};
    if (type == 2)
        return (position){j, above ? 1.0 : 0.5};
    return (position){j, above || fmod(j, 2.0) != 0.0 ? 1.0 : 0.0};
}

/* The plotting positions (a, b) of types 4 to 9. */
static position continuous(double n, double p, int type)
{
    static const double table[][2] = {
        {0.0, 1.0},         {0.5, 0.5},         /* 4, 5 */
        {0.0, 0.0},         {1.0, 1.0},         /* 6, 7 */
        {1.0 / 3, 1.0 / 3}, {3.0 / 8, 3.0 / 8}, /* 8, 9 */
    };
    const double a = table[type - 4][0];
    const double b = table[type - 4][1];
    const double at = a + p * (n + 1.0 - a - b);
    const double j = floor(at + fuzz_at(at)); /* (4) */
    const double gamma = at - j;
    return (position){j, fabs(gamma) <= fuzz_at(at) ? 0.0 : gamma};
}

static alm_figure between(double low, double high, double gamma)
{
    if (gamma == 0.0 || low == high) /* (5) */
        return alm_figure_of(low);
    if (gamma == 1.0)
        return alm_figure_of(high);
    if (isinf(low) && isinf(high))
        return alm_figure_undefined("between -infinity and infinity");
    if (isinf(low) || isinf(high))
        return alm_figure_of(isinf(low) ? low : high);
    return alm_figure_of((1.0 - gamma) * low + gamma * high);
}

static alm_figure pick(const double *sorted, size_t n, double p, int type)
{
    const double count = (double)n;
    const position at =
        type <= 3 ? discontinuous(count, p, type) : continuous(count, p, type);

    if (n == 0)
        return alm_figure_undefined("no values"); /* (2) */
    if (at.j < 1.0)
        return alm_figure_of(sorted[0]);
    if (at.j >= count)
        return alm_figure_of(sorted[n - 1]);
    const size_t i = (size_t)at.j;
    return between(sorted[i - 1], sorted[i], at.gamma);
}

alm_status alm_quantile_sorted(alm_figure *out, const double *sorted, size_t n,
                               double p, int type, alm_error *err)
{
    const alm_status status = check_options(p, type, err);
    if (status == ALM_OK)
        *out = pick(sorted, n, p, type);
    return status;
}

alm_status alm_quantiles(alm_figure *out, const double *x, size_t n,
                         const double *p, size_t np, int type, alm_error *err)
{
    double *sorted = NULL;
    alm_status status = ALM_OK;

    for (size_t i = 0; i < np && status == ALM_OK; i++)
        status = check_options(p[i], type, err);
    if (status == ALM_OK)
        status = alm_sorted_copy(&sorted, x, n, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < np; i++)
        out[i] = pick(sorted, n, p[i], type);
    alm_dealloc(sorted);
    return ALM_OK;
}

alm_status alm_quantile(alm_figure *out, const double *x, size_t n, double p,
                        int type, alm_error *err)
{
    return alm_quantiles(out, x, n, &p, 1, type, err);
}

alm_status alm_median(alm_figure *out, const double *x, size_t n,
                      alm_error *err)
{
    return alm_quantile(out, x, n, 0.5, ALM_QUANTILE_DEFAULT, err);
}

alm_status alm_mad(alm_figure *out, const double *x, size_t n, double scale,
                   alm_error *err)
{
    double *away = NULL;
    alm_figure middle;
    alm_status status = alm_check_finite(x, n, "x", err);

    if (status == ALM_OK)
        status = alm_median(&middle, x, n, err);
    if (status != ALM_OK)
        return status;
    if (middle.why != NULL) {
        *out = middle;
        return ALM_OK;
    }
    away = alm_alloc(n, sizeof *away);
    if (away == NULL)
        return alm_fail_memory(err, "deviations");
    for (size_t i = 0; i < n; i++)
        away[i] = fabs(x[i] - middle.value);
    status = alm_median(out, away, n, err);
    if (status == ALM_OK)
        out->value *= scale;
    alm_dealloc(away);
    return status;
}
