#include <lauxlib.h>

#include "runtime/internal.h"

/* Modules of the engine as scripts see them. */

/* A call of a module that is read-only: of the table behind it, the upvalue. */
static int call_real(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_replace(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

void alm_close_module(lua_State *L, const char *name)
{
    const bool callable = luaL_getmetafield(L, -1, "__call") != LUA_TNIL;

    lua_pop(L, callable ? 1 : 0);
    lua_pushvalue(L, -1);
    alm_push_readonly(L, name);
    if (callable) {
        (void)lua_getmetatable(L, -1);
        lua_pushvalue(L, -3);
        lua_pushcclosure(L, call_real, 1);
        lua_setfield(L, -2, "__call");
        lua_pop(L, 1);
    }
    lua_remove(L, -2);
}
