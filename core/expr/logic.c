#include "base/alloc.h"
#include "expr/compare.h"
#include "expr/dense.h"

/* Rules (7) and (8) of compare.h. */
typedef enum truth { IS_FALSE, IS_TRUE, IS_MISSING } truth;

static alm_status check_booleans(const alm_operand *a, size_t n, alm_error *err)
{
    alm_type type;
    if (!alm_operand_type(&type, a) || type == ALM_BOOLEAN)
        return ALM_OK;
    for (size_t i = 0; i < n; i++) {
        if (alm_operand_present(a, i))
            return alm_dense_fail_type(a, i, "a boolean", err);
    }
    return ALM_OK;
}

static truth truth_at(const alm_operand *a, size_t i)
{
    if (!alm_operand_present(a, i))
        return IS_MISSING;
    if (!a->is_vector)
        return a->scalar.boolean ? IS_TRUE : IS_FALSE;
    return a->vector.booleans[alm_vector_at(&a->vector, i)] != 0 ? IS_TRUE
                                                                 : IS_FALSE;
}

static bool is_plain(const alm_operand *a)
{
    return a->is_vector && a->vector.booleans != NULL &&
           a->vector.rows == NULL && a->vector.valid == NULL;
}

/* Lua: `x and y` is x unless x is true, `x or y` is y unless x is true. */
static void combine(uint8_t *out, uint64_t *valid, bool is_and,
                    const alm_operand *a, const alm_operand *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const truth x = truth_at(a, i);
        const truth t = (x == IS_TRUE) == is_and ? truth_at(b, i) : x;
        out[i] = t == IS_TRUE;
        if (t != IS_MISSING)
            alm_dense_set(valid, i);
    }
}

static alm_status junction(alm_column **out, bool is_and, const alm_operand *a,
                           const alm_operand *b, alm_error *err)
{
    const alm_operand *const both[] = {a, b};
    size_t n;
    alm_status status = alm_operands_rows(&n, both, 2, err);
    if (status == ALM_OK)
        status = check_booleans(a, n, err);
    if (status == ALM_OK)
        status = check_booleans(b, n, err);
    if (status != ALM_OK)
        return status;
    uint8_t *values = alm_alloc(n, 1);
    uint64_t *valid = NULL;
    if (values != NULL && is_plain(a) && is_plain(b)) {
        const uint8_t *x = a->vector.booleans;
        const uint8_t *y = b->vector.booleans;
        for (size_t i = 0; i < n; i++)
            values[i] = is_and ? x[i] & y[i] : x[i] | y[i];
    } else if (values != NULL) {
        valid = alm_alloc_zeroed(alm_dense_words(n), sizeof *valid);
        if (valid == NULL) {
            alm_dealloc(values);
            return alm_fail_memory(err, "a column");
        }
        combine(values, valid, is_and, a, b, n);
    }
    return alm_dense_finish(out, ALM_BOOLEAN, values, valid, NULL, n, err);
}

alm_status alm_and(alm_column **out, const alm_operand *a, const alm_operand *b,
                   alm_error *err)
{
    return junction(out, true, a, b, err);
}

alm_status alm_or(alm_column **out, const alm_operand *a, const alm_operand *b,
                  alm_error *err)
{
    return junction(out, false, a, b, err);
}

alm_status alm_not(alm_column **out, const alm_operand *a, alm_error *err)
{
    const size_t n = a->is_vector ? a->vector.n : 1;
    const alm_status status = check_booleans(a, n, err);
    if (status != ALM_OK)
        return status;
    uint8_t *values = alm_alloc(n, 1);
    for (size_t i = 0; values != NULL && i < n; i++)
        values[i] = truth_at(a, i) != IS_TRUE;
    return alm_dense_finish(out, ALM_BOOLEAN, values, NULL, NULL, n, err);
}
