#ifndef ALM_TEST_COLUMNS_H
#define ALM_TEST_COLUMNS_H

#include "expr/operand.h"

/* Small columns for tests, written down as text: values separated by blanks,
 * "_" for a missing one, "''" for empty text. Each owns itself; free it with
 * alm_column_free. A mistake in the text fails the test. */
alm_column *column_of(alm_type type, const char *values);

/* The column written down the same way. Static storage, overwritten by the
 * fourth call after. */
const char *column_text(const alm_column *col);

/* The operand written down: a column, or with a leading "=" a single value.
 * *owner is to be freed. */
alm_operand operand_of(alm_column **owner, alm_type type, const char *values);

/* Frees `made`, which a call that returned `status` made, after checking that
 * it is, or else that the message of the error is, what `want` shows. */
void check_column(alm_status status, alm_column *made, const alm_error *err,
                  const char *want);

/* Checks what `call`, written with `&made` and `&err`, makes; then lets its
 * allocations fail one after the other until it ends as before. */
#define assert_makes(call, want)                         \
    do {                                                 \
        alm_error err = {.code = ALM_OK};                \
        alm_column *made = NULL;                         \
        const alm_status first_ = (call);                \
        check_column(first_, made, &err, want);          \
        const long live_ = alm_alloc_live();             \
        alm_status status_ = ALM_ENOMEM;                 \
        for (long n_ = 0; status_ == ALM_ENOMEM; n_++) { \
            made = NULL;                                 \
            alm_alloc_fail_after(n_);                    \
            status_ = (call);                            \
            alm_alloc_fail_after(-1);                    \
            alm_column_free(made);                       \
            assert_int_equal(alm_alloc_live(), live_);   \
        }                                                \
        assert_int_equal(status_, first_);               \
    } while (0)

#endif
