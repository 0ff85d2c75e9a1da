#ifndef ALM_EXPR_DENSE_H
#define ALM_EXPR_DENSE_H

#include "expr/operand.h"

/* What the operations share: operands laid out as plain arrays, so that the
 * loops over rows are simple, and the making of the result. */

/* The rows in which every operand has a value: a bitmap of the caller's, NULL
 * when that is all of them. */
ALM_MUST_CHECK
alm_status alm_dense_valid(uint64_t **out, const alm_operand *const *operands,
                           size_t count, size_t rows, alm_error *err);

/* One operand as an array of doubles or integers, a value for each row (0 where
 * missing): borrowed from the column where that lies so already, else a copy.
 * A single value is an array of one, and `single` says so. */
typedef struct alm_lane {
    bool single;
    const double *numbers;
    const int64_t *integers;
    double number;
    int64_t integer;
    void *owned;
} alm_lane;

/* The operand must be of integers, numbers or booleans; for _integers of
 * integers or periods. */
ALM_MUST_CHECK
alm_status alm_lane_numbers(alm_lane *lane, const alm_operand *a,
                            alm_error *err);
ALM_MUST_CHECK
alm_status alm_lane_integers(alm_lane *lane, const alm_operand *a,
                             alm_error *err);
void alm_lane_free(alm_lane *lane);

/* ALM_ETYPE if one of the operands has other values than integers and numbers:
 * text and periods in any row, as in Lua, where text against nil is an error,
 * too; booleans in a row of `valid` (NULL: all). Otherwise ALM_OK, and *usable
 * says whether all can be read as numbers; if not, no row has a value. */
ALM_MUST_CHECK
alm_status alm_dense_check_numbers(bool *usable,
                                   const alm_operand *const *operands,
                                   size_t count, const uint64_t *valid,
                                   size_t rows, alm_error *err);

/* Row i (from 0), which has a value, is not what was wanted: ALM_ETYPE, `row 3:
 * "1.2M" is text, not a number`. */
alm_status alm_dense_fail_type(const alm_operand *a, size_t i,
                               const char *wanted, alm_error *err);

/* The first row of a bitmap that is set; `rows` when none is. */
size_t alm_dense_first(const uint64_t *valid, size_t rows);

/* The column of `rows` values: clears what stands at missing positions, and
 * takes all three also on failure. `values` NULL is ALM_ENOMEM. */
ALM_MUST_CHECK
alm_status alm_dense_finish(alm_column **out, alm_type type, void *values,
                            uint64_t *valid, alm_dict *dict, size_t rows,
                            alm_error *err);

/* A column of nothing but missing values. */
ALM_MUST_CHECK
alm_status alm_dense_missing(alm_column **out, alm_type type, size_t rows,
                             alm_error *err);

/* Rows at[0 .. n) of a window, ALM_ROW_NONE for a missing one, as a column. */
ALM_MUST_CHECK
alm_status alm_dense_gather(alm_column **out, const alm_vector *v,
                            const uint32_t *at, size_t n, alm_error *err);

/* Words of a bitmap, one at least. */
static inline size_t alm_dense_words(size_t rows)
{
    return rows / 64 + 1;
}

static inline void alm_dense_set(uint64_t *bits, size_t i)
{
    bits[i / 64] |= UINT64_C(1) << (i % 64);
}

/* Whether row i is set; all are in NULL. */
static inline bool alm_dense_has(const uint64_t *bits, size_t i)
{
    return bits == NULL || alm_bit(bits, i);
}

#endif
