#include "unit.h"

#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "expr/arith.h"
#include "expr/compare.h"

/* Every operator on every pair of values that arithmetic finds hard, against
 * the interpreter itself: arith.h and compare.h promise the same bits. */

static alm_operand values[64];
static size_t count;

static void make_values(void)
{
    static const int64_t integers[] = {0,
                                       1,
                                       -1,
                                       2,
                                       -2,
                                       3,
                                       -3,
                                       7,
                                       -7,
                                       10,
                                       63,
                                       64,
                                       INT64_MAX,
                                       INT64_MAX - 1,
                                       INT64_MIN,
                                       INT64_MIN + 1,
                                       (INT64_C(1) << 53) + 1,
                                       INT64_C(1) << 53,
                                       -(INT64_C(1) << 53) - 1};
    static const double numbers[] = {
        0.0,    -0.0,     1.0,       -1.0,   2.0,    0.5,    -0.5,   1.5,
        -7.5,   3.0,      1e300,     -1e300, 1e-320, 0x1p53, 0x1p63, -0x1p63,
        0x1p62, INFINITY, -INFINITY, NAN,    0.1,    -2.0};
    count = 0;
    for (size_t i = 0; i < LENGTH(integers); i++)
        values[count++] = alm_operand_integer(integers[i]);
    for (size_t i = 0; i < LENGTH(numbers); i++)
        values[count++] = alm_operand_number(numbers[i]);
    values[count++] = alm_operand_missing();
}

static void push(lua_State *L, const alm_operand *a)
{
    if (a->scalar.missing)
        lua_pushnil(L);
    else if (a->scalar.type == ALM_INTEGER)
        lua_pushinteger(L, a->scalar.integer);
    else
        lua_pushnumber(L, a->scalar.number);
}

/* The two pushed values under the Lua operator at the third index. */
static int calculate(lua_State *L)
{
    const int op = (int)lua_tointeger(L, 3);
    lua_settop(L, op == LUA_OPUNM ? 1 : 2);
    lua_arith(L, op);
    return 1;
}

static bool same_bits(double x, double y)
{
    return memcmp(&x, &y, sizeof x) == 0 || (isnan(x) && isnan(y));
}

/* What lua_pcall left on the stack against the column, or against none. */
static void agree(lua_State *L, int failed, alm_status status,
                  const alm_column *got)
{
    assert_int_equal(failed != LUA_OK, status != ALM_OK);
    if (status != ALM_OK)
        return;
    const alm_vector v = alm_column_vector(got, NULL);
    assert_int_equal(v.n, 1);
    if (lua_isinteger(L, -1)) {
        assert_int_equal(v.type, ALM_INTEGER);
        assert_true(v.integers[0] == lua_tointeger(L, -1));
    } else {
        assert_int_equal(v.type, ALM_NUMBER);
        assert_true(same_bits(v.numbers[0], lua_tonumber(L, -1)));
    }
}

static void calculates_what_the_interpreter_calculates(void **state)
{
    static const int ops[] = {LUA_OPADD,  LUA_OPSUB, LUA_OPMUL, LUA_OPDIV,
                              LUA_OPIDIV, LUA_OPMOD, LUA_OPPOW};
    lua_State *L = luaL_newstate();
    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            for (size_t op = 0; op < LENGTH(ops); op++) {
                alm_column *got = NULL;
                const alm_status status = alm_arith(
                    &got, (alm_arith_op)op, &values[i], &values[j], NULL);
                if (values[i].scalar.missing || values[j].scalar.missing) {
                    assert_int_equal(alm_column_missing(got), 1);
                } else {
                    lua_pushcfunction(L, calculate);
                    push(L, &values[i]);
                    push(L, &values[j]);
                    lua_pushinteger(L, ops[op]);
                    agree(L, lua_pcall(L, 3, 1, 0), status, got);
                }
                alm_column_free(got);
                lua_settop(L, 0);
            }
        }
    }
    lua_close(L);
}

static void negates_as_the_interpreter_does(void **state)
{
    lua_State *L = luaL_newstate();
    (void)state;
    for (size_t i = 0; i < count; i++) {
        alm_column *got = NULL;
        const alm_status status = alm_negate(&got, &values[i], NULL);
        if (!values[i].scalar.missing) {
            lua_pushcfunction(L, calculate);
            push(L, &values[i]);
            lua_pushnil(L);
            lua_pushinteger(L, LUA_OPUNM);
            agree(L, lua_pcall(L, 3, 1, 0), status, got);
        }
        alm_column_free(got);
        lua_settop(L, 0);
    }
    lua_close(L);
}

static bool column_says(alm_compare_op op, const alm_operand *a,
                        const alm_operand *b)
{
    alm_column *got = NULL;
    assert_int_equal(alm_compare(&got, op, a, b, NULL), ALM_OK);
    const bool is = alm_column_vector(got, NULL).booleans[0] != 0;
    alm_column_free(got);
    return is;
}

static void compares_as_the_interpreter_does(void **state)
{
    lua_State *L = luaL_newstate();
    (void)state;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            const alm_operand *a = &values[i];
            const alm_operand *b = &values[j];
            const bool any = a->scalar.missing || b->scalar.missing;
            push(L, a);
            push(L, b);
            const bool equal = lua_compare(L, 1, 2, LUA_OPEQ);
            const bool less = !any && lua_compare(L, 1, 2, LUA_OPLT);
            const bool at_most = !any && lua_compare(L, 1, 2, LUA_OPLE);
            assert_int_equal(column_says(ALM_EQUAL, a, b), equal);
            assert_int_equal(column_says(ALM_NOT_EQUAL, a, b), !equal);
            assert_int_equal(column_says(ALM_LESS, a, b), less);
            assert_int_equal(column_says(ALM_GREATER, b, a), less);
            assert_int_equal(column_says(ALM_LESS_EQUAL, a, b), at_most);
            assert_int_equal(column_says(ALM_GREATER_EQUAL, b, a), at_most);
            lua_settop(L, 0);
        }
    }
    lua_close(L);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calculates_what_the_interpreter_calculates),
        cmocka_unit_test(negates_as_the_interpreter_does),
        cmocka_unit_test(compares_as_the_interpreter_does),
    };
    make_values();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
