/* The beginning of a file, loaded like a whole one: io/head.h. */
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "files.h"
#include "io/head.h"
#include "io/load.h"
#include "tables.h"

static void check_cut(const char *text, const char *want)
{
    char closing[3], got[256];
    const size_t n = alm_head_cut(closing, text, strlen(text));
    (void)snprintf(got, sizeof got, "%.*s%s", (int)n, text, closing);
    assert_string_equal(got, want);
}

static void lines_end_with_the_last_whole_record(void **state)
{
    (void)state;
    check_cut("a,b\n1,2\n3,", "a,b\n1,2\n");
    check_cut("a,b\n1,\"x\ny\"\n3,\"z\nw", "a,b\n1,\"x\ny\"\n");
    check_cut("a,b\n", "a,b\n");
    check_cut("a,b", "");
    check_cut("", "");
    /* An inch sign is no quote: then any line will do. */
    check_cut("5\" pipe,b\n1,2\n3", "5\" pipe,b\n1,2\n");
}

static void json_is_closed_after_its_last_whole_record(void **state)
{
    (void)state;
    check_cut("[{\"a\":1},{\"a\":[2]},{\"a\":3", "[{\"a\":1},{\"a\":[2]}]");
    check_cut("[{\"a\":\"}\\\"]\"},{\"a\"", "[{\"a\":\"}\\\"]\"}]");
    check_cut("{\"columns\":[{\"name\":\"a\"}],\"rows\":[{\"a\":1},{\"a\":",
              "{\"columns\":[{\"name\":\"a\"}],\"rows\":[{\"a\":1}]}");
    check_cut("{\"a\":1}\n{\"a\":{\"b\":2}}\n{\"a\"",
              "{\"a\":1}\n{\"a\":{\"b\":2}}");
    check_cut("[{\"a\":1", "");
}

static void check_head(const char *path, size_t most, const char *want)
{
    const long live = alm_alloc_live();
    const alm_load_options options = {.head = most};
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(alm_load(&table, &report, path, &options, &err), &err);
    assert_string_equal(text_of(table), want);
    alm_table_free(table);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

static void a_head_loads_like_a_whole_file(void **state)
{
    (void)state;
    (void)files_open();
    const char *path = files_write_text("a.csv", "a,b\n1,x\n2,y\n3,z\n");
    check_head(path, 10, "a:integer,b:text\n1,x\n");
    check_head(path, 1000, "a:integer,b:text\n1,x\n2,y\n3,z\n");
    check_head(files_write_text("b.json", "[{\"a\":1},{\"a\":2},{\"a\":3}]"),
               18, "a:integer\n1\n2\n");
    check_head(files_write_text("c.jsonl", "{\"a\":1}\n{\"a\":2}\n"), 10,
               "a:integer\n1\n");
    check_head(files_write("d.csv", "a,b\n\xC3\xA9,1\n\xC3\xA9,2\n", 15), 10,
               "a:text,b:integer\né,1\n");
    files_close();
}

static void a_compressed_head_needs_no_end(void **state)
{
    (void)state;
    static char text[3 << 20];
    (void)files_open();
    const char *path = files_path("a.csv.gz");
    gzFile gz = gzopen(path, "wb");
    size_t n = (size_t)snprintf(text, sizeof text, "a,b\n");
    for (unsigned i = 0; n + 32 < sizeof text; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%u,x\n",
                              i * 2654435761U);
    assert_true(gzwrite(gz, text, (unsigned)n) > 0);
    assert_int_equal(gzclose(gz), Z_OK);

    const alm_load_options options = {.head = 100000};
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(alm_load(&table, &report, path, &options, &err), &err);
    assert_int_equal(alm_table_width(table), 2);
    assert_true(alm_table_rows(table) > 5000);
    alm_table_free(table);
    alm_load_report_free(&report);
    files_close();
}

static void what_would_wait_is_refused(void **state)
{
    (void)state;
    alm_source *source = NULL;
    alm_error err = {0};
    const char *folder = files_open();
    assert_int_equal(
        alm_source_open_head(&source, folder, ALM_ENCODING_AUTO, 100, &err),
        ALM_EIO);
    const char *pipe = files_path("pipe");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(
        alm_source_open_head(&source, pipe, ALM_ENCODING_AUTO, 100, &err),
        ALM_EIO);
    assert_int_equal(alm_source_open_head(&source, files_path("absent"),
                                          ALM_ENCODING_AUTO, 100, &err),
                     ALM_ENOTFOUND);
    files_close();
}

static void a_head_survives_every_failed_allocation(void **state)
{
    (void)state;
    (void)files_open();
    const char *path = files_write_text("a.csv", "a,b\n1,x\n2,y\n3,z\n");
    const long before = alm_alloc_live();
    alm_status status;
    long n = 0;
    do {
        alm_source *source = NULL;
        alm_alloc_fail_after(n++);
        status =
            alm_source_open_head(&source, path, ALM_ENCODING_AUTO, 10, NULL);
        alm_alloc_fail_after(-1);
        assert_true(status == ALM_OK || status == ALM_ENOMEM);
        alm_source_free(source);
        assert_int_equal(alm_alloc_live(), before);
    } while (status != ALM_OK);
    assert_true(n > 3);
    files_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_with_the_last_whole_record),
        cmocka_unit_test(json_is_closed_after_its_last_whole_record),
        cmocka_unit_test(a_head_loads_like_a_whole_file),
        cmocka_unit_test(a_compressed_head_needs_no_end),
        cmocka_unit_test(what_would_wait_is_refused),
        cmocka_unit_test(a_head_survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
