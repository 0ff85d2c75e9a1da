#ifndef ALM_STATS_DIFFUSION_H
#define ALM_STATS_DIFFUSION_H

#include "base/error.h"
#include "stats/nonlinear.h"

/* S-curves: how something spreads until it has spread.
 *
 *  (1) Logistic  y = K / (1 + exp((m - t) / s)): inflection at t = m, y = K/2;
 *      from 10 % to 90 % of K in s ln 81 (Griliches 1957; Fisher and Pry 1971).
 *  (2) Gompertz  y = K exp(-exp((m - t) / s)): inflection at t = m, y = K/e.
 *      In the form K exp(-a exp(-b t)), b = 1/s and a = exp(m/s).
 *  (3) Bass 1969  F(t) = (1 - e^-(p+q)t) / (1 + (q/p) e^-(p+q)t), fitted to the
 *      increments m (F(t_i) - F(t_{i-1})) by least squares (Srinivasan and
 *      Mason, Marketing Science 5, 1986), from Bass's own regression of
 *      increments on what was there before and its square.
 *  (4) Levenberg-Marquardt from K = 1.05, 1.2, 1.5, 2 and 4 times the largest
 *      y; K within (0, k_max]. Compare curves by AICc, not by R2, which is near
 *      1 for all.
 *  (5) At least 5 points, else undefined ("fewer than 5 points"); a series
 *      that does not rise is no S-curve. Leading zeros are left out and
 *      counted; t may repeat but not descend, and calendar gaps stay gaps.
 *  (6) K is "not identified" when the last y is below half of K, when its
 *      profile interval is wider than half of it, or when an end of that is
 *      unbounded (after Debecker and Modis, Technological Forecasting and
 *      Social Change 46, 1994). The numbers are still given, with the verdict.
 *  (7) Forecasts: fit with interval of the curve and of an observation, by the
 *      delta method, t with the degrees of freedom of the fit. */
typedef enum alm_curve { ALM_LOGISTIC, ALM_GOMPERTZ } alm_curve;

typedef struct alm_diffusion_options {
    double k_max;   /* 0: no bound; rates: 100 */
    double k_fixed; /* 0: estimated; else a scenario's K, held */
    double level;   /* 0: 0.95 */
} alm_diffusion_options;

typedef struct alm_diffusion {
    alm_curve curve;
    size_t n, zeros;          /* points used; leading zeros left out */
    const char *why;          /* NULL, or why there is no fit */
    alm_nonlinear fit;        /* b: K, m, s */
    alm_figure k_low, k_high; /* profile likelihood */
    const char *verdict;      /* NULL: K is identified; else why not */
    double inflection, inflection_y;
    double ten_to_ninety; /* in units of t */
    alm_figure rmse;      /* sqrt(RSS / n) */
} alm_diffusion;

ALM_MUST_CHECK
alm_status alm_diffusion_fit(alm_diffusion *out, alm_curve curve,
                             const double *t, const double *y, size_t n,
                             const alm_diffusion_options *options,
                             alm_error *err);

double alm_curve_at(alm_curve curve, const double b[3], double t);

typedef struct alm_forecast {
    double fit;
    alm_figure se, low, high, predicted_low, predicted_high;
} alm_forecast;

/* (7) */
ALM_MUST_CHECK
alm_status alm_diffusion_forecast(alm_forecast *out, const alm_diffusion *d,
                                  double t, double level, alm_error *err);

/* When the curve reaches y, with an interval by the delta method; undefined
 * ("never reached") for y >= K or y <= 0. */
typedef struct alm_reach {
    alm_figure t, low, high;
} alm_reach;

ALM_MUST_CHECK
alm_status alm_diffusion_reach(alm_reach *out, const alm_diffusion *d, double y,
                               double level, alm_error *err);

typedef struct alm_bass {
    size_t n;
    const char *why;          /* NULL, or why there is no fit */
    alm_nonlinear fit;        /* b: m, p, q */
    alm_figure m_low, m_high; /* profile likelihood */
    const char *verdict;
    alm_figure peak_time, peak_total, peak_rate; /* undefined when q <= p */
    alm_figure ols_m, ols_p, ols_q;              /* Bass's regression */
} alm_bass;

/* increments[i] between ends[i - 1] (0 for the first) and ends[i]; `ends` NULL:
 * 1, 2, ..., n. */
ALM_MUST_CHECK
alm_status alm_bass_fit(alm_bass *out, const double *increments,
                        const double *ends, size_t n, double level,
                        alm_error *err);

/* m F(t) of rule (3). */
double alm_bass_at(const double b[3], double t);

#endif
