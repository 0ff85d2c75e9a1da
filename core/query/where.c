#include "query/where.h"

alm_status alm_rows_where(alm_rows **out, const alm_vector *mask,
                          alm_error *err)
{
    if (mask->type != ALM_BOOLEAN)
        return alm_fail(err, ALM_ETYPE,
                        "a condition is true or false, not a column of %s",
                        alm_type_name(mask->type));
    size_t kept = 0;
    for (size_t i = 0; i < mask->n; i++)
        kept += alm_vector_present(mask, i) &&
                mask->booleans[alm_vector_at(mask, i)];

    alm_rows *rows;
    const alm_status status = alm_rows_new(&rows, kept, err);
    if (status != ALM_OK)
        return status;
    size_t k = 0;
    for (size_t i = 0; i < mask->n; i++) {
        if (alm_vector_present(mask, i) &&
            mask->booleans[alm_vector_at(mask, i)])
            rows->at[k++] = (uint32_t)i;
    }
    *out = rows;
    return ALM_OK;
}

alm_status alm_table_where(alm_table **out, alm_table *table,
                           const alm_vector *mask, alm_error *err)
{
    if (mask->n != alm_table_rows(table))
        return alm_fail(err, ALM_EINVAL,
                        "the condition has %zu rows, the table has %zu",
                        mask->n, alm_table_rows(table));
    alm_rows *rows;
    alm_status status = alm_rows_where(&rows, mask, err);
    if (status != ALM_OK)
        return status;
    if (rows->len == alm_table_rows(table))
        *out = alm_table_ref(table);
    else
        status = alm_table_new_selected(out, table, rows, err);
    alm_rows_free(rows);
    return status;
}
