#include "stats/diffusion.h"

#include <string.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"

enum { LEAST = 5 };

static const double FACTORS[] = {1.05, 1.2, 1.5, 2.0, 4.0}; /* (4) */
enum { N_FACTORS = sizeof FACTORS / sizeof *FACTORS };

double alm_curve_at(alm_curve curve, const double b[3], double t)
{
    const double e = exp((b[1] - t) / b[2]);
    return curve == ALM_LOGISTIC ? b[0] / (1.0 + e) : b[0] * exp(-e);
}

/* The derivatives by K, m and s. */
static void curve_gradient(alm_curve curve, double *g, const double b[3],
                           double t)
{
    const double u = (b[1] - t) / b[2], e = exp(u);
    double by_u; /* the derivative of y by u */

    if (curve == ALM_LOGISTIC) {
        g[0] = 1.0 / (1.0 + e);
        by_u = -b[0] * g[0] / (1.0 + exp(-u));
    } else {
        g[0] = exp(-e);
        by_u = g[0] == 0.0 ? 0.0 : -b[0] * e * g[0];
    }
    g[1] = by_u / b[2];
    g[2] = -by_u * u / b[2];
}

/* What the callbacks see. */
typedef struct curve_data {
    alm_curve curve;
    const double *t;
} curve_data;

static double curve_row(const double *b, size_t i, void *context)
{
    const curve_data *d = context;
    return alm_curve_at(d->curve, b, d->t[i]);
}

static void gradient_row(double *g, const double *b, size_t i, void *context)
{
    const curve_data *d = context;
    curve_gradient(d->curve, g, b, d->t[i]);
}

/* m and s by regressing the transform that makes the curve a line,
 * (m - t) / s, on t, for a given K. */
static void start_for(double *start, alm_curve curve, const double *t,
                      const double *y, size_t n, double k)
{
    long double st = 0.0L, sz = 0.0L, stt = 0.0L, stz = 0.0L, used = 0.0L;

    for (size_t i = 0; i < n; i++) {
        const double share = y[i] / k;
        if (!(share > 0.0 && share < 1.0))
            continue;
        const long double z = curve == ALM_LOGISTIC ? logl(1.0L / share - 1.0L)
                                                    : logl(-logl(share));
        const long double x = (long double)t[i] - t[0];
        used += 1.0L;
        st += x;
        sz += z;
        stt += x * x;
        stz += x * z;
    }
    const long double slope = (used * stz - st * sz) / (used * stt - st * st);
    const double span = t[n - 1] - t[0];
    start[0] = k;
    if (slope < 0.0L) {
        start[2] = (double)(-1.0L / slope);
        start[1] = t[0] + (double)((sz / used - slope * st / used) * start[2]);
    } else {
        start[2] = span / 4.0;
        start[1] = t[0] + span / 2.0;
    }
}

/* Whether the later half stands above the earlier one. */
static bool rises(const double *y, size_t n)
{
    long double early = 0.0L, late = 0.0L;
    for (size_t i = 0; i < n / 2; i++) {
        early += y[i];
        late += y[n - 1 - i];
    }
    return late > early;
}

/* (6) */
static const char *verdict_on(double k, alm_figure low, alm_figure high,
                              double last)
{
    if (last < k / 2.0)
        return "not identified: the last value is below half of K";
    if (low.why != NULL || high.why != NULL)
        return "not identified: the interval of K is unbounded";
    if (high.value - low.value > k / 2.0)
        return "not identified: the interval of K is wider than half of K";
    return NULL;
}

static void describe_curve(alm_diffusion *d, double last)
{
    const double *b = d->fit.b;

    d->inflection = b[1];
    d->inflection_y = b[0] / (d->curve == ALM_LOGISTIC ? 2.0 : M_E);
    d->ten_to_ninety =
        b[2] *
        (d->curve == ALM_LOGISTIC ? log(81.0) : log(log(0.1) / log(0.9)));
    d->rmse = alm_figure_of(sqrt(d->fit.rss / (double)d->n));
    d->verdict = verdict_on(b[0], d->k_low, d->k_high, last);
}

static alm_status check_series(const double *t, const double *y, size_t n,
                               const alm_diffusion_options *o, alm_error *err)
{
    alm_status status = alm_check_finite(t, n, "t", err);
    if (status == ALM_OK)
        status = alm_check_finite(y, n, "y", err);
    if (status == ALM_OK)
        status = alm_check_level(o->level, err);
    for (size_t i = 1; status == ALM_OK && i < n; i++)
        if (t[i] < t[i - 1])
            status =
                alm_fail(err, ALM_EINVAL, "times descend at value %zu", i + 1);
    for (size_t i = 0; status == ALM_OK && i < n; i++)
        if (y[i] < 0.0)
            status =
                alm_fail(err, ALM_EINVAL, "value %zu of y is negative", i + 1);
    if (status == ALM_OK && !(o->k_max >= 0.0 && o->k_fixed >= 0.0))
        status = alm_fail(err, ALM_EINVAL, "K is not positive");
    return status;
}

