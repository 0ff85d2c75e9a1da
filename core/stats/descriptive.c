#include "stats/descriptive.h"

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/exact.h"
#include "stats/sort.h"

static const char NO_VALUES[] = "no values";
static const char CONSTANT[] = "all values are equal";

static alm_figure figure_of_sum(double value)
{
    if (isnan(value))
        return alm_figure_undefined("infinities of both signs");
    return alm_figure_of(value);
}

alm_status alm_sum(alm_figure *out, const double *x, size_t n, alm_error *err)
{
    const alm_dd s = alm_dd_sum_of(x, n);
    if (isfinite(s.hi) && isfinite(s.lo)) { /* so no value was NaN */
        *out = alm_figure_of(s.hi);
        return ALM_OK;
    }
    const alm_status status = alm_check_numbers(x, n, "x", err); /* (1) */
    if (status == ALM_OK)
        *out = figure_of_sum(
            (double)(alm_exact_mean(x, n) * (long double)n)); /* (4) */
    return status;
}

alm_status alm_mean(alm_figure *out, const double *x, size_t n, alm_error *err)
{
    if (n == 0) {
        *out = alm_figure_undefined(NO_VALUES); /* (2) */
        return ALM_OK;
    }
    const alm_dd s = alm_dd_sum_of(x, n);
    if (isfinite(s.hi) && isfinite(s.lo)) {
        /* (3) one Newton step makes the quotient of the pair exact enough */
        const double q = s.hi / (double)n;
        const double rest = fma(-q, (double)n, s.hi) + s.lo;
        *out = alm_figure_of(q + rest / (double)n);
        return ALM_OK;
    }
    const alm_status status = alm_check_numbers(x, n, "x", err);
    if (status == ALM_OK)
        *out = figure_of_sum((double)alm_exact_mean(x, n));
    return status;
}

alm_status alm_weighted_mean(alm_figure *out, const double *x, const double *w,
                             size_t n, alm_error *err)
{
    alm_status status = alm_check_finite(x, n, "x", err);
    if (status == ALM_OK)
        status = alm_check_weights(w, n, err);
    if (status != ALM_OK)
        return status;

    const alm_dd total = alm_dd_sum_of(w, n);
    const alm_dd dot = alm_dd_dot(x, w, n);
    if (n == 0)
        *out = alm_figure_undefined(NO_VALUES);
    else if (total.hi == 0.0)
        *out = alm_figure_undefined("all weights are 0");
    else
        *out = alm_figure_of((double)(((long double)dot.hi + dot.lo) /
                                      ((long double)total.hi + total.lo)));
    return ALM_OK;
}

alm_status alm_variance(alm_figure *out, const double *x, size_t n,
                        alm_divisor divisor, alm_error *err)
{
    const size_t least = divisor == ALM_SAMPLE ? 2 : 1;
    const alm_status status = alm_check_finite(x, n, "x", err);

    if (status != ALM_OK)
        return status;
    if (n < least) {
        *out = alm_figure_undefined(n == 0 ? NO_VALUES : "fewer than 2 values");
        return ALM_OK;
    }
    if (alm_is_constant(x, n)) { /* (6) not the rounding error of a mean */
        *out = alm_figure_of(0.0);
        return ALM_OK;
    }
    const long double squares =
        alm_exact_square_sum(x, n, alm_exact_mean(x, n));
    *out = alm_figure_of((double)(squares / (long double)(n - least + 1)));
    return ALM_OK;
}

alm_status alm_sd(alm_figure *out, const double *x, size_t n,
                  alm_divisor divisor, alm_error *err)
{
    const alm_status status = alm_variance(out, x, n, divisor, err);
    if (status == ALM_OK)
        out->value = sqrt(out->value);
    return status;
}

alm_status alm_min(alm_figure *out, const double *x, size_t n, alm_error *err)
{
    const alm_status status = alm_check_numbers(x, n, "x", err);
    double best = INFINITY;

    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        best = x[i] < best ? x[i] : best;
    *out = n == 0 ? alm_figure_undefined(NO_VALUES) : alm_figure_of(best);
    return ALM_OK;
}

alm_status alm_max(alm_figure *out, const double *x, size_t n, alm_error *err)
{
    const alm_status status = alm_check_numbers(x, n, "x", err);
    double best = -INFINITY;

    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        best = x[i] > best ? x[i] : best;
    *out = n == 0 ? alm_figure_undefined(NO_VALUES) : alm_figure_of(best);
    return ALM_OK;
}

/* The central moments m2, m3, m4 (divided by n). */
typedef struct moments {
    long double m2, m3, m4;
} moments;

static moments moments_of(const double *x, size_t n)
{
    const long double mean = alm_exact_mean(x, n);
    moments m = {0.0L, 0.0L, 0.0L};

    for (size_t i = 0; i < n; i++) {
        const long double d = x[i] - mean;
        m.m2 += d * d;
        m.m3 += d * d * d;
        m.m4 += d * d * d * d;
    }
    m.m2 /= (long double)n;
    m.m3 /= (long double)n;
    m.m4 /= (long double)n;
    return m;
}

/* What keeps a shape figure undefined, or NULL. */
static const char *shapeless(const double *x, size_t n, size_t least)
{
    if (n < least)
        return least == 2   ? "fewer than 2 values"
               : least == 3 ? "fewer than 3 values"
                            : "fewer than 4 values";
    return alm_is_constant(x, n) ? CONSTANT : NULL; /* (6) */
}

