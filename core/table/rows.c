#include "table/rows.h"

#include "base/alloc.h"

alm_status alm_rows_new(alm_rows **out, size_t len, alm_error *err)
{
    if (len > ALM_ROWS_MAX)
        return alm_fail(err, ALM_ELIMIT, "more than %zu rows", ALM_ROWS_MAX);
    alm_rows *rows = alm_alloc(1, sizeof *rows);
    uint32_t *at = alm_alloc(len, sizeof *at);
    if (rows == NULL || at == NULL) {
        alm_dealloc(rows);
        alm_dealloc(at);
        return alm_fail_memory(err, "a selection of rows");
    }
    *rows = (alm_rows){.refs = 1, .len = len, .at = at};
    *out = rows;
    return ALM_OK;
}

alm_rows *alm_rows_ref(alm_rows *rows)
{
    if (rows != NULL)
        rows->refs++;
    return rows;
}

void alm_rows_free(alm_rows *rows)
{
    if (rows == NULL || --rows->refs > 0)
        return;
    alm_dealloc(rows->at);
    alm_dealloc(rows);
}

alm_status alm_rows_compose(alm_rows **out, alm_rows *outer,
                            const alm_rows *inner, alm_error *err)
{
    if (inner == NULL) {
        *out = alm_rows_ref(outer);
        return ALM_OK;
    }
    alm_rows *rows;
    const alm_status status = alm_rows_new(&rows, outer->len, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < outer->len; i++)
        rows->at[i] = outer->at[i] == ALM_ROW_NONE ? ALM_ROW_NONE
                                                   : inner->at[outer->at[i]];
    *out = rows;
    return ALM_OK;
}
