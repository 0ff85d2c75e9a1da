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

/* Types: the rules of table/infer.h, by number. */

static void
missing_is_an_empty_field_or_a_null_word_beside_numbers(void **state)
{
    (void)state; /* rule (2) */
    check("a,b,c\n1,NA,NA\n,N/A,x\n-,null,\n..,2.5,\"\"\nNaN,,-\n",
          "a:integer,b:number,c:text\n1,,NA\n,,x\n,,\n,2.5,''\n,,-\n");
    check("a,b\nNA,\n,\n", "a:number,b:number\n,\n,\n"); /* rule (3) */
}

static void null_words_of_the_user_replace_the_usual_ones(void **state)
{
    (void)state;
    const alm_word nulls[] = {{"?", 1}};
    const alm_load_options options = {
        .values = {.nulls = nulls, .null_count = 1}};
    check_with("a,b,c\n?,?,NA\n1,x,2\n", &options,
               "a:integer,b:text,c:text\n,,NA\n1,x,2\n", NULL);
}

static void leading_zeros_and_plus_make_text(void **state)
{
    (void)state; /* rule (4) */
    check("a,b,c,d\n007,+1,0,0.5\n1,2,10,-0.5\n",
          "a:text,b:text,c:integer,d:number\n007,+1,0,0.5\n1,2,10,-0.5\n");
    check("a,b\n 1,2 \n3,4\n", "a:integer,b:integer\n1,2\n3,4\n");
    check("a,b\n 1,2 \nx,4\n", "a:text,b:integer\n 1,2\nx,4\n");
}

/* 2^53 = 9007199254740992; int64 ends at 9223372036854775807. */
static void integers_are_never_changed(void **state)
{
    (void)state; /* rule (5) */
    check("a,b,c,d\n9223372036854775807,9223372036854775808,9007199254740993,"
          "9007199254740992\n1,1,0.5,0.5\n",
          "a:integer,b:text,c:text,d:number\n"
          "9223372036854775807,9223372036854775808,9007199254740993,"
          "9007199254740992\n1,1,0.5,0.5\n");
    check("a\n1\n1e3\n", "a:number\n1\n1000\n");
    check("a,b,c\n1e400,0x10,inf\n", "a:text,b:text,c:text\n1e400,0x10,inf\n");
}

static void periods_need_a_full_notation_or_a_header(void **state)
{
    (void)state; /* rule (6) */
    check("a,Year,period\n2016,2016,2016-S1\n2017,2017,2017\n",
          "a:integer,Year:period,period:period\n"
          "2016,2016,2016-S1\n2017,2017,2017\n");
    check("a,b\n2016-S1,2016-06-30\n2016,x\n",
          "a:text,b:text\n2016-S1,2016-06-30\n2016,x\n");
    check("year,b\n1,2\n2,3\n", "year:integer,b:integer\n1,2\n2,3\n");
}

static void a_role_or_a_type_decides(void **state)
{
    (void)state;
    const alm_column_rule rules[] = {
        {.column = "t", .role = ALM_ROLE_PERIOD},
        {.column = "n", .typed = true, .type = ALM_TEXT},
        {.column = "z", .typed = true, .type = ALM_INTEGER}};
    const alm_load_options options = {.rules = rules, .rule_count = 3};
    check_with("t,n,z\n2016,12,007\n2017,5,+8\n", &options,
               "t:period,n:text,z:integer\n2016,12,7\n2017,5,8\n", NULL);
}

static void zeros_and_ones_stay_integers(void **state)
{
    (void)state; /* rule (7) */
    check("a,b,c\n0,true,TRUE\n1,false,1\n",
          "a:integer,b:boolean,c:text\n0,true,TRUE\n1,false,1\n");
}

static void percent_decimals_and_groups_are_read_on_request(void **state)
{
    (void)state;
    const alm_load_options percent = {.values = {.percent = true}};
    check_with("a\n12.5%\n7 %\n", &percent, "a:number\n12.5\n7\n", NULL);
    const alm_load_options comma = {.csv = {.delimiter = ';'},
                                    .values = {.decimal = ',', .group = '.'}};
    check_with("a;b;c\n1.234,5;1.23;1.234\n-0,5;2;12.345.678\n", &comma,
               "a:number,b:text,c:integer\n1234.5,1.23,1234\n-0.5,2,"
               "12345678\n",
               NULL);
}

