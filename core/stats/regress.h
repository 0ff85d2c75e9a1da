#ifndef ALM_STATS_REGRESS_H
#define ALM_STATS_REGRESS_H

#include <stdbool.h>

#include "base/error.h"
#include "stats/figure.h"

/* Linear least squares.
 *
 *  (1) Rows with a missing value have been removed. Values that are not finite
 *      are ALM_EINVAL, and so are weights that are not positive.
 *  (2) Columns that depend on each other to the precision of doubles are
 *      refused (ALM_EINVAL, naming one): no column is dropped in silence. So
 *      are fewer rows than coefficients.
 *  (3) Householder QR with column scaling and pivoting in long double (qr.h):
 *      NIST's Wampler4 and Filip keep at least 7 digits.
 *  (4) R2 is 1 - RSS / TSS, TSS about the (weighted) mean with an intercept and
 *      about 0 without one, as in R. AIC and BIC count the variance as a
 *      parameter and use the full normal likelihood, as in R.
 *  (5) As many rows as coefficients: no degrees of freedom, so everything that
 *      needs a variance is undefined. So it is when the fit is exact (residuals
 *      within rounding): t, F, AIC would be quotients of rounding errors.
 *  (6) Weighted: sum(w e^2) is minimised; the residuals given are y - fitted.
 *  (7) Cook's distance and Student's residual of a row with leverage 1 are NaN.
 *
 * O(n k^2) time, n k long doubles of scratch. */

typedef struct alm_regression_options {
    bool no_intercept;
    double level;          /* of the intervals; 0 means 0.95 */
    const double *weights; /* n, or NULL */
} alm_regression_options;

typedef struct alm_coefficient {
    double estimate;
    alm_figure se, t, p, low, high;
    alm_figure vif; /* undefined for the intercept and without one */
} alm_coefficient;

typedef struct alm_regression {
    size_t n, k; /* rows; coefficients, the intercept counted and first */
    bool intercept;
    double df_model, df_residual;
    double rss, tss;
    bool exact; /* (5) */
    alm_figure sigma, r2, adjusted_r2, f, f_p;
    alm_figure log_likelihood, aic, bic, durbin_watson;
    alm_coefficient *coef; /* k */
    double *fitted;        /* n */
    double *residuals;     /* n */
    double *leverage;      /* n */
    double *cooks;         /* n */
    double *student;       /* n: externally studentised residuals */
    long double *inverse;  /* k x k: (X'WX)^-1 */
} alm_regression;

/* y on columns[0..k); each an array of n. What is written to *out is owned by
 * the caller: alm_regression_free. */
ALM_MUST_CHECK
alm_status alm_regress(alm_regression *out, const double *y,
                       const double *const *columns, size_t k, size_t n,
                       const alm_regression_options *options, alm_error *err);

/* y on x, x^2, ..., x^degree, whose powers are taken in long double. */
ALM_MUST_CHECK
alm_status alm_regress_polynomial(alm_regression *out, const double *y,
                                  const double *x, size_t n, size_t degree,
                                  const alm_regression_options *options,
                                  alm_error *err);

void alm_regression_free(alm_regression *r);

/* The fit at a new row (as many values as there were columns; a polynomial:
 * the powers), with the confidence interval of the mean and the prediction
 * interval of one observation of weight 1. */
typedef struct alm_prediction {
    double fit;
    alm_figure se, low, high, predicted_low, predicted_high;
} alm_prediction;

ALM_MUST_CHECK
alm_status alm_regression_predict(alm_prediction *out, const alm_regression *r,
                                  const double *row, double level,
                                  alm_error *err);

#endif
