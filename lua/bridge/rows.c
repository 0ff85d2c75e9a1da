#include "bridge/rows.h"

#include <stdint.h>

static const char engine_key;

void alm_lua_set_row_engine(lua_State *L, const alm_lua_row_engine *engine)
{
    lua_pushlightuserdata(L, (void *)(uintptr_t)engine);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &engine_key);
}

const alm_lua_row_engine *alm_lua_get_row_engine(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &engine_key);
    const alm_lua_row_engine *engine = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return engine;
}
