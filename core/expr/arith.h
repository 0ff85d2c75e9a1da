#ifndef ALM_EXPR_ARITH_H
#define ALM_EXPR_ARITH_H

#include "expr/operand.h"

/* Arithmetic, row by row, exactly as Lua 5.4 does it (manual section 3.4.1;
 * lvm.c), so that an expression, a function of a row and a loop agree in every
 * bit.
 *
 *  (1) Two integers give an integer by + - * // %, which wraps around at 64
 *      bits. Anything else, and / and ^ always, are computed as doubles.
 *  (2) // rounds towards minus infinity; the result of % has the sign of the
 *      divisor. x ^ 2 is x * x.
 *  (3) n // 0 and n % 0 of integers are ALM_EINVAL, in Lua's words ("attempt to
 *      divide by zero", "attempt to perform 'n%0'"), naming the first such row.
 *      Of doubles they are an infinity or NaN, as / 0 always is.
 *  (4) A row is missing where an operand is; no error comes from such a row.
 *  (5) Text and periods, which are text to Lua, are ALM_ETYPE in the first row
 *      that has one, whatever the other operand; booleans in the first row in
 *      which both operands have a value. With no such row all rows are missing.
 *
 * O(n); contiguous operands without missing values run as plain loops. */
typedef enum alm_arith_op {
    ALM_ADD,
    ALM_SUBTRACT,
    ALM_MULTIPLY,
    ALM_DIVIDE,
    ALM_FLOOR_DIVIDE,
    ALM_MODULO,
    ALM_POWER
} alm_arith_op;

/* "+", "-", ... Static storage. */
const char *alm_arith_sign(alm_arith_op op);

ALM_MUST_CHECK
alm_status alm_arith(alm_column **out, alm_arith_op op, const alm_operand *a,
                     const alm_operand *b, alm_error *err);

/* -a: an integer stays one (the least one stays itself). */
ALM_MUST_CHECK
alm_status alm_negate(alm_column **out, const alm_operand *a, alm_error *err);

#endif
