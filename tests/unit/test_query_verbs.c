#include "tables.h"

#include <string.h>

#include "query/ledger.h"
#include "query/reshape.h"
#include "query/select.h"
#include "query/sort.h"
#include "query/where.h"

/* Expected tables: by hand, from the headers of core/query and design
 * section 4. */

static const char sample_text[] =
    "region:text,users:integer,.users_status:text,"
    "rate:number\n"
    "b,3,R,0.5\n"
    "a,1,D,\n"
    "c,,,nan\n"
    "a,3,R,-1\n";

static size_t find_all(size_t *out, const alm_table *t, const char *names)
{
    size_t n = 0;
    while (*names != '\0') {
        const size_t len = strcspn(names, ",");
        out[n] = alm_table_find(t, names, len);
        assert_true(out[n++] != ALM_NO_COLUMN);
        names += len + (names[len] == ',');
    }
    return n;
}

/* By "-x,y": names, a '-' in front for descending. */
static alm_table *sorted(alm_table *t, const char *by)
{
    alm_error err;
    alm_sort_key keys[4];
    size_t n = 0;
    alm_table *out = NULL;
    while (*by != '\0') {
        const bool descending = *by == '-';
        by += descending;
        const size_t len = strcspn(by, ",");
        keys[n++] = (alm_sort_key){alm_table_find(t, by, len), descending};
        by += len + (by[len] == ',');
    }
    assert_ok(alm_table_sort(&out, t, keys, n, &err), &err);
    return out;
}

static void companions_follow_their_measure(void **state)
{
    (void)state;
    alm_error err;
    size_t columns[4];
    alm_table *out = NULL;
    alm_table *t = table_of(sample_text);
    size_t n = find_all(columns, t, "users,region");
    assert_ok(alm_table_select(&out, t, columns, n, &err), &err);
    assert_int_equal(alm_table_line(out, 3), 5);
    assert_table(out, "users:integer,region:text,.users_status:text\n"
                      "3,b,R\n1,a,D\n,c,\n3,a,R\n");
    n = find_all(columns, t, "users");
    assert_ok(alm_table_drop(&out, t, columns, n, &err), &err);
    assert_table(out, "region:text,rate:number\nb,0.5\na,\nc,nan\na,-1\n");
    n = find_all(columns, t, "users,rate");
    const char *names[] = {"rate", "users"};
    assert_ok(alm_table_rename(&out, t, columns, names, n, &err), &err);
    assert_table(out,
                 "region:text,rate:integer,.rate_status:text,users:number\n"
                 "b,3,R,0.5\na,1,D,\nc,,,nan\na,3,R,-1\n");
    const char *clash[] = {"region", "x"};
    assert_int_equal(alm_table_rename(&out, t, columns, clash, n, &err),
                     ALM_EINVAL);
    n = find_all(columns, t, "users,users");
    assert_int_equal(alm_table_select(&out, t, columns, n, &err), ALM_EINVAL);
    alm_table_free(t);
}

static void
a_replaced_column_keeps_its_place_and_loses_its_companions(void **state)
{
    (void)state;
    alm_error err;
    alm_table *out = NULL;
    alm_table *t = table_of(sample_text);
    alm_column *rate = alm_table_column(t, column_of(t, "rate"));
    alm_field *field = NULL;
    assert_ok(alm_field_new_named(&field, "users", 5, &err), &err);
    assert_ok(alm_table_new_with(&out, t, field, rate, &err), &err);
    alm_field_free(field);
    assert_table(out, "region:text,users:number,rate:number\n"
                      "b,0.5,0.5\na,,\nc,nan,nan\na,-1,-1\n");
    assert_ok(alm_field_new_named(&field, "new", 3, &err), &err);
    assert_ok(alm_table_new_with(&out, t, field, rate, &err), &err);
    assert_int_equal(column_of(out, "new"), 4);
    alm_table_free(out);
    alm_table *shorter = NULL;
    assert_ok(alm_table_head(&shorter, t, 2, &err), &err);
    assert_int_equal(alm_table_new_with(&out, shorter, field, rate, &err),
                     ALM_EINVAL);
    alm_table_free(shorter);
    alm_field_free(field);
    alm_table_free(t);
}

