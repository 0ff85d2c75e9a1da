#include "tables.h"

#include <string.h>

#include "table/builder.h"
#include "table/dict.h"
#include "table/field.h"
#include "table/period.h"

/* Expected values: by hand, from the headers of core/table; dates that come
 * from elsewhere say so. */

static void texts_are_numbered_in_order_of_appearance(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        uint32_t want;
    } rows[] = {
        {"b", 1, 0}, {"", 0, 1},    {"a\0b", 3, 2}, {"a", 1, 3},
        {"b", 1, 0}, {"a\0", 2, 4}, {NULL, 0, 1},   {"\xC3\xA9", 2, 5},
    };
    alm_error err;
    alm_dict *dict = NULL;
    uint32_t ranks[6];
    size_t len;
    assert_ok(alm_dict_new(&dict, &err), &err);
    assert_int_equal(alm_dict_find(dict, "b", 1), ALM_DICT_NONE);
    for (size_t i = 0; i < LENGTH(rows); i++) {
        uint32_t code = ALM_DICT_NONE;
        assert_ok(alm_dict_add(&code, dict, rows[i].text, rows[i].len, &err),
                  &err);
        assert_int_equal(code, rows[i].want);
    }
    assert_int_equal(alm_dict_count(dict), 6);
    assert_int_equal(alm_dict_find(dict, "a\0b", 3), 2);
    assert_memory_equal(alm_dict_text(dict, 2, &len), "a\0b", 3);
    /* bytes: "" < "a" < "a\0" < "a\0b" < "b" < e acute */
    static const uint32_t want[] = {4, 0, 3, 1, 2, 5};
    assert_ok(alm_dict_ranks(ranks, dict, &err), &err);
    assert_memory_equal(ranks, want, sizeof want);
    alm_dict_free(dict);
}

static void a_dictionary_grows_past_thousands_of_texts(void **state)
{
    (void)state;
    enum { N = 5000 };
    alm_error err;
    alm_dict *dict = NULL;
    assert_ok(alm_dict_new(&dict, &err), &err);
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < N; i++) {
            char text[16];
            uint32_t code = 0;
            const int len = snprintf(text, sizeof text, "text %u", i);
            assert_ok(alm_dict_add(&code, dict, text, (size_t)len, &err), &err);
            assert_int_equal(code, i);
        }
    }
    assert_int_equal(alm_dict_count(dict), N);
    alm_dict_free(dict);
}

static void periods_read_back_as_they_were_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        alm_frequency frequency;
        int year;
        double time;
    } rows[] = {
        {"2016", ALM_FREQUENCY_YEAR, 2016, 2017.0},
        {"2018-S1", ALM_FREQUENCY_SEMESTER, 2018, 2018.5}, /* design 3 */
        {"2018-S2", ALM_FREQUENCY_SEMESTER, 2018, 2019.0},
        {"2016-Q3", ALM_FREQUENCY_QUARTER, 2016, 2016.75},
        {"2020-03", ALM_FREQUENCY_MONTH, 2020, 2020.25}, /* design 3 */
        {"2016-02-29", ALM_FREQUENCY_DAY, 2016, 2016.0 + 2.0 / 12.0},
        {"2000-02-29", ALM_FREQUENCY_DAY, 2000, 2000.0 + 2.0 / 12.0},
        {"1969-12-31", ALM_FREQUENCY_DAY, 1969, 1970.0},
        {"0001-01", ALM_FREQUENCY_MONTH, 1, 1.0 + 1.0 / 12.0},
        {"9999", ALM_FREQUENCY_YEAR, 9999, 10000.0},
    };
    for (size_t i = 0; i < LENGTH(rows); i++) {
        alm_period p = 0;
        char text[ALM_PERIOD_TEXT];
        assert_true(alm_period_parse(&p, rows[i].text, strlen(rows[i].text)));
        assert_int_equal(alm_period_format(text, p), strlen(rows[i].text));
        assert_string_equal(text, rows[i].text);
        assert_int_equal(alm_period_frequency(p), rows[i].frequency);
        assert_int_equal(alm_period_year(p), rows[i].year);
        assert_near(alm_period_time(p), rows[i].time, 1e-15);
    }
}

