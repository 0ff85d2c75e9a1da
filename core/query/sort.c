#include "query/sort.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

/* A row and its key, whose unsigned order is the order wanted. */
typedef struct item {
    uint64_t key;
    uint64_t row;
} item;

static const uint64_t SIGN = UINT64_C(1) << 63;

static uint64_t key_of_number(double x)
{
    uint64_t bits;
    x += 0.0; /* -0 becomes 0 */
    memcpy(&bits, &x, sizeof bits);
    return bits & SIGN ? ~bits : bits | SIGN;
}

static uint64_t key_at(const alm_vector *v, const uint32_t *ranks, size_t at)
{
    switch (v->type) {
    case ALM_NUMBER: return key_of_number(v->numbers[at]);
    case ALM_TEXT: return ranks[v->codes[at]];
    case ALM_BOOLEAN: return v->booleans[at];
    default: return (uint64_t)v->integers[at] ^ SIGN;
    }
}

static bool is_nan_at(const alm_vector *v, size_t at)
{
    return v->type == ALM_NUMBER && isnan(v->numbers[at]);
}

/* The rows order[0..n) with a key, in that order, as items; those that have
 * none (NaN, then missing) go to the end of `order`. Returns the number of
 * items. */
static size_t split(item *items, uint32_t *order, const alm_vector *v,
                    const uint32_t *ranks, bool descending, uint32_t *scratch)
{
    const uint64_t flip = descending ? UINT64_MAX : 0;
    const size_t n = v->n;
    size_t keyed = 0;
    size_t nans = 0;
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) {
        const uint32_t row = order[i];
        if (!alm_vector_present(v, row))
            scratch[n - 1 - missing++] = row;
        else if (is_nan_at(v, alm_vector_at(v, row)))
            scratch[nans++] = row;
        else
            items[keyed++] =
                (item){key_at(v, ranks, alm_vector_at(v, row)) ^ flip, row};
    }
    for (size_t i = 0; i < nans; i++)
        order[keyed + i] = scratch[i];
    for (size_t i = 0; i < missing; i++) /* they were put down backwards */
        order[keyed + nans + i] = scratch[n - 1 - i];
    return keyed;
}

static bool in_order(const item *items, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (items[i - 1].key > items[i].key)
            return false;
    }
    return true;
}

static void insertion_sort(item *items, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const item moved = items[i];
        size_t j = i;
        for (; j > 0 && items[j - 1].key > moved.key; j--)
            items[j] = items[j - 1];
        items[j] = moved;
    }
}

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 6 };

/* Stable radix sort from the least digit; `spare` has room for n items. Returns
 * the one of the two that holds the result. Digits in which all keys agree cost
 * nothing: ranks and small integers need one or two passes. */
static item *radix_sort(item *items, item *spare, size_t n,
                        size_t count[PASSES][BUCKETS])
{
    memset(count, 0, PASSES * sizeof *count);
    for (size_t i = 0; i < n; i++) {
        for (size_t pass = 0; pass < PASSES; pass++)
            count[pass][items[i].key >> (pass * DIGIT) & (BUCKETS - 1)]++;
    }
    for (size_t pass = 0; pass < PASSES; pass++) {
        const size_t shift = pass * DIGIT;
        size_t *start = count[pass];
        size_t sum = 0;
        if (start[items[0].key >> shift & (BUCKETS - 1)] == n)
            continue;
        for (size_t k = 0; k < BUCKETS; k++) {
            const size_t here = start[k];
            start[k] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            spare[start[items[i].key >> shift & (BUCKETS - 1)]++] = items[i];
        item *other = items;
        items = spare;
        spare = other;
    }
    return items;
}

static alm_status sort_items(uint32_t *order, item *items, size_t n,
                             alm_error *err)
{
    enum { SMALL = 64 };
    item *spare = NULL;
    size_t(*count)[BUCKETS] = NULL;
    const item *sorted = items;
    alm_status status = ALM_OK;
    if (in_order(items, n)) {
        sorted = items;
    } else if (n < SMALL) {
        insertion_sort(items, n);
    } else {
        spare = alm_alloc(n, sizeof *spare);
        count = alm_alloc(PASSES, sizeof *count);
        if (spare == NULL || count == NULL)
            status = alm_fail_memory(err, "a sort");
        else
            sorted = radix_sort(items, spare, n, count);
    }
    for (size_t i = 0; status == ALM_OK && i < n; i++)
        order[i] = (uint32_t)sorted[i].row;
    alm_dealloc(spare);
    alm_dealloc(count);
    return status;
}

/* Sorts order[0 .. v->n), a permutation of the rows of `v`, stably by `v`. */
static alm_status sort_by(uint32_t *order, const alm_vector *v, bool descending,
                          alm_error *err)
{
    uint32_t *ranks = NULL;
    item *items = alm_alloc(v->n, sizeof *items);
    uint32_t *scratch = alm_alloc(v->n, sizeof *scratch);
    alm_status status = ALM_OK;
    if (items == NULL || scratch == NULL)
        status = alm_fail_memory(err, "a sort");
    if (status == ALM_OK && v->type == ALM_TEXT) {
        ranks = alm_alloc(alm_dict_count(v->dict), sizeof *ranks);
        status = ranks != NULL ? alm_dict_ranks(ranks, v->dict, err)
                               : alm_fail_memory(err, "a sort");
    }
    if (status == ALM_OK) {
        const size_t keyed = split(items, order, v, ranks, descending, scratch);
        status = sort_items(order, items, keyed, err);
    }
    alm_dealloc(ranks);
    alm_dealloc(items);
    alm_dealloc(scratch);
    return status;
}

static alm_status new_identity(alm_rows **out, size_t n, alm_error *err)
{
    alm_rows *rows;
    const alm_status status = alm_rows_new(&rows, n, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        rows->at[i] = (uint32_t)i;
    *out = rows;
    return ALM_OK;
}

static bool is_identity(const alm_rows *rows)
{
    size_t i = 0;
    while (i < rows->len && rows->at[i] == i)
        i++;
    return i == rows->len;
}

static alm_status load_keys(const alm_table *table, const alm_sort_key *keys,
                            size_t n, alm_error *err)
{
    size_t *columns = alm_alloc(n, sizeof *columns);
    if (columns == NULL)
        return alm_fail_memory(err, "a sort");
    for (size_t i = 0; i < n; i++)
        columns[i] = keys[i].column;
    const alm_status status = alm_table_load(table, columns, n, err);
    alm_dealloc(columns);
    return status;
}

alm_status alm_table_sort(alm_table **out, alm_table *table,
                          const alm_sort_key *keys, size_t n, alm_error *err)
{
    alm_rows *rows = NULL;
    alm_status status = load_keys(table, keys, n, err);
    if (status == ALM_OK)
        status = new_identity(&rows, alm_table_rows(table), err);
    /* From the least significant key to the most: each sort is stable. */
    for (size_t k = n; status == ALM_OK && k-- > 0;) {
        alm_vector v;
        status = alm_table_vector(&v, table, keys[k].column, err);
        if (status == ALM_OK)
            status = sort_by(rows->at, &v, keys[k].descending, err);
    }
    if (status == ALM_OK && is_identity(rows))
        *out = alm_table_ref(table);
    else if (status == ALM_OK)
        status = alm_table_new_selected(out, table, rows, err);
    alm_rows_free(rows);
    return status;
}