static void head_and_tail_take_what_there_is(void **state)
{
    (void)state;
    alm_error err;
    alm_table *out = NULL;
    alm_table *t = table_of("x:integer\n1\n2\n3\n");
    assert_ok(alm_table_head(&out, t, 2, &err), &err);
    assert_table(out, "x:integer\n1\n2\n");
    assert_ok(alm_table_tail(&out, t, 2, &err), &err);
    assert_int_equal(alm_table_line(out, 0), 3);
    assert_table(out, "x:integer\n2\n3\n");
    assert_ok(alm_table_tail(&out, t, 9, &err), &err);
    assert_table(out, "x:integer\n1\n2\n3\n");
    assert_ok(alm_table_head(&out, t, 0, &err), &err);
    assert_table(out, "x:integer\n");
    alm_table_free(t);
}

static void a_sample_keeps_the_order_and_repeats_with_its_seed(void **state)
{
    (void)state;
    alm_error err;
    alm_table *t = table_of("x:integer\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    size_t hits[10] = {0};
    for (uint64_t seed = 0; seed < 900; seed++) {
        alm_table *out = NULL;
        alm_table *again = NULL;
        char first[64];
        assert_ok(alm_table_sample(&out, t, 3, seed, &err), &err);
        assert_ok(alm_table_sample(&again, t, 3, seed, &err), &err);
        (void)snprintf(first, sizeof first, "%s", text_of(out));
        assert_table(again, first);
        alm_vector v;
        assert_ok(alm_table_vector(&v, out, 0, &err), &err);
        for (size_t i = 0; i < 3; i++) {
            assert_true(i == 0 || v.rows[i] > v.rows[i - 1]);
            hits[v.rows[i]]++;
        }
        alm_table_free(out);
    }
    /* Each row is drawn with probability 1/3: 300 times, sd 14; 5 sd. */
    for (size_t i = 0; i < 9; i++)
        assert_in_range(hits[i], 230, 370);
    alm_table_free(t);
}

static void distinct_keeps_first_rows(void **state)
{
    (void)state;
    alm_error err;
    alm_table *out = NULL;
    size_t columns[2];
    alm_table *t = table_of("k:text,x:integer\na,1\nb,\na,1\n,\na,2\n,\n");
    assert_ok(alm_table_distinct(&out, t, NULL, 0, &err), &err);
    assert_table(out, "k:text,x:integer\na,1\nb,\n,\na,2\n");
    const size_t n = find_all(columns, t, "k");
    assert_ok(alm_table_distinct(&out, t, columns, n, &err), &err);
    assert_int_equal(alm_table_line(out, 2), 5);
    assert_table(out, "k:text,x:integer\na,1\nb,\n,\n");
    alm_table_free(t);
    t = table_of("k:text\n");
    assert_ok(alm_table_distinct(&out, t, NULL, 0, &err), &err);
    assert_table(out, "k:text\n");
    alm_table_free(t);
}

static void tables_are_appended_by_name(void **state)
{
    (void)state;
    alm_error err;
    alm_table *out = NULL;
    alm_table *a = table_of("k:text,x:integer,e:text\na,1,\nb,2,\n");
    alm_table *b =
        table_of("y:period,x:number,k:text,e:integer\n2016,0.5,c,7\n");
    assert_ok(alm_table_append(&out, a, b, &err), &err);
    assert_table(out, "k:text,x:number,e:integer,y:period\n"
                      "a,1,,\nb,2,,\nc,0.5,7,2016\n");
    assert_ok(alm_table_append(&out, b, a, &err), &err);
    assert_table(out, "y:period,x:number,k:text,e:integer\n"
                      "2016,0.5,c,7\n,1,a,\n,2,b,\n");
    alm_table_free(b);
    b = table_of("x:text\nmuch\n");
    assert_int_equal(alm_table_append(&out, a, b, &err), ALM_ETYPE);
    assert_string_equal(
        err.message,
        "column \"x\" is integer in one table and text in the other");
    alm_table_free(a);
    alm_table_free(b);
}

static void where_keeps_the_rows_that_are_true(void **state)
{
    (void)state;
    alm_error err;
    alm_table *out = NULL;
    alm_vector mask;
    alm_table *t = table_of("x:integer,m:boolean\n1,t\n2,\n3,f\n4,t\n");
    assert_ok(alm_table_vector(&mask, t, 1, &err), &err);
    assert_ok(alm_table_where(&out, t, &mask, &err), &err);
    assert_int_equal(alm_table_line(out, 1), 5);
    assert_table(out, "x:integer,m:boolean\n1,true\n4,true\n");
    assert_ok(alm_table_vector(&mask, t, 0, &err), &err);
    assert_int_equal(alm_table_where(&out, t, &mask, &err), ALM_ETYPE);
    alm_table_free(t);
}

static void missing_sorts_last_in_both_directions(void **state)
{
    (void)state;
    alm_table *t = table_of(sample_text);
    assert_table(sorted(t, "users"),
                 "region:text,users:integer,.users_status:text,rate:number\n"
                 "a,1,D,\nb,3,R,0.5\na,3,R,-1\nc,,,nan\n");
    assert_table(sorted(t, "-users"),
                 "region:text,users:integer,.users_status:text,rate:number\n"
                 "b,3,R,0.5\na,3,R,-1\na,1,D,\nc,,,nan\n");
    assert_table(sorted(t, "-rate"),
                 "region:text,users:integer,.users_status:text,rate:number\n"
                 "b,3,R,0.5\na,3,R,-1\nc,,,nan\na,1,D,\n");
    assert_table(sorted(t, "rate"),
                 "region:text,users:integer,.users_status:text,rate:number\n"
                 "a,3,R,-1\nb,3,R,0.5\nc,,,nan\na,1,D,\n");
    assert_table(sorted(t, "-users,region"),
                 "region:text,users:integer,.users_status:text,rate:number\n"
                 "a,3,R,-1\nb,3,R,0.5\na,1,D,\nc,,,nan\n");
    alm_table_free(t);
}

static void every_type_has_an_order(void **state)
{
    (void)state;
    alm_table *t = table_of("t:text\nab\n\xC3\xA9\n''\nB\na\n");
    assert_table(sorted(t, "t"), "t:text\n''\nB\na\nab\n\xC3\xA9\n");
    alm_table_free(t);
    t = table_of("p:period,b:boolean\n2016,t\n2016-S1,f\n2015-12-31,t\n"
                 "1969-06-30,f\n2016-12,\n");
    assert_table(sorted(t, "p"),
                 "p:period,b:boolean\n1969-06-30,false\n2015-12-31,true\n"
                 "2016-S1,false\n2016-12,\n2016,true\n");
    assert_table(sorted(t, "-b"),
                 "p:period,b:boolean\n2016,true\n2015-12-31,true\n"
                 "2016-S1,false\n1969-06-30,false\n2016-12,\n");
    alm_table_free(t);
    t = table_of("n:number,i:integer\n0,9223372036854775807\n"
                 "inf,-9223372036854775808\n-0,0\n-2.5,\n");
    assert_table(sorted(t, "n"),
                 "n:number,i:integer\n-2.5,\n0,9223372036854775807\n-0,0\n"
                 "inf,-9223372036854775808\n");
    assert_table(sorted(t, "-i"),
                 "n:number,i:integer\n0,9223372036854775807\n-0,0\n"
                 "inf,-9223372036854775808\n-2.5,\n");
    alm_table_free(t);
}

static void a_long_sort_is_stable(void **state)
{
    (void)state;
    enum { N = 500 };
    static char text[N * 12 + 32];
    size_t used = (size_t)snprintf(text, sizeof text, "k:integer,i:integer\n");
    uint32_t x = 1;
    for (int i = 0; i < N; i++) {
        x = x * 1664525U + 1013904223U;
        used += (size_t)snprintf(text + used, sizeof text - used, "%d,%d\n",
                                 (int)(x >> 29) - 4, i);
    }
    for (int descending = 0; descending < 2; descending++) {
        alm_error err;
        alm_vector k;
        alm_vector v;
        alm_table *t = table_of(text);
        alm_table *out = sorted(t, descending ? "-k" : "k");
        assert_ok(alm_table_vector(&k, out, 0, &err), &err);
        assert_ok(alm_table_vector(&v, out, 1, &err), &err);
        for (size_t i = 1; i < N; i++) {
            const double a = alm_vector_number(&k, i - 1);
            const double b = alm_vector_number(&k, i);
            assert_true(descending ? a >= b : a <= b);
            assert_true(a != b || alm_vector_number(&v, i - 1) <
                                      alm_vector_number(&v, i));
        }
        alm_table_free(out);
        alm_table_free(t);
    }
}

static void pivot_makes_a_column_of_every_name(void **state)
{
    (void)state;
    alm_error err;
    size_t c[3];
    alm_table *out = NULL;
    alm_table *t = table_of("r:text,p:period,x:integer\n"
                            "a,2016,1\nb,2015,2\na,2015,\n,2016,4\nb,,5\n");
    (void)find_all(c, t, "r,p,x");
    assert_ok(alm_table_pivot(&out, t, c, 1, c[1], c[2], &err), &err);
    assert_table(out, "r:text,2016:integer,2015:integer,missing:integer\n"
                      "a,1,,\nb,,2,5\n,4,,\n");
    assert_ok(alm_table_pivot(&out, t, c + 1, 1, c[0], c[2], &err), &err);
    assert_table(out, "p:period,a:integer,b:integer,missing:integer\n"
                      "2016,1,,4\n2015,,2,\n,,5,\n");
    assert_int_equal(alm_table_pivot(&out, t, c, 0, c[1], c[2], &err),
                     ALM_EINVAL);
    assert_string_equal(err.message, "two rows for the cell p = 2015");
    alm_table_free(t);
    t = table_of("r:text,p:period,x:integer\n");
    assert_ok(alm_table_pivot(&out, t, c, 1, c[1], c[2], &err), &err);
    assert_table(out, "r:text\n");
    alm_table_free(t);
}

static void unpivot_makes_a_row_of_every_column(void **state)
{
    (void)state;
    alm_error err;
    size_t c[3];
    alm_table *out = NULL;
    alm_table *t = table_of("r:text,2015:integer,2016:number,e:text\n"
                            "a,1,0.5,\nb,,2,\n");
    size_t n = find_all(c, t, "2015,2016,e");
    assert_ok(alm_table_unpivot(&out, t, c, n, "year", "x", &err), &err);
    assert_int_equal(alm_table_line(out, 5), 3);
    assert_table(out, "r:text,year:text,x:number\n"
                      "a,2015,1\na,2016,0.5\na,e,\n"
                      "b,2015,\nb,2016,2\nb,e,\n");
    assert_int_equal(alm_table_unpivot(&out, t, c, n, "r", "x", &err),
                     ALM_EINVAL);
    n = find_all(c, t, "r,2016");
    assert_int_equal(alm_table_unpivot(&out, t, c, n, "k", "x", &err),
                     ALM_ETYPE);
    assert_string_equal(err.message,
                        "column \"r\" is text and column \"2016\" is number");
    assert_int_equal(alm_table_unpivot(&out, t, c, 0, "k", "x", &err),
                     ALM_EINVAL);
    alm_table_free(t);
}

static void equal_ledger_entries_are_summed(void **state)
{
    (void)state;
    alm_error err;
    alm_ledger *ledger = NULL;
    const alm_ledger_entry lines[] = {
        {"mean", "rate", NULL, 10, 8, 2},
        {"where", "provinces", "rate > 5", 10, 4, 0},
        {"mean", "rate", "", 5, 5, 0},
        {"mean", "users", NULL, 5, 4, 1},
    };
    assert_ok(alm_ledger_new(&ledger, &err), &err);
    for (size_t i = 0; i < LENGTH(lines); i++)
        assert_ok(alm_ledger_add(ledger, &lines[i], &err), &err);
    assert_int_equal(alm_ledger_count(ledger), 3);
    const alm_ledger_entry first = alm_ledger_get(ledger, 0);
    assert_string_equal(first.subject, "rate");
    assert_string_equal(first.note, "");
    assert_int_equal(first.of, 15);
    assert_int_equal(first.used, 13);
    assert_int_equal(first.missing, 2);
    assert_string_equal(alm_ledger_get(ledger, 1).note, "rate > 5");
    alm_ledger_free(ledger);
}

/* Every verb on one table, for the sweep below. Frees what it makes. */
static alm_status run_verb(int verb, alm_table *t, alm_error *err)
{
    static const size_t rs[] = {0, 1};
    static const size_t users[] = {1};
    static const char *const names[] = {"people"};
    static const alm_sort_key keys[] = {{0, true}, {3, false}};
    static const alm_ledger_entry line = {"mean", "x", NULL, 1, 1, 0};
    alm_table *out = NULL;
    alm_ledger *ledger = NULL;
    alm_status status = ALM_OK;
    switch (verb) {
    case 0: status = alm_table_select(&out, t, rs, 2, err); break;
    case 1: status = alm_table_drop(&out, t, rs, 1, err); break;
    case 2: status = alm_table_rename(&out, t, users, names, 1, err); break;
    case 3: status = alm_table_tail(&out, t, 2, err); break;
    case 4: status = alm_table_sample(&out, t, 2, 1, err); break;
    case 5: status = alm_table_distinct(&out, t, NULL, 0, err); break;
    case 6: status = alm_table_append(&out, t, t, err); break;
    case 7: status = alm_table_sort(&out, t, keys, 2, err); break;
    case 8: status = alm_table_pivot(&out, t, rs, 2, 0, 3, err); break;
    case 9: status = alm_table_unpivot(&out, t, users, 1, "k", "v", err); break;
    default:
        status = alm_ledger_new(&ledger, err);
        if (status == ALM_OK)
            status = alm_ledger_add(ledger, &line, err);
        alm_ledger_free(ledger);
        break;
    }
    alm_table_free(out);
    return status;
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    alm_error err;
    alm_table *t = table_of(sample_text);
    for (int verb = 0; verb <= 10; verb++) {
        alm_status status = ALM_ENOMEM;
        for (long n = 0; status != ALM_OK; n++) {
            const long before = alm_alloc_live();
            alm_alloc_fail_after(n);
            status = run_verb(verb, t, &err);
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
        cmocka_unit_test(companions_follow_their_measure),
        cmocka_unit_test(
            a_replaced_column_keeps_its_place_and_loses_its_companions),
        cmocka_unit_test(head_and_tail_take_what_there_is),
        cmocka_unit_test(a_sample_keeps_the_order_and_repeats_with_its_seed),
        cmocka_unit_test(distinct_keeps_first_rows),
        cmocka_unit_test(tables_are_appended_by_name),
        cmocka_unit_test(where_keeps_the_rows_that_are_true),
        cmocka_unit_test(missing_sorts_last_in_both_directions),
        cmocka_unit_test(every_type_has_an_order),
        cmocka_unit_test(a_long_sort_is_stable),
        cmocka_unit_test(pivot_makes_a_column_of_every_name),
        cmocka_unit_test(unpivot_makes_a_row_of_every_column),
        cmocka_unit_test(equal_ledger_entries_are_summed),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
