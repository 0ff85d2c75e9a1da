#ifndef ALM_EXPR_COMPARE_H
#define ALM_EXPR_COMPARE_H

#include "expr/operand.h"

/* Comparisons: boolean columns without a missing value, as Lua 5.4 compares.
 *
 *  (1) < <= > >= are false where an operand is missing.
 *  (2) == and ~= are Lua's own: missing equals only missing, values of
 *      different types are different, NaN is different from itself.
 *  (3) An integer and a double compare by their exact values, also beyond 2^53.
 *  (4) Text compares by bytes; a text that begins another comes first.
 *  (5) A period compares with a period, or with text that is one, as their
 *      texts do: within one frequency that is the order of their ends. Between
 *      frequencies "2016" comes before "2016-S1", as in a function of a row,
 *      where a period is its text; sorting goes by ends. Text that is no
 *      period is ALM_EINVAL under < <= > >=, and merely different under ==.
 *  (6) < <= > >= between other types, and of booleans, are ALM_ETYPE in the
 *      first row in which both operands have a value. */
typedef enum alm_compare_op {
    ALM_LESS,
    ALM_LESS_EQUAL,
    ALM_GREATER,
    ALM_GREATER_EQUAL,
    ALM_EQUAL,
    ALM_NOT_EQUAL
} alm_compare_op;

ALM_MUST_CHECK
alm_status alm_compare(alm_column **out, alm_compare_op op,
                       const alm_operand *a, const alm_operand *b,
                       alm_error *err);

/* low <= a and a <= high. */
ALM_MUST_CHECK
alm_status alm_between(alm_column **out, const alm_operand *a,
                       const alm_operand *low, const alm_operand *high,
                       alm_error *err);

/* Whether each row equals, by rule (2), one of `count` values. */
ALM_MUST_CHECK
alm_status alm_is_in(alm_column **out, const alm_operand *a,
                     const alm_scalar *values, size_t count, alm_error *err);

ALM_MUST_CHECK
alm_status alm_is_missing(alm_column **out, const alm_operand *a,
                          alm_error *err);

/* Logic of booleans.
 *
 *  (7) Anything but booleans is ALM_ETYPE.
 *  (8) Missing values, which comparisons never make, follow Lua's `and`, `or`
 *      and `not` with nil: `not` of missing is true, `false and missing` is
 *      false, `true and missing` is missing, and the first operand decides. */
ALM_MUST_CHECK
alm_status alm_and(alm_column **out, const alm_operand *a, const alm_operand *b,
                   alm_error *err);
ALM_MUST_CHECK
alm_status alm_or(alm_column **out, const alm_operand *a, const alm_operand *b,
                  alm_error *err);
ALM_MUST_CHECK
alm_status alm_not(alm_column **out, const alm_operand *a, alm_error *err);

#endif
