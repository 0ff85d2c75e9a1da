/* CSV as tables. Expected values follow RFC 4180 and the rules in
 * table/infer.h, io/csv.h and io/load.h, which each test names in its title. */
#include <string.h>

#include "io/load.h"
#include "tables.h"

static alm_status try_load(alm_table **table, alm_load_report *report,
                           const char *text, const alm_load_options *options,
                           alm_error *err)
{
    static const alm_load_options usual;
    return alm_load_text(table, report, "data.csv", text, strlen(text),
                         options != NULL ? options : &usual, err);
}

/* Loads a text and compares the table; the notes, if wanted, as one text. */
static void check_with(const char *text, const alm_load_options *options,
                       const char *want, const char *notes)
{
    const long live = alm_alloc_live();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(try_load(&table, &report, text, options, &err), &err);
    assert_string_equal(text_of(table), want);
    if (notes != NULL) {
        char all[4096] = "";
        for (size_t i = 0; i < report.notes.len; i++) {
            strncat(all, report.notes.items[i], sizeof all - 2 - strlen(all));
            strcat(all, "\n");
        }
        assert_string_equal(all, notes);
    }
    alm_table_free(table);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

static void check(const char *text, const char *want)
{
    check_with(text, NULL, want, NULL);
}

static void check_fails(const char *text, const alm_load_options *options,
                        size_t line, const char *message)
{
    const long live = alm_alloc_live();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_int_not_equal(try_load(&table, &report, text, options, &err),
                         ALM_OK);
    assert_string_equal(err.message, message);
    assert_int_equal(err.line, line);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

static void columns_get_their_types(void **state)
{
    (void)state;
    check("a,b,c,d,e\n1,1.5,x,true,2016-S1\n-2,3,y,false,2016-06-30\n",
          "a:integer,b:number,c:text,d:boolean,e:period\n"
          "1,1.5,x,true,2016-S1\n-2,3,y,false,2016-06-30\n");
}

static void a_quote_that_is_never_closed_names_its_line(void **state)
{
    (void)state;
    check_fails("a,b\n1,2\n3,\"4\n5,6\n", NULL, 3,
                "a quote that opens in this record is never closed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_get_their_types),
        cmocka_unit_test(a_quote_that_is_never_closed_names_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
