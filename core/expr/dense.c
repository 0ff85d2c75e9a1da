#include "expr/dense.h"

#include <string.h>

#include "base/alloc.h"

/* Whether every row is known to have a value, without looking at rows. */
static bool is_full(const alm_operand *a)
{
    if (!a->is_vector)
        return !a->scalar.missing;
    return a->vector.rows == NULL && a->vector.valid == NULL;
}

static void clear_missing_rows(uint64_t *bits, const alm_operand *a, size_t n)
{
    const alm_vector *v = &a->vector;
    if (!a->is_vector) {
        memset(bits, 0, alm_dense_words(n) * sizeof *bits);
    } else if (v->rows == NULL) {
        for (size_t w = 0; w < (n + 63) / 64; w++)
            bits[w] &= v->valid[w];
    } else {
        for (size_t i = 0; i < n; i++) {
            const uint64_t missing = !alm_vector_present(v, i);
            bits[i / 64] &= ~(missing << (i % 64));
        }
    }
}

alm_status alm_dense_valid(uint64_t **out, const alm_operand *const *operands,
                           size_t count, size_t rows, alm_error *err)
{
    uint64_t *bits = NULL;
    for (size_t k = 0; k < count; k++) {
        if (is_full(operands[k]))
            continue;
        if (bits == NULL) {
            const size_t words = alm_dense_words(rows);
            bits = alm_alloc(words, sizeof *bits);
            if (bits == NULL)
                return alm_fail_memory(err, "a column");
            memset(bits, 0xFF, words * sizeof *bits);
        }
        clear_missing_rows(bits, operands[k], rows);
    }
    if (bits != NULL) /* nothing is set behind the last row */
        bits[rows / 64] &= (UINT64_C(1) << (rows % 64)) - 1;
    *out = bits;
    return ALM_OK;
}

static double scalar_number(const alm_scalar *s)
{
    if (s->missing)
        return 0.0;
    switch (s->type) {
    case ALM_NUMBER: return s->number;
    case ALM_BOOLEAN: return s->boolean ? 1.0 : 0.0;
    default: return (double)s->integer;
    }
}

static alm_status copy_numbers(alm_lane *lane, const alm_vector *v,
                               alm_error *err)
{
    double *copy = alm_alloc(v->n, sizeof *copy);
    if (copy == NULL)
        return alm_fail_memory(err, "a column of numbers");
    if (v->rows == NULL && v->integers != NULL) {
        for (size_t i = 0; i < v->n; i++)
            copy[i] = (double)v->integers[i];
    } else {
        for (size_t i = 0; i < v->n; i++)
            copy[i] = alm_vector_present(v, i) ? alm_vector_number(v, i) : 0.0;
    }
    lane->numbers = lane->owned = copy;
    return ALM_OK;
}

alm_status alm_lane_numbers(alm_lane *lane, const alm_operand *a,
                            alm_error *err)
{
    *lane = (alm_lane){.single = !a->is_vector};
    if (!a->is_vector) {
        lane->number = scalar_number(&a->scalar);
        lane->numbers = &lane->number;
        return ALM_OK;
    }
    if (a->vector.numbers == NULL || a->vector.rows != NULL)
        return copy_numbers(lane, &a->vector, err);
    lane->numbers = a->vector.numbers;
    return ALM_OK;
}

alm_status alm_lane_integers(alm_lane *lane, const alm_operand *a,
                             alm_error *err)
{
    *lane = (alm_lane){.single = !a->is_vector};
    if (!a->is_vector) {
        lane->integer = a->scalar.missing ? 0 : a->scalar.integer;
        lane->integers = &lane->integer;
        return ALM_OK;
    }
    const alm_vector *v = &a->vector;
    if (v->rows == NULL) {
        lane->integers = v->integers;
        return ALM_OK;
    }
    int64_t *copy = alm_alloc(v->n, sizeof *copy);
    if (copy == NULL)
        return alm_fail_memory(err, "a column of integers");
    for (size_t i = 0; i < v->n; i++)
        copy[i] = v->rows[i] != ALM_ROW_NONE ? v->integers[v->rows[i]] : 0;
    lane->integers = lane->owned = copy;
    return ALM_OK;
}

void alm_lane_free(alm_lane *lane)
{
    alm_dealloc(lane->owned);
    lane->owned = NULL;
}

alm_status alm_dense_fail_type(const alm_operand *a, size_t i,
                               const char *wanted, alm_error *err)
{
    enum { SHOWN = 60 };
    const alm_scalar s = alm_operand_at(a, i);
    char period[ALM_PERIOD_TEXT];
    switch (s.type) {
    case ALM_TEXT:
        return alm_fail(err, ALM_ETYPE, "row %zu: \"%.*s\" is text, not %s",
                        i + 1, (int)(s.len < SHOWN ? s.len : SHOWN), s.text,
                        wanted);
    case ALM_BOOLEAN:
        return alm_fail(err, ALM_ETYPE, "row %zu: %s is a boolean, not %s",
                        i + 1, s.boolean ? "true" : "false", wanted);
    case ALM_PERIOD:
        alm_period_format(period, s.integer);
        return alm_fail(err, ALM_ETYPE, "row %zu: %s is a period, not %s",
                        i + 1, period, wanted);
    default:
        return alm_fail(err, ALM_ETYPE, "row %zu: a number is not %s", i + 1,
                        wanted);
    }
}

