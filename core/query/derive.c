#include "query/derive.h"

#include <string.h>

alm_status alm_derive_new(alm_table **out, const alm_table *table,
                          alm_error *err)
{
    alm_table *fresh;
    alm_status status = alm_table_new(&fresh, alm_table_rows(table), err);
    if (status != ALM_OK)
        return status;
    status = alm_table_set_name(fresh, alm_table_name(table), err);
    if (status != ALM_OK) {
        alm_table_free(fresh);
        return status;
    }
    alm_table_set_origin(fresh, alm_table_origin(table),
                         alm_table_origin_rows(table));
    *out = fresh;
    return ALM_OK;
}

alm_status alm_derive_add(alm_table *out, const alm_table *table, size_t i,
                          alm_field *field, alm_error *err)
{
    return alm_table_add(out, field != NULL ? field : alm_table_field(table, i),
                         alm_table_column(table, i),
                         alm_table_selection(table, i), err);
}

size_t alm_derive_measure(const alm_table *table, size_t i)
{
    static const char *const suffixes[] = {"_status", "_source", "_rounding",
                                           "_unverified", "_change_base"};
    const alm_field_info *info = alm_field_info_of(alm_table_field(table, i));
    const size_t len = strlen(info->name);
    if (!info->hidden)
        return ALM_NO_COLUMN;
    for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) {
        const size_t n = strlen(suffixes[k]);
        if (len > n && strcmp(info->name + len - n, suffixes[k]) == 0)
            return alm_table_find(table, info->name, len - n);
    }
    return ALM_NO_COLUMN;
}

bool alm_derive_common_type(alm_type *out, alm_type a, alm_type b)
{
    const bool numeric = (a == ALM_INTEGER || a == ALM_NUMBER) &&
                         (b == ALM_INTEGER || b == ALM_NUMBER);
    if (a != b && !numeric)
        return false;
    *out = a == b ? a : ALM_NUMBER;
    return true;
}
