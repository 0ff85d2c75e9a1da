#include "stats/moments.h"

#include <string.h>

#include "stats/check.h"
#include "stats/exact.h"

alm_status alm_check_groups(const double *x, const uint32_t *group, size_t n,
                            size_t k, alm_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (group[i] >= k)
            return alm_fail(err, ALM_EINVAL, "value %zu is in group %zu of %zu",
                            i + 1, (size_t)group[i] + 1, k);
    return alm_check_finite(x, n, "x", err);
}

double alm_shift_of(const double *x, size_t n)
{
    return n == 0 ? 0.0 : (double)alm_exact_mean(x, n);
}

void alm_group_moments_of(alm_group_moments *out, const double *x,
                          const uint32_t *group, size_t n, size_t k,
                          double shift)
{
    for (size_t g = 0; g < k; g++)
        out[g] = (alm_group_moments){0, 0.0L, 0.0L};
    for (size_t i = 0; i < n; i++) {
        out[group[i]].n++;
        out[group[i]].mean += (long double)x[i] - shift;
    }
    for (size_t g = 0; g < k; g++)
        if (out[g].n != 0)
            out[g].mean /= (long double)out[g].n;
    for (size_t i = 0; i < n; i++) {
        alm_group_moments *m = &out[group[i]];
        const long double d = (long double)x[i] - shift - m->mean;
        m->squares += d * d;
    }
}

size_t alm_groups_used(const alm_group_moments *m, size_t k, size_t least)
{
    size_t used = 0;
    for (size_t g = 0; g < k; g++)
        used += m[g].n >= least;
    return used;
}
