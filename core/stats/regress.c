#include "stats/regress.h"

#include <float.h>
#include <string.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/exact.h"
#include "stats/qr.h"

static const char NO_DF[] = "no degrees of freedom left";
static const char EXACT[] = "the fit is exact";

/* One fit on its way: the factored design, the response, scratch. */
typedef struct fit {
    alm_qr qr;
    long double *y;    /* n: then the residuals, weighted */
    long double *head; /* k */
    long double *b;    /* k */
    const double *weights;
    bool intercept;
} fit;

static void fit_free(fit *f)
{
    alm_qr_free(&f->qr);
    alm_dealloc(f->y);
}

static alm_status fit_new(fit *f, size_t n, size_t k,
                          const alm_regression_options *o, alm_error *err)
{
    *f = (fit){.weights = o->weights, .intercept = !o->no_intercept};
    if (n < k) /* (2) */
        return alm_fail(err, ALM_EINVAL,
                        "%zu rows cannot determine %zu coefficients", n, k);
    const alm_status status = alm_qr_new(&f->qr, n, k, err);
    if (status != ALM_OK)
        return status;
    f->y = alm_alloc(n + 2 * k, sizeof *f->y);
    if (f->y == NULL) {
        alm_qr_free(&f->qr);
        return alm_fail_memory(err, "a regression");
    }
    f->head = f->y + n;
    f->b = f->head + k;
    return ALM_OK;
}

static alm_status check_response(const double *y, size_t n,
                                 const alm_regression_options *o,
                                 alm_error *err)
{
    alm_status status = alm_check_finite(y, n, "y", err);
    if (status == ALM_OK && o->level != 0.0)
        status = alm_check_level(o->level, err);
    for (size_t i = 0; status == ALM_OK && o->weights != NULL && i < n; i++)
        if (!(o->weights[i] > 0.0 && isfinite(o->weights[i])))
            status = alm_fail(err, ALM_EINVAL,
                              "weight %zu is %g: weights are positive", i + 1,
                              o->weights[i]);
    return status;
}

static long double root_weight(const fit *f, size_t i)
{
    return f->weights == NULL ? 1.0L : sqrtl(f->weights[i]);
}

/* Weights rows and response, factors, solves; names a dependent column. */
static alm_status fit_solve(fit *f, const double *y, alm_error *err)
{
    alm_qr *qr = &f->qr;

    for (size_t i = 0; i < qr->n; i++)
        f->y[i] = root_weight(f, i) * y[i];
    for (size_t j = 0; f->weights != NULL && j < qr->k; j++)
        for (size_t i = 0; i < qr->n; i++)
            qr->a[j * qr->n + i] *= root_weight(f, i);
    alm_qr_factor(qr, alm_qr_tolerance(qr->n)); /* (3) */
    if (qr->rank < qr->k) {
        const size_t column = qr->pivot[qr->rank] + (f->intercept ? 0 : 1);
        if (column == 0)
            return alm_fail(err, ALM_EINVAL,
                            "the columns and the intercept depend on each "
                            "other");
        return alm_fail(err, ALM_EINVAL,
                        "column %zu depends on the other columns", column);
    }
    if (qr->k == 0)
        return ALM_OK;
    alm_qr_least_squares(qr, f->b, f->y, f->head);
    return ALM_OK;
}

static alm_status result_new(alm_regression *r, size_t n, size_t k,
                             alm_error *err)
{
    *r = (alm_regression){.n = n, .k = k};
    r->coef = alm_alloc(k, sizeof *r->coef);
    r->fitted = alm_alloc(n, 5 * sizeof *r->fitted);
    r->inverse = alm_alloc(k * k, sizeof *r->inverse);
    if (r->coef == NULL || r->fitted == NULL || r->inverse == NULL) {
        alm_regression_free(r);
        return alm_fail_memory(err, "a regression");
    }
    r->residuals = r->fitted + n;
    r->leverage = r->residuals + n;
    r->cooks = r->leverage + n;
    r->student = r->cooks + n;
    return ALM_OK;
}

void alm_regression_free(alm_regression *r)
{
    alm_dealloc(r->coef);
    alm_dealloc(r->fitted);
    alm_dealloc(r->inverse);
    *r = (alm_regression){.n = 0};
}

/* The weighted sum of squares of y, about its mean where there is an intercept.
 */
