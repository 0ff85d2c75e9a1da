#include "stats/inequality.h"

#include <string.h>

#include "base/alloc.h"
#include "stats/check.h"
#include "stats/sort.h"

static const char ZEROS[] = "values of 0";

static long double weight_of(const double *w, size_t i)
{
    return w == NULL ? 1.0L : w[i];
}

/* Sums that every index starts from. */
typedef struct totals {
    long double weight, mean;
    size_t used; /* rows with weight */
    bool zero, negative;
} totals;

static alm_status total_up(totals *t, const double *x, const double *w,
                           size_t n, alm_error *err)
{
    alm_status status = alm_check_finite(x, n, "x", err); /* (1) */
    if (status == ALM_OK && w != NULL)
        status = alm_check_weights(w, n, err);
    if (status != ALM_OK)
        return status;
    *t = (totals){.weight = 0.0L};
    for (size_t i = 0; i < n; i++) {
        if (weight_of(w, i) == 0.0L)
            continue;
        t->used++;
        t->zero |= x[i] == 0.0;
        t->negative |= x[i] < 0.0;
        t->weight += weight_of(w, i);
        t->mean += weight_of(w, i) * x[i];
    }
    t->mean /= t->weight > 0.0L ? t->weight : 1.0L;
    return ALM_OK;
}

/* (2) */
static const char *trouble(const totals *t, bool negatives_allowed)
{
    if (t->used < 2)
        return "fewer than 2 values";
    if (t->negative && !negatives_allowed)
        return "negative values";
    return t->mean > 0.0L ? NULL : "the mean is not positive";
}

/* The terms of the indices that are plain sums: f(r), r = x / mu. */
typedef long double (*term)(long double r, double parameter);

static long double theil_term(long double r, double parameter)
{
    (void)parameter;
    return r == 0.0L ? 0.0L : r * logl(r); /* (3) */
}

static long double log_term(long double r, double parameter)
{
    (void)parameter;
    return -logl(r);
}

static long double power_term(long double r, double parameter)
{
    return powl(r, parameter);
}

static long double hoover_term(long double r, double parameter)
{
    (void)parameter;
    return fabsl(r - 1.0L) / 2.0L;
}

static long double square_term(long double r, double parameter)
{
    (void)parameter;
    return (r - 1.0L) * (r - 1.0L);
}

static long double sum_terms(const totals *t, const double *x, const double *w,
                             size_t n, term f, double parameter)
{
    long double sum = 0.0L;
    for (size_t i = 0; i < n; i++)
        if (weight_of(w, i) > 0.0L)
            sum += weight_of(w, i) / t->weight * f(x[i] / t->mean, parameter);
    return sum;
}

/* An index that is one sum of terms. */
static alm_status sum_index(alm_figure *out, const double *x, const double *w,
                            size_t n, term f, bool zeros_allowed,
                            alm_error *err)
{
    totals t;
    const alm_status status = total_up(&t, x, w, n, err);
    if (status != ALM_OK)
        return status;
    const char *why = trouble(&t, false);
    if (why == NULL && t.zero && !zeros_allowed)
        why = ZEROS;
    *out = why != NULL ? alm_figure_undefined(why)
                       : alm_figure_of((double)sum_terms(&t, x, w, n, f, 0.0));
    return ALM_OK;
}

alm_status alm_theil_t(alm_figure *out, const double *x, const double *w,
                       size_t n, alm_error *err)
{
    return sum_index(out, x, w, n, theil_term, true, err);
}

alm_status alm_theil_l(alm_figure *out, const double *x, const double *w,
                       size_t n, alm_error *err)
{
    return sum_index(out, x, w, n, log_term, false, err);
}

alm_status alm_hoover(alm_figure *out, const double *x, const double *w,
                      size_t n, alm_error *err)
{
    return sum_index(out, x, w, n, hoover_term, true, err);
}

