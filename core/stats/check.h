#ifndef ALM_STATS_CHECK_H
#define ALM_STATS_CHECK_H

#include <stdbool.h>

#include "base/error.h"

/* What every kernel demands of its arrays. `what` names the array in the
 * message: "x", "weights". All O(n), nothing allocated. */

/* ALM_EINVAL at a NaN; infinities pass. */
ALM_MUST_CHECK
alm_status alm_check_numbers(const double *x, size_t n, const char *what,
                             alm_error *err);

/* ALM_EINVAL at a NaN or an infinity. */
ALM_MUST_CHECK
alm_status alm_check_finite(const double *x, size_t n, const char *what,
                            alm_error *err);

/* ALM_EINVAL at a NaN, an infinity or a negative value. */
ALM_MUST_CHECK
alm_status alm_check_weights(const double *w, size_t n, alm_error *err);

/* ALM_EINVAL unless 0 < level < 1: the level of an interval. */
ALM_MUST_CHECK
alm_status alm_check_level(double level, alm_error *err);

/* Whether all n values are equal; true of none and of one. */
bool alm_is_constant(const double *x, size_t n);

#endif
