#include "expr/arith.h"

#include <math.h>

#include "base/alloc.h"
#include "expr/dense.h"
#include "expr/lua_number.h"

const char *alm_arith_sign(alm_arith_op op)
{
    static const char *const signs[] = {"+", "-", "*", "/", "//", "%", "^"};
    return signs[op];
}

/* One plain loop for each shape of the operands, so that the compiler can use
 * vector instructions. x and y are the operands of a row. */
#define EACH_ROW(type, member, expression)       \
    do {                                         \
        const type *const xs = a->member;        \
        const type *const ys = b->member;        \
        if (a->single == b->single) {            \
            for (size_t i = 0; i < n; i++) {     \
                const type x = xs[i], y = ys[i]; \
                out[i] = (expression);           \
            }                                    \
        } else if (b->single) {                  \
            const type y = ys[0];                \
            for (size_t i = 0; i < n; i++) {     \
                const type x = xs[i];            \
                out[i] = (expression);           \
            }                                    \
        } else {                                 \
            const type x = xs[0];                \
            for (size_t i = 0; i < n; i++) {     \
                const type y = ys[i];            \
                out[i] = (expression);           \
            }                                    \
        }                                        \
    } while (0)

static void numbers(double *restrict out, alm_arith_op op, const alm_lane *a,
                    const alm_lane *b, size_t n)
{
    switch (op) {
    case ALM_ADD: EACH_ROW(double, numbers, x + y); break;
    case ALM_SUBTRACT: EACH_ROW(double, numbers, x - y); break;
    case ALM_MULTIPLY: EACH_ROW(double, numbers, x *y); break;
    case ALM_DIVIDE: EACH_ROW(double, numbers, x / y); break;
    case ALM_FLOOR_DIVIDE: EACH_ROW(double, numbers, floor(x / y)); break;
    case ALM_MODULO: EACH_ROW(double, numbers, alm_lua_modulo(x, y)); break;
    case ALM_POWER: EACH_ROW(double, numbers, alm_lua_power(x, y)); break;
    }
}

/* Rule (3). Missing rows are not computed: what stands there is 0. */
static alm_status divide_integers(int64_t *out, alm_arith_op op,
                                  const alm_lane *a, const alm_lane *b,
                                  size_t n, const uint64_t *valid,
                                  alm_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const int64_t x = a->integers[a->single ? 0 : i];
        const int64_t y = b->integers[b->single ? 0 : i];
        out[i] = 0;
        if (!alm_dense_has(valid, i))
            continue;
        if (y == 0)
            return alm_fail(err, ALM_EINVAL, "row %zu: attempt to %s", i + 1,
                            op == ALM_MODULO ? "perform 'n%0'"
                                             : "divide by zero");
        out[i] = op == ALM_MODULO ? alm_lua_floor_modulo(x, y)
                                  : alm_lua_floor_divide(x, y);
    }
    return ALM_OK;
}

#define WRAP(x, sign, y) ((int64_t)((uint64_t)(x)sign(uint64_t)(y)))

static alm_status integers(int64_t *restrict out, alm_arith_op op,
                           const alm_lane *a, const alm_lane *b, size_t n,
                           const uint64_t *valid, alm_error *err)
{
    switch (op) {
    case ALM_ADD: EACH_ROW(int64_t, integers, WRAP(x, +, y)); break;
    case ALM_SUBTRACT: EACH_ROW(int64_t, integers, WRAP(x, -, y)); break;
    case ALM_MULTIPLY: EACH_ROW(int64_t, integers, WRAP(x, *, y)); break;
    default: return divide_integers(out, op, a, b, n, valid, err);
    }
    return ALM_OK;
}

/* Rule (1). A missing single value does as either type would. */
static alm_type result_type(alm_arith_op op, const alm_operand *a,
                            const alm_operand *b)
{
    alm_type type;
    if (op == ALM_DIVIDE || op == ALM_POWER ||
        (alm_operand_type(&type, a) && type == ALM_NUMBER) ||
        (alm_operand_type(&type, b) && type == ALM_NUMBER))
        return ALM_NUMBER;
    return ALM_INTEGER;
}

