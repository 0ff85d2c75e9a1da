/* Where bytes come from, and what is refused: io/source.h. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "files.h"
#include "io/load.h"
#include "tables.h"

static const alm_load_options usual;

static void check_file(const char *path, const alm_load_options *options,
                       const char *want)
{
    const long live = alm_alloc_live();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_ok(alm_load(&table, &report, path, options, &err), &err);
    assert_string_equal(text_of(table), want);
    alm_table_free(table);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

static void check_fails(const char *path, alm_status code, const char *end)
{
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    assert_int_equal(alm_load(&table, &report, path, &usual, &err), code);
    const size_t n = strlen(err.message);
    assert_true(n >= strlen(end));
    assert_string_equal(err.message + n - strlen(end), end);
    alm_load_report_free(&report);
}

static void plain_and_gzipped_files_read_the_same(void **state)
{
    (void)state;
    (void)files_open();
    check_file(files_write_text("a.csv", "a,b\n1,x\n"), &usual,
               "a:integer,b:text\n1,x\n");
    /* Known by its bytes: the name says nothing. Two members, as cat makes. */
    const char *path = files_path("b.csv");
    for (int i = 0; i < 2; i++) {
        gzFile gz = gzopen(path, i == 0 ? "wb" : "ab");
        assert_non_null(gz);
        assert_true(gzputs(gz, i == 0 ? "a,b\n" : "1,x\n") > 0);
        assert_int_equal(gzclose(gz), Z_OK);
    }
    check_file(path, &usual, "a:integer,b:text\n1,x\n");
    assert_int_equal(truncate(path, 30), 0);
    check_fails(path, ALM_EPARSE, "it ends early");
    check_file(files_write_text("c.json.gz", "[{\"a\": 1}]"), &usual,
               "a:integer\n1\n");
    files_close();
}

static void what_cannot_be_read_says_why(void **state)
{
    (void)state;
    const char *folder = files_open();
    check_fails(folder, ALM_EIO, "Is a directory");
    check_fails(files_path("absent.csv"), ALM_ENOTFOUND,
                "no such file, and no data package of that name");
    check_fails(files_write_text("empty.csv", ""), ALM_EPARSE, "is empty");
    check_fails(files_write("binary.csv",
                            "\x7F"
                            "ELF\2\1\0\0",
                            8),
                ALM_EPARSE, "UTF-16 without a byte order mark");
    if (geteuid() != 0) {
        const char *path = files_write_text("secret.csv", "a\n1\n");
        assert_int_equal(chmod(path, 0), 0);
        check_fails(path, ALM_EIO, "Permission denied");
    }
    files_close();
}

/* "a,b" LF "é,😀": Unicode 15, chapter 3.10. Bytes count behind the mark. */
static void other_encodings_are_decoded(void **state)
{
    (void)state;
    static const char little[] = {'\xFF', '\xFE', 'a',    0,      ',', 0,   'b',
                                  0,      10,     0,      '\xE9', 0,   ',', 0,
                                  '\x3D', '\xD8', '\x00', '\xDE'};
    static const char latin[] = "a,b\n\xE9,1\n";
    char big[sizeof little];
    const alm_load_options declared = {.encoding = ALM_ENCODING_LATIN1};
    const alm_load_options bare = {.encoding = ALM_ENCODING_UTF16LE};
    for (size_t i = 0; i < sizeof little; i++)
        big[i] = little[i ^ 1];
    (void)files_open();
    check_file(files_write("le.csv", little, sizeof little), &usual,
               "a:text,b:text\né,😀\n");
    check_file(files_write("be.csv", big, sizeof big), &usual,
               "a:text,b:text\né,😀\n");
    check_file(files_write("bare.csv", little + 2, sizeof little - 2), &bare,
               "a:text,b:text\né,😀\n");
    check_file(files_write_text("latin.csv", latin), &declared,
               "a:text,b:integer\né,1\n");
    check_fails(files_write("half.csv", little, sizeof little - 2), ALM_EPARSE,
                "lone surrogate U+D83D in UTF-16 text, byte 13");
    check_fails(files_write("odd.csv", little, 13), ALM_EPARSE,
                "UTF-16 text ends in half a character");
    files_close();
}

static void a_big_file_is_read_when_its_columns_are(void **state)
{
    (void)state;
    static char text[64 * 1024];
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    alm_vector v;
    size_t n = (size_t)snprintf(text, sizeof text, "a,b,c\n");
    for (int i = 0; i < 3000; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%d,%s,\"q\n\"\n", i,
                              i == 2999 ? "x" : "1");
    const alm_load_options options = {.stream_above = 1000};
    (void)files_open();
    const char *path = files_write("big.csv", text, n);
    const long live = alm_alloc_live();
    assert_ok(alm_load(&table, &report, path, &options, &err), &err);
    assert_int_equal(alm_table_rows(table), 3000);
    assert_false(alm_column_is_loaded(alm_table_column(table, 0)));
    assert_ok(alm_table_vector(&v, table, 0, &err), &err);
    assert_int_equal(v.integers[2999], 2999);
    assert_false(alm_column_is_loaded(alm_table_column(table, 1)));
    assert_ok(alm_table_vector(&v, table, 1, &err), &err);
    assert_int_equal(v.type, ALM_TEXT);
    assert_int_equal(alm_table_line(table, 2), 6);
    /* Someone writes to the file meanwhile. */
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs("1,2,3\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(alm_table_vector(&v, table, 2, &err), ALM_EIO);
    files_close();
    alm_table_free(table);
    alm_load_report_free(&report);
    assert_int_equal(alm_alloc_live(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_and_gzipped_files_read_the_same),
        cmocka_unit_test(what_cannot_be_read_says_why),
        cmocka_unit_test(other_encodings_are_decoded),
        cmocka_unit_test(a_big_file_is_read_when_its_columns_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
