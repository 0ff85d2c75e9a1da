/* The lift: what it reads of compiled Lua, single values against Lua's own, and
 * what becomes of an attempt that cannot go on. That lifted functions answer as
 * the interpreter does is tested in tests/lua/lifted.lua. */
#include "unit.h"

#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/bridge.h"
#include "bridge/table.h"
#include "lift/compile.h"
#include "lift/dump.h"
#include "lift/lift.h"
#include "scarce.h"
#include "unread.h"

static const char *const table_text =
    "t = core.table({\n"
    "  {region = 'Beijing', group = 'East', users = 10, share = 0.5},\n"
    "  {region = 'Hebei', group = 'East', users = 30, share = 1.5},\n"
    "  {region = 'Yunnan', group = 'West', share = -2.0},\n"
    "  {region = 'Gansu', group = 'West', users = 5},\n"
    "}, {'region', 'group', 'users', 'share'})\n"
    "p = core.table{{period = '2015', x = 1}, {period = '2016', x = 3}}\n"
    "p = p:with{period = p.period:as{type = 'period'}}\n";

/* A state with what the lift looks for: libraries and globals that cannot be
 * changed from within. */
static int open(lua_State *L)
{
    luaL_openlibs(L);
    lua_pushnil(L);
    lua_setglobal(L, "debug"); /* with it nothing is lifted */
    lua_pushglobaltable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES);
    alm_lua_open_bridge(L);
    alm_lua_push_core(L);
    lua_setglobal(L, "core");
    alm_lift_open(L);
    alm_lift_explain(L);
    if (luaL_dostring(L, table_text) != LUA_OK)
        return lua_error(L);
    return 0;
}

static void keep_line(void *context, const char *line, size_t len)
{
    (void)snprintf(context, 256, "%.*s", (int)len, line);
}

/* ---- compiled Lua ---- */

/* The compiled form of the function that a text returns, which stays on the
 * stack. */
static alm_buffer dump_of(lua_State *L, const char *text)
{
    alm_buffer dump = {0};
    assert_int_equal(luaL_dostring(L, text), LUA_OK);
    assert_int_equal(alm_lift_dump(&dump, L, -1, NULL), ALM_OK);
    return dump;
}

static const char *const function_text =
    "local low, m = 3, math\n"
    "return function(r)\n"
    "  local v = r.users\n"
    "  if v == nil then return 0 elseif r.group == 'East' then\n"
    "    v = v * 2.5\n"
    "  end\n"
    "  local inner = v > low and m.sqrt(v, nil) or 1 << v\n"
    "  return inner, -v, r['share'] // 9007199254740993\n"
    "end";

static void the_compiled_form_of_a_function_is_read(void **state)
{
    long left = -1;
    alm_error err;
    alm_lift_chunk f;
    lua_State *L = scarce_state(open, &left);
    alm_buffer dump = dump_of(L, "local k = 1\n"
                                 "return function(r, x)\n"
                                 "  return r.a + k, function() return x end,\n"
                                 "    1.5, 'text', 7000000000\n"
                                 "end");
    (void)state;
    assert_ok(alm_lift_chunk_read(&f, dump.data, dump.len, &err), &err);
    assert_int_equal(f.parameters, 2);
    assert_false(f.vararg);
    assert_int_equal(f.n_upvalues, 1);
    assert_int_equal(f.first_line, 2);
    assert_int_equal(alm_op(alm_lift_chunk_code(&f, 0)), OP_GETFIELD);
    assert_int_equal(alm_lift_chunk_line(&f, 0), 3);
    assert_int_equal(f.constants[0].kind, ALM_CONSTANT_TEXT);
    assert_memory_equal(f.constants[0].text, "a", 1);
    const alm_constant *last = &f.constants[f.n_constants - 1];
    assert_int_equal(last->kind, ALM_CONSTANT_INTEGER);
    assert_int_equal(last->integer, 7000000000);
    alm_lift_chunk_free(&f);
    alm_buffer_free(&dump);
    lua_close(L);
    assert_int_equal(alm_alloc_live(), 0);
}