static alm_status compute(alm_column **out, alm_arith_op op,
                          const alm_operand *a, const alm_operand *b, size_t n,
                          uint64_t *valid, alm_error *err)
{
    const alm_type type = result_type(op, a, b);
    alm_lane x = {.single = true};
    alm_lane y = {.single = true};
    void *values = alm_alloc(n, sizeof(double));
    alm_status status = ALM_OK;
    if (values == NULL) {
        status = alm_fail_memory(err, "a column");
    } else if (type == ALM_NUMBER) {
        status = alm_lane_numbers(&x, a, err);
        if (status == ALM_OK)
            status = alm_lane_numbers(&y, b, err);
        if (status == ALM_OK)
            numbers(values, op, &x, &y, n);
    } else {
        status = alm_lane_integers(&x, a, err);
        if (status == ALM_OK)
            status = alm_lane_integers(&y, b, err);
        if (status == ALM_OK)
            status = integers(values, op, &x, &y, n, valid, err);
    }
    alm_lane_free(&x);
    alm_lane_free(&y);
    if (status == ALM_OK)
        return alm_dense_finish(out, type, values, valid, NULL, n, err);
    alm_dealloc(values);
    alm_dealloc(valid);
    return status;
}

alm_status alm_arith(alm_column **out, alm_arith_op op, const alm_operand *a,
                     const alm_operand *b, alm_error *err)
{
    const alm_operand *const both[] = {a, b};
    uint64_t *valid = NULL;
    size_t n;
    bool usable;
    alm_status status = alm_operands_rows(&n, both, 2, err);
    if (status == ALM_OK)
        status = alm_dense_valid(&valid, both, 2, n, err);
    if (status == ALM_OK)
        status = alm_dense_check_numbers(&usable, both, 2, valid, n, err);
    if (status == ALM_OK && usable)
        return compute(out, op, a, b, n, valid, err);
    alm_dealloc(valid);
    return status == ALM_OK
               ? alm_dense_missing(out, result_type(op, a, b), n, err)
               : status;
}

/* Not 0 - x, which loses the sign of a zero, nor -1 * x, which keeps that of a
 * NaN. */
static alm_status negate_lane(alm_column **out, alm_type type,
                              const alm_lane *x, size_t n, uint64_t *valid,
                              alm_error *err)
{
    void *values = alm_alloc(n, sizeof(double));
    int64_t *integers_out = values;
    double *numbers_out = values;
    if (values != NULL && type == ALM_INTEGER) {
        for (size_t i = 0; i < n; i++)
            integers_out[i] = WRAP(0, -, x->integers[i]);
    } else if (values != NULL) {
        for (size_t i = 0; i < n; i++)
            numbers_out[i] = -x->numbers[i];
    }
    return alm_dense_finish(out, type, values, valid, NULL, n, err);
}

alm_status alm_negate(alm_column **out, const alm_operand *a, alm_error *err)
{
    const alm_type type = result_type(ALM_SUBTRACT, a, a);
    const size_t n = a->is_vector ? a->vector.n : 1;
    alm_lane x = {.single = true};
    uint64_t *valid = NULL;
    bool usable = false;
    alm_status status = alm_dense_valid(&valid, &a, 1, n, err);
    if (status == ALM_OK)
        status = alm_dense_check_numbers(&usable, &a, 1, valid, n, err);
    if (status == ALM_OK && usable)
        status = type == ALM_NUMBER ? alm_lane_numbers(&x, a, err)
                                    : alm_lane_integers(&x, a, err);
    if (status == ALM_OK && usable) {
        status = negate_lane(out, type, &x, n, valid, err);
        valid = NULL;
    } else if (status == ALM_OK) {
        status = alm_dense_missing(out, type, n, err);
    }
    alm_dealloc(valid);
    alm_lane_free(&x);
    return status;
}
