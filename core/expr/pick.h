#ifndef ALM_EXPR_PICK_H
#define ALM_EXPR_PICK_H

#include "expr/operand.h"

/* No operand: the row is missing. */
#define ALM_PICK_NONE UINT32_MAX

/* Row i of operands[picks[i]], by rules (1) and (2) of choose.h. */
ALM_MUST_CHECK
alm_status alm_pick_rows(alm_column **out, const alm_operand *const *operands,
                         size_t count, const uint32_t *picks, size_t rows,
                         alm_error *err);

#endif
