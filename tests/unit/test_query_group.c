#include "tables.h"

#include <string.h>

#include "query/aggregate.h"
#include "query/group.h"

/* Expected values: by hand, from the rules of design section 4. */

static alm_grouping *group(const alm_table *t, const char *a, const char *b)
{
    alm_error err;
    alm_grouping *g = NULL;
    size_t keys[2];
    size_t n = 0;
    if (a != NULL)
        keys[n++] = column_of(t, a);
    if (b != NULL)
        keys[n++] = column_of(t, b);
    assert_ok(alm_grouping_new(&g, t, keys, n, &err), &err);
    return g;
}

/* The group of every row as digits. */
static const char *groups_of(const alm_table *t, const char *a, const char *b)
{
    static char out[64];
    alm_grouping *g = group(t, a, b);
    for (size_t i = 0; i < g->rows; i++)
        out[i] = (char)('0' + g->of[i]);
    out[g->rows] = '\0';
    alm_grouping_free(g);
    return out;
}

static void groups_stand_in_order_of_first_appearance(void **state)
{
    (void)state;
    alm_table *t = table_of("k:text,i:integer,n:number,p:period,b:boolean\n"
                            "b,5,-0,2016-S1,t\n"
                            "a,-7,0,2016,f\n"
                            "b,5,1.5,2016-S1,t\n"
                            ",,,,\n"
                            "c,9000000000,nan,2016-06,\n"
                            ",5,nan,,f\n");
    assert_string_equal(groups_of(t, "k", NULL), "010232");
    assert_string_equal(groups_of(t, "i", NULL), "010230");
    assert_string_equal(groups_of(t, "n", NULL), "001233");
    assert_string_equal(groups_of(t, "p", NULL), "010232");
    assert_string_equal(groups_of(t, "b", NULL), "010221");
    assert_string_equal(groups_of(t, "k", "i"), "010234");
    assert_string_equal(groups_of(t, "b", "n"), "012345");
    alm_table_free(t);
}

static void no_keys_make_one_group_even_of_nothing(void **state)
{
    (void)state;
    alm_table *t = table_of("k:text\n");
    alm_grouping *g = group(t, NULL, NULL);
    assert_int_equal(g->count, 1);
    assert_int_equal(alm_grouping_size(g, 0), 0);
    alm_grouping_free(g);
    g = group(t, "k", NULL);
    assert_int_equal(g->count, 0);
    alm_grouping_free(g);
    alm_table_free(t);
}

static void the_rows_of_a_group_are_a_view_that_keeps_their_lines(void **state)
{
    (void)state;
    alm_error err;
    alm_table *sub = NULL;
    alm_table *t = table_of("k:text,x:integer\nb,1\na,2\nb,3\na,4\n");
    alm_grouping *g = group(t, "k", NULL);
    assert_ok(alm_grouping_table(&sub, g, t, 1, &err), &err);
    assert_int_equal(alm_table_line(sub, 1), 5);
    assert_table(sub, "k:text,x:integer\na,2\na,4\n");
    alm_grouping_free(g);
    alm_table_free(t);
}

/* One row for each group: the key and one aggregate. */
static alm_table *summarised(const alm_table *t, const char *key,
                             alm_summary summary, const char *x, const char *y,
                             alm_summary_counts *counts)
{
    alm_error err;
    alm_table *out = NULL;
    alm_column *column = NULL;
    alm_field *field = NULL;
    const size_t k = key != NULL ? column_of(t, key) : 0;
    alm_grouping *g = group(t, key, NULL);
    alm_summary_call call = {.summary = summary, .p = 0.25};
    call.x.column = alm_table_column(t, column_of(t, x));
    call.x.rows = alm_table_selection(t, column_of(t, x));
    if (y != NULL) {
        call.y.column = alm_table_column(t, column_of(t, y));
        call.y.rows = alm_table_selection(t, column_of(t, y));
    }
    assert_ok(alm_summarise(&column, counts, &call, g, &err), &err);
    assert_ok(alm_grouping_keys(&out, g, t, &k, key != NULL, &err), &err);
    assert_ok(alm_summary_field(&field, summary, NULL,
                                alm_summary_name(summary), &err),
              &err);
    assert_ok(alm_table_add(out, field, column, NULL, &err), &err);
    alm_field_free(field);
    alm_column_free(column);
    alm_grouping_free(g);
    return out;
}

