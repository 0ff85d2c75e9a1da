#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "io/package_check.h"

/* Tables are read as text here, so that a value which does not fit its type is
 * counted like any other problem and what is reported is what the file has. */

/* Problems -------------------------------------------------------------- */

void alm_problems_free(alm_problems *problems)
{
    for (size_t i = 0; i < problems->len; i++) {
        alm_dealloc(problems->items[i].table);
        alm_dealloc(problems->items[i].column);
        alm_dealloc(problems->items[i].message);
    }
    alm_dealloc(problems->items);
    *problems = (alm_problems){0};
}

void alm_check_find(alm_finding *f, size_t row)
{
    if (f->count++ == 0)
        f->row = row;
}

alm_status alm_check_add(alm_checker *c, const char *column, size_t line,
                         size_t count, const char *message, alm_error *err)
{
    alm_problem *items = alm_grow(c->problems->items, &c->problems->cap,
                                  c->problems->len, sizeof *items);
    if (items == NULL)
        return alm_fail_memory(err, "the problems");
    c->problems->items = items;
    alm_problem p = {.line = line, .count = count};
    alm_status status = alm_path_join(&p.table, "", c->name, err);
    if (status == ALM_OK && column != NULL)
        status = alm_path_join(&p.column, "", column, err);
    if (status == ALM_OK)
        status = alm_path_join(&p.message, "", message, err);
    if (status != ALM_OK) {
        alm_dealloc(p.table);
        alm_dealloc(p.column);
        return status;
    }
    c->problems->items[c->problems->len++] = p;
    return ALM_OK;
}

alm_status alm_check_report(alm_checker *c, const char *column,
                            const alm_finding *f, alm_error *err,
                            const char *fmt, ...)
{
    char message[512];
    va_list args;
    if (f->count == 0)
        return ALM_OK;
    va_start(args, fmt);
    (void)vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    return alm_check_add(c, column, alm_table_line(c->table, f->row), f->count,
                         message, err);
}

/* Tables ---------------------------------------------------------------- */

alm_status alm_check_read(alm_table **out, const alm_checker *c,
                          const char *name, alm_error *err)
{
    alm_load_report ignored = {0};
    alm_load_options options = *c->options;
    const cJSON *resource = NULL;
    options.rules = NULL; /* the package is judged, not how one reads it */
    options.rule_count = 0;
    alm_status status = alm_package_resource(&resource, c->package, name, err);
    if (status == ALM_OK)
        status = alm_package_read(out, &ignored, c->package, resource, true,
                                  &options, err);
    alm_load_report_free(&ignored);
    return status;
}

static alm_status
check_unknown_columns(alm_checker *c, const alm_schema *schema, alm_error *err)
{
    alm_status status = ALM_OK;
    const alm_load_options options = {.schema = schema};
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(c->table); i++) {
        const char *name = alm_table_column_name(c->table, i);
        if (alm_schema_find(&options, name) == NULL)
            status = alm_check_add(c, name, 0, 0,
                                   "in the file, but not in the schema", err);
    }
    return status;
}

static alm_status check_schema(alm_checker *c, const cJSON *schema,
                               alm_error *err)
{
    const cJSON *fields = cJSON_GetObjectItemCaseSensitive(schema, "fields");
    const cJSON *foreign;
    const cJSON *field;
    size_t i = 0;
    alm_cjson_schema read = {0};
    alm_status status = alm_cjson_schema_take(
        &read, fields,
        cJSON_GetObjectItemCaseSensitive(schema, "missingValues"), err);
    if (status == ALM_OK)
        status = check_unknown_columns(c, &read.schema, err);
    cJSON_ArrayForEach(field, fields)
    {
        if (status == ALM_OK)
            status = alm_check_field(c, field, &read.columns[i++].rules, err);
    }
    if (status == ALM_OK)
        status = alm_check_primary_key(c, schema, err);
    cJSON_ArrayForEach(foreign,
                       cJSON_GetObjectItemCaseSensitive(schema, "foreignKeys"))
    {
        if (status == ALM_OK)
            status = alm_check_foreign_key(c, foreign, err);
    }
    alm_cjson_schema_free(&read);
    return status;
}

/* A table that cannot be read is a problem, not the end. */
static alm_status check_table(alm_checker *c, const cJSON *resource,
                              alm_error *err)
{
    const cJSON *schema = cJSON_GetObjectItemCaseSensitive(resource, "schema");
    alm_table *table = NULL;
    alm_error why = {0};
    c->name = alm_cjson_text(resource, "name", "");
    alm_status status = alm_check_read(&table, c, c->name, &why);
    if (status == ALM_ENOMEM)
        return alm_fail_memory(err, "a table");
    if (status != ALM_OK)
        return alm_check_add(c, NULL, why.line, 1, why.message, err);
    c->table = table;
    if (cJSON_IsObject(schema))
        status = check_schema(c, schema, err);
    alm_table_free(table);
    return status;
}

alm_status alm_package_check(alm_problems *out, const alm_package *package,
                             const alm_load_options *options, alm_error *err)
{
    alm_checker c = {.problems = out, .package = package, .options = options};
    const cJSON *resource;
    alm_status status = ALM_OK;
    *out = (alm_problems){0};
    cJSON_ArrayForEach(resource, package->resources)
    {
        if (status == ALM_OK)
            status = check_table(&c, resource, err);
    }
    if (status != ALM_OK)
        alm_problems_free(out);
    return status;
}
