/* A file shared out among threads loads like one that is not: the same values,
 * types, codes, lines, notes and errors, wherever it is cut. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/workers.h"
#include "files.h"
#include "io/load.h"
#include "tables.h"

enum { STREAMED = 1, REFUSED = 2 };

__attribute__((format(printf, 2, 3))) static void say(alm_buffer *out,
                                                      const char *fmt, ...)
{
    char line[4096];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    assert_int_equal(alm_buffer_add_text(out, line, NULL), ALM_OK);
}

static void say_error(alm_buffer *out, alm_status status, const alm_error *err)
{
    say(out, "%s: %s|%s|%s|%s:%zu:%zu\n", alm_status_name(status), err->message,
        err->help, err->data, err->file, err->line, err->column);
}

static void say_value(alm_buffer *out, const alm_vector *v, size_t i)
{
    size_t len = 0;
    if (!alm_vector_present(v, i))
        say(out, "none %d\n", v->codes != NULL ? (int)v->codes[i] : 0);
    else if (v->numbers != NULL)
        say(out, "%a\n", v->numbers[i]);
    else if (v->codes != NULL)
        say(out, "%u %s\n", (unsigned)v->codes[i],
            alm_vector_text(v, i, &len) != NULL ? "" : "no text");
    else
        say(out, "%lld\n",
            (long long)(v->booleans != NULL ? v->booleans[i] : v->integers[i]));
}

static void say_column(alm_buffer *out, const alm_table *table, size_t k)
{
    alm_error err = {0};
    alm_vector v;
    const alm_status status = alm_table_vector(&v, table, k, &err);
    say(out, "%s: ", alm_table_column_name(table, k));
    if (status != ALM_OK) {
        say_error(out, status, &err);
        return;
    }
    say(out, "%s %s\n", alm_type_name(v.type), v.valid != NULL ? "gaps" : "");
    for (size_t i = 0; i < v.n; i++)
        say_value(out, &v, i);
    for (size_t i = 0; v.dict != NULL && i < alm_dict_count(v.dict); i++) {
        size_t len;
        const char *text = alm_dict_text(v.dict, (uint32_t)i, &len);
        say(out, "%zu bytes: ", len);
        assert_int_equal(alm_buffer_add(out, text, len, NULL), ALM_OK);
        say(out, "\n");
    }
}

static void say_table(alm_buffer *out, const alm_table *table)
{
    for (size_t k = 0; k < alm_table_width(table); k++)
        say_column(out, table, k);
    for (size_t i = 0; i < alm_table_rows(table); i++)
        say(out, "%zu ", alm_table_line(table, i));
}

/* Where the bytes are: in memory, or in a file whose columns are read at once
 * or when they are needed. */
enum { IN_MEMORY, AT_ONCE, WHEN_NEEDED, PLACES };

static void place(alm_load_options *options, int where)
{
    options->stream_above = where == WHEN_NEEDED ? 1 : 0;
    options->hold_most = where == IN_MEMORY ? 0 : 1;
}

/* All that can be seen of a load, as text. `path` is that of a file with the
 * text. */
static void load(alm_buffer *out, const char *path, const char *text, size_t n,
                 const alm_load_options *options)
{
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    const alm_status status =
        options->hold_most > 0 ? alm_load(&table, &report, path, options, &err)
                               : alm_load_text(&table, &report, "data.csv",
                                               text, n, options, &err);
    if (status != ALM_OK)
        say_error(out, status, &err);
    for (size_t i = 0; i < report.notes.len; i++)
        say(out, "note: %s\n", report.notes.items[i]);
    if (status == ALM_OK)
        say_table(out, table);
    alm_table_free(table);
    alm_load_report_free(&report);
}

/* One way of sharing against reading alone. */
static void check_share(const char *path, const char *text, size_t n,
                        const alm_load_options *options, const char *want)
{
    alm_buffer got = {0};
    load(&got, path, text, n, options);
    assert_int_equal(alm_buffer_add_byte(&got, '\0', NULL), ALM_OK);
    size_t same = 0;
    while (got.data[same] == want[same] && want[same] != '\0')
        same++;
    if (got.data[same] != want[same])
        fail_msg("%zu workers, chunks of %zu, lead of %zu%s:\n%.*s\n"
                 "gives %.300s\nnot %.300s",
                 options->share.workers, options->share.chunk,
                 options->share.lead, options->hold_most > 0 ? ", on disk" : "",
                 (int)n, text, got.data + same, want + same);
    alm_buffer_free(&got);
}

