#include <string.h>

#include "bridge/column.h"
#include "bridge/expression.h"
#include "expr/math.h"

/* The functions of expressions. Each takes a value or a column: of a column it
 * is the method of that name; a value goes through the same method as a column
 * of one row, unless Lua's own library has the function. */

static const char functions_key;

/* Calls the method `name` of the column in argument 1. */
static int call_method(lua_State *L, const char *name)
{
    lua_getfield(L, 1, name);
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

/* The method `name` of a column of one row, the value in argument 1. */
static int call_on_one(lua_State *L, const char *name)
{
    (void)alm_lua_push_dense(L, 1, 1, name, strlen(name));
    lua_replace(L, 1);
    (void)call_method(L, name);
    lua_geti(L, -1, 1);
    return 1;
}

/* between(x, low, high), isin(x, list): a missing value has an answer too. The
 * upvalue is the name. */
static int question(lua_State *L)
{
    const char *name = lua_tostring(L, lua_upvalueindex(1));
    luaL_checkany(L, 1);
    if (alm_lua_to_column(L, 1) != NULL)
        return call_method(L, name);
    return call_on_one(L, name);
}

/* name(x, ...); upvalues: the name, Lua's own function or nil. */
static int element(lua_State *L)
{
    const char *name = lua_tostring(L, lua_upvalueindex(1));
    if (alm_lua_to_column(L, 1) != NULL)
        return call_method(L, name);
    if (lua_isnoneornil(L, 1)) {
        lua_pushnil(L);
        return 1;
    }
    if (!lua_isnil(L, lua_upvalueindex(2))) {
        lua_pushvalue(L, lua_upvalueindex(2));
        lua_insert(L, 1);
        lua_call(L, lua_gettop(L) - 1, 1);
        return 1;
    }
    return call_on_one(L, name);
}

/* round(x [, digits]) */
static int expression_round(lua_State *L)
{
    int64_t rounded;
    if (alm_lua_to_column(L, 1) != NULL)
        return call_method(L, "round");
    const lua_Integer digits = luaL_optinteger(L, 2, 0);
    if (lua_isnoneornil(L, 1))
        lua_pushnil(L);
    else if (lua_isinteger(L, 1) &&
             alm_round_integer(&rounded, lua_tointeger(L, 1), digits))
        lua_pushinteger(L, rounded);
    else if (lua_type(L, 1) == LUA_TNUMBER)
        lua_pushnumber(L, alm_round(lua_tonumber(L, 1), digits));
    else
        return alm_lua_fail(L, ALM_ETYPE, "round wants a number, got %s",
                            alm_lua_describe(L, 1));
    return 1;
}

/* is_missing(x) */
static int expression_is_missing(lua_State *L)
{
    if (alm_lua_to_column(L, 1) != NULL)
        return call_method(L, "is_missing");
    lua_pushboolean(L, lua_isnoneornil(L, 1));
    return 1;
}

/* coalesce(x, y, ...) */
static int expression_coalesce(lua_State *L)
{
    if (alm_lua_to_column(L, 1) != NULL)
        return call_method(L, "coalesce");
    for (int i = 1; i <= lua_gettop(L); i++) {
        if (!lua_isnil(L, i)) {
            lua_pushvalue(L, i);
            return 1;
        }
    }
    lua_pushnil(L);
    return 1;
}

/* Pushes the table of globals, which the sandbox keeps in the registry. The
 * libraries in it are read-only. */
static void push_real_globals(lua_State *L)
{
    if (lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_pushglobaltable(L);
}

int alm_lua_find_global(lua_State *L)
{
    push_real_globals(L);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) == LUA_TNIL)
        return alm_lua_fail(L, ALM_ENOTFOUND, "\"%s\" is not known here",
                            lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2)
                                                          : "?");
    return 1;
}

bool alm_lua_is_function(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    alm_lua_push_functions(L);
    push_real_globals(L);
    lua_pushvalue(L, index);
    const bool global = lua_rawget(L, -2) != LUA_TNIL;
    lua_pushvalue(L, index);
    const bool ours = lua_rawget(L, -4) != LUA_TNIL;
    lua_pop(L, 4);
    return global || ours;
}

static void add_elements(lua_State *L)
{
    static const char *const ours[] = {
        "lower",    "upper",   "trim",  "sub",         "replace",
        "split",    "matches", "match", "starts_with", "ends_with",
        "contains", "time",    "year",  "frequency",   "len",
    };
    static const char *const questions[] = {"between", "isin"};
    static const char *const luas[] = {"abs",  "floor", "ceil",
                                       "sqrt", "exp",   "log"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        lua_pushstring(L, ours[i]);
        lua_pushnil(L);
        lua_pushcclosure(L, element, 2);
        lua_setfield(L, -2, ours[i]);
    }
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        lua_pushstring(L, questions[i]);
        lua_pushcclosure(L, question, 1);
        lua_setfield(L, -2, questions[i]);
    }
    push_real_globals(L);
    lua_getfield(L, -1, "math");
    for (size_t i = 0; i < sizeof luas / sizeof *luas; i++) {
        lua_pushstring(L, luas[i]);
        lua_getfield(L, -2, luas[i]);
        lua_pushcclosure(L, element, 2);
        lua_setfield(L, -4, luas[i]);
    }
    lua_pop(L, 2);
}

static const luaL_Reg functions[] = {
    {"round", expression_round},
    {"is_missing", expression_is_missing},
    {"coalesce", expression_coalesce},
    {NULL, NULL},
};

void alm_lua_open_functions(lua_State *L)
{
    alm_lua_push_aggregates(L);
    add_elements(L);
    luaL_setfuncs(L, functions, 0);
    alm_lua_push_aggregates(L);
    lua_setfield(L, -2, "agg");
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, alm_lua_find_global);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &functions_key);
}

void alm_lua_push_functions(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
}
