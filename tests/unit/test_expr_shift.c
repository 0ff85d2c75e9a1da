#include "unit.h"

#include "columns.h"
#include "expr/shift.h"

/* Rules (1) and (2) of shift.h. */
static void shifts_by_rows(void **state)
{
    alm_column *col = column_of(ALM_INTEGER, "1 2 _ 5");
    alm_column *texts = column_of(ALM_TEXT, "a b _");
    const alm_vector v = alm_column_vector(col, NULL);
    const alm_vector t = alm_column_vector(texts, NULL);
    (void)state;
    assert_makes(alm_lag(&made, &v, 1, &err), "_ 1 2 _");
    assert_makes(alm_lag(&made, &v, -1, &err), "2 _ 5 _");
    assert_makes(alm_lag(&made, &v, 0, &err), "1 2 _ 5");
    assert_makes(alm_lag(&made, &v, 4, &err), "_ _ _ _");
    assert_makes(alm_lag(&made, &v, INT64_MAX, &err), "_ _ _ _");
    assert_makes(alm_lag(&made, &v, INT64_MIN, &err), "_ _ _ _");
    assert_makes(alm_lag(&made, &t, 1, &err), "_ a b");
    assert_makes(alm_diff(&made, &v, 1, &err), "_ 1 _ _");
    assert_makes(alm_diff(&made, &v, 3, &err), "_ _ _ 4");
    assert_makes(alm_diff(&made, &t, 1, &err),
                 "row 1: \"a\" is text, not a number");
    alm_column_free(col);
    alm_column_free(texts);
}

static void shifts_the_rows_of_a_selection(void **state)
{
    uint32_t at[] = {3, ALM_ROW_NONE, 0, 1};
    alm_rows rows = {1, 4, at};
    alm_column *col = column_of(ALM_INTEGER, "1 2 _ 5");
    const alm_vector v = alm_column_vector(col, &rows);
    (void)state;
    assert_makes(alm_lag(&made, &v, 1, &err), "_ 5 _ 1");
    alm_column_free(col);
}

/* Rules (3) to (6). */
typedef struct matching {
    const char *periods;
    const char *regions; /* NULL: none */
    int64_t steps;
    bool by_end;
    const char *values;
    const char *want;
    size_t partner;
    size_t period;
} matching;

static void check(const matching *m, bool years)
{
    alm_column *periods = column_of(ALM_PERIOD, m->periods);
    alm_column *values = column_of(ALM_INTEGER, m->values);
    alm_column *regions =
        m->regions != NULL ? column_of(ALM_TEXT, m->regions) : NULL;
    alm_vector key;
    alm_dates dates = {.periods = alm_column_vector(periods, NULL),
                       .steps = m->steps,
                       .years = years,
                       .by_end = m->by_end};
    const alm_vector v = alm_column_vector(values, NULL);
    alm_unmatched unmatched = {m->partner, m->period};
    if (regions != NULL) {
        key = alm_column_vector(regions, NULL);
        dates.keys = &key;
        dates.key_count = 1;
    }
    assert_makes(alm_lag_by_date(&made, &unmatched, &v, &dates, &err), m->want);
    assert_int_equal(unmatched.partner, m->partner);
    assert_int_equal(unmatched.period, m->period);
    alm_column_free(periods);
    alm_column_free(values);
    alm_column_free(regions);
}

