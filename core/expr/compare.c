#include "expr/compare.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "expr/dense.h"

/* How two values stand to each other. */
typedef enum order {
    BEFORE,
    SAME,
    AFTER,
    UNORDERED /* NaN, or not of one type */
} order;

static bool holds(alm_compare_op op, order o)
{
    switch (op) {
    case ALM_LESS: return o == BEFORE;
    case ALM_LESS_EQUAL: return o == BEFORE || o == SAME;
    case ALM_GREATER: return o == AFTER;
    case ALM_GREATER_EQUAL: return o == AFTER || o == SAME;
    case ALM_EQUAL: return o == SAME;
    case ALM_NOT_EQUAL: return o != SAME;
    }
    return false;
}

static order order_of_integers(int64_t x, int64_t y)
{
    return x < y ? BEFORE : x > y ? AFTER : SAME;
}

static order order_of_numbers(double x, double y)
{
    return x < y ? BEFORE : x > y ? AFTER : x == y ? SAME : UNORDERED;
}

/* Rule (3). The whole part of y is exact in 64 bits where y is in range. */
static order order_of_integer_and_number(int64_t x, double y)
{
    if (isnan(y))
        return UNORDERED;
    if (y >= 0x1p63)
        return BEFORE;
    if (y < -0x1p63)
        return AFTER;
    const double whole = floor(y);
    const order o = order_of_integers(x, (int64_t)whole);
    return o == SAME && y > whole ? BEFORE : o;
}

static order reversed(order o)
{
    return o == BEFORE ? AFTER : o == AFTER ? BEFORE : o;
}

static order order_of_texts(const char *x, size_t nx, const char *y, size_t ny)
{
    const size_t n = nx < ny ? nx : ny;
    const int o = n > 0 ? memcmp(x, y, n) : 0;
    if (o != 0)
        return o < 0 ? BEFORE : AFTER;
    return nx < ny ? BEFORE : nx > ny ? AFTER : SAME;
}

/* Rule (5). */
static order order_of_periods(alm_period x, alm_period y)
{
    if (alm_period_frequency(x) == alm_period_frequency(y))
        return order_of_integers(x, y);
    char a[ALM_PERIOD_TEXT];
    char b[ALM_PERIOD_TEXT];
    const size_t na = alm_period_format(a, x);
    const size_t nb = alm_period_format(b, y);
    return order_of_texts(a, na, b, nb);
}

static bool is_number(alm_type type)
{
    return type == ALM_INTEGER || type == ALM_NUMBER;
}

static order order_of_mixed(const alm_scalar *x, const alm_scalar *y)
{
    if (x->type == ALM_INTEGER)
        return y->type == ALM_INTEGER
                   ? order_of_integers(x->integer, y->integer)
                   : order_of_integer_and_number(x->integer, y->number);
    return y->type == ALM_INTEGER
               ? reversed(order_of_integer_and_number(y->integer, x->number))
               : order_of_numbers(x->number, y->number);
}

static bool period_of(alm_period *out, const alm_scalar *s)
{
    if (s->type == ALM_TEXT)
        return alm_period_parse(out, s->text, s->len);
    *out = s->integer;
    return true;
}

/* What of an unequal pair of types can be compared at all. */
static bool comparable(alm_type x, alm_type y)
{
    if (is_number(x) || is_number(y))
        return is_number(x) && is_number(y);
    if (x == ALM_BOOLEAN || y == ALM_BOOLEAN)
        return x == y;
    return true;
}

/* Two values that are present. */
static order order_of(const alm_scalar *x, const alm_scalar *y)
{
    alm_period p;
    alm_period q;
    if (!comparable(x->type, y->type))
        return UNORDERED;
    if (is_number(x->type))
        return order_of_mixed(x, y);
    if (x->type == ALM_BOOLEAN)
        return x->boolean == y->boolean ? SAME : UNORDERED;
    if (x->type == ALM_TEXT && y->type == ALM_TEXT)
        return order_of_texts(x->text, x->len, y->text, y->len);
    return period_of(&p, x) && period_of(&q, y) ? order_of_periods(p, q)
                                                : UNORDERED;
}

