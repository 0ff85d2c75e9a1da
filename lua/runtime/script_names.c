#include <string.h>

#include "runtime/chunk.h"
#include "runtime/internal.h"
#include "runtime/script_private.h"

/* What a script and the modules that it loads take for globals. */

typedef struct looking {
    alm_problem_list *problems;
    const char *file; /* of a module; NULL: the script itself */
} looking;

/* check(chunk, has_run): the chunk is below the argument. */
static int check_globals(lua_State *L)
{
    const looking *look = lua_touserdata(L, 2);
    alm_problem_list *problems = look->problems;
    const size_t before = problems->n;

    alm_lua_push_own(L, "almanac.globals", "check");
    lua_pushvalue(L, 1);
    lua_pushboolean(L, look->file != NULL);
    lua_call(L, 2, 1);
    alm_lua_read_problems(L, lua_gettop(L), problems);
    for (size_t i = before; look->file != NULL && i < problems->n; i++)
        alm_error_at(&problems->items[i].err, look->file,
                     problems->items[i].err.line, 0);
    return 0;
}

/* The chunk on top of the stack, where it stays. */
static alm_status check_chunk(lua_State *L, looking *look, alm_error *err)
{
    lua_pushcfunction(L, check_globals);
    lua_pushvalue(L, -2);
    lua_pushlightuserdata(L, look);
    return alm_lua_call(L, 2, 0, err);
}

alm_status alm_script_check_names(lua_State *L, alm_problem_list *problems,
                                  alm_error *err)
{
    looking look = {.problems = problems};
    return check_chunk(L, &look, err);
}

/* A module is compiled once more: what was loaded has run, and is gone. */
alm_status alm_script_check_modules(const alm_script *script,
                                    alm_problem_list *problems, alm_error *err)
{
    lua_State *L = alm_engine_lua(script->engine);
    const alm_state *state = alm_state_of(L);
    alm_status status = ALM_OK;

    for (size_t i = 0; i < state->n_sources && status == ALM_OK; i++) {
        const alm_source *source = &state->sources[i];
        looking look = {.problems = problems, .file = source->name + 1};
        if (source->name[0] != '@' || source->path[0] == '\0' ||
            strcmp(source->path, script->path) == 0)
            continue;
        status = alm_chunk_load_file(L, ALM_CHUNK_SCRIPT, source->path, err);
        if (status != ALM_OK)
            return status;
        status = check_chunk(L, &look, err);
        lua_pop(L, 1);
    }
    return status;
}
