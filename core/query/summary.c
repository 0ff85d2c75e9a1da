#include "query/summary.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "query/key.h"
#include "stats/exact.h"

/* A column of the integers values[0..n), which it takes also on failure. */
static alm_status take_integers(alm_column **out, int64_t *values, size_t n,
                                alm_error *err)
{
    const alm_status status =
        alm_column_take(out, ALM_INTEGER, values, NULL, NULL, n, err);
    if (status != ALM_OK)
        alm_dealloc(values);
    return status;
}

static int64_t *new_counters(const alm_summary_job *job, alm_error *err)
{
    int64_t *counters = alm_alloc_zeroed(job->groups, sizeof *counters);
    if (counters == NULL)
        (void)alm_fail_memory(err, "an aggregate");
    return counters;
}

/* The values present in each group; NULL without memory. Sets job->used. */
static int64_t *new_present(alm_summary_job *job, alm_error *err)
{
    int64_t *counters = new_counters(job, err);
    if (counters == NULL)
        return NULL;
    for (size_t i = 0; i < job->rows; i++) {
        const bool present = alm_vector_present(&job->x, i);
        counters[alm_summary_group(job, i)] += present;
        job->used += present;
    }
    return counters;
}

alm_status alm_summary_count(alm_column **out, alm_summary_job *job,
                             alm_error *err)
{
    int64_t *counters = new_present(job, err);
    return counters != NULL ? take_integers(out, counters, job->groups, err)
                            : ALM_ENOMEM;
}

alm_status alm_summary_rows(alm_column **out, alm_summary_job *job,
                            alm_error *err)
{
    int64_t *counters = new_counters(job, err);
    if (counters == NULL)
        return ALM_ENOMEM;
    for (size_t i = 0; i < job->rows; i++)
        counters[alm_summary_group(job, i)]++;
    job->used = job->rows;
    return take_integers(out, counters, job->groups, err);
}

/* A column of the numbers values[0..n), missing where present[i] is 0 (NULL:
 * nowhere). Takes the values also on failure. */
static alm_status take_numbers(alm_column **out, double *values,
                               const int64_t *present, size_t n, alm_error *err)
{
    uint64_t *valid = NULL;
    alm_status status = ALM_OK;
    if (present != NULL) {
        valid = alm_alloc_zeroed((n + 63) / 64, sizeof *valid);
        if (valid == NULL)
            status = alm_fail_memory(err, "an aggregate");
        for (size_t i = 0; valid != NULL && i < n; i++)
            valid[i / 64] |= (uint64_t)(present[i] != 0) << (i % 64);
    }
    if (status == ALM_OK)
        status = alm_column_take(out, ALM_NUMBER, values, valid, NULL, n, err);
    if (status != ALM_OK) {
        alm_dealloc(values);
        alm_dealloc(valid);
    }
    return status;
}

/* Sums of int64 in twice the width: sum + 2^64 * wraps. */
typedef struct wide {
    int64_t sum;
    int64_t wraps;
} wide;

static void add_wide(wide *w, int64_t x)
{
    if (__builtin_add_overflow(w->sum, x, &w->sum))
        w->wraps += x > 0 ? 1 : -1;
}

static alm_status finish_wide(alm_column **out, const wide *sums, size_t n,
                              alm_error *err)
{
    bool fits = true;
    for (size_t g = 0; g < n; g++)
        fits = fits && sums[g].wraps == 0;
    int64_t *integers = alm_alloc(n, sizeof *integers);
    double *numbers = alm_alloc(n, sizeof *numbers);
    if (integers == NULL || numbers == NULL) {
        alm_dealloc(integers);
        alm_dealloc(numbers);
        return alm_fail_memory(err, "an aggregate");
    }
    for (size_t g = 0; g < n; g++) {
        integers[g] = sums[g].sum;
        numbers[g] = (double)((long double)sums[g].sum +
                              0x1p64L * (long double)sums[g].wraps);
    }
    if (fits) {
        alm_dealloc(numbers);
        return take_integers(out, integers, n, err);
    }
    alm_dealloc(integers);
    return take_numbers(out, numbers, NULL, n, err);
}

