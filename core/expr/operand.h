#ifndef ALM_EXPR_OPERAND_H
#define ALM_EXPR_OPERAND_H

#include "table/column.h"

/* What the operations of this folder take: a column seen through a window, or
 * one value for all rows. Each makes a new dense column: as many rows as the
 * windows have, in their order, no selection. Rows in messages count from 1.
 *
 *  (1) Windows of different lengths are ALM_EINVAL, naming both.
 *  (2) A single value stands in every row. Single values alone make one row.
 *  (3) A row is missing where its position is ALM_ROW_NONE, where the validity
 *      bitmap says so, or where the single value is missing. */

/* One value; the member that `type` names is set unless it is missing. Text is
 * borrowed and not NUL-terminated. */
typedef struct alm_scalar {
    bool missing;
    alm_type type;
    int64_t integer; /* also a period */
    double number;
    bool boolean;
    const char *text;
    size_t len;
} alm_scalar;

typedef struct alm_operand {
    bool is_vector;
    alm_vector vector; /* of a loaded column; borrowed */
    alm_scalar scalar; /* when it is no vector */
} alm_operand;

alm_operand alm_operand_vector(alm_vector v);
alm_operand alm_operand_column(const alm_column *col); /* all its rows */
alm_operand alm_operand_missing(void);
alm_operand alm_operand_integer(int64_t x);
alm_operand alm_operand_number(double x);
alm_operand alm_operand_boolean(bool x);
alm_operand alm_operand_text(const char *text, size_t len);

/* The rows of the result: rules (1) and (2). */
ALM_MUST_CHECK
alm_status alm_operands_rows(size_t *rows, const alm_operand *const *operands,
                             size_t count, alm_error *err);

/* Row i (from 0) as a value; text points into the dictionary. */
alm_scalar alm_operand_at(const alm_operand *a, size_t i);

/* Whether row i has a value. */
bool alm_operand_present(const alm_operand *a, size_t i);

/* The type of its values; of a missing single value, false. */
bool alm_operand_type(alm_type *out, const alm_operand *a);

#endif
