#ifndef ALM_STATS_EXACT_H
#define ALM_STATS_EXACT_H

#include <math.h>
#include <stddef.h>

/* Sums of doubles that keep about twice the digits: an unevaluated pair
 * hi + lo with |lo| <= ulp(hi)/2. Error-free transformations of Knuth (TwoSum)
 * and Dekker (TwoProduct, here by fma); Ogita, Rump and Oishi, "Accurate sum
 * and dot product", SIAM J. Sci. Comput. 26 (2005), algorithms 3.1 and 4.4. */
typedef struct alm_dd {
    double hi, lo;
} alm_dd;

static inline alm_dd alm_dd_sum(double a, double b)
{
    const double s = a + b;
    const double t = s - a;
    return (alm_dd){s, (a - (s - t)) + (b - t)};
}

static inline alm_dd alm_dd_product(double a, double b)
{
    const double p = a * b;
    return (alm_dd){p, fma(a, b, -p)};
}

/* a + b without renormalising: good for a long accumulation. */
static inline alm_dd alm_dd_accumulate(alm_dd a, double b)
{
    const alm_dd s = alm_dd_sum(a.hi, b);
    return (alm_dd){s.hi, a.lo + s.lo};
}

static inline alm_dd alm_dd_add(alm_dd a, alm_dd b)
{
    const alm_dd s = alm_dd_sum(a.hi, b.hi);
    return alm_dd_sum(s.hi, s.lo + (a.lo + b.lo));
}

/* The sum of x[0..n) to about twice working precision. Always adds in the same
 * order. Not meaningful when a partial sum overflows. */
alm_dd alm_dd_sum_of(const double *x, size_t n);

/* The sum of x[i] * y[i], likewise. */
alm_dd alm_dd_dot(const double *x, const double *y, size_t n);

/* The mean and the sum of (x - mean)^2 and their like, in long double from an
 * exact mean: what the moment kernels build on. n > 0, all finite. */
long double alm_exact_mean(const double *x, size_t n);
long double alm_exact_square_sum(const double *x, size_t n, long double mean);
long double alm_exact_product_sum(const double *x, const double *y, size_t n,
                                  long double mean_x, long double mean_y);

#endif
