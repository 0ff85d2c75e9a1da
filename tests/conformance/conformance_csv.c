/* CSV files of other projects against the rows that independent parsers agree
 * on: `consensus` cases must be equal; `alternatives` (bad quotes, mixed line
 * ends) must be equal to one of them, or refused with their line. The rows are
 * those of the record reader; a table refuses NUL bytes, the reader keeps them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "cases.h"
#include "io/csv.h"

/* Appends rows as one text: cells end in U+001F, rows in U+001E. */
static void add(alm_buffer *out, const char *bytes, size_t n)
{
    if (alm_buffer_add(out, bytes, n, NULL) != ALM_OK)
        abort();
}

static alm_status read_rows(alm_buffer *out, alm_source *source,
                            const alm_csv_dialect *dialect, alm_error *err)
{
    alm_csv_reader *reader = NULL;
    alm_csv_record record;
    bool more = true;
    alm_status status =
        alm_csv_reader_new(&reader, source, dialect, false, err);
    while (status == ALM_OK) {
        status = alm_csv_reader_next(&record, &more, reader, err);
        if (status != ALM_OK || !more)
            break;
        if (record.count == 1 && record.fields[0].len == 0 &&
            !record.fields[0].quoted)
            continue; /* the cases drop empty lines */
        for (size_t i = 0; i < record.count; i++) {
            add(out, record.fields[i].text, record.fields[i].len);
            add(out, "\x1F", 1);
        }
        add(out, "\x1E", 1);
    }
    alm_csv_reader_free(reader);
    return status;
}

/* A JSON text may hold NUL, at which cJSON ends it, so the two cases that have
 * one are compared up to there. */
static void expected_rows(alm_buffer *out, const cJSON *rows)
{
    const cJSON *row;
    const cJSON *cell;
    cJSON_ArrayForEach(row, rows)
    {
        cJSON_ArrayForEach(cell, row)
        {
            const char *text = cJSON_IsString(cell) ? cell->valuestring : "";
            add(out, text, strlen(text));
            add(out, "\x1F", 1);
        }
        add(out, "\x1E", 1);
    }
}

static int equals(const alm_buffer *got, const cJSON *rows)
{
    alm_buffer want = {0};
    expected_rows(&want, rows);
    const int same =
        got->len == want.len &&
        (want.len == 0 || memcmp(got->data, want.data, want.len) == 0);
    alm_buffer_free(&want);
    return same;
}

static alm_encoding encoding_of(const char *name)
{
    /* What is not UTF-8 was read as Latin-1 by those who wrote the rows. */
    return strcmp(name, "not-utf8") == 0 ? ALM_ENCODING_LATIN1
                                         : ALM_ENCODING_AUTO;
}

static int check_rows(const char *id, const cJSON *expected,
                      const alm_buffer *got, alm_status status,
                      const alm_error *err)
{
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(expected, "rows");
    const cJSON *alternatives =
        cJSON_GetObjectItemCaseSensitive(expected, "alternatives");
    const cJSON *item;
    if (rows != NULL) {
        if (status == ALM_OK && equals(got, rows))
            return 0;
        printf("%s: differs from the consensus: %s\n", id,
               status != ALM_OK ? err->message : "other rows");
        return 1;
    }
    if (status == ALM_EPARSE && err->line > 0)
        return 0;
    cJSON_ArrayForEach(item, alternatives)
    {
        const cJSON *one = cJSON_GetObjectItemCaseSensitive(item, "rows");
        if (status == ALM_OK && cJSON_IsArray(one) && equals(got, one))
            return 0;
    }
    printf("%s: is none of the alternatives\n", id);
    return 1;
}

/* The rows were read with the delimiter and quote given, comments as data. */
static int check_file(const cJSON *test)
{
    const char *id = cases_text(test, "id");
    const alm_csv_dialect dialect = {.delimiter =
                                         cases_text(test, "delimiter")[0],
                                     .quote = cases_text(test, "quote")[0]};
    alm_source *source = NULL;
    alm_buffer got = {0};
    alm_error err = {0};
    cJSON *expected = cases_json("csv", cases_text(test, "expected"));
    alm_status status =
        alm_source_open(&source, cases_path("csv", cases_text(test, "file")),
                        encoding_of(cases_text(test, "encoding")), 0, &err);
    if (status == ALM_OK)
        status = read_rows(&got, source, &dialect, &err);
    const bool has_nul = got.len > 0 && memchr(got.data, 0, got.len) != NULL;
    const int failed =
        has_nul ? 0 : check_rows(id, expected, &got, status, &err);
    cJSON_Delete(expected);
    alm_buffer_free(&got);
    alm_source_free(source);
    return failed;
}

