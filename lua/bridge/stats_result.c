#include "bridge/stats_result.h"

#include "bridge/raise.h"

void alm_result_check(lua_State *L, alm_status status, const alm_error *err)
{
    if (status != ALM_OK)
        alm_lua_raise(L, err);
}

int alm_result_push(lua_State *L, alm_figure figure)
{
    if (figure.why == NULL) {
        lua_pushnumber(L, figure.value);
        return 1;
    }
    lua_pushnil(L);
    lua_pushstring(L, figure.why);
    return 2;
}

void alm_result_figure(lua_State *L, const char *name, alm_figure figure)
{
    if (figure.why == NULL) {
        alm_result_number(L, name, figure.value);
        return;
    }
    const bool first = lua_getfield(L, -1, "reason") == LUA_TNIL;
    lua_pop(L, 1);
    if (first)
        alm_result_text(L, "reason", figure.why);
}

void alm_result_figures(lua_State *L, const alm_named_figure *figures,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        alm_result_figure(L, figures[i].name, figures[i].figure);
}

void alm_result_number(lua_State *L, const char *name, double value)
{
    lua_pushnumber(L, value);
    lua_setfield(L, -2, name);
}

void alm_result_count(lua_State *L, const char *name, size_t value)
{
    lua_pushinteger(L, (lua_Integer)value);
    lua_setfield(L, -2, name);
}

void alm_result_flag(lua_State *L, const char *name, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, name);
}

void alm_result_text(lua_State *L, const char *name, const char *value)
{
    lua_pushstring(L, value);
    lua_setfield(L, -2, name);
}

void alm_result_new(lua_State *L, size_t n, size_t missing)
{
    lua_createtable(L, 0, 12);
    alm_result_count(L, "n", n);
    alm_result_count(L, "missing", missing);
}

void alm_result_list(lua_State *L, const double *values, const bool *present,
                     size_t all, bool whole)
{
    size_t next = 0;

    lua_createtable(L, (int)all, 1);
    alm_result_count(L, "n", all);
    for (size_t i = 0; i < all; i++) {
        if (!present[i])
            continue;
        if (whole)
            lua_pushinteger(L, (lua_Integer)values[next++]);
        else
            lua_pushnumber(L, values[next++]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}
