#include "stats/nonlinear.h"

#include <string.h>

#include "stats/check.h"
#include "stats/nonlinear_search.h"

/* (5), and (3) when the rank is short. */
static void covariance_of(alm_nonlinear *out, const alm_search *s)
{
    const size_t n = s->q->n, p = s->n_free;
    const long double s2 = (long double)out->rss / out->df;
    long double inverse[ALM_NONLINEAR_MAX * ALM_NONLINEAR_MAX];
    long double column[ALM_NONLINEAR_MAX];
    alm_qr qr = alm_search_matrix(s, n);

    for (size_t k = 0; k < p; k++)
        memcpy(qr.a + k * n, s->jacobian + s->free[k] * n, n * sizeof *qr.a);
    alm_qr_factor(&qr, 1e-11L);
    if (qr.rank < p) {
        out->why = "did not converge: the data do not determine every "
                   "parameter";
        return;
    }
    alm_qr_inverse(&qr, inverse, column);
    for (size_t a = 0; a < p; a++) {
        for (size_t c = 0; c < p; c++)
            out->covariance[s->free[a]][s->free[c]] =
                (double)(s2 * inverse[a * p + c]);
        out->se[s->free[a]] =
            alm_figure_of((double)(sqrtl(s2) * sqrtl(inverse[a * p + a])));
    }
}

/* (7) */
static void criteria_of(alm_nonlinear *out)
{
    const double n = (double)out->n, k = (double)out->estimated + 1.0;
    const char *why = !(out->df > 0.0)    ? "no degrees of freedom left"
                      : !(out->rss > 0.0) ? "the fit is exact"
                                          : NULL;

    out->sigma = out->aic = out->aicc = out->bic = alm_figure_undefined(why);
    if (why != NULL)
        return;
    const double deviance = n * (log(2.0 * M_PI * out->rss / n) + 1.0);
    out->sigma = alm_figure_of(sqrt(out->rss / out->df));
    out->aic = alm_figure_of(deviance + 2.0 * k);
    out->bic = alm_figure_of(deviance + log(n) * k);
    out->aicc = n > k + 1.0
                    ? alm_figure_of(deviance + 2.0 * k * n / (n - k - 1.0))
                    : alm_figure_undefined("too few values");
}

static alm_status check_problem(const alm_nonlinear_problem *q,
                                const double *starts, size_t m, alm_error *err)
{
    if (q->p == 0 || q->p > ALM_NONLINEAR_MAX)
        return alm_fail(err, ALM_EINVAL, "%zu parameters are not 1 to %d", q->p,
                        (int)ALM_NONLINEAR_MAX);
    if (q->n < q->p)
        return alm_fail(err, ALM_EINVAL,
                        "%zu values cannot determine %zu parameters", q->n,
                        q->p);
    alm_status status = alm_check_finite(q->y, q->n, "y", err);
    if (status == ALM_OK)
        status = alm_check_finite(starts, m * q->p, "the start", err);
    return status;
}

static alm_nonlinear fit_from(alm_search *s)
{
    const alm_nonlinear_problem *q = s->q;
    alm_nonlinear fit = {.n = q->n, .p = q->p};

    for (size_t j = 0; j < q->p; j++)
        fit.estimated += alm_nonlinear_low(q, j) != alm_nonlinear_high(q, j);
    fit.df = (double)(q->n - fit.estimated);
    fit.why = alm_search_run(s, &fit.iterations);
    memcpy(fit.b, s->b, sizeof fit.b);
    fit.rss = (double)s->rss;
    for (size_t j = 0; j < q->p; j++)
        fit.se[j] = alm_figure_undefined(
            fit.df > 0.0 ? "held at its bound" : "no degrees of freedom left");
    if (fit.why == NULL && fit.df > 0.0 && s->n_free > 0)
        covariance_of(&fit, s);
    for (size_t j = 0; fit.why != NULL && j < q->p; j++)
        fit.se[j] = alm_figure_undefined(fit.why); /* (1) */
    fit.converged = fit.why == NULL;
    criteria_of(&fit);
    return fit;
}

static bool is_better(const alm_nonlinear *a, const alm_nonlinear *b)
{
    if (a->converged != b->converged)
        return a->converged;
    return a->rss < b->rss;
}

alm_status alm_nonlinear_fit_best(alm_nonlinear *out,
                                  const alm_nonlinear_problem *q,
                                  const double *starts, size_t m,
                                  alm_error *err)
{
    alm_nonlinear best = {.n = 0}, fit;
    bool found = false;
    alm_search s;
    alm_status status = check_problem(q, starts, m, err);

    if (status == ALM_OK)
        status = alm_search_new(&s, q, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < m; i++) {
        if (!alm_search_start(&s, starts + i * q->p))
            continue;
        fit = fit_from(&s);
        if (!found || is_better(&fit, &best))
            best = fit;
        found = true;
    }
    if (found)
        *out = best;
    else
        status =
            alm_fail(err, ALM_EINVAL, "the model has no value at the start");
    alm_search_free(&s);
    return status;
}