static void aggregates_leave_out_and_count_missing_values(void **state)
{
    (void)state;
    static const struct {
        alm_summary summary;
        const char *x;
        const char *y;
        const char *want;
    } rows[] = {
        {ALM_SUMMARY_COUNT, "x", NULL, "integer\na,2\nb,0\n,1\n"},
        {ALM_SUMMARY_ROWS, "x", NULL, "integer\na,3\nb,1\n,1\n"},
        {ALM_SUMMARY_SUM, "x", NULL, "number\na,4\nb,0\n,7\n"},
        {ALM_SUMMARY_SUM, "i", NULL, "integer\na,12\nb,0\n,5\n"},
        {ALM_SUMMARY_SUM, "b", NULL, "integer\na,2\nb,0\n,0\n"},
        {ALM_SUMMARY_MEAN, "x", NULL, "number\na,2\nb,\n,7\n"},
        {ALM_SUMMARY_MEAN, "i", NULL, "number\na,4\nb,\n,5\n"},
        {ALM_SUMMARY_WMEAN, "x", "w", "number\na,2.5\nb,\n,\n"},
        {ALM_SUMMARY_MEDIAN, "i", NULL, "number\na,3\nb,\n,5\n"},
        {ALM_SUMMARY_QUANTILE, "i", NULL, "number\na,2.5\nb,\n,5\n"},
        {ALM_SUMMARY_VAR, "i", NULL, "number\na,7\nb,\n,\n"},
        {ALM_SUMMARY_SD, "x", NULL, "number\na,1.4142135623730951\nb,\n,\n"},
        {ALM_SUMMARY_MIN, "i", NULL, "integer\na,2\nb,\n,5\n"},
        {ALM_SUMMARY_MAX, "t", NULL, "text\na,z\nb,\n,q\n"},
        {ALM_SUMMARY_MIN, "t", NULL, "text\na,y\nb,\n,q\n"},
        {ALM_SUMMARY_FIRST, "x", NULL, "number\na,1\nb,\n,7\n"},
        {ALM_SUMMARY_LAST, "x", NULL, "number\na,3\nb,\n,7\n"},
        {ALM_SUMMARY_LAST, "p", NULL, "period\na,2016-S1\nb,2017\n,\n"},
        {ALM_SUMMARY_MAX, "p", NULL, "period\na,2016\nb,2017\n,\n"},
        {ALM_SUMMARY_N_DISTINCT, "t", NULL, "integer\na,2\nb,0\n,1\n"},
        {ALM_SUMMARY_COR, "x", "w", "number\na,1\nb,\n,\n"},
        {ALM_SUMMARY_ANY, "b", NULL, "boolean\na,true\nb,false\n,false\n"},
        {ALM_SUMMARY_ALL, "b", NULL, "boolean\na,true\nb,true\n,false\n"},
    };
    alm_table *t = table_of("k:text,x:number,i:integer,w:number,t:text,"
                            "p:period,b:boolean\n"
                            "a,1,2,1,z,2016,t\n"
                            "b,,,,,2017,\n"
                            "a,,3,2,y,,t\n"
                            ",7,5,,q,,f\n"
                            "a,3,7,3,y,2016-S1,\n");
    for (size_t i = 0; i < LENGTH(rows); i++) {
        char want[128];
        (void)snprintf(want, sizeof want, "k:text,%s:%s",
                       alm_summary_name(rows[i].summary), rows[i].want);
        assert_table(
            summarised(t, "k", rows[i].summary, rows[i].x, rows[i].y, NULL),
            want);
    }
    alm_table_free(t);
}

static void counts_say_what_was_used_and_what_was_not(void **state)
{
    (void)state;
    alm_summary_counts counts;
    alm_table *t = table_of("k:text,x:number,w:number\n"
                            "a,1,1\na,,1\nb,,\na,3,\n");
    alm_table_free(summarised(t, "k", ALM_SUMMARY_MEAN, "x", NULL, &counts));
    assert_int_equal(counts.of, 4);
    assert_int_equal(counts.used, 2);
    assert_int_equal(counts.missing, 2);
    assert_int_equal(counts.empty, 1);
    alm_table_free(summarised(t, "k", ALM_SUMMARY_WMEAN, "x", "w", &counts));
    assert_int_equal(counts.used, 1);
    assert_int_equal(counts.missing, 3);
    alm_table_free(
        summarised(t, "k", ALM_SUMMARY_N_DISTINCT, "x", NULL, &counts));
    assert_int_equal(counts.used, 2);
    assert_int_equal(counts.empty, 0);
    alm_table_free(t);
}

