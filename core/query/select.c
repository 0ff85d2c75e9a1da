#include "query/select.h"

#include <string.h>

#include "base/buffer.h"
#include "query/derive.h"

size_t alm_columns_visible(size_t *out, const alm_table *table)
{
    size_t n = 0;
    for (size_t i = 0; i < alm_table_width(table); i++) {
        if (!alm_field_info_of(alm_table_field(table, i))->hidden)
            out[n++] = i;
    }
    return n;
}

/* The position of `column` among columns[0..n), n when it is not there. */
static size_t position(const size_t *columns, size_t n, size_t column)
{
    size_t i = 0;
    while (i < n && columns[i] != column)
        i++;
    return i;
}

alm_status alm_table_select(alm_table **out, const alm_table *table,
                            const size_t *columns, size_t n, alm_error *err)
{
    alm_table *kept = NULL;
    alm_status status = alm_derive_new(&kept, table, err);
    for (size_t i = 0; status == ALM_OK && i < n; i++)
        status = alm_derive_add(kept, table, columns[i], NULL, err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(table); i++) {
        const size_t measure = alm_derive_measure(table, i);
        if (measure != ALM_NO_COLUMN && position(columns, n, measure) < n &&
            position(columns, n, i) == n)
            status = alm_derive_add(kept, table, i, NULL, err);
    }
    if (status != ALM_OK) {
        alm_table_free(kept);
        return status;
    }
    *out = kept;
    return ALM_OK;
}

alm_status alm_table_show(alm_table **out, alm_table *table,
                          const size_t *columns, size_t n, alm_error *err)
{
    size_t hidden = 0;
    for (size_t k = 0; k < n; k++)
        hidden += alm_field_info_of(alm_table_field(table, columns[k]))->hidden;
    if (hidden == 0) {
        *out = alm_table_ref(table);
        return ALM_OK;
    }
    alm_table *shown = NULL;
    alm_status status = alm_derive_new(&shown, table, err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(table); i++) {
        alm_field *field = NULL;
        if (position(columns, n, i) < n)
            status =
                alm_field_new_shown(&field, alm_table_field(table, i), err);
        if (status == ALM_OK)
            status = alm_derive_add(shown, table, i, field, err);
        alm_field_free(field);
    }
    if (status != ALM_OK) {
        alm_table_free(shown);
        return status;
    }
    *out = shown;
    return ALM_OK;
}

static bool is_computed(const alm_table *table, size_t i)
{
    return alm_field_info_of(alm_table_field(table, i))->computed;
}

alm_status alm_table_data(alm_table **out, alm_table *table, alm_error *err)
{
    size_t first = 0;
    while (first < alm_table_width(table) && !is_computed(table, first))
        first++;
    if (first == alm_table_width(table)) {
        *out = alm_table_ref(table);
        return ALM_OK;
    }
    alm_table *kept = NULL;
    alm_status status = alm_derive_new(&kept, table, err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(table); i++) {
        if (!is_computed(table, i))
            status = alm_derive_add(kept, table, i, NULL, err);
    }
    if (status != ALM_OK) {
        alm_table_free(kept);
        return status;
    }
    *out = kept;
    return ALM_OK;
}

alm_status alm_table_drop(alm_table **out, const alm_table *table,
                          const size_t *columns, size_t n, alm_error *err)
{
    alm_table *kept = NULL;
    alm_status status = alm_derive_new(&kept, table, err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(table); i++) {
        const size_t measure = alm_derive_measure(table, i);
        if (position(columns, n, i) == n &&
            (measure == ALM_NO_COLUMN || position(columns, n, measure) == n))
            status = alm_derive_add(kept, table, i, NULL, err);
    }
    if (status != ALM_OK) {
        alm_table_free(kept);
        return status;
    }
    *out = kept;
    return ALM_OK;
}

/* The field of column `i` after the renaming; the caller owns a reference. */
static alm_status renamed_field(alm_field **out, const alm_table *table,
                                size_t i, const size_t *columns,
                                const char *const *names, size_t n,
                                alm_error *err)
{
    alm_field *field = alm_table_field(table, i);
    const size_t own = position(columns, n, i);
    if (own < n)
        return alm_field_new_renamed(out, field, names[own], strlen(names[own]),
                                     err);
    const size_t measure = alm_derive_measure(table, i);
    const size_t at =
        measure != ALM_NO_COLUMN ? position(columns, n, measure) : n;
    if (at == n) {
        *out = alm_field_ref(field);
        return ALM_OK;
    }
    const char *suffix = alm_derive_suffix(table, i, measure);
    alm_buffer name = {0};
    alm_status status = alm_buffer_add_text(&name, names[at], err);
    if (status == ALM_OK)
        status = alm_buffer_add_text(&name, suffix, err);
    if (status == ALM_OK)
        status = alm_field_new_renamed(out, field, name.data, name.len, err);
    alm_buffer_free(&name);
    return status;
}

alm_status alm_table_rename(alm_table **out, const alm_table *table,
                            const size_t *columns, const char *const *names,
                            size_t n, alm_error *err)
{
    alm_table *renamed = NULL;
    alm_status status = alm_derive_new(&renamed, table, err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(table); i++) {
        alm_field *field = NULL;
        status = renamed_field(&field, table, i, columns, names, n, err);
        if (status == ALM_OK)
            status = alm_derive_add(renamed, table, i, field, err);
        alm_field_free(field);
    }
    if (status != ALM_OK) {
        alm_table_free(renamed);
        return status;
    }
    *out = renamed;
    return ALM_OK;
}

alm_status alm_table_new_with(alm_table **out, const alm_table *table,
                              alm_field *field, alm_column *column,
                              alm_error *err)
{
    const char *name = alm_field_info_of(field)->name;
    const size_t place = alm_table_find(table, name, strlen(name));
    alm_table *with = NULL;
    alm_status status = alm_derive_new(&with, table, err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(table); i++) {
        if (i == place)
            status = alm_table_add(with, field, column, NULL, err);
        else if (place == ALM_NO_COLUMN ||
                 alm_derive_measure(table, i) != place)
            status = alm_derive_add(with, table, i, NULL, err);
    }
    if (status == ALM_OK && place == ALM_NO_COLUMN)
        status = alm_table_add(with, field, column, NULL, err);
    if (status != ALM_OK) {
        alm_table_free(with);
        return status;
    }
    *out = with;
    return ALM_OK;
}
