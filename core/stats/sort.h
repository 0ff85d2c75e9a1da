#ifndef ALM_STATS_SORT_H
#define ALM_STATS_SORT_H

#include <stdbool.h>

#include "base/error.h"

/* Sorting plain doubles.
 *
 *  (1) Ascending unless asked; -0 and 0 are equal; infinities sort at the ends.
 *  (2) A NaN is ALM_EINVAL.
 *  (3) Stable: equal values keep their order, also when descending.
 *
 * Insertion sort below 48 values, else a radix sort on the bits: O(n) time, as
 * much scratch as it sorts (16 bytes a value more for an order). */

ALM_MUST_CHECK
alm_status alm_sort_doubles(double *x, size_t n, alm_error *err);

/* A sorted copy of x; the caller owns *out, from alm_alloc. */
ALM_MUST_CHECK
alm_status alm_sorted_copy(double **out, const double *x, size_t n,
                           alm_error *err);

/* order[0..n): the positions of x, from 0, in sorted order. */
ALM_MUST_CHECK
alm_status alm_order_doubles(size_t *order, const double *x, size_t n,
                             bool descending, alm_error *err);

#endif