static void what_only_looks_like_a_period_is_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",           "16",          "201",       "20166",      "2016-",
        "2016-S0",    "2016-S3",     "2016-Q0",   "2016-Q5",    "2016-00",
        "2016-13",    "2016-1",      "2016-06-",  "2016-06-31", "2015-02-29",
        "1900-02-29", "0000",        "2016-06-3", " 2016",      "2016 ",
        "2016-s1",    "2016-06-301", "2016/06",   "2016-06-00", "-016",
    };
    for (size_t i = 0; i < LENGTH(texts); i++) {
        alm_period p = 0;
        if (alm_period_parse(&p, texts[i], strlen(texts[i])))
            fail_msg("\"%s\" was read as a period", texts[i]);
    }
}

static void periods_shift_in_steps_of_their_frequency(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int steps;
        const char *want; /* NULL: out of range */
    } rows[] = {
        {"2016", -1, "2015"},
        {"2016-S1", 3, "2017-S2"},
        {"2016-S1", -1, "2015-S2"},
        {"2016-Q4", 1, "2017-Q1"},
        {"2016-01", -13, "2014-12"},
        {"2016-02-28", 1, "2016-02-29"},
        {"2016-03-01", -1, "2016-02-29"},
        {"1970-01-01", -1, "1969-12-31"},
        {"0001", -1, NULL},
        {"0001-01", -1, NULL},
        {"9999-S2", 1, NULL},
        {"9999-12-31", 1, NULL},
        {"2016", 2147483647, NULL},
        {"2016-06-30", -2147483647, NULL},
    };
    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        alm_period p = 0;
        char text[ALM_PERIOD_TEXT] = "";
        assert_true(alm_period_parse(&p, rows[i].from, strlen(rows[i].from)));
        const bool ok = alm_period_shift(&p, p, rows[i].steps);
        assert_int_equal(ok, rows[i].want != NULL);
        if (ok) {
            (void)alm_period_format(text, p);
            assert_string_equal(text, rows[i].want);
        }
    }
}

static void a_field_keeps_copies_of_all_it_is_told(void **state)
{
    (void)state;
    alm_error err;
    char title[] = "Users";
    alm_break breaks[] = {
        {.period = "2013", .note = "new census"},
        {.period = "2015",
         .source = "c35",
         .only_column = "region",
         .only_value = "North"},
    };
    const alm_field_info info = {.name = "users",
                                 .title = title,
                                 .unit = "",
                                 .kind = ALM_KIND_STOCK,
                                 .has_bounds = true,
                                 .high = 100.0,
                                 .hidden = true,
                                 .breaks = breaks,
                                 .break_count = 2};
    alm_field *field = NULL;
    alm_field *renamed = NULL;
    assert_ok(alm_field_new(&field, &info, &err), &err);
    title[0] = 'X';
    breaks[0].period = "0000";
    assert_ok(alm_field_new_renamed(&renamed, field, "netizens!", 8, &err),
              &err);
    alm_field_free(field);
    const alm_field_info *got = alm_field_info_of(renamed);
    assert_string_equal(got->name, "netizens");
    assert_string_equal(got->title, "Users");
    assert_string_equal(got->unit, "");
    assert_null(got->description);
    assert_true(got->hidden && got->has_bounds && got->high == 100.0);
    assert_string_equal(got->breaks[0].period, "2013");
    assert_null(got->breaks[0].source);
    assert_string_equal(got->breaks[1].source, "c35");
    assert_string_equal(got->breaks[1].only_value, "North");
    assert_null(got->breaks[0].only_column);
    alm_field_free(renamed);
    assert_ok(alm_field_new_named(&field, "a\0b", 3, &err), &err);
    assert_string_equal(alm_field_info_of(field)->name, "a");
    alm_field_free(field);
}

