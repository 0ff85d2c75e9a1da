#include <lauxlib.h>

#include "bridge/raise.h"
#include "runtime/internal.h"
#include "runtime/native.h"

/* Names that there are, for completion and suggestions. */

/* methods(v): the names of the methods of a data object; none of others. */
static int native_methods(lua_State *L)
{
    lua_Integer n = 0;

    lua_settop(L, 1);
    lua_newtable(L);
    if (alm_proxy_kind(L, 1) == NULL || !lua_getmetatable(L, 1))
        return 1;
    lua_pushliteral(L, "__index");
    if (lua_rawget(L, -2) != LUA_TFUNCTION ||
        lua_getupvalue(L, -1, 1) == NULL || !lua_istable(L, -1)) {
        lua_settop(L, 2);
        return 1;
    }
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            continue;
        lua_pushvalue(L, -1);
        lua_rawseti(L, 2, ++n);
    }
    lua_settop(L, 2);
    return 1;
}

static int free_catalog(lua_State *L)
{
    alm_catalog **slot = lua_touserdata(L, 1);

    alm_catalog_free(*slot);
    *slot = NULL;
    return 0;
}

/* A catalog that the collector frees; NULL still. */
static alm_catalog **push_catalog_slot(lua_State *L)
{
    return alm_lua_push_owned(L, sizeof(alm_catalog *), free_catalog);
}

/* script_names(): those of all scripts' files. */
static int native_script_names(lua_State *L)
{
    const alm_surroundings *around = alm_surroundings_of(L);
    alm_catalog **slot = push_catalog_slot(L);
    alm_error err;
    lua_Integer n = 0;

    if (alm_catalog_new(slot, around->paths, ALM_CATALOG_SCRIPTS, &err) !=
        ALM_OK)
        return alm_lua_raise(L, &err);
    lua_newtable(L);
    for (size_t i = 0; i < (*slot)->n; i++) {
        if ((*slot)->entries[i].shadowed_by != i)
            continue;
        lua_pushstring(L, (*slot)->entries[i].name);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

void alm_native_add_names(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"methods", native_methods},
        {"script_names", native_script_names},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
