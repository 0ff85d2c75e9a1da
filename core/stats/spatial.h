#ifndef ALM_STATS_SPATIAL_H
#define ALM_STATS_SPATIAL_H

#include <stdint.h>

#include "base/error.h"
#include "stats/figure.h"

/* Whether neighbours are alike: Moran's I.
 *
 *  (1) The neighbours of place i are to[start[i]..start[i + 1]) with weights
 *      beside them; none listed twice, none its own neighbour (ALM_EINVAL).
 *      Weights are finite and not negative. Row-standardised weights are those
 *      of alm_neighbours_standardise; with ones the weights are binary.
 *  (2) A place with no neighbours in either direction is an island: it is left
 *      out of everything and counted, never a silent 0.
 *  (3) I = (n / S0) z'Wz / z'z; E = -1 / (n - 1); variances under randomisation
 *      and under normality by Cliff and Ord, Spatial Processes (1981).
 *  (4) p_two_sided and p_greater are normal, by the randomisation variance.
 *      p_permutation = (r + 1) / (P + 1), two-sided: r counts the shuffles with
 *      |I - E| no less than seen; the same seed gives the same p.
 *  (5) Undefined for fewer than 4 places with neighbours, and for a constant.
 *  (6) Local I_i = z_i sum_j w_ij z_j / m2 with m2 = z'z / n (Anselin 1995;
 *      spdep divides alike, esda by n - 1). */
typedef struct alm_neighbours {
    size_t n;
    const size_t *start; /* n + 1 */
    const size_t *to;
    const double *weights;
} alm_neighbours;

/* Divides each place's weights by their sum; out has as many as there are
 * links. */
ALM_MUST_CHECK
alm_status alm_neighbours_standardise(double *out, const alm_neighbours *w,
                                      alm_error *err);

typedef struct alm_moran_result {
    size_t n, islands;
    alm_figure i, expected, variance_random, variance_normal, z, z_normal;
    alm_figure p_two_sided, p_greater, p_permutation;
} alm_moran_result;

/* `local` has room for n, or is NULL; islands get an undefined one. No
 * permutations: p_permutation undefined. */
ALM_MUST_CHECK
alm_status alm_moran(alm_moran_result *out, alm_figure *local, const double *x,
                     const alm_neighbours *w, size_t permutations,
                     uint64_t seed, alm_error *err);

#endif
