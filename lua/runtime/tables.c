#include <lauxlib.h>
#include <lualib.h>

#include "bridge/raise.h"
#include "runtime/internal.h"

/* The table library. Lua's functions loop in C as long as a length or a range
 * tells them, with no instruction at which a hook could stop them; so those
 * that shift items are refused beyond what memory could hold anyway. */

#define MOST_ITEMS ((lua_Integer)1 << 27)

static int refuse(lua_State *L, const char *what, lua_Integer n)
{
    return alm_lua_fail(L, ALM_EINVAL, "table.%s over %lld items", what,
                        (long long)n);
}

static lua_CFunction original(lua_State *L)
{
    return lua_tocfunction(L, lua_upvalueindex(1));
}

static int table_insert(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    const lua_Integer n = luaL_len(L, 1);
    if (lua_gettop(L) > 2 && n > MOST_ITEMS)
        return refuse(L, "insert", n);
    return original(L)(L);
}

static int table_remove(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    const lua_Integer n = luaL_len(L, 1);
    if (lua_gettop(L) > 1 && n > MOST_ITEMS)
        return refuse(L, "remove", n);
    return original(L)(L);
}

static int table_move(lua_State *L)
{
    const lua_Integer from = luaL_checkinteger(L, 2);
    const lua_Integer to = luaL_checkinteger(L, 3);
    if (to >= from) {
        const lua_Unsigned n = (lua_Unsigned)to - (lua_Unsigned)from;
        if (n >= (lua_Unsigned)MOST_ITEMS)
            return refuse(L, "move",
                          n < LUA_MAXINTEGER ? (lua_Integer)n + 1
                                             : LUA_MAXINTEGER);
    }
    return original(L)(L);
}

/* A missing value has no text: of a column, the row is named. */
static int table_concat(lua_State *L)
{
    alm_error err;
    const lua_Integer from = luaL_optinteger(L, 3, 1);
    const bool data = alm_proxy_kind(L, 1) != NULL;
    const lua_Integer to = data ? luaL_optinteger(L, 4, luaL_len(L, 1)) : 0;
    for (lua_Integer i = from; data && i <= to; i++) {
        if (lua_geti(L, 1, i) == LUA_TNIL) {
            (void)alm_fail(&err, ALM_EINVAL,
                           "concat needs a value in every row, row %lld is "
                           "missing",
                           (long long)i);
            alm_error_help(&err, "c:fill(\"\") has a text in its place");
            return alm_lua_raise(L, &err);
        }
        lua_pop(L, 1);
        if (i == LUA_MAXINTEGER)
            break;
    }
    return original(L)(L);
}

static void wrap(lua_State *L, const char *name, lua_CFunction function)
{
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, name);
}

void alm_open_table(lua_State *L)
{
    static const char *const kept[] = {"concat", "insert", "move", "pack",
                                       "remove", "unpack", NULL};

    lua_pushcfunction(L, luaopen_table);
    lua_call(L, 0, 1);
    lua_insert(L, -2);
    alm_copy_fields(L, lua_gettop(L) - 1, kept);
    lua_remove(L, -2);
    wrap(L, "insert", table_insert);
    wrap(L, "remove", table_remove);
    wrap(L, "move", table_move);
    wrap(L, "concat", table_concat);
    lua_pushcfunction(L, alm_lua_sort_list);
    lua_setfield(L, -2, "sort");
}
