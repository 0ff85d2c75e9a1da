#include "io/json_reader.h"

#include <cJSON.h>

#include "io/cjson.h"

/* An object of arrays, one a column. */

/* One array of an object of arrays, as a column. */
static alm_status read_array(alm_json_reader *r, alm_json_column *c,
                             alm_error *err)
{
    alm_json_scanner *s = &r->scan;
    const size_t start = s->at;
    const bool first = c == &r->columns[0];
    alm_status status = alm_json_scan_value(s, err);
    const size_t end = s->at;
    cJSON *array = NULL;
    if (status == ALM_OK)
        status = alm_cjson_parse(&array, s->text + start, end - start, err);
    const cJSON *item = array != NULL ? array->child : NULL;
    s->at = start + 1;
    r->rows = 0;
    for (; status == ALM_OK && item != NULL; item = item->next) {
        (void)alm_json_skip_blanks(s);
        alm_json_span leaf = {.start = s->at, .kind = ALM_JSON_OBJECT};
        s->leaf_count = 0;
        s->keep = !cJSON_IsObject(item);
        status = alm_json_scan_value(s, err);
        if (status != ALM_OK)
            break;
        if (s->keep)
            leaf = s->leaves[0];
        leaf.end = s->at;
        if (first)
            status = alm_json_keep_line(r, leaf.start, err);
        if (status == ALM_OK && c->infer != NULL)
            status = alm_json_feed(r, c, &leaf, item->valuestring, err);
        c->fed++;
        r->rows++;
        (void)alm_json_skip_blanks(s);
        (void)alm_json_accept(s, ',');
    }
    s->at = end;
    s->keep = false;
    cJSON_Delete(array);
    return status;
}

static alm_status read_member_array(alm_json_reader *r, size_t index,
                                    size_t *expected, alm_error *err)
{
    alm_json_scanner *s = &r->scan;
    alm_json_column *c = NULL;
    (void)alm_json_skip_blanks(s);
    const size_t key = s->at;
    alm_status status = alm_json_scan_string(s, err);
    if (status != ALM_OK)
        return status;
    if (s->nul_seen)
        return alm_json_fail_nul_key(&r->scan, key, err);
    r->path.len = 0;
    status = alm_json_decode(&r->path, s->text, key, s->at, err);
    (void)alm_json_skip_blanks(s);
    (void)alm_json_accept(s, ':');
    (void)alm_json_skip_blanks(s);
    if (status == ALM_OK && s->text[s->at] != '[')
        return alm_json_fail_no_table(&r->scan, s->at, err);
    if (status == ALM_OK)
        status = alm_json_find_column(&c, r, err);
    if (status == ALM_OK)
        status = read_array(r, c, err);
    if (status != ALM_OK)
        return status;
    if (index > 0 && r->rows != *expected)
        return alm_json_fail(s, key, err,
                             "column \"%s\" has %zu values, those before it "
                             "have %zu",
                             c->name, r->rows, *expected);
    *expected = r->rows;
    return ALM_OK;
}

alm_status alm_json_read_arrays(alm_json_reader *r, alm_error *err)
{
    alm_json_scanner *s = &r->scan;
    size_t expected = 0;
    s->at++;
    r->next_name = 0;
    for (size_t i = 0; alm_json_skip_blanks(s) && s->text[s->at] != '}'; i++) {
        const alm_status status = read_member_array(r, i, &expected, err);
        if (status != ALM_OK)
            return status;
        (void)alm_json_skip_blanks(s);
        (void)alm_json_accept(s, ',');
    }
    return r->width == 0 && r->first_pass
               ? alm_json_fail_no_table(&r->scan, 0, err)
               : ALM_OK;
}