/* Every chunk size up to `chunks`, or that alone when `only`. */
static void check_text(const char *text, size_t n, alm_load_options options,
                       size_t chunks, size_t lead, bool only)
{
    const long live = alm_alloc_live();
    const char *path = files_write("share.csv", text, n);
    for (int where = 0; where < PLACES; where++) {
        alm_buffer want = {0};
        place(&options, where);
        options.share = (alm_load_share){.workers = 1};
        load(&want, path, text, n, &options);
        assert_int_equal(alm_buffer_add_byte(&want, '\0', NULL), ALM_OK);
        /* Files on disk are slow, so those are cut at some places only. */
        const size_t step = where != IN_MEMORY ? 1 + n / 12 : 1;
        for (size_t chunk = only ? chunks : 1; chunk <= chunks; chunk += step) {
            options.share = (alm_load_share){.workers = 2 + chunk % 3,
                                             .chunk = chunk,
                                             .above = 1,
                                             .lead = lead};
            check_share(path, text, n, &options, want.data);
        }
        alm_buffer_free(&want);
    }
    assert_int_equal(alm_alloc_live(), live);
}

static void check_every_cut(const char *text, const alm_load_options *options)
{
    static const alm_load_options usual;
    const size_t n = strlen(text);
    for (size_t lead = 1; lead < 6; lead += 2)
        check_text(text, n, options != NULL ? *options : usual, n + 1, lead,
                   false);
}

static void cuts_at_any_byte(void **state)
{
    (void)state;
    (void)files_open();
    check_every_cut("a,b\n1,x\n2,y\n3,\n,x\n5,z\n", NULL);
    check_every_cut("a,b\r\n1,x\r\n2,y\r\n\r\n3,z\r\n4,y", NULL);
    check_every_cut("a,b\r1,x\r2,y\r3,x\r4,z\r", NULL);
    check_every_cut("\xEF\xBB\xBF"
                    "a,b\n1,x\n2,y\n",
                    NULL);
    check_every_cut("a\n1\n\n2\n\n\n3\n", NULL);
    check_every_cut("a,b\n1,\xE4\xBA\x91\n2,\xE5\x8D\x97\n3,\xE4\xBA\x91\n",
                    NULL);
    files_close();
}

static void cuts_within_quotes(void **state)
{
    (void)state;
    (void)files_open();
    check_every_cut("a,b\n1,\"x\ny\"\n2,\"1,2\n3,4\n5,6\"\n3,\"\"\n4,u\n",
                    NULL);
    check_every_cut("a,b\n1,\"\"\"q\"\"\n\"\n2,\"\n\"\n3,\"\r\n\"\n4,\n", NULL);
    check_every_cut("a,b\n\"1\",\"2,\n\"\"x\"\",3\n\",\n5,6\n", NULL);
    check_every_cut("a,b\n1,\"x\ny\nz\"\n2,\"1\n2\n3\"", NULL);
    files_close();
}

static void finds_what_is_wrong_where_it_is(void **state)
{
    (void)state;
    const alm_load_options fill = {.csv = {.ragged = ALM_RAGGED_FILL}};
    const alm_load_options drop = {.csv = {.ragged = ALM_RAGGED_DROP}};
    (void)files_open();
    check_every_cut("a,b\n1,2\n3,4\n5,x\"y\n6,7\n", NULL);
    check_every_cut("a,b\n1,2\n3,\"4\"x\n6,7\n\"", NULL);
    check_every_cut("a,b\n1,2\n3,\"4\n6,7\n8,9\n", NULL);
    check_every_cut("a,b\n1,2\n3,\"4\n6\"\n8,\xFF\n9,\"", NULL);
    check_every_cut("a,\xFF\n1,2\n", NULL);
    check_every_cut("a,b\n1,2\n3,\"4\n6\",\n8,\xE4\xBA\n9\n", NULL);
    check_every_cut("a,b\n1\n\n2,3,4\n3,\"\n\"\n5\n6,7,8\n1,2\n", NULL);
    check_every_cut("a,b\n1\n\n2,3,\n3,\"\n\"\n5\n6,7,8\n1,2\n", &fill);
    check_every_cut("a,b\n1\n\n2,3,\n3,\"\n\"\n5\n6,7,\n1,2\n", &fill);
    check_every_cut("a,b\n1\n\n2,3,4\n3,\"\n\"\n5\n6,7,8\n1,2\n", &drop);
    files_close();
}

