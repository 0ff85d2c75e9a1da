#include "stats/convergence.h"

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/correlation.h"
#include "stats/descriptive.h"
#include "stats/rank.h"
#include "stats/regress.h"

static const char NOT_POSITIVE[] = "values that are not positive";

static alm_status check_both(const double *first, const double *last, size_t n,
                             bool *positive, alm_error *err)
{
    alm_status status = alm_check_finite(first, n, "the first values", err);
    if (status == ALM_OK)
        status = alm_check_finite(last, n, "the last values", err);
    *positive = true;
    for (size_t i = 0; i < n; i++)
        *positive &= first[i] > 0.0 && last[i] > 0.0;
    return status;
}

static void beta_of_fit(alm_beta_result *out, const alm_regression *r,
                        double years)
{
    const alm_coefficient *c = &r->coef[1];
    const double reach = 1.0 + c->estimate * years;

    out->a = alm_figure_of(r->coef[0].estimate);
    out->b = alm_figure_of(c->estimate);
    out->se = c->se;
    out->t = c->t;
    out->p = c->p;
    out->r2 = r->r2;
    if (!(reach > 0.0)) { /* (3) */
        out->lambda = out->lambda_se = out->half_life =
            alm_figure_undefined("overshoot");
        return;
    }
    out->lambda = alm_figure_of(-log1p(c->estimate * years) / years);
    out->lambda_se =
        c->se.why != NULL ? c->se : alm_figure_of(c->se.value / reach);
    out->half_life = c->estimate < 0.0
                         ? alm_figure_of(M_LN2 / out->lambda.value)
                         : alm_figure_undefined("divergence");
}

/* What keeps a beta from being estimated, or NULL. */
static const char *beta_trouble(const double *first, size_t n, bool positive)
{
    if (!positive)
        return NOT_POSITIVE;
    if (n < 3)
        return "fewer than 3 regions";
    return alm_is_constant(first, n) ? "all start alike" : NULL;
}

alm_status alm_beta_convergence(alm_beta_result *out, const double *first,
                                const double *last, size_t n, double years,
                                alm_error *err)
{
    bool positive;
    alm_regression r;
    alm_status status = check_both(first, last, n, &positive, err);

    if (status == ALM_OK && !(years > 0.0 && isfinite(years)))
        status = alm_fail(err, ALM_EINVAL, "%g years between the times", years);
    if (status != ALM_OK)
        return status;
    const char *why = beta_trouble(first, n, positive);
    const alm_figure none = alm_figure_undefined(why);
    if (why != NULL) {
        *out = (alm_beta_result){n,    none, none, none, none,
                                 none, none, none, none, none};
        return ALM_OK;
    }
    double *logs = alm_alloc(n, 2 * sizeof *logs);
    if (logs == NULL)
        return alm_fail_memory(err, "growth rates");
    double *growth = logs + n;
    for (size_t i = 0; i < n; i++) {
        logs[i] = log(first[i]);
        growth[i] = log(last[i] / first[i]) / years;
    }
    const double *column = logs;
    status = alm_regress(&r, growth, &column, 1, n, NULL, err); /* (2) */
    if (status == ALM_OK) {
        out->n = n;
        beta_of_fit(out, &r, years);
        alm_regression_free(&r);
    }
    alm_dealloc(logs);
    return status;
}

/* (4) */
static alm_status pitman_morgan(alm_sigma_result *out, const double *first,
                                const double *last, double *work, size_t n,
                                alm_error *err)
{
    alm_correlation c;
    double *sum = work, *difference = work + n;

    for (size_t i = 0; i < n; i++) {
        sum[i] = log(first[i]);
        difference[i] = log(last[i]);
    }
    alm_status status = alm_sd(&out->first, sum, n, ALM_POPULATION, err);
    if (status == ALM_OK)
        status = alm_sd(&out->last, difference, n, ALM_POPULATION, err);
    for (size_t i = 0; i < n; i++) {
        const double a = sum[i], b = difference[i];
        sum[i] = a + b;
        difference[i] = a - b;
    }
    if (status == ALM_OK)
        status = alm_pearson(&c, sum, difference, n, 0.95, err);
    if (status == ALM_OK) {
        out->t = c.statistic;
        out->p = c.p;
        out->df = c.df;
    }
    return status;
}

alm_status alm_sigma_convergence(alm_sigma_result *out, const double *first,
                                 const double *last, size_t n, alm_error *err)
{
    const alm_figure none = alm_figure_undefined(NOT_POSITIVE);
    alm_sigma_result s = {n, none, none, none, none, 0.0};
    bool positive;
    alm_status status = check_both(first, last, n, &positive, err);

    if (status != ALM_OK)
        return status;
    if (positive) {
        double *work = alm_alloc(n, 2 * sizeof *work);
        if (work == NULL)
            return alm_fail_memory(err, "logs");
        status = pitman_morgan(&s, first, last, work, n, err);
        alm_dealloc(work);
    }
    if (status == ALM_OK)
        *out = s;
    return status;
}

alm_status alm_gamma_convergence(alm_figure *out, const double *const *values,
                                 size_t times, size_t n, alm_error *err)
{
    alm_figure all, first;
    alm_status status = ALM_OK;

    if (times == 0)
        return alm_fail(err, ALM_EINVAL, "no times to compare");
    double *sums = alm_alloc(n, 2 * sizeof *sums);
    if (sums == NULL)
        return alm_fail_memory(err, "ranks");
    double *ranks = sums + n;
    for (size_t i = 0; i < n; i++)
        sums[i] = 0.0;
    for (size_t t = 0; t < times && status == ALM_OK; t++) {
        status = alm_rank(ranks, values[t], n, ALM_TIES_AVERAGE, false, err);
        for (size_t i = 0; status == ALM_OK && i < n; i++)
            sums[i] += ranks[i];
    }
    if (status == ALM_OK)
        status = alm_variance(&all, sums, n, ALM_POPULATION, err);
    if (status == ALM_OK)
        status = alm_rank(ranks, values[0], n, ALM_TIES_AVERAGE, false, err);
    if (status == ALM_OK)
        status = alm_variance(&first, ranks, n, ALM_POPULATION, err);
    if (status == ALM_OK) /* (5) */
        *out = first.why == NULL && first.value > 0.0
                   ? alm_figure_of(all.value / first.value /
                                   ((double)times * (double)times))
                   : alm_figure_undefined("no order at the first time");
    alm_dealloc(sums);
    return status;
}

alm_status alm_delta_convergence(alm_figure *out, const double *x, size_t n,
                                 alm_error *err)
{
    alm_figure best;
    long double sum = 0.0L;
    alm_status status = alm_check_finite(x, n, "x", err);
    if (status == ALM_OK)
        status = alm_max(&best, x, n, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        sum += (long double)best.value - x[i];
    *out = best.why != NULL ? best : alm_figure_of((double)sum);
    return ALM_OK;
}