/* Rule (6), and of (5) that the text is a period. */
static alm_status check_ordered(const alm_scalar *x, const alm_scalar *y,
                                size_t i, alm_error *err)
{
    alm_period p;
    if (!comparable(x->type, y->type) || x->type == ALM_BOOLEAN)
        return alm_fail(err, ALM_ETYPE,
                        "row %zu: attempt to compare %s with %s", i + 1,
                        alm_type_name(x->type), alm_type_name(y->type));
    if (x->type == y->type || is_number(x->type))
        return ALM_OK;
    const alm_scalar *text = x->type == ALM_TEXT ? x : y;
    if (alm_period_parse(&p, text->text, text->len))
        return ALM_OK;
    enum { SHOWN = 60 };
    alm_error_set(err, ALM_EINVAL, "row %zu: \"%.*s\" is no period", i + 1,
                  (int)(text->len < SHOWN ? text->len : SHOWN), text->text);
    alm_error_help(err, "write 2016, 2016-S1, 2016-Q3, 2016-06 or 2016-06-30");
    return ALM_EINVAL;
}

/* The general way: any types, value by value. */
static alm_status compare_each(uint8_t *out, alm_compare_op op,
                               const alm_operand *a, const alm_operand *b,
                               size_t n, alm_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const alm_scalar x = alm_operand_at(a, i);
        const alm_scalar y = alm_operand_at(b, i);
        if (x.missing || y.missing) {
            const bool same = x.missing && y.missing;
            out[i] = op == ALM_EQUAL ? same : op == ALM_NOT_EQUAL ? !same : 0;
            continue;
        }
        if (op < ALM_EQUAL) {
            const alm_status status = check_ordered(&x, &y, i, err);
            if (status != ALM_OK)
                return status;
        }
        out[i] = holds(op, order_of(&x, &y));
    }
    return ALM_OK;
}

#define EACH_ROW(type, member, sign)       \
    do {                                   \
        const type *const xs = a->member;  \
        const type *const ys = b->member;  \
        if (a->single == b->single) {      \
            for (size_t i = 0; i < n; i++) \
                out[i] = xs[i] sign ys[i]; \
        } else if (b->single) {            \
            const type y = ys[0];          \
            for (size_t i = 0; i < n; i++) \
                out[i] = xs[i] sign y;     \
        } else {                           \
            const type x = xs[0];          \
            for (size_t i = 0; i < n; i++) \
                out[i] = x sign ys[i];     \
        }                                  \
    } while (0)

#define EACH_OP(type, member)                                  \
    switch (op) {                                              \
    case ALM_LESS: EACH_ROW(type, member, <); break;           \
    case ALM_LESS_EQUAL: EACH_ROW(type, member, <=); break;    \
    case ALM_GREATER: EACH_ROW(type, member, >); break;        \
    case ALM_GREATER_EQUAL: EACH_ROW(type, member, >=); break; \
    case ALM_EQUAL: EACH_ROW(type, member, ==); break;         \
    case ALM_NOT_EQUAL: EACH_ROW(type, member, !=); break;     \
    }

static void compare_numbers(uint8_t *restrict out, alm_compare_op op,
                            const alm_lane *a, const alm_lane *b, size_t n)
{
    EACH_OP(double, numbers)
}

static void compare_integers(uint8_t *restrict out, alm_compare_op op,
                             const alm_lane *a, const alm_lane *b, size_t n)
{
    EACH_OP(int64_t, integers)
}