static void a_late_value_changes_the_type(void **state)
{
    (void)state;
    const alm_load_options lenient = {.values = {.bad = ALM_BAD_MISSING}};
    const alm_load_options declared = {
        .values = {.typed = true, .type = ALM_INTEGER}};
    (void)files_open();
    check_every_cut("a,b\n1,\n2,\n3,\n4,1.5\n5.5,\n6,x\n7,\n", NULL);
    check_every_cut("a,b\n1,x\n2,\n3.5,\n4,1.5\nu,\n6,x\n7,\n", NULL);
    check_every_cut("a\n9007199254740993\n1\n2\n3.5\n4\n", NULL);
    check_every_cut("a,b\n2016-S1,true\n2016-S2,\nNA,false\n..,1\nx,\n", NULL);
    check_every_cut("year,b\n2016,\n2017,2\n2018-S1,\n2019,-0\n", NULL);
    check_every_cut("year,b\n2016,\n2017,2\n5,\n2019,3\n", NULL);
    check_every_cut("year,b\n,\n5,\n,\n2017,2\n2019,3\n", NULL);
    check_every_cut("year,b\n,\n2016,\n,\n2017-S1,2\n5,3\nNA,x\n", NULL);
    check_every_cut("a,b\n1,x\nx,2\n3,4\n,NA\n4,z\n5,5\n", &lenient);
    check_every_cut("a,b\n1,2\n3,x\n4,y\n,2\n", &declared);
    files_close();
}

static void passes_over_comments_and_lines_to_skip(void **state)
{
    (void)state;
    const alm_load_options comments = {
        .csv = {.comment = '#', .skip = 2, .header = ALM_HEADER_NO}};
    (void)files_open();
    check_every_cut("#\n1,2,3\n#4\n1,2\n3,4\n#\"\n#x\n5,6\n#\n7,8\n#",
                    &comments);
    check_every_cut("a;b\n1;\"x\n#y\"\n#;\n2;\n", &comments);
    files_close();
}

/* A text of records that may be wrong in every way. */
static size_t invent(char *out, size_t cap, unsigned *seed)
{
    static const char *const fields[] = {"1",
                                         "22",
                                         "3",
                                         "-0",
                                         "2.5",
                                         "x",
                                         "y",
                                         "zz",
                                         "",
                                         "",
                                         "NA",
                                         "-",
                                         "true",
                                         "false",
                                         "2016",
                                         "2017",
                                         "\"a,b\"",
                                         "\"l\nm\"",
                                         "\"\"",
                                         "\"q\"\"q\"",
                                         "\"2\"",
                                         "2016-S1",
                                         "\"1,2\n3,4\n5,6\"",
                                         "9007199254740993",
                                         "\xE4\xBA\x91",
                                         "a\"b",
                                         "\"a\"b",
                                         "\""};
    static const char *const ends[] = {"\n", "\n", "\n", "\r\n", "\r", "\n\n"};
    const unsigned kinds = *seed % 4 == 0   ? 28
                           : *seed % 4 == 1 ? 24
                           : *seed % 4 == 2 ? 11
                                            : 5;
    size_t n = (size_t)snprintf(out, cap, "a,year,c\n");
    for (int row = 0; row < 12; row++) {
        for (int k = 0; k < 3; k++) {
            *seed = *seed * 1103515245U + 12345U;
            const unsigned r = *seed >> 16;
            /* Wrong quotes end everything, so they are rare. */
            const unsigned i = r % kinds >= 24 && r % 7 != 0 ? 0 : r % kinds;
            const char *end =
                k < 2 ? "," : ends[(*seed >> 9) % (kinds > 20 ? 6 : 3)];
            n += (size_t)snprintf(out + n, cap - n, "%s%s", fields[i], end);
        }
    }
    return n;
}