static void a_whole_column_is_one_group(void **state)
{
    static const struct {
        alm_summary summary;
        const char *want;
    } rows[] = {
        {ALM_SUMMARY_COUNT, "count:integer\n0\n"},
        {ALM_SUMMARY_SUM, "sum:number\n0\n"},
        {ALM_SUMMARY_N_DISTINCT, "n_distinct:integer\n0\n"},
        {ALM_SUMMARY_MEAN, "mean:number\n\n"},
        {ALM_SUMMARY_MEDIAN, "median:number\n\n"},
        {ALM_SUMMARY_MAX, "max:number\n\n"},
        {ALM_SUMMARY_FIRST, "first:number\n\n"},
        {ALM_SUMMARY_SD, "sd:number\n\n"},
    };
    (void)state;
    static const char *const texts[] = {"x:number\n", "x:number\n\n"};
    for (size_t k = 0; k < LENGTH(texts); k++) {
        alm_table *t = table_of(texts[k]);
        for (size_t i = 0; i < LENGTH(rows); i++)
            assert_table(summarised(t, NULL, rows[i].summary, "x", NULL, NULL),
                         rows[i].want);
        alm_table_free(t);
    }
}

static alm_status whole(alm_column **out, alm_summary summary,
                        const alm_table *t, double p, alm_error *err)
{
    alm_summary_call call = {.summary = summary, .p = p};
    call.x.column = alm_table_column(t, 0);
    call.y.column = alm_table_column(t, alm_table_width(t) - 1);
    return alm_summarise(out, NULL, &call, NULL, err);
}

static double number(alm_summary summary, const char *text, double p)
{
    alm_error err;
    alm_column *column = NULL;
    alm_table *t = table_of(text);
    assert_ok(whole(&column, summary, t, p, &err), &err);
    const alm_vector v = alm_column_vector(column, NULL);
    const double x = alm_vector_number(&v, 0);
    alm_column_free(column);
    alm_table_free(t);
    return x;
}

static void nan_and_infinity_show_in_the_answer(void **state)
{
    (void)state;
    static const alm_summary all[] = {
        ALM_SUMMARY_SUM, ALM_SUMMARY_MEAN, ALM_SUMMARY_MEDIAN,
        ALM_SUMMARY_SD,  ALM_SUMMARY_VAR,  ALM_SUMMARY_MIN,
        ALM_SUMMARY_MAX, ALM_SUMMARY_COR,  ALM_SUMMARY_QUANTILE,
    };
    for (size_t i = 0; i < LENGTH(all); i++)
        assert_true(isnan(number(all[i], "x:number\n1\nnan\n2\n", 0.5)));
    assert_true(number(ALM_SUMMARY_SUM, "x:number\n1\ninf\n2\n", 0) ==
                (double)INFINITY);
    assert_true(number(ALM_SUMMARY_MEAN, "x:number\ninf\n2\n", 0) ==
                (double)INFINITY);
    assert_true(number(ALM_SUMMARY_MAX, "x:number\ninf\n2\n", 0) ==
                (double)INFINITY);
    assert_true(isnan(number(ALM_SUMMARY_SD, "x:number\ninf\n2\n", 0)));
}

static void sums_lose_no_digits(void **state)
{
    (void)state;
    /* 1 + 1e100 + 1 - 1e100 is 2 (Kahan's example); so is the mean 0.5. */
    static const char kahan[] = "x:number\n1\n1e100\n1\n-1e100\n";
    assert_true(number(ALM_SUMMARY_SUM, kahan, 0) == 2.0);
    assert_true(number(ALM_SUMMARY_MEAN, kahan, 0) == 0.5);
}

static void sums_of_integers_stay_exact_until_they_leave_int64(void **state)
{
    (void)state;
    alm_table *t = table_of("k:text,x:integer\n"
                            "a,9223372036854775807\na,-1\na,1\na,-7\n"
                            "b,-9223372036854775808\n");
    assert_table(summarised(t, "k", ALM_SUMMARY_SUM, "x", NULL, NULL),
                 "k:text,sum:integer\na,9223372036854775800\n"
                 "b,-9223372036854775808\n");
    alm_table_free(t);
    t = table_of("k:text,x:integer\n"
                 "a,9223372036854775807\na,9223372036854775807\n"
                 "b,5\nc,-9223372036854775808\nc,-9223372036854775808\n");
    assert_table(summarised(t, "k", ALM_SUMMARY_SUM, "x", NULL, NULL),
                 "k:text,sum:number\na,18446744073709552000\nb,5\n"
                 "c,-18446744073709552000\n");
    alm_table_free(t);
    t = table_of("k:text,x:integer\n" /* over and back */
                 "a,9223372036854775807\na,10\na,-11\n");
    assert_table(summarised(t, "k", ALM_SUMMARY_SUM, "x", NULL, NULL),
                 "k:text,sum:integer\na,9223372036854775806\n");
    alm_table_free(t);
}

