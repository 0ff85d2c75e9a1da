#include "stats/sort.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

enum { SMALL = 48, DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 6 };

static const uint64_t SIGN = UINT64_C(1) << 63;

/* A value as a key whose unsigned order is the order of the doubles. */
static uint64_t key_of(double x)
{
    uint64_t bits;
    const double y = x + 0.0; /* (1) -0 becomes 0 */
    memcpy(&bits, &y, sizeof bits);
    return bits & SIGN ? ~bits : bits | SIGN;
}

static double value_of(uint64_t key)
{
    const uint64_t bits = key & SIGN ? key & ~SIGN : ~key;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* Both sorts below work on items of `width` words, the first of which is the
 * key; with the width known at the call they compile to two tight loops. */
static inline void insertion_sort(uint64_t *a, size_t n, size_t width)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t item[2];
        size_t j = i;
        memcpy(item, a + i * width, width * sizeof *a);
        for (; j > 0 && a[(j - 1) * width] > item[0]; j--)
            memcpy(a + j * width, a + (j - 1) * width, width * sizeof *a);
        memcpy(a + j * width, item, width * sizeof *a);
    }
}

static inline void count_digits(size_t count[PASSES][BUCKETS],
                                const uint64_t *a, size_t n, size_t width)
{
    memset(count, 0, PASSES * sizeof *count);
    for (size_t i = 0; i < n; i++)
        for (size_t pass = 0; pass < PASSES; pass++)
            count[pass][a[i * width] >> (pass * DIGIT) & (BUCKETS - 1)]++;
}

/* Sorts a[0..n) with the help of b; returns the one that holds the result. */
static inline uint64_t *radix_sort(uint64_t *a, uint64_t *b,
                                   size_t count[PASSES][BUCKETS], size_t n,
                                   size_t width)
{
    count_digits(count, a, n, width);
    for (size_t pass = 0; pass < PASSES; pass++) {
        const size_t shift = pass * DIGIT;
        size_t *start = count[pass];
        size_t sum = 0;
        if (start[a[0] >> shift & (BUCKETS - 1)] == n)
            continue; /* all agree in this digit */
        for (size_t k = 0; k < BUCKETS; k++) {
            const size_t here = start[k];
            start[k] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++) {
            const uint64_t *item = a + i * width;
            const size_t to = start[item[0] >> shift & (BUCKETS - 1)]++;
            memcpy(b + to * width, item, width * sizeof *a);
        }
        uint64_t *other = a;
        a = b;
        b = other;
    }
    return a;
}

/* Sorts n items of `width` words in `items`, which has room for 2 n; *sorted is
 * the half that holds them then. */
static inline alm_status sort_items(uint64_t **sorted, uint64_t *items,
                                    size_t n, size_t width, alm_error *err)
{
    if (n < SMALL) {
        insertion_sort(items, n, width);
        *sorted = items;
        return ALM_OK;
    }
    size_t(*count)[BUCKETS] = alm_alloc(PASSES, sizeof *count);
    if (count == NULL)
        return alm_fail_memory(err, "a sort");
    *sorted = radix_sort(items, items + n * width, count, n, width);
    alm_dealloc(count);
    return ALM_OK;
}

static alm_status check_sortable(const double *x, size_t n, alm_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(x[i])) /* (2) */
            return alm_fail(err, ALM_EINVAL,
                            "value %zu is not a number and has no place in an "
                            "order",
                            i + 1);
    return ALM_OK;
}

alm_status alm_sort_doubles(double *x, size_t n, alm_error *err)
{
    alm_status status = check_sortable(x, n, err);
    if (status != ALM_OK)
        return status;

    uint64_t *keys = alm_alloc(n, 2 * sizeof *keys);
    uint64_t *sorted = NULL;
    if (keys == NULL)
        return alm_fail_memory(err, "a sort");
    for (size_t i = 0; i < n; i++)
        keys[i] = key_of(x[i]);
    status = sort_items(&sorted, keys, n, 1, err);
    if (status == ALM_OK)
        for (size_t i = 0; i < n; i++)
            x[i] = value_of(sorted[i]);
    alm_dealloc(keys);
    return status;
}

alm_status alm_sorted_copy(double **out, const double *x, size_t n,
                           alm_error *err)
{
    double *copy = alm_alloc(n, sizeof *copy);
    if (copy == NULL)
        return alm_fail_memory(err, "a sorted copy");
    if (n != 0)
        memcpy(copy, x, n * sizeof *copy);
    const alm_status status = alm_sort_doubles(copy, n, err);
    if (status == ALM_OK)
        *out = copy;
    else
        alm_dealloc(copy);
    return status;
}

alm_status alm_order_doubles(size_t *order, const double *x, size_t n,
                             bool descending, alm_error *err)
{
    alm_status status = check_sortable(x, n, err);
    if (status != ALM_OK)
        return status;

    uint64_t *items = alm_alloc(n, 4 * sizeof *items);
    uint64_t *sorted = NULL;
    if (items == NULL)
        return alm_fail_memory(err, "a sort");
    for (size_t i = 0; i < n; i++) {
        const uint64_t key = key_of(x[i]);
        items[2 * i] = descending ? ~key : key; /* (3) */
        items[2 * i + 1] = i;
    }
    status = sort_items(&sorted, items, n, 2, err);
    if (status == ALM_OK)
        for (size_t i = 0; i < n; i++)
            order[i] = sorted[2 * i + 1];
    alm_dealloc(items);
    return status;
}
