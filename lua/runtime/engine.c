#include "runtime/engine.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "bridge/seed.h"
#include "bridge/stats.h"
#include "runtime/internal.h"
#include "runtime/module.h"

struct alm_engine {
    alm_state *state;
    alm_surroundings around;
    alm_module_folder *folders; /* paths are borrowed but for the first */
    char *beside;               /* the folder of the script */
    char **libs;                /* the folders `lib` of the search path */
    size_t n_libs;
    alm_state_options asked; /* for: who takes the notes */
};

/* The state's context is the engine; its notes go where they were meant to. */
static void pass_note(void *context, const char *text, size_t len)
{
    const alm_engine *engine = context;
    if (engine->asked.note != NULL)
        engine->asked.note(engine->asked.context, text, len);
}

static void require_own(lua_State *L, const char *module)
{
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    lua_getfield(L, -1, "require");
    lua_remove(L, -2);
    lua_pushstring(L, module);
    lua_call(L, 1, 1);
}

void alm_lua_push_own(lua_State *L, const char *module, const char *name)
{
    luaL_checkstack(L, 4, "too many values");
    require_own(L, module);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
}

/* report{...} and metric{...} without a require; the module is the upvalue. */
static int call_module(lua_State *L)
{
    const int n = lua_gettop(L);
    require_own(L, lua_tostring(L, lua_upvalueindex(1)));
    lua_insert(L, 1);
    lua_call(L, n, LUA_MULTRET);
    return lua_gettop(L);
}

/* plot{...}, and plot.bump and the like: (the global, key) of the module. */
static int index_plot(lua_State *L)
{
    require_own(L, "plot");
    lua_insert(L, 2);
    lua_gettable(L, 2);
    return 1;
}

static int call_plot(lua_State *L)
{
    require_own(L, "plot");
    lua_replace(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static int keep_plot(lua_State *L)
{
    require_own(L, "plot");
    lua_replace(L, 1);
    lua_settable(L, 1); /* raises */
    return 0;
}

/* The module stands for itself as a global; it is loaded when it is used. */
static void push_plot(lua_State *L)
{
    static const luaL_Reg meta[] = {
        {"__index", index_plot},
        {"__call", call_plot},
        {"__newindex", keep_plot},
        {NULL, NULL},
    };

    lua_newtable(L);
    luaL_newlib(L, meta);
    lua_pushliteral(L, "plot");
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

static int resolve_metric(lua_State *L)
{
    alm_lua_push_own(L, "almanac.metrics", lua_tostring(L, 3));
    lua_insert(L, 1);
    lua_settop(L, 3); /* the function, the table, the name */
    lua_call(L, 2, 1);
    return 1;
}

/* math.random, the upvalue, and that it was called. */
static int draw(lua_State *L)
{
    alm_surroundings_of(L)->random = true;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* The seed of the run, and that it was used. */
static int use_seed(lua_State *L)
{
    alm_surroundings_of(L)->random = true;
    lua_pushinteger(L, alm_state_of(L)->options.seed);
    return 1;
}

static void watch_random(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES);
    lua_getfield(L, -1, "math");
    lua_getfield(L, -1, "random");
    lua_pushcclosure(L, draw, 1);
    lua_setfield(L, -2, "random");
    lua_pop(L, 2);
}

/* The globals are the only argument. */
static int extend(lua_State *L)
{
    static const char *const callable[] = {"report", "metric"};
    alm_engine *engine = alm_state_of(L)->options.context;

    alm_lua_open_bridge(L);
    alm_lua_add_globals(L);
    alm_lua_push_core(L);
    alm_module_set(L, "almanac.core");
    alm_lua_push_stats(L);
    alm_module_set(L, "almanac.stats");
    alm_lua_push_native(L, &engine->around);
    alm_module_set(L, "almanac.native");
    for (size_t i = 0; i < sizeof callable / sizeof callable[0]; i++) {
        lua_pushstring(L, callable[i]);
        lua_pushcclosure(L, call_module, 1);
        lua_setfield(L, 1, callable[i]);
    }
    push_plot(L);
    lua_setfield(L, 1, "plot");
    lua_pushvalue(L, 1);
    alm_lua_add_globals(L);
    lua_pop(L, 1);
    watch_random(L);
    lua_pushcfunction(L, resolve_metric);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_RESOLVER);
    lua_pushcfunction(L, use_seed);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_SEED);
    return 0;
}

/* "dir" of "dir/script.lua", "." of "script.lua": a new text. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return alm_text_copy(".", 1);
    return alm_text_copy(path, slash == path ? 1 : (size_t)(slash - path));
}

/* Adds a folder of scripts unless it is there; its `lib` is kept for later. */
static alm_status add_folder(alm_engine *engine, size_t *n, const char *path,
                             alm_error *err)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(engine->folders[i].path, path) == 0)
            return ALM_OK;
    engine->folders[(*n)++] = (alm_module_folder){path, false};
    const alm_status status =
        alm_path_join(&engine->libs[engine->n_libs], path, "lib", err);
    engine->n_libs += status == ALM_OK;
    return status;
}

