#include "unit.h"

#include "columns.h"
#include "expr/math.h"

#define INT ALM_INTEGER
#define NUM ALM_NUMBER

/* Lua 5.4.4, at its prompt. Rules of math.h in brackets. */
static void computes_the_functions_of_lua(void **state)
{
    static const struct {
        alm_math_function f;
        alm_type type;
        const char *a;
        alm_type made;
        const char *want;
    } cases[] = {
        /* (3) */
        {ALM_MATH_ABS, INT, "1 -2 _ -9223372036854775808", INT,
         "1 2 _ -9223372036854775808"},
        {ALM_MATH_ABS, NUM, "-1.5 -0 _", NUM, "1.5 0 _"},
        {ALM_MATH_FLOOR, INT, "3 _", INT, "3 _"},
        {ALM_MATH_FLOOR, NUM, "1.5 -1.5 _ 2", INT, "1 -2 _ 2"},
        {ALM_MATH_FLOOR, NUM, "1.5 1e300 _", NUM, "1 1e+300 _"},
        {ALM_MATH_FLOOR, NUM, "1.5 nan -inf", NUM, "1 nan -inf"},
        {ALM_MATH_CEIL, NUM, "-0.5 -0 inf", NUM, "0 0 inf"},
        {ALM_MATH_CEIL, NUM, "1.5 -1.5", INT, "2 -1"},
        {ALM_MATH_CEIL, NUM, "9.3e18 1.2", NUM, "9300000000000000000 2"},
        {ALM_MATH_FLOOR, NUM, "-9223372036854775808", INT,
         "-9223372036854775808"},
        /* (4), (2) */
        {ALM_MATH_SQRT, INT, "4 2 -1 _", NUM, "2 1.4142135623730951 nan _"},
        {ALM_MATH_EXP, NUM, "0 1", NUM, "1 2.718281828459045"},
        {ALM_MATH_LOG, NUM, "1 0 -1 _", NUM, "0 -inf nan _"},
        /* (1) */
        {ALM_MATH_ABS, ALM_TEXT, "_ x", NUM,
         "row 2: \"x\" is text, not a number"},
        {ALM_MATH_EXP, ALM_TEXT, "_ _", NUM, "_ _"},
        {ALM_MATH_ABS, INT, "=-3", INT, "3"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_column *owner;
        const alm_operand a = operand_of(&owner, cases[i].type, cases[i].a);
        assert_makes(alm_math(&made, cases[i].f, &a, &err), cases[i].want);
        alm_column *got = NULL;
        if (alm_math(&got, cases[i].f, &a, NULL) == ALM_OK)
            assert_int_equal(alm_column_type(got), cases[i].made);
        alm_column_free(got);
        alm_column_free(owner);
    }
}

/* Lua 5.4.4: math.log(8, 2), math.log(1000, 10), math.log(27, 3). */
static void takes_logarithms_to_any_base(void **state)
{
    alm_column *owners[3];
    const alm_operand a = operand_of(&owners[0], INT, "8 1000 27 _ 5");
    const alm_operand b = operand_of(&owners[1], INT, "2 10 3 2 _");
    const alm_operand t = operand_of(&owners[2], ALM_TEXT, "=x");
    (void)state;
    assert_makes(alm_math_log(&made, &a, &b, &err), "3 3 3 _ _");
    assert_makes(alm_math_log(&made, &a, &t, &err),
                 "row 1: \"x\" is text, not a number");
    for (size_t i = 0; i < LENGTH(owners); i++)
        alm_column_free(owners[i]);
}

/* Rule (5): the decimal text rounded by hand. */
static void rounds_as_a_reader_would(void **state)
{
    static const struct {
        double x;
        int64_t digits;
        double want;
    } cases[] = {
        {2.675, 2, 2.68},
        {1.005, 2, 1.01},
        {-2.675, 2, -2.68},
        {0.15, 1, 0.2},
        {0.25, 1, 0.3},
        {2.5, 0, 3.0},
        {-2.5, 0, -3.0},
        {0.5, 0, 1.0},
        {0.49999999999999994, 0, 0.0},
        {77.849, 1, 77.8},
        {1234.5, -2, 1200.0},
        {1250.0, -2, 1300.0},
        {50.0, -2, 100.0},
        {49.0, -2, 0.0},
        {5e22, -23, 1e23},
        {0.1, 20, 0.1},
        {0.1, 1000, 0.1},
        {123.0, -1000, 0.0},
        {9.995, 2, 10.0},
        {1e-7, 3, 0.0},
        {1.5e-7, 7, 2e-7},
        {4503599627370497.5, 0, 4503599627370498.0},
        {1e300, 2, 1e300},
        {1.7e308, -308, INFINITY},
        {123456789012.125, 2, 123456789012.13},
        {INFINITY, 2, INFINITY},
        {NAN, 2, NAN},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_near(alm_round(cases[i].x, cases[i].digits), cases[i].want, 0);
    assert_false(signbit(alm_round(-0.3, 0)));
}

/* Rule (6). */
static void rounds_integers_to_integers(void **state)
{
    static const struct {
        int64_t x;
        int64_t digits;
        bool fits;
        int64_t want;
    } cases[] = {
        {1250, -2, true, 1300},
        {-1250, -2, true, -1300},
        {1249, -2, true, 1200},
        {7, 3, true, 7},
        {INT64_MAX, 0, true, INT64_MAX},
        {INT64_MAX, -1, false, 0},
        {INT64_MAX, -19, false, 0},
        {INT64_C(4999999999999999999), -19, true, 0},
        {INT64_MIN, -20, true, 0},
        {INT64_MIN, -3, false, 0},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        int64_t got;
        assert_int_equal(alm_round_integer(&got, cases[i].x, cases[i].digits),
                         cases[i].fits);
        if (cases[i].fits)
            assert_int_equal(got, cases[i].want);
    }
}

static void rounds_columns(void **state)
{
    alm_column *owners[3];
    const alm_operand a = operand_of(&owners[0], NUM, "2.675 _ 1.004");
    const alm_operand b =
        operand_of(&owners[1], INT, "15 _ 9223372036854775807");
    const alm_operand t = operand_of(&owners[2], ALM_TEXT, "_ _");
    (void)state;
    assert_makes(alm_math_round(&made, &a, 2, &err), "2.68 _ 1");
    assert_makes(alm_math_round(&made, &b, 1, &err),
                 "15 _ 9223372036854775807");
    assert_makes(alm_math_round(&made, &b, -1, &err),
                 "row 3: 9223372036854775807 rounded to -1 digits is beyond "
                 "the integers");
    assert_makes(alm_math_round(&made, &t, 1, &err), "_ _");
    for (size_t i = 0; i < LENGTH(owners); i++)
        alm_column_free(owners[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(computes_the_functions_of_lua),
        cmocka_unit_test(takes_logarithms_to_any_base),
        cmocka_unit_test(rounds_as_a_reader_would),
        cmocka_unit_test(rounds_integers_to_integers),
        cmocka_unit_test(rounds_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