static long double total_squares(const fit *f, const double *y)
{
    const size_t n = f->qr.n;
    long double sum = 0.0L, weight = 0.0L, total = 0.0L;

    for (size_t i = 0; i < n; i++) {
        const long double w = f->weights == NULL ? 1.0L : f->weights[i];
        weight += w;
        sum += w * y[i];
    }
    const long double mean = f->intercept ? sum / weight : 0.0L;
    if (f->intercept && alm_is_constant(y, n))
        return 0.0L;
    for (size_t i = 0; i < n; i++) {
        const long double w = f->weights == NULL ? 1.0L : f->weights[i];
        total += w * (y[i] - mean) * (y[i] - mean);
    }
    return total;
}

/* (5) Whether the residuals are what rounding leaves of y. */
static bool is_exact(const fit *f, const double *y, long double rss)
{
    long double squares = 0.0L;
    for (size_t i = 0; i < f->qr.n; i++) {
        const long double wy = root_weight(f, i) * y[i];
        squares += wy * wy;
    }
    return sqrtl(rss) <= 4.0L * DBL_EPSILON * sqrtl(squares);
}

static void summarise_r2(alm_regression *r, long double rss, long double tss)
{
    const double free_df = (double)r->n - (r->intercept ? 1.0 : 0.0);
    const char *why = r->df_residual == 0.0 ? NO_DF
                      : r->exact            ? EXACT
                      : r->df_model == 0.0  ? "no columns"
                                            : NULL;

    if (!(tss > 0.0L)) {
        r->r2 = r->adjusted_r2 = r->f = r->f_p =
            alm_figure_undefined("y is constant");
        return;
    }
    r->r2 = alm_figure_of((double)(1.0L - rss / tss)); /* (4) */
    r->adjusted_r2 = r->df_residual == 0.0
                         ? alm_figure_undefined(NO_DF)
                         : alm_figure_of((double)(1.0L - rss / tss * free_df /
                                                             r->df_residual));
    if (why != NULL) {
        r->f = r->f_p = alm_figure_undefined(why);
        return;
    }
    r->f = alm_figure_of(
        (double)((tss - rss) / r->df_model / (rss / r->df_residual)));
    r->f_p =
        alm_figure_of(alm_f_upper(r->f.value, r->df_model, r->df_residual));
}

static void summarise_likelihood(alm_regression *r, const fit *f,
                                 long double rss)
{
    const long double n = (long double)r->n;
    const double parameters = (double)r->k + 1.0;
    long double logs = 0.0L;

    if (r->exact || r->df_residual == 0.0) {
        r->log_likelihood = r->aic = r->bic =
            alm_figure_undefined(r->exact ? EXACT : NO_DF);
        return;
    }
    for (size_t i = 0; f->weights != NULL && i < r->n; i++)
        logs += logl(f->weights[i]);
    const long double pi2 = 6.283185307179586476925286766559L;
    const double l =
        (double)(0.5L * (logs - n * (logl(pi2) + 1.0L - logl(n) + logl(rss))));
    r->log_likelihood = alm_figure_of(l);
    r->aic = alm_figure_of(-2.0 * l + 2.0 * parameters);
    r->bic = alm_figure_of(-2.0 * l + log((double)n) * parameters);
}

static void summarise(alm_regression *r, const fit *f, const double *y)
{
    long double rss = 0.0L;

    for (size_t i = 0; i < r->n; i++)
        rss += f->y[i] * f->y[i];
    const long double tss = total_squares(f, y);
    r->intercept = f->intercept;
    r->df_model = (double)r->k - (r->intercept ? 1.0 : 0.0);
    r->df_residual = (double)(r->n - r->k);
    r->rss = (double)rss;
    r->tss = (double)tss;
    r->exact = is_exact(f, y, rss);
    r->sigma = r->df_residual == 0.0
                   ? alm_figure_undefined(NO_DF)
                   : alm_figure_of((double)sqrtl(rss / r->df_residual));
    summarise_r2(r, rss, tss);
    summarise_likelihood(r, f, rss);
}

/* The sum of squares of column j about its mean, from the fitted scale: needs
 * the column itself, so it is taken before factoring. */
