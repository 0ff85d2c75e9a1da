#include "stats/qr.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

alm_status alm_qr_new(alm_qr *out, size_t n, size_t k, alm_error *err)
{
    alm_qr qr = {.n = n, .k = k};

    if (k != 0 && n > SIZE_MAX / k)
        return alm_fail_memory(err, "a matrix");
    qr.a = alm_alloc(n * k, sizeof *qr.a);
    qr.beta = alm_alloc(k, 3 * sizeof *qr.beta);
    qr.pivot = alm_alloc(k, sizeof *qr.pivot);
    if (qr.a == NULL || qr.beta == NULL || qr.pivot == NULL) {
        alm_qr_free(&qr);
        return alm_fail_memory(err, "a matrix");
    }
    qr.diag = qr.beta + k;
    qr.scale = qr.diag + k;
    *out = qr;
    return ALM_OK;
}

void alm_qr_free(alm_qr *qr)
{
    alm_dealloc(qr->a);
    alm_dealloc(qr->beta);
    alm_dealloc(qr->pivot);
    *qr = (alm_qr){0};
}

long double alm_qr_tolerance(size_t n)
{
    return 4.0L * sqrtl((long double)n) * DBL_EPSILON;
}

static long double length(const long double *v, size_t n)
{
    long double largest = 0.0L, sum = 0.0L;
    for (size_t i = 0; i < n; i++)
        largest = fmaxl(largest, fabsl(v[i]));
    if (largest == 0.0L)
        return 0.0L;
    for (size_t i = 0; i < n; i++)
        sum += v[i] / largest * (v[i] / largest);
    return largest * sqrtl(sum);
}

static void scale_columns(alm_qr *qr)
{
    for (size_t j = 0; j < qr->k; j++) {
        long double *column = qr->a + j * qr->n;
        qr->pivot[j] = j;
        qr->scale[j] = length(column, qr->n);
        if (qr->scale[j] == 0.0L) {
            qr->scale[j] = 1.0L;
            qr->any_zero = true;
        }
        for (size_t i = 0; i < qr->n; i++)
            column[i] /= qr->scale[j];
    }
}

/* Brings the longest remaining column to place j. The first of equals stays,
 * so the choice does not depend on rounding where columns are alike. */
static void choose_pivot(alm_qr *qr, size_t j)
{
    size_t best = j;
    long double longest = 0.0L;

    for (size_t c = j; c < qr->k; c++) {
        const long double left = length(qr->a + c * qr->n + j, qr->n - j);
        if (left > longest * (1.0L + 1e-12L)) {
            longest = left;
            best = c;
        }
    }
    if (best == j)
        return;
    for (size_t i = 0; i < qr->n; i++) {
        const long double t = qr->a[j * qr->n + i];
        qr->a[j * qr->n + i] = qr->a[best * qr->n + i];
        qr->a[best * qr->n + i] = t;
    }
    const size_t p = qr->pivot[j];
    qr->pivot[j] = qr->pivot[best];
    qr->pivot[best] = p;
}

/* y := (I - beta v v') y over the rows j..n, v standing in column j. */
static void reflect(const alm_qr *qr, size_t j, long double *y)
{
    const long double *v = qr->a + j * qr->n;
    long double dot = 0.0L;
    for (size_t i = j; i < qr->n; i++)
        dot += v[i] * y[i];
    dot *= qr->beta[j];
    for (size_t i = j; i < qr->n; i++)
        y[i] -= dot * v[i];
}

void alm_qr_factor(alm_qr *qr, long double tolerance)
{
    qr->any_zero = false;
    qr->rank = 0;
    scale_columns(qr);
    for (size_t j = 0; j < qr->k; j++) {
        choose_pivot(qr, j);
        long double *v = qr->a + j * qr->n;
        const long double norm = length(v + j, qr->n - j);
        if (norm <= tolerance)
            return; /* pivoting: all that follow are no longer */
        qr->diag[j] = v[j] > 0.0L ? -norm : norm;
        v[j] -= qr->diag[j];
        long double squares = 0.0L;
        for (size_t i = j; i < qr->n; i++)
            squares += v[i] * v[i];
        qr->beta[j] = 2.0L / squares;
        for (size_t c = j + 1; c < qr->k; c++)
            reflect(qr, j, qr->a + c * qr->n);
        qr->rank++;
    }
}

void alm_qr_apply_transposed(const alm_qr *qr, long double *y)
{
    for (size_t j = 0; j < qr->rank; j++)
        reflect(qr, j, y);
}

void alm_qr_apply(const alm_qr *qr, long double *y)
{
    for (size_t j = qr->rank; j-- > 0;)
        reflect(qr, j, y);
}

void alm_qr_solve(const alm_qr *qr, long double *b, const long double *q)
{
    for (size_t j = qr->k; j-- > 0;) {
        long double sum = q[j];
        for (size_t c = j + 1; c < qr->k; c++)
            sum -= qr->a[c * qr->n + j] * b[qr->pivot[c]];
        b[qr->pivot[j]] = sum / qr->diag[j];
    }
    for (size_t j = 0; j < qr->k; j++)
        b[j] /= qr->scale[j];
}

/* Column c of R^-1, upper triangular, into column[0..c]. */
static void inverse_column(const alm_qr *qr, long double *column, size_t c)
{
    for (size_t j = c + 1; j-- > 0;) {
        long double sum = j == c ? 1.0L : 0.0L;
        for (size_t m = j + 1; m <= c; m++)
            sum -= qr->a[m * qr->n + j] * column[m];
        column[j] = sum / qr->diag[j];
    }
}

void alm_qr_inverse(const alm_qr *qr, long double *inverse, long double *column)
{
    const size_t k = qr->k;

    memset(inverse, 0, k * k * sizeof *inverse);
    for (size_t c = 0; c < k; c++) { /* (X'X)^-1 = sum of r r' */
        inverse_column(qr, column, c);
        for (size_t i = 0; i <= c; i++)
            for (size_t j = 0; j <= c; j++)
                inverse[qr->pivot[i] * k + qr->pivot[j]] +=
                    column[i] * column[j] /
                    (qr->scale[qr->pivot[i]] * qr->scale[qr->pivot[j]]);
    }
}

void alm_qr_least_squares(const alm_qr *qr, long double *b, long double *y,
                          long double *head)
{
    alm_qr_apply_transposed(qr, y);
    if (b != NULL)
        memcpy(head, y, qr->k * sizeof *y);
    for (size_t j = 0; j < qr->k; j++)
        y[j] = 0.0L;
    alm_qr_apply(qr, y);
    if (b != NULL)
        alm_qr_solve(qr, b, head);
}
