#include "stats/nonlinear_search.h"

#include <float.h>
#include <string.h>

#include "base/alloc.h"

enum { MAX_ITERATIONS = 1000 };

static const long double TANGENT = 1e-8L; /* (2) */
static const long double NEARLY = 1e-5L;  /* where rounding stops the descent */
static const long double NO_STEP = 1e-13L;

double alm_nonlinear_low(const alm_nonlinear_problem *q, size_t j)
{
    return q->low == NULL ? -INFINITY : q->low[j];
}

double alm_nonlinear_high(const alm_nonlinear_problem *q, size_t j)
{
    return q->high == NULL ? INFINITY : q->high[j];
}

/* Residuals at b and their square sum; infinite where the model has none. */
static long double residuals_at(const alm_search *s, long double *residual,
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

alm_status alm_search_new(alm_search *s, const alm_nonlinear_problem *q,
                          alm_error *err)
{
    *s = (alm_search){.q = q};
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

void alm_search_free(alm_search *s)
{
    alm_qr_free(&s->qr);
    alm_dealloc(s->residual);
}

bool alm_search_start(alm_search *s, const double *start)
{
    for (size_t j = 0; j < s->q->p; j++) {
        s->b[j] = fmax(alm_nonlinear_low(s->q, j),
                       fmin(alm_nonlinear_high(s->q, j), start[j]));
        s->scale[j] = 0.0L;
    }
    s->rss = residuals_at(s, s->residual, s->b);
    return isfinite(s->rss);
}

/* Central differences over a step near the cube root of epsilon. */
static void differences(const alm_search *s, size_t j)
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

static bool fill_jacobian(const alm_search *s)
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
static long double slope_of(const alm_search *s, size_t j, long double *length)
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
static void choose_free(alm_search *s)
{
    s->n_free = 0;
    for (size_t j = 0; j < s->q->p; j++) {
        long double length;
        const long double slope = slope_of(s, j, &length);
        const bool held =
            alm_nonlinear_low(s->q, j) == alm_nonlinear_high(s->q, j) ||
            (s->b[j] <= alm_nonlinear_low(s->q, j) && slope < 0.0L) ||
            (s->b[j] >= alm_nonlinear_high(s->q, j) && slope > 0.0L);
        s->scale[j] = fmaxl(s->scale[j], length);
        if (!held)
            s->free[s->n_free++] = j;
    }
}

alm_qr alm_search_matrix(const alm_search *s, size_t rows)
{
    alm_qr qr = s->qr;
    qr.n = rows;
    qr.k = s->n_free;
    return qr;
}

/* (2) The share of the residuals that lies in the tangent plane. */
static long double offset_of(const alm_search *s)
{
    const size_t n = s->q->n;
    alm_qr qr = alm_search_matrix(s, n);
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
static void damped_step(const alm_search *s, long double *step,
                        long double damping)
{
    const size_t n = s->q->n, p = s->n_free;
    alm_qr qr = alm_search_matrix(s, n + p);
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
static long double apply_step(const alm_search *s, double *b,
                              const long double *step)
{
    long double longest = 0.0L;

    memcpy(b, s->b, sizeof s->b);
    for (size_t k = 0; k < s->n_free; k++) {
        const size_t j = s->free[k];
        b[j] =
            fmax(alm_nonlinear_low(s->q, j), fmin(alm_nonlinear_high(s->q, j),
                                                  (double)(s->b[j] + step[k])));
        longest = fmaxl(longest, fabsl((long double)b[j] - s->b[j]) /
                                     fmaxl(fabs(b[j]), DBL_MIN));
    }
    return longest;
}

/* What the linear model promises of a step: |r|^2 - |r - J d|^2. */
static long double promise(const alm_search *s, const double *b)
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
static bool descend(alm_search *s, long double *damping, long double *longest)
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

const char *alm_search_run(alm_search *s, size_t *iterations)
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