static void column_spreads(long double *spread, const fit *f)
{
    const size_t n = f->qr.n;
    for (size_t j = 0; j < f->qr.k; j++) {
        const long double *a = f->qr.a + j * n;
        long double weight = 0.0L, sum = 0.0L, squares = 0.0L;
        for (size_t i = 0; i < n; i++) {
            const long double w = f->weights == NULL ? 1.0L : f->weights[i];
            weight += w;
            sum += w * a[i];
        }
        for (size_t i = 0; i < n; i++) {
            const long double w = f->weights == NULL ? 1.0L : f->weights[i];
            squares += w * (a[i] - sum / weight) * (a[i] - sum / weight);
        }
        spread[j] = squares;
    }
}

static void describe_coefficient(alm_coefficient *c, const alm_regression *r,
                                 long double estimate, long double variance,
                                 double critical)
{
    const alm_figure none =
        alm_figure_undefined(r->df_residual == 0.0 ? NO_DF : EXACT);

    c->estimate = (double)estimate;
    if (r->sigma.why != NULL) {
        c->se = c->t = c->p = c->low = c->high = none;
        return;
    }
    const long double se =
        sqrtl(variance) * sqrtl((long double)r->rss / r->df_residual);
    c->se = alm_figure_of((double)se);
    c->low = alm_figure_of((double)(estimate - critical * se));
    c->high = alm_figure_of((double)(estimate + critical * se));
    if (r->exact) {
        c->t = c->p = none;
        return;
    }
    c->t = alm_figure_of((double)(estimate / se));
    c->p = alm_figure_of(alm_t_two_sided(c->t.value, r->df_residual));
}

static void describe_coefficients(alm_regression *r, const fit *f,
                                  const long double *spread, double level)
{
    const double critical =
        r->df_residual == 0.0 ? 0.0 : alm_t_critical(level, r->df_residual);

    alm_qr_inverse(&f->qr, r->inverse, f->head);
    for (size_t j = 0; j < r->k; j++) {
        const long double variance = r->inverse[j * r->k + j];
        describe_coefficient(&r->coef[j], r, f->b[j], variance, critical);
        r->coef[j].vif = !r->intercept ? alm_figure_undefined("no intercept")
                         : j == 0
                             ? alm_figure_undefined("the intercept")
                             : alm_figure_of((double)(variance * spread[j]));
    }
}

/* The diagonal of Q Q', from the columns of Q one by one. */
static void fill_leverage(alm_regression *r, const fit *f, long double *column)
{
    for (size_t i = 0; i < r->n; i++)
        r->leverage[i] = 0.0;
    for (size_t j = 0; j < r->k; j++) {
        for (size_t i = 0; i < r->n; i++)
            column[i] = i == j ? 1.0L : 0.0L;
        alm_qr_apply(&f->qr, column);
        for (size_t i = 0; i < r->n; i++)
            r->leverage[i] += (double)(column[i] * column[i]);
    }
}

/* Everything that belongs to a row. `f->y` is used up. */
static void describe_rows(alm_regression *r, fit *f, const double *y)
{
    long double changes = 0.0L, squares = 0.0L, before = 0.0L;

    for (size_t i = 0; i < r->n; i++) {
        const long double e = f->y[i] / root_weight(f, i);
        r->residuals[i] = (double)e; /* (6) */
        r->fitted[i] = (double)(y[i] - e);
        changes += i == 0 ? 0.0L : (e - before) * (e - before);
        squares += e * e;
        before = e;
    }
    r->durbin_watson = r->exact ? alm_figure_undefined(EXACT)
                                : alm_figure_of((double)(changes / squares));
    fill_leverage(r, f, f->y);
    for (size_t i = 0; i < r->n; i++) {
        const double left = 1.0 - r->leverage[i];
        const double e = r->residuals[i] * (double)root_weight(f, i);
        const double s2 = r->rss / r->df_residual;
        const double without = (r->rss - e * e / left) / (r->df_residual - 1.0);
        const bool defined = left > 1e-12 && r->sigma.why == NULL && !r->exact;
        r->cooks[i] =
            defined ? e * e * r->leverage[i] / ((double)r->k * s2 * left * left)
                    : NAN; /* (7) */
        r->student[i] =
            defined && r->df_residual > 1.0 ? e / sqrt(without * left) : NAN;
    }
}