/* Rules (1) and (2) for rows in which something is missing. */
static void settle_missing(uint8_t *out, alm_compare_op op,
                           const alm_operand *a, const alm_operand *b,
                           const uint64_t *valid, size_t n)
{
    for (size_t i = 0; valid != NULL && i < n; i++) {
        if (alm_bit(valid, i))
            continue;
        const bool same =
            !alm_operand_present(a, i) && !alm_operand_present(b, i);
        out[i] = op == ALM_EQUAL ? same : op == ALM_NOT_EQUAL ? !same : 0;
    }
}

/* Integers with integers, numbers with numbers: plain loops. */
static alm_status compare_alike(uint8_t *out, alm_compare_op op, alm_type type,
                                const alm_operand *a, const alm_operand *b,
                                size_t n, alm_error *err)
{
    const alm_operand *const both[] = {a, b};
    uint64_t *valid = NULL;
    alm_lane x = {.single = true};
    alm_lane y = {.single = true};
    alm_status status = alm_dense_valid(&valid, both, 2, n, err);
    if (status == ALM_OK)
        status = type == ALM_NUMBER ? alm_lane_numbers(&x, a, err)
                                    : alm_lane_integers(&x, a, err);
    if (status == ALM_OK)
        status = type == ALM_NUMBER ? alm_lane_numbers(&y, b, err)
                                    : alm_lane_integers(&y, b, err);
    if (status == ALM_OK) {
        if (type == ALM_NUMBER)
            compare_numbers(out, op, &x, &y, n);
        else
            compare_integers(out, op, &x, &y, n);
        settle_missing(out, op, a, b, valid, n);
    }
    alm_lane_free(&x);
    alm_lane_free(&y);
    alm_dealloc(valid);
    return status;
}

/* A text column with a single text: each text of the dictionary once. */
static alm_status compare_codes(uint8_t *out, alm_compare_op op,
                                const alm_operand *a, const alm_operand *b,
                                size_t n, alm_error *err)
{
    const alm_vector *v = a->is_vector ? &a->vector : &b->vector;
    const alm_scalar *s = a->is_vector ? &b->scalar : &a->scalar;
    const size_t count = alm_dict_count(v->dict);
    uint8_t *verdicts = alm_alloc(count, 1);
    if (verdicts == NULL)
        return alm_fail_memory(err, "comparing texts");
    for (size_t code = 0; code < count; code++) {
        size_t len;
        const char *text = alm_dict_text(v->dict, (uint32_t)code, &len);
        const order o = order_of_texts(text, len, s->text, s->len);
        verdicts[code] = holds(op, a->is_vector ? o : reversed(o));
    }
    for (size_t i = 0; i < n; i++)
        out[i] = alm_vector_present(v, i)
                     ? verdicts[v->codes[alm_vector_at(v, i)]]
                     : op == ALM_NOT_EQUAL;
    alm_dealloc(verdicts);
    return ALM_OK;
}

static alm_status compare_rows(uint8_t *out, alm_compare_op op,
                               const alm_operand *a, const alm_operand *b,
                               size_t n, alm_error *err)
{
    alm_type x;
    alm_type y;
    if (!alm_operand_type(&x, a) || !alm_operand_type(&y, b) || x != y)
        return compare_each(out, op, a, b, n, err);
    if (is_number(x))
        return compare_alike(out, op, x, a, b, n, err);
    if (x == ALM_TEXT && a->is_vector != b->is_vector) {
        const alm_vector *v = a->is_vector ? &a->vector : &b->vector;
        if (alm_dict_count(v->dict) <= n)
            return compare_codes(out, op, a, b, n, err);
    }
    return compare_each(out, op, a, b, n, err);
}

alm_status alm_compare(alm_column **out, alm_compare_op op,
                       const alm_operand *a, const alm_operand *b,
                       alm_error *err)
{
    const alm_operand *const both[] = {a, b};
    size_t n;
    alm_status status = alm_operands_rows(&n, both, 2, err);
    if (status != ALM_OK)
        return status;
    uint8_t *values = alm_alloc(n, 1);
    if (values == NULL)
        return alm_fail_memory(err, "a column");
    status = compare_rows(values, op, a, b, n, err);
    if (status == ALM_OK)
        return alm_dense_finish(out, ALM_BOOLEAN, values, NULL, NULL, n, err);
    alm_dealloc(values);
    return status;
}