static void a_form_that_is_cut_off_is_refused(void **state)
{
    long left = -1;
    alm_error err;
    alm_lift_chunk f;
    lua_State *L = scarce_state(open, &left);
    alm_buffer dump = dump_of(L, function_text);
    (void)state;
    for (size_t n = 0; n < dump.len; n++) {
        char *exact = malloc(n + 1); /* reading on would be seen */
        assert_non_null(exact);
        memcpy(exact, dump.data, n);
        assert_int_equal(alm_lift_chunk_read(&f, exact, n, &err), ALM_EPARSE);
        free(exact);
    }
    alm_buffer_free(&dump);
    lua_close(L);
    assert_int_equal(alm_alloc_live(), 0);
}

static bool go_on(void *context)
{
    (void)context;
    return false;
}

/* Compiles and runs what may be damaged, for the table t. */
static void run_chunk(lua_State *L, const alm_lift_chunk *f, int function)
{
    const char *why;
    alm_column *out = NULL;
    lua_getglobal(L, "t");
    lua_rawgetp(L, -1, &alm_table_proxy);
    const alm_lua_row_call call = {.function = function,
                                   .object = lua_gettop(L),
                                   .rows = 4,
                                   .name = "x",
                                   .row = true};
    alm_program program = {.registers = f->registers, .n_steps = f->n_code};
    const size_t n = (f->n_code + 1) * f->registers;
    alm_compiler c = {.L = L, .call = &call, .chunk = f, .program = &program};
    c.now = malloc(n * sizeof *c.now);
    c.target_of = malloc(f->n_code * sizeof *c.target_of);
    program.steps = alm_alloc_zeroed(f->n_code, sizeof *program.steps);
    assert_int_equal(alm_lift_texts_start(&program.texts, NULL), ALM_OK);
    c.waiting = c.now + f->registers;
    memset(c.target_of, 0xFF, f->n_code * sizeof *c.target_of);
    lua_newtable(L);
    c.objects = lua_gettop(L);
    if (alm_compile(&c) &&
        alm_program_run(&out, &program, 4, false, go_on, NULL, &why))
        alm_column_free(out);
    alm_program_free(&program);
    free(c.now);
    free(c.target_of);
}

/* What byte `before` is made in turn: what a count may be, one bit the other
 * way. */
enum { CHANGES = 14 };

static char changed(char before, size_t k)
{
    static const unsigned char others[] = {0, 1, 0x7F, 0x80, 0x81, 0xFF};
    const unsigned bit = k < LENGTH(others) ? 0 : 1U << (k - LENGTH(others));
    const unsigned char flipped = (unsigned char)((unsigned char)before ^ bit);
    return (char)(bit != 0 ? flipped : others[k]);
}

/* Whatever a byte becomes, it is refused or means something: no memory is read
 * that is not there. */
static void a_form_that_is_damaged_does_no_harm(void **state)
{
    long left = -1;
    alm_lift_chunk f;
    lua_State *L = scarce_state(open, &left);
    alm_buffer dump = dump_of(L, function_text);
    const int function = lua_gettop(L);
    (void)state;
    for (size_t i = 0; i < dump.len; i++) {
        const char before = dump.data[i];
        for (size_t k = 0; k < CHANGES; k++) {
            dump.data[i] = changed(before, k);
            if (alm_lift_chunk_read(&f, dump.data, dump.len, NULL) != ALM_OK)
                continue;
            for (size_t pc = 0; pc < f.n_code; pc++)
                (void)alm_lift_chunk_line(&f, pc);
            run_chunk(L, &f, function);
            alm_lift_chunk_free(&f);
            lua_settop(L, function);
        }
        dump.data[i] = before;
    }
    alm_buffer_free(&dump);
    lua_close(L);
    assert_int_equal(alm_alloc_live(), 0);
}

/* ---- single values, against Lua's own ---- */

