#ifndef ALM_STATS_GROWTH_H
#define ALM_STATS_GROWTH_H

#include "base/error.h"
#include "stats/figure.h"

/* Growth, what it is made of, and distance in time.
 *
 *  (1) Times are in years, from dates: 0.75 is nine months. Growth over years
 *      <= 0 is ALM_EINVAL; values that are not finite are.
 *  (2) Percentages are undefined from 0 ("from 0") and across or below 0
 *      ("not positive"): "new" is not infinite.
 *  (3) annual = (last / first)^(1 / years) - 1; log = ln(last / first) / years.
 *  (4) Shift-share (Dunn 1960), by sector i: national e G, mix e (G_i - G),
 *      regional e (g_i - G_i); Esteban-Marquillas 1972 splits the regional part
 *      into that of a region with the national mix, and allocation. Sums are
 *      exact: total = national + mix + regional.
 *  (5) Bennet 1920: the change of a weighted mean P = sum s p is sum of mean
 *      shares times changes (within) + sum of (mean value - mean P) times
 *      changes of share (between).
 *  (6) S-time-distance (Sicherl): how long ago the benchmark stood where a
 *      region stands now, by linear interpolation. Already above at its first
 *      observation: `censored`, the lag is at least what is given. Never
 *      reached: undefined ("ahead"). A benchmark that crosses the level more
 *      than once: the first crossing, and `crossings` says how many. */
typedef struct alm_growth_result {
    double change;
    alm_figure relative, annual, log_annual;
} alm_growth_result;

ALM_MUST_CHECK
alm_status alm_growth(alm_growth_result *out, double first, double last,
                      double years, alm_error *err);

typedef struct alm_shift_share_result {
    alm_figure total, national, mix, regional;
    alm_figure homothetic, allocation; /* regional, split */
} alm_shift_share_result;

/* Sectors of one region and of the nation at two times. Undefined when the
 * nation or one of its sectors is 0 at first. */
ALM_MUST_CHECK
alm_status alm_shift_share(alm_shift_share_result *out, const double *region0,
                           const double *region1, const double *nation0,
                           const double *nation1, size_t n, alm_error *err);

typedef struct alm_bennet_result {
    double change, within, between;
} alm_bennet_result;

/* Shares are rescaled to sum to 1 at each time; a sum of 0 is ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_bennet(alm_bennet_result *out, const double *share0,
                      const double *share1, const double *value0,
                      const double *value1, size_t n, alm_error *err);

typedef struct alm_time_distance {
    alm_figure reached; /* when the benchmark stood at the level */
    alm_figure lag;     /* now - reached */
    int censored;       /* the lag is at least this */
    size_t crossings;
} alm_time_distance;

/* Times ascend strictly (ALM_EINVAL). */
ALM_MUST_CHECK
alm_status alm_s_time_distance(alm_time_distance *out, const double *t,
                               const double *benchmark, size_t n, double level,
                               double now, alm_error *err);

#endif
