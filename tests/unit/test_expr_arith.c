#include "unit.h"

#include "columns.h"
#include "expr/arith.h"

/* Two operands under `op`, and the result, or the error, written down. */
typedef struct sum {
    alm_type left;
    const char *a;
    alm_arith_op op;
    alm_type right;
    const char *b;
    alm_type type;
    const char *want;
} sum;

static void check(const sum *s)
{
    alm_error err = {.code = ALM_OK};
    alm_column *left;
    alm_column *right;
    alm_column *got = NULL;
    const alm_operand a = operand_of(&left, s->left, s->a);
    const alm_operand b = operand_of(&right, s->right, s->b);
    if (alm_arith(&got, s->op, &a, &b, &err) == ALM_OK) {
        assert_string_equal(column_text(got), s->want);
        assert_int_equal(alm_column_type(got), s->type);
    } else {
        assert_string_equal(err.message, s->want);
    }
    alm_column_free(got);
    alm_column_free(left);
    alm_column_free(right);
}

#define INT   ALM_INTEGER
#define NUM   ALM_NUMBER
#define MOST  "9223372036854775807"
#define LEAST "-9223372036854775808"

/* Lua 5.4.4, at its prompt: the operator between the values of each row. */
static void computes_what_lua_computes(void **state)
{
    static const sum sums[] = {
        /* (1) integers stay integers and wrap around */
        {INT, "1 2 3", ALM_ADD, INT, "10 20 30", INT, "11 22 33"},
        {INT, MOST, ALM_ADD, INT, "=1", INT, LEAST},
        {INT, LEAST, ALM_SUBTRACT, INT, "=1", INT, MOST},
        {INT, MOST, ALM_MULTIPLY, INT, "=2", INT, "-2"},
        {INT, "=10", ALM_SUBTRACT, INT, "1 2", INT, "9 8"},
        {INT, "1 2", ALM_DIVIDE, INT, "=2", NUM, "0.5 1"},
        {INT, "2 3", ALM_POWER, INT, "3 2", NUM, "8 9"},
        {INT, "1 2", ALM_ADD, NUM, "0.5 0.25", NUM, "1.5 2.25"},
        {NUM, "0.1", ALM_ADD, NUM, "=0.2", NUM, "0.30000000000000004"},
        {INT, MOST, ALM_ADD, NUM, "=0", NUM, "9223372036854776000"},
        /* (2) floor division and modulo */
        {INT, "7 -7 7 -7", ALM_FLOOR_DIVIDE, INT, "2 2 -2 -2", INT,
         "3 -4 -4 3"},
        {INT, "7 -7 7 -7", ALM_MODULO, INT, "2 2 -2 -2", INT, "1 1 -1 -1"},
        {INT, LEAST, ALM_FLOOR_DIVIDE, INT, "=-1", INT, LEAST},
        {INT, LEAST, ALM_MODULO, INT, "=-1", INT, "0"},
        {NUM, "7.5 -7.5 7.5 -7.5", ALM_FLOOR_DIVIDE, NUM, "2 2 -2 -2", NUM,
         "3 -4 -4 3"},
        {NUM, "7.5 -7.5 7.5 -7.5", ALM_MODULO, NUM, "2 2 -2 -2", NUM,
         "1.5 0.5 -0.5 -1.5"},
        {NUM, "5 -5", ALM_MODULO, NUM, "inf inf", NUM, "5 inf"},
        {NUM, "-6 6", ALM_MODULO, NUM, "=3", NUM, "-0 0"},
        {NUM, "3 -0.5 2", ALM_POWER, NUM, "2 2 0.5", NUM,
         "9 0.25 1.4142135623730951"},
        /* (3) division by zero */
        {INT, "1 2 3", ALM_FLOOR_DIVIDE, INT, "1 0 0", INT,
         "row 2: attempt to divide by zero"},
        {INT, "1 2 3", ALM_MODULO, INT, "=0", INT,
         "row 1: attempt to perform 'n%0'"},
        {NUM, "1 -1 0", ALM_FLOOR_DIVIDE, INT, "=0", NUM, "inf -inf nan"},
        {INT, "1 -1 0", ALM_DIVIDE, INT, "=0", NUM, "inf -inf nan"},
        {NUM, "1", ALM_MODULO, NUM, "=0", NUM, "nan"},
        /* (4) missing */
        {INT, "1 _ 3 _", ALM_ADD, INT, "10 20 _ _", INT, "11 _ _ _"},
        {INT, "1 2", ALM_ADD, INT, "=_", INT, "_ _"},
        {INT, "1 _", ALM_FLOOR_DIVIDE, INT, "_ 0", INT, "_ _"},
        {INT, "_ 6", ALM_FLOOR_DIVIDE, INT, "0 4", INT, "_ 1"},
        {NUM, "1 _ 3", ALM_MULTIPLY, NUM, "=2", NUM, "2 _ 6"},
        /* (5) other types */
        {INT, "1 2", ALM_ADD, ALM_TEXT, "_ 1.2M", INT,
         "row 2: \"1.2M\" is text, not a number"},
        {INT, "_ 2", ALM_ADD, ALM_TEXT, "x _", INT,
         "row 1: \"x\" is text, not a number"}, /* as in Lua: nil + "x" */
        {INT, "1 2", ALM_ADD, ALM_TEXT, "_ _", INT, "_ _"},
        {INT, "_ _", ALM_ADD, ALM_BOOLEAN, "true _", INT, "_ _"},
        {ALM_BOOLEAN, "true", ALM_ADD, INT, "=1", INT,
         "row 1: true is a boolean, not a number"},
        {ALM_PERIOD, "2016-S1", ALM_SUBTRACT, INT, "=1", INT,
         "row 1: 2016-S1 is a period, not a number"},
        /* rules of operand.h */
        {INT, "1 2 3", ALM_ADD, INT, "1 2", INT,
         "columns of 3 and 2 rows do not match"},
        {INT, "=2", ALM_ADD, NUM, "=0.5", NUM, "2.5"},
        {INT, "", ALM_ADD, INT, "=1", INT, ""},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(sums); i++)
        check(&sums[i]);
}