static const double floats[] = {
    0.0,       -0.0,   0.5,    -0.5,     1.0,      -1.0,      2.0,    3.7,
    -7.25,     0x1p52, 0x1p53, 0x1.8p53, 0x1p62,   0x1p63,    0x1p64, -0x1p63,
    -0x1.8p63, 1e300,  -1e300, 1e-310,   INFINITY, -INFINITY, NAN};
static const int64_t integers[] = {0,
                                   1,
                                   -1,
                                   2,
                                   -2,
                                   3,
                                   7,
                                   63,
                                   64,
                                   -64,
                                   INT64_C(9007199254740992),
                                   INT64_C(9007199254740993),
                                   INT64_C(-9007199254740993),
                                   INT64_MAX - 1,
                                   INT64_MAX,
                                   INT64_MIN,
                                   INT64_MIN + 1};

enum {
    VALUES =
        sizeof floats / sizeof floats[0] + sizeof integers / sizeof integers[0]
};

static alm_value value_of(size_t i)
{
    return i < LENGTH(floats) ? alm_value_float(floats[i])
                              : alm_value_integer(integers[i - LENGTH(floats)]);
}

static void push(lua_State *L, const alm_value *v)
{
    if (v->tag == ALM_TAG_INTEGER)
        lua_pushinteger(L, v->cell.i);
    else
        lua_pushnumber(L, v->cell.d);
}

/* Whether the number on top of the stack has the type and the bits of v; two
 * NaNs are the same. */
static bool is_top(lua_State *L, const alm_value *v)
{
    const lua_Number x = lua_tonumber(L, -1);
    if (lua_isinteger(L, -1))
        return v->tag == ALM_TAG_INTEGER && v->cell.i == lua_tointeger(L, -1);
    return v->tag == ALM_TAG_FLOAT && (memcmp(&x, &v->cell.d, sizeof x) == 0 ||
                                       (isnan(x) && isnan(v->cell.d)));
}

/* Calls lua_arith, which may raise: the operator, two numbers -> a number. */
static int arith(lua_State *L)
{
    const int op = (int)lua_tointeger(L, 1);
    lua_remove(L, 1);
    lua_arith(L, op);
    return 1;
}

static void check_arith(lua_State *L, alm_step_op op, int lua_op, bool bits,
                        const alm_value *a, const alm_value *b)
{
    alm_value v;
    const bool done =
        bits ? alm_value_bits(&v, op, a, b) : alm_value_arith(&v, op, a, b);
    lua_pushcfunction(L, arith);
    lua_pushinteger(L, lua_op);
    push(L, a);
    push(L, b);
    const bool raised = lua_pcall(L, 3, 1, 0) != LUA_OK;
    if (raised)
        assert_false(done);
    else if (done)
        assert_true(is_top(L, &v));
    else
        assert_true(bits); /* of floats: left to the interpreter */
    lua_settop(L, 0);
}

static void arithmetic_is_that_of_lua(void **state)
{
    static const struct {
        alm_step_op op;
        int lua;
        bool bits;
    } ops[] = {{ALM_STEP_ADD, LUA_OPADD, false},
               {ALM_STEP_SUBTRACT, LUA_OPSUB, false},
               {ALM_STEP_MULTIPLY, LUA_OPMUL, false},
               {ALM_STEP_MODULO, LUA_OPMOD, false},
               {ALM_STEP_POWER, LUA_OPPOW, false},
               {ALM_STEP_DIVIDE, LUA_OPDIV, false},
               {ALM_STEP_FLOOR_DIVIDE, LUA_OPIDIV, false},
               {ALM_STEP_AND, LUA_OPBAND, true},
               {ALM_STEP_OR, LUA_OPBOR, true},
               {ALM_STEP_XOR, LUA_OPBXOR, true},
               {ALM_STEP_SHIFT_LEFT, LUA_OPSHL, true},
               {ALM_STEP_SHIFT_RIGHT, LUA_OPSHR, true}};
    lua_State *L = luaL_newstate();
    (void)state;
    for (size_t i = 0; i < VALUES * VALUES; i++) {
        const alm_value a = value_of(i / VALUES);
        const alm_value b = value_of(i % VALUES);
        for (size_t k = 0; k < LENGTH(ops); k++)
            check_arith(L, ops[k].op, ops[k].lua, ops[k].bits, &a, &b);
    }
    lua_close(L);
}

