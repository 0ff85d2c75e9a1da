#include <lauxlib.h>
#include <string.h>

#include "bridge/raise.h"
#include "runtime/internal.h"
#include "runtime/key.h"

/* table.sort: a stable merge sort of a copy. The table is written only when
 * every comparison has succeeded, so an order function may fail, or contradict
 * itself, and nothing is lost. */

/* Bottom-up merge of runs, the first ones as long as the input offers. */
void alm_merge_order(uint32_t *order, uint32_t *scratch, size_t n,
                     alm_less less, void *context)
{
    enum { RUN = 8 };

    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    for (size_t from = 0; from < n; from += RUN) {
        const size_t to = from + RUN < n ? from + RUN : n;
        for (size_t i = from + 1; i < to; i++) { /* insertion sort */
            const uint32_t x = order[i];
            size_t j = i;
            for (; j > from && less(context, x, order[j - 1]); j--)
                order[j] = order[j - 1];
            order[j] = x;
        }
    }
    for (size_t width = RUN; width < n; width *= 2) {
        for (size_t from = 0; from + width < n; from += 2 * width) {
            const size_t middle = from + width;
            const size_t to = middle + width < n ? middle + width : n;
            if (!less(context, order[middle], order[middle - 1]))
                continue; /* in order already */
            memcpy(scratch, order + from, width * sizeof *order);
            size_t a = 0;
            size_t b = middle;
            size_t out = from;
            while (a < width && b < to)
                order[out++] = less(context, order[b], scratch[a])
                                   ? order[b++]
                                   : scratch[a++];
            memcpy(order + out, scratch + a, (width - a) * sizeof *order);
        }
    }
}

typedef struct items {
    lua_State *L;
    int copy; /* stack index of the copied items */
    int function;
} items;

static bool value_less(void *context, uint32_t a, uint32_t b)
{
    const items *it = context;
    lua_rawgeti(it->L, it->copy, (lua_Integer)a + 1);
    lua_rawgeti(it->L, it->copy, (lua_Integer)b + 1);
    const bool less = lua_compare(it->L, -2, -1, LUA_OPLT);
    lua_pop(it->L, 2);
    return less;
}

static bool function_less(void *context, uint32_t a, uint32_t b)
{
    const items *it = context;
    lua_pushvalue(it->L, it->function);
    lua_rawgeti(it->L, it->copy, (lua_Integer)a + 1);
    lua_rawgeti(it->L, it->copy, (lua_Integer)b + 1);
    lua_call(it->L, 2, 1);
    const bool less = lua_toboolean(it->L, -1);
    lua_pop(it->L, 1);
    return less;
}

/* Pushes a copy of the items 1..n at 1. Returns the type of them all, or
 * LUA_TNONE when they differ. */
static int push_copy(lua_State *L, lua_Integer n)
{
    int common = LUA_TNIL;

    lua_createtable(L, (int)n, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        const int type = lua_geti(L, 1, i);
        if (type == LUA_TNIL) {
            alm_error err;
            (void)alm_fail(&err, ALM_EINVAL,
                           "item %lld of %lld is missing, and a missing value "
                           "has no place in an order",
                           (long long)i, (long long)n);
            alm_error_help(&err, "remove the missing items first");
            return alm_lua_raise(L, &err);
        }
        if (common != type)
            common = common == LUA_TNIL ? type : LUA_TNONE;
        lua_rawseti(L, -2, i);
    }
    return common;
}

/* Pushes the items of the copy at `copy` as keys: numbers and texts are
 * compared without asking Lua. */
static alm_key *push_keys(lua_State *L, int copy, lua_Integer n)
{
    alm_key *keys = lua_newuserdatauv(L, (size_t)n * sizeof *keys, 0);

    for (lua_Integer i = 0; i < n; i++) {
        lua_rawgeti(L, copy, i + 1);
        keys[i] = alm_key_at(L, -1);
        lua_pop(L, 1);
    }
    return keys;
}

static void refuse_data(lua_State *L)
{
    if (alm_proxy_kind(L, 1) == NULL)
        return;
    lua_pushnil(L);
    lua_seti(L, 1, 1); /* its __newindex teaches what to do instead */
    (void)alm_lua_fail(L, ALM_EINVAL, "data cannot be sorted in place");
}

int alm_lua_sort_list(lua_State *L)
{
    items it = {.L = L, .function = 2, .copy = 3};
    void *context = &it;

    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2))
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    refuse_data(L);
    const lua_Integer n = luaL_len(L, 1);
    if (n < 2)
        return 0;
    luaL_argcheck(L, n < INT32_MAX, 1, "array too big");
    luaL_checkstack(L, 8, NULL);
    const int type = push_copy(L, n);
    uint32_t *order = lua_newuserdatauv(L, (size_t)n * 2 * sizeof *order, 0);
    alm_less less = lua_isnil(L, 2) ? value_less : function_less;
    if (lua_isnil(L, 2) && (type == LUA_TNUMBER || type == LUA_TSTRING)) {
        context = push_keys(L, it.copy, n);
        less = alm_key_less;
    }
    alm_merge_order(order, order + n, (size_t)n, less, context);
    for (lua_Integer i = 0; i < n; i++) {
        lua_rawgeti(L, it.copy, (lua_Integer)order[i] + 1);
        lua_seti(L, 1, i + 1);
    }
    return 0;
}
