#include <float.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/exact.h"
#include "stats/pearson.h"
#include "stats/qr.h"

/* What a series may leave of its length and count as explained. */
static const long double EXPLAINED = 64.0L * DBL_EPSILON;

/* Residuals of y on the columns; false when nothing is left of y. */
static bool residuals_of(double *residuals, const alm_qr *qr, const double *y,
                         long double *work)
{
    const size_t n = qr->n;
    const long double mean = alm_exact_mean(y, n);
    const long double before = alm_exact_square_sum(y, n, mean);
    long double after = 0.0L;

    for (size_t i = 0; i < n; i++)
        work[i] = y[i] - mean; /* the intercept takes the rest */
    alm_qr_least_squares(qr, NULL, work, NULL);
    for (size_t i = 0; i < n; i++) {
        after += work[i] * work[i];
        residuals[i] = (double)work[i];
    }
    return sqrtl(after) > EXPLAINED * sqrtl(before);
}

static alm_status factor_controls(alm_qr *qr, const double *const *controls,
                                  size_t k, size_t n, alm_error *err)
{
    alm_status status = alm_qr_new(qr, n, k + 1, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        qr->a[i] = 1.0L;
    for (size_t j = 0; j < k; j++)
        for (size_t i = 0; i < n; i++)
            qr->a[(j + 1) * n + i] = controls[j][i];
    alm_qr_factor(qr, alm_qr_tolerance(n));
    if (qr->rank < k + 1)
        status = alm_fail(err, ALM_EINVAL,
                          "the controls depend on each other or are constant");
    return status;
}

static alm_status partial(alm_correlation *out, const double *x,
                          const double *y, const alm_qr *qr, double level,
                          alm_error *err)
{
    const size_t n = qr->n, k = qr->k - 1;
    double *left = alm_alloc(n, 2 * sizeof *left);
    long double *work = alm_alloc(n, sizeof *work);

    if (left == NULL || work == NULL) {
        alm_dealloc(left);
        alm_dealloc(work);
        return alm_fail_memory(err, "residuals");
    }
    const bool has_x = residuals_of(left, qr, x, work);
    const bool has_y = residuals_of(left + n, qr, y, work);
    alm_correlation_undefined(out, n,
                              has_x && has_y
                                  ? "too few pairs"
                                  : "the controls explain a series wholly");
    if (has_x && has_y) {
        out->r = alm_figure_of(alm_pearson_r(left, left + n, n));
        alm_correlation_test_t(out, out->r.value, 2 + k);
        if (n > 3 + k)
            alm_correlation_interval(out, 1.0 / (double)(n - 3 - k), level);
    }
    alm_dealloc(left);
    alm_dealloc(work);
    return ALM_OK;
}

alm_status alm_partial_correlation(alm_correlation *out, const double *x,
                                   const double *y,
                                   const double *const *controls, size_t k,
                                   size_t n, double level, alm_error *err)
{
    alm_qr qr = {0};
    alm_status status = alm_check_pairs(x, y, n, level, err);

    for (size_t j = 0; j < k && status == ALM_OK; j++)
        status = alm_check_finite(controls[j], n, "a control", err);
    if (status != ALM_OK)
        return status;
    const char *why =
        n < k + 2 ? "no more pairs than controls" : alm_no_correlation(x, y, n);
    if (why != NULL) {
        alm_correlation_undefined(out, n, why);
        return ALM_OK;
    }
    status = factor_controls(&qr, controls, k, n, err);
    if (status == ALM_OK)
        status = partial(out, x, y, &qr, level, err);
    alm_qr_free(&qr);
    return status;
}
