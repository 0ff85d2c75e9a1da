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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_stand_in_order_of_first_appearance),
        cmocka_unit_test(no_keys_make_one_group_even_of_nothing),
        cmocka_unit_test(the_rows_of_a_group_are_a_view_that_keeps_their_lines),
        cmocka_unit_test(aggregates_leave_out_and_count_missing_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
