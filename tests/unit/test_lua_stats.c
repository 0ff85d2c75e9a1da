/* Runs the tests in Lua of the module almanac.stats: tests/lua/stats_*.lua. */
#include <lauxlib.h>
#include <lualib.h>

#include "bridge/bridge.h"
#include "bridge/stats.h"
#include "unit.h"

static int push_core(lua_State *L)
{
    alm_lua_push_core(L);
    return 1;
}

static int push_stats(lua_State *L)
{
    alm_lua_push_stats(L);
    return 1;
}

static lua_State *new_state(void)
{
    lua_State *L = luaL_newstate();

    assert_non_null(L);
    luaL_openlibs(L);
    alm_lua_open_bridge(L);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(L, push_stats);
    lua_setfield(L, -2, "almanac.stats");
    lua_pushcfunction(L, push_core);
    lua_setfield(L, -2, "almanac.core");
    lua_pop(L, 1);
    lua_getglobal(L, "package");
    lua_pushliteral(L, ALM_SOURCE_DIR "/tests/lua/?.lua;" ALM_SOURCE_DIR
                                      "/lua/lib/?.lua");
    lua_setfield(L, -2, "path");
    lua_pop(L, 1);
    return L;
}

/* Runs every test of the file and names those that fail. */
static void run_file(const char *path)
{
    lua_State *L = new_state();
    unsigned failed = 0;

    if (luaL_dofile(L, path) != LUA_OK)
        fail_msg("%s", lua_tostring(L, -1));
    assert_true(lua_istable(L, -1));
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
            print_error("%s: %s\n", lua_tostring(L, -2),
                        luaL_tolstring(L, -1, NULL));
            lua_pop(L, 2);
            failed++;
        }
    }
    lua_close(L);
    assert_int_equal(failed, 0);
    assert_int_equal(alm_alloc_live(), 0);
}

static void binds_descriptive_figures(void **state)
{
    (void)state;
    run_file(ALM_SOURCE_DIR "/tests/lua/stats_descriptive.lua");
}

static void binds_correlations(void **state)
{
    (void)state;
    run_file(ALM_SOURCE_DIR "/tests/lua/stats_correlation.lua");
}

static void binds_group_comparisons_and_tests(void **state)
{
    (void)state;
    run_file(ALM_SOURCE_DIR "/tests/lua/stats_groups.lua");
}

static void binds_least_squares(void **state)
{
    (void)state;
    run_file(ALM_SOURCE_DIR "/tests/lua/stats_regress.lua");
}

static void reads_columns_and_tells_the_ledger(void **state)
{
    (void)state;
    run_file(ALM_SOURCE_DIR "/tests/lua/stats_columns.lua");
}

static void agrees_with_what_others_published(void **state)
{
    (void)state;
    run_file(ALM_SOURCE_DIR "/tests/lua/stats_published.lua");
}

static void binds_nonlinear_fits_and_curves(void **state)
{
    (void)state;
    run_file(ALM_SOURCE_DIR "/tests/lua/stats_nonlinear.lua");
}

static void binds_inequality_convergence_space_and_resampling(void **state)
{
    (void)state;
    run_file(ALM_SOURCE_DIR "/tests/lua/stats_inequality.lua");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binds_descriptive_figures),
        cmocka_unit_test(binds_correlations),
        cmocka_unit_test(binds_group_comparisons_and_tests),
        cmocka_unit_test(binds_least_squares),
        cmocka_unit_test(reads_columns_and_tells_the_ledger),
        cmocka_unit_test(agrees_with_what_others_published),
        cmocka_unit_test(binds_nonlinear_fits_and_curves),
        cmocka_unit_test(binds_inequality_convergence_space_and_resampling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
