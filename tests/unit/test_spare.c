#include "unit.h"

#include <lauxlib.h>
#include <string.h>

#include "files.h"
#include "runtime/script.h"

/* Files that are looked at one after another in the same state: none sees what
 * another left, and what is said of each is what a new state would say. */

/* Does all that a top level can do to its surroundings. */
static const char vandal[] =
    "local schema = require 'almanac.schema'\n"
    "schema.script[1].name = 'nothing'\n"
    "for k in pairs(schema) do pcall(function() schema[k][1] = nil end) end\n"
    "pcall(function() require('stats').seen = true end)\n"
    "pcall(function() require('almanac.contract').script = nil end)\n"
    "require('beside').seen = 'by the vandal'\n"
    "left = 'behind'\n"
    "math.randomseed(7)\n"
    "local co = coroutine.wrap(function() coroutine.yield() end) co()\n"
    "return {summary = 'vandal', run = function() end}\n";

/* Tells in its summary what it found. */
static const char witness[] =
    "local known = pcall(function() return left end)\n"
    "local schema = require 'almanac.schema'\n"
    "return {api = 1, args = {{'top', type = 'integer'}},\n"
    "  summary = table.concat({tostring(known), "
    "tostring(math.random(1000000)),\n"
    "    tostring(require('beside').seen), schema.script[1].name}, ' '),\n"
    "  run = function() end}\n";

static const char broken[] = "vanished()\n";

static alm_engine_options glance(const alm_paths *paths, alm_engine **spare)
{
    alm_engine_options options = alm_glance_options(paths, -1.0);
    options.spare = spare;
    return options;
}

/* The summary of a file, in a static text. */
static const char *look(const char *name, alm_engine **spare)
{
    static char summary[256];
    alm_paths *paths = NULL;
    alm_script *script = NULL;
    alm_error err = {0};

    assert_ok(alm_paths_new(&paths, NULL, 0, &err), &err);
    const alm_engine_options options = glance(paths, spare);
    assert_ok(alm_script_open(&script, files_path(name), &options, NULL, 0,
                              NULL, &err),
              &err);
    (void)snprintf(summary, sizeof summary, "%s",
                   alm_script_text(script, "summary"));
    alm_script_free(script);
    alm_paths_free(paths);
    return summary;
}

static void no_file_finds_what_another_left(void **state)
{
    alm_engine *none = NULL;
    alm_engine *spare = NULL;
    char alone[256];
    (void)state;

    (void)snprintf(alone, sizeof alone, "%s", look("witness.lua", &none));
    alm_engine_free(none);
    assert_memory_equal(alone, "false ", 6);
    assert_string_equal(strstr(alone, "nil api"), "nil api");
    for (int i = 0; i < 3; i++) {
        assert_string_equal(look("vandal.lua", &spare), "vandal");
        assert_non_null(spare);
        assert_string_equal(look("witness.lua", &spare), alone);
    }
    alm_engine_free(spare);
}

static void a_state_in_which_a_file_failed_is_not_used_again(void **state)
{
    alm_paths *paths = NULL;
    alm_script *script = NULL;
    alm_engine *spare = NULL;
    alm_error err = {0};
    (void)state;

    assert_string_equal(look("vandal.lua", &spare), "vandal");
    assert_ok(alm_paths_new(&paths, NULL, 0, &err), &err);
    const alm_engine_options options = glance(paths, &spare);
    for (int i = 0; i < 2; i++) { /* in a used state, in a new one */
        assert_int_equal(alm_script_open(&script, files_path("broken.lua"),
                                         &options, NULL, 0, NULL, &err),
                         ALM_ENOTFOUND);
        assert_string_equal(err.message, "there is no variable \"vanished\"");
        assert_int_equal(err.line, 1);
        assert_null(spare);
    }
    alm_paths_free(paths);
}

static int stumble(lua_State *L)
{
    return luaL_error(L, "half done");
}

static void nor_one_in_which_a_later_call_failed(void **state)
{
    alm_paths *paths = NULL;
    alm_script *script = NULL;
    alm_engine *spare = NULL;
    alm_error err = {0};
    (void)state;

    assert_ok(alm_paths_new(&paths, NULL, 0, &err), &err);
    const alm_engine_options options = glance(paths, &spare);
    assert_ok(alm_script_open(&script, files_path("vandal.lua"), &options, NULL,
                              0, NULL, &err),
              &err);
    assert_int_equal(alm_lua_run(alm_engine_lua(alm_script_engine(script)),
                                 stumble, NULL, &err),
                     ALM_EINVAL);
    alm_script_free(script);
    assert_null(spare);
    alm_paths_free(paths);
}

static void two_scripts_at_a_time_have_two_states(void **state)
{
    alm_paths *paths = NULL;
    alm_script *a = NULL, *b = NULL;
    alm_engine *spare = NULL;
    alm_error err = {0};
    (void)state;

    assert_ok(alm_paths_new(&paths, NULL, 0, &err), &err);
    const alm_engine_options options = glance(paths, &spare);
    assert_ok(alm_script_open(&a, files_path("vandal.lua"), &options, NULL, 0,
                              NULL, &err),
              &err);
    assert_ok(alm_script_open(&b, files_path("witness.lua"), &options, NULL, 0,
                              NULL, &err),
              &err);
    assert_ptr_not_equal(alm_script_engine(a), alm_script_engine(b));
    alm_script_free(a);
    alm_script_free(b); /* the slot is taken */
    assert_non_null(spare);
    alm_engine_free(spare);
    alm_paths_free(paths);
}

static alm_status look_twice(alm_error *err)
{
    alm_paths *paths = NULL;
    alm_engine *spare = NULL;
    alm_status status = alm_paths_new(&paths, NULL, 0, err);
    const alm_engine_options options = glance(paths, &spare);

    for (int i = 0; i < 2 && status == ALM_OK; i++) {
        alm_script *script = NULL;
        status = alm_script_open(
            &script, files_path(i == 0 ? "vandal.lua" : "witness.lua"),
            &options, NULL, 0, NULL, err);
        alm_script_free(script);
    }
    alm_engine_free(spare);
    alm_paths_free(paths);
    return status;
}

static void looking_survives_every_failed_allocation(void **state)
{
    alm_error err = {0};
    int calm = 0; /* times in a row that nothing came of it */
    long step = 0;
    (void)state;

    assert_ok(look_twice(&err), &err);
    const long before = alm_alloc_live();
    while (calm < 50) { /* a second try in a new state may well succeed */
        alm_alloc_fail_after(step++);
        calm = look_twice(&err) == ALM_OK ? calm + 1 : 0;
        alm_alloc_fail_after(-1);
        assert_int_equal(alm_alloc_live(), before);
    }
    assert_true(step > 70);
}

static int set_up(void **state)
{
    (void)state;
    (void)files_open();
    (void)files_write_text("vandal.lua", vandal);
    (void)files_write_text("witness.lua", witness);
    (void)files_write_text("broken.lua", broken);
    (void)files_write_text("beside.lua", "return {}\n");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    files_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_file_finds_what_another_left),
        cmocka_unit_test(a_state_in_which_a_file_failed_is_not_used_again),
        cmocka_unit_test(nor_one_in_which_a_later_call_failed),
        cmocka_unit_test(two_scripts_at_a_time_have_two_states),
        cmocka_unit_test(looking_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
