#include "stats/descriptive.h"

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"
#include "stats/quantile.h"

typedef alm_status one_number(alm_figure *out, const double *x, size_t n,
                              alm_error *err);

/* f(x): a series without options. */
static int plain(lua_State *L, one_number *kernel)
{
    static const char *const known[] = {NULL};
    alm_series x;
    alm_figure figure;
    alm_error err;

    alm_options_check(L, 2, known);
    alm_stats_one(L, &x);
    alm_result_check(L, kernel(&figure, x.values, x.n, &err), &err);
    return alm_result_push(L, figure);
}

static int stats_sum(lua_State *L)
{
    return plain(L, alm_sum);
}

static int stats_mean(lua_State *L)
{
    return plain(L, alm_mean);
}

static int stats_min(lua_State *L)
{
    return plain(L, alm_min);
}

static int stats_max(lua_State *L)
{
    return plain(L, alm_max);
}

static int stats_median(lua_State *L)
{
    return plain(L, alm_median);
}

static int stats_geometric_mean(lua_State *L)
{
    return plain(L, alm_geometric_mean);
}

static int stats_harmonic_mean(lua_State *L)
{
    return plain(L, alm_harmonic_mean);
}

/* count(x): how many values are there, and how many are missing. */
static int stats_count(lua_State *L)
{
    alm_series x;
    const size_t missing = alm_stats_one(L, &x);

    lua_pushinteger(L, (lua_Integer)x.n);
    lua_pushinteger(L, (lua_Integer)missing);
    return 2;
}

/* weighted_mean(x, weights) */
static int stats_weighted_mean(lua_State *L)
{
    alm_series x;
    alm_series w;
    alm_series *const all[] = {&x, &w};
    alm_figure figure;
    alm_error err;

    alm_series_read(L, &x, 1, "x");
    alm_series_read(L, &w, 2, "weights");
    alm_series_complete(L, all, 2);
    alm_result_check(
        L, alm_weighted_mean(&figure, x.values, w.values, x.n, &err), &err);
    return alm_result_push(L, figure);
}

typedef alm_status spread(alm_figure *out, const double *x, size_t n,
                          alm_divisor divisor, alm_error *err);

/* f(x, {population = false}) */
static int with_divisor(lua_State *L, spread *kernel)
{
    static const char *const known[] = {"population", NULL};
    const int options = alm_options_check(L, 2, known);
    const bool population = alm_option_flag(L, options, "population", false);
    alm_series x;
    alm_figure figure;
    alm_error err;

    alm_stats_one(L, &x);
    alm_result_check(L,
                     kernel(&figure, x.values, x.n,
                            population ? ALM_POPULATION : ALM_SAMPLE, &err),
                     &err);
    return alm_result_push(L, figure);
}

static int stats_var(lua_State *L)
{
    return with_divisor(L, alm_variance);
}

static int stats_sd(lua_State *L)
{
    return with_divisor(L, alm_sd);
}

typedef alm_status shape(alm_figure *out, const double *x, size_t n,
                         alm_shape which, alm_error *err);

/* f(x, {form = "moment" | "sample" | "sd"}) */
static int with_shape(lua_State *L, shape *kernel)
{
    static const char *const known[] = {"form", NULL};
    static const alm_choice forms[] = {
        {"moment", ALM_SHAPE_MOMENT},
        {"sample", ALM_SHAPE_SAMPLE},
        {"sd", ALM_SHAPE_SD},
        {NULL, 0},
    };
    const int options = alm_options_check(L, 2, known);
    const int form = alm_option_choice(L, options, "form", forms);
    alm_series x;
    alm_figure figure;
    alm_error err;

    alm_stats_one(L, &x);
    alm_result_check(L, kernel(&figure, x.values, x.n, (alm_shape)form, &err),
                     &err);
    return alm_result_push(L, figure);
}

static int stats_skewness(lua_State *L)
{
    return with_shape(L, alm_skewness);
}

static int stats_kurtosis(lua_State *L)
{
    return with_shape(L, alm_kurtosis);
}

/* trimmed_mean(x, fraction at each end) */
static int stats_trimmed_mean(lua_State *L)
{
    const double trim = luaL_checknumber(L, 2);
    alm_series x;
    alm_figure figure;
    alm_error err;

    alm_stats_one(L, &x);
    alm_result_check(L, alm_trimmed_mean(&figure, x.values, x.n, trim, &err),
                     &err);
    return alm_result_push(L, figure);
}

/* autocorrelation(x, lag): a gap would shift what follows, so none may be. */
static int stats_autocorrelation(lua_State *L)
{
    const lua_Integer lag = luaL_optinteger(L, 2, 1);
    alm_series x;
    alm_figure figure;
    alm_error err;

    luaL_argcheck(L, lag >= 0, 2, "a lag is not negative");
    if (alm_stats_one(L, &x) > 0)
        alm_lua_fail(L, ALM_EINVAL,
                     "x has missing values: its order would be another");
    alm_result_check(
        L, alm_autocorrelation(&figure, x.values, x.n, (size_t)lag, &err),
        &err);
    return alm_result_push(L, figure);
}

const luaL_Reg alm_stats_descriptive[] = {
    {"count", stats_count},
    {"sum", stats_sum},
    {"mean", stats_mean},
    {"weighted_mean", stats_weighted_mean},
    {"min", stats_min},
    {"max", stats_max},
    {"median", stats_median},
    {"var", stats_var},
    {"sd", stats_sd},
    {"skewness", stats_skewness},
    {"kurtosis", stats_kurtosis},
    {"geometric_mean", stats_geometric_mean},
    {"harmonic_mean", stats_harmonic_mean},
    {"trimmed_mean", stats_trimmed_mean},
    {"autocorrelation", stats_autocorrelation},
    {NULL, NULL},
};
