#ifndef ALM_STATS_QR_H
#define ALM_STATS_QR_H

#include <stdbool.h>

#include "base/error.h"

/* Orthogonal factorisation of a tall matrix, the ground under every least
 * squares here. Householder reflections with column pivoting (Businger and
 * Golub 1965) on columns scaled to unit length, in long double: NIST's Filip
 * keeps its digits, and what is singular for doubles shows as such.
 *
 * Fill `a` (n x k, column by column), call alm_qr_factor once, then solve as
 * many right-hand sides as wanted. */
typedef struct alm_qr {
    size_t n, k;
    long double *a;     /* R above, reflections below */
    long double *beta;  /* k: 2 / v'v of each reflection */
    long double *diag;  /* k: the diagonal of R */
    long double *scale; /* k: the length of each column */
    size_t *pivot;      /* k: column pivot[j] of the input stands at j */
    size_t rank;        /* columns that are independent */
    bool any_zero;      /* a column was all zero */
} alm_qr;

/* Room for n x k; n >= k >= 1. */
ALM_MUST_CHECK
alm_status alm_qr_new(alm_qr *out, size_t n, size_t k, alm_error *err);
void alm_qr_free(alm_qr *qr);

/* A column is dependent when less than `tolerance` of its length is left after
 * those before it; `rank` counts the others. */
void alm_qr_factor(alm_qr *qr, long double tolerance);

/* Enough for columns given as doubles, whose rounding alone leaves 1e-16. */
long double alm_qr_tolerance(size_t n);

/* y := Q' y and y := Q y, in place. */
void alm_qr_apply_transposed(const alm_qr *qr, long double *y);
void alm_qr_apply(const alm_qr *qr, long double *y);

/* Solves R b = q for full rank, where q[0..k) is the head of Q' y; b is in the
 * order and the units of the input columns. b and q may not overlap. */
void alm_qr_solve(const alm_qr *qr, long double *b, const long double *q);

/* The inverse of X'X in the order and units of the input columns, k x k.
 * `column` is scratch for k. Full rank. */
void alm_qr_inverse(const alm_qr *qr, long double *inverse,
                    long double *column);

/* Least squares of y on the columns: `y` becomes the residuals, b (or NULL) the
 * coefficients. Full rank. `head` is scratch for k. */
void alm_qr_least_squares(const alm_qr *qr, long double *b, long double *y,
                          long double *head);

#endif