static void kinds_and_roles_have_names_both_ways(void **state)
{
    (void)state;
    alm_kind kind = ALM_KIND_UNKNOWN;
    alm_role role = ALM_ROLE_NONE;
    assert_true(alm_kind_from_name(&kind, "index"));
    assert_int_equal(kind, ALM_KIND_INDEX);
    assert_string_equal(alm_kind_name(ALM_KIND_UNKNOWN), "");
    assert_false(alm_kind_from_name(&kind, ""));
    assert_true(alm_role_from_name(&role, "group"));
    assert_int_equal(role, ALM_ROLE_GROUP);
    assert_false(alm_role_from_name(&role, "Group"));
    assert_string_equal(alm_aggregate_name(ALM_AGGREGATE_WEIGHTED_MEAN),
                        "weighted_mean");
}

static void a_builder_grows_and_widens(void **state)
{
    (void)state;
    enum { N = 1000 };
    alm_error err;
    alm_builder *b = NULL;
    alm_column *column = NULL;
    assert_ok(alm_builder_new(&b, ALM_INTEGER, 0, &err), &err);
    for (int i = 0; i < N; i++)
        assert_ok(i % 3 == 0 ? alm_builder_add_missing(b, &err)
                             : alm_builder_add_integer(b, i, &err),
                  &err);
    alm_builder_widen(b);
    assert_ok(alm_builder_add_number(b, 0.5, &err), &err);
    assert_int_equal(alm_builder_len(b), N + 1);
    assert_ok(alm_builder_finish(&column, b, &err), &err);
    assert_int_equal(alm_column_type(column), ALM_NUMBER);
    assert_int_equal(alm_column_missing(column), 334);
    const alm_vector v = alm_column_vector(column, NULL);
    assert_false(alm_vector_present(&v, 999));
    assert_true(alm_vector_number(&v, 998) == 998.0);
    assert_true(alm_vector_number(&v, N) == 0.5);
    assert_true(v.numbers[999] == 0.0);
    alm_column_free(column);
}

static void a_bitmap_without_a_missing_value_is_dropped(void **state)
{
    (void)state;
    alm_error err;
    alm_column *column = NULL;
    int64_t *values = alm_alloc_zeroed(65, sizeof *values);
    uint64_t *valid = alm_alloc_zeroed(2, sizeof *valid);
    assert_true(values != NULL && valid != NULL);
    valid[0] = UINT64_MAX;
    valid[1] = 1;
    assert_ok(
        alm_column_take(&column, ALM_INTEGER, values, valid, NULL, 65, &err),
        &err);
    assert_null(alm_column_vector(column, NULL).valid);
    assert_int_equal(alm_column_bytes(column), 65 * 8);
    alm_column_free(column);
}

static alm_rows *rows_of(size_t n, const uint32_t *at)
{
    alm_error err;
    alm_rows *rows = NULL;
    assert_ok(alm_rows_new(&rows, n, &err), &err);
    memcpy(rows->at, at, n * sizeof *at);
    return rows;
}

static void selections_compose(void **state)
{
    (void)state;
    alm_error err;
    alm_rows *outer = rows_of(3, (uint32_t[]){2, ALM_ROW_NONE, 0});
    alm_rows *inner = rows_of(3, (uint32_t[]){7, 8, ALM_ROW_NONE});
    alm_rows *both = NULL;
    assert_ok(alm_rows_compose(&both, outer, inner, &err), &err);
    assert_int_equal(both->at[0], ALM_ROW_NONE);
    assert_int_equal(both->at[1], ALM_ROW_NONE);
    assert_int_equal(both->at[2], 7);
    alm_rows_free(both);
    assert_ok(alm_rows_compose(&both, outer, NULL, &err), &err);
    assert_ptr_equal(both, outer);
    alm_rows_free(both);
    alm_rows_free(outer);
    alm_rows_free(inner);
    assert_int_equal(alm_rows_new(&both, ALM_ROWS_MAX + 1, &err), ALM_ELIMIT);
}

