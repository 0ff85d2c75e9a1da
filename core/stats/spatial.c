#include "stats/spatial.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/distributions.h"
#include "stats/exact.h"
#include "stats/random.h"

/* (1) */
static alm_status check_neighbours(const alm_neighbours *w, alm_error *err)
{
    for (size_t i = 0; i < w->n; i++)
        for (size_t e = w->start[i]; e < w->start[i + 1]; e++) {
            if (w->to[e] >= w->n || w->to[e] == i)
                return alm_fail(err, ALM_EINVAL,
                                "place %zu cannot neighbour place %zu of %zu",
                                i + 1, w->to[e] + 1, w->n);
            for (size_t f = w->start[i]; f < e; f++)
                if (w->to[f] == w->to[e])
                    return alm_fail(err, ALM_EINVAL,
                                    "place %zu lists place %zu twice", i + 1,
                                    w->to[e] + 1);
        }
    return alm_check_weights(w->weights, w->start[w->n], err);
}

alm_status alm_neighbours_standardise(double *out, const alm_neighbours *w,
                                      alm_error *err)
{
    const alm_status status = check_neighbours(w, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < w->n; i++) {
        double sum = 0.0;
        for (size_t e = w->start[i]; e < w->start[i + 1]; e++)
            sum += w->weights[e];
        for (size_t e = w->start[i]; e < w->start[i + 1]; e++)
            out[e] = sum > 0.0 ? w->weights[e] / sum : 0.0;
    }
    return ALM_OK;
}

/* The weight of the link from i to j; `found` says whether there is one. */
static double link_of(const alm_neighbours *w, size_t i, size_t j, bool *found)
{
    for (size_t e = w->start[i]; e < w->start[i + 1]; e++)
        if (w->to[e] == j) {
            *found = true;
            return w->weights[e];
        }
    *found = false;
    return 0.0;
}

/* Sums over the weights (Cliff and Ord). `out_sum` and `in_sum` have room for
 * n. */
typedef struct weight_sums {
    long double s0, s1, s2;
} weight_sums;

static weight_sums sum_weights(const alm_neighbours *w, double *out_sum,
                               double *in_sum)
{
    weight_sums s = {0.0L, 0.0L, 0.0L};

    memset(out_sum, 0, w->n * sizeof *out_sum);
    memset(in_sum, 0, w->n * sizeof *in_sum);
    for (size_t i = 0; i < w->n; i++)
        for (size_t e = w->start[i]; e < w->start[i + 1]; e++) {
            bool back;
            const double both = w->weights[e] + link_of(w, w->to[e], i, &back);
            out_sum[i] += w->weights[e];
            in_sum[w->to[e]] += w->weights[e];
            s.s0 += w->weights[e];
            /* a link that is not returned stands for both of its pairs */
            s.s1 += (long double)both * both * (back ? 0.5L : 1.0L);
        }
    for (size_t i = 0; i < w->n; i++) {
        const long double sum = (long double)out_sum[i] + in_sum[i];
        s.s2 += sum * sum;
    }
    return s;
}

static long double cross_of(const alm_neighbours *w, const double *z)
{
    long double cross = 0.0L;
    for (size_t i = 0; i < w->n; i++)
        for (size_t e = w->start[i]; e < w->start[i + 1]; e++)
            cross += (long double)w->weights[e] * z[i] * z[w->to[e]];
    return cross;
}

/* (3) */
static void moments_of_i(alm_moran_result *r, weight_sums s, long double m2,
                         long double m4)
{
    const long double n = (long double)r->n, s02 = s.s0 * s.s0;
    const long double k = n * m4 / (m2 * m2);
    const long double e = -1.0L / (n - 1.0L);
    const long double random =
        (n * ((n * n - 3.0L * n + 3.0L) * s.s1 - n * s.s2 + 3.0L * s02) -
         k * ((n * n - n) * s.s1 - 2.0L * n * s.s2 + 6.0L * s02)) /
            ((n - 1.0L) * (n - 2.0L) * (n - 3.0L) * s02) -
        e * e;
    const long double normal =
        (n * n * s.s1 - n * s.s2 + 3.0L * s02) / ((n * n - 1.0L) * s02) - e * e;
    const double away = r->i.value - (double)e;

    r->expected = alm_figure_of((double)e);
    r->variance_random = alm_figure_of((double)random);
    r->variance_normal = alm_figure_of((double)normal);
    r->z_normal = alm_figure_of(away / sqrt((double)normal));
    r->z = alm_figure_of(away / sqrt((double)random));
    r->p_two_sided = alm_figure_of(alm_normal_two_sided(r->z.value)); /* (4) */
    r->p_greater = alm_figure_of(alm_normal_upper(r->z.value));
}

