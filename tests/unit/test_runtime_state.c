#include "unit.h"

#include <lauxlib.h>
#include <string.h>
#include <time.h>

#include "bridge/raise.h"
#include "runtime/call.h"
#include "runtime/chunk.h"
#include "runtime/state.h"

/* Runs a text as the script "t.lua"; its results stay on the stack. */
static alm_status run_text(alm_state *s, const char *text, alm_error *err)
{
    lua_State *L = alm_state_lua(s);
    const alm_status status =
        alm_chunk_load(L, ALM_CHUNK_SCRIPT, "t.lua", text, strlen(text), err);
    return status == ALM_OK ? alm_lua_call(L, 0, LUA_MULTRET, err) : status;
}

static alm_state *new_state(const alm_state_options *options)
{
    alm_state *s = NULL;
    alm_error err;
    assert_ok(alm_state_new(&s, options, &err), &err);
    return s;
}

static alm_error error_of(const alm_state_options *options, const char *text)
{
    alm_state *s = new_state(options);
    alm_error err = {.code = ALM_OK};
    assert_int_not_equal(run_text(s, text, &err), ALM_OK);
    assert_int_equal(lua_gettop(alm_state_lua(s)), 0);
    alm_state_free(s);
    alm_alloc_set_limit(0);
    return err;
}

static void assert_error(const alm_error *err, alm_status code,
                         const char *message, size_t line)
{
    assert_string_equal(err->message, message);
    assert_int_equal(err->code, code);
    assert_int_equal(err->line, line);
    assert_string_equal(err->file, line != 0 ? "t.lua" : "");
}

static void an_error_names_the_line_of_the_script(void **state)
{
    const alm_state_options o = alm_state_defaults();
    (void)state;
    alm_error err = error_of(&o, "local x\n\nreturn x.y");
    assert_error(&err, ALM_EINVAL, "attempt to index a nil value (local 'x')",
                 3);
    err = error_of(&o, "error('own words')");
    assert_error(&err, ALM_EINVAL, "own words", 1);
    err = error_of(&o, "\nerror('no place', 0)");
    assert_error(&err, ALM_EINVAL, "no place", 2);
    err = error_of(&o, "local function f() error('caller', 2) end\n\nf()");
    assert_error(&err, ALM_EINVAL, "caller", 3);
    err = error_of(&o, "\ncoroutine.wrap(function()\nerror('in it') end)()");
    assert_error(&err, ALM_EINVAL, "in it", 3);
    err = error_of(&o, "\nreturn prnt");
    assert_error(&err, ALM_ENOTFOUND, "there is no variable \"prnt\"", 2);
    assert_string_equal(err.help, "did you mean \"print\"?");
}

static void any_value_can_be_raised(void **state)
{
    const alm_state_options o = alm_state_defaults();
    (void)state;
    alm_error err = error_of(&o, "error()");
    assert_error(&err, ALM_EINVAL, "an error without a message", 1);
    err = error_of(&o, "error({})");
    assert_error(&err, ALM_EINVAL,
                 "a table without a message was raised as an error", 1);
    err = error_of(&o, "error({message = 'm'})");
    assert_error(&err, ALM_EINVAL, "m", 1);
    err = error_of(&o, "error(7)");
    assert_error(&err, ALM_EINVAL, "a number was raised as an error: 7", 1);
    err = error_of(&o, "error(print)");
    assert_error(&err, ALM_EINVAL,
                 "a function was raised as an error: function", 1);
    err = error_of(&o, "error(setmetatable({}, {__tostring = function() return "
                       "'told' end}))");
    assert_error(&err, ALM_EINVAL, "told", 1);
    err = error_of(&o, "error(setmetatable({}, {__tostring = function()\n"
                       "error('worse') end}))");
    assert_error(&err, ALM_EINVAL, "worse", 2);
    err = error_of(&o, "local function f() return 1 + f() end\nf()");
    assert_true(strstr(err.message, "stack overflow") != NULL);
}

