#ifndef ALM_EXPR_SHIFT_H
#define ALM_EXPR_SHIFT_H

#include "expr/operand.h"

/* Values of other rows.
 *
 *  (1) By rows: row i gets the value of row i - steps (a negative count leads);
 *      rows that have no such row are missing. Any type.
 *  (2) A difference is a value less the shifted one, by the rules of arith.h.
 */
ALM_MUST_CHECK
alm_status alm_lag(alm_column **out, const alm_vector *v, int64_t steps,
                   alm_error *err);
ALM_MUST_CHECK
alm_status alm_diff(alm_column **out, const alm_vector *v, int64_t steps,
                    alm_error *err);

/* By date.
 *
 *  (3) The partner of a row has the same value in every key column (missing
 *      keys match nothing) and the period `steps` of the row's own frequency,
 *      or years, earlier (later when negative).
 *  (4) `by_end` also accepts, where that period itself is absent, a period of
 *      another frequency with the same end, the longest there is: 2016 for
 *      2016-S2. Right for stocks and rates, wrong for flows.
 *  (5) No partner gives missing, and is counted.
 *  (6) Several rows that could be the partner are ALM_EINVAL, naming two.
 *
 * O(n) time and memory. */
typedef struct alm_dates {
    alm_vector periods;     /* of type period */
    const alm_vector *keys; /* regions and the like */
    size_t key_count;
    int64_t steps;
    bool years; /* the steps are years, whatever the row's own frequency */
    bool by_end;
} alm_dates;

/* Every function below takes NULL for one. */
typedef struct alm_unmatched {
    size_t partner; /* rows whose period or key has no partner */
    size_t period;  /* rows without a period or key of their own */
} alm_unmatched;

ALM_MUST_CHECK
alm_status alm_lag_by_date(alm_column **out, alm_unmatched *unmatched,
                           const alm_vector *v, const alm_dates *dates,
                           alm_error *err);
ALM_MUST_CHECK
alm_status alm_diff_by_date(alm_column **out, alm_unmatched *unmatched,
                            const alm_vector *v, const alm_dates *dates,
                            alm_error *err);

/* The partners themselves: positions of rows of the window, ALM_ROW_NONE where
 * there is none. For a growth over several columns. */
ALM_MUST_CHECK
alm_status alm_match_dates(alm_rows **out, alm_unmatched *unmatched,
                           const alm_dates *dates, alm_error *err);

#endif