static void a_view_shares_selections_and_keeps_lines(void **state)
{
    (void)state;
    alm_error err;
    alm_table *view = NULL;
    alm_table *again = NULL;
    alm_table *t = table_of("a:integer,b:text\n1,x\n,y\n3,\n");
    alm_rows *rows = rows_of(4, (uint32_t[]){2, ALM_ROW_NONE, 0, 2});
    assert_ok(alm_table_set_name(t, "figures", &err), &err);
    assert_ok(alm_table_new_selected(&view, t, rows, &err), &err);
    assert_string_equal(text_of(view), "a:integer,b:text\n3,\n,\n1,x\n3,\n");
    assert_string_equal(alm_table_name(view), "figures");
    assert_ptr_equal(alm_table_selection(view, 0),
                     alm_table_selection(view, 1));
    assert_ptr_equal(alm_table_origin_rows(view), alm_table_selection(view, 0));
    assert_int_equal(alm_table_line(view, 0), 4);
    assert_int_equal(alm_table_line(view, 1), 0);
    assert_ok(alm_table_new_selected(&again, view, rows, &err), &err);
    assert_int_equal(alm_table_line(again, 0), 2);
    assert_table(again, "a:integer,b:text\n1,x\n,\n3,\n1,x\n");
    alm_rows_free(rows);
    alm_table_free(view);
    alm_table_free(t);
}

static void a_gathered_column_stands_alone(void **state)
{
    (void)state;
    alm_error err;
    alm_column *column = NULL;
    alm_table *t = table_of("a:text\nx\n\ny\n");
    alm_rows *rows = rows_of(4, (uint32_t[]){2, ALM_ROW_NONE, 1, 0});
    assert_ok(
        alm_column_new_gathered(&column, alm_table_column(t, 0), rows, &err),
        &err);
    alm_rows_free(rows);
    alm_table_free(t);
    const alm_vector v = alm_column_vector(column, NULL);
    size_t len;
    assert_int_equal(alm_column_missing(column), 2);
    assert_memory_equal(alm_vector_text(&v, 0, &len), "y", 1);
    assert_memory_equal(alm_vector_text(&v, 3, &len), "x", 1);
    assert_false(alm_vector_present(&v, 1) || alm_vector_present(&v, 2));
    assert_int_equal(v.codes[1], 0);
    alm_column_free(column);
}

static void a_table_refuses_what_does_not_fit(void **state)
{
    (void)state;
    alm_error err;
    alm_table *t = table_of("a:integer\n1\n2\n");
    alm_table *other = table_of("b:integer\n1\n");
    assert_int_equal(alm_table_add(t, alm_table_field(t, 0),
                                   alm_table_column(t, 0), NULL, &err),
                     ALM_EINVAL);
    assert_string_equal(err.message, "two columns are named \"a\"");
    assert_int_equal(alm_table_add(t, alm_table_field(other, 0),
                                   alm_table_column(other, 0), NULL, &err),
                     ALM_EINVAL);
    assert_string_equal(err.message,
                        "column \"b\" has 1 rows, the table has 2");
    assert_int_equal(alm_table_width(t), 1);
    alm_table_free(other);
    alm_table_free(t);
}

