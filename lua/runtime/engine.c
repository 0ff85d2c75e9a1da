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
#include "lift/lift.h"
#include "runtime/engine_private.h"
#include "runtime/internal.h"
#include "runtime/module.h"

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
    alm_lift_open(L);
    if (engine->explain)
        alm_lift_explain(L);
    lua_pushcfunction(L, resolve_metric);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_RESOLVER);
    lua_pushcfunction(L, use_seed);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_SEED);
    return 0;
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
    engine->around.guard = options->metrics_guard;
    engine->explain = options->explain;
    engine->asked = options->state;
    engine->declare = LUA_NOREF;
    state.extend = extend;
    state.note = pass_note;
    state.place = alm_lua_place_error;
    state.context = engine;
    alm_status status = alm_engine_set_folders(engine, options, &state, err);
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
    alm_engine_free(engine->around.spare);
    alm_catalog_free(engine->around.metrics);
    alm_notes_free(&engine->around.notes);
    alm_engine_free_folders(engine);
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
