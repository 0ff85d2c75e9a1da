#include "bridge/seed.h"

lua_Integer alm_lua_seed(lua_State *L)
{
    lua_Integer seed = 1;

    if (lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_SEED) == LUA_TFUNCTION) {
        lua_call(L, 0, 1);
        seed = lua_tointeger(L, -1);
    }
    lua_pop(L, 1);
    return seed;
}