static int raise_data_error(lua_State *L)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EPARSE, "no number");
    alm_error_at(&err, "p.csv", 39, 4);
    alm_error_help(&err, "look");
    return alm_lua_raise(L, &err);
}

static int raise_cell_error(lua_State *L)
{
    alm_error err;
    (void)alm_fail(&err, ALM_ETYPE, "a text");
    alm_error_data(&err, "p.csv line 7: x = \"a\"");
    return alm_lua_raise(L, &err);
}

static int add_raisers(lua_State *L)
{
    lua_pushcfunction(L, raise_data_error);
    lua_setfield(L, 1, "raise_data");
    lua_pushcfunction(L, raise_cell_error);
    lua_setfield(L, 1, "raise_cell");
    return 0;
}

static void an_error_of_a_binding_becomes_itself_again(void **state)
{
    alm_state_options o = alm_state_defaults();
    (void)state;
    o.extend = add_raisers;
    alm_error err = error_of(&o, "\n\nraise_data()");
    assert_error(&err, ALM_EPARSE, "no number", 3);
    assert_string_equal(err.data, "p.csv line 39");
    assert_string_equal(err.help, "look");
    err = error_of(&o, "local ok, e = pcall(raise_cell)\n"
                       "assert(e.code == 'ETYPE')\nerror(e)");
    assert_error(&err, ALM_ETYPE, "a text", 1);
    assert_string_equal(err.data, "p.csv line 7: x = \"a\"");
}

static int text_hook(lua_State *L)
{
    assert_string_equal(lua_tostring(L, 1), "1.2M");
    assert_int_equal(lua_tointeger(L, 2), 2);
    assert_string_equal(lua_tostring(L, 3), "__mul");
    return alm_lua_fail(L, ALM_ETYPE, "column \"users\" is text");
}

static int add_text_hook(lua_State *L)
{
    lua_pushcfunction(L, text_hook);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_TEXT_ERROR);
    return 0;
}

static void the_owner_of_a_text_may_name_its_column(void **state)
{
    alm_state_options o = alm_state_defaults();
    (void)state;
    o.extend = add_text_hook;
    const alm_error err = error_of(&o, "local r = '1.2M'\nreturn r * 2");
    assert_error(&err, ALM_ETYPE, "column \"users\" is text", 2);
}

static void time_ends_a_script_whatever_it_does(void **state)
{
    static const char *const scripts[] = {
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "while true do local co = coroutine.create(function() while true do "
        "end end) coroutine.resume(co) end",
        "xpcall(function() while true do end end, function() while true do end "
        "end) while true do end",
    };
    alm_state_options o = alm_state_defaults();
    (void)state;
    o.time_limit = 0.05;
    for (size_t i = 0; i < LENGTH(scripts); i++) {
        const alm_error err = error_of(&o, scripts[i]);
        assert_error(&err, ALM_ELIMIT, "the time limit of 0.05 s is reached",
                     1);
        assert_string_equal(
            err.help, "--time sets another limit, in seconds: --time 0.5");
    }
}

static void the_time_of_all_calls_counts_together(void **state)
{
    alm_state_options o = alm_state_defaults();
    alm_error err;
    int calls = 0;
    (void)state;
    o.time_limit = 0.05;
    alm_state *s = new_state(&o);
    while (run_text(s, "for i = 1, 1e6 do end", &err) == ALM_OK && calls < 1000)
        calls++;
    assert_int_equal(err.code, ALM_ELIMIT);
    assert_int_equal(run_text(s, "return 1", &err), ALM_ELIMIT);
    assert_true(alm_state_seconds(s) >= 0.05);
    alm_state_free(s);
    alm_alloc_set_limit(0);
}

