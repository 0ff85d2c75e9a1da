#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "bridge/raise.h"
#include "runtime/hint.h"
#include "runtime/internal.h"

/* What a script finds, by an allow-list.
 *
 * The real tables of the globals and the libraries are kept in the registry
 * (raise.h); a script sees empty proxies of them, whose __index reads and whose
 * __newindex raises. Reading an undeclared global raises too: behind it, most
 * of the time, is a name spelt wrong that would be a missing value. */

const char alm_key_environment;

void alm_copy_fields(lua_State *L, int from, const char *const *names)
{
    from = lua_absindex(L, from);
    for (; *names != NULL; names++) {
        lua_getfield(L, from, *names);
        lua_setfield(L, -2, *names);
    }
}

/* Offers the names in the table at `index`. */
static void offer_names(lua_State *L, int index, alm_suggestion *s)
{
    index = lua_absindex(L, index);
    lua_pushnil(L);
    while (lua_next(L, index)) {
        size_t len;
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            continue;
        const char *name = lua_tolstring(L, -1, &len);
        alm_suggest_offer(s, name, len);
    }
}

int alm_raise_undeclared(lua_State *L, const char *name, int own)
{
    alm_error err;
    alm_suggestion s = {.wanted = name, .len = strlen(name)};

    own = lua_absindex(L, own);
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    offer_names(L, -1, &s);
    offer_names(L, own, &s);
    (void)alm_fail(&err, ALM_ENOTFOUND, "there is no variable \"%s\"", name);
    if (alm_hint_global(name) != NULL)
        alm_error_help(&err, "%s", alm_hint_global(name));
    else if (s.best != NULL)
        alm_error_help(&err, "did you mean \"%.*s\"?", (int)s.best_len, s.best);
    return alm_lua_raise(L, &err);
}

/* __index of the script's own globals: (own globals, name). */
static int undeclared(lua_State *L)
{
    if (lua_type(L, 2) != LUA_TSTRING)
        return 0;
    return alm_raise_undeclared(L, lua_tostring(L, 2), 1);
}

/* The script's own are behind the real ones; see close_globals. */
bool alm_push_declared(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pop(L, 1);
        (void)luaL_getmetafield(L, -1, "__index");
        lua_pushvalue(L, index);
        (void)lua_rawget(L, -2);
        lua_remove(L, -2);
    }
    lua_remove(L, -2);
    if (!lua_isnil(L, -1))
        return true;
    lua_pop(L, 1);
    return false;
}

void alm_reset_globals(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    (void)luaL_getmetafield(L, -1, "__index");
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushnil(L); /* a field may be cleared while it is gone through */
        lua_rawset(L, -4);
    }
    lua_pop(L, 2);
}

static void note_global(lua_State *L, const char *name)
{
    const alm_state *s = alm_state_of(L);
    char text[512];

    if (s->options.note == NULL)
        return;
    const int n = snprintf(text, sizeof text,
                           "\"%.100s\" is a global variable; to keep it to the "
                           "script, declare it: local %.100s = ...",
                           name, name);
    s->options.note(s->options.context, text, (size_t)n);
}

/* __newindex of the globals' proxy: (proxy, name, value); the script's own
 * globals are the upvalue. A name of the engine's stays what it is; any other
 * is declared by the assignment, once with a note. */
static int assigned(lua_State *L)
{
    lua_settop(L, 3);
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) != LUA_TNIL) {
        alm_error err;
        const char *name = lua_tostring(L, 2);
        (void)alm_fail(&err, ALM_EINVAL, "\"%s\" cannot be replaced", name);
        alm_error_help(&err, "use another name, or declare it: local %s = ...",
                       name);
        return alm_lua_raise(L, &err);
    }
    lua_settop(L, 3);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL &&
        lua_type(L, 2) == LUA_TSTRING)
        note_global(L, lua_tostring(L, 2));
    lua_settop(L, 3);
    lua_rawset(L, lua_upvalueindex(1));
    return 0;
}

/* __newindex of a library; its name is the upvalue. */
static int library_assigned(lua_State *L)
{
    return alm_lua_fail(L, ALM_EINVAL, "the library \"%s\" cannot be changed",
                        lua_tostring(L, lua_upvalueindex(1)));
}

/* __pairs of a proxy; upvalues: pairs, the real table. */
static int proxy_pairs(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_call(L, 1, 3);
    return 3;
}

/* Replaces the real table on top of the stack by a proxy; __newindex is below
 * it and is taken too. */
