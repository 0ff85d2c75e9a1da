#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "lift/lift.h"
#include "runtime/call.h"
#include "runtime/chunk.h"
#include "runtime/engine.h"
#include "runtime/paths.h"
#include "runtime/state.h"

/* run [--data | --render] [--runs N] [--seed N] [--limit SECONDS] FILE...: runs
 * each Lua test in a fresh state, with --data in one that knows tables of data,
 * with --render in one that can require the renderers. A test is a script of
 * assertions. One that draws its cases reads how many to draw in core.runs, and
 * where to begin in core.seed. */

static lua_Integer runs = 1;
static lua_Integer first_seed = 1;
static double limit = 60;
static const char *lib = NULL; /* a further folder of modules */

static void note(void *context, const char *text, size_t len)
{
    (void)context;
    (void)fprintf(stderr, "note: %.*s\n", (int)len, text);
}

/* What the runtime does in C, for tests: alias(t, {name = header}), resolve(f),
 * ledger() -> list of entries; lift(on) switches the lift; lifted() -> what was
 * lifted, or why not, since it was asked last. */
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

static int lift(lua_State *L)
{
    alm_lift_enable(L, lua_toboolean(L, 1));
    return 0;
}

static void add_line(void *context, const char *line, size_t len)
{
    lua_State *L = context;
    lua_pushlstring(L, line, len);
    lua_rawseti(L, 1, (lua_Integer)lua_rawlen(L, 1) + 1);
}

static int lifted(lua_State *L)
{
    lua_settop(L, 0);
    lua_newtable(L);
    alm_lift_tell(L, add_line, L);
    return 1;
}

static const luaL_Reg helpers[] = {
    {"alias", alias}, {"resolve", resolve}, {"ledger", ledger},
    {"bytes", bytes}, {"lift", lift},       {"lifted", lifted},
    {NULL, NULL},
};

/* Tables of data, and the module that makes them as the global `core`. */
static int extend(lua_State *L)
{
    alm_lua_open_bridge(L);
    alm_lua_add_globals(L);
    alm_lua_push_core(L);
    luaL_setfuncs(L, helpers, 0);
    lua_pushinteger(L, runs);
    lua_setfield(L, -2, "runs");
    lua_pushinteger(L, first_seed);
    lua_setfield(L, -2, "seed");
    lua_setfield(L, -2, "core");
    alm_lift_open(L);
    alm_lift_explain(L);
    return 0;
}

/* Runs the file; an error is told with the state's traceback. */
static alm_status run_file(alm_state *state, const char *path, alm_error *err)
{
    lua_State *L = alm_state_lua(state);
    alm_status status = alm_chunk_load_file(L, ALM_CHUNK_SCRIPT, path, err);

    if (status == ALM_OK)
        status = alm_lua_call(L, 0, 0, err);
    if (status != ALM_OK)
        (void)fprintf(stderr, "%s:%zu: %s (%s)\n%s\n", err->file, err->line,
                      err->message, err->help, alm_state_traceback(state));
    return status;
}

static int end_run(const char *path, alm_status status)
{
    if (alm_alloc_live() != 0) {
        (void)fprintf(stderr, "%s: %ld blocks leak\n", path, alm_alloc_live());
        return 1;
    }
    return status != ALM_OK;
}

static int run_render(const char *path)
{
    alm_engine_options options = {.kind = ALM_ENGINE_RENDER,
                                  .script = path,
                                  .state = alm_state_defaults()};
    alm_paths *paths = NULL;
    alm_engine *engine = NULL;
    alm_error err;

    options.state.time_limit = limit;
    options.state.debug = true;
    options.state.note = note;
    alm_status status = alm_paths_new(&paths, NULL, 0, &err);
    if (status == ALM_OK) {
        options.paths = paths;
        status = alm_engine_new(&engine, &options, &err);
    }
    if (status != ALM_OK)
        (void)fprintf(stderr, "%s\n", err.message);
    else
        status = run_file(alm_engine_state(engine), path, &err);
    alm_engine_free(engine);
    alm_paths_free(paths);
    return end_run(path, status);
}

static int run(const char *path, bool data)
{
    char folder[1024];
    const char *slash = strrchr(path, '/');
    (void)snprintf(folder, sizeof folder, "%.*s",
                   slash != NULL ? (int)(slash - path) : 1,
                   slash != NULL ? path : ".");
    const alm_module_folder folders[] = {{.path = folder},
                                         {.path = lib, .own = true}};
    alm_state_options options = alm_state_defaults();
    options.time_limit = limit;
    options.debug = true;
    options.note = note;
    options.folders = folders;
    options.n_folders = lib != NULL ? 2 : 1;
    options.extend = data ? extend : NULL;
    alm_state *state = NULL;
    alm_error err;

    alm_status status = alm_state_new(&state, &options, &err);
    if (status != ALM_OK)
        (void)fprintf(stderr, "%s\n", err.message);
    else
        status = run_file(state, path, &err);
    alm_state_free(state);
    return end_run(path, status);
}

/* The number after an option, which *i then stands on. */
static long number(int argc, char **argv, int *i)
{
    char *end = NULL;
    const long n = ++*i < argc ? strtol(argv[*i], &end, 10) : 0;
    if (end == NULL || end == argv[*i] || *end != '\0') {
        (void)fprintf(stderr, "%s wants a number\n", argv[*i - 1]);
        exit(EXIT_FAILURE);
    }
    return n;
}

int main(int argc, char **argv)
{
    int failed = 0;
    bool data = false;
    bool render = false;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--data") == 0)
            data = true;
        else if (strcmp(argv[i], "--render") == 0)
            render = true;
        else if (strcmp(argv[i], "--lib") == 0 && i + 1 < argc)
            lib = argv[++i];
        else if (strcmp(argv[i], "--runs") == 0)
            runs = number(argc, argv, &i);
        else if (strcmp(argv[i], "--seed") == 0)
            first_seed = number(argc, argv, &i);
        else if (strcmp(argv[i], "--limit") == 0)
            limit = (double)number(argc, argv, &i);
        else
            failed += render ? run_render(argv[i]) : run(argv[i], data);
    }
    return failed != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