alm_status alm_variation(alm_figure *out, const double *x, const double *w,
                         size_t n, alm_error *err)
{
    const alm_status status = sum_index(out, x, w, n, square_term, true, err);
    if (status == ALM_OK)
        out->value = sqrt(out->value);
    return status;
}

alm_status alm_generalised_entropy(alm_figure *out, const double *x,
                                   const double *w, size_t n, double a,
                                   alm_error *err)
{
    totals t;

    if (!isfinite(a))
        return alm_fail(err, ALM_EINVAL, "entropy parameter %g", a);
    if (a == 1.0 || a == 0.0)
        return (a == 1.0 ? alm_theil_t : alm_theil_l)(out, x, w, n, err);
    const alm_status status = total_up(&t, x, w, n, err);
    if (status != ALM_OK)
        return status;
    const char *why = trouble(&t, false);
    if (why == NULL && t.zero && a < 0.0)
        why = ZEROS;
    *out = why != NULL
               ? alm_figure_undefined(why)
               : alm_figure_of(
                     (double)((sum_terms(&t, x, w, n, power_term, a) - 1.0L) /
                              ((long double)a * (a - 1.0L))));
    return ALM_OK;
}

alm_status alm_atkinson(alm_figure *out, const double *x, const double *w,
                        size_t n, double e, alm_error *err)
{
    totals t;

    if (!(e >= 0.0 && isfinite(e)))
        return alm_fail(err, ALM_EINVAL, "aversion %g is negative", e);
    const alm_status status = total_up(&t, x, w, n, err);
    if (status != ALM_OK)
        return status;
    const char *why = trouble(&t, false);
    if (why == NULL && t.zero && e >= 1.0)
        why = ZEROS;
    if (why != NULL)
        *out = alm_figure_undefined(why);
    else if (e == 1.0)
        *out = alm_figure_of(
            (double)-expm1l(-sum_terms(&t, x, w, n, log_term, 0.0)));
    else
        *out = alm_figure_of(
            (double)(1.0L - powl(sum_terms(&t, x, w, n, power_term, 1.0 - e),
                                 1.0L / (1.0L - e))));
    return ALM_OK;
}

alm_status alm_herfindahl(alm_figure *out, const double *x, size_t n,
                          alm_error *err)
{
    totals t;
    const alm_status status = total_up(&t, x, NULL, n, err);
    if (status != ALM_OK)
        return status;
    const char *why = n == 1 && t.mean > 0.0L ? NULL : trouble(&t, false);
    *out = why != NULL ? alm_figure_undefined(why)
                       : alm_figure_of((double)(sum_terms(&t, x, NULL, n,
                                                          power_term, 2.0) /
                                                t.weight));
    return ALM_OK;
}

/* The Lorenz curve over sorted pairs; p and share may be NULL. Returns Gini. */
static long double walk_lorenz(double *p, double *share, const totals *t,
                               const double *x, const double *w, size_t n,
                               const size_t *order)
{
    long double weight = 0.0L, sum = 0.0L, area = 0.0L;

    for (size_t i = 0; i < n; i++) {
        const long double wi = weight_of(w, order[i]) / t->weight;
        const long double before = sum;
        weight += wi;
        sum += wi * (x[order[i]] / t->mean);
        area += wi * (sum + before);
        if (p != NULL) {
            p[i + 1] = (double)weight;
            share[i + 1] = (double)sum;
        }
    }
    if (p != NULL) {
        p[0] = share[0] = 0.0;
        p[n] = share[n] = 1.0;
    }
    return 1.0L - area;
}

