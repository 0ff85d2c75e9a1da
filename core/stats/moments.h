#ifndef ALM_STATS_MOMENTS_H
#define ALM_STATS_MOMENTS_H

#include <stdint.h>

#include "base/error.h"

/* Sums by group, what the kernels of groups.h share; not for callers. Values
 * are taken from `shift`, near the grand mean, so that 1e12 + 0.3 keeps its
 * fraction (NIST SmLs07). */
typedef struct alm_group_moments {
    size_t n;
    long double mean;    /* less shift */
    long double squares; /* about the mean */
} alm_group_moments;

/* Rule (1) of groups.h. */
ALM_MUST_CHECK
alm_status alm_check_groups(const double *x, const uint32_t *group, size_t n,
                            size_t k, alm_error *err);

/* `out` has room for k. */
void alm_group_moments_of(alm_group_moments *out, const double *x,
                          const uint32_t *group, size_t n, size_t k,
                          double shift);

/* The double nearest to the mean of x; 0 of none. */
double alm_shift_of(const double *x, size_t n);

/* How many groups hold at least `least` values. */
size_t alm_groups_used(const alm_group_moments *m, size_t k, size_t least);

#endif
