/* JSONTestSuite: y_ is accepted, n_ refused with its place, i_ must not crash.
 * What is accepted loses nothing: as the cell of a record it comes out as it
 * was, number for number and character for character. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cases.h"
#include "io/json_scan.h"

/* Loads [{"v": TEXT}] and compares the cell with the value in TEXT. */
static int keeps_all(const char *text, size_t n)
{
    static const alm_load_options usual;
    alm_buffer whole = {0};
    alm_buffer want = {0};
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_vector v;
    alm_status status = alm_buffer_add_text(&whole, "[{\"v\": [", NULL);
    if (status == ALM_OK)
        status = alm_buffer_add(&whole, text, n, NULL);
    if (status == ALM_OK)
        status = alm_buffer_add_text(&whole, "]}]", NULL);
    if (status == ALM_OK)
        status = alm_load_text(&table, &report, "case.json", whole.data,
                               whole.len, &usual, NULL);
    if (status == ALM_OK)
        status = alm_table_vector(&v, table, 0, NULL);
    if (status == ALM_OK)
        status = alm_buffer_add_byte(&want, '[', NULL);
    if (status == ALM_OK)
        status = alm_json_compact(&want, text, 0, n, NULL);
    if (status == ALM_OK)
        status = alm_buffer_add_byte(&want, ']', NULL);
    int same = 0;
    if (status == ALM_OK && v.type == ALM_TEXT) {
        size_t len;
        const char *got = alm_vector_text(&v, 0, &len);
        same = len == want.len && memcmp(got, want.data, len) == 0;
    }
    alm_table_free(table);
    alm_load_report_free(&report);
    alm_buffer_free(&whole);
    alm_buffer_free(&want);
    return same;
}

/* Objects and arrays of them also go through the table reader. */
static void load_it(const char *text, size_t n)
{
    static const alm_load_options usual;
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    if (alm_load_text(&table, &report, "case.json", text, n, &usual, &err) ==
        ALM_OK)
        alm_table_free(table);
    alm_load_report_free(&report);
}

static int check(const cJSON *test)
{
    size_t n;
    const char *file = cases_text(test, "file");
    const char *must = cases_text(test, "must");
    char *text = cases_read(&n, "json", file);
    alm_error err = {0};
    const alm_status status = alm_json_check(text, n, false, &err);
    int failed = 0;
    load_it(text, n);
    if (strcmp(must, "accept") == 0) {
        /* Equal keys are lawful JSON, and are no record of a table. */
        alm_error twice = {0};
        const int table = alm_json_check(text, n, true, &twice) == ALM_OK ||
                          strstr(twice.message, "stands twice") == NULL;
        failed = status != ALM_OK || (table && !keeps_all(text, n));
    } else if (strcmp(must, "reject") == 0) {
        failed = status != ALM_EPARSE || err.line == 0 || err.column == 0;
    }
    if (failed)
        printf("%s: must %s, but: %s\n", file, must,
               status == ALM_OK ? "accepted, or not kept" : err.message);
    free(text);
    return failed;
}

int main(void)
{
    int failed = 0;
    int count = 0;
    const cJSON *test;
    if (!cases_exist("json"))
        return SKIPPED;
    cJSON *tree = cases_json("json", "manifest.json");
    cJSON_ArrayForEach(test, cJSON_GetObjectItem(tree, "cases"))
    {
        failed += check(test);
        count++;
    }
    cJSON_Delete(tree);
    printf("%d texts, %d fail\n", count, failed);
    return failed > 0 || count == 0;
}
