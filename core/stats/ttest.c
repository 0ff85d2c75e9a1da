#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/exact.h"
#include "stats/tests.h"

static void t_undefined(alm_t_result *out, const char *why)
{
    out->t = out->p = out->low = out->high = alm_figure_undefined(why);
    out->df = 0.0;
}

/* From an estimate, its standard error and degrees of freedom. */
static void t_of(alm_t_result *out, long double distance, long double se,
                 double df, double level)
{
    const double t = (double)(distance / se);
    const double reach = alm_t_critical(level, df) * (double)se;

    out->df = df;
    out->t = alm_figure_of(t);
    out->p = alm_figure_of(alm_t_two_sided(t, df));
    out->low = alm_figure_of(out->estimate.value - reach);
    out->high = alm_figure_of(out->estimate.value + reach);
}

/* n, mean and sum of squares about it of one sample. */
typedef struct sample {
    long double n, mean, squares;
} sample;

static sample sample_of(const double *x, size_t n)
{
    const long double mean = alm_exact_mean(x, n);
    const long double squares =
        alm_is_constant(x, n) ? 0.0L : alm_exact_square_sum(x, n, mean);
    return (sample){(long double)n, mean, squares};
}

alm_status alm_t_one_sample(alm_t_result *out, const double *x, size_t n,
                            double mu, double level, alm_error *err)
{
    alm_status status = alm_check_finite(x, n, "x", err);
    if (status == ALM_OK)
        status = alm_check_level(level, err);
    if (status == ALM_OK)
        status = alm_check_finite(&mu, 1, "the mean tested", err);
    if (status != ALM_OK)
        return status;

    out->estimate = alm_figure_undefined("no values");
    t_undefined(out, "fewer than 2 values");
    if (n == 0)
        return ALM_OK;
    const sample s = sample_of(x, n);
    out->estimate = alm_figure_of((double)s.mean);
    if (n < 2)
        return ALM_OK;
    if (s.squares > 0.0L)
        t_of(out, s.mean - mu, sqrtl(s.squares / (s.n - 1.0L) / s.n),
             (double)n - 1.0, level);
    else
        t_undefined(out, "all values are equal");
    return ALM_OK;
}

alm_status alm_t_paired(alm_t_result *out, const double *x, const double *y,
                        size_t n, double level, alm_error *err)
{
    alm_status status = alm_check_finite(x, n, "x", err);
    if (status == ALM_OK)
        status = alm_check_finite(y, n, "y", err);
    if (status != ALM_OK)
        return status;
    double *d = alm_alloc(n, sizeof *d);
    if (d == NULL)
        return alm_fail_memory(err, "differences");
    for (size_t i = 0; i < n; i++)
        d[i] = x[i] - y[i];
    status = alm_t_one_sample(out, d, n, 0.0, level, err);
    alm_dealloc(d);
    return status;
}

static void two_samples(alm_t_result *out, sample x, sample y, bool pooled,
                        double level)
{
    const long double difference = x.mean - y.mean;
    const long double vx = x.squares / (x.n - 1.0L) / x.n;
    const long double vy = y.squares / (y.n - 1.0L) / y.n;
    const long double both = x.n + y.n - 2.0L;

    if (pooled) {
        const long double v = (x.squares + y.squares) / both;
        t_of(out, difference, sqrtl(v * (1.0L / x.n + 1.0L / y.n)),
             (double)both, level);
        return;
    }
    const long double sum = vx + vy;
    const long double df =
        sum * sum / (vx * vx / (x.n - 1.0L) + vy * vy / (y.n - 1.0L));
    t_of(out, difference, sqrtl(sum), (double)df, level);
}

alm_status alm_t_two_sample(alm_t_result *out, const double *x, size_t nx,
                            const double *y, size_t ny, bool pooled,
                            double level, alm_error *err)
{
    alm_status status = alm_check_finite(x, nx, "x", err);
    if (status == ALM_OK)
        status = alm_check_finite(y, ny, "y", err);
    if (status == ALM_OK)
        status = alm_check_level(level, err);
    if (status != ALM_OK)
        return status;

    const char *few = pooled ? "fewer than 3 values" : "fewer than 2 values";
    out->estimate = alm_figure_undefined("no values");
    t_undefined(out, few);
    if (nx == 0 || ny == 0)
        return ALM_OK;
    const sample sx = sample_of(x, nx), sy = sample_of(y, ny);
    out->estimate = alm_figure_of((double)(sx.mean - sy.mean));
    if (pooled ? nx + ny < 3 : nx < 2 || ny < 2)
        return ALM_OK;
    if (sx.squares + sy.squares > 0.0L)
        two_samples(out, sx, sy, pooled, level);
    else
        t_undefined(out, "both samples are constant");
    return ALM_OK;
}

static double f_critical(double level, double df1, double df2)
{
    double q = NAN;
    const alm_status status =
        alm_distribution_quantile(&q, (alm_distribution){ALM_F, df1, df2},
                                  (1.0 - level) / 2.0, ALM_TAIL_UPPER, NULL);
    return status == ALM_OK ? q : NAN;
}

alm_status alm_variance_test(alm_variance_result *out, const double *x,
                             size_t nx, const double *y, size_t ny,
                             double level, alm_error *err)
{
    const alm_figure few = alm_figure_undefined("fewer than 2 values");
    alm_status status = alm_check_finite(x, nx, "x", err);
    if (status == ALM_OK)
        status = alm_check_finite(y, ny, "y", err);
    if (status == ALM_OK)
        status = alm_check_level(level, err);
    if (status != ALM_OK)
        return status;

    *out = (alm_variance_result){few, few, few, few, 0.0, 0.0};
    if (nx < 2 || ny < 2)
        return ALM_OK;
    const sample sx = sample_of(x, nx), sy = sample_of(y, ny);
    if (!(sx.squares > 0.0L && sy.squares > 0.0L)) {
        out->f = out->p = out->low = out->high =
            alm_figure_undefined("a sample is constant");
        return ALM_OK;
    }
    out->df1 = (double)nx - 1.0;
    out->df2 = (double)ny - 1.0;
    const double f =
        (double)(sx.squares / (sx.n - 1.0L) / (sy.squares / (sy.n - 1.0L)));
    const double upper = alm_f_upper(f, out->df1, out->df2);
    const double lower = alm_f_upper(1.0 / f, out->df2, out->df1);
    out->f = alm_figure_of(f);
    out->p = alm_figure_of(fmin(1.0, 2.0 * fmin(lower, upper)));
    out->low = alm_figure_of(f / f_critical(level, out->df1, out->df2));
    out->high = alm_figure_of(f * f_critical(level, out->df2, out->df1));
    return ALM_OK;
}
