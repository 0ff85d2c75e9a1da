#include <ctype.h>
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bridge/raise.h"
#include "runtime/chunk.h"
#include "runtime/hint.h"
#include "runtime/internal.h"
#include "runtime/module.h"

/* require and load.
 *
 * A module is a file of Lua text, name.lua in one of the state's folders; dots
 * in a name are folders. It runs once, sees the sandbox, and what it returns is
 * kept. A module of the engine's own that returns a table is read-only. */

/* Registry keys (by address): name -> module; those of them that are in C; the
 * names being loaded, a list. */
static const char key_loaded;
static const char key_built;
static const char key_loading;
static const char key_behind; /* name -> module that has a stand-in */

enum { MOST_PATH = 1024 };

/* Letters, digits, `_`, `-`, and single dots between them: no name leads out of
 * the folder. */
static bool is_module_name(const char *name)
{
    bool after_dot = true;

    for (; *name != '\0'; name++) {
        const bool dot = *name == '.';
        if (dot ? after_dot
                : !isalnum((unsigned char)*name) && *name != '_' &&
                      *name != '-')
            return false;
        after_dot = dot;
    }
    return !after_dot;
}

/* What is called "almanac." is the engine's: no file of a user stands in for
 * it. */
static bool is_reserved(const char *name)
{
    static const char reserved[] = "almanac.";
    return strncmp(name, reserved, sizeof reserved - 1) == 0;
}

/* The file of a module; false when there is none. */
static bool find_module(const alm_state *s, const char *name,
                        char path[MOST_PATH], bool *own)
{
    const bool only_own = is_reserved(name);
    struct stat info;

    for (size_t i = 0; i < s->options.n_folders; i++) {
        const alm_module_folder *folder = &s->options.folders[i];
        if (folder->absent || (only_own && !folder->own))
            continue;
        const size_t start = strlen(folder->path) + 1;
        const int n =
            snprintf(path, MOST_PATH, "%s/%s.lua", folder->path, name);
        if (n < 0 || n >= MOST_PATH)
            continue;
        for (char *c = path + start; c < path + start + strlen(name); c++)
            if (*c == '.')
                *c = '/';
        if (stat(path, &info) != 0 || !S_ISREG(info.st_mode))
            continue;
        *own = folder->own;
        return true;
    }
    return false;
}

static int refuse_missing(lua_State *L, const char *name)
{
    alm_error err;

    (void)alm_fail(&err, ALM_ENOTFOUND, "there is no module \"%s\"", name);
    alm_hint_module(alm_state_of(L), name, &err);
    return alm_lua_raise(L, &err);
}

static int refuse_name(lua_State *L, const char *name)
{
    alm_error err;

    (void)alm_fail(&err, ALM_EINVAL, "\"%s\" is not the name of a module",
                   name);
    alm_hint_module_name(name, &err);
    return alm_lua_raise(L, &err);
}

/* Raises when the module at 1 waits for itself: "a -> b -> a". The list of
 * modules being loaded is at `loading`. */
static void refuse_cycle(lua_State *L, int loading, const char *name)
{
    const lua_Integer n = (lua_Integer)lua_rawlen(L, loading);
    lua_Integer first = n + 1;

    for (lua_Integer i = n; i >= 1; i--) {
        lua_rawgeti(L, loading, i);
        if (lua_rawequal(L, -1, 1))
            first = i;
        lua_pop(L, 1);
    }
    if (first > n)
        return;
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = first; i <= n; i++) {
        lua_rawgeti(L, loading, i);
        luaL_addvalue(&b);
        luaL_addstring(&b, " -> ");
    }
    luaL_addstring(&b, name);
    luaL_pushresult(&b);
    (void)alm_lua_fail(L, ALM_EINVAL, "modules require each other: %s",
                       lua_tostring(L, -1));
}

/* Runs the module's function, on top of the stack, and leaves what it returns;
 * `loading` is the list, which is left as it was after an error too. */
static void run_module(lua_State *L, int loading)
{
    lua_pushvalue(L, 1);
    lua_rawseti(L, loading, (lua_Integer)lua_rawlen(L, loading) + 1);
    lua_pushvalue(L, 1);
    const int status = lua_pcall(L, 1, 1, 0);
    lua_pushnil(L);
    lua_rawseti(L, loading, (lua_Integer)lua_rawlen(L, loading));
    if (status != LUA_OK) {
        alm_limit_rethrow(L, status);
        (void)lua_error(L);
    }
}

/* load_module(name, path, own): the module in the file. */
static int load_module(lua_State *L)
{
    const char *path = lua_tostring(L, 2);
    const bool own = lua_toboolean(L, 3);
    alm_error err;

    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_loading);
    if (alm_chunk_load_file(L, own ? ALM_CHUNK_OWN : ALM_CHUNK_SCRIPT, path,
                            &err) != ALM_OK)
        return alm_lua_raise_source(L, &err);
    run_module(L, 4);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    if (own && lua_istable(L, -1) && alm_proxy_kind(L, -1) == NULL)
        alm_close_module(L, lua_tostring(L, 1));
    return 1;
}

/* Pushes what load_module gives. */
static void push_module(lua_State *L, const char *name, const char *path,
                        bool own)
{
    lua_pushcfunction(L, load_module);
    lua_pushstring(L, name);
    lua_pushstring(L, path);
    lua_pushboolean(L, own);
    lua_call(L, 3, 1);
}

