#ifndef ALM_EXPR_PERIOD_H
#define ALM_EXPR_PERIOD_H

#include "expr/operand.h"

/* Functions of periods.
 *
 *  (1) Missing gives missing. A text column counts as periods if all its texts
 *      are; the first that is none is ALM_EINVAL. Other types are ALM_ETYPE. */

/* The end in years, alm_period_time: numbers, in "years". */
ALM_MUST_CHECK
alm_status alm_period_times(alm_column **out, const alm_vector *v,
                            alm_error *err);

/* The year of the end: integers. */
ALM_MUST_CHECK
alm_status alm_period_years(alm_column **out, const alm_vector *v,
                            alm_error *err);

/* "D", "M", "Q", "S", "A": text. */
ALM_MUST_CHECK
alm_status alm_period_frequencies(alm_column **out, const alm_vector *v,
                                  alm_error *err);

/* The period `steps` of its own frequency later.
 *
 *  (2) Beyond the years 0001 to 9999 it is missing; *lost (may be NULL) counts
 *      them. */
ALM_MUST_CHECK
alm_status alm_period_shifted(alm_column **out, size_t *lost,
                              const alm_vector *v, int64_t steps,
                              alm_error *err);

#endif
