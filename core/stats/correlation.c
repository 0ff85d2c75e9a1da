#include "stats/correlation.h"

#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/exact.h"
#include "stats/pearson.h"

/* What (2) leaves to say when there is no coefficient; NULL when there is. */
const char *alm_no_correlation(const double *x, const double *y, size_t n)
{
    if (n < 2)
        return "fewer than 2 pairs";
    if (alm_is_constant(x, n) || alm_is_constant(y, n))
        return "a series is constant";
    return NULL;
}

void alm_correlation_undefined(alm_correlation *out, size_t n, const char *why)
{
    const alm_figure none = alm_figure_undefined(why);
    *out = (alm_correlation){n, none, none, 0.0, none, ALM_P_NONE, none, none};
}

alm_status alm_check_pairs(const double *x, const double *y, size_t n,
                           double level, alm_error *err)
{
    alm_status status = alm_check_finite(x, n, "x", err);
    if (status == ALM_OK)
        status = alm_check_finite(y, n, "y", err);
    if (status == ALM_OK)
        status = alm_check_level(level, err);
    return status;
}

double alm_pearson_r(const double *x, const double *y, size_t n)
{
    const long double mean_x = alm_exact_mean(x, n);
    const long double mean_y = alm_exact_mean(y, n);
    const long double xx = alm_exact_square_sum(x, n, mean_x);
    const long double yy = alm_exact_square_sum(y, n, mean_y);
    const long double xy = alm_exact_product_sum(x, y, n, mean_x, mean_y);
    const double r = (double)(xy / sqrtl(xx) / sqrtl(yy));
    return fmax(-1.0, fmin(1.0, r));
}

/* (5) The t test; `lost` is what n loses to give the degrees of freedom. */
void alm_correlation_test_t(alm_correlation *out, double r, size_t lost)
{
    if (out->n <= lost) {
        out->p = alm_figure_undefined("fewer than 3 pairs"); /* (3) */
        return;
    }
    out->df = (double)(out->n - lost);
    const double t = fabs(r) == 1.0
                         ? copysign(INFINITY, r)
                         : r * sqrt(out->df / ((1.0 - r) * (1.0 + r)));
    out->p = alm_figure_of(alm_t_two_sided(t, out->df)); /* (4) */
    out->method = ALM_P_T;
    out->statistic = alm_figure_of(t);
}

/* An interval symmetric in Fisher's z. */
void alm_correlation_interval(alm_correlation *out, double variance,
                              double level)
{
    const double z = alm_normal_critical(level) * sqrt(variance);
    if (fabs(out->r.value) == 1.0) {
        out->low = out->high = out->r;
        return;
    }
    out->low = alm_figure_of(tanh(atanh(out->r.value) - z));
    out->high = alm_figure_of(tanh(atanh(out->r.value) + z));
}

alm_status alm_pearson(alm_correlation *out, const double *x, const double *y,
                       size_t n, double level, alm_error *err)
{
    const alm_status status = alm_check_pairs(x, y, n, level, err); /* (1) */
    if (status != ALM_OK)
        return status;
    const char *why = alm_no_correlation(x, y, n); /* (2) */
    alm_correlation_undefined(out, n, why != NULL ? why : "too few pairs");
    if (why != NULL)
        return ALM_OK;
    out->r = alm_figure_of(alm_pearson_r(x, y, n));
    alm_correlation_test_t(out, out->r.value, 2);
    if (n >= 4) /* (3) */
        alm_correlation_interval(out, 1.0 / ((double)n - 3.0), level);
    return ALM_OK;
}

alm_status alm_covariance(alm_figure *out, const double *x, const double *y,
                          size_t n, alm_error *err)
{
    const alm_status status = alm_check_pairs(x, y, n, 0.95, err);
    if (status != ALM_OK)
        return status;
    if (n < 2) {
        *out = alm_figure_undefined("fewer than 2 pairs");
        return ALM_OK;
    }
    const long double products = alm_exact_product_sum(
        x, y, n, alm_exact_mean(x, n), alm_exact_mean(y, n));
    *out = alm_figure_of((double)(products / (long double)(n - 1)));
    return ALM_OK;
}

/* Whether x[0..n) is constant once x[skip] is left out; n >= 2. */
static bool constant_without(const double *x, size_t n, size_t skip)
{
    const size_t first = skip == 0 ? 1 : 0;
    for (size_t i = first + 1; i < n; i++)
        if (i != skip && x[i] != x[first])
            return false;
    return true;
}

/* Whether leaving x[i] out may make x constant. A value that equals another one
 * never does while x is not constant, so the scan above stays rare. */
static bool may_be_odd(const double *x, size_t i)
{
    return x[i] != x[i == 0 ? 1 : 0];
}

typedef struct cross_sums {
    long double mean_x, mean_y, xx, yy, xy;
} cross_sums;

/* Takes pair i out of sums about the mean (West 1979, run backwards). */
static double r_without_pair(const cross_sums *s, double x, double y, size_t n)
{
    const long double shrink = (long double)n / ((long double)n - 1.0L);
    const long double dx = x - s->mean_x;
    const long double dy = y - s->mean_y;
    const long double xx = s->xx - shrink * dx * dx;
    const long double yy = s->yy - shrink * dy * dy;
    const long double xy = s->xy - shrink * dx * dy;
    return (double)fmaxl(-1.0L, fminl(1.0L, xy / sqrtl(xx) / sqrtl(yy)));
}

static void note_without(alm_leave_one_out *out, double r, double full,
                         size_t i, double *most)
{
    if (out->low.why != NULL || r < out->low.value) {
        out->low = alm_figure_of(r);
        out->low_at = i;
    }
    if (out->high.why != NULL || r > out->high.value) {
        out->high = alm_figure_of(r);
        out->high_at = i;
    }
    if (fabs(r - full) > *most) {
        *most = fabs(r - full);
        out->most_at = i;
    }
}

alm_status alm_pearson_leave_one_out(alm_leave_one_out *out,
                                     alm_figure *r_without, const double *x,
                                     const double *y, size_t n, alm_error *err)
{
    const alm_figure none = alm_figure_undefined("a series is constant");
    const alm_status status = alm_check_pairs(x, y, n, 0.95, err);
    cross_sums s = {0};
    double most = -1.0;

    if (status != ALM_OK)
        return status;
    *out = (alm_leave_one_out){none, none, 0, 0, 0};
    const bool defined = n >= 3 && alm_no_correlation(x, y, n) == NULL;
    const double full = defined ? alm_pearson_r(x, y, n) : 0.0;
    if (defined) {
        s.mean_x = alm_exact_mean(x, n);
        s.mean_y = alm_exact_mean(y, n);
        s.xx = alm_exact_square_sum(x, n, s.mean_x);
        s.yy = alm_exact_square_sum(y, n, s.mean_y);
        s.xy = alm_exact_product_sum(x, y, n, s.mean_x, s.mean_y);
    }
    for (size_t i = 0; i < n; i++) {
        alm_figure r = none;
        if (defined && !(may_be_odd(x, i) && constant_without(x, n, i)) &&
            !(may_be_odd(y, i) && constant_without(y, n, i))) {
            r = alm_figure_of(r_without_pair(&s, x[i], y[i], n));
            note_without(out, r.value, full, i, &most);
        }
        if (r_without != NULL)
            r_without[i] = r;
    }
    return ALM_OK;
}
