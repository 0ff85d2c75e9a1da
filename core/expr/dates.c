#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "expr/shift.h"

/* Rows by key and period, rules (3) to (6) of shift.h: open addressing over
 * rows, at most half full. */
typedef struct date_index {
    const alm_dates *dates;
    uint32_t *slots; /* a row, or ALM_ROW_NONE */
    size_t mask;
    uint32_t *twins; /* for each row, another one of the same key and period */
} date_index;

/* The bits of a key's value; equal values, equal bits. */
static uint64_t key_bits(const alm_vector *key, size_t i)
{
    const size_t at = alm_vector_at(key, i);
    if (key->codes != NULL)
        return key->codes[at];
    if (key->booleans != NULL)
        return key->booleans[at];
    if (key->integers != NULL)
        return (uint64_t)key->integers[at];
    const double x = key->numbers[at] + 0.0; /* one zero */
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static bool is_complete(const alm_dates *d, size_t i)
{
    bool present = alm_vector_present(&d->periods, i);
    for (size_t k = 0; k < d->key_count; k++)
        present = present && alm_vector_present(&d->keys[k], i);
    return present;
}

static alm_period period_at(const alm_dates *d, size_t i)
{
    return d->periods.integers[alm_vector_at(&d->periods, i)];
}

static uint64_t hash_of(const alm_dates *d, size_t i, alm_period p)
{
    uint64_t hash = alm_hash_u64((uint64_t)p);
    for (size_t k = 0; k < d->key_count; k++)
        hash = alm_hash_combine(hash, key_bits(&d->keys[k], i));
    return hash;
}

static bool same_keys(const alm_dates *d, size_t i, size_t j)
{
    for (size_t k = 0; k < d->key_count; k++) {
        if (key_bits(&d->keys[k], i) != key_bits(&d->keys[k], j))
            return false;
    }
    return true;
}

/* The slot of the row with the keys of row i and period p, or the free one
 * where it would be. */
static size_t find_slot(const date_index *x, size_t i, alm_period p)
{
    size_t slot = (size_t)hash_of(x->dates, i, p) & x->mask;
    while (x->slots[slot] != ALM_ROW_NONE &&
           (period_at(x->dates, x->slots[slot]) != p ||
            !same_keys(x->dates, x->slots[slot], i)))
        slot = (slot + 1) & x->mask;
    return slot;
}

static alm_status build(date_index *x, const alm_dates *d, alm_error *err)
{
    const size_t n = d->periods.n;
    size_t slots = 16;
    while (slots < 2 * n)
        slots *= 2;
    *x = (date_index){.dates = d, .mask = slots - 1};
    x->slots = alm_alloc(slots, sizeof *x->slots);
    x->twins = alm_alloc(n, sizeof *x->twins);
    if (x->slots == NULL || x->twins == NULL)
        return alm_fail_memory(err, "matching dates");
    memset(x->slots, 0xFF, slots * sizeof *x->slots);
    memset(x->twins, 0xFF, n * sizeof *x->twins);
    for (size_t i = 0; i < n; i++) {
        if (!is_complete(d, i))
            continue;
        const size_t slot = find_slot(x, i, period_at(d, i));
        if (x->slots[slot] == ALM_ROW_NONE)
            x->slots[slot] = (uint32_t)i;
        else
            x->twins[x->slots[slot]] = (uint32_t)i;
    }
    return ALM_OK;
}

/* Rule (4): the same end, in the longest period there is. */
static uint32_t find_end(const date_index *x, size_t i, alm_period p)
{
    const int64_t day = p - (int64_t)alm_period_frequency(p);
    for (int f = ALM_FREQUENCY_YEAR; f >= ALM_FREQUENCY_DAY; f--) {
        const uint32_t row = x->slots[find_slot(x, i, day + f)];
        if (row != ALM_ROW_NONE)
            return row;
    }
    return ALM_ROW_NONE;
}

static uint32_t find_partner(const date_index *x, size_t i)
{
    enum { MOST_STEPS = 4000000 }; /* days in the years there are */
    const int64_t steps = x->dates->steps;
    alm_period p;
    if (steps > MOST_STEPS || steps < -MOST_STEPS ||
        !(x->dates->years ? alm_period_shift_years : alm_period_shift)(
            &p, period_at(x->dates, i), (int)-steps))
        return ALM_ROW_NONE;
    const uint32_t row = x->slots[find_slot(x, i, p)];
    return row == ALM_ROW_NONE && x->dates->by_end ? find_end(x, i, p) : row;
}

static alm_status fail_twins(const date_index *x, uint32_t row, alm_error *err)
{
    char period[ALM_PERIOD_TEXT];
    alm_period_format(period, period_at(x->dates, row));
    alm_error_set(err, ALM_EINVAL, "rows %u and %u are both %s%s", row + 1,
                  x->twins[row] + 1, period,
                  x->dates->key_count > 0 ? " of one key" : "");
    alm_error_help(err, "name the columns that tell rows of one period apart, "
                        "or summarise first");
    return ALM_EINVAL;
}

static alm_status match(alm_rows *rows, alm_unmatched *unmatched,
                        const date_index *x, alm_error *err)
{
    *unmatched = (alm_unmatched){0, 0};
    for (size_t i = 0; i < rows->len; i++) {
        rows->at[i] = ALM_ROW_NONE;
        if (!is_complete(x->dates, i)) {
            unmatched->period++;
            continue;
        }
        const uint32_t row = find_partner(x, i);
        if (row == ALM_ROW_NONE)
            unmatched->partner++;
        else if (x->twins[row] != ALM_ROW_NONE)
            return fail_twins(x, row, err);
        rows->at[i] = row;
    }
    return ALM_OK;
}

alm_status alm_match_dates(alm_rows **out, alm_unmatched *unmatched,
                           const alm_dates *dates, alm_error *err)
{
    const size_t n = dates->periods.n;
    alm_unmatched counts;
    date_index x = {.slots = NULL};
    alm_rows *rows = NULL;
    if (dates->periods.type != ALM_PERIOD)
        return alm_fail(err, ALM_ETYPE,
                        "a column of %s is no column of periods",
                        alm_type_name(dates->periods.type));
    for (size_t k = 0; k < dates->key_count; k++) {
        if (dates->keys[k].n != n)
            return alm_fail(err, ALM_EINVAL,
                            "columns of %zu and %zu rows do not match",
                            dates->keys[k].n, n);
    }
    alm_status status = alm_rows_new(&rows, n, err);
    if (status == ALM_OK)
        status = build(&x, dates, err);
    if (status == ALM_OK)
        status = match(rows, &counts, &x, err);
    if (status == ALM_OK) {
        *out = rows;
        rows = NULL;
        if (unmatched != NULL)
            *unmatched = counts;
    }
    alm_rows_free(rows);
    alm_dealloc(x.slots);
    alm_dealloc(x.twins);
    return status;
}
