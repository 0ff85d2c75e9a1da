#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"
#include "stats/quantile.h"
#include "stats/rank.h"

static int quantile_type(lua_State *L)
{
    static const char *const known[] = {"type", NULL};
    const int options = alm_options_check(L, 3, known);

    return (int)alm_option_integer(L, options, "type", ALM_QUANTILE_DEFAULT);
}

/* quantile(x, p, {type = 7}) */
static int stats_quantile(lua_State *L)
{
    const double p = luaL_checknumber(L, 2);
    const int type = quantile_type(L);
    alm_series x;
    alm_figure figure;
    alm_error err;

    alm_stats_one(L, &x);
    alm_result_check(L, alm_quantile(&figure, x.values, x.n, p, type, &err),
                     &err);
    return alm_result_push(L, figure);
}

/* quantiles(x, {p, ...}, {type = 7}): a list, or nil and the reason. */
static int stats_quantiles(lua_State *L)
{
    const int type = quantile_type(L);
    alm_series x;
    alm_series p;
    alm_error err;

    alm_stats_one(L, &x);
    alm_series_read(L, &p, 2, "p");
    alm_figure *out = alm_lua_scratch(L, p.n, sizeof *out);
    alm_result_check(
        L, alm_quantiles(out, x.values, x.n, p.values, p.n, type, &err), &err);
    for (size_t i = 0; i < p.n; i++)
        if (out[i].why != NULL)
            return alm_result_push(L, out[i]);
    lua_createtable(L, (int)p.n, 0);
    for (size_t i = 0; i < p.n; i++) {
        lua_pushnumber(L, out[i].value);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* mad(x, {scale = 1}) */
static int stats_mad(lua_State *L)
{
    static const char *const known[] = {"scale", NULL};
    const int options = alm_options_check(L, 2, known);
    const double scale = alm_option_number(L, options, "scale", 1.0);
    alm_series x;
    alm_figure figure;
    alm_error err;

    alm_stats_one(L, &x);
    alm_result_check(L, alm_mad(&figure, x.values, x.n, scale, &err), &err);
    return alm_result_push(L, figure);
}

static const alm_choice tie_rules[] = {
    {"fractional", ALM_TIES_AVERAGE}, {"competition", ALM_TIES_MIN},
    {"modified", ALM_TIES_MAX},       {"dense", ALM_TIES_DENSE},
    {"ordinal", ALM_TIES_ORDINAL},    {NULL, 0},
};

/* rank(x, {ties = "fractional", descending = false}): a list as long as x (its
 * length is the field n), with holes where x has them. */
static int stats_rank(lua_State *L)
{
    static const char *const known[] = {"ties", "descending", NULL};
    const int options = alm_options_check(L, 2, known);
    const int ties = alm_option_choice(L, options, "ties", tie_rules);
    const bool descending = alm_option_flag(L, options, "descending", false);
    alm_series x;
    alm_series *const all[] = {&x};
    alm_error err;

    alm_series_read(L, &x, 1, "x");
    const size_t length = x.n;
    alm_series_complete(L, all, 1);
    double *ranks = alm_lua_scratch(L, x.n, sizeof *ranks);
    alm_result_check(
        L, alm_rank(ranks, x.values, x.n, (alm_ties)ties, descending, &err),
        &err);
    alm_result_list(L, ranks, x.present, length, ties != ALM_TIES_AVERAGE);
    return 1;
}

const luaL_Reg alm_stats_order[] = {
    {"quantile", stats_quantile},
    {"quantiles", stats_quantiles},
    {"mad", stats_mad},
    {"rank", stats_rank},
    {NULL, NULL},
};
