#include "lift/known.h"

#include <lauxlib.h>

#include "bridge/expression.h"
#include "bridge/raise.h"

static const char known_key;

typedef struct named {
    const char *name;
    alm_known function;
} named;

static const named of_math[] = {
    {"sqrt", ALM_KNOWN_SQRT},   {"exp", ALM_KNOWN_EXP},
    {"log", ALM_KNOWN_LOG},     {"sin", ALM_KNOWN_SIN},
    {"cos", ALM_KNOWN_COS},     {"tan", ALM_KNOWN_TAN},
    {"asin", ALM_KNOWN_ASIN},   {"acos", ALM_KNOWN_ACOS},
    {"atan", ALM_KNOWN_ATAN},   {"deg", ALM_KNOWN_DEG},
    {"rad", ALM_KNOWN_RAD},     {"abs", ALM_KNOWN_ABS},
    {"floor", ALM_KNOWN_FLOOR}, {"ceil", ALM_KNOWN_CEIL},
    {"fmod", ALM_KNOWN_FMOD},   {"max", ALM_KNOWN_MAX},
    {"min", ALM_KNOWN_MIN},     {"tointeger", ALM_KNOWN_TOINTEGER},
    {NULL, ALM_KNOWN_NONE},
};

static const named of_expressions[] = {
    {"abs", ALM_KNOWN_ABS},           {"floor", ALM_KNOWN_FLOOR},
    {"ceil", ALM_KNOWN_CEIL},         {"sqrt", ALM_KNOWN_SQRT},
    {"exp", ALM_KNOWN_EXP},           {"log", ALM_KNOWN_LOG},
    {"round", ALM_KNOWN_ROUND},       {"is_missing", ALM_KNOWN_IS_MISSING},
    {"coalesce", ALM_KNOWN_COALESCE}, {"between", ALM_KNOWN_BETWEEN},
    {"isin", ALM_KNOWN_ISIN},         {NULL, ALM_KNOWN_NONE},
};

/* Adds the functions of the table on top of the stack to the one at `known`. */
static void remember(lua_State *L, int known, const named *list)
{
    for (; list->name != NULL; list++) {
        lua_pushstring(L, list->name);
        if (lua_rawget(L, -2) != LUA_TFUNCTION) {
            lua_pop(L, 1);
            continue;
        }
        lua_pushinteger(L, list->function);
        lua_rawset(L, known);
    }
}

void alm_known_open(lua_State *L)
{
    lua_newtable(L);
    const int known = lua_gettop(L);
    if (lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES) == LUA_TTABLE &&
        lua_getfield(L, -1, "math") == LUA_TTABLE)
        remember(L, known, of_math);
    alm_lua_push_functions(L);
    remember(L, known, of_expressions);
    lua_settop(L, known);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &known_key);
}

alm_known alm_known_function(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &known_key);
    lua_pushvalue(L, index);
    const alm_known function = lua_rawget(L, -2) == LUA_TNUMBER
                                   ? (alm_known)lua_tointeger(L, -1)
                                   : ALM_KNOWN_NONE;
    lua_pop(L, 2);
    return function;
}
