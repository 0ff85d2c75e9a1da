/* Tables as CSV, TSV, JSON and JSON lines (io/write.h), and back again. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "io/load.h"
#include "io/write.h"
#include "tables.h"

typedef alm_status writer(const alm_table *table, alm_sink sink,
                          alm_write_report *report, alm_error *err);

static void check(writer *write, const alm_table *table, const char *want)
{
    alm_buffer out = {0};
    alm_error err = {0};
    assert_ok(write(table, alm_sink_to_buffer(&out), NULL, &err), &err);
    assert_ok(alm_buffer_add_byte(&out, '\0', &err), &err);
    assert_string_equal(out.data, want);
    alm_buffer_free(&out);
}

static alm_table *load(const char *text)
{
    const alm_load_options usual = {0};
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(
        alm_load_text(&table, &report, "t", text, strlen(text), &usual, &err),
        &err);
    alm_load_report_free(&report);
    return table;
}

static void csv_quotes_only_what_would_change(void **state)
{
    (void)state;
    alm_table *table =
        table_of("a b:text,n:number,p:period,.h:text,ok:boolean\n"
                 "x;y,0.1,2016-S1,u,true\n"
                 "'',nan,,u,\n"
                 " x,1e+21,2016,u,false\n");
    check(alm_write_csv, table,
          "a b,n,p,ok\n\"x;y\",0.1,2016-S1,true\n\"\",nan,,\n"
          " x,1e+21,2016,false\n");
    alm_table_free(table);
}

static void tsv_quotes_like_csv(void **state)
{
    (void)state;
    alm_table *table =
        load("a,b\n\"x\ty\",\"p\nq\"\nback\\slash,2\n\"q\"\"q\",\"\"\n");
    check(alm_write_tsv, table,
          "a\tb\n\"x\ty\"\t\"p\nq\"\nback\\slash\t2\n\"q\"\"q\"\t\"\"\n");
    alm_table_free(table);
}

static void json_has_null_where_it_has_no_word(void **state)
{
    (void)state;
    alm_table *table =
        table_of("a\"b:text,n:number,p:period\nx\\y,inf,2016\n,0.5,\n");
    check(alm_write_json, table,
          "[\n{\"a\\\"b\":\"x\\\\y\",\"n\":null,\"p\":\"2016\"},\n"
          "{\"a\\\"b\":null,\"n\":0.5,\"p\":null}\n]");
    check(alm_write_jsonl, table,
          "{\"a\\\"b\":\"x\\\\y\",\"n\":null,\"p\":\"2016\"}\n"
          "{\"a\\\"b\":null,\"n\":0.5,\"p\":null}\n");
    alm_write_report report = {0};
    alm_buffer out = {0};
    assert_int_equal(
        alm_write_json(table, alm_sink_to_buffer(&out), &report, NULL), ALM_OK);
    assert_int_equal(report.not_finite, 1);
    alm_buffer_free(&out);
    alm_table_free(table);
}

static void a_table_without_rows_is_written(void **state)
{
    (void)state;
    alm_table *table = table_of("a:text,b:number\n");
    check(alm_write_csv, table, "a,b\n");
    check(alm_write_json, table, "[\n]");
    check(alm_write_jsonl, table, "");
    alm_table_free(table);
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a,b,c,d\n1,0.1,2016-S1,true\n,1e-300,,\n-5,,2016-06-30,false\n",
        "a\n\"x,y\"\n\"\"\n\n\"he \"\"said\"\"\"\n\" \"\n\"one;two\"\n",
        "one\nx;y\n\n", "\"a\nb\",\"c\"\"d\"\n\"1\n2\",\r\n"};
    writer *const writers[] = {alm_write_csv};
    for (size_t i = 0; i < LENGTH(texts); i++) {
        for (size_t w = 0; w < LENGTH(writers); w++) {
            char before[4096];
            alm_buffer out = {0};
            alm_table *table = load(texts[i]);
            (void)snprintf(before, sizeof before, "%s", text_of(table));
            assert_int_equal(
                writers[w](table, alm_sink_to_buffer(&out), NULL, NULL),
                ALM_OK);
            assert_int_equal(alm_buffer_add_byte(&out, '\0', NULL), ALM_OK);
            alm_table *again = load(out.data);
            assert_string_equal(text_of(again), before);
            alm_buffer_free(&out);
            alm_table_free(table);
            alm_table_free(again);
        }
    }
}

static size_t size_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return (size_t)info.st_size;
}

static void a_file_is_replaced_whole_with_its_permissions(void **state)
{
    (void)state;
    char path[512], link[512];
    struct stat info;
    alm_error err = {0};
    (void)files_open();
    strcpy(path, files_write_text("a.csv", "old"));
    strcpy(link, files_path("b.csv"));
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(symlink("a.csv", link), 0);
    assert_ok(alm_file_write_atomic(link, "new text", 8, &err), &err);
    assert_int_equal(size_of(path), 8);
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_ok(alm_file_write_atomic(files_path("c.csv"), "", 0, &err), &err);
    assert_int_equal(size_of(files_path("c.csv")), 0);
    assert_int_equal(
        alm_file_write_atomic(files_path("no/such.csv"), "x", 1, &err),
        ALM_ENOTFOUND);
    files_close(); /* fails if a temporary file is left in a folder */
    assert_ok(alm_file_write_atomic("/dev/null", "x", 1, &err), &err);
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    writer *const writers[] = {alm_write_csv, alm_write_tsv, alm_write_json,
                               alm_write_jsonl};
    alm_table *table = table_of("a:text,b:number\nx;y,1\n,2\n");
    for (size_t w = 0; w < LENGTH(writers); w++) {
        alm_status status;
        long n = 0;
        do {
            const long live = alm_alloc_live();
            alm_buffer out = {0};
            alm_alloc_fail_after(n++);
            status = writers[w](table, alm_sink_to_buffer(&out), NULL, NULL);
            alm_alloc_fail_after(-1);
            alm_buffer_free(&out);
            assert_true(status == ALM_OK || status == ALM_ENOMEM);
            assert_int_equal(alm_alloc_live(), live);
        } while (status != ALM_OK);
    }
    alm_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_quotes_only_what_would_change),
        cmocka_unit_test(tsv_quotes_like_csv),
        cmocka_unit_test(json_has_null_where_it_has_no_word),
        cmocka_unit_test(a_table_without_rows_is_written),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(a_file_is_replaced_whole_with_its_permissions),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
