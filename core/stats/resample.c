#include "stats/resample.h"

#include <gsl/gsl_cdf.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/descriptive.h"
#include "stats/distributions.h"
#include "stats/quantile.h"
#include "stats/random.h"
#include "stats/sort.h"

/* The acceleration: a sixth of the skewness of the jack-knife's influence. */
static double acceleration(alm_statistic f, void *context, size_t n,
                           size_t *rows, double *left_out)
{
    long double mean = 0.0L, squares = 0.0L, cubes = 0.0L;
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0, k = 0; j < n; j++)
            if (j != i)
                rows[k++] = j;
        if (f(&left_out[used], rows, n - 1, context) &&
            isfinite(left_out[used]))
            mean += left_out[used++];
    }
    mean /= used == 0 ? 1.0L : (long double)used;
    for (size_t i = 0; i < used; i++) {
        const long double d = mean - left_out[i];
        squares += d * d;
        cubes += d * d * d;
    }
    return squares > 0.0L ? (double)(cubes / (6.0L * powl(squares, 1.5L)))
                          : 0.0;
}

/* Where an end of the interval lies once bias z0 and acceleration a are told.
 */
static double bca_p(double z0, double a, double p)
{
    const double z = z0 + gsl_cdf_ugaussian_Pinv(p);
    return alm_normal_upper(-(z0 + z / (1.0 - a * z)));
}

static alm_status describe(alm_bootstrap_result *r, double *values, size_t m,
                           double a, double level, alm_error *err)
{
    const double tail = (1.0 - level) / 2.0;
    double below = 0.0;
    alm_figure mean;

    for (size_t i = 0; i < m; i++)
        below += values[i] < r->estimate.value    ? 1.0
                 : values[i] == r->estimate.value ? 0.5
                                                  : 0.0;
    alm_status status = alm_mean(&mean, values, m, err);
    if (status == ALM_OK)
        status = alm_sd(&r->se, values, m, ALM_SAMPLE, err);
    if (status == ALM_OK)
        status = alm_sort_doubles(values, m, err);
    if (status != ALM_OK)
        return status;
    r->bias = alm_figure_of(mean.value - r->estimate.value);
    double p[4] = {tail, 1.0 - tail, tail, 1.0 - tail};
    const bool bca =
        below > 0.0 && below < (double)m && values[0] != values[m - 1];
    if (bca) {
        const double z0 = gsl_cdf_ugaussian_Pinv(below / (double)m);
        p[2] = bca_p(z0, a, tail);
        p[3] = bca_p(z0, a, 1.0 - tail);
    }
    alm_figure *ends[] = {&r->low, &r->high, &r->bca_low, &r->bca_high};
    for (size_t i = 0; i < 4 && status == ALM_OK; i++)
        status = alm_quantile_sorted(ends[i], values, m, p[i],
                                     ALM_QUANTILE_DEFAULT, err);
    if (!bca)
        r->bca_low = r->bca_high =
            alm_figure_undefined("the resamples lie on one side");
    return status;
}

/* Resamples into values; returns how many have a value. */
static size_t resample(double *values, alm_statistic f, void *context, size_t n,
                       size_t resamples, size_t *rows, uint64_t seed)
{
    alm_random random;
    size_t m = 0;

    alm_random_seed(&random, seed);
    for (size_t b = 0; b < resamples; b++) {
        for (size_t i = 0; i < n; i++)
            rows[i] = alm_random_below(&random, n);
        m += f(&values[m], rows, n, context) && isfinite(values[m]);
    }
    return m;
}

alm_status alm_bootstrap(alm_bootstrap_result *out, alm_statistic statistic,
                         void *context, size_t n, size_t resamples,
                         double level, uint64_t seed, alm_error *err)
{
    const alm_figure none = alm_figure_undefined("too few resamples");
    alm_bootstrap_result r = {n,    resamples, 0,    none, none,
                              none, none,      none, none, none};
    double *values = NULL;
    size_t *rows = NULL;
    alm_status status = alm_check_level(level, err);

    if (status == ALM_OK && (n == 0 || resamples == 0))
        status = alm_fail(err, ALM_EINVAL, "a bootstrap of nothing");
    if (status != ALM_OK)
        return status;
    values = alm_alloc(resamples + n, sizeof *values);
    rows = alm_alloc(n, sizeof *rows);
    if (values == NULL || rows == NULL) {
        status = alm_fail_memory(err, "a bootstrap");
        goto done;
    }
    for (size_t i = 0; i < n; i++)
        rows[i] = i;
    double estimate;
    if (statistic(&estimate, rows, n, context) && isfinite(estimate)) {
        r.estimate = alm_figure_of(estimate);
        const double a =
            acceleration(statistic, context, n, rows, values + resamples);
        const size_t m =
            resample(values, statistic, context, n, resamples, rows, seed);
        r.failed = resamples - m;
        if (m >= 2 && 2 * m >= resamples)
            status = describe(&r, values, m, a, level, err);
    }
    if (status == ALM_OK)
        *out = r;
done:
    alm_dealloc(values);
    alm_dealloc(rows);
    return status;
}
