#include "stats/nonlinear.h"

#include <float.h>
#include <string.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/qr.h"

enum { MAX_ITERATIONS = 1000 };

static const long double TANGENT = 1e-8L; /* (2) */
static const long double NEARLY = 1e-5L;  /* where rounding stops the descent */
static const long double NO_STEP = 1e-13L;

/* The state of a search. */
typedef struct search {
    const alm_nonlinear_problem *q;
    double b[ALM_NONLINEAR_MAX];
    size_t free[ALM_NONLINEAR_MAX]; /* parameters that may move */
    size_t n_free;
    long double *residual; /* n */
    long double *trial;    /* n: residuals of a step, then scratch */
    long double *jacobian; /* n x p, by column */
    long double *below;    /* n + 2 p: scratch of a step */
    alm_qr qr;             /* room for n + p rows; see matrix_of */
    long double scale[ALM_NONLINEAR_MAX];
    long double rss;
} search;

static double low_of(const alm_nonlinear_problem *q, size_t j)
{
    return q->low == NULL ? -INFINITY : q->low[j];
}

static double high_of(const alm_nonlinear_problem *q, size_t j)
{
    return q->high == NULL ? INFINITY : q->high[j];
}

/* Residuals at b and their square sum; infinite where the model has none. */
static long double residuals_at(const search *s, long double *residual,
                                const double *b)
{
    long double rss = 0.0L;

    for (size_t i = 0; i < s->q->n; i++) {
        residual[i] =
            (long double)s->q->y[i] - s->q->model(b, i, s->q->context);
        rss += residual[i] * residual[i];
    }
    return isfinite(rss) ? rss : INFINITY;
}

/* Central differences over a step near the cube root of epsilon. */
static void differences(const search *s, size_t j)
{
    double at[ALM_NONLINEAR_MAX];
    const double b = s->b[j];
    const double size = fabs(b) > 1e-8 ? fabs(b) : 1e-8;

    memcpy(at, s->b, sizeof at);
    const double up = b + 6e-6 * size, down = b - 6e-6 * size;
    for (size_t i = 0; i < s->q->n; i++) {
        at[j] = up;
        const long double f = s->q->model(at, i, s->q->context);
        at[j] = down;
        const long double g = s->q->model(at, i, s->q->context);
        s->jacobian[j * s->q->n + i] = (f - g) / ((long double)up - down);
    }
}

static bool fill_jacobian(const search *s)
{
    const size_t n = s->q->n, p = s->q->p;
    double g[ALM_NONLINEAR_MAX];

    if (s->q->gradient == NULL)
        for (size_t j = 0; j < p; j++)
            differences(s, j);
    for (size_t i = 0; s->q->gradient != NULL && i < n; i++) {
        s->q->gradient(g, s->b, i, s->q->context);
        for (size_t j = 0; j < p; j++)
            s->jacobian[j * n + i] = g[j];
    }
    for (size_t k = 0; k < n * p; k++)
        if (!isfinite(s->jacobian[k]))
            return false;
    return true;
}

/* Column j against the residuals: their product and the column's length. */
static long double slope_of(const search *s, size_t j, long double *length)
{
    const long double *column = s->jacobian + j * s->q->n;
    long double dot = 0.0L, squares = 0.0L;

    for (size_t i = 0; i < s->q->n; i++) {
        dot += column[i] * s->residual[i];
        squares += column[i] * column[i];
    }
    *length = sqrtl(squares);
    return dot;
}

/* Which parameters may move: descent goes along +slope, at a bound only
 * inwards. */
static void choose_free(search *s)
{
    s->n_free = 0;
    for (size_t j = 0; j < s->q->p; j++) {
        long double length;
        const long double slope = slope_of(s, j, &length);
        const bool held = low_of(s->q, j) == high_of(s->q, j) ||
                          (s->b[j] <= low_of(s->q, j) && slope < 0.0L) ||
                          (s->b[j] >= high_of(s->q, j) && slope > 0.0L);
        s->scale[j] = fmaxl(s->scale[j], length);
        if (!held)
            s->free[s->n_free++] = j;
    }
}