static alm_status sum_integers(alm_column **out, alm_summary_job *job,
                               alm_error *err)
{
    wide *sums = alm_alloc_zeroed(job->groups, sizeof *sums);
    if (sums == NULL)
        return alm_fail_memory(err, "an aggregate");
    for (size_t i = 0; i < job->rows; i++) {
        if (!alm_vector_present(&job->x, i))
            continue;
        const size_t at = alm_vector_at(&job->x, i);
        add_wide(&sums[alm_summary_group(job, i)], job->x.integers != NULL
                                                       ? job->x.integers[at]
                                                       : job->x.booleans[at]);
        job->used++;
    }
    const alm_status status = finish_wide(out, sums, job->groups, err);
    alm_dealloc(sums);
    return status;
}

typedef struct mean_state {
    alm_dd sum;
    int64_t n;
} mean_state;

/* The sum of a state. Where something infinite or NaN was added the error term
 * means nothing and the plain sum is the IEEE answer. */
static double sum_of(const mean_state *s)
{
    return isfinite(s->sum.hi) ? s->sum.hi + s->sum.lo : s->sum.hi;
}

static mean_state *new_sums(alm_summary_job *job, alm_error *err)
{
    mean_state *sums = alm_alloc_zeroed(job->groups, sizeof *sums);
    if (sums == NULL) {
        (void)alm_fail_memory(err, "an aggregate");
        return NULL;
    }
    for (size_t i = 0; i < job->rows; i++) {
        if (!alm_vector_present(&job->x, i))
            continue;
        mean_state *s = &sums[alm_summary_group(job, i)];
        s->sum = alm_dd_accumulate(s->sum, alm_vector_number(&job->x, i));
        s->n++;
    }
    for (size_t g = 0; g < job->groups; g++)
        job->used += (size_t)sums[g].n;
    return sums;
}

alm_status alm_summary_sum(alm_column **out, alm_summary_job *job,
                           alm_error *err)
{
    if (job->x.type != ALM_NUMBER)
        return sum_integers(out, job, err);
    mean_state *sums = new_sums(job, err);
    if (sums == NULL)
        return ALM_ENOMEM;
    double *values = alm_alloc(job->groups, sizeof *values);
    alm_status status = ALM_OK;
    if (values == NULL) {
        status = alm_fail_memory(err, "an aggregate");
    } else {
        for (size_t g = 0; g < job->groups; g++)
            values[g] = sum_of(&sums[g]);
        status = take_numbers(out, values, NULL, job->groups, err);
    }
    alm_dealloc(sums);
    return status;
}

alm_status alm_summary_mean(alm_column **out, alm_summary_job *job,
                            alm_error *err)
{
    mean_state *sums = new_sums(job, err);
    double *values = alm_alloc(job->groups, sizeof *values);
    int64_t *present = alm_alloc(job->groups, sizeof *present);
    alm_status status = ALM_OK;
    if (sums == NULL || values == NULL || present == NULL) {
        alm_dealloc(values);
        status = alm_fail_memory(err, "an aggregate");
    } else {
        for (size_t g = 0; g < job->groups; g++) {
            present[g] = sums[g].n;
            values[g] =
                sums[g].n > 0 ? sum_of(&sums[g]) / (double)sums[g].n : 0.0;
        }
        status = take_numbers(out, values, present, job->groups, err);
    }
    alm_dealloc(sums);
    alm_dealloc(present);
    return status;
}

/* < 0, 0 or > 0 as two values present compare. A NaN is beyond everything, in
 * the direction `nan`, so that it is what min and max find. */
static int compare(const alm_vector *v, size_t i, size_t j, int nan)
{
    const size_t a = alm_vector_at(v, i);
    const size_t b = alm_vector_at(v, j);
    switch (v->type) {
    case ALM_NUMBER: {
        const double x = v->numbers[a];
        const double y = v->numbers[b];
        if (isnan(x) || isnan(y))
            return nan * ((isnan(x) != 0) - (isnan(y) != 0));
        return (x > y) - (x < y);
    }
    case ALM_BOOLEAN: return v->booleans[a] - v->booleans[b];
    case ALM_TEXT: break;
    default:
        return (v->integers[a] > v->integers[b]) -
               (v->integers[a] < v->integers[b]);
    }
    if (v->codes[a] == v->codes[b])
        return 0;
    size_t na;
    size_t nb;
    const char *x = alm_vector_text(v, i, &na);
    const char *y = alm_vector_text(v, j, &nb);
    const int order = memcmp(x, y, na < nb ? na : nb);
    return order != 0 ? order : (na > nb) - (na < nb);
}

