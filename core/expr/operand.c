#include "expr/operand.h"

alm_operand alm_operand_vector(alm_vector v)
{
    return (alm_operand){.is_vector = true, .vector = v};
}

alm_operand alm_operand_column(const alm_column *col)
{
    return alm_operand_vector(alm_column_vector(col, NULL));
}

static alm_operand single(alm_scalar s)
{
    return (alm_operand){.is_vector = false, .scalar = s};
}

alm_operand alm_operand_missing(void)
{
    return single((alm_scalar){.missing = true});
}

alm_operand alm_operand_integer(int64_t x)
{
    return single((alm_scalar){.type = ALM_INTEGER, .integer = x});
}

alm_operand alm_operand_number(double x)
{
    return single((alm_scalar){.type = ALM_NUMBER, .number = x});
}

alm_operand alm_operand_boolean(bool x)
{
    return single((alm_scalar){.type = ALM_BOOLEAN, .boolean = x});
}

alm_operand alm_operand_text(const char *text, size_t len)
{
    return single((alm_scalar){.type = ALM_TEXT, .text = text, .len = len});
}

alm_status alm_operands_rows(size_t *rows, const alm_operand *const *operands,
                             size_t count, alm_error *err)
{
    bool found = false;
    size_t n = 1;
    for (size_t k = 0; k < count; k++) {
        if (!operands[k]->is_vector)
            continue;
        const size_t len = operands[k]->vector.n;
        if (found && len != n)
            return alm_fail(err, ALM_EINVAL,
                            "columns of %zu and %zu rows do not match", n, len);
        found = true;
        n = len;
    }
    *rows = n;
    return ALM_OK;
}

alm_scalar alm_operand_at(const alm_operand *a, size_t i)
{
    if (!a->is_vector)
        return a->scalar;
    const alm_vector *v = &a->vector;
    alm_scalar s = {.type = v->type};
    if (!alm_vector_present(v, i)) {
        s.missing = true;
        return s;
    }
    const size_t at = alm_vector_at(v, i);
    switch (v->type) {
    case ALM_INTEGER:
    case ALM_PERIOD: s.integer = v->integers[at]; break;
    case ALM_NUMBER: s.number = v->numbers[at]; break;
    case ALM_BOOLEAN: s.boolean = v->booleans[at] != 0; break;
    case ALM_TEXT: s.text = alm_vector_text(v, i, &s.len); break;
    }
    return s;
}

bool alm_operand_present(const alm_operand *a, size_t i)
{
    return a->is_vector ? alm_vector_present(&a->vector, i)
                        : !a->scalar.missing;
}

bool alm_operand_type(alm_type *out, const alm_operand *a)
{
    if (!a->is_vector && a->scalar.missing)
        return false;
    *out = a->is_vector ? a->vector.type : a->scalar.type;
    return true;
}
