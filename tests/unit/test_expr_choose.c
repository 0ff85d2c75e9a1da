#include "unit.h"

#include "columns.h"
#include "expr/choose.h"

#define INT    ALM_INTEGER
#define NUM    ALM_NUMBER
#define TEXT   ALM_TEXT
#define BOOL   ALM_BOOLEAN
#define PERIOD ALM_PERIOD

/* Rules (1) and (2) of choose.h. */
static void takes_the_first_value_there_is(void **state)
{
    static const struct {
        alm_type left;
        const char *a;
        alm_type right;
        const char *b;
        alm_type type;
        const char *want;
    } cases[] = {
        {INT, "1 _ _", INT, "9 8 _", INT, "1 8 _"},
        {INT, "1 _ _", NUM, "=0.5", NUM, "1 0.5 0.5"},
        {NUM, "1.5 _", INT, "_ 2", NUM, "1.5 2"},
        {INT, "1 2", NUM, "0.5 0.5", INT, "1 2"}, /* what is picked counts */
        {INT, "1 2", TEXT, "=x", INT, "1 2"},
        {TEXT, "a _", TEXT, "=none", TEXT, "a none"},
        {PERIOD, "2016 _", TEXT, "=later", TEXT, "2016 later"},
        {TEXT, "a _", PERIOD, "=2016-S1", TEXT, "a 2016-S1"},
        {BOOL, "t _", BOOL, "=f", BOOL, "true false"},
        {PERIOD, "2016 _", PERIOD, "=2017", PERIOD, "2016 2017"},
        {TEXT, "_ _", INT, "=_", TEXT, "_ _"},
        {INT, "1 _", TEXT, "=x", INT, "row 2: \"x\" is text, not a number"},
        {TEXT, "x _", INT, "=1", INT, "row 2: a number is not text"},
        {INT, "1 2", INT, "1 2 3", INT, "columns of 2 and 3 rows do not match"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_column *owners[2];
        const alm_operand a = operand_of(&owners[0], cases[i].left, cases[i].a);
        const alm_operand b =
            operand_of(&owners[1], cases[i].right, cases[i].b);
        const alm_operand both[] = {a, b};
        assert_makes(alm_coalesce(&made, both, 2, &err), cases[i].want);
        alm_column *got = NULL;
        if (alm_coalesce(&got, both, 2, NULL) == ALM_OK)
            assert_int_equal(alm_column_type(got), cases[i].type);
        alm_column_free(got);
        alm_column_free(owners[0]);
        alm_column_free(owners[1]);
    }
}

static void has_a_type_even_for_nothing(void **state)
{
    const alm_operand a = alm_operand_missing();
    (void)state;
    assert_makes(alm_coalesce(&made, &a, 1, &err), "_");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_first_value_there_is),
        cmocka_unit_test(has_a_type_even_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