static void comparisons_are_those_of_lua(void **state)
{
    bool less = false;
    bool or_equal = false;
    lua_State *L = luaL_newstate();
    (void)state;
    for (size_t i = 0; i < VALUES * VALUES; i++) {
        const alm_value a = value_of(i / VALUES);
        const alm_value b = value_of(i % VALUES);
        push(L, &a);
        push(L, &b);
        assert_true(alm_value_less(&less, NULL, false, &a, &b));
        assert_true(alm_value_less(&or_equal, NULL, true, &a, &b));
        assert_int_equal(less, lua_compare(L, 1, 2, LUA_OPLT));
        assert_int_equal(or_equal, lua_compare(L, 1, 2, LUA_OPLE));
        assert_int_equal(alm_value_equal(NULL, &a, &b),
                         lua_compare(L, 1, 2, LUA_OPEQ));
        lua_settop(L, 0);
    }
    lua_close(L);
}

/* Math of plain Lua, which the sandbox only guards. */
static void check_math(lua_State *L, const char *name, alm_known function,
                       const alm_value *args, size_t n)
{
    alm_value v;
    const bool done = alm_known_call(&v, NULL, function, args, n);
    lua_getglobal(L, "math");
    lua_getfield(L, -1, name);
    for (size_t i = 0; i < n; i++)
        push(L, &args[i]);
    if (lua_pcall(L, (int)n, 1, 0) != LUA_OK)
        assert_false(done);
    else if (lua_isnil(L, -1))
        assert_int_equal(v.tag, ALM_TAG_NIL);
    else
        assert_true(done && is_top(L, &v));
    lua_settop(L, 0);
}

static void functions_are_those_of_lua(void **state)
{
    static const struct {
        const char *name;
        alm_known function;
        bool two;
    } functions[] = {{"sqrt", ALM_KNOWN_SQRT, false},
                     {"exp", ALM_KNOWN_EXP, false},
                     {"log", ALM_KNOWN_LOG, true},
                     {"sin", ALM_KNOWN_SIN, false},
                     {"cos", ALM_KNOWN_COS, false},
                     {"tan", ALM_KNOWN_TAN, false},
                     {"asin", ALM_KNOWN_ASIN, false},
                     {"acos", ALM_KNOWN_ACOS, false},
                     {"atan", ALM_KNOWN_ATAN, true},
                     {"deg", ALM_KNOWN_DEG, false},
                     {"rad", ALM_KNOWN_RAD, false},
                     {"abs", ALM_KNOWN_ABS, false},
                     {"floor", ALM_KNOWN_FLOOR, false},
                     {"ceil", ALM_KNOWN_CEIL, false},
                     {"fmod", ALM_KNOWN_FMOD, true},
                     {"max", ALM_KNOWN_MAX, true},
                     {"min", ALM_KNOWN_MIN, true},
                     {"tointeger", ALM_KNOWN_TOINTEGER, false}};
    lua_State *L = luaL_newstate();
    (void)state;
    luaL_openlibs(L);
    for (size_t k = 0; k < LENGTH(functions); k++) {
        for (size_t i = 0; i < VALUES * VALUES; i++) {
            const alm_value args[] = {value_of(i / VALUES),
                                      value_of(i % VALUES)};
            if (functions[k].two)
                check_math(L, functions[k].name, functions[k].function, args,
                           2);
            if (i % VALUES == 0)
                check_math(L, functions[k].name, functions[k].function, args,
                           1);
        }
    }
    lua_close(L);
}

/* ---- attempts that cannot go on ---- */