alm_status alm_gini(alm_figure *out, const double *x, const double *w, size_t n,
                    bool small_sample, alm_error *err)
{
    totals t;
    alm_status status = total_up(&t, x, w, n, err);
    if (status != ALM_OK)
        return status;
    const char *why = trouble(&t, true);
    if (why != NULL) {
        *out = alm_figure_undefined(why);
        return ALM_OK;
    }
    size_t *order = alm_alloc(n, sizeof *order);
    if (order == NULL)
        return alm_fail_memory(err, "a Gini index");
    status = alm_order_doubles(order, x, n, false, err); /* (4) */
    if (status == ALM_OK) {
        long double g = walk_lorenz(NULL, NULL, &t, x, w, n, order);
        if (small_sample)
            g *= (long double)t.used / ((long double)t.used - 1.0L);
        *out = alm_figure_of(alm_is_constant(x, n) ? 0.0 : (double)g);
    }
    alm_dealloc(order);
    return status;
}

alm_status alm_lorenz(double *p, double *share, const double *x,
                      const double *w, size_t n, alm_error *err)
{
    totals t;
    alm_status status = total_up(&t, x, w, n, err);
    if (status != ALM_OK)
        return status;
    const char *why = trouble(&t, false);
    if (why != NULL)
        return alm_fail(err, ALM_EINVAL, "no Lorenz curve: %s", why);
    size_t *order = alm_alloc(n, sizeof *order);
    if (order == NULL)
        return alm_fail_memory(err, "a Lorenz curve");
    status = alm_order_doubles(order, x, n, false, err);
    if (status == ALM_OK)
        (void)walk_lorenz(p, share, &t, x, w, n, order);
    alm_dealloc(order);
    return status;
}

alm_status alm_erreygers(alm_figure *out, const double *x, const double *w,
                         size_t n, double low, double high, alm_error *err)
{
    totals t;

    if (!(low < high))
        return alm_fail(err, ALM_EINVAL, "bounds %g and %g", low, high);
    for (size_t i = 0; i < n; i++)
        if (x[i] < low || x[i] > high)
            return alm_fail(err, ALM_EINVAL, "value %zu is outside %g to %g",
                            i + 1, low, high);
    alm_status status = total_up(&t, x, w, n, err);
    if (status == ALM_OK)
        status = alm_gini(out, x, w, n, false, err);
    if (status == ALM_OK) /* (7) */
        out->value *= 4.0 * (double)t.mean / (high - low);
    return status;
}

alm_status alm_top_bottom(alm_figure *out, const double *x, size_t n,
                          size_t count, alm_error *err)
{
    double *sorted = NULL;
    long double top = 0.0L, bottom = 0.0L;
    alm_status status = alm_check_finite(x, n, "x", err);

    if (status == ALM_OK)
        status = alm_sorted_copy(&sorted, x, n, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < count && count <= n / 2; i++) {
        bottom += sorted[i];
        top += sorted[n - 1 - i];
    }
    if (count == 0 || count > n / 2)
        *out = alm_figure_undefined("too few values");
    else if (!(bottom > 0.0L))
        *out = alm_figure_undefined("the least are not positive");
    else
        *out = alm_figure_of((double)(top / bottom));
    alm_dealloc(sorted);
    return ALM_OK;
}

/* (6) The Gini parts: within each group by setting the other weights to 0, and
 * between the means. `scratch` has room for n + 2 k. */
static alm_status gini_parts(long double *within, long double *between,
                             const double *x, const double *w,
                             const uint32_t *group, const totals *all,
                             const totals *parts, double *scratch, size_t n,
                             size_t k, alm_error *err)
{
    double *means = scratch + n, *weights = means + k;
    alm_figure g;

    *within = 0.0L;
    for (size_t j = 0; j < k; j++) {
        for (size_t i = 0; i < n; i++)
            scratch[i] = group[i] == j ? (double)weight_of(w, i) : 0.0;
        means[j] = (double)parts[j].mean;
        weights[j] = (double)parts[j].weight;
        const alm_status status = alm_gini(&g, x, scratch, n, false, err);
        if (status != ALM_OK)
            return status;
        const long double p = parts[j].weight / all->weight;
        if (g.why == NULL)
            *within += p * p * parts[j].mean / all->mean * g.value;
    }
    const alm_status status = alm_gini(&g, means, weights, k, false, err);
    *between = g.why == NULL ? g.value : 0.0L;
    return status;
}

