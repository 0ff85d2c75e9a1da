#include "tables.h"

#include <string.h>

#include "query/join.h"

/* Expected tables: by hand, from core/query/join.h and design section 4. */

static const char users[] = "region:text,users:integer\n"
                            "Beijing,10\n"
                            "Tibet,1\n"
                            ",7\n"
                            "Hebei,5\n"
                            "Beijing,11\n";
static const char zones[] = "name:text,zone:text,users:integer\n"
                            "Hebei,North,50\n"
                            "Shanghai,East,\n"
                            ",nowhere,0\n"
                            "Beijing,North,100\n";

/* Of "region", or "name=region" for left and right. */
static alm_join_key key_of(const alm_table *l, const alm_table *r,
                           const char *text, size_t len)
{
    const char *equals = memchr(text, '=', len);
    const size_t n = equals != NULL ? (size_t)(equals - text) : len;
    const size_t from = equals != NULL ? n + 1 : 0;
    return (alm_join_key){alm_table_find(l, text, n),
                          alm_table_find(r, text + from, len - from)};
}

static alm_status join(alm_table **out, alm_join_counts *counts,
                       const char *left, const char *right, const char *on,
                       alm_join_kind kind, bool many, alm_error *err)
{
    alm_table *l = table_of(left);
    alm_table *r = table_of(right);
    alm_join_key keys[2];
    size_t n = 0;
    while (*on != '\0') {
        const size_t len = strcspn(on, ";");
        keys[n++] = key_of(l, r, on, len);
        on += len + (on[len] == ';');
    }
    const alm_status status =
        alm_table_join(out, counts, l, r, keys, n,
                       (alm_join_options){.kind = kind, .many = many}, err);
    alm_table_free(l);
    alm_table_free(r);
    return status;
}

static void expect(const char *left, const char *right, const char *on,
                   alm_join_kind kind, bool many, const char *want)
{
    alm_error err;
    alm_table *t = NULL;
    assert_ok(join(&t, NULL, left, right, on, kind, many, &err), &err);
    assert_table(t, want);
}

static void each_kind_keeps_the_rows_it_is_named_for(void **state)
{
    static const struct {
        alm_join_kind kind;
        const char *want;
    } rows[] = {
        {ALM_JOIN_INNER, "region:text,users:integer,zone:text,"
                         "users_right:integer\n"
                         "Beijing,10,North,100\n"
                         "Hebei,5,North,50\n"
                         "Beijing,11,North,100\n"},
        {ALM_JOIN_LEFT, "region:text,users:integer,zone:text,"
                        "users_right:integer\n"
                        "Beijing,10,North,100\n"
                        "Tibet,1,,\n"
                        ",7,,\n"
                        "Hebei,5,North,50\n"
                        "Beijing,11,North,100\n"},
        {ALM_JOIN_FULL, "region:text,users:integer,zone:text,"
                        "users_right:integer\n"
                        "Beijing,10,North,100\n"
                        "Tibet,1,,\n"
                        ",7,,\n"
                        "Hebei,5,North,50\n"
                        "Beijing,11,North,100\n"
                        "Shanghai,,East,\n"
                        ",,nowhere,0\n"},
        {ALM_JOIN_SEMI, "region:text,users:integer\n"
                        "Beijing,10\n"
                        "Hebei,5\n"
                        "Beijing,11\n"},
        {ALM_JOIN_ANTI, "region:text,users:integer\n"
                        "Tibet,1\n"
                        ",7\n"},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++)
        expect(users, zones, "region=name", rows[i].kind, false, rows[i].want);
}

static void a_right_join_stands_in_the_order_of_the_right_table(void **state)
{
    (void)state;
    expect(users, zones, "region=name", ALM_JOIN_RIGHT, true,
           "region:text,users:integer,zone:text,users_right:integer\n"
           "Hebei,5,North,50\n"
           "Shanghai,,East,\n"
           ",,nowhere,0\n"
           "Beijing,10,North,100\n"
           "Beijing,11,North,100\n");
}

static void unmatched_rows_are_counted_on_both_sides(void **state)
{
    (void)state;
    alm_error err;
    for (int kind = ALM_JOIN_INNER; kind <= ALM_JOIN_ANTI; kind++) {
        alm_table *t = NULL;
        alm_join_counts counts = {0};
        assert_ok(join(&t, &counts, users, zones, "region=name",
                       (alm_join_kind)kind, true, &err),
                  &err);
        assert_int_equal(counts.left, 5);
        assert_int_equal(counts.right, 4);
        assert_int_equal(counts.left_unmatched, 2);
        assert_int_equal(counts.right_unmatched, 2);
        alm_table_free(t);
    }
}

