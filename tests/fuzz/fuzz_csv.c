/* Any bytes as CSV: no crash, no leak, and what loads can be written as CSV and
 * read again with as many rows. The first byte chooses the options. */
#include <stdlib.h>

#include "base/alloc.h"
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const long live = alm_alloc_live();
    alm_table *table = NULL;
    alm_load_report report = {0};
    if (size == 0)
        return 0;
    const alm_load_options options = options_of(data[0]);
    const alm_status status =
        alm_load_text(&table, &report, "fuzz.csv", (const char *)data + 1,
                      size - 1, &options, NULL);
    if (status == ALM_OK)
        read_back(table);
    alm_table_free(table);
    alm_load_report_free(&report);
    if (alm_alloc_live() != live)
        abort();
    return 0;
}
