#include "unit.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/globals.h"

static int set_up(void **state)
{
    *state = luaL_newstate();
    return *state != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    lua_close(*state);
    return 0;
}

/* The globals of a chunk as "name:line" in the order found, "=" after those
 * that are assigned. */
static const char *globals_of(lua_State *L, const char *text)
{
    static char out[1024];
    size_t used = 0;

    lua_settop(L, 0);
    assert_int_equal(luaL_loadstring(L, text), LUA_OK);
    alm_push_globals(L, 1);
    assert_int_equal(lua_gettop(L), 2);
    out[0] = '\0';
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 2); i++) {
        lua_rawgeti(L, 2, i);
        lua_getfield(L, -1, "name");
        lua_getfield(L, -2, "line");
        lua_getfield(L, -3, "assigned");
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s:%d%s",
                                 used > 0 ? " " : "", lua_tostring(L, -3),
                                 (int)lua_tointeger(L, -2),
                                 lua_toboolean(L, -1) ? "=" : "");
        lua_settop(L, 2);
    }
    return out;
}

static void names_and_lines_are_found(void **state)
{
    assert_string_equal(globals_of(*state, "return 1"), "");
    assert_string_equal(globals_of(*state, "return a"), "a:1");
    assert_string_equal(globals_of(*state, "local x = 1\n\n\nx = x + a\nb = x"),
                        "a:4 b:5=");
    assert_string_equal(globals_of(*state, "print(\n  'text'\n)"), "print:1");
}

static void locals_and_fields_are_none(void **state)
{
    assert_string_equal(
        globals_of(*state, "local a, b = 1\nlocal function f(c) return a, b, "
                           "c, c.d, c.e end\nreturn f"),
        "");
    assert_string_equal(globals_of(*state, "local t = {a = 1} return t.a"), "");
}

static void functions_inside_functions_count(void **state)
{
    assert_string_equal(globals_of(*state, "return function()\n"
                                           "  return function(x)\n"
                                           "    return x + inner\n"
                                           "  end, middle\n"
                                           "end, outer"),
                        "inner:3 middle:4 outer:5");
}

static void an_environment_of_ones_own_is_none(void **state)
{
    assert_string_equal(
        globals_of(*state, "local _ENV = {}\nreturn function() return a end"),
        "");
    assert_string_equal(
        globals_of(*state, "return function(_ENV) return a end, b"), "b:1");
}

/* Beyond 127 lines, and 128 instructions, lines stand in a list of their own.
 */
static void lines_far_apart_are_told(void **state)
{
    char text[4096] = "local x";
    size_t used = strlen(text);

    for (int i = 0; i < 300; i++)
        text[used++] = '\n';
    used += (size_t)snprintf(text + used, sizeof text - used, "a = b\n");
    for (int i = 0; i < 200; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "x = 1\n");
    (void)snprintf(text + used, sizeof text - used, "c = 2");
    assert_string_equal(globals_of(*state, text), "b:301 a:301= c:502=");
}

/* Memory as it runs out: an error of Lua, nothing lost. */
static size_t left;

static void *scarce(void *context, void *block, size_t before, size_t n)
{
    (void)context;
    if (n == 0) {
        free(block);
        return NULL;
    }
    if (block == NULL || n > before) {
        if (left == 0)
            return NULL;
        left--;
    }
    return realloc(block, n);
}

static int find(lua_State *L)
{
    if (luaL_loadstring(L, "return function() return a, b end") != LUA_OK)
        return lua_error(L);
    alm_push_globals(L, 1);
    return 1;
}

static void survives_every_failed_allocation(void **state)
{
    int status = LUA_ERRMEM;

    (void)state;
    for (size_t n = 0; status != LUA_OK; n++) {
        left = SIZE_MAX;
        lua_State *L = lua_newstate(scarce, NULL);
        assert_non_null(L);
        left = n;
        lua_pushcfunction(L, find);
        status = lua_pcall(L, 0, 1, 0);
        assert_true(status == LUA_OK || status == LUA_ERRMEM);
        left = SIZE_MAX;
        lua_close(L);
        assert_true(n < 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_and_lines_are_found, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(locals_and_fields_are_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(functions_inside_functions_count,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_environment_of_ones_own_is_none,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_far_apart_are_told, set_up,
                                        tear_down),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