size_t alm_dense_first(const uint64_t *valid, size_t rows)
{
    if (valid == NULL)
        return 0;
    for (size_t w = 0; w < (rows + 63) / 64; w++) {
        if (valid[w] != 0)
            return w * 64 + (size_t)__builtin_ctzll(valid[w]);
    }
    return rows;
}

/* The first row in which an operand has a value, `rows` when there is none. */
static size_t first_present(const alm_operand *a, size_t rows)
{
    size_t i = 0;
    while (i < rows && !alm_operand_present(a, i))
        i++;
    return i;
}

alm_status alm_dense_check_numbers(bool *usable,
                                   const alm_operand *const *operands,
                                   size_t count, const uint64_t *valid,
                                   size_t rows, alm_error *err)
{
    *usable = true;
    for (size_t k = 0; k < count; k++) {
        alm_type type;
        if (!alm_operand_type(&type, operands[k]) || type == ALM_INTEGER ||
            type == ALM_NUMBER)
            continue;
        const bool always = type == ALM_TEXT || type == ALM_PERIOD;
        const size_t first = always ? first_present(operands[k], rows)
                                    : alm_dense_first(valid, rows);
        if (first < rows)
            return alm_dense_fail_type(operands[k], first, "a number", err);
        *usable = false;
    }
    return ALM_OK;
}

static void clear_values(void *values, size_t size, const uint64_t *valid,
                         size_t rows)
{
    for (size_t w = 0; w * 64 < rows; w++) {
        const size_t first = w * 64;
        const size_t last = first + 64 < rows ? first + 64 : rows;
        if (valid[w] == UINT64_MAX)
            continue;
        for (size_t i = first; i < last; i++) {
            if (!alm_bit(valid, i))
                memset((char *)values + i * size, 0, size);
        }
    }
}

alm_status alm_dense_finish(alm_column **out, alm_type type, void *values,
                            uint64_t *valid, alm_dict *dict, size_t rows,
                            alm_error *err)
{
    alm_status status;
    if (values == NULL) {
        status = alm_fail_memory(err, "a column");
    } else {
        if (valid != NULL)
            clear_values(values, alm_type_size(type), valid, rows);
        status = alm_column_take(out, type, values, valid, dict, rows, err);
    }
    if (status != ALM_OK) {
        alm_dealloc(values);
        alm_dealloc(valid);
        alm_dict_free(dict);
    }
    return status;
}

alm_status alm_dense_missing(alm_column **out, alm_type type, size_t rows,
                             alm_error *err)
{
    alm_dict *dict = NULL;
    if (type == ALM_TEXT) {
        const alm_status status = alm_dict_new(&dict, err);
        if (status != ALM_OK)
            return status;
    }
    void *values = alm_alloc_zeroed(rows, alm_type_size(type));
    uint64_t *valid = alm_alloc_zeroed(alm_dense_words(rows), sizeof *valid);
    if (valid == NULL) {
        alm_dealloc(values);
        values = NULL;
    }
    return alm_dense_finish(out, type, values, valid, dict, rows, err);
}

static const void *values_of(const alm_vector *v)
{
    if (v->integers != NULL)
        return v->integers;
    if (v->numbers != NULL)
        return v->numbers;
    return v->codes != NULL ? (const void *)v->codes : v->booleans;
}

alm_status alm_dense_gather(alm_column **out, const alm_vector *v,
                            const uint32_t *at, size_t n, alm_error *err)
{
    const size_t size = alm_type_size(v->type);
    const char *from = values_of(v);
    char *values = alm_alloc_zeroed(n, size);
    uint64_t *valid = alm_alloc_zeroed(alm_dense_words(n), sizeof *valid);
    if (values == NULL || valid == NULL) {
        alm_dealloc(values);
        alm_dealloc(valid);
        return alm_fail_memory(err, "a column");
    }
    for (size_t i = 0; i < n; i++) {
        if (at[i] == ALM_ROW_NONE || !alm_vector_present(v, at[i]))
            continue;
        memcpy(values + i * size, from + alm_vector_at(v, at[i]) * size, size);
        alm_dense_set(valid, i);
    }
    /* Counting a reference changes no text. */
    alm_dict *dict = v->dict != NULL ? alm_dict_ref((alm_dict *)v->dict) : NULL;
    return alm_dense_finish(out, v->type, values, valid, dict, n, err);
}