/* What stands beside a script is meant first. */
static alm_status add_beside(alm_engine *engine, size_t *n, const char *script,
                             alm_error *err)
{
    if (script == NULL)
        return ALM_OK;
    engine->beside = folder_of(script);
    if (engine->beside == NULL)
        return alm_fail_memory(err, "the search path");
    return add_folder(engine, n, engine->beside, err);
}

/* Along the search path, and then in the folders `lib` of all. */
static alm_status add_script_folders(alm_engine *engine, size_t *n,
                                     const alm_paths *paths, alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < paths->n_scripts && status == ALM_OK; i++)
        status = add_folder(engine, n, paths->scripts[i], err);
    for (size_t i = 0; i < engine->n_libs && status == ALM_OK; i++)
        engine->folders[(*n)++] = (alm_module_folder){engine->libs[i], false};
    return status;
}

static alm_status set_folders(alm_engine *engine,
                              const alm_engine_options *options,
                              alm_state_options *state, alm_error *err)
{
    const alm_paths *paths = options->paths;
    const size_t most = paths->n_scripts + 1;
    alm_status status = ALM_OK;
    size_t n = 0;

    engine->folders = alm_alloc(2 * most + 1, sizeof *engine->folders);
    engine->libs = alm_alloc(most, sizeof *engine->libs);
    if (engine->folders == NULL || engine->libs == NULL)
        return alm_fail_memory(err, "the search path");
    status = add_beside(engine, &n, options->script, err);
    if (status == ALM_OK && options->kind == ALM_ENGINE_SCRIPT)
        status = add_script_folders(engine, &n, paths, err);
    else if (status == ALM_OK)
        engine->folders[n++] = (alm_module_folder){paths->render, true};
    engine->folders[n++] = (alm_module_folder){paths->lib, true};
    state->folders = engine->folders;
    state->n_folders = n;
    return status;
}

alm_status alm_engine_new(alm_engine **out, const alm_engine_options *options,
                          alm_error *err)
{
    alm_state_options state = options->state;
    alm_engine *engine = alm_alloc_zeroed(1, sizeof *engine);

    if (engine == NULL)
        return alm_fail_memory(err, "an interpreter");
    engine->around.paths = options->paths;
    engine->around.readable = options->readable;
    engine->around.n_readable = options->n_readable;
    engine->around.glance = options->glance;
    engine->asked = options->state;
    state.extend = extend;
    state.note = pass_note;
    state.place = alm_lua_place_error;
    state.context = engine;
    alm_status status = set_folders(engine, options, &state, err);
    if (status == ALM_OK)
        status = alm_state_new(&engine->state, &state, err);
    if (status == ALM_OK)
        *out = engine;
    else
        alm_engine_free(engine);
    return status;
}

void alm_engine_free(alm_engine *engine)
{
    if (engine == NULL)
        return;
    alm_state_free(engine->state);
    alm_catalog_free(engine->around.metrics);
    alm_notes_free(&engine->around.notes);
    alm_dealloc(engine->folders);
    for (size_t i = 0; i < engine->n_libs; i++)
        alm_dealloc(engine->libs[i]);
    alm_dealloc(engine->libs);
    alm_dealloc(engine->beside);
    alm_dealloc(engine);
}

alm_state *alm_engine_state(const alm_engine *engine)
{
    return engine->state;
}

lua_State *alm_engine_lua(const alm_engine *engine)
{
    return alm_state_lua(engine->state);
}

alm_surroundings *alm_engine_surroundings(alm_engine *engine)
{
    return &engine->around;
}
