#include "expr/math.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "expr/compare.h"
#include "expr/dense.h"
#include "expr/pick.h"

/* Applies rule (4) to the values of a lane. */
static void *apply(alm_math_function f, const alm_lane *x, size_t n)
{
    double *out = alm_alloc(n, sizeof *out);
    if (out == NULL)
        return NULL;
    if (f == ALM_MATH_SQRT) {
        for (size_t i = 0; i < n; i++)
            out[i] = sqrt(x->numbers[i]);
    } else if (f == ALM_MATH_ABS) {
        for (size_t i = 0; i < n; i++)
            out[i] = fabs(x->numbers[i]);
    } else {
        double (*const real)(double) = f == ALM_MATH_EXP ? exp : log;
        for (size_t i = 0; i < n; i++)
            out[i] = real(x->numbers[i]);
    }
    return out;
}

/* floor and ceil of doubles: rule (3). */
static void *apply_whole(alm_type *type, alm_math_function f, const alm_lane *x,
                         size_t n)
{
    double *out = alm_alloc(n, sizeof *out);
    bool fits = true;
    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const double y =
            f == ALM_MATH_FLOOR ? floor(x->numbers[i]) : ceil(x->numbers[i]);
        fits = fits && y >= -0x1p63 && y < 0x1p63;
        out[i] = y + 0.0; /* as an integer would: without a negative zero */
    }
    *type = fits ? ALM_INTEGER : ALM_NUMBER;
    for (size_t i = 0; fits && i < n; i++) {
        const int64_t whole = (int64_t)out[i];
        memcpy(&out[i], &whole, sizeof whole); /* of one size */
    }
    return out;
}

static void *apply_to_integers(alm_math_function f, const alm_lane *x, size_t n)
{
    int64_t *out = alm_alloc(n, sizeof *out);
    for (size_t i = 0; out != NULL && i < n; i++) {
        const int64_t y = x->integers[i];
        out[i] = f == ALM_MATH_ABS && y < 0 ? (int64_t)(0 - (uint64_t)y) : y;
    }
    return out;
}

static alm_status compute(alm_column **out, alm_math_function f,
                          const alm_operand *a, size_t n, uint64_t *valid,
                          alm_error *err)
{
    alm_type type = ALM_NUMBER;
    alm_type given = ALM_INTEGER;
    alm_lane x;
    void *values;
    alm_operand_type(&given, a);
    const bool whole =
        given == ALM_INTEGER &&
        (f == ALM_MATH_ABS || f == ALM_MATH_FLOOR || f == ALM_MATH_CEIL);
    const alm_status status =
        whole ? alm_lane_integers(&x, a, err) : alm_lane_numbers(&x, a, err);
    if (status != ALM_OK) {
        alm_dealloc(valid);
        return status;
    }
    if (whole) {
        type = ALM_INTEGER;
        values = apply_to_integers(f, &x, n);
    } else if (f == ALM_MATH_FLOOR || f == ALM_MATH_CEIL) {
        values = apply_whole(&type, f, &x, n);
    } else {
        values = apply(f, &x, n);
    }
    alm_lane_free(&x);
    return alm_dense_finish(out, type, values, valid, NULL, n, err);
}

/* The rows of numbers that all operands have: what starts every function.
 * Where `*usable` is false the result is a column of missing values. */
static alm_status prepare(bool *usable, uint64_t **valid, size_t *n,
                          const alm_operand *const *operands, size_t count,
                          alm_error *err)
{
    alm_status status = alm_operands_rows(n, operands, count, err);
    if (status == ALM_OK)
        status = alm_dense_valid(valid, operands, count, *n, err);
    if (status == ALM_OK)
        status =
            alm_dense_check_numbers(usable, operands, count, *valid, *n, err);
    return status;
}

alm_status alm_math(alm_column **out, alm_math_function f, const alm_operand *a,
                    alm_error *err)
{
    uint64_t *valid = NULL;
    bool usable = false;
    size_t n;
    const alm_status status = prepare(&usable, &valid, &n, &a, 1, err);
    if (status == ALM_OK && usable)
        return compute(out, f, a, n, valid, err);
    alm_dealloc(valid);
    return status == ALM_OK ? alm_dense_missing(out, ALM_NUMBER, n, err)
                            : status;
}

/* lmathlib.c, math_log. */
static double log_to_base(double x, double base)
{
    if (base == 2.0)
        return log2(x);
    return base == 10.0 ? log10(x) : log(x) / log(base);
}

alm_status alm_math_log(alm_column **out, const alm_operand *a,
                        const alm_operand *base, alm_error *err)
{
    const alm_operand *const both[] = {a, base};
    uint64_t *valid = NULL;
    bool usable = false;
    size_t n;
    alm_lane x = {.single = true};
    alm_lane y = {.single = true};
    double *values = NULL;
    alm_status status = prepare(&usable, &valid, &n, both, 2, err);
    if (status == ALM_OK && !usable) {
        alm_dealloc(valid);
        return alm_dense_missing(out, ALM_NUMBER, n, err);
    }
    if (status == ALM_OK)
        status = alm_lane_numbers(&x, a, err);
    if (status == ALM_OK)
        status = alm_lane_numbers(&y, base, err);
    if (status == ALM_OK) {
        values = alm_alloc(n, sizeof *values);
        for (size_t i = 0; values != NULL && i < n; i++)
            values[i] = log_to_base(x.numbers[x.single ? 0 : i],
                                    y.numbers[y.single ? 0 : i]);
        status = alm_dense_finish(out, ALM_NUMBER, values, valid, NULL, n, err);
    } else {
        alm_dealloc(valid);
    }
    alm_lane_free(&x);
    alm_lane_free(&y);
    return status;
}

static alm_status round_integers(int64_t *out, const alm_lane *x, size_t n,
                                 int64_t digits, alm_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!alm_round_integer(&out[i], x->integers[i], digits))
            return alm_fail(err, ALM_EINVAL,
                            "row %zu: %lld rounded to %lld digits is beyond "
                            "the integers",
                            i + 1, (long long)x->integers[i],
                            (long long)digits);
    }
    return ALM_OK;
}

alm_status alm_math_round(alm_column **out, const alm_operand *a,
                          int64_t digits, alm_error *err)
{
    uint64_t *valid = NULL;
    bool usable = false;
    size_t n;
    alm_type type = ALM_INTEGER;
    alm_lane x = {.single = true};
    void *values = NULL;
    alm_status status = prepare(&usable, &valid, &n, &a, 1, err);
    if (status == ALM_OK && !usable) {
        alm_dealloc(valid);
        return alm_dense_missing(out, ALM_NUMBER, n, err);
    }
    alm_operand_type(&type, a);
    if (status == ALM_OK)
        status = type == ALM_NUMBER ? alm_lane_numbers(&x, a, err)
                                    : alm_lane_integers(&x, a, err);
    if (status == ALM_OK && (values = alm_alloc(n, sizeof(double))) == NULL)
        status = alm_fail_memory(err, "a column");
    if (status == ALM_OK && type == ALM_INTEGER)
        status = round_integers(values, &x, n, digits, err);
    if (status == ALM_OK && type == ALM_NUMBER) {
        double *rounded = values;
        for (size_t i = 0; i < n; i++)
            rounded[i] = alm_round(x.numbers[i], digits);
    }
    alm_lane_free(&x);
    if (status == ALM_OK)
        return alm_dense_finish(out, type, values, valid, NULL, n, err);
    alm_dealloc(values);
    alm_dealloc(valid);
    return status;
}
