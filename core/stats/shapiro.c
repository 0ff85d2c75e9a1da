/* Royston, "Remark AS R94: a remark on algorithm AS 181: the W-test for
 * normality", Applied Statistics 44 (1995). The polynomials are his. */
#include <gsl/gsl_cdf.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/exact.h"
#include "stats/sort.h"
#include "stats/tests.h"

enum { LEAST = 3, MOST = 5000 };

static double polynomial(const double *c, size_t n, double x)
{
    double sum = 0.0;
    while (n-- > 0)
        sum = sum * x + c[n];
    return sum;
}

/* The weights of the upper half, a[0] that of the greatest value. */
static void fill_weights(double *a, size_t n)
{
    static const double c1[] = {0.0,      0.221157, -0.147981,
                                -2.07119, 4.434685, -2.706056};
    static const double c2[] = {0.0,       0.042981, -0.293762,
                                -1.752461, 5.682633, -3.582633};
    const size_t half = n / 2;
    const double count = (double)n;
    double squares = 0.0;

    if (n == 3) {
        a[0] = M_SQRT1_2;
        return;
    }
    for (size_t i = 0; i < half; i++) {
        a[i] =
            -gsl_cdf_ugaussian_Pinv(((double)i + 1.0 - 0.375) / (count + 0.25));
        squares += 2.0 * a[i] * a[i];
    }
    const double r = 1.0 / sqrt(count), root = sqrt(squares);
    const double m0 = a[0], m1 = a[1];
    const double first = polynomial(c1, 6, r) + m0 / root;
    size_t from = 1;
    double rest = squares - 2.0 * m0 * m0, taken = 1.0 - 2.0 * first * first;
    if (n > 5) {
        const double second = polynomial(c2, 6, r) + m1 / root;
        rest -= 2.0 * m1 * m1;
        taken -= 2.0 * second * second;
        a[1] = second;
        from = 2;
    }
    a[0] = first;
    for (size_t i = from; i < half; i++)
        a[i] /= sqrt(rest / taken);
}

/* 1 - W, taken as such so that it keeps its digits where W is near 1. */
static double lack_of_w(const double *a, const double *sorted, size_t n)
{
    const long double mean = alm_exact_mean(sorted, n);
    long double dot = 0.0L;

    for (size_t i = 0; i < n / 2; i++)
        dot += (long double)a[i] * ((long double)sorted[n - 1 - i] - sorted[i]);
    const long double squares = alm_exact_square_sum(sorted, n, mean);
    /* a has length 1 over both halves, so W = (a x)^2 / squares <= 1. */
    long double length = 0.0L;
    for (size_t i = 0; i < n / 2; i++)
        length += 2.0L * a[i] * a[i];
    return (double)(1.0L - dot * dot / (squares * length));
}

static double p_of_w(double lack, size_t n)
{
    static const double c3[] = {0.544, -0.39978, 0.025054, -6.714e-4};
    static const double c4[] = {1.3822, -0.77857, 0.062767, -0.0020322};
    static const double c5[] = {-1.5861, -0.31082, -0.083751, 0.0038915};
    static const double c6[] = {-0.4803, -0.082676, 0.0030302};
    static const double g[] = {-2.273, 0.459};
    const double count = (double)n, x = log(count);
    double y = log(lack);

    if (n == 3) {
        const double p = 6.0 / M_PI * (asin(sqrt(1.0 - lack)) - M_PI / 3.0);
        return fmax(0.0, p);
    }
    if (n <= 11) {
        const double gamma = polynomial(g, 2, count);
        if (y >= gamma)
            return 1e-99;
        y = -log(gamma - y);
        return alm_normal_upper((y - polynomial(c3, 4, count)) /
                                exp(polynomial(c4, 4, count)));
    }
    return alm_normal_upper((y - polynomial(c5, 4, x)) /
                            exp(polynomial(c6, 3, x)));
}

alm_status alm_shapiro_wilk(alm_shapiro_result *out, const double *x, size_t n,
                            alm_error *err)
{
    double *sorted = NULL, *a = NULL;
    alm_status status = alm_check_finite(x, n, "x", err);

    if (status != ALM_OK)
        return status;
    if (n < LEAST || n > MOST || alm_is_constant(x, n)) {
        out->w = out->p =
            alm_figure_undefined(n < LEAST  ? "fewer than 3 values"
                                 : n > MOST ? "more than 5000 values"
                                            : "all values are equal");
        return ALM_OK;
    }
    status = alm_sorted_copy(&sorted, x, n, err);
    if (status == ALM_OK && (a = alm_alloc(n / 2, sizeof *a)) == NULL)
        status = alm_fail_memory(err, "weights");
    if (status == ALM_OK) {
        fill_weights(a, n);
        const double lack = lack_of_w(a, sorted, n);
        out->w = alm_figure_of(1.0 - lack);
        out->p = alm_figure_of(p_of_w(lack, n));
    }
    alm_dealloc(sorted);
    alm_dealloc(a);
    return status;
}
