#ifndef ALM_EXPR_CHOOSE_H
#define ALM_EXPR_CHOOSE_H

#include "expr/operand.h"

/* Picking among operands, row by row.
 *
 *  (1) Results of one type keep it. Integers and numbers together make a column
 *      of numbers; periods and text together one of text; any other mixture is
 *      ALM_ETYPE. Only values that are picked count.
 *  (2) Where nothing has a value at all the type is that of the first operand
 *      that has one, else integer. */

/* The first operand that has a value. */
ALM_MUST_CHECK
alm_status alm_coalesce(alm_column **out, const alm_operand *operands,
                        size_t count, alm_error *err);

#endif