static void a_bad_value_is_an_error_only_when_the_type_is_declared(void **state)
{
    (void)state;
    const alm_column_rule typed = {
        .column = "users", .typed = true, .type = ALM_NUMBER};
    const alm_load_options options = {.rules = &typed, .rule_count = 1};
    check("users\n1\n1.2M\n", "users:text\n1\n1.2M\n");
    check_fails("users,b\n1,x\n1.2M,y\n?,z\n", &options, 3,
                "column \"users\": \"1.2M\" is no number");
    const alm_column_rule unknown = {.column = "user", .bad = ALM_BAD_MISSING};
    const alm_load_options wrong = {.rules = &unknown, .rule_count = 1};
    check_fails("users\n1\n", &wrong, 0, "no column \"user\"");
}

static void
bad_values_are_missing_on_request_where_numbers_prevail(void **state)
{
    (void)state;
    const alm_load_options options = {.values = {.bad = ALM_BAD_MISSING}};
    check_with("region,users\nA,1\nB,1.2M\nC,3\n", &options,
               "region:text,users:integer\nA,1\nB,\nC,3\n",
               "column \"users\": 1 of 3 values read as missing because they "
               "are no number (the first: \"1.2M\", line 3)\n");
}

/* More rows than those whose raw text is kept (1024), so that the file is read
 * again for the columns that flip. */
static void a_late_value_decides_for_the_whole_column(void **state)
{
    (void)state;
    static char text[64 * 1024];
    size_t n = (size_t)snprintf(text, sizeof text, "a,b,year,d,e\n");
    for (int i = 0; i < 1500; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "1.50,1,2016,,NA\n");
    (void)snprintf(text + n, sizeof text - n, "x,0.5,99999,t,u\n");
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(try_load(&table, &report, text, NULL, &err), &err);
    static const struct {
        alm_type type;
        const char *first;
    } want[] = {{ALM_TEXT, "1.50"},
                {ALM_NUMBER, NULL},
                {ALM_INTEGER, NULL},
                {ALM_TEXT, NULL},
                {ALM_TEXT, "NA"}};
    for (size_t i = 0; i < LENGTH(want); i++) {
        alm_vector v;
        size_t len;
        assert_ok(alm_table_vector(&v, table, i, &err), &err);
        assert_int_equal(v.type, want[i].type);
        assert_int_equal(v.n, 1501);
        if (want[i].first != NULL)
            assert_memory_equal(alm_vector_text(&v, 0, &len), want[i].first,
                                strlen(want[i].first));
    }
    alm_table_free(table);
    alm_load_report_free(&report);
}

/* The bridge's question: why is this column no number? */
static void offending_values_are_counted(void **state)
{
    (void)state;
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    alm_vector v;
    alm_offending found;
    assert_ok(try_load(&table, &report, "users\n1\nNA\n1.2M\n3\n1.2M\n\n", NULL,
                       &err),
              &err);
    assert_ok(alm_table_vector(&v, table, 0, &err), &err);
    assert_ok(alm_column_offending(&found, &v, &err), &err);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.present, 5);
    assert_int_equal(found.row, 2);
    assert_memory_equal(found.text, "1.2M", found.len);
    assert_int_equal(alm_table_line(table, found.row), 4);
    alm_table_free(table);
    alm_load_report_free(&report);
}

/* Records: RFC 4180 and the traps of libcsv. */

static void quotes_protect_what_they_enclose(void **state)
{
    (void)state;
    check("a,b\n\"x, y\",\"he said \"\"no\"\"\"\n\"\n\",\"\"\n",
          "a:text,b:text\nx, y,he said \"no\"\n\n,''\n");
    check("a,b\n  x ,\" y \"\n", "a:text,b:text\n  x , y \n");
}

static void rows_end_at_any_line_end(void **state)
{
    (void)state;
    check("a,b\r\n1,2\r\n3,4\r\n", "a:integer,b:integer\n1,2\n3,4\n");
    check("a,b\r1,2\r3,4", "a:integer,b:integer\n1,2\n3,4\n");
    check("a,b\n\"1\",2\r3,\"4\"\r\n\"5\",6", /* also where libcsv reads */
          "a:integer,b:integer\n1,2\n3,4\n5,6\n");
}

static void a_byte_order_mark_is_no_part_of_the_header(void **state)
{
    (void)state;
    check("\xEF\xBB\xBF\"a\",b\n1,2\n", "a:integer,b:integer\n1,2\n");
}

static void a_blank_line_is_missing_only_in_a_file_of_one_column(void **state)
{
    (void)state;
    check("a\n1\n\n3\n", "a:integer\n1\n\n3\n");
    check("\n\na,b\n1,2\n\n  \n3,4\n\n", "a:integer,b:integer\n1,2\n3,4\n");
}

