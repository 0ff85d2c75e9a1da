#include "stats/growth.h"

#include "stats/check.h"

alm_status alm_growth(alm_growth_result *out, double first, double last,
                      double years, alm_error *err)
{
    const double both[] = {first, last};
    const alm_status status = alm_check_finite(both, 2, "the values", err);

    if (status != ALM_OK)
        return status;
    if (!(years > 0.0 && isfinite(years))) /* (1) */
        return alm_fail(err, ALM_EINVAL, "growth over %g years", years);
    out->change = last - first;
    if (!(first > 0.0 && last >= 0.0)) { /* (2) */
        out->relative = out->annual = out->log_annual =
            alm_figure_undefined(first == 0.0 ? "from 0" : "not positive");
        return ALM_OK;
    }
    out->relative = alm_figure_of((last - first) / first);
    out->annual = alm_figure_of(pow(last / first, 1.0 / years) - 1.0); /* (3) */
    out->log_annual = last > 0.0 ? alm_figure_of(log(last / first) / years)
                                 : alm_figure_undefined("to 0");
    return ALM_OK;
}

typedef struct shift_sums {
    long double region0, region1, nation0, nation1;
    long double mix, regional, homothetic;
} shift_sums;

static alm_status check_shift(const double *const *parts, size_t n,
                              alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; i < 4 && status == ALM_OK; i++)
        status = alm_check_weights(parts[i], n, err);
    return status;
}

alm_status alm_shift_share(alm_shift_share_result *out, const double *region0,
                           const double *region1, const double *nation0,
                           const double *nation1, size_t n, alm_error *err)
{
    const double *const parts[] = {region0, region1, nation0, nation1};
    const alm_status status = check_shift(parts, n, err);
    shift_sums s = {0};
    const char *why = NULL;

    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < n; i++) {
        s.region0 += region0[i];
        s.region1 += region1[i];
        s.nation0 += nation0[i];
        s.nation1 += nation1[i];
        if (nation0[i] == 0.0)
            why = "a national sector is 0 at first";
        if (region0[i] == 0.0 && region1[i] != 0.0)
            why = "a sector is new in the region";
    }
    if (n == 0 || why != NULL) {
        const alm_figure none =
            alm_figure_undefined(why != NULL ? why : "no sectors");
        *out = (alm_shift_share_result){none, none, none, none, none, none};
        return ALM_OK;
    }
    const long double g = s.nation1 / s.nation0 - 1.0L;
    for (size_t i = 0; i < n; i++) { /* (4) */
        const long double e = region0[i];
        const long double gi = (long double)nation1[i] / nation0[i] - 1.0L;
        const long double regional = region1[i] - e * (1.0L + gi);
        s.mix += e * (gi - g);
        s.regional += regional;
        if (e > 0.0L)
            s.homothetic += regional / e * s.region0 * nation0[i] / s.nation0;
    }
    out->total = alm_figure_of((double)(s.region1 - s.region0));
    out->national = alm_figure_of((double)(s.region0 * g));
    out->mix = alm_figure_of((double)s.mix);
    out->regional = alm_figure_of((double)s.regional);
    out->homothetic = alm_figure_of((double)s.homothetic);
    out->allocation = alm_figure_of((double)(s.regional - s.homothetic));
    return ALM_OK;
}

alm_status alm_bennet(alm_bennet_result *out, const double *share0,
                      const double *share1, const double *value0,
                      const double *value1, size_t n, alm_error *err)
{
    long double sum0 = 0.0L, sum1 = 0.0L, p0 = 0.0L, p1 = 0.0L;
    long double within = 0.0L, between = 0.0L;
    alm_status status = alm_check_weights(share0, n, err);
    if (status == ALM_OK)
        status = alm_check_weights(share1, n, err);
    if (status == ALM_OK)
        status = alm_check_finite(value0, n, "the first values", err);
    if (status == ALM_OK)
        status = alm_check_finite(value1, n, "the last values", err);
    if (status != ALM_OK)
        return status;

    for (size_t i = 0; i < n; i++) {
        sum0 += share0[i];
        sum1 += share1[i];
        p0 += (long double)share0[i] * value0[i];
        p1 += (long double)share1[i] * value1[i];
    }
    if (!(sum0 > 0.0L && sum1 > 0.0L))
        return alm_fail(err, ALM_EINVAL, "shares that sum to 0");
    p0 /= sum0;
    p1 /= sum1;
    const long double mean = (p0 + p1) / 2.0L;
    for (size_t i = 0; i < n; i++) { /* (5) */
        const long double a = share0[i] / sum0, b = share1[i] / sum1;
        within += (a + b) / 2.0L * ((long double)value1[i] - value0[i]);
        between +=
            (((long double)value0[i] + value1[i]) / 2.0L - mean) * (b - a);
    }
    *out =
        (alm_bennet_result){(double)(p1 - p0), (double)within, (double)between};
    return ALM_OK;
}

/* Counts the crossings of the level; the first sets *reached. */
static size_t find_crossings(double *reached, const double *t,
                             const double *benchmark, size_t n, double level)
{
    size_t crossings = 0;

    for (size_t i = 1; i < n; i++) {
        const double from = benchmark[i - 1], to = benchmark[i];
        if ((from < level) == (to < level))
            continue;
        if (crossings++ == 0)
            *reached =
                t[i - 1] + (t[i] - t[i - 1]) * ((level - from) / (to - from));
    }
    return crossings;
}

alm_status alm_s_time_distance(alm_time_distance *out, const double *t,
                               const double *benchmark, size_t n, double level,
                               double now, alm_error *err)
{
    const double ends[] = {level, now};
    double reached = 0.0;
    alm_status status = alm_check_finite(t, n, "t", err);
    if (status == ALM_OK)
        status = alm_check_finite(benchmark, n, "the benchmark", err);
    if (status == ALM_OK)
        status = alm_check_finite(ends, 2, "the level and its time", err);
    for (size_t i = 1; status == ALM_OK && i < n; i++)
        if (!(t[i] > t[i - 1]))
            status = alm_fail(err, ALM_EINVAL,
                              "times do not ascend at value %zu", i + 1);
    if (status != ALM_OK)
        return status;

    *out = (alm_time_distance){alm_figure_undefined("ahead"),
                               alm_figure_undefined("ahead"), 0, 0};
    out->crossings = find_crossings(&reached, t, benchmark, n, level);
    if (n > 0 && benchmark[0] >= level) { /* (6) */
        reached = t[0];
        out->censored = benchmark[0] > level;
    } else if (out->crossings == 0) {
        return ALM_OK;
    }
    out->reached = alm_figure_of(reached);
    out->lag = alm_figure_of(now - reached);
    return ALM_OK;
}
