#include "stats/convergence.h"

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"
#include "stats/growth.h"

/* beta_convergence(first, last, years) */
static int stats_beta_convergence(lua_State *L)
{
    const double years = luaL_checknumber(L, 3);
    alm_series first;
    alm_series last;
    alm_beta_result r;
    alm_error err;
    const size_t missing = alm_stats_pair(L, &first, &last);

    alm_result_check(L,
                     alm_beta_convergence(&r, first.values, last.values,
                                          first.n, years, &err),
                     &err);
    const alm_named_figure figures[] = {
        {"a", r.a},
        {"b", r.b},
        {"se", r.se},
        {"t", r.t},
        {"p", r.p},
        {"r2", r.r2},
        {"lambda", r.lambda},
        {"lambda_se", r.lambda_se},
        {"half_life", r.half_life},
    };
    alm_result_new(L, r.n, missing);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    return 1;
}

/* sigma_convergence(first, last) */
static int stats_sigma_convergence(lua_State *L)
{
    alm_series first;
    alm_series last;
    alm_sigma_result r;
    alm_error err;
    const size_t missing = alm_stats_pair(L, &first, &last);

    alm_result_check(
        L, alm_sigma_convergence(&r, first.values, last.values, first.n, &err),
        &err);
    const alm_named_figure figures[] = {
        {"first", r.first}, {"last", r.last}, {"t", r.t}, {"p", r.p}};
    alm_result_new(L, r.n, missing);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    alm_result_number(L, "df", r.df);
    return 1;
}

/* gamma_convergence({{value of each region at a time}, ...}) */
static int stats_gamma_convergence(lua_State *L)
{
    alm_series *all;
    alm_figure figure;
    alm_error err;
    const size_t times = alm_stats_list(L, &all, 1, 0, "the values of a time");

    luaL_argcheck(L, times > 0, 1, "no time is given");
    alm_stats_complete_list(L, all, times);
    const double **values = alm_lua_scratch(L, times, sizeof *values);
    for (size_t t = 0; t < times; t++)
        values[t] = all[t].values;
    alm_result_check(
        L, alm_gamma_convergence(&figure, values, times, all[0].n, &err), &err);
    return alm_result_push(L, figure);
}

/* delta_convergence(x) */
static int stats_delta_convergence(lua_State *L)
{
    alm_series x;
    alm_figure figure;
    alm_error err;

    alm_stats_one(L, &x);
    alm_result_check(L, alm_delta_convergence(&figure, x.values, x.n, &err),
                     &err);
    return alm_result_push(L, figure);
}

/* growth(first, last, years): { change, relative, annual, log_annual } */
static int stats_growth(lua_State *L)
{
    const double first = luaL_checknumber(L, 1);
    const double last = luaL_checknumber(L, 2);
    const double years = luaL_checknumber(L, 3);
    alm_growth_result r;
    alm_error err;

    alm_result_check(L, alm_growth(&r, first, last, years, &err), &err);
    const alm_named_figure figures[] = {{"relative", r.relative},
                                        {"annual", r.annual},
                                        {"log_annual", r.log_annual}};
    lua_createtable(L, 0, 5);
    alm_result_number(L, "change", r.change);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    return 1;
}

/* Reads the four series at 1 to 4, of which none may miss a value. */
static void read_four(lua_State *L, alm_series all[4],
                      const char *const names[4])
{
    for (int i = 0; i < 4; i++)
        alm_series_read(L, &all[i], i + 1, names[i]);
    if (alm_stats_complete_list(L, all, 4) > 0)
        alm_lua_fail(L, ALM_EINVAL,
                     "a value is missing: the parts would not make the whole");
}

/* shift_share(region0, region1, nation0, nation1), by sector */
static int stats_shift_share(lua_State *L)
{
    static const char *const names[] = {"region0", "region1", "nation0",
                                        "nation1"};
    alm_series in[4];
    alm_shift_share_result r;
    alm_error err;

    read_four(L, in, names);
    alm_result_check(L,
                     alm_shift_share(&r, in[0].values, in[1].values,
                                     in[2].values, in[3].values, in[0].n, &err),
                     &err);
    const alm_named_figure figures[] = {
        {"total", r.total},
        {"national", r.national},
        {"mix", r.mix},
        {"regional", r.regional},
        {"homothetic", r.homothetic},
        {"allocation", r.allocation},
    };
    alm_result_new(L, in[0].n, 0);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    return 1;
}

/* bennet(share0, share1, value0, value1): { change, within, between } */
static int stats_bennet(lua_State *L)
{
    static const char *const names[] = {"share0", "share1", "value0", "value1"};
    alm_series in[4];
    alm_bennet_result r;
    alm_error err;

    read_four(L, in, names);
    alm_result_check(L,
                     alm_bennet(&r, in[0].values, in[1].values, in[2].values,
                                in[3].values, in[0].n, &err),
                     &err);
    alm_result_new(L, in[0].n, 0);
    alm_result_number(L, "change", r.change);
    alm_result_number(L, "within", r.within);
    alm_result_number(L, "between", r.between);
    return 1;
}

/* time_distance(times, benchmark, level, now): { reached, lag, censored,
 * crossings } */
static int stats_time_distance(lua_State *L)
{
    const double level = luaL_checknumber(L, 3);
    const double now = luaL_checknumber(L, 4);
    alm_series t;
    alm_series benchmark;
    alm_time_distance r;
    alm_error err;
    const size_t missing = alm_stats_pair(L, &t, &benchmark);

    alm_result_check(L,
                     alm_s_time_distance(&r, t.values, benchmark.values, t.n,
                                         level, now, &err),
                     &err);
    alm_result_new(L, t.n, missing);
    alm_result_figure(L, "reached", r.reached);
    alm_result_figure(L, "lag", r.lag);
    alm_result_flag(L, "censored", r.censored != 0);
    alm_result_count(L, "crossings", r.crossings);
    return 1;
}

const luaL_Reg alm_stats_convergence[] = {
    {"beta_convergence", stats_beta_convergence},
    {"sigma_convergence", stats_sigma_convergence},
    {"gamma_convergence", stats_gamma_convergence},
    {"delta_convergence", stats_delta_convergence},
    {"growth", stats_growth},
    {"shift_share", stats_shift_share},
    {"bennet", stats_bennet},
    {"time_distance", stats_time_distance},
    {NULL, NULL},
};