/* Shuffles the places that count among themselves. `pool` has room for n. */
static void permute(alm_moran_result *r, const alm_neighbours *w,
                    const bool *island, double *z, double *pool,
                    long double scale, size_t permutations, uint64_t seed)
{
    const double e = r->expected.value;
    const double seen = fabs(r->i.value - e) * (1.0 - 1e-12);
    alm_random random;
    size_t reached = 0, used = 0;

    for (size_t i = 0; i < w->n; i++)
        if (!island[i])
            pool[used++] = z[i];
    alm_random_seed(&random, seed);
    for (size_t p = 0; p < permutations; p++) {
        alm_random_shuffle(&random, pool, used);
        for (size_t i = 0, j = 0; i < w->n; i++)
            if (!island[i])
                z[i] = pool[j++];
        reached += fabs((double)(scale * cross_of(w, z)) - e) >= seen;
    }
    r->p_permutation =
        alm_figure_of(((double)reached + 1.0) / ((double)permutations + 1.0));
}

/* Deviations from the mean of the places that are no islands; 0 for those. */
static long double deviations(double *z, const double *x, const bool *island,
                              size_t n, size_t used, long double *m4)
{
    long double mean = 0.0L, m2 = 0.0L;

    for (size_t i = 0; i < n; i++)
        mean += island[i] ? 0.0L : x[i];
    mean /= used == 0 ? 1.0L : (long double)used;
    *m4 = 0.0L;
    for (size_t i = 0; i < n; i++) {
        const long double d = island[i] ? 0.0L : x[i] - mean;
        z[i] = (double)d;
        m2 += d * d;
        *m4 += d * d * d * d;
    }
    return m2;
}

static void local_moran(alm_figure *local, const alm_neighbours *w,
                        const double *z, const bool *island, long double m2,
                        size_t used)
{
    for (size_t i = 0; i < w->n; i++) {
        long double lag = 0.0L;
        for (size_t e = w->start[i]; e < w->start[i + 1]; e++)
            lag += (long double)w->weights[e] * z[w->to[e]];
        local[i] = island[i]
                       ? alm_figure_undefined("an island")
                       : alm_figure_of(
                             (double)(z[i] * lag / (m2 / (long double)used)));
    }
}

static bool same_where_used(const double *x, const bool *island, size_t n)
{
    const double *first = NULL;
    for (size_t i = 0; i < n; i++) {
        if (island[i])
            continue;
        if (first != NULL && x[i] != *first)
            return false;
        first = &x[i];
    }
    return true;
}

static void moran_undefined(alm_moran_result *out, alm_figure *local, size_t n,
                            const char *why)
{
    const alm_figure none = alm_figure_undefined(why);
    out->i = out->expected = out->variance_random = out->variance_normal = none;
    out->z = out->z_normal = out->p_two_sided = out->p_greater = none;
    out->p_permutation = none;
    for (size_t i = 0; local != NULL && i < n; i++)
        local[i] = none;
}

alm_status alm_moran(alm_moran_result *out, alm_figure *local, const double *x,
                     const alm_neighbours *w, size_t permutations,
                     uint64_t seed, alm_error *err)
{
    const size_t n = w->n;
    double *work = NULL;
    bool *island = NULL;
    long double m4;
    alm_status status = check_neighbours(w, err);

    if (status == ALM_OK)
        status = alm_check_finite(x, n, "x", err);
    if (status != ALM_OK)
        return status;
    work = alm_alloc(n, 3 * sizeof *work);
    island = alm_alloc(n, sizeof *island);
    if (work == NULL || island == NULL) {
        status = alm_fail_memory(err, "Moran's I");
        goto done;
    }
    double *z = work, *pool = work + n;
    const weight_sums s = sum_weights(w, pool, pool + n);
    *out = (alm_moran_result){.n = n};
    for (size_t i = 0; i < n; i++) {
        island[i] = pool[i] == 0.0 && pool[n + i] == 0.0; /* (2) */
        out->islands += island[i];
    }
    out->n = n - out->islands;
    if (out->n < 4 || same_where_used(x, island, n)) { /* (5) */
        moran_undefined(out, local, n,
                        out->n < 4 ? "fewer than 4 places with neighbours"
                                   : "all values are equal");
        goto done;
    }
    const long double m2 = deviations(z, x, island, n, out->n, &m4);
    const long double scale = (long double)out->n / s.s0 / m2;
    out->i = alm_figure_of((double)(scale * cross_of(w, z)));
    moments_of_i(out, s, m2, m4);
    if (local != NULL)
        local_moran(local, w, z, island, m2, out->n);
    if (permutations == 0)
        out->p_permutation = alm_figure_undefined("no permutations");
    else
        permute(out, w, island, z, pool, scale, permutations, seed);
done:
    alm_dealloc(work);
    alm_dealloc(island);
    return status;
}
