#include "base/alloc.h"
#include "stats/check.h"
#include "stats/diffusion.h"
#include "stats/regress.h"

enum { LEAST = 5, N_STARTS = 19 };

double alm_bass_at(const double b[3], double t)
{
    const double e = exp(-(b[1] + b[2]) * t);
    return -b[0] * expm1(-(b[1] + b[2]) * t) / (1.0 + b[2] / b[1] * e);
}

static double bass_row(const double *b, size_t i, void *context)
{
    const double *ends = context;
    const double from = i == 0 ? 0.0 : ends[i - 1];
    return alm_bass_at(b, ends[i]) - alm_bass_at(b, from);
}

/* (3) Bass's regression: increments on the total before, and its square. */
static alm_status bass_ols(alm_bass *out, const double *increments, size_t n,
                           alm_error *err)
{
    alm_regression r;
    double *before = alm_alloc(n, 2 * sizeof *before);
    if (before == NULL)
        return alm_fail_memory(err, "a regression");
    double *square = before + n, total = 0.0;
    for (size_t i = 0; i < n; i++) {
        before[i] = total;
        square[i] = total * total;
        total += increments[i];
    }
    const double *columns[] = {before, square};
    const alm_status status =
        alm_regress(&r, increments, columns, 2, n, NULL, err);
    alm_dealloc(before);
    if (status == ALM_EINVAL) /* nothing spread: stays undefined */
        return ALM_OK;
    if (status != ALM_OK)
        return status;
    const double a = r.coef[0].estimate, b = r.coef[1].estimate;
    const double c = r.coef[2].estimate;
    const double root = b * b - 4.0 * a * c;
    const double m = (-b - sqrt(root)) / (2.0 * c);
    if (root >= 0.0 && c < 0.0 && m > 0.0) {
        out->ols_m = alm_figure_of(m);
        out->ols_p = alm_figure_of(a / m);
        out->ols_q = alm_figure_of(-m * c);
    }
    alm_regression_free(&r);
    return ALM_OK;
}

static size_t fill_starts(double starts[N_STARTS][3], const alm_bass *b,
                          double total, double period)
{
    static const double factors[] = {1.05, 1.2, 1.5, 2.0, 4.0, 10.0};
    static const double rates[][2] = {{0.03, 0.38}, {0.005, 0.6}, {0.001, 0.2}};
    size_t n = 0;

    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 3; j++, n++) {
            starts[n][0] = factors[i] * total;
            starts[n][1] = rates[j][0] / period;
            starts[n][2] = rates[j][1] / period;
        }
    if (b->ols_m.why == NULL && b->ols_p.value > 0.0 && b->ols_q.value > 0.0) {
        starts[n][0] = b->ols_m.value;
        starts[n][1] = b->ols_p.value / period;
        starts[n++][2] = b->ols_q.value / period;
    }
    return n;
}

static void describe_bass(alm_bass *out, double total)
{
    const double m = out->fit.b[0], p = out->fit.b[1], q = out->fit.b[2];

    if (q > p) {
        out->peak_time = alm_figure_of(log(q / p) / (p + q));
        out->peak_total = alm_figure_of(m * (q - p) / (2.0 * q));
        out->peak_rate = alm_figure_of(m * (p + q) * (p + q) / (4.0 * q));
    } else {
        out->peak_time = out->peak_total = out->peak_rate =
            alm_figure_undefined("falls from the start");
    }
    if (total < m / 2.0)
        out->verdict = "not identified: the total is below half of m";
    else if (out->m_low.why != NULL || out->m_high.why != NULL)
        out->verdict = "not identified: the interval of m is unbounded";
    else if (out->m_high.value - out->m_low.value > m / 2.0)
        out->verdict =
            "not identified: the interval of m is wider than half of m";
}

static alm_status check_increments(const double *increments, const double *ends,
                                   size_t n, double level, alm_error *err)
{
    alm_status status = alm_check_finite(increments, n, "increments", err);
    if (status == ALM_OK && ends != NULL)
        status = alm_check_finite(ends, n, "ends", err);
    if (status == ALM_OK)
        status = alm_check_level(level, err);
    for (size_t i = 0; status == ALM_OK && ends != NULL && i < n; i++)
        if (!(ends[i] > (i == 0 ? 0.0 : ends[i - 1])))
            status = alm_fail(err, ALM_EINVAL,
                              "times do not ascend from 0 at value %zu", i + 1);
    return status;
}

static alm_status fit_bass(alm_bass *b, const double *increments, double *ends,
                           double level, alm_error *err)
{
    static const double low[] = {0.0, 1e-12, 0.0};
    static const double high[] = {INFINITY, 10.0, 100.0};
    double starts[N_STARTS][3], total = 0.0;
    const alm_nonlinear_problem q = {b->n, 3,    increments, bass_row,
                                     NULL, ends, low,        high};

    for (size_t i = 0; i < b->n; i++)
        total += increments[i];
    if (!(total > 0.0)) {
        b->why = "nothing spread";
        return ALM_OK;
    }
    alm_status status = bass_ols(b, increments, b->n, err);
    if (status != ALM_OK)
        return status;
    const size_t m =
        fill_starts(starts, b, total, ends[b->n - 1] / (double)b->n);
    status = alm_nonlinear_fit_best(&b->fit, &q, starts[0], m, err);
    if (status != ALM_OK)
        return status;
    if (!b->fit.converged) {
        b->why = b->fit.why;
        return ALM_OK;
    }
    status = alm_nonlinear_profile(&b->m_low, &b->m_high, &q, &b->fit, 0, level,
                                   err);
    if (status == ALM_OK)
        describe_bass(b, total);
    return status;
}

alm_status alm_bass_fit(alm_bass *out, const double *increments,
                        const double *ends, size_t n, double level,
                        alm_error *err)
{
    const alm_figure none = alm_figure_undefined("no fit");
    alm_bass b = {.n = n,
                  .m_low = none,
                  .m_high = none,
                  .peak_time = none,
                  .peak_total = none,
                  .peak_rate = none,
                  .ols_m = none,
                  .ols_p = none,
                  .ols_q = none};
    alm_status status = check_increments(increments, ends, n, level, err);

    if (status != ALM_OK)
        return status;
    double *own = alm_alloc(n, sizeof *own);
    if (own == NULL)
        return alm_fail_memory(err, "periods");
    for (size_t i = 0; i < n; i++)
        own[i] = ends != NULL ? ends[i] : (double)i + 1.0;
    if (n < LEAST)
        b.why = "fewer than 5 points";
    else
        status = fit_bass(&b, increments, own, level, err);
    if (status == ALM_OK)
        *out = b;
    alm_dealloc(own);
    return status;
}