static void every_row_keeps_its_physical_line(void **state)
{
    (void)state;
    const char text[] = "a,b\n\n1,\"x\ny\r\nz\"\n2,w\n";
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(try_load(&table, &report, text, NULL, &err), &err);
    assert_int_equal(alm_table_line(table, 0), 3);
    assert_int_equal(alm_table_line(table, 1), 6);
    alm_table_free(table);
    alm_load_report_free(&report);
}

static void bad_quotes_name_line_and_byte(void **state)
{
    (void)state;
    check_fails("a,b\n1,2\n3,\"4\n5,6\n", NULL, 3,
                "a quote that opens in this record is never closed");
    check_fails("a,b\n1,\"2\"x\n", NULL, 2, "text after a closing quote");
    check_fails("a,b\n\"1\n2\",5\"\n", NULL, 3,
                "a quote inside a field without quotes");
    const alm_load_options options = {.csv = {.no_quote = true}};
    check_with("a,b\n5\",\"x\n", &options, "a:text,b:text\n5\",\"x\n", NULL);
}

static void ragged_records_are_listed_or_filled_or_dropped(void **state)
{
    (void)state;
    const char text[] = "a,b,c\n1,2\n3,4,5\n6,7,8,9\n";
    check_fails(text, NULL, 2,
                "2 records are not of 3 fields like the header: line 2 has 2, "
                "line 4 has 4");
    alm_load_options options = {.csv = {.ragged = ALM_RAGGED_DROP}};
    check_with(text, &options, "a:integer,b:integer,c:integer\n3,4,5\n",
               "2 records of another length than the header left out\n");
    options.csv.ragged = ALM_RAGGED_FILL;
    check_with("a,b,c\n1,2\n3,4,5,,\n", &options,
               "a:integer,b:integer,c:integer\n1,2,\n3,4,5\n", NULL);
    check_fails(text, &options, 4,
                "1 record is not of 3 fields like the header: line 4 has 4");
}

static void headers_get_names_where_they_have_none(void **state)
{
    (void)state;
    check_with("x,,x,x\n1,2,3,4\n", NULL,
               "x:integer,column2:integer,x_2:integer,x_3:integer\n1,2,3,4\n",
               "column 2 has no header: named column2\n"
               "a second column \"x\" was named \"x_2\"\n"
               "a second column \"x\" was named \"x_3\"\n");
}

static void a_first_record_with_numbers_is_data(void **state)
{
    (void)state;
    check_with(
        "Beijing,75.1\nShanghai,70\n", NULL,
        "column1:text,column2:number\nBeijing,75.1\nShanghai,70\n",
        "the first record (line 1) was read as data, because it holds "
        "numbers: the columns are named column1, ...; --header=yes makes "
        "it the header\n");
    check_with("region,2015,2016\nA,1,2\n", NULL,
               "region:text,2015:integer,2016:integer\nA,1,2\n", "");
    alm_load_options options = {.csv = {.header = ALM_HEADER_NO}};
    check_with("a,b\n", &options, "column1:text,column2:text\na,b\n", "");
    options.csv.header = ALM_HEADER_YES;
    check_with("1,2\n3,4\n", &options, "1:integer,2:integer\n3,4\n", "");
    check("a,b\n", "a:number,b:number\n"); /* a header alone is a table */
}

static void delimiters_are_detected_and_said(void **state)
{
    (void)state;
    check_with("a;b\n1,5;2\n3,5;\"x;y\"\n", NULL,
               "a:text,b:text\n1,5,2\n3,5,x;y\n",
               "fields are taken to be separated by ';'\n");
    check("a\tb\n1\t2\n", "a:integer,b:integer\n1,2\n");
    check("a|b\n1|2\n", "a:integer,b:integer\n1,2\n");
    check("one column\nx\n", "one column:text\nx\n");
}

static void comments_and_preambles_are_passed_over(void **state)
{
    (void)state;
    const alm_load_options options = {.csv = {.comment = '#', .skip = 2}};
    check_with("A title, \"cut\n\n# c\na,b\n1,2\n# 5,6\n3,4\n", &options,
               "a:integer,b:integer\n1,2\n3,4\n", NULL);
}

