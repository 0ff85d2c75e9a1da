#include "stats/special.h"

#include <float.h>
#include <gsl/gsl_version.h>
#include <math.h>

enum { MAX_TERMS = 200000 };

static const long double TINY = LDBL_MIN * 1e10L;
static const long double HALF_LOG_2PI = 0.918938533204672741780329736L;

static long double log_gamma(long double x)
{
    int sign;
    return lgammal_r(x, &sign);
}

/* What Stirling's formula leaves of log-gamma, for x >= 100 (DLMF 5.11.1). */
static long double stirling_rest(long double x)
{
    const long double r = 1.0L / (x * x);
    return (1.0L / 12.0L -
            r * (1.0L / 360.0L -
                 r * (1.0L / 1260.0L - r * (1.0L / 1680.0L - r / 1188.0L)))) /
           x;
}

/* log B(a, b) without cancellation between log-gammas of large arguments. */
static long double log_beta(long double a, long double b)
{
    if (a < b) {
        const long double c = a;
        a = b;
        b = c;
    }
    if (a < 100.0L)
        return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
    const long double rest = stirling_rest(a + b) - stirling_rest(a);
    if (b < 100.0L)
        return log_gamma(b) -
               ((a - 0.5L) * log1pl(b / a) + b * logl(a + b) - b + rest);
    return HALF_LOG_2PI - 0.5L * logl(b) - (a - 0.5L) * log1pl(b / a) +
           b * (logl(b) - logl(a + b)) + stirling_rest(b) - rest;
}

static long double nonzero(long double x)
{
    return fabsl(x) < TINY ? TINY : x;
}

/* The continued fraction of the incomplete beta, by Lentz's method. */
static long double beta_fraction(long double a, long double b, long double x,
                                 long double y)
{
    const long double lambda = a * y - b * x;
    long double c = nonzero(a / (a + 1.0L) * (lambda + 1.0L));
    long double d = 0.0L;
    long double f = 1.0L / c;

    for (int i = 1; i < MAX_TERMS; i++) {
        const long double n = i;
        const long double odd = a + 2.0L * n - 1.0L;
        const long double alpha = (a + n - 1.0L) * (a + b + n - 1.0L) * n *
                                  (b - n) * (x / odd) * (x / odd);
        const long double beta =
            n + n * (b - n) * x / odd +
            (a + n) / (odd + 2.0L) * (lambda + 1.0L + n * (1.0L + y));
        d = 1.0L / nonzero(beta + alpha * d);
        c = nonzero(beta + alpha / c);
        f /= d * c;
        if (fabsl(d * c - 1.0L) < 2.0L * LDBL_EPSILON)
            break;
    }
    return f;
}

static long double log_of(long double x, long double y)
{
    return x < 0.5L ? logl(x) : log1pl(-y);
}

alm_tails alm_beta_tails(double a, double b, long double x, long double y)
{
    if (!(x > 0.0L))
        return (alm_tails){0.0, 1.0};
    if (!(y > 0.0L))
        return (alm_tails){1.0, 0.0};
    if (a * y < b * x) { /* the fraction converges slowly */
        const alm_tails swapped = alm_beta_tails(b, a, y, x);
        return (alm_tails){swapped.upper, swapped.lower};
    }
    const long double log_front = (long double)a * log_of(x, y) +
                                  (long double)b * log_of(y, x) -
                                  log_beta(a, b);
    const long double lower = expl(log_front) * beta_fraction(a, b, x, y);
    return (alm_tails){(double)lower, (double)(1.0L - lower)};
}

static long double gamma_series(long double a, long double x)
{
    long double term = 1.0L, sum = 1.0L;

    for (int i = 1; i < MAX_TERMS && term > sum * LDBL_EPSILON; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return sum / a;
}

static long double gamma_fraction(long double a, long double x)
{
    long double b = x + 1.0L - a;
    long double c = 1.0L / TINY;
    long double d = 1.0L / b;
    long double f = d;

    for (int i = 1; i < MAX_TERMS; i++) {
        const long double an = -(long double)i * ((long double)i - a);
        b += 2.0L;
        d = an * d + b;
        c = b + an / c;
        d = 1.0L / nonzero(d);
        c = nonzero(c);
        f *= d * c;
        if (fabsl(d * c - 1.0L) < 2.0L * LDBL_EPSILON)
            break;
    }
    return f;
}

/* x^a e^-x / Gamma(a) */
static long double gamma_front(long double a, long double x)
{
    if (a < 100.0L)
        return expl(a * logl(x) - x - log_gamma(a));
    /* Stirling: the large parts meet in (x - a) - a log(x / a). */
    const long double t = (x - a) / a;
    const long double apart = fabsl(t) < 0.5L ? log1pl(t) : logl(x / a);
    return expl(a * (apart - t) - stirling_rest(a) - HALF_LOG_2PI +
                0.5L * logl(a));
}

alm_tails alm_gamma_tails(double a, double x)
{
    if (!(x > 0.0))
        return (alm_tails){0.0, 1.0};
    if (isinf(x))
        return (alm_tails){1.0, 0.0};
    const long double front = gamma_front(a, x);
    if (x < a + 1.0) {
        const long double lower = front * gamma_series(a, x);
        return (alm_tails){(double)lower, (double)(1.0L - lower)};
    }
    const long double upper = front * gamma_fraction(a, x);
    return (alm_tails){(double)(1.0L - upper), (double)upper};
}

const char *alm_stats_library(void)
{
    return gsl_version;
}
