#include "stats/distributions.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "stats/special.h"

double alm_normal_upper(double z)
{
    return (double)(0.5L * erfcl((long double)z / sqrtl(2.0L)));
}

double alm_normal_two_sided(double z)
{
    return (double)erfcl(fabsl((long double)z) / sqrtl(2.0L));
}

double alm_normal_critical(double level)
{
    return gsl_cdf_ugaussian_Qinv((1.0 - level) / 2.0);
}

double alm_t_two_sided(double t, double df)
{
    if (isnan(t) || isnan(df))
        return NAN;
    if (isinf(t))
        return 0.0;
    const long double u = (long double)t * t / df;
    return alm_beta_tails(df / 2.0, 0.5, 1.0L / (1.0L + u), u / (1.0L + u))
        .lower;
}

static alm_tails f_tails(double f, double df1, double df2)
{
    const long double u = (long double)df1 * f / df2;
    if (isinf(f))
        return (alm_tails){1.0, 0.0};
    return alm_beta_tails(df1 / 2.0, df2 / 2.0, u / (1.0L + u),
                          1.0L / (1.0L + u));
}

double alm_f_upper(double f, double df1, double df2)
{
    if (isnan(f) || isnan(df1) || isnan(df2))
        return NAN;
    return f_tails(f, df1, df2).upper;
}

double alm_chi2_upper(double x, double df)
{
    if (isnan(x) || isnan(df))
        return NAN;
    return alm_gamma_tails(df / 2.0, x / 2.0).upper;
}

static alm_tails binomial_tails(double n, double p, double x)
{
    const double k = floor(x);
    if (k < 0.0)
        return (alm_tails){0.0, 1.0};
    if (k >= n)
        return (alm_tails){1.0, 0.0};
    return alm_beta_tails(n - k, k + 1.0, 1.0L - p, p);
}

static alm_tails poisson_tails(double mean, double x)
{
    if (x < 0.0)
        return (alm_tails){0.0, 1.0};
    const alm_tails t = alm_gamma_tails(floor(x) + 1.0, mean);
    return (alm_tails){t.upper, t.lower};
}

static alm_tails symmetric(double x, double half)
{
    return x >= 0.0 ? (alm_tails){1.0 - half, half}
                    : (alm_tails){half, 1.0 - half};
}

static alm_tails tails_of(alm_distribution d, double x)
{
    switch (d.kind) {
    case ALM_NORMAL: {
        const double z = (x - d.a) / d.b;
        return (alm_tails){alm_normal_upper(-z), alm_normal_upper(z)};
    }
    case ALM_T: return symmetric(x, alm_t_two_sided(x, d.a) / 2.0);
    case ALM_CHI2: return alm_gamma_tails(d.a / 2.0, x / 2.0);
    case ALM_F: return x > 0.0 ? f_tails(x, d.a, d.b) : (alm_tails){0.0, 1.0};
    case ALM_BETA: return alm_beta_tails(d.a, d.b, x, 1.0L - x);
    case ALM_GAMMA: return alm_gamma_tails(d.a, x * d.b);
    case ALM_BINOMIAL: return binomial_tails(d.a, d.b, x);
    case ALM_POISSON: return poisson_tails(d.a, x);
    case ALM_TUKEY: break;
    }
    const double upper = x > 0.0 ? alm_tukey_upper(x, d.a, d.b) : 1.0;
    return (alm_tails){1.0 - upper, upper};
}

static bool positive(double x)
{
    return x > 0.0 && isfinite(x);
}

static bool good_parameters(alm_distribution d)
{
    switch (d.kind) {
    case ALM_NORMAL: return isfinite(d.a) && positive(d.b);
    case ALM_T:
    case ALM_CHI2:
    case ALM_POISSON: return positive(d.a);
    case ALM_F:
    case ALM_BETA:
    case ALM_GAMMA: return positive(d.a) && positive(d.b);
    case ALM_BINOMIAL:
        return d.a >= 0.0 && d.a <= 9e15 && d.a == floor(d.a) && d.b >= 0.0 &&
               d.b <= 1.0;
    case ALM_TUKEY: return d.a >= 2.0 && d.a <= 1e4 && d.b > 0.0;
    }
    return false;
}

