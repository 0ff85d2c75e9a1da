#include "expr/choose.h"

#include "base/alloc.h"
#include "expr/dense.h"
#include "expr/pick.h"
#include "table/builder.h"

static const char *wanted(alm_type type)
{
    static const char *const names[] = {"a number", "a number", "text",
                                        "a boolean", "a period"};
    return names[type];
}

/* The type that holds both; false when there is none. */
static bool join_types(alm_type *type, alm_type other)
{
    if (*type == other)
        return true;
    if ((*type == ALM_INTEGER && other == ALM_NUMBER) ||
        (*type == ALM_NUMBER && other == ALM_INTEGER)) {
        *type = ALM_NUMBER;
        return true;
    }
    if ((*type == ALM_PERIOD && other == ALM_TEXT) ||
        (*type == ALM_TEXT && other == ALM_PERIOD)) {
        *type = ALM_TEXT;
        return true;
    }
    return false;
}

/* Rules (1) and (2). */
static alm_status find_type(alm_type *out, const alm_operand *const *operands,
                            size_t count, const uint32_t *picks, size_t rows,
                            alm_error *err)
{
    bool found = false;
    for (size_t i = 0; i < rows; i++) {
        if (picks[i] == ALM_PICK_NONE)
            continue;
        const alm_operand *a = operands[picks[i]];
        alm_type type;
        if (!alm_operand_present(a, i) || !alm_operand_type(&type, a))
            continue;
        if (!found)
            *out = type;
        else if (!join_types(out, type))
            return alm_dense_fail_type(a, i, wanted(*out), err);
        found = true;
    }
    for (size_t k = 0; !found && k < count; k++)
        found = alm_operand_type(out, operands[k]);
    if (!found)
        *out = ALM_INTEGER;
    return ALM_OK;
}

static alm_status add_value(alm_builder *b, const alm_scalar *s, alm_error *err)
{
    char period[ALM_PERIOD_TEXT];
    if (s->missing)
        return alm_builder_add_missing(b, err);
    switch (alm_builder_type(b)) {
    case ALM_INTEGER: return alm_builder_add_integer(b, s->integer, err);
    case ALM_PERIOD: return alm_builder_add_period(b, s->integer, err);
    case ALM_BOOLEAN: return alm_builder_add_boolean(b, s->boolean, err);
    case ALM_NUMBER:
        return alm_builder_add_number(
            b, s->type == ALM_NUMBER ? s->number : (double)s->integer, err);
    case ALM_TEXT: break;
    }
    if (s->type == ALM_TEXT)
        return alm_builder_add_text(b, s->text, s->len, err);
    const size_t len = alm_period_format(period, s->integer);
    return alm_builder_add_text(b, period, len, err);
}

alm_status alm_pick_rows(alm_column **out, const alm_operand *const *operands,
                         size_t count, const uint32_t *picks, size_t rows,
                         alm_error *err)
{
    alm_builder *b = NULL;
    alm_type type;
    alm_status status = find_type(&type, operands, count, picks, rows, err);
    if (status == ALM_OK)
        status = alm_builder_new(&b, type, rows, err);
    for (size_t i = 0; status == ALM_OK && i < rows; i++) {
        const alm_scalar s = picks[i] == ALM_PICK_NONE
                                 ? (alm_scalar){.missing = true}
                                 : alm_operand_at(operands[picks[i]], i);
        status = add_value(b, &s, err);
    }
    if (status == ALM_OK)
        return alm_builder_finish(out, b, err);
    alm_builder_free(b);
    return status;
}

/* For each row the first operand that has a value. */
static void pick_present(uint32_t *picks, const alm_operand *const *operands,
                         size_t count, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < count && !alm_operand_present(operands[k], i))
            k++;
        picks[i] = k < count ? (uint32_t)k : ALM_PICK_NONE;
    }
}

alm_status alm_coalesce(alm_column **out, const alm_operand *operands,
                        size_t count, alm_error *err)
{
    uint32_t *picks = NULL;
    size_t n;
    const alm_operand **all = alm_alloc(count, sizeof *all);
    if (all == NULL)
        return alm_fail_memory(err, "a column");
    for (size_t k = 0; k < count; k++)
        all[k] = &operands[k];
    alm_status status = alm_operands_rows(&n, all, count, err);
    if (status == ALM_OK && (picks = alm_alloc(n, sizeof *picks)) == NULL)
        status = alm_fail_memory(err, "a column");
    if (status == ALM_OK) {
        pick_present(picks, all, count, n);
        status = alm_pick_rows(out, all, count, picks, n, err);
    }
    alm_dealloc(picks);
    alm_dealloc(all);
    return status;
}
