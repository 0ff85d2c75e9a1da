#include "stats/exact.h"

/* Four chains, joined in a fixed order: as quick as the adder, and the same
 * result every time. */
enum { LANES = 4 };

alm_dd alm_dd_sum_of(const double *x, size_t n)
{
    alm_dd lane[LANES] = {{0.0, 0.0}};
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        for (size_t j = 0; j < LANES; j++)
            lane[j] = alm_dd_accumulate(lane[j], x[i + j]);
    for (; i < n; i++)
        lane[0] = alm_dd_accumulate(lane[0], x[i]);
    return alm_dd_add(alm_dd_add(lane[0], lane[1]),
                      alm_dd_add(lane[2], lane[3]));
}

alm_dd alm_dd_dot(const double *x, const double *y, size_t n)
{
    alm_dd total = {0.0, 0.0};

    for (size_t i = 0; i < n; i++) {
        const alm_dd p = alm_dd_product(x[i], y[i]);
        total = alm_dd_accumulate(total, p.hi);
        total.lo += p.lo;
    }
    return alm_dd_sum(total.hi, total.lo);
}

long double alm_exact_mean(const double *x, size_t n)
{
    const alm_dd s = alm_dd_sum_of(x, n);
    if (!isfinite(s.hi) || !isfinite(s.lo)) {
        long double wide = 0.0L; /* a partial sum left the doubles */
        for (size_t i = 0; i < n; i++)
            wide += x[i];
        return wide / (long double)n;
    }
    return ((long double)s.hi + s.lo) / (long double)n;
}

long double alm_exact_square_sum(const double *x, size_t n, long double mean)
{
    return alm_exact_product_sum(x, x, n, mean, mean);
}

/* The second term, zero in exact arithmetic, removes what rounding of the means
 * leaves (Chan, Golub and LeVeque 1983, the corrected two-pass algorithm). */
long double alm_exact_product_sum(const double *x, const double *y, size_t n,
                                  long double mean_x, long double mean_y)
{
    long double xy = 0.0L, dx = 0.0L, dy = 0.0L;

    for (size_t i = 0; i < n; i++) {
        const long double a = x[i] - mean_x;
        const long double b = y[i] - mean_y;
        xy += a * b;
        dx += a;
        dy += b;
    }
    return n == 0 ? 0.0L : xy - dx * dy / (long double)n;
}
