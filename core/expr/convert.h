#ifndef ALM_EXPR_CONVERT_H
#define ALM_EXPR_CONVERT_H

#include "expr/operand.h"

/* A column as another type.
 *
 *  (1) Missing stays missing. A value that has no counterpart becomes missing
 *      and is counted; it is for the caller to make that an error.
 *  (2) To integer: whole numbers that fit 64 bits; text as alm_parse_i64 reads
 *      it; true is 1, false 0.
 *  (3) To number: integers that a double holds exactly; text as alm_parse_f64
 *      reads it; true is 1, false 0.
 *  (4) To text: the shortest text of a number, "true" or "false", the notation
 *      of a period.
 *  (5) To boolean: 1 and 0; "true" and "false".
 *  (6) To period: text in one of the five notations; integers, and whole
 *      numbers, from 1 to 9999 as years.
 *  (7) A period is no number; its year or time is (period.h).
 *  (8) To its own type a column is copied. */
typedef struct alm_conversion {
    size_t lost;  /* values without a counterpart */
    size_t first; /* row of the first, from 0; meaningless when none */
} alm_conversion;

ALM_MUST_CHECK
alm_status alm_convert(alm_column **out, alm_conversion *report,
                       const alm_vector *v, alm_type to, alm_error *err);

/* ALM_ETYPE (text) or ALM_EINVAL for a conversion that lost something: how many
 * values, and the first. `v` is what was converted. */
alm_status alm_conversion_fail(const alm_conversion *report,
                               const alm_vector *v, alm_type to,
                               alm_error *err);

#endif