/* The search's matrix as one of `rows` by the free parameters. */
static alm_qr matrix_of(const search *s, size_t rows)
{
    alm_qr qr = s->qr;
    qr.n = rows;
    qr.k = s->n_free;
    return qr;
}

/* (2) The share of the residuals that lies in the tangent plane. */
static long double offset_of(const search *s)
{
    const size_t n = s->q->n;
    alm_qr qr = matrix_of(s, n);
    long double inside = 0.0L;

    for (size_t k = 0; k < s->n_free; k++)
        memcpy(qr.a + k * n, s->jacobian + s->free[k] * n, n * sizeof *qr.a);
    memcpy(s->below, s->residual, n * sizeof *s->below);
    alm_qr_factor(&qr, 0.0L);
    alm_qr_apply_transposed(&qr, s->below);
    for (size_t k = 0; k < qr.rank; k++)
        inside += s->below[k] * s->below[k];
    return sqrtl(inside / s->rss);
}

/* (4) The damped step over the free parameters: least squares of the residuals
 * under the Jacobian, with sqrt(damping) * scale below it. */
static void damped_step(const search *s, long double *step, long double damping)
{
    const size_t n = s->q->n, p = s->n_free;
    alm_qr qr = matrix_of(s, n + p);
    long double *y = s->below;

    memcpy(y, s->residual, n * sizeof *y);
    memset(y + n, 0, p * sizeof *y);
    memset(qr.a, 0, (n + p) * p * sizeof *qr.a);
    for (size_t k = 0; k < p; k++) {
        const size_t j = s->free[k];
        const long double scale = s->scale[j] > 0.0L ? s->scale[j] : 1.0L;
        memcpy(qr.a + k * (n + p), s->jacobian + j * n, n * sizeof *y);
        qr.a[k * (n + p) + n + k] = sqrtl(damping) * scale;
        step[k] = 0.0L;
    }
    alm_qr_factor(&qr, 0.0L);
    if (qr.rank == p)
        alm_qr_least_squares(&qr, step, y, y + n + p);
}

/* Where a step leads, within the bounds; how long it is for its parameters. */
static long double apply_step(const search *s, double *b,
                              const long double *step)
{
    long double longest = 0.0L;

    memcpy(b, s->b, sizeof s->b);
    for (size_t k = 0; k < s->n_free; k++) {
        const size_t j = s->free[k];
        b[j] = fmax(low_of(s->q, j),
                    fmin(high_of(s->q, j), (double)(s->b[j] + step[k])));
        longest = fmaxl(longest, fabsl((long double)b[j] - s->b[j]) /
                                     fmaxl(fabs(b[j]), DBL_MIN));
    }
    return longest;
}

/* What the linear model promises of a step: |r|^2 - |r - J d|^2. */
static long double promise(const search *s, const double *b)
{
    long double after = 0.0L;

    for (size_t i = 0; i < s->q->n; i++) {
        long double r = s->residual[i];
        for (size_t j = 0; j < s->q->p; j++)
            r -= s->jacobian[j * s->q->n + i] * ((long double)b[j] - s->b[j]);
        after += r * r;
    }
    return s->rss - after;
}

/* Tries steps of growing damping until one descends; false when none does. */
static bool descend(search *s, long double *damping, long double *longest)
{
    long double step[ALM_NONLINEAR_MAX], growth = 2.0L;
    double b[ALM_NONLINEAR_MAX];

    while (*damping < 1e30L) {
        damped_step(s, step, *damping);
        *longest = apply_step(s, b, step);
        const long double rss = residuals_at(s, s->trial, b);
        const long double promised = promise(s, b);
        if (rss < s->rss && promised > 0.0L) {
            const long double gain = (s->rss - rss) / promised;
            const long double t = 2.0L * gain - 1.0L;
            *damping *= fmaxl(1.0L / 3.0L, 1.0L - t * t * t);
            *damping = fmaxl(*damping, 1e-20L);
            memcpy(s->b, b, sizeof s->b);
            memcpy(s->residual, s->trial, s->q->n * sizeof *s->trial);
            s->rss = rss;
            return true;
        }
        if (*longest < NO_STEP)
            return false;
        *damping *= growth;
        growth *= 2.0L;
    }
    return false;
}

