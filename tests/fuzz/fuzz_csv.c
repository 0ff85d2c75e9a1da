/* Any bytes as CSV: no crash, no leak, what loads can be written as CSV and
 * read again with as many rows, and cut into chunks it is the same. The first
 * byte chooses the options. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "fuzz.h"
#include "io/load.h"
#include "io/write.h"

static alm_load_options options_of(uint8_t choice)
{
    static const char delimiters[] = {0, ',', ';', '\t'};
    return (alm_load_options){
        .format = ALM_FORMAT_CSV,
        .encoding = (choice & 4) != 0 ? ALM_ENCODING_LATIN1 : ALM_ENCODING_AUTO,
        .csv = {.delimiter = delimiters[choice & 3],
                .comment = (choice & 8) != 0 ? '#' : '\0',
                .ragged = (alm_ragged)((choice >> 4) % 3)},
        .values = {.bad =
                       (choice & 64) != 0 ? ALM_BAD_MISSING : ALM_BAD_DEFAULT,
                   .percent = (choice & 128) != 0,
                   .group = (choice & 128) != 0 ? '.' : '\0'}};
}

/* The table of a written table; aborts where it is another. */
static void read_back(const alm_table *table)
{
    const alm_load_options options = {
        .format = ALM_FORMAT_CSV,
        .csv = {.delimiter = ',', .header = ALM_HEADER_YES}};
    alm_buffer out = {0};
    alm_table *again = NULL;
    alm_load_report report = {0};
    if (alm_write_csv(table, alm_sink_to_buffer(&out), NULL, NULL) != ALM_OK ||
        alm_load_text(&again, &report, "again.csv", out.data, out.len, &options,
                      NULL) != ALM_OK ||
        alm_table_rows(again) != alm_table_rows(table) ||
        alm_table_width(again) != alm_table_width(table))
        abort();
    alm_table_free(again);
    alm_load_report_free(&report);
    alm_buffer_free(&out);
}

/* What was loaded, or the error, as bytes. */
static void write_down(alm_buffer *out, alm_status status,
                       const alm_table *table, const alm_error *err)
{
    char line[1200];
    if (status == ALM_OK) {
        if (alm_write_csv(table, alm_sink_to_buffer(out), NULL, NULL) != ALM_OK)
            abort();
        for (size_t i = 0; i < alm_table_rows(table); i++) {
            const int n =
                snprintf(line, sizeof line, "%zu\n", alm_table_line(table, i));
            if (alm_buffer_add(out, line, (size_t)n, NULL) != ALM_OK)
                abort();
        }
        return;
    }
    const int n = snprintf(line, sizeof line, "%s %zu:%zu", err->message,
                           err->line, err->column);
    if (alm_buffer_add(out, line, (size_t)n, NULL) != ALM_OK)
        abort();
}

/* Read by two threads, in chunks of a size that the bytes choose. */
static void read_shared(const uint8_t *data, size_t size, alm_status status,
                        const alm_table *table, const alm_error *err)
{
    alm_load_options options = options_of(data[0]);
    alm_table *again = NULL;
    alm_load_report report = {0};
    alm_error other = {0};
    alm_buffer want = {0};
    alm_buffer got = {0};
    options.share = (alm_load_share){.workers = 2,
                                     .chunk = 1 + data[size - 1] % size,
                                     .above = 1,
                                     .lead = 1 + data[size / 2] % 4};
    const alm_status shared =
        alm_load_text(&again, &report, "fuzz.csv", (const char *)data + 1,
                      size - 1, &options, &other);
    write_down(&want, status, table, err);
    write_down(&got, shared, again, &other);
    if (shared != status || got.len != want.len ||
        (got.len > 0 && memcmp(got.data, want.data, got.len) != 0))
        abort();
    alm_buffer_free(&want);
    alm_buffer_free(&got);
    alm_table_free(again);
    alm_load_report_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const long live = alm_alloc_live();
    alm_table *table = NULL;
    alm_load_report report = {0};
    alm_error err = {0};
    if (size == 0)
        return 0;
    const alm_load_options options = options_of(data[0]);
    const alm_status status =
        alm_load_text(&table, &report, "fuzz.csv", (const char *)data + 1,
                      size - 1, &options, &err);
    if (status == ALM_OK)
        read_back(table);
    read_shared(data, size, status, table, &err);
    alm_table_free(table);
    alm_load_report_free(&report);
    if (alm_alloc_live() != live)
        abort();
    return 0;
}
