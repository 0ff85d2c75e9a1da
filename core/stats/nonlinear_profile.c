#include <string.h>

#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/nonlinear_search.h"

/* A profile: the problem with bounds of its own, so that one parameter can be
 * held, and the last place below the target, from which the others are
 * refitted: one far out would lead every later refit astray. */
typedef struct profile {
    alm_nonlinear_problem q;
    double low[ALM_NONLINEAR_MAX], high[ALM_NONLINEAR_MAX];
    double b[ALM_NONLINEAR_MAX];
    alm_search s;
    size_t j;
    double target; /* the RSS sought */
} profile;

/* The least RSS with parameter j held at `value`, less the target. */
static double excess_at(profile *f, double value)
{
    size_t iterations;
    double b[ALM_NONLINEAR_MAX];

    memcpy(b, f->b, sizeof b);
    b[f->j] = f->low[f->j] = f->high[f->j] = value;
    if (!alm_search_start(&f->s, b))
        return INFINITY;
    /* The least seen is what there is. */
    (void)alm_search_run(&f->s, &iterations);
    const double excess = (double)f->s.rss - f->target;
    if (excess < 0.0)
        memcpy(f->b, f->s.b, sizeof f->b);
    return excess;
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
        f.low[i] = alm_nonlinear_low(q, i);
        f.high[i] = alm_nonlinear_high(q, i);
    }
    const double bound_low = f.low[j], bound_high = f.high[j];
    const double t = alm_t_critical(level, fit->df);
    f.q.low = f.low;
    f.q.high = f.high;
    f.target = fit->rss * (1.0 + t * t / fit->df); /* (6) */
    status = alm_search_new(&f.s, &f.q, err);
    if (status != ALM_OK)
        return status;
    const double step = 0.5 * t * fit->se[j].value;
    *low = find_end(&f, fit, -step, bound_low);
    *high = find_end(&f, fit, step, bound_high);
    alm_search_free(&f.s);
    return ALM_OK;
}
