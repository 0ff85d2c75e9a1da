#include "unit.h"

#include "columns.h"
#include "expr/convert.h"
#include "expr/period.h"

#define INT    ALM_INTEGER
#define NUM    ALM_NUMBER
#define TEXT   ALM_TEXT
#define BOOL   ALM_BOOLEAN
#define PERIOD ALM_PERIOD

/* Rules of convert.h in brackets. */
static void converts_between_all_types(void **state)
{
    static const struct {
        alm_type from;
        const char *values;
        alm_type to;
        const char *want;
        size_t lost;
        size_t first;
    } cases[] = {
        /* (2) */
        {NUM, "1 1.5 _ 9.3e18 nan -2", INT, "1 _ _ _ _ -2", 3, 1},
        {TEXT, "7 x 1.0 _ -3", INT, "7 _ _ _ -3", 2, 1},
        {BOOL, "t f _", INT, "1 0 _", 0, 0},
        /* (3) */
        {INT, "1 9007199254740993 9223372036854775807 _", NUM, "1 _ _ _", 2, 1},
        {TEXT, "1.5 1.2M '' 1e3", NUM, "1.5 _ _ 1000", 2, 1},
        {BOOL, "t f", NUM, "1 0", 0, 0},
        /* (4) */
        {NUM, "0.1 2 nan _", TEXT, "0.1 2 nan _", 0, 0},
        {INT, "-7", TEXT, "-7", 0, 0},
        {BOOL, "t f", TEXT, "true false", 0, 0},
        {PERIOD, "2016-S1", TEXT, "2016-S1", 0, 0},
        /* (5) */
        {INT, "1 0 2 _", BOOL, "true false _ _", 1, 2},
        {NUM, "1 0 0.5", BOOL, "true false _", 1, 2},
        {TEXT, "true false TRUE ''", BOOL, "true false _ _", 2, 2},
        /* (6) */
        {TEXT, "2016-S1 2016 late _", PERIOD, "2016-S1 2016 _ _", 1, 2},
        {INT, "2016 7 0 10000", PERIOD, "2016 0007 _ _", 2, 2},
        {NUM, "2016 2016.5", PERIOD, "2016 _", 1, 1},
        {BOOL, "t", PERIOD, "_", 1, 0},
        /* (7) */
        {PERIOD, "2016", INT, "_", 1, 0},
        {PERIOD, "2016", NUM, "_", 1, 0},
        {PERIOD, "2016", BOOL, "_", 1, 0},
        /* (8) */
        {INT, "1 _", INT, "1 _", 0, 0},
        {NUM, "1.5 _", NUM, "1.5 _", 0, 0},
        {TEXT, "a _", TEXT, "a _", 0, 0},
        {BOOL, "t _", BOOL, "true _", 0, 0},
        {PERIOD, "2016 _", PERIOD, "2016 _", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_column *col = column_of(cases[i].from, cases[i].values);
        const alm_vector v = alm_column_vector(col, NULL);
        alm_conversion report = {0, 0};
        assert_makes(alm_convert(&made, &report, &v, cases[i].to, &err),
                     cases[i].want);
        assert_int_equal(report.lost, cases[i].lost);
        assert_int_equal(report.first, cases[i].first);
        alm_column_free(col);
    }
}

static void says_what_could_not_be_converted(void **state)
{
    alm_error err;
    alm_column *texts = column_of(TEXT, "1 1.2M x");
    alm_column *numbers = column_of(NUM, "0.5");
    alm_column *periods = column_of(PERIOD, "2016-S1");
    alm_column *masks = column_of(BOOL, "t");
    alm_column *integers = column_of(INT, "7");
    const alm_vector t = alm_column_vector(texts, NULL);
    const alm_vector n = alm_column_vector(numbers, NULL);
    const alm_vector p = alm_column_vector(periods, NULL);
    const alm_vector m = alm_column_vector(masks, NULL);
    const alm_vector z = alm_column_vector(integers, NULL);
    const alm_conversion two = {2, 1};
    const alm_conversion one = {1, 0};
    (void)state;
    assert_int_equal(alm_conversion_fail(&two, &t, NUM, &err), ALM_ETYPE);
    assert_string_equal(err.message, "row 2: \"1.2M\" is not a number; 2 such "
                                     "values in 3");
    assert_int_equal(alm_conversion_fail(&one, &n, INT, &err), ALM_EINVAL);
    assert_string_equal(err.message, "row 1: 0.5 is not an integer; 1 such "
                                     "value in 1");
    assert_int_equal(alm_conversion_fail(&one, &p, NUM, &err), ALM_EINVAL);
    assert_string_equal(err.message, "row 1: 2016-S1 is not a number; 1 such "
                                     "value in 1");
    assert_int_equal(alm_conversion_fail(&one, &m, PERIOD, &err), ALM_EINVAL);
    assert_string_equal(err.message, "row 1: true is not a period; 1 such "
                                     "value in 1");
    assert_int_equal(alm_conversion_fail(&one, &z, BOOL, &err), ALM_EINVAL);
    assert_string_equal(err.message, "row 1: 7 is not a boolean; 1 such value "
                                     "in 1");
    alm_column_free(texts);
    alm_column_free(numbers);
    alm_column_free(periods);
    alm_column_free(masks);
    alm_column_free(integers);
}

/* Rules of period.h. */
static void takes_periods_apart(void **state)
{
    alm_column *col = column_of(PERIOD, "2018-S1 2020-03 2016 _ 2016-06-30");
    alm_column *texts = column_of(TEXT, "2018-S1 _ late");
    alm_column *numbers = column_of(NUM, "2018");
    const alm_vector v = alm_column_vector(col, NULL);
    const alm_vector t = alm_column_vector(texts, NULL);
    const alm_vector n = alm_column_vector(numbers, NULL);
    const uint32_t at[] = {0, 1};
    alm_vector good = t;
    size_t lost = 9;
    (void)state;
    good.rows = at;
    good.n = LENGTH(at);
    assert_makes(alm_period_times(&made, &v, &err),
                 "2018.5 2020.25 2017 _ 2016.5");
    assert_makes(alm_period_years(&made, &v, &err), "2018 2020 2016 _ 2016");
    assert_makes(alm_period_frequencies(&made, &v, &err), "S M A _ D");
    assert_makes(alm_period_shifted(&made, &lost, &v, -1, &err),
                 "2017-S2 2020-02 2015 _ 2016-06-29");
    assert_int_equal(lost, 0);
    assert_makes(alm_period_times(&made, &good, &err), "2018.5 _");
    assert_makes(alm_period_times(&made, &t, &err),
                 "row 3: \"late\" is no period");
    assert_makes(alm_period_years(&made, &n, &err),
                 "a column of number is no column of periods");
    alm_column_free(col);
    alm_column_free(texts);
    alm_column_free(numbers);
}

static void loses_periods_beyond_the_years_there_are(void **state)
{
    alm_column *col = column_of(PERIOD, "9999-S2 2016 _");
    const alm_vector v = alm_column_vector(col, NULL);
    size_t lost = 0;
    (void)state;
    assert_makes(alm_period_shifted(&made, &lost, &v, 1, &err), "_ 2017 _");
    assert_int_equal(lost, 1);
    assert_makes(alm_period_shifted(&made, &lost, &v, INT64_MIN, &err),
                 "_ _ _");
    assert_int_equal(lost, 2);
    alm_column_free(col);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(converts_between_all_types),
        cmocka_unit_test(says_what_could_not_be_converted),
        cmocka_unit_test(takes_periods_apart),
        cmocka_unit_test(loses_periods_beyond_the_years_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
