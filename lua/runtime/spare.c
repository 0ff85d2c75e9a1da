#include <lauxlib.h>

#include "bridge/bridge.h"
#include "runtime/engine_private.h"
#include "runtime/internal.h"

/* To look at a file takes a state, and most of the time goes into making one.
 * So one state looks at many, one after another, and is made new in between;
 * what checks declarations is loaded once and kept where scripts cannot find
 * it. Whatever could be left of a file that failed goes with its state. */

/* Beyond it there is more garbage in a state than making another costs. */
#define MOST_BYTES ((size_t)4 << 20)

static int keep_declare(lua_State *L)
{
    alm_engine *engine = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.declaration", "of");
    engine->declare = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

void alm_engine_push_declare(lua_State *L, const alm_engine *engine)
{
    if (engine->declare == LUA_NOREF)
        alm_lua_push_own(L, "almanac.declaration", "of");
    else
        lua_rawgeti(L, LUA_REGISTRYINDEX, engine->declare);
}

static alm_status renew(alm_engine *engine, const alm_engine_options *options,
                        alm_error *err)
{
    alm_surroundings *around = &engine->around;

    alm_ledger_clear(alm_lua_ledger(alm_engine_lua(engine)));
    alm_notes_free(&around->notes);
    alm_catalog_free(around->metrics);
    around->metrics = NULL;
    around->paths = options->paths;
    around->random = false;
    around->progress = 0.0;
    alm_engine_free_folders(engine);
    const alm_status status =
        alm_engine_set_folders(engine, options, &engine->state->options, err);
    return status == ALM_OK ? alm_state_reset(engine->state, err) : status;
}

alm_status alm_engine_borrow(alm_engine **out, bool *used,
                             const alm_engine_options *options, alm_error *err)
{
    alm_engine *engine = *options->spare;
    alm_status status = ALM_OK;

    *used = engine != NULL;
    *options->spare = NULL;
    if (engine == NULL) {
        status = alm_engine_new(&engine, options, err);
        if (status == ALM_OK)
            status =
                alm_lua_run(alm_engine_lua(engine), keep_declare, engine, err);
    }
    if (status == ALM_OK)
        status = renew(engine, options, err);
    if (status == ALM_OK)
        *out = engine;
    else
        alm_engine_free(engine);
    return status;
}

void alm_engine_return(alm_engine *engine, alm_engine **spare)
{
    if (*spare == NULL && !alm_state_failed(engine->state) &&
        alm_state_bytes(engine->state) < MOST_BYTES)
        *spare = engine;
    else
        alm_engine_free(engine);
}