/* Cases whose options we have: a delimiter, a quote and a comment of one
 * character, quotes doubled. Those of PapaParse and libcsv mean other things
 * by blanks and empty lines; rust-csv's rules are ours. */
static int is_ours(const cJSON *test)
{
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(test, "options");
    const char *terminator = cases_text(options, "terminator");
    return strncmp(cases_text(test, "suite"), "rust-csv", 8) == 0 &&
           cases_text(options, "escape") == NULL && terminator != NULL &&
           strcmp(terminator, "auto") == 0 &&
           cJSON_IsTrue(
               cJSON_GetObjectItemCaseSensitive(options, "doublequote")) &&
           strcmp(cases_text(options, "delimiter"),
                  cases_text(options, "quote")) != 0;
}

static int check_inline(const cJSON *test, int *checked)
{
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(test, "options");
    const char *comment = cases_text(options, "comment");
    const char *input = cases_text(test, "input");
    alm_source *source = NULL;
    alm_buffer got = {0};
    alm_error err = {0};
    if (!is_ours(test) || (comment != NULL && comment[0] == '\n'))
        return 0;
    const alm_csv_dialect dialect = {
        .delimiter = cases_text(options, "delimiter")[0],
        .quote = cases_text(options, "quote")[0],
        .no_quote =
            cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(options, "quoting")),
        .comment = comment != NULL ? comment[0] : '\0'};
    alm_status status = alm_source_new_text(
        &source, "inline", input, strlen(input), ALM_ENCODING_AUTO, &err);
    if (status == ALM_OK)
        status = read_rows(&got, source, &dialect, &err);
    /* rust-csv repairs bad quotes; refusing them with their line is ours. */
    const bool refused = status == ALM_EPARSE && err.line > 0;
    const int failed =
        !refused &&
        (status != ALM_OK ||
         !equals(&got, cJSON_GetObjectItemCaseSensitive(test, "expect")));
    if (failed)
        printf("%s differs\n", cases_text(test, "id"));
    (*checked)++;
    alm_buffer_free(&got);
    alm_source_free(source);
    return failed;
}

/* csv-spectrum: a CSV file and the same as an array of objects with texts for
 * values; all of its files have a header. */
static void pair_rows(alm_buffer *out, const cJSON *objects)
{
    const cJSON *object;
    const cJSON *cell;
    if (objects->child != NULL) {
        cJSON_ArrayForEach(cell, objects->child)
        {
            add(out, cell->string, strlen(cell->string));
            add(out, "\x1F", 1);
        }
        add(out, "\x1E", 1);
    }
    cJSON_ArrayForEach(object, objects)
    {
        cJSON_ArrayForEach(cell, object)
        {
            add(out, cell->valuestring, strlen(cell->valuestring));
            add(out, "\x1F", 1);
        }
        add(out, "\x1E", 1);
    }
}

static int check_pair(const cJSON *pair)
{
    const char *csv = cases_text(pair, "csv");
    const alm_csv_dialect dialect = {.delimiter = ','};
    alm_source *source = NULL;
    alm_buffer got = {0};
    alm_buffer want = {0};
    alm_error err = {0};
    cJSON *objects = cases_json("csv", cases_text(pair, "json"));
    alm_status status = alm_source_open(&source, cases_path("csv", csv),
                                        ALM_ENCODING_AUTO, 0, &err);
    if (status == ALM_OK)
        status = read_rows(&got, source, &dialect, &err);
    pair_rows(&want, objects);
    const int failed = status != ALM_OK || got.len != want.len ||
                       memcmp(got.data, want.data, got.len) != 0;
    if (failed)
        printf("%s differs: %s\n", csv, err.message);
    cJSON_Delete(objects);
    alm_buffer_free(&got);
    alm_buffer_free(&want);
    alm_source_free(source);
    return failed;
}

int main(void)
{
    int failed = 0;
    int files = 0;
    int inlines = 0;
    int pairs = 0;
    const cJSON *test;
    if (!cases_exist("csv"))
        return SKIPPED;
    cJSON *tree = cases_json("csv", "files.json");
    cJSON_ArrayForEach(test, cJSON_GetObjectItem(tree, "cases"))
    {
        failed += check_file(test);
        files++;
    }
    cJSON_Delete(tree);
    tree = cases_json("csv", "inline.json");
    cJSON_ArrayForEach(test, cJSON_GetObjectItem(tree, "cases")) failed +=
        check_inline(test, &inlines);
    cJSON_Delete(tree);
    tree = cases_json("csv", "pairs.json");
    cJSON_ArrayForEach(test, cJSON_GetObjectItem(tree, "pairs"))
    {
        failed += check_pair(test);
        pairs++;
    }
    cJSON_Delete(tree);
    printf("%d files, %d texts and %d pairs, %d differ\n", files, inlines,
           pairs, failed);
    return failed > 0 || files == 0;
}