static alm_status check_shape(const double *x, size_t n, alm_shape shape,
                              alm_error *err)
{
    if (shape < ALM_SHAPE_MOMENT || shape > ALM_SHAPE_SD)
        return alm_fail(err, ALM_EINVAL, "shape type %d is not 1, 2 or 3",
                        (int)shape);
    return alm_check_finite(x, n, "x", err);
}

alm_status alm_skewness(alm_figure *out, const double *x, size_t n,
                        alm_shape shape, alm_error *err)
{
    const alm_status status = check_shape(x, n, shape, err);
    if (status != ALM_OK)
        return status;
    const char *why = shapeless(x, n, shape == ALM_SHAPE_SAMPLE ? 3 : 2);
    if (why != NULL) {
        *out = alm_figure_undefined(why);
        return ALM_OK;
    }
    const moments m = moments_of(x, n);
    const long double count = (long double)n;
    long double g = m.m3 / (m.m2 * sqrtl(m.m2));
    if (shape == ALM_SHAPE_SAMPLE)
        g *= sqrtl(count * (count - 1.0L)) / (count - 2.0L);
    else if (shape == ALM_SHAPE_SD)
        g *= powl(1.0L - 1.0L / count, 1.5L);
    *out = alm_figure_of((double)g);
    return ALM_OK;
}

alm_status alm_kurtosis(alm_figure *out, const double *x, size_t n,
                        alm_shape shape, alm_error *err)
{
    const alm_status status = check_shape(x, n, shape, err);
    if (status != ALM_OK)
        return status;
    const char *why = shapeless(x, n, shape == ALM_SHAPE_SAMPLE ? 4 : 2);
    if (why != NULL) {
        *out = alm_figure_undefined(why);
        return ALM_OK;
    }
    const moments m = moments_of(x, n);
    const long double count = (long double)n;
    const long double ratio = m.m4 / (m.m2 * m.m2);
    long double g = ratio - 3.0L;
    if (shape == ALM_SHAPE_SAMPLE)
        g = ((count + 1.0L) * g + 6.0L) * (count - 1.0L) /
            ((count - 2.0L) * (count - 3.0L));
    else if (shape == ALM_SHAPE_SD)
        g = ratio * (1.0L - 1.0L / count) * (1.0L - 1.0L / count) - 3.0L;
    *out = alm_figure_of((double)g);
    return ALM_OK;
}

/* What the two means of ratios share: settles all cases but positive values. */
static bool mean_of_ratios_settled(alm_figure *out, const double *x, size_t n)
{
    bool zero = false;

    if (n == 0) {
        *out = alm_figure_undefined(NO_VALUES);
        return true;
    }
    for (size_t i = 0; i < n; i++) {
        if (x[i] < 0.0) {
            *out = alm_figure_undefined("negative values");
            return true;
        }
        zero |= x[i] == 0.0;
    }
    if (zero)
        *out = alm_figure_of(0.0);
    return zero;
}

alm_status alm_geometric_mean(alm_figure *out, const double *x, size_t n,
                              alm_error *err)
{
    const alm_status status = alm_check_finite(x, n, "x", err);
    long double sum = 0.0L;

    if (status != ALM_OK || mean_of_ratios_settled(out, x, n))
        return status;
    for (size_t i = 0; i < n; i++)
        sum += logl(x[i]);
    *out = alm_figure_of((double)expl(sum / (long double)n));
    return ALM_OK;
}

alm_status alm_harmonic_mean(alm_figure *out, const double *x, size_t n,
                             alm_error *err)
{
    const alm_status status = alm_check_finite(x, n, "x", err);
    long double sum = 0.0L;

    if (status != ALM_OK || mean_of_ratios_settled(out, x, n))
        return status;
    for (size_t i = 0; i < n; i++)
        sum += 1.0L / x[i];
    *out = alm_figure_of((double)((long double)n / sum));
    return ALM_OK;
}

alm_status alm_trimmed_mean(alm_figure *out, const double *x, size_t n,
                            double trim, alm_error *err)
{
    double *sorted = NULL;
    alm_status status;

    if (!(trim >= 0.0 && trim < 0.5))
        return alm_fail(err, ALM_EINVAL,
                        "trimmed fraction %g is not in [0, 0.5)", trim);
    status = alm_check_finite(x, n, "x", err);
    if (status != ALM_OK)
        return status;
    status = alm_sorted_copy(&sorted, x, n, err);
    if (status != ALM_OK)
        return status;
    const size_t cut = (size_t)(trim * (double)n);
    status = alm_mean(out, sorted + cut, n - 2 * cut, err);
    alm_dealloc(sorted);
    return status;
}

alm_status alm_autocorrelation(alm_figure *out, const double *x, size_t n,
                               size_t lag, alm_error *err)
{
    const alm_status status = alm_check_finite(x, n, "x", err);
    if (status != ALM_OK)
        return status;
    if (lag >= n) {
        *out = alm_figure_undefined("the lag is as long as the series");
    } else if (alm_is_constant(x, n)) {
        *out = alm_figure_undefined(CONSTANT); /* (6) */
    } else {
        const long double mean = alm_exact_mean(x, n);
        long double cross = 0.0L;
        for (size_t i = lag; i < n; i++)
            cross += (x[i] - mean) * (x[i - lag] - mean);
        *out =
            alm_figure_of((double)(cross / alm_exact_square_sum(x, n, mean)));
    }
    return ALM_OK;
}