static void push_proxy(lua_State *L, const char *name)
{
    lua_newtable(L);
    lua_createtable(L, 0, 6);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushvalue(L, -4);
    lua_setfield(L, -2, "__newindex");
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    lua_getfield(L, -1, "pairs");
    lua_remove(L, -2);
    lua_pushvalue(L, -4);
    lua_pushcclosure(L, proxy_pairs, 2);
    lua_setfield(L, -2, "__pairs");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushliteral(L, "library");
    lua_setfield(L, -2, "__almanac");
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__name");
    lua_setmetatable(L, -2);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

void alm_push_readonly(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    lua_pushcclosure(L, library_assigned, 1);
    lua_insert(L, -2);
    push_proxy(L, name);
}

/* setmetatable as Lua has it, but no finalizer runs at a time that nobody can
 * tell, and no script poses as data. */
static int base_setmetatable(lua_State *L)
{
    static const char *const refused[] = {"__gc", "__almanac", NULL};
    const int type = lua_type(L, 2);

    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2,
                     "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL ||
        alm_proxy_kind(L, 1) != NULL)
        return luaL_error(L, "cannot change a protected metatable");
    for (const char *const *name = refused; type == LUA_TTABLE && *name != NULL;
         name++) {
        lua_pushstring(L, *name);
        if (lua_rawget(L, 2) != LUA_TNIL)
            return alm_lua_fail(L, ALM_EINVAL,
                                "a metatable of a script has no %s", *name);
        lua_pop(L, 1);
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

/* getmetatable as Lua has it; the metatables of data stay hidden. */
static int base_getmetatable(lua_State *L)
{
    luaL_checkany(L, 1);
    if (alm_proxy_kind(L, 1) != NULL) {
        lua_pushboolean(L, 0);
        return 1;
    }
    if (!lua_getmetatable(L, 1)) {
        lua_pushnil(L);
        return 1;
    }
    if (!lua_istable(L, 1)) {
        lua_pushboolean(L, 0);
        return 1;
    }
    (void)luaL_getmetafield(L, 1, "__metatable");
    return 1; /* the metatable, or what hides it */
}

/* rawset of data and libraries raises what an assignment to them raises. */
static int base_rawset(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    if (alm_proxy_kind(L, 1) != NULL)
        lua_settable(L, 1);
    else
        lua_rawset(L, 1);
    return 1;
}

static void open_base(lua_State *L, bool trusted)
{
    static const char *const kept[] = {
        "_VERSION", "assert", "error",    "rawequal", "rawget",
        "rawlen",   "select", "tonumber", "type",     NULL};
    static const char *const opened[] = {"collectgarbage", "dofile", "loadfile",
                                         NULL};
    static const luaL_Reg functions[] = {
        {"setmetatable", base_setmetatable},
        {"getmetatable", base_getmetatable},
        {"rawset", base_rawset},
        {NULL, NULL},
    };

    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    lua_insert(L, -2);
    alm_copy_fields(L, lua_gettop(L) - 1, kept);
    if (trusted)
        alm_copy_fields(L, lua_gettop(L) - 1, opened);
    lua_remove(L, -2);
    luaL_setfuncs(L, functions, 0);
    alm_open_protected(L);
    alm_open_order(L);
    alm_open_text(L);
    alm_open_loader(L);
}

static void open_utf8(lua_State *L)
{
    static const char *const kept[] = {
        "char", "charpattern", "codepoint", "codes", "len", "offset", NULL};
    lua_pushcfunction(L, luaopen_utf8);
    lua_call(L, 0, 1);
    lua_insert(L, -2);
    alm_copy_fields(L, lua_gettop(L) - 1, kept);
    lua_remove(L, -2);
}

/* Adds the library `name` to the globals on top of the stack, through a proxy.
 */
static void add_library(lua_State *L, const char *name,
                        void (*open)(lua_State *L))
{
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES);
    lua_newtable(L);
    open(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, name);
    alm_push_readonly(L, name);
    lua_setfield(L, -3, name);
    lua_pop(L, 1);
}

static void add_trusted(lua_State *L)
{
    static const luaL_Reg libraries[] = {{"io", luaopen_io},
                                         {"os", luaopen_os},
                                         {"debug", luaopen_debug},
                                         {"package", luaopen_package},
                                         {NULL, NULL}};
    for (const luaL_Reg *library = libraries; library->name != NULL;
         library++) {
        lua_pushcfunction(L, library->func);
        lua_pushstring(L, library->name);
        lua_call(L, 1, 1);
        lua_setfield(L, -2, library->name);
    }
}

/* Chains the globals on top of the stack to those that the script makes, and
 * these to an error; keeps the proxy that scripts run in. */
static void close_globals(lua_State *L)
{
    const int globals = lua_gettop(L);

    lua_newtable(L); /* the script's own */
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, undeclared);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, globals);
    lua_pushcclosure(L, assigned, 1);
    lua_pushvalue(L, globals);
    push_proxy(L, "globals");
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, "_G");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &alm_key_environment);
}

void alm_sandbox_open(lua_State *L, const alm_state_options *options)
{
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    lua_newtable(L);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, LUA_GNAME);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE); /* names in errors */
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES);
    open_base(L, options->trusted);
    add_library(L, "coroutine", alm_open_coroutine);
    add_library(L, "math", alm_open_math);
    add_library(L, "os", alm_open_calendar);
    add_library(L, "string", alm_open_string);
    add_library(L, "table", alm_open_table);
    add_library(L, "utf8", open_utf8);
    alm_open_missing(L);
    if (options->trusted)
        add_trusted(L);
    if (options->extend != NULL) {
        lua_pushcfunction(L, options->extend);
        lua_pushvalue(L, -2);
        lua_call(L, 1, 0);
    }
    close_globals(L);
    lua_pop(L, 1);
}