static void a_name_is_found_whole_or_not_at_all(void **state)
{
    (void)state;
    /* On the heap, so that a look beyond the name is seen. */
    alm_table *t = table_of("ab:integer\n1\n");
    static const struct {
        const char *name;
        size_t len;
        bool found;
    } rows[] = {
        {"ab", 2, true},
        {"a", 1, false},
        {"abc", 3, false},
        {"", 0, false},
        {"ab\0", 3, false},
        {"abx", 2, true},
        {"ab\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 30, false},
    };
    for (size_t i = 0; i < LENGTH(rows); i++)
        assert_int_equal(alm_table_find(t, rows[i].name, rows[i].len) !=
                             ALM_NO_COLUMN,
                         rows[i].found);
    alm_table_free(t);
}

static void an_origin_may_be_set_again_with_other_rows(void **state)
{
    (void)state;
    alm_table *t = table_of("a:integer\n1\n2\n");
    alm_rows *rows = rows_of(2, (uint32_t[]){1, 0});
    alm_table_set_origin(t, alm_table_origin(t), rows);
    alm_rows_free(rows);
    alm_table_set_origin(t, alm_table_origin(t), alm_table_origin_rows(t));
    assert_int_equal(alm_table_line(t, 0), 3);
    assert_string_equal(alm_origin_file(alm_table_origin(t)), "test.csv");
    alm_table_set_origin(t, NULL, NULL);
    assert_int_equal(alm_table_line(t, 0), 0);
    alm_table_free(t);
}

/* A reader of columns: column `key` holds key + row. */
typedef struct counting_loader {
    alm_loader base;
    size_t calls;
    size_t columns;
    size_t freed;
    bool fails;
} counting_loader;

static alm_status load_counting(alm_loader *loader, alm_column **out,
                                const size_t *keys, size_t n, alm_error *err)
{
    counting_loader *self = (counting_loader *)loader;
    self->calls++;
    self->columns += n;
    if (self->fails)
        return alm_fail(err, ALM_EIO, "the file is gone");
    for (size_t k = 0; k < n; k++) {
        alm_builder *b = NULL;
        assert_ok(alm_builder_new(&b, ALM_INTEGER, 2, err), err);
        for (int64_t i = 0; i < 2; i++)
            assert_ok(alm_builder_add_integer(b, (int64_t)keys[k] + i, err),
                      err);
        assert_ok(alm_builder_finish(&out[k], b, err), err);
    }
    return ALM_OK;
}

static void free_counting(alm_loader *loader)
{
    ((counting_loader *)loader)->freed++;
}

static void deferred_columns_of_one_file_are_read_in_one_pass(void **state)
{
    (void)state;
    alm_error err;
    counting_loader a = {.base = {1, load_counting, free_counting}};
    counting_loader b = {.base = {1, load_counting, free_counting}};
    alm_column *columns[5];
    for (size_t i = 0; i < 4; i++)
        assert_ok(alm_column_new_deferred(
                      &columns[i], i == 2 ? &b.base : &a.base, i * 10, 2, &err),
                  &err);
    columns[4] = columns[1]; /* asked for twice, read once */
    assert_false(alm_column_is_loaded(columns[0]));
    assert_int_equal(alm_column_len(columns[0]), 2);
    assert_int_equal(alm_column_bytes(columns[0]), 0);
    assert_ok(alm_column_load(columns + 3, 1, &err), &err);
    assert_int_equal(a.calls, 1);
    assert_ok(alm_column_load(columns, 5, &err), &err);
    assert_int_equal(a.calls, 2);
    assert_int_equal(a.columns, 3);
    assert_int_equal(b.calls, 1);
    for (size_t i = 0; i < 5; i++) {
        assert_true(alm_column_is_loaded(columns[i]));
        const alm_vector v = alm_column_vector(columns[i], NULL);
        assert_int_equal(v.integers[1], (i == 4 ? 10 : (int)i * 10) + 1);
    }
    assert_ok(alm_column_load(columns, 5, &err), &err);
    assert_int_equal(a.calls, 2);
    for (size_t i = 0; i < 4; i++)
        alm_column_free(columns[i]);
    assert_int_equal(a.base.refs, 1);
    assert_int_equal(b.base.refs, 1);
    assert_int_equal(a.freed + b.freed, 0);
}

static void a_column_that_cannot_be_read_stays_deferred(void **state)
{
    (void)state;
    alm_error err;
    counting_loader a = {.base = {1, load_counting, free_counting},
                         .fails = true};
    alm_column *column = NULL;
    assert_ok(alm_column_new_deferred(&column, &a.base, 3, 2, &err), &err);
    assert_int_equal(alm_column_load(&column, 1, &err), ALM_EIO);
    assert_false(alm_column_is_loaded(column));
    a.fails = false;
    assert_ok(alm_column_load(&column, 1, &err), &err);
    assert_int_equal(alm_column_vector(column, NULL).integers[0], 3);
    alm_column_free(column);
    assert_int_equal(a.base.refs, 1);
}

/* Builds a table, selects from it and gathers a column. */
static alm_status make_and_select(alm_error *err)
{
    alm_builder *b = NULL;
    alm_column *column = NULL;
    alm_column *gathered = NULL;
    alm_field *field = NULL;
    alm_table *t = NULL;
    alm_table *view = NULL;
    alm_rows *rows = NULL;
    alm_status status = alm_builder_new(&b, ALM_TEXT, 1, err);
    for (int i = 0; status == ALM_OK && i < 100; i++) {
        char text[8];
        const int len = snprintf(text, sizeof text, "%d", i);
        status = alm_builder_add_text(b, text, (size_t)len, err);
    }
    if (status == ALM_OK)
        status = alm_builder_finish(&column, b, err);
    else
        alm_builder_free(b);
    if (status == ALM_OK)
        status = alm_field_new_named(&field, "a", 1, err);
    if (status == ALM_OK)
        status = alm_table_new(&t, 100, err);
    if (status == ALM_OK)
        status = alm_table_add(t, field, column, NULL, err);
    if (status == ALM_OK)
        status = alm_rows_new(&rows, 2, err);
    if (status == ALM_OK) {
        rows->at[0] = 99;
        rows->at[1] = 0;
        status = alm_table_new_selected(&view, t, rows, err);
    }
    if (status == ALM_OK)
        status = alm_column_new_gathered(&gathered, column, rows, err);
    alm_column_free(gathered);
    alm_table_free(view);
    alm_table_free(t);
    alm_rows_free(rows);
    alm_field_free(field);
    alm_column_free(column);
    return status;
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    alm_error err;
    alm_status status = ALM_ENOMEM;
    for (long n = 0; status != ALM_OK; n++) {
        const long before = alm_alloc_live();
        alm_alloc_fail_after(n);
        status = make_and_select(&err);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        assert_int_equal(alm_alloc_live(), before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_numbered_in_order_of_appearance),
        cmocka_unit_test(a_dictionary_grows_past_thousands_of_texts),
        cmocka_unit_test(periods_read_back_as_they_were_written),
        cmocka_unit_test(what_only_looks_like_a_period_is_none),
        cmocka_unit_test(periods_shift_in_steps_of_their_frequency),
        cmocka_unit_test(a_field_keeps_copies_of_all_it_is_told),
        cmocka_unit_test(kinds_and_roles_have_names_both_ways),
        cmocka_unit_test(a_builder_grows_and_widens),
        cmocka_unit_test(a_bitmap_without_a_missing_value_is_dropped),
        cmocka_unit_test(selections_compose),
        cmocka_unit_test(a_view_shares_selections_and_keeps_lines),
        cmocka_unit_test(a_gathered_column_stands_alone),
        cmocka_unit_test(a_table_refuses_what_does_not_fit),
        cmocka_unit_test(a_name_is_found_whole_or_not_at_all),
        cmocka_unit_test(an_origin_may_be_set_again_with_other_rows),
        cmocka_unit_test(deferred_columns_of_one_file_are_read_in_one_pass),
        cmocka_unit_test(a_column_that_cannot_be_read_stays_deferred),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