static const char *const pieces[] = {
    "return t:where(function(r) return r.users > 5 and r.share ~= nil end)",
    "return t:with{x = function(r) if r.users == nil then return 0 end "
    "return math.log(r.users) * r.share end}",
    "return t:with{x = function(r) return r.share or r.users end}",
    "return t:with{x = function(r) return r.group == 'East' and r.region or "
    "'none' end}",
    "return p:with{x = function(r) if r.period > '2015' then "
    "return r.period end end}",
    "return t:with{\"x = users == nil and 0 or users > 5 and log(share) or "
    "sqrt(users)\"}",
    "return t:with{x = function(r) return tostring(r.users) end}",
    "return t:where('isin(region, {\"Gansu\", \"Hebei\"}) or between(users, 1, "
    "9)')",
    "local low = {users = 7}\n"
    "return t:where(function(r) return r.users > low.users end)",
};

/* An attempt that memory is short for is no error, the interpreter goes on: so
 * it takes many successes to be sure that nothing fails any more. */
enum { SURE = 60 };

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(pieces); i++) {
        sweep_piece(open, pieces[i], SURE, false);
        sweep_piece(open, pieces[i], SURE, true);
    }
}

static void stop(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    (void)luaL_error(L, "stopped");
}

/* A limit arms a hook: what runs in C sees it after a block. */
static void a_hook_ends_it_and_runs(void **state)
{
    long left = -1;
    char line[256] = "";
    lua_State *L = scarce_state(open, &left);
    (void)state;
    assert_int_equal(luaL_dostring(L, "return t.where, t, "
                                      "function(r) return r.users > 5 end"),
                     LUA_OK);
    lua_sethook(L, stop, LUA_MASKCOUNT, 1);
    assert_int_equal(lua_pcall(L, 2, 1, 0), LUA_ERRRUN);
    lua_sethook(L, NULL, 0, 0);
    assert_non_null(strstr(lua_tostring(L, -1), "stopped"));
    alm_lift_tell(L, keep_line, line);
    assert_non_null(strstr(line, "it was stopped"));
    lua_close(L);
    assert_int_equal(alm_alloc_live(), 0);
}

/* ---- columns that are not read yet ---- */

/* How often a piece of script goes through the file of `d`. */
static size_t passes_of(const char *script)
{
    unread_file f;
    long left = -1;
    lua_State *L = scarce_state(open, &left);
    alm_table *table = unread_table(&f);
    alm_lua_push_table(L, table);
    alm_table_free(table);
    lua_setglobal(L, "d");
    if (luaL_dostring(L, script) != LUA_OK)
        fail_msg("%s", luaL_tolstring(L, -1, NULL));
    lua_close(L);
    return f.passes;
}

static void the_columns_that_functions_name_are_read_in_one_pass(void **state)
{
    (void)state;
    assert_int_equal(passes_of("return d:where(function(r) return r.a < r.b "
                               "and r.c > 0 end)"),
                     1);
    assert_int_equal(passes_of("return d:with{x = function(r) return r.a end, "
                               "y = function(r) return r.b end, 'z = c'}"),
                     1);
    assert_int_equal(passes_of("return d:with{x = function(r) return "
                               "tostring(r.a) .. tostring(r.b) end}"),
                     1);
    assert_int_equal(passes_of("return d:group_by{}:summarise{x = function(g) "
                               "return g.a:sum() + g.b:sum() end}"),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_compiled_form_of_a_function_is_read),
        cmocka_unit_test(a_form_that_is_cut_off_is_refused),
        cmocka_unit_test(a_form_that_is_damaged_does_no_harm),
        cmocka_unit_test(arithmetic_is_that_of_lua),
        cmocka_unit_test(comparisons_are_those_of_lua),
        cmocka_unit_test(functions_are_those_of_lua),
        cmocka_unit_test(survives_every_failed_allocation),
        cmocka_unit_test(a_hook_ends_it_and_runs),
        cmocka_unit_test(the_columns_that_functions_name_are_read_in_one_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
