#ifndef ALM_EXPR_MATH_H
#define ALM_EXPR_MATH_H

#include "expr/operand.h"

/* Functions of numbers, row by row, with the results of Lua 5.4's math library
 * (lmathlib.c).
 *
 *  (1) Missing gives missing. Text, booleans and periods are ALM_ETYPE.
 *  (2) Outside its domain a function gives what C does: NaN or an infinity.
 *  (3) abs, floor, ceil of integers are integers (abs of the least wraps).
 *      floor and ceil of doubles give an integer where it fits 64 bits; if one
 *      of the column does not fit, the column is of numbers.
 *  (4) All others give numbers. */
typedef enum alm_math_function {
    ALM_MATH_ABS,
    ALM_MATH_FLOOR,
    ALM_MATH_CEIL,
    ALM_MATH_SQRT,
    ALM_MATH_EXP,
    ALM_MATH_LOG /* natural */
} alm_math_function;

ALM_MUST_CHECK
alm_status alm_math(alm_column **out, alm_math_function f, const alm_operand *a,
                    alm_error *err);

/* The logarithm to a base, as math.log(x, base): log2 and log10 for those
 * bases, else log(x) / log(base). */
ALM_MUST_CHECK
alm_status alm_math_log(alm_column **out, const alm_operand *a,
                        const alm_operand *base, alm_error *err);

/* Rounding to decimal digits after the point (before it when negative).
 *
 *  (5) The shortest decimal text of the value is rounded, halves away from
 *      zero, as a reader would round the printed figure: 2.675 to two digits
 *      is 2.68, although the double lies below 2.675.
 *  (6) Integers stay integers; one that would leave 64 bits is ALM_EINVAL.
 *      NaN and infinities stay as they are. */
ALM_MUST_CHECK
alm_status alm_math_round(alm_column **out, const alm_operand *a,
                          int64_t digits, alm_error *err);

/* Rule (5) for one number. */
double alm_round(double x, int64_t digits);

/* Rule (6) for one integer; false when it leaves 64 bits. */
bool alm_round_integer(int64_t *out, int64_t x, int64_t digits);

#endif