static void sees_columns_through_selections(void **state)
{
    uint32_t at[] = {2, ALM_ROW_NONE, 0, 0};
    alm_rows rows = {1, 4, at};
    alm_column *a = column_of(ALM_INTEGER, "1 2 _");
    alm_column *b = column_of(ALM_NUMBER, "0.5 1.5 2.5 3.5");
    alm_column *got = NULL;
    const alm_operand x = alm_operand_vector(alm_column_vector(a, &rows));
    const alm_operand y = alm_operand_column(b);
    alm_error err;
    (void)state;
    assert_ok(alm_arith(&got, ALM_ADD, &x, &y, &err), &err);
    assert_string_equal(column_text(got), "_ _ 3.5 4.5");
    alm_column_free(got);
    assert_ok(alm_arith(&got, ALM_MULTIPLY, &x, &x, &err), &err);
    assert_string_equal(column_text(got), "_ _ 1 1");
    alm_column_free(got);
    alm_column_free(a);
    alm_column_free(b);
}

static void negates(void **state)
{
    static const struct {
        alm_type type;
        const char *a, *want;
    } cases[] = {{ALM_INTEGER, "1 _ -3 " LEAST, "-1 _ 3 " LEAST},
                 {ALM_NUMBER, "1.5 0 _ -0", "-1.5 -0 _ 0"},
                 {ALM_TEXT, "_ _", "_ _"},
                 {ALM_TEXT, "_ x", "row 2: \"x\" is text, not a number"}};
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_error err;
        alm_column *col = column_of(cases[i].type, cases[i].a);
        alm_column *got = NULL;
        const alm_operand a = alm_operand_column(col);
        if (alm_negate(&got, &a, &err) == ALM_OK)
            assert_string_equal(column_text(got), cases[i].want);
        else
            assert_string_equal(err.message, cases[i].want);
        alm_column_free(got);
        alm_column_free(col);
    }
}

/* Whole words, part words and none, in long columns. */
static void agrees_with_a_plain_loop_at_every_length(void **state)
{
    (void)state;
    for (size_t n = 0; n < 200; n += n % 64 == 1 ? 61 : 1) {
        double *values = alm_alloc(n, sizeof *values);
        uint64_t *valid = alm_alloc_zeroed(n / 64 + 1, sizeof *valid);
        for (size_t i = 0; i < n; i++) {
            const bool present = i % 3 != 1;
            values[i] = present ? (double)i : 0.0;
            valid[i / 64] |= (uint64_t)present << (i % 64);
        }
        alm_column *col = NULL;
        alm_column *got = NULL;
        assert_int_equal(
            alm_column_take(&col, ALM_NUMBER, values, valid, NULL, n, NULL),
            ALM_OK);
        const alm_operand a = alm_operand_column(col);
        const alm_operand b = alm_operand_integer(1);
        assert_int_equal(alm_arith(&got, ALM_ADD, &a, &b, NULL), ALM_OK);
        const alm_vector v = alm_column_vector(got, NULL);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(alm_vector_present(&v, i), i % 3 != 1);
            assert_true(v.numbers[i] == (i % 3 != 1 ? (double)i + 1 : 0.0));
        }
        alm_column_free(got);
        alm_column_free(col);
    }
}

static void survives_every_failed_allocation(void **state)
{
    uint32_t at[] = {2, ALM_ROW_NONE, 0};
    alm_rows rows = {1, 3, at};
    alm_column *a = column_of(ALM_INTEGER, "1 2 _");
    alm_column *b = column_of(ALM_NUMBER, "0.5 1.5 2.5");
    alm_column *t = column_of(ALM_TEXT, "_ _ _");
    const alm_operand x = alm_operand_vector(alm_column_vector(a, &rows));
    const alm_operand y = alm_operand_column(b);
    const alm_operand z = alm_operand_column(t);
    (void)state;
    assert_makes(alm_arith(&made, ALM_ADD, &x, &y, &err), "_ _ 3.5");
    assert_makes(alm_arith(&made, ALM_ADD, &x, &x, &err), "_ _ 2");
    assert_makes(alm_arith(&made, ALM_MODULO, &x, &x, &err), "_ _ 0");
    assert_makes(alm_arith(&made, ALM_ADD, &x, &z, &err), "_ _ _");
    assert_makes(alm_negate(&made, &x, &err), "_ _ -1");
    assert_makes(alm_negate(&made, &z, &err), "_ _ _");
    alm_column_free(a);
    alm_column_free(b);
    alm_column_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(computes_what_lua_computes),
        cmocka_unit_test(sees_columns_through_selections),
        cmocka_unit_test(negates),
        cmocka_unit_test(agrees_with_a_plain_loop_at_every_length),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