static void rows_that_would_be_repeated_are_refused(void **state)
{
    (void)state;
    static const char twice[] = "region:text,period:period,x:integer\n"
                                "Hebei,2016,1\n"
                                "Hebei,2017,2\n"
                                "Hebei,2016,3\n";
    alm_error err;
    alm_table *t = NULL;
    assert_int_equal(
        join(&t, NULL, users, twice, "region", ALM_JOIN_LEFT, false, &err),
        ALM_EINVAL);
    assert_string_equal(err.message,
                        "the key region = \"Hebei\" stands in 3 rows of the "
                        "right table: the join would repeat rows");
    assert_string_equal(err.help, "many = true allows it");
    assert_int_equal(join(&t, NULL, twice, twice, "region;period",
                          ALM_JOIN_INNER, false, &err),
                     ALM_EINVAL);
    assert_non_null(
        strstr(err.message, "region = \"Hebei\", period = 2016 stands in 2"));
    expect(users, twice, "region", ALM_JOIN_INNER, true,
           "region:text,users:integer,period:period,x:integer\n"
           "Hebei,5,2016,1\n"
           "Hebei,5,2017,2\n"
           "Hebei,5,2016,3\n");
    expect(users, twice, "region", ALM_JOIN_SEMI, false,
           "region:text,users:integer\nHebei,5\n");
}

static void integers_and_numbers_meet_by_value(void **state)
{
    (void)state;
    expect("k:integer,a:integer\n9007199254740993,1\n5,2\n0,3\n",
           "k:number,b:integer\n9007199254740992,1\n5,2\n-0,3\n5.5,4\nnan,5\n",
           "k", ALM_JOIN_FULL, false,
           "k:number,a:integer,b:integer\n"
           "9007199254740992,1,\n"
           "5,2,2\n"
           "0,3,3\n"
           "9007199254740992,,1\n"
           "5.5,,4\n"
           "nan,,5\n");
}

static void keys_that_cannot_be_compared_are_an_error(void **state)
{
    (void)state;
    alm_error err;
    alm_table *t = NULL;
    assert_int_equal(join(&t, NULL, "k:text\na\n", "k:period\n2016\n", "k",
                          ALM_JOIN_LEFT, false, &err),
                     ALM_ETYPE);
    assert_string_equal(
        err.message,
        "key \"k\" is text on the left and \"k\" is period on the right");
    assert_int_equal(join(&t, NULL, "k:text\na\n", "k:text\na\n", "",
                          ALM_JOIN_LEFT, false, &err),
                     ALM_EINVAL);
}

static void empty_tables_join(void **state)
{
    (void)state;
    expect("k:text,a:integer\n", "k:text,b:integer\nx,1\n", "k", ALM_JOIN_LEFT,
           false, "k:text,a:integer,b:integer\n");
    expect("k:text,a:integer\n", "k:text,b:integer\nx,1\n", "k", ALM_JOIN_FULL,
           false, "k:text,a:integer,b:integer\nx,,1\n");
    expect("k:text,a:integer\nx,1\n", "k:text,b:integer\n", "k", ALM_JOIN_ANTI,
           false, "k:text,a:integer\nx,1\n");
}

static void companions_go_with_the_measure_that_is_renamed(void **state)
{
    (void)state;
    expect("k:text,x:integer,y_status:text\na,1,n\n",
           "k:text,x:integer,.x_status:text,y:integer,.y_status:text\n"
           "a,2,R,3,D\n",
           "k", ALM_JOIN_LEFT, false,
           "k:text,x:integer,y_status:text,x_right:integer,"
           ".x_right_status:text,y:integer,.y_right_status:text\n"
           "a,1,n,2,R,3,D\n");
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    alm_error err;
    alm_table *l = table_of(users);
    alm_table *r = table_of(zones);
    const alm_join_key key = key_of(l, r, "region=name", 11);
    for (int kind = ALM_JOIN_INNER; kind <= ALM_JOIN_ANTI; kind++) {
        const alm_join_options options = {(alm_join_kind)kind, true};
        alm_status status = ALM_ENOMEM;
        for (long n = 0; status != ALM_OK; n++) {
            alm_table *t = NULL;
            const long before = alm_alloc_live();
            alm_alloc_fail_after(n);
            status = alm_table_join(&t, NULL, l, r, &key, 1, options, &err);
            alm_alloc_fail_after(-1);
            assert_true(status == ALM_OK || status == ALM_ENOMEM);
            alm_table_free(t);
            assert_int_equal(alm_alloc_live(), before);
        }
    }
    alm_table_free(l);
    alm_table_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_keeps_the_rows_it_is_named_for),
        cmocka_unit_test(a_right_join_stands_in_the_order_of_the_right_table),
        cmocka_unit_test(unmatched_rows_are_counted_on_both_sides),
        cmocka_unit_test(rows_that_would_be_repeated_are_refused),
        cmocka_unit_test(integers_and_numbers_meet_by_value),
        cmocka_unit_test(keys_that_cannot_be_compared_are_an_error),
        cmocka_unit_test(empty_tables_join),
        cmocka_unit_test(companions_go_with_the_measure_that_is_renamed),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
