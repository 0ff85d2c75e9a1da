#include "stats/resample.h"

#include <lauxlib.h>
#include <math.h>

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"

enum { MOST_ROWS = 10000000 };

/* The statistic is a function of the script, called while the kernel holds
 * memory: see stats_nonlinear.c for why nothing is raised through it. */
typedef struct script_statistic {
    lua_State *L;
    int function; /* stack indices */
    int rows;     /* a table that is used again and again */
    int failure;
    bool failed;
} script_statistic;

static bool call_statistic(double *value, const size_t *rows, size_t m,
                           void *context)
{
    script_statistic *s = context;
    lua_State *L = s->L;

    if (s->failed)
        return false;
    for (size_t i = 0; i < m; i++) {
        lua_pushinteger(L, (lua_Integer)rows[i] + 1);
        lua_rawseti(L, s->rows, (lua_Integer)i + 1);
    }
    while (lua_rawlen(L, s->rows) > m) {
        lua_pushnil(L);
        lua_rawseti(L, s->rows, (lua_Integer)lua_rawlen(L, s->rows));
    }
    lua_pushvalue(L, s->function);
    lua_pushvalue(L, s->rows);
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
        s->failed = true;
        lua_replace(L, s->failure);
        return false;
    }
    const bool defined =
        lua_type(L, -1) == LUA_TNUMBER && !isnan(lua_tonumber(L, -1));
    if (defined)
        *value = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return defined;
}

/* bootstrap(n, statistic, {resamples = 1999, level = 0.95, seed = that of the
 * run}): of a function of row numbers. { n, resamples, failed, estimate, se,
 * bias, low, high, bca_low, bca_high } */
static int stats_bootstrap(lua_State *L)
{
    static const char *const known[] = {"resamples", "level", "seed", NULL};
    const int options = alm_options_check(L, 3, known);
    const size_t resamples = alm_option_count(L, options, "resamples", 1999);
    const double level = alm_option_number(L, options, "level", 0.95);
    const lua_Integer seed = alm_option_seed(L, options);
    const lua_Integer n = luaL_checkinteger(L, 1);
    alm_bootstrap_result r;
    alm_error err;

    luaL_argcheck(L, n >= 0 && n <= MOST_ROWS, 1, "rows out of range");
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_createtable(L, (int)n, 0);
    lua_pushnil(L);
    script_statistic s = {.L = L, .function = 2};
    s.failure = lua_gettop(L);
    s.rows = s.failure - 1;
    luaL_checkstack(L, 8, NULL);
    const alm_status status =
        alm_bootstrap(&r, call_statistic, &s, (size_t)n, resamples, level,
                      (uint64_t)seed, &err);
    if (s.failed) {
        lua_pushvalue(L, s.failure);
        return lua_error(L);
    }
    alm_result_check(L, status, &err);
    const alm_named_figure figures[] = {
        {"estimate", r.estimate}, {"se", r.se},     {"bias", r.bias},
        {"low", r.low},           {"high", r.high}, {"bca_low", r.bca_low},
        {"bca_high", r.bca_high},
    };
    alm_result_new(L, r.n, 0);
    alm_result_count(L, "resamples", r.resamples);
    alm_result_count(L, "failed", r.failed);
    alm_result_number(L, "level", level);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    return 1;
}

const luaL_Reg alm_stats_resample[] = {
    {"bootstrap", stats_bootstrap},
    {NULL, NULL},
};
