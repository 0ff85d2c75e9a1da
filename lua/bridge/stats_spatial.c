#include "stats/spatial.h"

#include <stdint.h>

#include "bridge/raise.h"
#include "bridge/stats_option.h"
#include "bridge/stats_result.h"
#include "bridge/stats_theme.h"

/* Places and their links, as the kernel wants them. */
typedef struct links {
    size_t *start;
    size_t *to;
    double *weights;
    size_t count;
} links;

/* How many neighbours the lists at `index` name in all. */
static size_t count_links(lua_State *L, int index, size_t places)
{
    size_t count = 0;

    if (!lua_istable(L, index) || (size_t)luaL_len(L, index) != places)
        alm_lua_fail(L, ALM_EINVAL,
                     "neighbours are one list for each of the %zu values",
                     places);
    for (size_t i = 0; i < places; i++) {
        if (lua_geti(L, index, (lua_Integer)i + 1) != LUA_TTABLE)
            alm_lua_fail(L, ALM_EINVAL, "the neighbours of place %zu are a %s",
                         i + 1, luaL_typename(L, -1));
        count += (size_t)luaL_len(L, -1);
        lua_pop(L, 1);
    }
    return count;
}

static size_t place_at(lua_State *L, int list, lua_Integer k, size_t places)
{
    int exact = 0;

    lua_geti(L, list, k);
    const lua_Integer place = lua_tointegerx(L, -1, &exact);
    lua_pop(L, 1);
    if (!exact || place < 1 || (size_t)place > places)
        alm_lua_fail(L, ALM_EINVAL, "a neighbour is a place from 1 to %zu",
                     places);
    return (size_t)place - 1;
}

/* Links between places that have a value, which are numbered anew. */
static void read_links(lua_State *L, links *out, int index, const bool *present,
                       size_t places)
{
    const size_t most = count_links(L, index, places);
    size_t *renumber = alm_lua_scratch(L, places, sizeof *renumber);
    size_t kept = 0;

    for (size_t i = 0; i < places; i++)
        renumber[i] = present[i] ? kept++ : SIZE_MAX;
    out->start = alm_lua_scratch(L, places + 1, sizeof *out->start);
    out->to = alm_lua_scratch(L, most, sizeof *out->to);
    out->weights = alm_lua_scratch(L, most, sizeof *out->weights);
    out->count = 0;
    for (size_t i = 0; i < places; i++) {
        if (!present[i])
            continue;
        out->start[renumber[i]] = out->count;
        lua_geti(L, index, (lua_Integer)i + 1);
        const lua_Integer n = luaL_len(L, -1);
        for (lua_Integer k = 1; k <= n; k++) {
            const size_t j = place_at(L, lua_gettop(L), k, places);
            if (present[j])
                out->to[out->count++] = renumber[j];
        }
        lua_pop(L, 1);
    }
    out->start[kept] = out->count;
    for (size_t k = 0; k < out->count; k++)
        out->weights[k] = 1.0;
}

static void push_local(lua_State *L, const alm_figure *local,
                       const bool *present, size_t places)
{
    size_t next = 0;

    lua_createtable(L, (int)places, 1);
    alm_result_count(L, "n", places);
    for (size_t i = 0; i < places; i++) {
        if (!present[i])
            continue;
        const alm_figure figure = local[next++];
        if (figure.why != NULL)
            continue;
        lua_pushnumber(L, figure.value);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "local_i");
}

/* moran(x, neighbours, {permutations = 999, seed = that of the run, standardise
 * = true}): neighbours[i] lists the places next to place i. Places without a
 * value are left out, and so are links to them. { n, missing, islands, i,
 * expected, z, p, p_greater, p_permutation, variance, variance_normal, local_i
 * } */
static int stats_moran(lua_State *L)
{
    static const char *const known[] = {"permutations", "seed", "standardise",
                                        NULL};
    const int options = alm_options_check(L, 3, known);
    const size_t count = alm_option_count(L, options, "permutations", 999);
    const lua_Integer seed = alm_option_seed(L, options);
    const bool standardise = alm_option_flag(L, options, "standardise", true);
    alm_series x;
    alm_series *const all[] = {&x};
    links w;
    alm_moran_result r;
    alm_error err;

    alm_series_read(L, &x, 1, "x");
    const size_t places = x.n;
    const size_t missing = alm_series_complete(L, all, 1);
    read_links(L, &w, 2, x.present, places);
    alm_figure *local = alm_lua_scratch(L, x.n, sizeof *local);
    const alm_neighbours neighbours = {x.n, w.start, w.to, w.weights};
    if (standardise)
        alm_result_check(
            L, alm_neighbours_standardise(w.weights, &neighbours, &err), &err);
    alm_result_check(L,
                     alm_moran(&r, local, x.values, &neighbours, count,
                               (uint64_t)seed, &err),
                     &err);
    const alm_named_figure figures[] = {
        {"i", r.i},
        {"expected", r.expected},
        {"z", r.z},
        {"p", r.p_two_sided},
        {"p_greater", r.p_greater},
        {"p_permutation", r.p_permutation},
        {"variance", r.variance_random},
        {"variance_normal", r.variance_normal},
    };
    alm_result_new(L, r.n, missing);
    alm_result_count(L, "islands", r.islands);
    alm_result_figures(L, figures, sizeof figures / sizeof figures[0]);
    push_local(L, local, x.present, places);
    return 1;
}

const luaL_Reg alm_stats_spatial[] = {
    {"moran", stats_moran},
    {NULL, NULL},
};