static void dialects_are_set_by_name(void **state)
{
    (void)state;
    alm_csv_dialect d = {0};
    alm_error err = {0};
    assert_ok(alm_csv_dialect_set(&d, "delimiter", "tab", &err), &err);
    assert_ok(alm_csv_dialect_set(&d, "quote", "none", &err), &err);
    assert_ok(alm_csv_dialect_set(&d, "skip", "3", &err), &err);
    assert_ok(alm_csv_dialect_set(&d, "header", "no", &err), &err);
    assert_ok(alm_csv_dialect_set(&d, "ragged", "fill", &err), &err);
    assert_int_equal(d.delimiter, '\t');
    assert_true(d.no_quote);
    assert_int_equal(d.skip, 3);
    assert_int_equal(d.header, ALM_HEADER_NO);
    assert_int_equal(d.ragged, ALM_RAGGED_FILL);
    assert_int_equal(alm_csv_dialect_set(&d, "ragged", "x", &err), ALM_EINVAL);
    assert_int_equal(alm_csv_dialect_set(&d, "delimiter", ",,", &err),
                     ALM_EINVAL);
    assert_int_equal(alm_csv_dialect_set(&d, "delim", ",", &err), ALM_EINVAL);
}

static void what_is_no_text_is_refused_with_its_place(void **state)
{
    (void)state;
    check_fails("a,b\n1,\xE9t\xE9\n", NULL, 2, "byte 0xE9 is no valid UTF-8");
    check_fails("", NULL, 0, "data.csv is empty");
    check_fails("\n \n", NULL, 0, "data.csv is empty");
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    const alm_load_options options = {0};
    assert_int_equal(alm_load_text(&table, &report, "data.csv", "a,b\n1,\0\n",
                                   8, &options, &err),
                     ALM_EPARSE);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 3);
    alm_load_report_free(&report);
}

static void a_field_may_be_huge(void **state)
{
    (void)state;
    enum { SIZE = 3 << 20 };
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    const alm_load_options options = {0};
    alm_vector v;
    size_t len;
    char *text = alm_alloc(SIZE + 16, 1);
    assert_non_null(text);
    memcpy(text, "a,b\n1,\"", 7);
    memset(text + 7, 'x', SIZE);
    memcpy(text + 7 + SIZE, "\"\n", 2);
    assert_ok(alm_load_text(&table, &report, "data.csv", text, 7 + SIZE + 2,
                            &options, &err),
              &err);
    assert_ok(alm_table_vector(&v, table, 1, &err), &err);
    (void)alm_vector_text(&v, 0, &len);
    assert_int_equal(len, SIZE);
    alm_dealloc(text);
    alm_table_free(table);
    alm_load_report_free(&report);
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    const alm_word nulls[] = {{"?", 1}};
    const alm_load_options options = {
        .values = {.nulls = nulls, .null_count = 1, .bad = ALM_BAD_MISSING}};
    alm_status status;
    long n = 0;
    do {
        const long live = alm_alloc_live();
        alm_table *table = NULL;
        alm_load_report report = {0};
        alm_alloc_fail_after(n++);
        status = try_load(&table, &report,
                          "a;a;c;\n1;\"x\";2016-S1;true\n\n2;y;;false\n?;z;;\n"
                          "2;q;;\nu;;;\n",
                          &options, NULL);
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
        cmocka_unit_test(columns_get_their_types),
        cmocka_unit_test(
            missing_is_an_empty_field_or_a_null_word_beside_numbers),
        cmocka_unit_test(null_words_of_the_user_replace_the_usual_ones),
        cmocka_unit_test(leading_zeros_and_plus_make_text),
        cmocka_unit_test(integers_are_never_changed),
        cmocka_unit_test(periods_need_a_full_notation_or_a_header),
        cmocka_unit_test(a_role_or_a_type_decides),
        cmocka_unit_test(zeros_and_ones_stay_integers),
        cmocka_unit_test(percent_decimals_and_groups_are_read_on_request),
        cmocka_unit_test(
            a_bad_value_is_an_error_only_when_the_type_is_declared),
        cmocka_unit_test(
            bad_values_are_missing_on_request_where_numbers_prevail),
        cmocka_unit_test(a_late_value_decides_for_the_whole_column),
        cmocka_unit_test(offending_values_are_counted),
        cmocka_unit_test(quotes_protect_what_they_enclose),
        cmocka_unit_test(rows_end_at_any_line_end),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_header),
        cmocka_unit_test(a_blank_line_is_missing_only_in_a_file_of_one_column),
        cmocka_unit_test(every_row_keeps_its_physical_line),
        cmocka_unit_test(bad_quotes_name_line_and_byte),
        cmocka_unit_test(ragged_records_are_listed_or_filled_or_dropped),
        cmocka_unit_test(headers_get_names_where_they_have_none),
        cmocka_unit_test(a_first_record_with_numbers_is_data),
        cmocka_unit_test(delimiters_are_detected_and_said),
        cmocka_unit_test(comments_and_preambles_are_passed_over),
        cmocka_unit_test(dialects_are_set_by_name),
        cmocka_unit_test(what_is_no_text_is_refused_with_its_place),
        cmocka_unit_test(a_field_may_be_huge),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