/* Fits from every start and asks how well K is known. */
static alm_status fit_curve(alm_diffusion *d, const double *t, const double *y,
                            const alm_diffusion_options *o, alm_error *err)
{
    double starts[N_FACTORS][3], largest = 0.0;
    const double k_max = o->k_max > 0.0 ? o->k_max : INFINITY;
    const bool fixed = o->k_fixed > 0.0;
    const double low[] = {fixed ? o->k_fixed : 0.0, -INFINITY, 1e-300};
    const double high[] = {fixed ? o->k_fixed : k_max, INFINITY, INFINITY};
    curve_data data = {d->curve, t};
    const alm_nonlinear_problem q = {d->n,         3,     y,   curve_row,
                                     gradient_row, &data, low, high};

    for (size_t i = 0; i < d->n; i++)
        largest = fmax(largest, y[i]);
    for (size_t i = 0; i < N_FACTORS; i++) {
        const double k = fixed ? o->k_fixed : fmin(FACTORS[i] * largest, k_max);
        start_for(starts[i], d->curve, t, y, d->n, k);
    }
    alm_status status = alm_nonlinear_fit_best(&d->fit, &q, starts[0],
                                               fixed ? 1 : N_FACTORS, err);
    if (status == ALM_OK && d->fit.converged && !fixed)
        status = alm_nonlinear_profile(&d->k_low, &d->k_high, &q, &d->fit, 0,
                                       o->level, err);
    if (status == ALM_OK && !d->fit.converged)
        d->why = d->fit.why;
    else if (status == ALM_OK)
        describe_curve(d, y[d->n - 1]);
    if (fixed)
        d->verdict = NULL;
    return status;
}

alm_status alm_diffusion_fit(alm_diffusion *out, alm_curve curve,
                             const double *t, const double *y, size_t n,
                             const alm_diffusion_options *options,
                             alm_error *err)
{
    const alm_figure none = alm_figure_undefined("no fit");
    alm_diffusion d = {
        .curve = curve, .k_low = none, .k_high = none, .rmse = none};
    alm_diffusion_options o = {0.0, 0.0, 0.0};

    if (options != NULL)
        o = *options;
    o.level = o.level == 0.0 ? 0.95 : o.level;
    alm_status status = check_series(t, y, n, &o, err);
    if (status != ALM_OK)
        return status;
    while (d.zeros < n && y[d.zeros] == 0.0)
        d.zeros++; /* (5) */
    d.n = n - d.zeros;
    if (d.n < LEAST)
        d.why = "fewer than 5 points";
    else if (t[n - 1] == t[d.zeros])
        d.why = "all points at one time";
    else if (!rises(y + d.zeros, d.n))
        d.why = "no S-curve: the series does not rise";
    else
        status = fit_curve(&d, t + d.zeros, y + d.zeros, &o, err);
    if (status == ALM_OK)
        *out = d;
    return status;
}

/* The standard error of something with gradient g. */
static double delta_se(const alm_nonlinear *fit, const double g[3])
{
    long double sum = 0.0L;
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            sum += (long double)g[i] * g[j] * fit->covariance[i][j];
    return (double)sqrtl(fmaxl(sum, 0.0L));
}

alm_status alm_diffusion_forecast(alm_forecast *out, const alm_diffusion *d,
                                  double t, double level, alm_error *err)
{
    double g[3];
    const alm_status status = alm_check_level(level, err);
    if (status != ALM_OK)
        return status;
    if (d->why != NULL || d->fit.sigma.why != NULL)
        return alm_fail(err, ALM_EINVAL, "a forecast without a fit: %s",
                        d->why != NULL ? d->why : d->fit.sigma.why);

    const double c = alm_t_critical(level, d->fit.df);
    curve_gradient(d->curve, g, d->fit.b, t);
    const double se = delta_se(&d->fit, g);
    const double wide = hypot(se, d->fit.sigma.value);
    out->fit = alm_curve_at(d->curve, d->fit.b, t);
    out->se = alm_figure_of(se);
    out->low = alm_figure_of(out->fit - c * se);
    out->high = alm_figure_of(out->fit + c * se);
    out->predicted_low = alm_figure_of(out->fit - c * wide);
    out->predicted_high = alm_figure_of(out->fit + c * wide);
    return ALM_OK;
}

alm_status alm_diffusion_reach(alm_reach *out, const alm_diffusion *d, double y,
                               double level, alm_error *err)
{
    double g[3];
    const alm_status status = alm_check_level(level, err);
    if (status != ALM_OK)
        return status;
    if (d->why != NULL)
        return alm_fail(err, ALM_EINVAL, "a date without a fit: %s", d->why);
    const double *b = d->fit.b;
    if (!(y > 0.0 && y < b[0])) {
        out->t = out->low = out->high = alm_figure_undefined("never reached");
        return ALM_OK;
    }
    const double u =
        d->curve == ALM_LOGISTIC ? log(b[0] / y - 1.0) : log(log(b[0] / y));
    const double t = b[1] - b[2] * u;
    /* y(t, b) = y: dt/db = -(dy/db) / (dy/dt), and dy/dt = -dy/dm. */
    curve_gradient(d->curve, g, b, t);
    for (size_t i = 0; i < 3; i++)
        g[i] /= i == 1 ? 1.0 : g[1];
    g[1] = 1.0;
    const double reach =
        alm_t_critical(level, d->fit.df) * delta_se(&d->fit, g);
    out->t = alm_figure_of(t);
    out->low = alm_figure_of(t - reach);
    out->high = alm_figure_of(t + reach);
    return ALM_OK;
}
