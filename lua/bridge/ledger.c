#include "bridge/bridge.h"

#include "bridge/raise.h"

static const char ledger_key;

static int ledger_close(lua_State *L)
{
    alm_ledger **slot = lua_touserdata(L, 1);
    alm_ledger_free(*slot);
    *slot = NULL;
    return 0;
}

void alm_lua_open_ledger(lua_State *L)
{
    alm_error err;
    alm_ledger **slot = lua_newuserdatauv(L, sizeof *slot, 0);
    *slot = NULL;
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, ledger_close);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    if (alm_ledger_new(slot, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &ledger_key);
}

void alm_lua_push_ledger(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &ledger_key);
}

void alm_lua_set_ledger(lua_State *L)
{
    lua_rawsetp(L, LUA_REGISTRYINDEX, &ledger_key);
}

alm_ledger *alm_lua_ledger(lua_State *L)
{
    alm_lua_push_ledger(L);
    alm_ledger **slot = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return *slot;
}