/* From a filled design to the result. */
static alm_status regress(alm_regression *out, fit *f, const double *y,
                          double level, alm_error *err)
{
    alm_regression r = {.n = 0};
    long double *spread = alm_alloc(f->qr.k, sizeof *spread);
    if (spread == NULL)
        return alm_fail_memory(err, "a regression");
    column_spreads(spread, f);
    alm_status status = fit_solve(f, y, err);
    if (status == ALM_OK)
        status = result_new(&r, f->qr.n, f->qr.k, err);
    if (status == ALM_OK) {
        summarise(&r, f, y);
        describe_coefficients(&r, f, spread, level == 0.0 ? 0.95 : level);
        describe_rows(&r, f, y);
        *out = r;
    }
    alm_dealloc(spread);
    return status;
}

static const alm_regression_options DEFAULTS = {false, 0.0, NULL};

alm_status alm_regress(alm_regression *out, const double *y,
                       const double *const *columns, size_t k, size_t n,
                       const alm_regression_options *options, alm_error *err)
{
    const alm_regression_options *o = options != NULL ? options : &DEFAULTS;
    const size_t first = o->no_intercept ? 0 : 1;
    fit f;
    alm_status status = check_response(y, n, o, err); /* (1) */

    for (size_t j = 0; j < k && status == ALM_OK; j++)
        status = alm_check_finite(columns[j], n, "a column", err);
    if (status == ALM_OK && k + first == 0)
        status = alm_fail(err, ALM_EINVAL, "a regression on nothing");
    if (status == ALM_OK)
        status = fit_new(&f, n, k + first, o, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; first == 1 && i < n; i++)
        f.qr.a[i] = 1.0L;
    for (size_t j = 0; j < k; j++)
        for (size_t i = 0; i < n; i++)
            f.qr.a[(j + first) * n + i] = columns[j][i];
    status = regress(out, &f, y, o->level, err);
    fit_free(&f);
    return status;
}

alm_status alm_regress_polynomial(alm_regression *out, const double *y,
                                  const double *x, size_t n, size_t degree,
                                  const alm_regression_options *options,
                                  alm_error *err)
{
    const alm_regression_options *o = options != NULL ? options : &DEFAULTS;
    const size_t lowest = o->no_intercept ? 1 : 0;
    fit f;
    alm_status status = check_response(y, n, o, err);

    if (status == ALM_OK)
        status = alm_check_finite(x, n, "x", err);
    if (status == ALM_OK && degree + 1 == lowest)
        status = alm_fail(err, ALM_EINVAL, "a regression on nothing");
    if (status == ALM_OK)
        status = fit_new(&f, n, degree + 1 - lowest, o, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < n; i++) {
        long double power = 1.0L;
        for (size_t j = 0; j <= degree; j++, power *= x[i])
            if (j >= lowest)
                f.qr.a[(j - lowest) * n + i] = power;
    }
    status = regress(out, &f, y, o->level, err);
    fit_free(&f);
    return status;
}

alm_status alm_regression_predict(alm_prediction *out, const alm_regression *r,
                                  const double *row, double level,
                                  alm_error *err)
{
    const size_t first = r->intercept ? 1 : 0;
    long double at = 0.0L, spread = 0.0L;
    alm_status status = alm_check_level(level, err);
    if (status == ALM_OK)
        status = alm_check_finite(row, r->k - first, "a row", err);
    if (status != ALM_OK)
        return status;

    for (size_t i = 0; i < r->k; i++) {
        const long double a = i < first ? 1.0L : row[i - first];
        at += a * r->coef[i].estimate;
        for (size_t j = 0; j < r->k; j++)
            spread += a * (j < first ? 1.0L : row[j - first]) *
                      r->inverse[i * r->k + j];
    }
    out->fit = (double)at;
    if (r->sigma.why != NULL) {
        out->se = out->low = out->high = r->sigma;
        out->predicted_low = out->predicted_high = r->sigma;
        return ALM_OK;
    }
    const double s = r->sigma.value, t = alm_t_critical(level, r->df_residual);
    const double se = s * (double)sqrtl(spread);
    const double wide = s * (double)sqrtl(1.0L + spread);
    out->se = alm_figure_of(se);
    out->low = alm_figure_of(out->fit - t * se);
    out->high = alm_figure_of(out->fit + t * se);
    out->predicted_low = alm_figure_of(out->fit - t * wide);
    out->predicted_high = alm_figure_of(out->fit + t * wide);
    return ALM_OK;
}