static void invented_files_load_alike(void **state)
{
    (void)state;
    unsigned seed = 20161130;
    (void)files_open();
    for (int i = 0; i < 400; i++) {
        char text[2048];
        const unsigned kind = (unsigned)i;
        seed += kind;
        const size_t n = invent(text, sizeof text, &seed);
        const alm_load_options options = {
            .csv = {.ragged = (alm_ragged)(i % 3)},
            .values = {.bad = i % 5 == 0 ? ALM_BAD_MISSING : ALM_BAD_DEFAULT}};
        for (size_t chunk = 3; chunk < n; chunk += 29 + (size_t)i % 17)
            check_text(text, n, options, chunk, 1 + (size_t)i % 4, true);
    }
    files_close();
}

/* Long enough for chunks of the usual size, and for blocks that are read on. */
static void a_large_file_loads_alike(void **state)
{
    (void)state;
    alm_buffer text = {0};
    (void)files_open();
    say(&text, "id,name,value,note\n");
    for (int i = 0; i < 12000; i++)
        say(&text, "%d,name %d,%g,%s\n", i, i * 7919 % 20011, i / 8.0,
            i % 11 == 0 ? "\"two\nlines, \"\"quoted\"\"\"" : "plain");
    say(&text, "x,,,\"");
    for (int i = 0; i < 15000; i++)
        say(&text, "a long text, line %d\n", i);
    say(&text, "\"\n1,2,3,4\n");
    const alm_load_options usual = {0};
    for (size_t chunk = 9000; chunk < text.len; chunk = chunk * 5 + 1)
        check_text(text.data, text.len, usual, chunk, 1024, true);
    alm_buffer_free(&text);
    files_close();
}

static void works_without_other_threads(void **state)
{
    (void)state;
    (void)files_open();
    alm_workers_allow(false);
    check_every_cut("a,b\n1,\"x\ny\"\n2,y\n3,z\n4,\n", NULL);
    alm_workers_allow(true);
    files_close();
}

static void survives_every_failed_allocation(void **state)
{
    (void)state;
    static const char text[] =
        "a,b\n1,x\n2,\"y\nz\"\n3,u\n4.5,\nx,v\n\"6\",7\n";
    (void)files_open();
    const char *path = files_write_text("share.csv", text);
    for (int where = 0; where < PLACES; where++) {
        alm_load_options options = {
            .share = {.workers = 3, .chunk = 5, .above = 1, .lead = 1}};
        alm_status status;
        long n = 0;
        place(&options, where);
        do {
            const long live = alm_alloc_live();
            alm_table *table = NULL;
            alm_load_report report = {0};
            const size_t columns[] = {0, 1};
            alm_alloc_fail_after(n++);
            status = alm_load(&table, &report, path, &options, NULL);
            if (status == ALM_OK)
                status = alm_table_load(table, columns, 2, NULL);
            alm_alloc_fail_after(-1);
            alm_table_free(table);
            alm_load_report_free(&report);
            assert_true(status == ALM_OK || status == ALM_ENOMEM);
            assert_int_equal(alm_alloc_live(), live);
        } while (status != ALM_OK);
    }
    files_close();
}

/* The tests whose names match the argument, such as 'a_*', or all. */
int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_at_any_byte),
        cmocka_unit_test(cuts_within_quotes),
        cmocka_unit_test(finds_what_is_wrong_where_it_is),
        cmocka_unit_test(a_late_value_changes_the_type),
        cmocka_unit_test(passes_over_comments_and_lines_to_skip),
        cmocka_unit_test(invented_files_load_alike),
        cmocka_unit_test(a_large_file_loads_alike),
        cmocka_unit_test(works_without_other_threads),
        cmocka_unit_test(survives_every_failed_allocation),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
