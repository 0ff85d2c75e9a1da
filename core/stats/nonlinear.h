#ifndef ALM_STATS_NONLINEAR_H
#define ALM_STATS_NONLINEAR_H

#include <stdbool.h>

#include "base/error.h"
#include "stats/figure.h"

/* Nonlinear least squares by Levenberg and Marquardt, with bounds.
 *
 *  (1) A fit that does not converge says so (`converged`, `why`): its numbers
 *      are the best seen and are no estimates.
 *  (2) Converged means that the residuals stand at right angles to the tangent
 *      plane: the part that lies in it is below 1e-8 of them, or below 1e-5
 *      where rounding lets no step go further down (the relative offset of
 *      Bates and Watts, Technometrics 23, 1981). Small steps alone, or slopes
 *      along the axes, do not count: valleys have both.
 *  (3) Parameters that the data do not determine at the solution (a Jacobian
 *      of less than full rank) make the fit unconverged.
 *  (4) Each step solves the damped problem by QR in long double; damping after
 *      Nielsen (1999), scaling after More (1978).
 *  (5) Standard errors are s^2 (J'J)^-1, s^2 = RSS / (n - p), p
 *      counting what is estimated. A parameter at its bound is held there and
 *      has none; one whose bounds are equal is fixed and does not count.
 *  (6) Intervals by profile likelihood: the values at which the least RSS, the
 *      others refitted, is RSS (1 + t^2 / (n - p)), t Student's (Bates and
 *      Watts, Nonlinear Regression Analysis, 1988, ch. 6). An end that is not
 *      reached is undefined ("unbounded").
 *  (7) AIC, AICc and BIC count the variance as a parameter.
 *
 * Each iteration costs O(n p^2) and, without a gradient, 2 p calls a row. */

enum { ALM_NONLINEAR_MAX = 12 }; /* parameters */

typedef struct alm_nonlinear_problem {
    size_t n, p;
    const double *y;
    /* The model at row i; NaN or infinity where it has no value: such a step
     * is not taken. */
    double (*model)(const double *b, size_t i, void *context);
    /* The p derivatives at row i; NULL: central differences. */
    void (*gradient)(double *g, const double *b, size_t i, void *context);
    void *context;
    const double *low, *high; /* p bounds each, or NULL */
} alm_nonlinear_problem;

typedef struct alm_nonlinear {
    size_t n, p;
    size_t estimated; /* p less the parameters fixed by low == high */
    bool converged;
    const char *why; /* NULL when converged */
    size_t iterations;
    double b[ALM_NONLINEAR_MAX];
    alm_figure se[ALM_NONLINEAR_MAX];
    double covariance[ALM_NONLINEAR_MAX][ALM_NONLINEAR_MAX];
    double rss, df;
    alm_figure sigma, aic, aicc, bic;
} alm_nonlinear;

/* From m starts, row by row; the converged fit of least RSS, or the best of
 * those that did not converge. A start where the model has no value is passed
 * over. ALM_EINVAL for values that are not finite, more parameters than rows or
 * than the maximum, and when the model has no value at any start. */
ALM_MUST_CHECK
alm_status alm_nonlinear_fit_best(alm_nonlinear *out,
                                  const alm_nonlinear_problem *q,
                                  const double *starts, size_t m,
                                  alm_error *err);

/* (6) of parameter j of a converged fit. */
ALM_MUST_CHECK
alm_status alm_nonlinear_profile(alm_figure *low, alm_figure *high,
                                 const alm_nonlinear_problem *q,
                                 const alm_nonlinear *fit, size_t j,
                                 double level, alm_error *err);

#endif