static void a_constant_has_no_spread_and_no_correlation(void **state)
{
    (void)state;
    alm_error err;
    alm_column *column = NULL;
    assert_true(number(ALM_SUMMARY_SD, "x:number\n0.1\n0.1\n0.1\n", 0) == 0.0);
    alm_table *t = table_of("x:number,y:number\n0.1,1\n0.1,2\n0.1,3\n");
    assert_ok(whole(&column, ALM_SUMMARY_COR, t, 0, &err), &err);
    assert_int_equal(alm_column_missing(column), 1);
    alm_column_free(column);
    alm_table_free(t);
}

/* Rule (5): no value, no error (design section 4). */
static void a_column_without_values_has_any_type(void **state)
{
    (void)state;
    alm_error err;
    alm_column *column = NULL;
    alm_table *t = table_of("x:text\n");
    static const struct {
        alm_summary summary;
        size_t missing;
    } cases[] = {
        {ALM_SUMMARY_SUM, 0},  {ALM_SUMMARY_ANY, 0},    {ALM_SUMMARY_ALL, 0},
        {ALM_SUMMARY_MEAN, 1}, {ALM_SUMMARY_MEDIAN, 1}, {ALM_SUMMARY_SD, 1},
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        assert_int_equal(whole(&column, cases[i].summary, t, 0, &err), ALM_OK);
        assert_int_equal(alm_column_missing(column), cases[i].missing);
        alm_column_free(column);
    }
    alm_table_free(t);
}

static void what_cannot_be_aggregated_is_an_error(void **state)
{
    (void)state;
    alm_error err;
    alm_column *column = NULL;
    alm_table *t = table_of("x:text\na\n");
    assert_int_equal(whole(&column, ALM_SUMMARY_MEAN, t, 0, &err), ALM_ETYPE);
    assert_string_equal(err.message, "mean of a column of text");
    assert_int_equal(whole(&column, ALM_SUMMARY_ANY, t, 0, &err), ALM_ETYPE);
    alm_table_free(t);
    t = table_of("x:number,w:number\n1,-1\n");
    assert_int_equal(whole(&column, ALM_SUMMARY_WMEAN, t, 0, &err), ALM_EINVAL);
    assert_int_equal(whole(&column, ALM_SUMMARY_QUANTILE, t, 1.5, &err),
                     ALM_EINVAL);
    assert_int_equal(whole(&column, ALM_SUMMARY_QUANTILE, t, (double)NAN, &err),
                     ALM_EINVAL);
    alm_table_free(t);
}

static void aggregates_read_through_a_selection(void **state)
{
    (void)state;
    alm_error err;
    alm_rows *rows = NULL;
    alm_table *view = NULL;
    alm_table *t = table_of("k:text,x:integer\na,1\nb,2\na,4\n");
    assert_ok(alm_rows_new(&rows, 4, &err), &err);
    memcpy(rows->at, (uint32_t[]){2, ALM_ROW_NONE, 1, 2}, 4 * sizeof *rows->at);
    assert_ok(alm_table_new_selected(&view, t, rows, &err), &err);
    assert_table(summarised(view, "k", ALM_SUMMARY_SUM, "x", NULL, NULL),
                 "k:text,sum:integer\na,8\n,0\nb,2\n");
    assert_table(summarised(view, "k", ALM_SUMMARY_MAX, "x", NULL, NULL),
                 "k:text,max:integer\na,4\n,\nb,2\n");
    assert_table(summarised(view, "k", ALM_SUMMARY_MEDIAN, "x", NULL, NULL),
                 "k:text,median:number\na,4\n,\nb,2\n");
    alm_rows_free(rows);
    alm_table_free(view);
    alm_table_free(t);
}

