#include "unit.h"

#include <lauxlib.h>

#include "bridge/raise.h"
#include "runtime/chunk.h"
#include "runtime/script.h"

/* The methods of data, which no script can list, against their declarations.
 * What a script can list is held against them in cases/api-is-documented. */

/* Of bridge/expression.h, which cannot be read beside io/load.h: both name a
 * window. */
void alm_lua_push_functions(lua_State *L);

/* methods(x): the table of methods, an upvalue of __index. */
static int methods(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    if (luaL_getmetafield(L, 1, "__index") != LUA_TFUNCTION)
        return luaL_error(L, "no methods");
    for (int i = 1; lua_getupvalue(L, -1, i) != NULL; i++) {
        if (lua_istable(L, -1))
            return 1;
        lua_pop(L, 1);
    }
    return luaL_error(L, "no methods");
}

static int check(lua_State *L)
{
    alm_error err;

    if (alm_chunk_load_file(L, ALM_CHUNK_SCRIPT,
                            ALM_SOURCE_DIR "/tests/lua/api_methods.lua",
                            &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    lua_pushcfunction(L, methods);
    alm_lua_push_functions(L);
    lua_call(L, 2, 0);
    return 0;
}

static int read_declarations(lua_State *L)
{
    alm_lua_push_own(L, "almanac.native", "declarations");
    lua_call(L, 0, 0);
    return 0;
}

static alm_status run(lua_CFunction f, alm_error *err)
{
    alm_engine_options options = {.state = alm_state_defaults()};
    alm_engine *engine = NULL;
    alm_paths *paths = NULL;

    options.state.memory_limit = 0;
    alm_status status = alm_paths_new(&paths, NULL, 0, err);
    options.paths = paths;
    if (status == ALM_OK)
        status = alm_engine_new(&engine, &options, err);
    if (status == ALM_OK)
        status = alm_lua_run(alm_engine_lua(engine), f, NULL, err);
    alm_engine_free(engine);
    alm_paths_free(paths);
    return status;
}

static void
every_method_is_documented_and_every_documented_one_is_there(void **state)
{
    alm_error err = {0};

    (void)state;
    if (run(check, &err) != ALM_OK)
        fail_msg("%s", err.message);
}

static void reading_declarations_survives_every_failed_allocation(void **state)
{
    alm_status status;
    long step = 0;

    (void)state;
    const long before = alm_alloc_live();
    do {
        alm_error err = {0};
        alm_alloc_fail_after(step);
        step += 1 + step / 100; /* the first all, the later ones by samples */
        status = run(read_declarations, &err);
        alm_alloc_fail_after(-1);
        if (status != ALM_OK && status != ALM_ENOMEM && status != ALM_ELIMIT)
            fail_msg("step %ld: %s", step, err.message);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_method_is_documented_and_every_documented_one_is_there),
        cmocka_unit_test(reading_declarations_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
