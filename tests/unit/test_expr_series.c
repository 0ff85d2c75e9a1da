#include "unit.h"

#include "columns.h"
#include "expr/series.h"

/* Rules (1) to (3) of series.h, added up by hand. */
static void accumulates_from_the_first_row(void **state)
{
    static const struct {
        alm_type type;
        const char *values;
        alm_running what;
        const char *want;
    } cases[] = {
        {ALM_INTEGER, "_ 1 2 _ 3", ALM_RUNNING_SUM, "_ 1 3 _ 6"},
        {ALM_INTEGER, "9223372036854775807 1", ALM_RUNNING_SUM,
         "9223372036854775807 -9223372036854775808"},
        {ALM_INTEGER, "2 3 -4", ALM_RUNNING_PRODUCT, "2 6 -24"},
        {ALM_INTEGER, "2 1 _ 4", ALM_RUNNING_MAX, "2 2 _ 4"},
        {ALM_INTEGER, "-2 1 -3", ALM_RUNNING_MIN, "-2 -2 -3"},
        {ALM_NUMBER, "0.1 0.2 0.3", ALM_RUNNING_SUM,
         "0.1 0.30000000000000004 0.6000000000000001"},
        {ALM_NUMBER, "1 nan 2", ALM_RUNNING_SUM, "1 nan nan"},
        {ALM_NUMBER, "nan 1 nan 3 2", ALM_RUNNING_MAX, "nan 1 1 3 3"},
        {ALM_NUMBER, "nan 1 nan 0.5", ALM_RUNNING_MIN, "nan 1 1 0.5"},
        {ALM_NUMBER, "0.5 4", ALM_RUNNING_PRODUCT, "0.5 2"},
        {ALM_NUMBER, "", ALM_RUNNING_SUM, ""},
        {ALM_TEXT, "a", ALM_RUNNING_SUM,
         "a column of text is no column of numbers"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_column *col = column_of(cases[i].type, cases[i].values);
        const alm_vector v = alm_column_vector(col, NULL);
        assert_makes(alm_accumulate(&made, cases[i].what, &v, &err),
                     cases[i].want);
        alm_column_free(col);
    }
}

/* Rules (4) to (6). */
static void ranks_rows(void **state)
{
    static const struct {
        alm_type type;
        const char *values;
        const char *ties;
        bool descending;
        const char *want;
    } cases[] = {
        {ALM_INTEGER, "10 30 _ 20 30", "competition", true, "4 1 _ 3 1"},
        {ALM_INTEGER, "10 30 _ 20 30", "min", false, "1 3 _ 2 3"},
        {ALM_INTEGER, "10 30 _ 20 30", "max", false, "1 4 _ 2 4"},
        {ALM_INTEGER, "10 30 _ 20 30", "dense", true, "3 1 _ 2 1"},
        {ALM_NUMBER, "10 30 _ 20 30", "fractional", true, "4 1.5 _ 3 1.5"},
        {ALM_NUMBER, "10 30 _ 20 30", "average", false, "1 3.5 _ 2 3.5"},
        {ALM_NUMBER, "10 30 _ 20 30", "ordinal", true, "4 1 _ 3 2"},
        {ALM_PERIOD, "2016-S1 2016 2015", "min", false, "2 3 1"},
        {ALM_INTEGER, "9007199254740993 9007199254740992 _ 1", "min", false,
         "3 2 _ 1"},
        {ALM_INTEGER, "_ _", "min", false, "_ _"},
        {ALM_NUMBER, "1 nan", "min", false,
         "value 2 is not a number and has no place in an order"},
        {ALM_TEXT, "a", "min", false,
         "a column of text is no column of numbers"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_column *col = column_of(cases[i].type, cases[i].values);
        const alm_vector v = alm_column_vector(col, NULL);
        alm_ties ties;
        assert_true(alm_ties_from_name(&ties, cases[i].ties));
        assert_makes(alm_rank_rows(&made, &v, ties, cases[i].descending, &err),
                     cases[i].want);
        alm_column_free(col);
    }
    alm_ties none;
    assert_false(alm_ties_from_name(&none, "first"));
}

/* Rules (7) and (8): 2, 4, 6 have mean 4 and sd 2. */
static void standardises_and_shares(void **state)
{
    alm_column *col = column_of(ALM_INTEGER, "2 _ 4 6");
    alm_column *flat = column_of(ALM_NUMBER, "1 1 _");
    alm_column *zero = column_of(ALM_NUMBER, "1 -1 _");
    alm_column *text = column_of(ALM_TEXT, "a");
    alm_column *mask = column_of(ALM_BOOLEAN, "t");
    const alm_vector v = alm_column_vector(col, NULL);
    const alm_vector f = alm_column_vector(flat, NULL);
    const alm_vector z = alm_column_vector(zero, NULL);
    const alm_vector t = alm_column_vector(text, NULL);
    const alm_vector m = alm_column_vector(mask, NULL);
    const char *why = "";
    (void)state;
    assert_makes(alm_zscore(&made, &why, &v, &err), "-1 _ 0 1");
    assert_null(why);
    assert_makes(alm_zscore(&made, &why, &f, &err), "_ _ _");
    assert_string_equal(why, "constant");
    assert_makes(alm_share(&made, &why, &v, &err),
                 "16.666666666666668 _ 33.333333333333336 50");
    assert_null(why);
    assert_makes(alm_share(&made, NULL, &f, &err), "50 50 _");
    assert_makes(alm_share(&made, &why, &z, &err), "_ _ _");
    assert_string_equal(why, "the sum is 0");
    assert_makes(alm_share(&made, NULL, &t, &err),
                 "a column of text is no column of numbers");
    assert_makes(alm_zscore(&made, NULL, &m, &err),
                 "a column of boolean is no column of numbers");
    alm_column_free(col);
    alm_column_free(flat);
    alm_column_free(zero);
    alm_column_free(text);
    alm_column_free(mask);
}

static void fills_forward(void **state)
{
    alm_column *col = column_of(ALM_TEXT, "_ a _ _ b _");
    const alm_vector v = alm_column_vector(col, NULL);
    size_t filled = 0;
    (void)state;
    assert_makes(alm_fill_forward(&made, &filled, &v, &err), "_ a a a b b");
    assert_int_equal(filled, 3);
    alm_column_free(col);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accumulates_from_the_first_row),
        cmocka_unit_test(ranks_rows),
        cmocka_unit_test(standardises_and_shares),
        cmocka_unit_test(fills_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
