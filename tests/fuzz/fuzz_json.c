/* Any bytes as JSON: no crash, no leak; what loads as a table has passed the
 * grammar check unless it is JSON lines, and is written and read again. */
#include <stdlib.h>

#include "base/alloc.h"
#include "fuzz.h"
#include "io/json.h"
#include "io/write.h"

static void read_back(const alm_table *table)
{
    const alm_load_options options = {.format = ALM_FORMAT_JSON};
    alm_buffer out = {0};
    alm_table *again = NULL;
    alm_load_report report = {0};
    if (alm_write_json(table, alm_sink_to_buffer(&out), NULL, NULL) != ALM_OK ||
        alm_json_check(out.data, out.len, true, NULL) != ALM_OK ||
        alm_load_text(&again, &report, "again.json", out.data, out.len,
                      &options, NULL) != ALM_OK ||
        alm_table_rows(again) != alm_table_rows(table))
        abort();
    alm_table_free(again);
    alm_load_report_free(&report);
    alm_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const long live = alm_alloc_live();
    const alm_load_options options = {.format = ALM_FORMAT_JSON};
    const char *text = (const char *)data;
    alm_table *table = NULL;
    alm_load_report report = {0};
    const bool grammar = alm_json_check(text, size, false, NULL) == ALM_OK;
    if (!grammar && alm_json_check(text, size, true, NULL) == ALM_OK)
        abort(); /* the stricter check let more through */
    if (alm_load_text(&table, &report, "fuzz.json", text, size, &options,
                      NULL) == ALM_OK)
        read_back(table);
    alm_table_free(table);
    alm_load_report_free(&report);
    if (alm_alloc_live() != live)
        abort();
    return 0;
}
