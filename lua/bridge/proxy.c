#include "bridge/proxy.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "bridge/raise.h"

/* Two registry entries a type: its address leads to the metatable of the
 * userdata, the address of its size to that of the proxies. */
static const void *proxy_key(const alm_proxy_type *type)
{
    return &type->size;
}

void alm_proxy_open(lua_State *L, const alm_proxy_type *type,
                    const luaL_Reg *meta)
{
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, type->close);
    lua_setfield(L, -2, "__gc");
    lua_rawsetp(L, LUA_REGISTRYINDEX, type);

    lua_newtable(L);
    luaL_setfuncs(L, meta, 0);
    lua_pushstring(L, type->name);
    lua_setfield(L, -2, "__almanac");
    lua_pushstring(L, type->name);
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, proxy_key(type));
}

void *alm_proxy_push(lua_State *L, const alm_proxy_type *type)
{
    luaL_checkstack(L, 4, "too many values");
    lua_createtable(L, 0, 1);
    void *object = lua_newuserdatauv(L, type->size, type->values);
    memset(object, 0, type->size);
    lua_rawgetp(L, LUA_REGISTRYINDEX, type);
    lua_setmetatable(L, -2);
    lua_rawsetp(L, -2, type);
    lua_rawgetp(L, LUA_REGISTRYINDEX, proxy_key(type));
    lua_setmetatable(L, -2);
    return object;
}

void *alm_proxy_push_object(lua_State *L, int index, const alm_proxy_type *type)
{
    if (!lua_istable(L, index))
        return NULL;
    if (lua_rawgetp(L, index, type) == LUA_TUSERDATA)
        return lua_touserdata(L, -1);
    lua_pop(L, 1);
    return NULL;
}

void *alm_proxy_get(lua_State *L, int index, const alm_proxy_type *type)
{
    void *object = alm_proxy_push_object(L, index, type);
    if (object != NULL)
        lua_pop(L, 1); /* the proxy keeps it */
    return object;
}

void *alm_proxy_check(lua_State *L, int arg, const alm_proxy_type *type)
{
    void *object = alm_proxy_get(L, arg, type);
    if (object == NULL)
        alm_lua_fail(L, ALM_EINVAL, "argument %d is %s, not a %s", arg,
                     alm_lua_describe(L, arg), type->name);
    return object;
}

const char *alm_lua_describe(lua_State *L, int index)
{
    switch (lua_type(L, index)) {
    case LUA_TNONE: return "nothing";
    case LUA_TNIL: return "nil";
    case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
    case LUA_TNUMBER: return "a number";
    case LUA_TSTRING: return "text";
    case LUA_TFUNCTION: return "a function";
    case LUA_TTABLE: break;
    default: return lua_typename(L, lua_type(L, index));
    }
    char kind = '\0';
    if (luaL_getmetafield(L, index, "__almanac") != LUA_TNIL) {
        kind = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)[0] : '\0';
        lua_pop(L, 1);
    }
    switch (kind) {
    case 't': return "a table of data";
    case 'c': return "a column";
    case 'r': return "a row";
    case 'g': return "a grouping";
    default: return "a plain table";
    }
}

static void list_options(alm_error *err, const char *const *known)
{
    char list[256] = "";
    size_t used = 0;
    for (size_t i = 0; known[i] != NULL && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
                                 i > 0 ? ", " : "", known[i]);
    alm_error_help(err, "its options are %s", list);
}

void alm_lua_check_options(lua_State *L, int index, const char *what,
                           const char *const *known)
{
    alm_error err;
    index = lua_absindex(L, index);
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        const bool text = lua_type(L, -1) == LUA_TSTRING;
        if (!text)
            alm_lua_fail(L, ALM_EINVAL,
                         "the options of %s have names, as in "
                         "{%s = ...}",
                         what, known[0]);
        const char *key = lua_tostring(L, -1);
        alm_suggestion near = {.wanted = key, .len = strlen(key)};
        size_t i = 0;
        for (; known[i] != NULL && strcmp(known[i], key) != 0; i++)
            alm_suggest_offer(&near, known[i], strlen(known[i]));
        if (known[i] != NULL)
            continue;
        (void)alm_fail(&err, ALM_EINVAL, "%s does not know the option \"%s\"",
                       what, key);
        if (near.best != NULL)
            alm_error_help(&err, "did you mean %s?", near.best);
        else
            list_options(&err, known);
        alm_lua_raise(L, &err);
    }
}

void alm_lua_pressure(lua_State *L, size_t bytes)
{
    const size_t kilobytes = bytes / 1024;
    if (kilobytes > 0)
        lua_gc(L, LUA_GCSTEP, kilobytes < INT_MAX ? (int)kilobytes : INT_MAX);
}