static void finds_partners_by_date(void **state)
{
    static const matching cases[] = {
        /* a gap: 2017-S1 is no partner of 2018-S1 one step later */
        {"2016-S1 2016-S2 2017-S1 2018-S1", NULL, 1, false, "1 2 3 4",
         "_ 1 2 _", 2, 0},
        {"2016-S1 2016-S2 2017-S1 2018-S1", NULL, 2, false, "1 2 3 4",
         "_ _ 1 3", 2, 0},
        {"2016-S1 2016-S2 2017-S1", NULL, -1, false, "1 2 3", "2 3 _", 1, 0},
        /* order does not matter */
        {"2018 2016 2017", NULL, 1, false, "18 16 17", "17 _ 16", 1, 0},
        /* keys */
        {"2016 2016 2017 2017 2017", "a b a b c", 1, false, "1 2 3 4 5",
         "_ _ 1 2 _", 3, 0},
        {"2016 2017 2017 _", "a _ a a", 1, false, "1 2 3 4", "_ _ 1 _", 1, 2},
        /* frequencies do not mix, unless by_end */
        {"2016-S2 2016 2017", NULL, 1, false, "1 2 3", "_ _ 2", 2, 0},
        {"2016 2017-S1", NULL, 1, false, "1 2", "_ _", 2, 0},
        {"2016 2017-S1", NULL, 1, true, "1 2", "_ 1", 1, 0},
        {"2016-12 2016-Q4 2017-S1", NULL, 1, true, "1 2 3", "_ _ 2", 2, 0},
        {"2016-12 2016-S2 2017-S1", NULL, 1, true, "1 2 3", "_ _ 2", 2, 0},
        /* a missing value of the partner is not an absent partner */
        {"2016 2017", NULL, 1, false, "_ 2", "_ _", 1, 0},
        {"2016 2017", NULL, 1000000000000, false, "1 2", "_ _", 2, 0},
        {"0001 9999", NULL, 1, false, "1 2", "_ _", 2, 0},
        {"", NULL, 1, false, "", "", 0, 0},
        /* (6) */
        {"2016 2016 2017", NULL, 1, false, "1 2 3",
         "rows 1 and 2 are both 2016", 0, 0},
        {"2016 2016 2017", "a a a", 1, false, "1 2 3",
         "rows 1 and 2 are both 2016 of one key", 0, 0},
        {"2016 2016 2018", NULL, 1, false, "1 2 3", "_ _ _", 3, 0},
        {"2016 2017", NULL, 1, false, "1 2 3",
         "columns of 3 and 2 rows do not match", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++)
        check(&cases[i], false);
}

static void finds_partners_a_year_before(void **state)
{
    static const matching cases[] = {
        /* years, whatever the frequency; 29 February has none */
        {"2016-S1 2016-S2 2017-S1 2017 2018", NULL, 1, false, "1 2 3 4 5",
         "_ _ 1 _ 4", 3, 0},
        {"2019-03 2020-03 2015-Q4 2017-Q4", NULL, 1, false, "1 2 3 4",
         "_ 1 _ _", 3, 0},
        {"2019-03-01 2020-02-29 2020-03-01 2021-03-01", NULL, 1, false,
         "1 2 3 4", "_ _ 1 3", 2, 0},
        {"2016-S1 2017-S1", NULL, -1, false, "1 2", "2 _", 1, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i], true);
}

static void takes_differences_by_date(void **state)
{
    alm_column *periods = column_of(ALM_PERIOD, "2016 2018 2017");
    alm_column *values = column_of(ALM_NUMBER, "1.5 4 2");
    const alm_dates dates = {.periods = alm_column_vector(periods, NULL),
                             .steps = 1};
    const alm_dates wrong = {.periods = alm_column_vector(values, NULL)};
    const alm_vector v = alm_column_vector(values, NULL);
    (void)state;
    assert_makes(alm_diff_by_date(&made, NULL, &v, &dates, &err), "_ 2 0.5");
    assert_makes(alm_diff_by_date(&made, NULL, &v, &wrong, &err),
                 "a column of number is no column of periods");
    alm_column_free(periods);
    alm_column_free(values);
}

/* Keys of every type, and of a number of rows that fills the hash table. */
static void matches_by_keys_of_any_type(void **state)
{
    alm_column *cols[] = {column_of(ALM_INTEGER, "1 1 2"),
                          column_of(ALM_NUMBER, "0 -0 1"),
                          column_of(ALM_BOOLEAN, "t t f"),
                          column_of(ALM_PERIOD, "2000 2000 2001")};
    alm_column *periods = column_of(ALM_PERIOD, "2016 2017 2017");
    alm_vector keys[LENGTH(cols)];
    const alm_vector v = alm_column_vector(periods, NULL);
    (void)state;
    for (size_t i = 0; i < LENGTH(cols); i++)
        keys[i] = alm_column_vector(cols[i], NULL);
    for (size_t n = 0; n <= LENGTH(cols); n++) {
        const alm_dates dates = {
            .periods = v, .keys = keys, .key_count = n, .steps = 1};
        assert_makes(alm_lag_by_date(&made, NULL, &v, &dates, &err),
                     n == 0 ? "_ 2016 2016" : "_ 2016 _");
    }
    for (size_t i = 0; i < LENGTH(cols); i++)
        alm_column_free(cols[i]);
    alm_column_free(periods);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shifts_by_rows),
        cmocka_unit_test(shifts_the_rows_of_a_selection),
        cmocka_unit_test(finds_partners_by_date),
        cmocka_unit_test(finds_partners_a_year_before),
        cmocka_unit_test(takes_differences_by_date),
        cmocka_unit_test(matches_by_keys_of_any_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
