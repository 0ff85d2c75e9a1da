#include "io/json_reader.h"

#include <cJSON.h>

#include "base/alloc.h"
#include "io/cjson.h"

/* Records: objects in an array, or one after the other. Each is scanned, then
 * parsed by cJSON, and the walk through both goes side by side. */

static alm_status walk_object(alm_json_reader *r, const cJSON *object,
                              alm_error *err);

static alm_status walk_member(alm_json_reader *r, const cJSON *item,
                              alm_error *err)
{
    alm_json_column *c = NULL;
    if (cJSON_IsObject(item) && item->child != NULL) {
        const alm_status status = alm_buffer_add_byte(&r->path, '.', err);
        return status == ALM_OK ? walk_object(r, item, err) : status;
    }
    const alm_json_span leaf = r->scan.leaves[r->leaf++];
    alm_status status = alm_json_find_column(&c, r, err);
    if (status != ALM_OK || c->infer == NULL)
        return status;
    if (c->fed > r->rows)
        return alm_json_fail(&r->scan, leaf.start, err,
                             "the record has two values for column \"%s\"",
                             c->name);
    status = alm_json_catch_up(c, r->rows, err);
    if (status != ALM_OK)
        return status;
    c->fed++;
    return alm_json_feed(r, c, &leaf, item->valuestring, err);
}

static alm_status walk_object(alm_json_reader *r, const cJSON *object,
                              alm_error *err)
{
    const size_t outer = r->path.len;
    alm_status status = ALM_OK;
    for (const cJSON *item = object->child; status == ALM_OK && item != NULL;
         item = item->next) {
        status = alm_buffer_add_text(&r->path, item->string, err);
        if (status == ALM_OK)
            status = walk_member(r, item, err);
        r->path.len = outer;
    }
    return status;
}

alm_status alm_json_keep_line(alm_json_reader *r, size_t at, alm_error *err)
{
    if (!r->first_pass)
        return ALM_OK;
    for (; r->counted < at; r->counted++)
        r->line += r->scan.text[r->counted] == '\n' ? 1 : 0;
    if (r->rows == r->line_cap) {
        const size_t cap = r->line_cap + r->line_cap / 2 + 64;
        uint32_t *lines = alm_realloc(r->lines, cap, sizeof *lines);
        if (lines == NULL)
            return alm_fail_memory(err, "the line numbers");
        r->lines = lines;
        r->line_cap = cap;
    }
    if (r->line > UINT32_MAX || r->rows >= ALM_ROWS_MAX)
        return alm_fail(err, ALM_ELIMIT, "more than %zu rows", ALM_ROWS_MAX);
    r->lines[r->rows] = (uint32_t)r->line;
    return ALM_OK;
}

static alm_status read_record(alm_json_reader *r, alm_error *err)
{
    const size_t start = r->scan.at;
    if (r->scan.text[start] != '{')
        return alm_json_fail(&r->scan, start, err,
                             "valid JSON, but no table: a record is no object");
    r->scan.leaf_count = 0;
    alm_status status = alm_json_scan_value(&r->scan, err);
    if (status == ALM_OK)
        status = alm_json_check_nul_keys(&r->scan, start, err);
    if (status == ALM_OK)
        status = alm_json_keep_line(r, start, err);
    if (status != ALM_OK)
        return status;
    cJSON *record = NULL;
    status =
        alm_cjson_parse(&record, r->scan.text + start, r->scan.at - start, err);
    if (status != ALM_OK)
        return status;
    r->leaf = 0;
    r->next_name = 0;
    r->path.len = 0;
    if (record->child != NULL)
        status = walk_object(r, record, err);
    cJSON_Delete(record);
    r->rows++;
    return status;
}

alm_status alm_json_read_records(alm_json_reader *r, bool in_array,
                                 alm_error *err)
{
    alm_json_scanner *s = &r->scan;
    s->keep = true;
    if (in_array)
        s->at++;
    while (alm_json_skip_blanks(s)) {
        if (in_array && (s->text[s->at] == ']'))
            return ALM_OK;
        const alm_status status = read_record(r, err);
        if (status != ALM_OK)
            return status;
        (void)alm_json_skip_blanks(s);
        if (in_array)
            (void)alm_json_accept(s, ',');
    }
    return ALM_OK;
}
