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

static void
every_method_is_documented_and_every_documented_one_is_there(void **state)
{
    alm_engine_options options = {.state = alm_state_defaults()};
    alm_engine *engine = NULL;
    alm_paths *paths = NULL;
    alm_error err = {0};

    (void)state;
    assert_int_equal(alm_paths_new(&paths, NULL, 0, &err), ALM_OK);
    options.paths = paths;
    assert_int_equal(alm_engine_new(&engine, &options, &err), ALM_OK);
    if (alm_lua_run(alm_engine_lua(engine), check, NULL, &err) != ALM_OK)
        fail_msg("%s", err.message);
    alm_engine_free(engine);
    alm_paths_free(paths);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_method_is_documented_and_every_documented_one_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
