#include "runtime/state.h"

#include <lauxlib.h>
#include <string.h>

#include "base/alloc.h"
#include "runtime/call.h"
#include "runtime/internal.h"
#include "runtime/module.h"

/* What a call finds free even where values that are kept fill the memory: to
 * clear a variable takes some, too. */
#define LEAST_ROOM ((size_t)4 << 20)

alm_state_options alm_state_defaults(void)
{
    const alm_state_options options = {.memory_limit = ALM_MEMORY_DEFAULT,
                                       .time_limit = ALM_TIME_DEFAULT,
                                       .grace = ALM_GRACE_DEFAULT,
                                       .seed = ALM_SEED_DEFAULT};
    return options;
}

alm_state *alm_state_of(lua_State *L)
{
    alm_state *state;
    memcpy(&state, lua_getextraspace(L), sizeof state);
    return state;
}

lua_State *alm_state_lua(alm_state *state)
{
    return state->L;
}

void alm_state_guard(alm_state *state, const alm_guard *guard, const char *path)
{
    state->limit.guarded = path;
    state->limit.guard = guard;
}

double alm_state_seconds(const alm_state *state)
{
    return (double)alm_limit_used(&state->limit) / 1e9;
}

alm_blame alm_state_blame(const alm_state *state)
{
    return state->blame;
}

const char *alm_state_traceback(const alm_state *state)
{
    return state->traceback;
}

void alm_state_renew(alm_state *state)
{
    const size_t limit = state->options.memory_limit;
    const bool memory = state->limit.kind == ALM_LIMIT_MEMORY ||
                        (limit != 0 && alm_alloc_bytes() > limit / 4 * 3);

    alm_limit_renew(&state->limit);
    if (memory)
        (void)lua_gc(state->L, LUA_GCCOLLECT);
    if (limit == 0)
        return;
    const size_t least = alm_alloc_bytes() + LEAST_ROOM;
    alm_alloc_set_limit(least > limit ? least : limit);
}

static int reset(lua_State *L)
{
    alm_module_reset(L);
    alm_reset_globals(L);
    alm_reset_random(L);
    return 0;
}

alm_status alm_state_reset(alm_state *state, alm_error *err)
{
    lua_State *L = state->L;

    alm_limit_renew(&state->limit);
    alm_sources_free(state);
    state->caught_set = false;
    /* No Lua runs in it, so it needs no clock, which costs more than it does.
     */
    lua_pushcfunction(L, reset);
    if (lua_pcall(L, 0, 0, 0) == LUA_OK)
        return ALM_OK;
    lua_pop(L, 1);
    return alm_fail_memory(err, "a Lua state");
}

bool alm_state_failed(const alm_state *state)
{
    return state->failed;
}

size_t alm_state_bytes(const alm_state *state)
{
    return state->limit.heap_bytes;
}

int alm_state_interrupt(void)
{
    return alm_limit_interrupt();
}

void alm_state_forget_interrupt(void)
{
    alm_limit_forget_interrupt();
}

static int open_sandbox(lua_State *L)
{
    lua_settop(L, 0);
    alm_sandbox_open(L, &alm_state_of(L)->options);
    return 0;
}

alm_status alm_state_new(alm_state **out, const alm_state_options *options,
                         alm_error *err)
{
    if (options->memory_limit != 0)
        alm_alloc_set_limit(options->memory_limit);
    alm_state *state = alm_alloc_zeroed(1, sizeof *state);
    if (state == NULL)
        return alm_fail_memory(err, "a Lua state");
    state->options = *options;
    state->limit.seconds = options->time_limit;
    state->limit.grace = options->grace;
    state->limit.heap_limit = options->heap_limit;
    state->limit.memory_limit = options->memory_limit;
    state->limit.pool = options->brief ? &state->pool : NULL;
    state->L = lua_newstate(alm_limit_alloc, &state->limit);
    if (state->L == NULL) {
        alm_pool_free(&state->pool);
        alm_dealloc(state);
        return alm_fail_memory(err, "a Lua state");
    }
    memcpy(lua_getextraspace(state->L), &state, sizeof state);
    if (options->brief)
        (void)lua_gc(state->L, LUA_GCSTOP);
    const alm_status status = alm_lua_run(state->L, open_sandbox, NULL, err);
    if (status != ALM_OK) {
        alm_state_free(state);
        return status;
    }
    *out = state;
    return ALM_OK;
}

void alm_state_free(alm_state *state)
{
    if (state == NULL)
        return;
    lua_close(state->L);
    alm_pool_free(&state->pool);
    alm_sources_free(state);
    alm_dealloc(state);
}
