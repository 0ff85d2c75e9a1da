#ifndef ALM_STATS_RESAMPLE_H
#define ALM_STATS_RESAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "stats/figure.h"

/* Bootstrap of any statistic of rows.
 *
 *  (1) The statistic is given row numbers, m of them, some repeated, and
 * returns false where it has no value; such resamples are counted and left out.
 *  (2) Percentile interval: quantiles (type 7) of the resampled statistic. BCa:
 *      corrected for bias and acceleration, the latter by the jack-knife (Efron
 *      1987). Undefined when fewer than half of the resamples have a value, or
 *      when all are equal (BCa).
 *  (3) The same seed gives the same interval.
 *
 * `resamples` + n calls of the statistic. */
typedef bool (*alm_statistic)(double *value, const size_t *rows, size_t m,
                              void *context);

typedef struct alm_bootstrap_result {
    size_t n, resamples, failed;
    alm_figure estimate, se, bias;
    alm_figure low, high;         /* percentile */
    alm_figure bca_low, bca_high; /* BCa */
} alm_bootstrap_result;

ALM_MUST_CHECK
alm_status alm_bootstrap(alm_bootstrap_result *out, alm_statistic statistic,
                         void *context, size_t n, size_t resamples,
                         double level, uint64_t seed, alm_error *err);

#endif