alm_status alm_distribution_p(double *out, alm_distribution d, double x,
                              alm_tail tail, alm_error *err)
{
    if (!good_parameters(d)) /* (2) */
        return alm_fail(err, ALM_EINVAL,
                        "distribution parameters %g, %g are out of range", d.a,
                        d.b);
    if (isnan(x))
        return alm_fail(err, ALM_EINVAL, "the probability of no number");
    const alm_tails t = tails_of(d, x);
    *out = tail == ALM_TAIL_LOWER ? t.lower : t.upper;
    return ALM_OK;
}

/* Whether x lies at or beyond the quantile. */
static bool reached(alm_distribution d, double x, double p, alm_tail tail)
{
    const alm_tails t = tails_of(d, x);
    return tail == ALM_TAIL_LOWER ? t.lower >= p : t.upper <= p;
}

/* The least x >= 0 that is reached: halves the bit patterns of the positive
 * doubles, which are in the order of the doubles. 64 steps, every one certain,
 * whatever the magnitude. */
static double solve_positive(alm_distribution d, double p, alm_tail tail)
{
    const double end = INFINITY;
    uint64_t low = 0, high;

    if (reached(d, 0.0, p, tail))
        return 0.0;
    memcpy(&high, &end, sizeof high);
    while (high - low > 1) {
        const uint64_t bits = low + (high - low) / 2;
        double x;
        memcpy(&x, &bits, sizeof x);
        if (reached(d, x, p, tail))
            high = bits;
        else
            low = bits;
    }
    double x;
    memcpy(&x, &high, sizeof x);
    return x;
}

static double t_quantile(alm_distribution d, double p, alm_tail tail)
{
    const double sign = (p <= 0.5) == (tail == ALM_TAIL_UPPER) ? 1.0 : -1.0;
    const double small = p <= 0.5 ? p : 1.0 - p;
    return p == 0.5 ? 0.0 : sign * solve_positive(d, small, ALM_TAIL_UPPER);
}

/* The whole numbers below 2^53 suffice; bisection over them. */
static double solve_whole(alm_distribution d, double p, alm_tail tail)
{
    double low = -1.0, high = d.kind == ALM_BINOMIAL ? d.a : 9e15;

    while (high - low > 1.0) {
        const double k = floor(low + (high - low) / 2.0);
        if (reached(d, k, p, tail))
            high = k;
        else
            low = k;
    }
    return high;
}

static double upper_end(alm_distribution d)
{
    if (d.kind == ALM_BETA)
        return 1.0;
    return d.kind == ALM_BINOMIAL ? d.a : INFINITY;
}

static double quantile_of(alm_distribution d, double p, alm_tail tail)
{
    const double least = tail == ALM_TAIL_LOWER ? 0.0 : 1.0;
    const bool two_ended = d.kind == ALM_NORMAL || d.kind == ALM_T;

    if (p == least)
        return two_ended ? -INFINITY : 0.0; /* (3) */
    if (p == 1.0 - least)
        return upper_end(d);
    switch (d.kind) {
    case ALM_NORMAL:
        return d.a + d.b * (tail == ALM_TAIL_LOWER ? gsl_cdf_ugaussian_Pinv(p)
                                                   : gsl_cdf_ugaussian_Qinv(p));
    case ALM_T: return t_quantile(d, p, tail);
    case ALM_BINOMIAL:
    case ALM_POISSON: return solve_whole(d, p, tail);
    case ALM_TUKEY:
        return alm_tukey_critical(tail == ALM_TAIL_UPPER ? p : 1.0 - p, d.a,
                                  d.b);
    default: return solve_positive(d, p, tail); /* (4) */
    }
}

alm_status alm_distribution_quantile(double *out, alm_distribution d, double p,
                                     alm_tail tail, alm_error *err)
{
    if (!good_parameters(d))
        return alm_fail(err, ALM_EINVAL,
                        "distribution parameters %g, %g are out of range", d.a,
                        d.b);
    if (!(p >= 0.0 && p <= 1.0))
        return alm_fail(err, ALM_EINVAL, "probability %g is not in [0, 1]", p);
    *out = quantile_of(d, p, tail);
    return ALM_OK;
}

double alm_t_critical(double level, double df)
{
    const alm_distribution d = {ALM_T, df, 0.0};
    return quantile_of(d, (1.0 - level) / 2.0, ALM_TAIL_UPPER);
}
