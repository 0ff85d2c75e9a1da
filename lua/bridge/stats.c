#include "bridge/stats.h"

#include "bridge/stats_theme.h"

enum { MOST_SERIES = 10000 };

static const luaL_Reg *const themes[] = {
    alm_stats_descriptive,  alm_stats_order,       alm_stats_correlation,
    alm_stats_distribution, alm_stats_groups,      alm_stats_tests,
    alm_stats_regress,      alm_stats_nonlinear,   alm_stats_diffusion,
    alm_stats_inequality,   alm_stats_convergence, alm_stats_spatial,
    alm_stats_resample,
};

size_t alm_stats_one(lua_State *L, alm_series *x)
{
    alm_series *const all[] = {x};

    alm_series_read(L, x, 1, "x");
    return alm_series_complete(L, all, 1);
}

size_t alm_stats_pair(lua_State *L, alm_series *x, alm_series *y)
{
    alm_series *const all[] = {x, y};

    alm_series_read(L, x, 1, "x");
    alm_series_read(L, y, 2, "y");
    return alm_series_complete(L, all, 2);
}

size_t alm_stats_list(lua_State *L, alm_series **out, int index, size_t spare,
                      const char *what)
{
    luaL_argcheck(L, lua_istable(L, index), index,
                  "a list of series is wanted");
    const lua_Integer count = luaL_len(L, index);
    luaL_argcheck(L, count >= 0 && count <= MOST_SERIES, index,
                  "too many series");
    const size_t k = (size_t)count;

    alm_series *all = alm_lua_scratch(L, k + spare, sizeof *all);
    for (size_t j = 0; j < k; j++) {
        lua_geti(L, index, (lua_Integer)j + 1);
        alm_series_read(L, &all[spare + j], -1, what);
    }
    *out = all;
    return k;
}

size_t alm_stats_complete_list(lua_State *L, alm_series *all, size_t count)
{
    alm_series **pointers = alm_lua_scratch(L, count, sizeof *pointers);

    for (size_t j = 0; j < count; j++)
        pointers[j] = &all[j];
    return alm_series_complete(L, pointers, count);
}

size_t alm_stats_place(const alm_series *x, const alm_series *y, size_t kept)
{
    size_t place = 0;

    for (size_t seen = 0;; place++)
        if (x->present[place] && y->present[place] && seen++ == kept)
            return place + 1;
}

void alm_lua_push_stats(lua_State *L)
{
    lua_newtable(L);
    for (size_t i = 0; i < sizeof themes / sizeof themes[0]; i++)
        for (const luaL_Reg *f = themes[i]; f->name != NULL; f++) {
            lua_pushstring(L, f->name); /* what the ledger calls it */
            lua_pushcclosure(L, f->func, 1);
            lua_setfield(L, -2, f->name);
        }
}
