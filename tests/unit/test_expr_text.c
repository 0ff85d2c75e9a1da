#include "unit.h"

#include <string.h>

#include "columns.h"
#include "expr/text.h"
#include "table/builder.h"

/* "Zhongguo" in Chinese, and its two characters. */
#define CHINA "\xE4\xB8\xAD\xE5\x9B\xBD"
#define ZHONG "\xE4\xB8\xAD"
#define GUO   "\xE5\x9B\xBD"
#define WIDE  "\xE3\x80\x80" /* U+3000 */

typedef alm_status simple_function(alm_column **out, const alm_vector *v,
                                   alm_error *err);

static void changes_case_blanks_and_counts(void **state)
{
    static const struct {
        simple_function *f;
        const char *texts;
        const char *want;
    } cases[] = {
        {alm_text_lower, "East WEST _ \xC3\x84 ''", "east west _ \xC3\xA4 ''"},
        {alm_text_upper, "East _ " CHINA, "EAST _ " CHINA},
        {alm_text_trim, WIDE "a" WIDE " \tb\n " WIDE WIDE " c _", "a b '' c _"},
        {alm_text_length, "East " CHINA " _ ''", "4 2 _ 0"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_column *col = column_of(ALM_TEXT, cases[i].texts);
        const alm_vector v = alm_column_vector(col, NULL);
        assert_makes(cases[i].f(&made, &v, &err), cases[i].want);
        alm_column_free(col);
    }
}

/* Lua 5.4.4: ("hello"):sub(i, j); rule (3) for the Chinese text. */
static void cuts_as_string_sub_does(void **state)
{
    static const struct {
        int64_t i;
        int64_t j;
        const char *want;
    } cases[] = {
        {2, 4, "ell " GUO " _"},
        {1, -1, "hello " CHINA " _"},
        {-1, -1, "o " GUO " _"},
        {-2, 10, "lo " CHINA " _"},
        {0, 1, "h " ZHONG " _"},
        {-100, 1, "h " ZHONG " _"},
        {3, 2, "'' '' _"},
        {6, 9, "'' '' _"},
        {1, -3, "hel '' _"},
        {2, -100, "'' '' _"},
        {INT64_MIN, INT64_MAX, "hello " CHINA " _"},
    };
    alm_column *col = column_of(ALM_TEXT, "hello " CHINA " _");
    const alm_vector v = alm_column_vector(col, NULL);
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_makes(alm_text_sub(&made, &v, cases[i].i, cases[i].j, &err),
                     cases[i].want);
    alm_column_free(col);
}

static void replaces_plain_text(void **state)
{
    alm_column *col = column_of(ALM_TEXT, "a.b.c aaa _ ''");
    const alm_vector v = alm_column_vector(col, NULL);
    (void)state;
    assert_makes(alm_text_replace(&made, &v, ".", 1, "--", 2, &err),
                 "a--b--c aaa _ ''");
    assert_makes(alm_text_replace(&made, &v, "aa", 2, "", 0, &err),
                 "a.b.c a _ ''");
    assert_makes(alm_text_replace(&made, &v, "", 0, "x", 1, &err),
                 "nothing to replace: empty text");
    alm_column_free(col);
}

static void splits_at_a_separator(void **state)
{
    static const struct {
        const char *separator;
        int64_t k;
        const char *want;
    } cases[] = {
        {"-", 1, "2016 a _ ''"},
        {"-", 2, "S1 '' _ _"},
        {"-", 3, "_ b _ _"},
        {"-", -1, "S1 b _ ''"},
        {"-", -3, "_ a _ _"},
        {"-", 4, "_ _ _ _"},
        {"", 1, "an empty separator splits nothing"},
        {"-", 0, "pieces count from 1, or from -1"},
    };
    alm_column *col = column_of(ALM_TEXT, "2016-S1 a--b _ ''");
    const alm_vector v = alm_column_vector(col, NULL);
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_makes(alm_text_split(&made, &v, cases[i].separator,
                                    strlen(cases[i].separator), cases[i].k,
                                    &err),
                     cases[i].want);
    alm_column_free(col);
}

static void tests_for_parts(void **state)
{
    static const struct {
        alm_text_test test;
        const char *pattern;
        const char *want;
    } cases[] = {
        {ALM_TEXT_STARTS_WITH, "Nor", "true false _ false"},
        {ALM_TEXT_ENDS_WITH, "east", "true false _ false"},
        {ALM_TEXT_CONTAINS, "he", "true false _ false"},
        {ALM_TEXT_CONTAINS, "", "true true _ true"},
        {ALM_TEXT_STARTS_WITH, "Northeast!", "false false _ false"},
        {ALM_TEXT_ENDS_WITH, ".", "false false _ false"},
    };
    alm_column *col = column_of(ALM_TEXT, "Northeast East _ ''");
    const alm_vector v = alm_column_vector(col, NULL);
    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_makes(alm_text_is(&made, cases[i].test, &v, cases[i].pattern,
                                 strlen(cases[i].pattern), &err),
                     cases[i].want);
    alm_column_free(col);
}

/* Rule (1). */
static void reads_periods_as_text_and_refuses_numbers(void **state)
{
    alm_column *periods = column_of(ALM_PERIOD, "2016-S1 _ 2016");
    alm_column *numbers = column_of(ALM_NUMBER, "1");
    const alm_vector p = alm_column_vector(periods, NULL);
    const alm_vector n = alm_column_vector(numbers, NULL);
    (void)state;
    assert_makes(alm_text_sub(&made, &p, 6, -1, &err), "S1 _ ''");
    assert_makes(alm_text_length(&made, &n, &err),
                 "a column of number is no column of text");
    alm_column_free(periods);
    alm_column_free(numbers);
}

/* Rule (5). */
static void finds_the_texts_that_occur(void **state)
{
    uint32_t at[] = {4, 2, ALM_ROW_NONE, 4, 1};
    alm_rows rows = {1, LENGTH(at), at};
    alm_column *col = column_of(ALM_TEXT, "a b c _ d");
    const alm_vector v = alm_column_vector(col, &rows);
    alm_column *texts = NULL;
    alm_rows *index = NULL;
    alm_error err;
    (void)state;
    assert_ok(alm_text_distinct(&texts, &index, &v, &err), &err);
    assert_string_equal(column_text(texts), "d c b");
    assert_int_equal(index->len, LENGTH(at));
    assert_int_equal(index->at[2], ALM_ROW_NONE);
    assert_int_equal(index->at[3], 0);
    alm_column *results = column_of(ALM_INTEGER, "1 2 _");
    alm_column *got = NULL;
    assert_ok(alm_text_spread(&got, results, index, &err), &err);
    assert_string_equal(column_text(got), "1 2 _ 1 _");
    alm_column_free(got);
    alm_column_free(results);
    alm_column_free(texts);
    alm_rows_free(index);
    alm_column_free(col);
}

static void takes_a_small_window_on_many_texts_as_it_is(void **state)
{
    uint32_t at[] = {99, 7, 99};
    alm_rows rows = {1, LENGTH(at), at};
    alm_builder *b = NULL;
    alm_column *col = NULL;
    (void)state;
    assert_int_equal(alm_builder_new(&b, ALM_TEXT, 0, NULL), ALM_OK);
    for (int i = 0; i < 100; i++) {
        char text[16];
        const int len = snprintf(text, sizeof text, "t%d", i);
        assert_int_equal(alm_builder_add_text(b, text, (size_t)len, NULL),
                         ALM_OK);
    }
    assert_int_equal(alm_builder_finish(&col, b, NULL), ALM_OK);
    const alm_vector v = alm_column_vector(col, &rows);
    assert_makes(alm_text_upper(&made, &v, &err), "T99 T7 T99");
    alm_column_free(col);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_case_blanks_and_counts),
        cmocka_unit_test(cuts_as_string_sub_does),
        cmocka_unit_test(replaces_plain_text),
        cmocka_unit_test(splits_at_a_separator),
        cmocka_unit_test(tests_for_parts),
        cmocka_unit_test(reads_periods_as_text_and_refuses_numbers),
        cmocka_unit_test(finds_the_texts_that_occur),
        cmocka_unit_test(takes_a_small_window_on_many_texts_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
