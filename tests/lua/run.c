#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "runtime/call.h"
#include "runtime/chunk.h"
#include "runtime/state.h"

/* run [--data] FILE...: runs each Lua test in a fresh state, with --data in one
 * that knows tables of data. A test is a script of assertions. */

static void note(void *context, const char *text, size_t len)
{
    (void)context;
    (void)fprintf(stderr, "note: %.*s\n", (int)len, text);
}

/* What the runtime does in C, for tests: alias(t, {name = header}), resolve(f),
 * ledger() -> list of entries. */
static int alias(lua_State *L)
{
    alm_lua_set_aliases(L, 1, 2);
    return 0;
}

static int resolve(lua_State *L)
{
    lua_settop(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_RESOLVER);
    return 0;
}

static void set_count(lua_State *L, const char *name, size_t n)
{
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, name);
}

static int ledger(lua_State *L)
{
    const alm_ledger *all = alm_lua_ledger(L);
    lua_newtable(L);
    for (size_t i = 0; i < alm_ledger_count(all); i++) {
        const alm_ledger_entry e = alm_ledger_get(all, i);
        lua_createtable(L, 0, 6);
        lua_pushstring(L, e.operation);
        lua_setfield(L, -2, "operation");
        lua_pushstring(L, e.subject);
        lua_setfield(L, -2, "subject");
        lua_pushstring(L, e.note);
        lua_setfield(L, -2, "note");
        set_count(L, "of", e.of);
        set_count(L, "used", e.used);
        set_count(L, "missing", e.missing);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* Bytes of the core and of Lua together. */
static int bytes(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)alm_alloc_bytes());
    return 1;
}

static const luaL_Reg helpers[] = {
    {"alias", alias}, {"resolve", resolve}, {"ledger", ledger},
    {"bytes", bytes}, {NULL, NULL},
};

/* Tables of data, and the module that makes them as the global `core`. */
static int extend(lua_State *L)
{
    alm_lua_open_bridge(L);
    alm_lua_add_globals(L);
    alm_lua_push_core(L);
    luaL_setfuncs(L, helpers, 0);
    lua_setfield(L, -2, "core");
    return 0;
}

static int run(const char *path, bool data)
{
    char folder[1024];
    const char *slash = strrchr(path, '/');
    (void)snprintf(folder, sizeof folder, "%.*s",
                   slash != NULL ? (int)(slash - path) : 1,
                   slash != NULL ? path : ".");
    const alm_module_folder folders[] = {{folder, false}};
    alm_state_options options = alm_state_defaults();
    options.time_limit = 60;
    options.debug = true;
    options.note = note;
    options.folders = folders;
    options.n_folders = 1;
    options.extend = data ? extend : NULL;
    alm_state *state = NULL;
    alm_error err;

    alm_status status = alm_state_new(&state, &options, &err);
    if (status == ALM_OK) {
        lua_State *L = alm_state_lua(state);
        status = alm_chunk_load_file(L, ALM_CHUNK_SCRIPT, path, &err);
        if (status == ALM_OK)
            status = alm_lua_call(L, 0, 0, &err);
    }
    if (status != ALM_OK)
        (void)fprintf(stderr, "%s:%zu: %s (%s)\n%s\n", err.file, err.line,
                      err.message, err.help,
                      state != NULL ? alm_state_traceback(state) : "");
    alm_state_free(state);
    if (alm_alloc_live() != 0) {
        (void)fprintf(stderr, "%s: %ld blocks leak\n", path, alm_alloc_live());
        return 1;
    }
    return status != ALM_OK;
}

int main(int argc, char **argv)
{
    int failed = 0;
    const bool data = argc > 1 && strcmp(argv[1], "--data") == 0;

    for (int i = data ? 2 : 1; i < argc; i++)
        failed += run(argv[i], data);
    return failed != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