/* Pushes what is behind a stand-in: the module, loaded when first asked for. */
static void push_behind(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_behind);
    lua_pushvalue(L, lua_upvalueindex(1));
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pop(L, 1);
        push_module(L, lua_tostring(L, lua_upvalueindex(1)),
                    lua_tostring(L, lua_upvalueindex(2)), true);
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    lua_remove(L, -2);
}

static int index_behind(lua_State *L)
{
    lua_settop(L, 2);
    push_behind(L);
    lua_pushvalue(L, 2);
    lua_gettable(L, -2);
    return 1;
}

static int pairs_behind(lua_State *L)
{
    push_behind(L);
    (void)luaL_getmetafield(L, -1, "__pairs");
    lua_insert(L, -2);
    lua_call(L, 1, 3);
    return 3;
}

/* A module that is a function. */
static int call_behind(lua_State *L)
{
    push_behind(L);
    lua_replace(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* Pushes a stand-in for the engine's module in `path`: a script that is only
 * looked at has it by name and seldom looks into it. */
static void push_stand_in(lua_State *L, const char *name, const char *path)
{
    static const luaL_Reg functions[] = {{"__index", index_behind},
                                         {"__pairs", pairs_behind},
                                         {"__call", call_behind},
                                         {NULL, NULL}};

    lua_newtable(L);
    alm_push_readonly(L, name);
    (void)lua_getmetatable(L, -1);
    lua_pushstring(L, name);
    lua_pushstring(L, path);
    luaL_setfuncs(L, functions, 2);
    lua_pop(L, 1);
}

/* Pushes the library that every script has under that name: string, math. */
static bool push_library(lua_State *L, const char *name)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &alm_key_environment);
    (void)lua_getmetatable(L, -1);
    (void)lua_getfield(L, -1, "__index");
    lua_pushstring(L, name);
    return lua_rawget(L, -2) == LUA_TTABLE;
}

static int base_require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);
    char path[MOST_PATH];
    bool own = false;

    lua_settop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_loaded);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, 2) != LUA_TNIL)
        return 1;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_loading);
    refuse_cycle(L, 4, name);
    if (!is_module_name(name))
        return refuse_name(L, name);
    if (!find_module(alm_state_of(L), name, path, &own))
        return push_library(L, name) ? 1 : refuse_missing(L, name);
    if (own && alm_state_of(L)->options.brief && !is_reserved(name))
        push_stand_in(L, name, path);
    else
        push_module(L, name, path, own);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, 2);
    return 1;
}

/* Replaces the reader function at 1 by the text it reads. */
static void read_pieces(lua_State *L)
{
    lua_Integer n = 0;

    lua_newtable(L);
    const int pieces = lua_gettop(L);
    for (;;) {
        lua_pushvalue(L, 1);
        lua_call(L, 0, 1);
        if (lua_isnil(L, -1) ||
            (lua_type(L, -1) == LUA_TSTRING && lua_rawlen(L, -1) == 0))
            break;
        if (lua_type(L, -1) != LUA_TSTRING)
            (void)luaL_error(L, "reader function must return a string");
        lua_rawseti(L, pieces, ++n);
    }
    lua_pop(L, 1);
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, pieces, i);
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    lua_replace(L, 1);
}

/* load(text or reader [, ignored name [, mode [, env]]]): text only. The name
 * is ours, so that no script poses as another in an error. */
static int base_load(lua_State *L)
{
    const bool has_env = !lua_isnone(L, 4);
    size_t len;

    if (lua_isfunction(L, 1))
        read_pieces(L);
    const char *text = luaL_checklstring(L, 1, &len);
    if (strchr(luaL_optstring(L, 3, "t"), 't') == NULL) {
        lua_pushnil(L);
        lua_pushliteral(L, "only text can be loaded, bytecode is refused");
        return 2;
    }
    const int status = luaL_loadbufferx(L, text, len, "=(load)", "t");
    if (status != LUA_OK) {
        alm_limit_rethrow(L, status);
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    if (has_env)
        lua_pushvalue(L, 4);
    else
        lua_rawgetp(L, LUA_REGISTRYINDEX, &alm_key_environment);
    (void)lua_setupvalue(L, -2, 1);
    return 1;
}

void alm_module_set(lua_State *L, const char *name)
{
    alm_push_readonly(L, name);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_loaded);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, name);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_built);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, name);
    lua_pop(L, 3);
}

static void clear_modules(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_loaded);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_loading);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_behind);
}

void alm_module_reset(lua_State *L)
{
    clear_modules(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_loaded);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_built);
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -5);
    }
    lua_pop(L, 2);
}

void alm_module_forget(lua_State *L)
{
    char path[MOST_PATH];
    bool own;

    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_loaded);
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        if (!find_module(alm_state_of(L), lua_tostring(L, -1), path, &own) ||
            own)
            continue;
        lua_pushvalue(L, -1);
        lua_pushnil(L); /* a field may be cleared while it is gone through */
        lua_rawset(L, -4);
    }
    lua_pop(L, 1);
}

void alm_open_loader(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"require", base_require},
        {"load", base_load},
        {NULL, NULL},
    };

    clear_modules(L);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_built);
    luaL_setfuncs(L, functions, 0);
}
