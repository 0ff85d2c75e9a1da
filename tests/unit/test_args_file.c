#include "unit.h"

#include <string.h>

#include "cli/args_file.h"
#include "files.h"

static alm_status read_text(alm_args_file *out, const char *text,
                            alm_error *err)
{
    return alm_args_file_read(out, files_write_text("args.json", text), err);
}

static void check_item(const alm_script_value *item, const char *name,
                       const char *text, const char *place, bool listed)
{
    assert_string_equal(item->name, name);
    if (text == NULL)
        assert_null(item->text);
    else
        assert_string_equal(item->text, text);
    assert_string_equal(item->place, place);
    assert_int_equal(item->listed, listed);
}

static void values_keep_their_text_and_place(void **state)
{
    alm_args_file file = {0};
    alm_error err = {0};

    (void)state;
    assert_ok(read_text(&file,
                        "\xEF\xBB\xBF{\"a\": 1.50, \"b\\u00e9\": \"x\\ny\",\n"
                        "  \"c\": [true, -3], \"d\": [], \"e\": null}",
                        &err),
              &err);
    assert_int_equal(file.n, 5);
    check_item(&file.items[0], "a", "1.50", "args.json line 1, column 7",
               false);
    check_item(&file.items[1], "b\xC3\xA9", "x\ny",
               "args.json line 1, column 24", false);
    check_item(&file.items[2], "c", "true", "args.json line 2, column 9", true);
    check_item(&file.items[3], "c", "-3", "args.json line 2, column 15", true);
    check_item(&file.items[4], "d", NULL, "args.json line 2, column 25", true);
    alm_args_file_free(&file);
}

static void what_is_no_object_of_values_is_refused(void **state)
{
    static const struct {
        const char *text;
        const char *message;
        size_t line;
        size_t column;
    } cases[] = {
        {"[1]", "--args-file args.json: this is no object", 1, 1},
        {"{\"a\":\n {}}",
         "--args-file args.json: an object is no value of an argument", 2, 2},
        {"{\"a\": [[1]]}",
         "--args-file args.json: a list in a list is no value", 1, 8},
        {"{\"a\": [null]}", "--args-file args.json: null is no value of a list",
         1, 8},
        {"{\"a\": \"x\\u0000\"}", "--args-file args.json: a text with \\u0000",
         1, 7},
        {"{\"a\\u0000\": 1}", "--args-file args.json: a name with \\u0000", 1,
         2},
        {"{\"a\": 1, \"a\": 2}", "the key \"a\" stands twice in an object", 1,
         10},
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(cases); i++) {
        alm_args_file file = {0};
        alm_error err = {0};
        assert_int_equal(read_text(&file, cases[i].text, &err), ALM_EPARSE);
        assert_string_equal(err.message, cases[i].message);
        assert_string_equal(err.file, "args.json");
        assert_int_equal(err.line, cases[i].line);
        assert_int_equal(err.column, cases[i].column);
        alm_args_file_free(&file);
    }
}

static void survives_every_failed_allocation(void **state)
{
    const char *path = files_write_text(
        "args.json",
        "{\"a\": 1, \"b\": [\"x\", \"y\"], \"c\": true, \"d\": []}");
    alm_status status;
    long step = 0;

    (void)state;
    const long before = alm_alloc_live();
    do {
        alm_args_file file = {0};
        alm_error err = {0};
        alm_alloc_fail_after(step++);
        status = alm_args_file_read(&file, path, &err);
        alm_alloc_fail_after(-1);
        if (status != ALM_OK)
            assert_int_equal(status, ALM_ENOMEM);
        alm_args_file_free(&file);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
}

static int set_up(void **state)
{
    (void)state;
    (void)files_open();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    files_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_keep_their_text_and_place),
        cmocka_unit_test(what_is_no_object_of_values_is_refused),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
