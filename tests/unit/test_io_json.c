/* JSON as tables: RFC 8259, and the shapes that io/json.h lists. */
#include <string.h>

#include "base/buffer.h"
#include "io/json.h"
#include "io/load.h"
#include "tables.h"

static const alm_load_options usual;

static void check_with(const char *text, const alm_load_options *options,
                       const char *want)
{
    const long live = alm_alloc_live();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(alm_load_text(&table, &report, "data.json", text, strlen(text),
                            options, &err),
              &err);
    assert_string_equal(text_of(table), want);
    alm_table_free(table);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

static void check(const char *text, const char *want)
{
    check_with(text, &usual, want);
}

static void check_fails(const char *text, size_t line, size_t column,
                        const char *message)
{
    const long live = alm_alloc_live();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_int_equal(alm_load_text(&table, &report, "data.json", text,
                                   strlen(text), &usual, &err),
                     ALM_EPARSE);
    assert_string_equal(err.message, message);
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, column);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

static void an_array_of_objects_is_a_table(void **state)
{
    (void)state;
    check("[{\"region\": \"A\", \"users\": 1, \"on\": true},\n"
          " {\"region\": \"B\", \"users\": 2.5, \"on\": null}]",
          "region:text,users:number,on:boolean\nA,1,true\nB,2.5,\n");
}

static void an_object_of_arrays_is_a_table(void **state)
{
    (void)state;
    check("{\"a\": [1, null, 3], \"b\": [\"x\", \"\", \"z\"]}",
          "a:integer,b:text\n1,x\n,''\n3,z\n");
}

static void one_object_a_line_is_a_table(void **state)
{
    (void)state;
    check("{\"a\": 1}\n{\"a\": 2}\n", "a:integer\n1\n2\n");
    alm_load_options options = {.format = ALM_FORMAT_JSON_LINES};
    check_with("{\"a\": 1}\n", &options, "a:integer\n1\n");
}

static void a_result_is_read_back_with_its_columns(void **state)
{
    (void)state;
    check("{\"title\": \"T\", \"columns\": [{\"name\": \"p\", \"type\": "
          "\"period\"}, {\"name\": \"x\", \"type\": \"number\"}, {\"name\": "
          "\"y\", \"type\": \"text\"}], \"rows\": [{\"p\": \"2016\", \"x\": 1, "
          "\"y\": \"1\"}], \"ledger\": []}",
          "p:period,x:number,y:text\n2016,1,1\n");
}

static void members_that_come_later_are_missing_before(void **state)
{
    (void)state;
    check("[{\"a\": 1}, {\"b\": 2}, {}, {\"b\": 3, \"a\": 4}]",
          "a:integer,b:integer\n1,\n,2\n,\n4,3\n");
}

static void nested_objects_become_dotted_columns(void **state)
{
    (void)state;
    check("[{\"a\": {\"b\": 1, \"c\": {\"d\": \"x\"}}, \"e\": {}}]",
          "a.b:integer,a.c.d:text,e:text\n1,x,{}\n");
    check_fails("[{\"a.b\": 1,\n \"a\": {\"b\": 2}}]", 2, 13,
                "the record has two values for column \"a.b\"");
}

static void arrays_in_cells_stay_compact_json(void **state)
{
    (void)state;
    check("[{\"a\": [1, {\"b\": \"x y\"}, 9007199254740993]}]",
          "a:text\n[1,{\"b\":\"x y\"},9007199254740993]\n");
}

/* 2^53 + 1 is the first integer that a double cannot hold. */
static void integers_are_read_to_the_last_digit(void **state)
{
    (void)state;
    check("[{\"a\": 9007199254740993}, {\"a\": -9223372036854775808}]",
          "a:integer\n9007199254740993\n-9223372036854775808\n");
    check("[{\"a\": 9223372036854775808}]", "a:text\n9223372036854775808\n");
    check("[{\"a\": 9007199254740993}, {\"a\": 0.5}]",
          "a:text\n9007199254740993\n0.5\n");
    check("[{\"a\": 1e400}]", "a:text\n1e400\n");
}

static void strings_are_texts_whatever_they_look_like(void **state)
{
    (void)state;
    check("[{\"a\": \"12\", \"b\": \"2016-S1\"}]",
          "a:text,b:period\n12,2016-S1\n");
    const alm_column_rule rule = {
        .column = "a", .typed = true, .type = ALM_INTEGER};
    alm_load_options options = {.rules = &rule, .rule_count = 1};
    check_with("[{\"a\": \"12\"}]", &options, "a:integer\n12\n");
}

static void a_nul_in_a_string_is_kept(void **state)
{
    (void)state;
    const char text[] = "[{\"a\": \"x\\u0000y\"}]";
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    alm_vector v;
    size_t len;
    assert_ok(alm_load_text(&table, &report, "data.json", text, strlen(text),
                            &usual, &err),
              &err);
    assert_ok(alm_table_vector(&v, table, 0, &err), &err);
    assert_memory_equal(alm_vector_text(&v, 0, &len), "x\0y", 3);
    assert_int_equal(len, 3);
    alm_table_free(table);
    alm_load_report_free(&report);
    check_fails("[{\"a\\u0000\": 1}]", 1, 3,
                "a key with a \\u0000, which no column name can hold");
}

static void json_that_is_no_table_says_so(void **state)
{
    (void)state;
    check_fails("\n 7", 2, 2,
                "valid JSON, but no table: it is neither an array of objects, "
                "nor an object of arrays, nor one object a line");
    check_fails("[1, 2]", 1, 2,
                "valid JSON, but no table: a record is no object");
    check_fails("{\"a\": [1, 2],\n \"b\": [1]}", 2, 2,
                "column \"b\" has 1 values, those before it have 2");
}

static void bad_grammar_names_line_and_byte(void **state)
{
    (void)state;
    check_fails("[{\"a\": 1},\n {\"a\": 01}]", 2, 8,
                "a number with a leading zero");
    check_fails("[{\"a\": 1, \"\\u0061\": 2}]", 1, 11,
                "the key \"\\u0061\" stands twice in an object");
    check_fails("[{\"a\": \"\\ud800\"}]", 1, 9, "lone surrogate \\uD800");
    check_fails("[{\"a\": 1}", 1, 10,
                "the JSON text ends where a comma or the end of the array is "
                "due");
    check_fails("[{\"a\": 1}] x", 1, 12,
                "text after the end of the JSON value");
    check_fails("", 1, 1, "the file is empty");
}

static void every_row_knows_its_line(void **state)
{
    (void)state;
    const char text[] = "[\n{\"a\": 1},\n\n{\"a\":\n2}]";
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(alm_load_text(&table, &report, "data.json", text, strlen(text),
                            &usual, &err),
              &err);
    assert_int_equal(alm_table_line(table, 0), 2);
    assert_int_equal(alm_table_line(table, 1), 4);
    alm_table_free(table);
    alm_load_report_free(&report);
}

/* Row 1500 is past those whose raw text is kept, so a second pass is needed. */
static void a_late_text_makes_the_whole_column_text(void **state)
{
    (void)state;
    alm_buffer text = {0};
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    alm_vector v;
    size_t len;
    for (int i = 0; i < 1500; i++)
        assert_ok(alm_buffer_add_text(&text, "{\"a\":1.0,\"b\":1}\n", &err),
                  &err);
    assert_ok(alm_buffer_add_text(&text, "{\"a\":\"x\",\"b\":2}\n", &err),
              &err);
    assert_ok(alm_load_text(&table, &report, "data.json", text.data, text.len,
                            &usual, &err),
              &err);
    assert_ok(alm_table_vector(&v, table, 0, &err), &err);
    assert_int_equal(v.type, ALM_TEXT);
    assert_memory_equal(alm_vector_text(&v, 0, &len), "1.0", 3);
    alm_table_free(table);
    alm_load_report_free(&report);
    alm_buffer_free(&text);
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    const char text[] = "[{\"a\": {\"b\": 1}, \"c\": \"x\\u0000\", \"d\": [1]},"
                        "{\"a\": {\"b\": 2.5}, \"e\": \"2016-S1\"}]";
    alm_status status;
    long n = 0;
    do {
        const long live = alm_alloc_live();
        alm_table *table = NULL;
        alm_load_report report = {0};
        alm_alloc_fail_after(n++);
        status = alm_load_text(&table, &report, "data.json", text, strlen(text),
                               &usual, NULL);
        alm_alloc_fail_after(-1);
        alm_table_free(table);
        alm_load_report_free(&report);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        assert_int_equal(alm_alloc_live(), live);
    } while (status != ALM_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_array_of_objects_is_a_table),
        cmocka_unit_test(an_object_of_arrays_is_a_table),
        cmocka_unit_test(one_object_a_line_is_a_table),
        cmocka_unit_test(a_result_is_read_back_with_its_columns),
        cmocka_unit_test(members_that_come_later_are_missing_before),
        cmocka_unit_test(nested_objects_become_dotted_columns),
        cmocka_unit_test(arrays_in_cells_stay_compact_json),
        cmocka_unit_test(integers_are_read_to_the_last_digit),
        cmocka_unit_test(strings_are_texts_whatever_they_look_like),
        cmocka_unit_test(a_nul_in_a_string_is_kept),
        cmocka_unit_test(json_that_is_no_table_says_so),
        cmocka_unit_test(bad_grammar_names_line_and_byte),
        cmocka_unit_test(every_row_knows_its_line),
        cmocka_unit_test(a_late_text_makes_the_whole_column_text),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
