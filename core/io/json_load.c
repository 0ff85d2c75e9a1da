#include <string.h>

#include "base/alloc.h"
#include "io/cjson.h"
#include "io/json_reader.h"
#include "io/schema.h"

/* JSON as a table, in passes like CSV. The text has been checked as a whole
 * when this begins. Each pass scans it record by record, so that every value
 * has its place, and lets cJSON parse the record; the walk through both goes
 * side by side. What cJSON would change (numbers, texts with a NUL, arrays) is
 * read from the text itself. */

static alm_status run_pass(alm_json_reader *r, alm_json_shape form,
                           size_t start, alm_error *err)
{
    alm_status status;
    r->scan.at = start;
    r->scan.key_count = 0;
    r->rows = 0;
    for (size_t i = 0; i < r->width; i++)
        r->columns[i].fed = 0;
    if (form == ALM_JSON_SHAPE_ARRAYS)
        status = alm_json_read_arrays(r, err);
    else
        status = alm_json_read_records(r, form != ALM_JSON_SHAPE_LINES, err);
    for (size_t i = 0; status == ALM_OK && i < r->width; i++) {
        if (r->columns[i].infer != NULL)
            status = alm_json_catch_up(&r->columns[i], r->rows, err);
    }
    r->first_pass = false;
    return status;
}

static alm_status finish_columns(bool *again, alm_json_reader *r,
                                 alm_error *err)
{
    alm_status status = ALM_OK;
    *again = false;
    for (size_t i = 0; status == ALM_OK && i < r->width; i++) {
        alm_json_column *c = &r->columns[i];
        bool more = false;
        if (c->infer == NULL)
            continue;
        status = alm_infer_again(&more, c->infer, err);
        *again = *again || more;
        if (status != ALM_OK || more)
            continue;
        alm_infer *infer = c->infer;
        c->infer = NULL;
        status = alm_infer_finish(&c->done, &c->result, infer, err);
    }
    return status;
}

static alm_status make_table(alm_table **out, alm_json_reader *r,
                             alm_error *err)
{
    alm_table *table = NULL;
    alm_origin *origin = NULL;
    alm_status status = alm_table_new(&table, r->rows, err);
    if (status == ALM_OK)
        status =
            alm_origin_take(&origin, r->scan.name, r->lines, r->rows, 1, err);
    if (status == ALM_OK) {
        r->lines = NULL;
        alm_table_set_origin(table, origin, NULL);
    }
    for (size_t i = 0; status == ALM_OK && i < r->width; i++) {
        alm_json_column *c = &r->columns[i];
        alm_field *field = NULL;
        status = alm_schema_check_bad(
            r->report, r->scan.name, c->name, &c->rules, &c->result, r->rows,
            c->result.bad > 0 ? alm_origin_line(origin, c->result.bad_row) : 0,
            err);
        if (status != ALM_OK)
            alm_schema_place_bad(err, table, &c->result);
        if (status == ALM_OK)
            status = alm_schema_field(&field, r->options, c->name,
                                      c->result.percent, err);
        if (status == ALM_OK)
            status = alm_table_add(table, field, c->done, NULL, err);
        alm_field_free(field);
    }
    if (status == ALM_OK)
        status = alm_schema_check_rules(r->options, table, err);
    alm_origin_free(origin);
    if (status != ALM_OK) {
        alm_table_free(table);
        return status;
    }
    *out = table;
    return ALM_OK;
}

static void close_reader(alm_json_reader *r)
{
    for (size_t i = 0; i < r->width; i++) {
        alm_dealloc(r->columns[i].name);
        alm_infer_free(r->columns[i].infer);
        alm_column_free(r->columns[i].done);
    }
    alm_dealloc(r->columns);
    alm_dealloc(r->lines);
    alm_dict_free(r->names);
    alm_buffer_free(&r->path);
    alm_buffer_free(&r->cell);
    alm_json_scanner_free(&r->scan);
}

/* The columns a result names stand first, in its order, also without rows. */
static alm_status add_named_columns(alm_json_reader *r,
                                    const alm_schema *schema, alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < schema->count; i++) {
        const char *name = schema->columns[i].info.name;
        status = alm_json_add_column(r, name, strlen(name), err);
    }
    return status;
}

static alm_status read_table(alm_table **out, alm_json_reader *r,
                             alm_json_shape form, size_t start, alm_error *err)
{
    alm_status status = ALM_OK;
    bool again = true;
    r->first_pass = true;
    r->line = 1;
    while (status == ALM_OK && again) {
        status = run_pass(r, form, start, err);
        if (status == ALM_OK)
            status = finish_columns(&again, r, err);
    }
    return status == ALM_OK ? make_table(out, r, err) : status;
}

alm_status alm_json_load(alm_table **out, alm_load_report *report,
                         alm_source *source, const alm_load_options *options,
                         alm_error *err)
{
    alm_json_shape form = ALM_JSON_SHAPE_RECORDS;
    alm_json_members m;
    alm_load_options settled = *options;
    alm_cjson_schema described = {0};
    alm_json_reader r = {.scan = {.text = alm_source_text(source),
                                  .n = alm_source_size(source),
                                  .unique_keys = true,
                                  .name = alm_source_name(source)},
                         .options = &settled,
                         .report = report};
    if (r.scan.text == NULL)
        return alm_fail(err, ALM_EINVAL, "JSON must be read into memory");
    alm_status status = alm_dict_new(&r.names, err);
    if (status == ALM_OK)
        status = alm_json_find_shape(
            &form, &m, &r.scan, options->format == ALM_FORMAT_JSON_LINES, err);
    size_t start = r.scan.at;
    if (status == ALM_OK && form == ALM_JSON_SHAPE_RESULT) {
        start = m.rows;
        status = alm_cjson_schema_read(&described, r.scan.text + m.columns,
                                       m.columns_end - m.columns, err);
        if (status == ALM_OK && options->schema == NULL)
            settled.schema = &described.schema;
        if (status == ALM_OK)
            status = add_named_columns(&r, &described.schema, err);
    }
    if (status == ALM_OK)
        status = read_table(out, &r, form, start, err);
    close_reader(&r);
    alm_cjson_schema_free(&described);
    return status;
}