/* Whether row `i` replaces row `best` of the same group. */
static bool is_better(const alm_summary_job *job, size_t i, size_t best)
{
    switch (job->call->summary) {
    case ALM_SUMMARY_FIRST: return false;
    case ALM_SUMMARY_LAST: return true;
    case ALM_SUMMARY_MIN: return compare(&job->x, i, best, -1) < 0;
    default: return compare(&job->x, i, best, 1) > 0;
    }
}

alm_status alm_summary_pick(alm_column **out, alm_summary_job *job,
                            alm_error *err)
{
    alm_rows *best;
    alm_status status = alm_rows_new(&best, job->groups, err);
    if (status != ALM_OK)
        return status;
    memset(best->at, 0xFF, job->groups * sizeof *best->at);
    for (size_t i = 0; i < job->rows; i++) {
        if (!alm_vector_present(&job->x, i))
            continue;
        uint32_t *row = &best->at[alm_summary_group(job, i)];
        if (*row == ALM_ROW_NONE || is_better(job, i, *row))
            *row = (uint32_t)i;
        job->used++;
    }
    alm_rows *rows = NULL;
    status = alm_rows_compose(&rows, best, job->call->x.rows, err);
    if (status == ALM_OK)
        status = alm_column_new_gathered(out, job->call->x.column, rows, err);
    alm_rows_free(rows);
    alm_rows_free(best);
    return status;
}

/* The values of each group, each counted when its pair (group, value) is first
 * met. `pairs` and `values` have room for the rows. */
static alm_status count_pairs(int64_t *counters, alm_summary_job *job,
                              uint32_t *pairs, uint32_t *values, alm_error *err)
{
    size_t pair_count = job->groups;
    size_t value_count = 0;
    for (size_t i = 0; i < job->rows; i++)
        pairs[i] = (uint32_t)alm_summary_group(job, i);
    alm_status status = alm_key_ids(values, &value_count, &job->x, err);
    if (status == ALM_OK)
        status = alm_key_combine(pairs, &pair_count, values, value_count,
                                 job->rows, err);
    /* Ids count from 0 in order of first appearance: a new pair is one beyond
     * all seen before. */
    size_t seen = 0;
    for (size_t i = 0; status == ALM_OK && i < job->rows; i++) {
        const bool present = alm_vector_present(&job->x, i);
        job->used += present;
        if (pairs[i] == seen) {
            seen++;
            counters[alm_summary_group(job, i)] += present;
        }
    }
    return status;
}

alm_status alm_summary_distinct(alm_column **out, alm_summary_job *job,
                                alm_error *err)
{
    int64_t *counters = new_counters(job, err);
    uint32_t *pairs = alm_alloc(job->rows, sizeof *pairs);
    uint32_t *values = alm_alloc(job->rows, sizeof *values);
    alm_status status = ALM_OK;
    if (counters == NULL || pairs == NULL || values == NULL)
        status = alm_fail_memory(err, "an aggregate");
    if (status == ALM_OK)
        status = count_pairs(counters, job, pairs, values, err);
    alm_dealloc(pairs);
    alm_dealloc(values);
    if (status == ALM_OK)
        return take_integers(out, counters, job->groups, err);
    alm_dealloc(counters);
    return status;
}

alm_status alm_summary_logic(alm_column **out, alm_summary_job *job,
                             alm_error *err)
{
    const uint8_t decisive = job->call->summary == ALM_SUMMARY_ANY;
    uint8_t *values = alm_alloc(job->groups, sizeof *values);
    if (values == NULL)
        return alm_fail_memory(err, "an aggregate");
    memset(values, !decisive, job->groups);
    for (size_t i = 0; i < job->rows; i++) {
        if (!alm_vector_present(&job->x, i))
            continue;
        if (job->x.booleans[alm_vector_at(&job->x, i)] == decisive)
            values[alm_summary_group(job, i)] = decisive;
        job->used++;
    }
    const alm_status status =
        alm_column_take(out, ALM_BOOLEAN, values, NULL, NULL, job->groups, err);
    if (status != ALM_OK)
        alm_dealloc(values);
    return status;
}
