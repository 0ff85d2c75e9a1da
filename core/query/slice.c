#include "query/select.h"

#include "base/alloc.h"
#include "query/group.h"

/* The view of `n` rows from `first`. */
static alm_status slice(alm_table **out, alm_table *table, size_t first,
                        size_t n, alm_error *err)
{
    if (n == alm_table_rows(table)) {
        *out = alm_table_ref(table);
        return ALM_OK;
    }
    alm_rows *rows;
    alm_status status = alm_rows_new(&rows, n, err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; i < n; i++)
        rows->at[i] = (uint32_t)(first + i);
    status = alm_table_new_selected(out, table, rows, err);
    alm_rows_free(rows);
    return status;
}

alm_status alm_table_head(alm_table **out, alm_table *table, size_t n,
                          alm_error *err)
{
    const size_t rows = alm_table_rows(table);
    return slice(out, table, 0, n < rows ? n : rows, err);
}

alm_status alm_table_tail(alm_table **out, alm_table *table, size_t n,
                          alm_error *err)
{
    const size_t rows = alm_table_rows(table);
    const size_t kept = n < rows ? n : rows;
    return slice(out, table, rows - kept, kept, err);
}

/* splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", 2014): every seed is a good one, and its state is one word. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* Uniform in [0, bound): what lies above the last whole multiple of the bound
 * is drawn again. */
static uint64_t random_below(uint64_t *state, uint64_t bound)
{
    const uint64_t reject = (UINT64_MAX - bound + 1) % bound;
    uint64_t x = next_random(state);
    while (x < reject)
        x = next_random(state);
    return x % bound;
}

alm_status alm_table_sample(alm_table **out, alm_table *table, size_t n,
                            uint64_t seed, alm_error *err)
{
    const size_t len = alm_table_rows(table);
    if (n >= len) {
        *out = alm_table_ref(table);
        return ALM_OK;
    }
    alm_rows *rows;
    alm_status status = alm_rows_new(&rows, n, err);
    if (status != ALM_OK)
        return status;
    /* Selection sampling (Knuth, vol. 2, 3.4.2, algorithm S): row i is taken
     * with probability wanted / rows left. */
    uint64_t state = seed;
    for (size_t i = 0, taken = 0; taken < n; i++) {
        if (random_below(&state, len - i) < n - taken)
            rows->at[taken++] = (uint32_t)i;
    }
    status = alm_table_new_selected(out, table, rows, err);
    alm_rows_free(rows);
    return status;
}

static alm_status distinct_by(alm_table **out, const alm_table *table,
                              const size_t *columns, size_t n, alm_error *err)
{
    alm_grouping *groups = NULL;
    alm_rows *rows = NULL;
    alm_status status = alm_grouping_new(&groups, table, columns, n, err);
    if (status == ALM_OK)
        status = alm_rows_new(&rows, groups->count, err);
    if (status == ALM_OK) {
        for (size_t g = 0; g < groups->count; g++)
            rows->at[g] = groups->order[groups->starts[g]];
        status = alm_table_new_selected(out, table, rows, err);
    }
    alm_rows_free(rows);
    alm_grouping_free(groups);
    return status;
}

alm_status alm_table_distinct(alm_table **out, alm_table *table,
                              const size_t *columns, size_t n, alm_error *err)
{
    if (alm_table_rows(table) < 2) {
        *out = alm_table_ref(table);
        return ALM_OK;
    }
    if (n > 0)
        return distinct_by(out, table, columns, n, err);
    size_t *all = alm_alloc(alm_table_width(table), sizeof *all);
    if (all == NULL)
        return alm_fail_memory(err, "the columns");
    n = alm_columns_visible(all, table);
    const alm_status status = distinct_by(out, table, all, n, err);
    alm_dealloc(all);
    return status;
}
