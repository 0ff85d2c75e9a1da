#include "query/select.h"

#include <string.h>

#include "base/alloc.h"
#include "query/derive.h"
#include "table/builder.h"
#include "table/unit.h"

/* A column of one of the two tables; no column at all when `there` is false. */
typedef struct part {
    alm_vector v;
    size_t rows;
    bool there;
    double factor; /* to the unit of the whole column; 1 nearly always */
} part;

static alm_status open_part(part *out, const alm_table *table, const char *name,
                            alm_error *err)
{
    const size_t i = alm_table_find(table, name, strlen(name));
    *out = (part){.rows = alm_table_rows(table),
                  .there = i != ALM_NO_COLUMN,
                  .factor = 1.0};
    return out->there ? alm_table_vector(&out->v, table, i, err) : ALM_OK;
}

static alm_status add_part(alm_builder *b, const part *p, alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < p->rows; i++) {
        if (!p->there)
            status = alm_builder_add_missing(b, err);
        else if (p->factor != 1.0 && alm_vector_present(&p->v, i))
            status = alm_builder_add_number(
                b, p->factor * alm_vector_number(&p->v, i), err);
        else
            status = alm_builder_add_from(b, &p->v, i, err);
    }
    return status;
}

static bool is_number(alm_type type)
{
    return type == ALM_INTEGER || type == ALM_NUMBER;
}

/* The rows below are brought to the unit of those above. */
static alm_status match_units(part parts[2], const alm_table *top,
                              const alm_table *bottom, const char *name,
                              alm_error *err)
{
    alm_unit_result unit;
    if (!parts[0].there || !parts[1].there || !is_number(parts[0].v.type) ||
        !is_number(parts[1].v.type))
        return ALM_OK;
    const alm_field_info *a = alm_field_info_of(
        alm_table_field(top, alm_table_find(top, name, strlen(name))));
    const alm_field_info *b = alm_field_info_of(
        alm_table_field(bottom, alm_table_find(bottom, name, strlen(name))));
    if (alm_unit_combine(&unit, ALM_UNIT_COMPARE, a, b, NULL) != ALM_OK)
        return alm_fail(err, ALM_EINVAL,
                        "column \"%s\" is in %s in one table and in %s in the "
                        "other",
                        name, a->unit, b->unit);
    parts[1].factor = unit.factor;
    return ALM_OK;
}

static alm_status append_column(alm_column **out, const char *name,
                                part parts[2], alm_error *err)
{
    alm_type type = parts[parts[0].there ? 0 : 1].v.type;
    if (parts[0].there && parts[1].there &&
        !alm_derive_common_type(&type, parts[0].v.type, parts[1].v.type)) {
        const bool top_empty = alm_derive_is_empty(&parts[0].v);
        if (!top_empty && !alm_derive_is_empty(&parts[1].v))
            return alm_fail(err, ALM_ETYPE,
                            "column \"%s\" is %s in one table and %s in the "
                            "other",
                            name, alm_type_name(parts[0].v.type),
                            alm_type_name(parts[1].v.type));
        type = parts[top_empty ? 1 : 0].v.type;
    }
    if (parts[1].factor != 1.0)
        type = ALM_NUMBER;
    alm_builder *b;
    alm_status status =
        alm_builder_new(&b, type, parts[0].rows + parts[1].rows, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; status == ALM_OK && i < 2; i++)
        status = add_part(b, &parts[i], err);
    if (status == ALM_OK)
        return alm_builder_finish(out, b, err);
    alm_builder_free(b);
    return status;
}

static alm_status add_appended(alm_table *out, const alm_table *top,
                               const alm_table *bottom, alm_field *field,
                               alm_error *err)
{
    const char *name = alm_field_info_of(field)->name;
    part parts[2];
    alm_column *column = NULL;
    alm_status status = open_part(&parts[0], top, name, err);
    if (status == ALM_OK)
        status = open_part(&parts[1], bottom, name, err);
    if (status == ALM_OK)
        status = match_units(parts, top, bottom, name, err);
    if (status == ALM_OK)
        status = append_column(&column, name, parts, err);
    if (status == ALM_OK)
        status = alm_table_add(out, field, column, NULL, err);
    alm_column_free(column);
    return status;
}

/* Loads all columns of a table in one pass. */
static alm_status load_all(const alm_table *table, alm_error *err)
{
    const size_t n = alm_table_width(table);
    size_t *columns = alm_alloc(n, sizeof *columns);
    if (columns == NULL)
        return alm_fail_memory(err, "the columns");
    for (size_t i = 0; i < n; i++)
        columns[i] = i;
    const alm_status status = alm_table_load(table, columns, n, err);
    alm_dealloc(columns);
    return status;
}

alm_status alm_table_append(alm_table **out, const alm_table *top,
                            const alm_table *bottom, alm_error *err)
{
    alm_table *all = NULL;
    alm_status status = load_all(top, err);
    if (status == ALM_OK)
        status = load_all(bottom, err);
    if (status == ALM_OK)
        status = alm_table_new(
            &all, alm_table_rows(top) + alm_table_rows(bottom), err);
    if (status == ALM_OK)
        status = alm_table_set_name(all, alm_table_name(top), err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(top); i++)
        status = add_appended(all, top, bottom, alm_table_field(top, i), err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(bottom); i++) {
        const char *name = alm_table_column_name(bottom, i);
        if (alm_table_find(top, name, strlen(name)) == ALM_NO_COLUMN)
            status =
                add_appended(all, top, bottom, alm_table_field(bottom, i), err);
    }
    if (status != ALM_OK) {
        alm_table_free(all);
        return status;
    }
    *out = all;
    return ALM_OK;
}
