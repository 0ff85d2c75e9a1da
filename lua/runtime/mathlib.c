#include <lauxlib.h>
#include <lualib.h>

#include "bridge/raise.h"
#include "runtime/internal.h"

/* The math library: nil in, nil out; text is no number; a seeded generator. */

/* Upvalue: Lua's own randomseed, whose generator is an upvalue of its own. */
static int math_randomseed(lua_State *L)
{
    if (lua_gettop(L) == 0)
        return alm_lua_fail(L, ALM_EINVAL,
                            "math.randomseed needs a seed: a random one would "
                            "change the result from run to run");
    (void)luaL_checkinteger(L, 1);
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 0);
    return 0;
}

static void seed(lua_State *L, lua_Integer value)
{
    lua_getfield(L, -1, "randomseed");
    lua_pushvalue(L, -1);
    lua_pushinteger(L, value);
    lua_call(L, 1, 0);
    lua_pushcclosure(L, math_randomseed, 1);
    lua_setfield(L, -2, "randomseed");
}

void alm_reset_random(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES);
    lua_getfield(L, -1, "math");
    lua_getfield(L, -1, "randomseed");
    lua_pushinteger(L, alm_state_of(L)->options.seed);
    lua_call(L, 1, 0);
    lua_pop(L, 2);
}

void alm_open_math(lua_State *L)
{
    static const char *const plain[] = {
        "pi",         "huge",   "maxinteger", "mininteger",
        "randomseed", "random", "type",       NULL};
    static const char *const guarded[] = {
        "abs", "acos",  "asin", "atan", "ceil",      "cos", "deg",
        "exp", "floor", "fmod", "log",  "max",       "min", "modf",
        "rad", "sin",   "sqrt", "tan",  "tointeger", "ult", NULL};

    lua_pushcfunction(L, luaopen_math);
    lua_call(L, 0, 1);
    lua_insert(L, -2);
    alm_copy_fields(L, lua_gettop(L) - 1, plain);
    for (const char *const *name = guarded; *name != NULL; name++) {
        lua_getfield(L, -2, *name);
        alm_push_guarded(L, -1, true);
        lua_setfield(L, -2, *name);
    }
    lua_remove(L, -2);
    seed(L, alm_state_of(L)->options.seed);
}
