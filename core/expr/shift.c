#include "expr/shift.h"

#include "base/alloc.h"
#include "expr/arith.h"
#include "expr/dense.h"

alm_status alm_lag(alm_column **out, const alm_vector *v, int64_t steps,
                   alm_error *err)
{
    uint32_t *at = alm_alloc(v->n, sizeof *at);
    if (at == NULL)
        return alm_fail_memory(err, "a column");
    /* As far as the column is long, every count of steps does the same. */
    const int64_t n = (int64_t)v->n;
    const int64_t back = steps > n ? n : steps < -n ? -n : steps;
    for (int64_t i = 0; i < n; i++)
        at[i] =
            i - back >= 0 && i - back < n ? (uint32_t)(i - back) : ALM_ROW_NONE;
    const alm_status status = alm_dense_gather(out, v, at, v->n, err);
    alm_dealloc(at);
    return status;
}

/* Rule (2). Takes `earlier`. */
static alm_status subtract(alm_column **out, const alm_vector *v,
                           alm_column *earlier, alm_error *err)
{
    const alm_operand a = alm_operand_vector(*v);
    const alm_operand b = alm_operand_column(earlier);
    const alm_status status = alm_arith(out, ALM_SUBTRACT, &a, &b, err);
    alm_column_free(earlier);
    return status;
}

alm_status alm_diff(alm_column **out, const alm_vector *v, int64_t steps,
                    alm_error *err)
{
    alm_column *earlier = NULL;
    const alm_status status = alm_lag(&earlier, v, steps, err);
    return status == ALM_OK ? subtract(out, v, earlier, err) : status;
}

alm_status alm_lag_by_date(alm_column **out, alm_unmatched *unmatched,
                           const alm_vector *v, const alm_dates *dates,
                           alm_error *err)
{
    alm_rows *partners = NULL;
    if (v->n != dates->periods.n)
        return alm_fail(err, ALM_EINVAL,
                        "columns of %zu and %zu rows do not match", v->n,
                        dates->periods.n);
    alm_status status = alm_match_dates(&partners, unmatched, dates, err);
    if (status == ALM_OK)
        status = alm_dense_gather(out, v, partners->at, v->n, err);
    alm_rows_free(partners);
    return status;
}

alm_status alm_diff_by_date(alm_column **out, alm_unmatched *unmatched,
                            const alm_vector *v, const alm_dates *dates,
                            alm_error *err)
{
    alm_column *earlier = NULL;
    const alm_status status =
        alm_lag_by_date(&earlier, unmatched, v, dates, err);
    return status == ALM_OK ? subtract(out, v, earlier, err) : status;
}