/* The Theil parts. */
static void theil_parts(long double *within, long double *between,
                        alm_index index, const double *x, const double *w,
                        const uint32_t *group, const totals *all,
                        const totals *parts, size_t n, size_t k)
{
    const bool t = index == ALM_INDEX_THEIL_T;

    *within = *between = 0.0L;
    for (size_t i = 0; i < n; i++) {
        const long double mean = parts[group[i]].mean;
        const long double p = weight_of(w, i) / all->weight;
        if (p > 0.0L && mean > 0.0L)
            *within += t ? p * mean / all->mean * theil_term(x[i] / mean, 0.0)
                         : p * log_term(x[i] / mean, 0.0);
    }
    for (size_t j = 0; j < k; j++) {
        const long double r = parts[j].mean / all->mean;
        const long double p = parts[j].weight / all->weight;
        if (p > 0.0L)
            *between += p * (t ? theil_term(r, 0.0) : log_term(r, 0.0));
    }
}

static void sum_groups(totals *parts, const double *x, const double *w,
                       const uint32_t *group, size_t n, size_t k)
{
    memset(parts, 0, k * sizeof *parts);
    for (size_t i = 0; i < n; i++) {
        parts[group[i]].weight += weight_of(w, i);
        parts[group[i]].mean += weight_of(w, i) * x[i];
    }
    for (size_t j = 0; j < k; j++)
        parts[j].mean /= parts[j].weight > 0.0L ? parts[j].weight : 1.0L;
}

static alm_status total_of(alm_figure *out, alm_index index, const double *x,
                           const double *w, size_t n, alm_error *err)
{
    if (index == ALM_INDEX_GINI)
        return alm_gini(out, x, w, n, false, err);
    return (index == ALM_INDEX_THEIL_T ? alm_theil_t : alm_theil_l)(out, x, w,
                                                                    n, err);
}

alm_status alm_decompose(alm_decomposition *out, alm_index index,
                         const double *x, const double *w,
                         const uint32_t *group, size_t n, size_t k,
                         alm_error *err)
{
    totals all, *parts = NULL;
    double *scratch = NULL;
    long double within = 0.0L, between = 0.0L;
    alm_figure total;
    alm_status status = total_up(&all, x, w, n, err);

    for (size_t i = 0; status == ALM_OK && i < n; i++)
        if (group[i] >= k)
            status = alm_fail(err, ALM_EINVAL,
                              "value %zu is in group %zu of "
                              "%zu",
                              i + 1, (size_t)group[i] + 1, k);
    if (status == ALM_OK)
        status = total_of(&total, index, x, w, n, err);
    if (status != ALM_OK)
        return status;
    if (total.why != NULL) {
        *out = (alm_decomposition){total, total, total, total};
        return ALM_OK;
    }
    parts = alm_alloc(k, sizeof *parts);
    scratch = alm_alloc(n + 2 * k, sizeof *scratch);
    if (parts == NULL || scratch == NULL) {
        status = alm_fail_memory(err, "a decomposition");
        goto done;
    }
    sum_groups(parts, x, w, group, n, k);
    if (index == ALM_INDEX_GINI)
        status = gini_parts(&within, &between, x, w, group, &all, parts,
                            scratch, n, k, err);
    else
        theil_parts(&within, &between, index, x, w, group, &all, parts, n, k);
    if (status == ALM_OK) {
        const long double rest = total.value - within - between;
        out->total = total;
        out->within = alm_figure_of((double)within);
        out->between = alm_figure_of((double)between);
        out->overlap = alm_figure_of(
            index == ALM_INDEX_GINI && rest > 1e-15L ? (double)rest : 0.0);
    }
done:
    alm_dealloc(parts);
    alm_dealloc(scratch);
    return status;
}