static void a_result_keeps_the_meaning_that_it_has(void **state)
{
    static const struct {
        alm_summary summary;
        const char *unit;
        alm_kind kind;
        double rounding;
        bool bounds;
    } rows[] = {
        {ALM_SUMMARY_MEAN, "%", ALM_KIND_RATE, 0.1, true},
        {ALM_SUMMARY_SUM, "%", ALM_KIND_RATE, 0.1, false},
        {ALM_SUMMARY_SD, "pp", ALM_KIND_UNKNOWN, 0.0, false},
        {ALM_SUMMARY_VAR, NULL, ALM_KIND_UNKNOWN, 0.0, false},
        {ALM_SUMMARY_COUNT, "", ALM_KIND_STOCK, 0.0, false},
    };
    alm_error err;
    alm_field *field = NULL;
    const alm_field_info info = {.name = "rate",
                                 .title = "Rate",
                                 .unit = "%",
                                 .kind = ALM_KIND_RATE,
                                 .rounding = 0.1,
                                 .has_bounds = true,
                                 .high = 100.0};
    (void)state;
    assert_ok(alm_field_new(&field, &info, &err), &err);
    for (size_t i = 0; i < LENGTH(rows); i++) {
        alm_field *got = NULL;
        assert_ok(alm_summary_field(&got, rows[i].summary, field, "out", &err),
                  &err);
        const alm_field_info *is = alm_field_info_of(got);
        assert_string_equal(is->name, "out");
        assert_null(is->title);
        assert_int_equal(is->unit == NULL, rows[i].unit == NULL);
        if (is->unit != NULL)
            assert_string_equal(is->unit, rows[i].unit);
        assert_int_equal(is->kind, rows[i].kind);
        assert_true(is->rounding == rows[i].rounding);
        assert_int_equal(is->has_bounds, rows[i].bounds);
        alm_field_free(got);
    }
    alm_field_free(field);
}

static void summaries_have_names_both_ways(void **state)
{
    (void)state;
    for (int i = ALM_SUMMARY_COUNT; i <= ALM_SUMMARY_ALL; i++) {
        alm_summary got = ALM_SUMMARY_COUNT;
        const char *name = alm_summary_name((alm_summary)i);
        assert_true(alm_summary_from_name(&got, name, strlen(name)));
        assert_int_equal(got, i);
    }
    alm_summary got;
    assert_false(alm_summary_from_name(&got, "summ", 4));
    assert_false(alm_summary_from_name(&got, "su", 2));
}

static alm_status group_and_summarise(const alm_table *t, alm_summary summary,
                                      alm_error *err)
{
    static const size_t keys[] = {0, 1};
    alm_grouping *g = NULL;
    alm_column *column = NULL;
    alm_table *out = NULL;
    alm_summary_call call = {.summary = summary, .p = 0.5};
    call.x.column = alm_table_column(
        t, summary == ALM_SUMMARY_ANY || summary == ALM_SUMMARY_ALL ? 2 : 1);
    call.y.column = alm_table_column(t, 1);
    alm_status status = alm_grouping_new(&g, t, keys, 2, err);
    if (status == ALM_OK)
        status = alm_summarise(&column, NULL, &call, g, err);
    if (status == ALM_OK)
        status = alm_grouping_keys(&out, g, t, keys, 2, err);
    alm_table_free(out);
    alm_column_free(column);
    alm_grouping_free(g);
    return status;
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    alm_error err;
    alm_table *t = table_of("k:text,x:number,b:boolean\n"
                            "a,1,t\nb,2.5,f\na,,t\n,1,\na,7,f\na,1,f\n");
    for (int i = ALM_SUMMARY_COUNT; i <= ALM_SUMMARY_ALL; i++) {
        alm_status status = ALM_ENOMEM;
        for (long n = 0; status != ALM_OK; n++) {
            const long before = alm_alloc_live();
            alm_alloc_fail_after(n);
            status = group_and_summarise(t, (alm_summary)i, &err);
            alm_alloc_fail_after(-1);
            assert_true(status == ALM_OK || status == ALM_ENOMEM);
            assert_int_equal(alm_alloc_live(), before);
        }
    }
    alm_table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_stand_in_order_of_first_appearance),
        cmocka_unit_test(no_keys_make_one_group_even_of_nothing),
        cmocka_unit_test(the_rows_of_a_group_are_a_view_that_keeps_their_lines),
        cmocka_unit_test(aggregates_leave_out_and_count_missing_values),
        cmocka_unit_test(counts_say_what_was_used_and_what_was_not),
        cmocka_unit_test(a_whole_column_is_one_group),
        cmocka_unit_test(nan_and_infinity_show_in_the_answer),
        cmocka_unit_test(sums_lose_no_digits),
        cmocka_unit_test(sums_of_integers_stay_exact_until_they_leave_int64),
        cmocka_unit_test(a_constant_has_no_spread_and_no_correlation),
        cmocka_unit_test(a_column_without_values_has_any_type),
        cmocka_unit_test(what_cannot_be_aggregated_is_an_error),
        cmocka_unit_test(aggregates_read_through_a_selection),
        cmocka_unit_test(a_result_keeps_the_meaning_that_it_has),
        cmocka_unit_test(summaries_have_names_both_ways),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
