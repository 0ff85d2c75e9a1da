/* The studentized range. With W(w) the distribution of the range of k standard
 * normals and s the sd over its expectation,
 *
 *     P(Q > q) = integral of f(s) (1 - W(q s)) ds
 *     1 - W(w) = k * integral of phi(z) (Phi(z)^(k-1) -
 *                                        (Phi(z) - Phi(z - w))^(k-1)) dz
 *
 * (Lund and Lund, AS 190, 1983, give the integrals; theirs are evaluated
 * otherwise.) Every integrand here is smooth, positive and falls off fast, so
 * the plain trapezoidal rule converges exponentially in the step (Trefethen and
 * Weideman, SIAM Review 56, 2014), and the upper tail, being a sum of positive
 * terms, keeps its relative precision. */
#include <float.h>
#include <math.h>

#include "stats/distributions.h"

/* Phi(z), its complement being never needed. */
static double normal_lower(double z)
{
    return 0.5 * erfc(-z * M_SQRT1_2);
}

/* 1 - W(w) for k means. */
static double range_upper(double w, double k)
{
    const double step = 0.125;
    const double last = fmin(fmax(9.0, w / 2.0 + 9.0), 39.0);
    const int steps = (int)((last + 9.0) / step);
    double sum = 0.0;

    for (int i = 0; i <= steps; i++) {
        const double z = -9.0 + i * step;
        const double phi = exp(-0.5 * z * z);
        const double all = normal_lower(z);
        const double ratio = normal_lower(z - w) / all;
        if (phi == 0.0)
            break;
        if (ratio < 1.0)
            sum += phi * pow(all, k - 1.0) * -expm1((k - 1.0) * log1p(-ratio));
        else
            sum += phi * pow(all, k - 1.0);
    }
    const double upper = k * sum * step * (M_2_SQRTPI * M_SQRT1_2 / 2.0);
    return fmin(upper, 1.0);
}

/* The log of the density of u = log s, without its constant, peak 0 at u = 0:
 * s^df e^(-df s^2 / 2). */
static double log_density(double u, double df)
{
    return df * (u - expm1(2.0 * u) / 2.0);
}

double alm_tukey_upper(double q, double k, double df)
{
    if (isnan(q) || isnan(k) || isnan(df))
        return NAN;
    if (!(q > 0.0))
        return 1.0;
    if (isinf(df) || df > 1e8)
        return range_upper(q, k);

    const double step = fmin(0.5 / sqrt(2.0 * df), 0.11);
    double u = 0.0, sum = 0.0, mass = 0.0, before = 0.0;
    while (log_density(u, df) > -42.0)
        u += step;
    /* Leftwards from where nothing matters; the tail that shrinks with s makes
     * the peak lie left of 0. The mass is summed alike: its error cancels. */
    for (;; u -= step) {
        const double density = exp(log_density(u, df));
        const double term = density * range_upper(q * exp(u), k);
        sum += term;
        mass += density;
        if (u < 0.0 && term < before && term < sum * 1e-17)
            break;
        before = term;
    }
    for (u -= step; exp(log_density(u, df)) > mass * 1e-17; u -= step)
        mass += exp(log_density(u, df));
    return fmin(sum / mass, 1.0);
}

/* Illinois false position on the log of the tail, which is nearly quadratic. */
double alm_tukey_critical(double p, double k, double df)
{
    double low = 0.0, high = 4.0;
    double f_low = -log(p), f_high;

    if (!(p > 0.0))
        return INFINITY;
    if (p >= 1.0)
        return 0.0;
    while ((f_high = log(alm_tukey_upper(high, k, df)) - log(p)) > 0.0) {
        low = high;
        f_low = f_high;
        high *= 2.0;
    }
    for (int i = 0, side = 0; i < 100 && high - low > 4e-16 * high; i++) {
        const double mid = (low * f_high - high * f_low) / (f_high - f_low);
        const double f = log(alm_tukey_upper(mid, k, df)) - log(p);
        if (fabs(f) < 4.0 * DBL_EPSILON)
            return mid;
        if (f > 0.0) {
            low = mid;
            f_low = f;
            f_high *= side == 1 ? 0.5 : 1.0;
            side = 1;
        } else {
            high = mid;
            f_high = f;
            f_low *= side == -1 ? 0.5 : 1.0;
            side = -1;
        }
    }
    return low + (high - low) / 2.0;
}
