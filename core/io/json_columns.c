#include "io/json_reader.h"

#include <string.h>

#include "base/alloc.h"
#include "io/schema.h"

/* The columns that the values of a JSON text go to. */

alm_status alm_json_add_column(alm_json_reader *r, const char *name, size_t len,
                               alm_error *err)
{
    uint32_t code;
    if (r->width == r->cap) {
        const size_t cap = r->cap * 2 + 16;
        alm_json_column *columns =
            alm_realloc(r->columns, cap, sizeof *columns);
        if (columns == NULL)
            return alm_fail_memory(err, "the columns");
        r->columns = columns;
        r->cap = cap;
    }
    alm_json_column *c = &r->columns[r->width];
    *c = (alm_json_column){.name = alm_text_copy(name, len)};
    if (c->name == NULL)
        return alm_fail_memory(err, "the columns");
    c->rules = alm_schema_rules(r->options, c->name);
    alm_status status = alm_infer_new(&c->infer, &c->rules, err);
    if (status == ALM_OK)
        status = alm_dict_add(&code, r->names, name, len, err);
    if (status != ALM_OK) {
        alm_infer_free(c->infer);
        alm_dealloc(c->name);
        return status;
    }
    r->width++;
    return ALM_OK;
}

alm_status alm_json_find_column(alm_json_column **out, alm_json_reader *r,
                                alm_error *err)
{
    const char *name = r->path.len > 0 ? r->path.data : "";
    const size_t len = r->path.len;
    size_t i = r->next_name;
    if (i >= r->width || strlen(r->columns[i].name) != len ||
        memcmp(r->columns[i].name, name, len) != 0) {
        const uint32_t code = alm_dict_find(r->names, name, len);
        i = code != ALM_DICT_NONE ? code : r->width;
    }
    if (i == r->width) {
        const alm_status status = alm_json_add_column(r, name, len, err);
        if (status != ALM_OK)
            return status;
    }
    r->next_name = i + 1;
    *out = &r->columns[i];
    return ALM_OK;
}

alm_status alm_json_catch_up(alm_json_column *c, size_t rows, alm_error *err)
{
    alm_status status = ALM_OK;
    while (status == ALM_OK && c->fed < rows) {
        status = alm_infer_add_missing(c->infer, err);
        c->fed++;
    }
    return status;
}

alm_status alm_json_feed(alm_json_reader *r, alm_json_column *c,
                         const alm_json_span *leaf, const char *text,
                         alm_error *err)
{
    const char *raw = r->scan.text + leaf->start;
    alm_status status = ALM_OK;
    if (leaf->kind == ALM_JSON_NULL)
        return alm_infer_add_missing(c->infer, err);
    if (leaf->kind == ALM_JSON_NUMBER || leaf->kind == ALM_JSON_BOOLEAN)
        return alm_infer_add(c->infer, raw, leaf->end - leaf->start,
                             ALM_CELL_PLAIN, err);
    if (leaf->kind == ALM_JSON_STRING && !leaf->has_nul && text != NULL)
        return alm_infer_add(c->infer, text, strlen(text), ALM_CELL_STRING,
                             err);
    alm_buffer_clear(&r->cell);
    if (leaf->kind == ALM_JSON_STRING)
        status = alm_json_decode(&r->cell, r->scan.text, leaf->start, leaf->end,
                                 err);
    else
        status = alm_json_compact(&r->cell, r->scan.text, leaf->start,
                                  leaf->end, err);
    if (status != ALM_OK)
        return status;
    return alm_infer_add(c->infer, r->cell.len > 0 ? r->cell.data : "",
                         r->cell.len, ALM_CELL_STRING, err);
}