/* Runs to convergence or the end of patience; the reason, or NULL. */
static const char *run(search *s, size_t *iterations)
{
    long double damping = 1e-3L, longest = 1.0L;

    for (*iterations = 0; *iterations < MAX_ITERATIONS; ++*iterations) {
        if (!fill_jacobian(s))
            return "did not converge: the model has no derivative";
        choose_free(s);
        if (s->n_free == 0 || s->rss == 0.0L)
            return NULL;
        const long double offset = offset_of(s);
        if (offset < TANGENT || (longest < NO_STEP && offset < NEARLY))
            return NULL;
        if (!descend(s, &damping, &longest)) /* the bottom, or a dead end */
            return offset < NEARLY
                       ? NULL
                       : "did not converge: no step reduces the residuals";
    }
    return "did not converge in 1000 iterations";
}

/* (5), and (3) when the rank is short. */
static void covariance_of(alm_nonlinear *out, const search *s)
{
    const size_t n = s->q->n, p = s->n_free;
    const long double s2 = (long double)out->rss / out->df;
    long double inverse[ALM_NONLINEAR_MAX * ALM_NONLINEAR_MAX];
    long double column[ALM_NONLINEAR_MAX];
    alm_qr qr = matrix_of(s, n);

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

static alm_status search_new(search *s, const alm_nonlinear_problem *q,
                             alm_error *err)
{
    *s = (search){.q = q};
    s->residual = alm_alloc(q->n * (q->p + 3) + 2 * q->p, sizeof *s->residual);
    if (s->residual == NULL)
        return alm_fail_memory(err, "a nonlinear fit");
    s->trial = s->residual + q->n;
    s->jacobian = s->trial + q->n;
    s->below = s->jacobian + q->n * q->p;
    const alm_status status = alm_qr_new(&s->qr, q->n + q->p, q->p, err);
    if (status != ALM_OK)
        alm_dealloc(s->residual);
    return status;
}

static void search_free(search *s)
{
    alm_qr_free(&s->qr);
    alm_dealloc(s->residual);
}

static bool start_at(search *s, const double *start)
{
    for (size_t j = 0; j < s->q->p; j++) {
        s->b[j] = fmax(low_of(s->q, j), fmin(high_of(s->q, j), start[j]));
        s->scale[j] = 0.0L;
    }
    s->rss = residuals_at(s, s->residual, s->b);
    return isfinite(s->rss);
}

static alm_nonlinear fit_from(search *s)
{
    const alm_nonlinear_problem *q = s->q;
    alm_nonlinear fit = {.n = q->n, .p = q->p};

    for (size_t j = 0; j < q->p; j++)
        fit.estimated += low_of(q, j) != high_of(q, j);
    fit.df = (double)(q->n - fit.estimated);
    fit.why = run(s, &fit.iterations);
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

alm_status alm_nonlinear_fit(alm_nonlinear *out, const alm_nonlinear_problem *q,
                             const double *start, alm_error *err)
{
    return alm_nonlinear_fit_best(out, q, start, 1, err);
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
    search s;
    alm_status status = check_problem(q, starts, m, err);

    if (status == ALM_OK)
        status = search_new(&s, q, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < m; i++) {
        if (!start_at(&s, starts + i * q->p))
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
    search_free(&s);
    return status;
}

/* A profile: the problem with bounds of its own, so that one parameter can be
 * held, and the place the others were last refitted at. */
typedef struct profile {
    alm_nonlinear_problem q;
    double low[ALM_NONLINEAR_MAX], high[ALM_NONLINEAR_MAX];
    double b[ALM_NONLINEAR_MAX];
    search s;
    size_t j;
    double target; /* the RSS sought */
} profile;

/* The least RSS with parameter j held at `value`, less the target. */
static double excess_at(profile *f, double value)
{
    size_t iterations;

    f->b[f->j] = f->low[f->j] = f->high[f->j] = value;
    if (!start_at(&f->s, f->b))
        return INFINITY;
    (void)run(&f->s, &iterations); /* the least seen is what there is */
    memcpy(f->b, f->s.b, sizeof f->b);
    return (double)f->s.rss - f->target;
}

/* Between `in`, below the target, and `out`, above it: false position with
 * Illinois's correction on the excess. */
static double find_crossing(profile *f, double in, double f_in, double out,
                            double f_out)
{
    for (int i = 0, side = 0; i < 100; i++) {
        if (fabs(out - in) <= 1e-12 * fmax(fabs(in), fabs(out)))
            break;
        const double value = isfinite(f_out)
                                 ? (in * f_out - out * f_in) / (f_out - f_in)
                                 : in + (out - in) / 2.0;
        const double excess = excess_at(f, value);
        if (fabs(excess) <= 1e-11 * f->target)
            return value;
        if (excess < 0.0) {
            in = value;
            f_in = excess;
            f_out *= side == -1 ? 0.5 : 1.0;
            side = -1;
        } else {
            out = value;
            f_out = excess;
            f_in *= side == 1 ? 0.5 : 1.0;
            side = 1;
        }
    }
    return in;
}

/* Walks from the estimate in widening steps until the target is passed. */
static alm_figure find_end(profile *f, const alm_nonlinear *fit, double step,
                           double bound)
{
    double in = fit->b[f->j], f_in = fit->rss - f->target;

    memcpy(f->b, fit->b, sizeof f->b);
    for (int i = 0; i < 24; i++, step *= 1.6) {
        double out = in + step;
        const bool last = step > 0.0 ? out >= bound : out <= bound;
        if (last)
            out = bound;
        const double f_out = excess_at(f, out);
        if (f_out >= 0.0)
            return alm_figure_of(find_crossing(f, in, f_in, out, f_out));
        if (last)
            break;
        in = out;
        f_in = f_out;
    }
    return alm_figure_undefined("unbounded");
}

alm_status alm_nonlinear_profile(alm_figure *low, alm_figure *high,
                                 const alm_nonlinear_problem *q,
                                 const alm_nonlinear *fit, size_t j,
                                 double level, alm_error *err)
{
    profile f = {.q = *q, .j = j};
    alm_status status = alm_check_level(level, err);

    if (status == ALM_OK && j >= q->p)
        status = alm_fail(err, ALM_EINVAL, "parameter %zu of %zu", j + 1, q->p);
    if (status != ALM_OK)
        return status;
    if (!fit->converged || fit->se[j].why != NULL || !(fit->rss > 0.0)) {
        *low = *high = alm_figure_undefined(
            fit->why != NULL ? fit->why : "held at its bound or exact");
        return ALM_OK;
    }
    for (size_t i = 0; i < q->p; i++) {
        f.low[i] = low_of(q, i);
        f.high[i] = high_of(q, i);
    }
    const double bound_low = f.low[j], bound_high = f.high[j];
    const double t = alm_t_critical(level, fit->df);
    f.q.low = f.low;
    f.q.high = f.high;
    f.target = fit->rss * (1.0 + t * t / fit->df); /* (6) */
    status = search_new(&f.s, &f.q, err);
    if (status != ALM_OK)
        return status;
    const double step = 0.5 * t * fit->se[j].value;
    *low = find_end(&f, fit, -step, bound_low);
    *high = find_end(&f, fit, step, bound_high);
    search_free(&f.s);
    return ALM_OK;
}