alm_status alm_between(alm_column **out, const alm_operand *a,
                       const alm_operand *low, const alm_operand *high,
                       alm_error *err)
{
    const alm_operand *const all[] = {a, low, high};
    alm_column *above = NULL;
    alm_column *below = NULL;
    size_t n;
    alm_status status = alm_operands_rows(&n, all, 3, err);
    if (status == ALM_OK)
        status = alm_compare(&above, ALM_LESS_EQUAL, low, a, err);
    if (status == ALM_OK)
        status = alm_compare(&below, ALM_LESS_EQUAL, a, high, err);
    if (status == ALM_OK) {
        /* One bound may be a column where the value is single, and the other
         * not. */
        alm_operand x = alm_operand_column(above);
        alm_operand y = alm_operand_column(below);
        if (x.vector.n != n)
            x = alm_operand_boolean(x.vector.booleans[0] != 0);
        if (y.vector.n != n)
            y = alm_operand_boolean(y.vector.booleans[0] != 0);
        status = alm_and(out, &x, &y, err);
    }
    alm_column_free(above);
    alm_column_free(below);
    return status;
}

static bool equals_any(const alm_scalar *x, const alm_scalar *values,
                       size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (x->missing || values[k].missing ? x->missing && values[k].missing
                                            : order_of(x, &values[k]) == SAME)
            return true;
    }
    return false;
}

/* Text: each text of the dictionary once. */
static alm_status find_codes(uint8_t *out, const alm_vector *v,
                             const alm_scalar *values, size_t count,
                             alm_error *err)
{
    const alm_scalar nothing = {.missing = true};
    const uint8_t missing = equals_any(&nothing, values, count);
    const size_t texts = alm_dict_count(v->dict);
    uint8_t *verdicts = alm_alloc(texts, 1);
    if (verdicts == NULL)
        return alm_fail_memory(err, "comparing texts");
    for (size_t code = 0; code < texts; code++) {
        alm_scalar x = {.type = ALM_TEXT};
        x.text = alm_dict_text(v->dict, (uint32_t)code, &x.len);
        verdicts[code] = equals_any(&x, values, count);
    }
    for (size_t i = 0; i < v->n; i++)
        out[i] = alm_vector_present(v, i)
                     ? verdicts[v->codes[alm_vector_at(v, i)]]
                     : missing;
    alm_dealloc(verdicts);
    return ALM_OK;
}

alm_status alm_is_in(alm_column **out, const alm_operand *a,
                     const alm_scalar *values, size_t count, alm_error *err)
{
    const size_t n = a->is_vector ? a->vector.n : 1;
    uint8_t *found = alm_alloc(n, 1);
    alm_status status = ALM_OK;
    if (found == NULL)
        return alm_fail_memory(err, "a column");
    if (a->is_vector && a->vector.type == ALM_TEXT &&
        alm_dict_count(a->vector.dict) <= n) {
        status = find_codes(found, &a->vector, values, count, err);
    } else {
        for (size_t i = 0; i < n; i++) {
            const alm_scalar x = alm_operand_at(a, i);
            found[i] = equals_any(&x, values, count);
        }
    }
    if (status == ALM_OK)
        return alm_dense_finish(out, ALM_BOOLEAN, found, NULL, NULL, n, err);
    alm_dealloc(found);
    return status;
}

alm_status alm_is_missing(alm_column **out, const alm_operand *a,
                          alm_error *err)
{
    const size_t n = a->is_vector ? a->vector.n : 1;
    uint8_t *values = alm_alloc(n, 1);
    for (size_t i = 0; values != NULL && i < n; i++)
        values[i] = !alm_operand_present(a, i);
    return alm_dense_finish(out, ALM_BOOLEAN, values, NULL, NULL, n, err);
}