static void memory_ends_a_script_whatever_it_does(void **state)
{
    static const char *const scripts[] = {
        "local s = 'x' while true do s = s .. s end",
        "local s = 'x' while true do pcall(function() s = s .. s end) end",
        "local t = {} for i = 1, math.huge do t[i] = {} end",
        "local s = ('x'):rep(1 << 30)",
    };
    alm_state_options o = alm_state_defaults();
    (void)state;
    o.memory_limit = (size_t)16 << 20;
    for (size_t i = 0; i < LENGTH(scripts); i++) {
        const alm_error err = error_of(&o, scripts[i]);
        assert_error(&err, ALM_ELIMIT, "the memory limit of 16 MiB is reached",
                     1);
    }
    o.memory_limit = 0;
    o.heap_limit = (size_t)1 << 20;
    const alm_error err = error_of(&o, scripts[2]);
    assert_error(&err, ALM_ELIMIT,
                 "the script needs more than the 1 MiB it may use here", 1);
}

static int call_nested(lua_State *L)
{
    alm_error err;
    lua_pushvalue(L, 1);
    if (alm_lua_call(L, 0, 1, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return 1;
}

static int add_nested(lua_State *L)
{
    lua_pushcfunction(L, call_nested);
    lua_setfield(L, 1, "nested");
    return 0;
}

static void calls_nest(void **state)
{
    alm_state_options o = alm_state_defaults();
    alm_error err;
    (void)state;
    o.extend = add_nested;
    o.time_limit = 0.2;
    alm_state *s = new_state(&o);
    assert_ok(run_text(s, "return nested(function() return 7 end)", &err),
              &err);
    assert_int_equal(lua_tointeger(alm_state_lua(s), -1), 7);
    lua_settop(alm_state_lua(s), 0);
    assert_ok(run_text(s, "assert(not pcall(nested, error))", &err), &err);
    assert_int_equal(
        run_text(s, "pcall(nested, function() while true do end end)", &err),
        ALM_ELIMIT);
    alm_state_free(s);
    alm_alloc_set_limit(0);
}

static int proxy_item(lua_State *L)
{
    if (lua_tointeger(L, 2) == 2)
        return 0; /* missing */
    lua_pushinteger(L, lua_tointeger(L, 2) * 10);
    return 1;
}

static int proxy_length(lua_State *L)
{
    lua_pushinteger(L, 3);
    return 1;
}

static int proxy_write(lua_State *L)
{
    return alm_lua_fail(L, ALM_EINVAL, "use sort_by");
}

/* A global `column`, as the bridge makes its objects: 10, missing, 30. */
static int add_column(lua_State *L)
{
    static const luaL_Reg events[] = {{"__index", proxy_item},
                                      {"__len", proxy_length},
                                      {"__newindex", proxy_write},
                                      {NULL, NULL}};
    lua_newtable(L);
    luaL_newlib(L, events);
    lua_pushliteral(L, "column");
    lua_setfield(L, -2, "__almanac");
    lua_setmetatable(L, -2);
    lua_setfield(L, 1, "column");
    return 0;
}

static void
data_objects_are_read_with_their_holes_and_never_written(void **state)
{
    static const char script[] =
        "local seen = {}\n"
        "for i, v in ipairs(column) do seen[#seen + 1] = i .. '=' .. "
        "tostring(v) end\n"
        "for i, v in next, column do seen[#seen + 1] = i .. '=' .. "
        "tostring(v) end\n"
        "assert(table.concat(seen, ' ') == "
        "'1=10 2=nil 3=30 1=10 2=nil 3=30')\n"
        "assert(select('#', table.unpack(column)) == 3)\n"
        "assert(table.move(column, 1, 3, 1, {})[3] == 30)\n"
        "local function refused(...)\n"
        "  local ok, e = pcall(...)\n"
        "  return not ok and e.message == 'use sort_by'\n"
        "end\n"
        "assert(refused(table.sort, column))\n"
        "assert(refused(table.insert, column, 1))\n"
        "assert(refused(table.remove, column))\n"
        "assert(refused(rawset, column, 1, 2))\n"
        "assert(not pcall(setmetatable, column, {}))\n"
        "assert(getmetatable(column) == false and rawlen(column) == 0)\n";
    alm_state_options o = alm_state_defaults();
    alm_error err;
    (void)state;
    o.extend = add_column;
    alm_state *s = new_state(&o);
    assert_ok(run_text(s, script, &err), &err);
    alm_state_free(s);
    alm_alloc_set_limit(0);
}

static void keep_note(void *context, const char *text, size_t len)
{
    char *kept = context;
    (void)snprintf(kept, 64, "%.*s", (int)len, text);
}

static void print_is_a_note(void **state)
{
    char kept[64] = "";
    alm_state_options o = alm_state_defaults();
    alm_error err;
    (void)state;
    o.note = keep_note;
    o.context = kept;
    alm_state *s = new_state(&o);
    assert_ok(run_text(s, "print(1, nil, {}, 'x')", &err), &err);
    assert_string_equal(kept, "1\tnil\ttable\tx");
    alm_state_free(s);
    alm_alloc_set_limit(0);
}

static void the_seed_decides_the_random_numbers(void **state)
{
    lua_Integer drawn[3];
    (void)state;
    for (int i = 0; i < 3; i++) {
        alm_state_options o = alm_state_defaults();
        alm_error err;
        o.seed = i == 2 ? 2 : 1;
        alm_state *s = new_state(&o);
        assert_ok(run_text(s, "return math.random(1 << 40)", &err), &err);
        drawn[i] = lua_tointeger(alm_state_lua(s), -1);
        alm_state_free(s);
    }
    alm_alloc_set_limit(0);
    assert_int_equal(drawn[0], drawn[1]);
    assert_int_not_equal(drawn[0], drawn[2]);
}

static void trust_opens_the_standard_library(void **state)
{
    alm_state_options o = alm_state_defaults();
    alm_error err;
    (void)state;
    o.trusted = true;
    alm_state *s = new_state(&o);
    assert_ok(run_text(s,
                       "assert(io.open and os.getenv and debug.getinfo and "
                       "package.path and collectgarbage)",
                       &err),
              &err);
    alm_state_free(s);
    alm_alloc_set_limit(0);
}

/* Every allocation of a state and of a script in it fails once. */
static void survives_every_failed_allocation(void **state)
{
    static const char script[] =
        "local t = {b = 1, a = 2, 3}\n"
        "for k, v in pairs(t) do t[k] = tostring(k) .. v end\n"
        "for k in next, t do t[k] = nil end\n"
        "table.sort({'b', 'a'})\n"
        "local co = coroutine.wrap(function() coroutine.yield(1) error{} end)\n"
        "co() pcall(co)\n"
        "pcall(function() return prnt end)\n"
        "print(('%s'):format({}), load('return 1')())\n";
    alm_state_options o = alm_state_defaults();
    alm_status status;
    long n = 0;
    (void)state;
    o.memory_limit = 0;
    const long before = alm_alloc_live();
    do {
        alm_state *s = NULL;
        alm_error err;
        alm_alloc_fail_after(n++);
        status = alm_state_new(&s, &o, &err);
        if (status == ALM_OK)
            status = run_text(s, script, &err);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        alm_state_free(s);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
    assert_true(n > 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_names_the_line_of_the_script),
        cmocka_unit_test(any_value_can_be_raised),
        cmocka_unit_test(an_error_of_a_binding_becomes_itself_again),
        cmocka_unit_test(the_owner_of_a_text_may_name_its_column),
        cmocka_unit_test(time_ends_a_script_whatever_it_does),
        cmocka_unit_test(the_time_of_all_calls_counts_together),
        cmocka_unit_test(memory_ends_a_script_whatever_it_does),
        cmocka_unit_test(calls_nest),
        cmocka_unit_test(
            data_objects_are_read_with_their_holes_and_never_written),
        cmocka_unit_test(print_is_a_note),
        cmocka_unit_test(the_seed_decides_the_random_numbers),
        cmocka_unit_test(trust_opens_the_standard_library),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
