#ifndef ALM_STATS_DESCRIPTIVE_H
#define ALM_STATS_DESCRIPTIVE_H

#include "base/error.h"
#include "stats/figure.h"

/* Sums, means, spread and shape of a plain array.
 *
 *  (1) The caller has removed missing values. A NaN is ALM_EINVAL.
 *  (2) Too few values, or values for which a figure has no meaning, make the
 *      figure undefined with a reason; that is no error. The sum of none is 0.
 *  (3) Sums carry an error term (twice working precision, see exact.h), so that
 *      sum and mean are the correctly rounded ones but in freak cases, and do
 *      not depend on the order of the values to the last digit shown.
 *  (4) Infinities follow IEEE arithmetic in sum, mean, min and max: Inf - Inf
 *      leaves the figure undefined. Everywhere else they are ALM_EINVAL.
 *  (5) Spread and shape are taken from deviations from the exact mean (two
 *      passes), never from a sum of squares.
 *  (6) A constant has variance 0; its skewness, kurtosis and autocorrelation
 *      are undefined.
 *
 * O(n) time, nothing allocated, unless stated. */

/* Whether squares are divided by n - 1 or by n. */
typedef enum alm_divisor { ALM_SAMPLE, ALM_POPULATION } alm_divisor;

/* Undefined only when infinities of both signs meet. */
ALM_MUST_CHECK
alm_status alm_sum(alm_figure *out, const double *x, size_t n, alm_error *err);
ALM_MUST_CHECK
alm_status alm_mean(alm_figure *out, const double *x, size_t n, alm_error *err);

/* sum(w x) / sum(w). A negative or infinite weight is ALM_EINVAL; all weights
 * zero: undefined. */
ALM_MUST_CHECK
alm_status alm_weighted_mean(alm_figure *out, const double *x, const double *w,
                             size_t n, alm_error *err);

/* Undefined for n < 2 (sample) or n < 1 (population). */
ALM_MUST_CHECK
alm_status alm_variance(alm_figure *out, const double *x, size_t n,
                        alm_divisor divisor, alm_error *err);
ALM_MUST_CHECK
alm_status alm_sd(alm_figure *out, const double *x, size_t n,
                  alm_divisor divisor, alm_error *err);

ALM_MUST_CHECK
alm_status alm_min(alm_figure *out, const double *x, size_t n, alm_error *err);
ALM_MUST_CHECK
alm_status alm_max(alm_figure *out, const double *x, size_t n, alm_error *err);

/* Joanes and Gill, "Comparing measures of sample skewness and kurtosis", The
 * Statistician 47 (1998):
 *   MOMENT  g1 = m3 / m2^(3/2),  g2 = m4 / m2^2 - 3
 *   SAMPLE  G1, G2: those of SAS, SPSS and Excel, unbiased for a normal
 *   SD      b1, b2: the moments over the sample sd (R's e1071 by default)
 * Kurtosis is the excess over the normal's 3. SAMPLE needs n >= 3 for skewness
 * and n >= 4 for kurtosis, the others n >= 2. */
typedef enum alm_shape {
    ALM_SHAPE_MOMENT = 1,
    ALM_SHAPE_SAMPLE = 2,
    ALM_SHAPE_SD = 3
} alm_shape;

ALM_MUST_CHECK
alm_status alm_skewness(alm_figure *out, const double *x, size_t n,
                        alm_shape shape, alm_error *err);
ALM_MUST_CHECK
alm_status alm_kurtosis(alm_figure *out, const double *x, size_t n,
                        alm_shape shape, alm_error *err);

/* exp(mean(log x)) and 1 / mean(1/x). Undefined when a value is negative; 0
 * when a value is 0. */
ALM_MUST_CHECK
alm_status alm_geometric_mean(alm_figure *out, const double *x, size_t n,
                              alm_error *err);
ALM_MUST_CHECK
alm_status alm_harmonic_mean(alm_figure *out, const double *x, size_t n,
                             alm_error *err);

/* The mean without the floor(n * trim) least and greatest values; 0 <= trim <
 * 0.5. Sorts a private copy: O(n log n), n doubles of scratch. */
ALM_MUST_CHECK
alm_status alm_trimmed_mean(alm_figure *out, const double *x, size_t n,
                            double trim, alm_error *err);

/* The autocorrelation at a lag, both parts about the mean of the whole series
 * (Box and Jenkins; NIST). Undefined for lag >= n. */
ALM_MUST_CHECK
alm_status alm_autocorrelation(alm_figure *out, const double *x, size_t n,
                               size_t lag, alm_error *err);

#endif
