#include "expr/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "expr/dense.h"
#include "stats/descriptive.h"

/* Lays out a column of numbers: as integers where it has them, else as doubles.
 * *valid and the lane are the caller's. */
static alm_status lay_out(alm_lane *lane, uint64_t **valid, const alm_vector *v,
                          bool as_numbers, alm_error *err)
{
    const alm_operand a = alm_operand_vector(*v);
    const alm_operand *const one[] = {&a};
    *lane = (alm_lane){.single = false};
    *valid = NULL;
    if (v->type != ALM_NUMBER && v->type != ALM_INTEGER)
        return alm_fail(err, ALM_ETYPE,
                        "a column of %s is no column of numbers",
                        alm_type_name(v->type));
    const alm_status status = alm_dense_valid(valid, one, 1, v->n, err);
    if (status != ALM_OK)
        return status;
    return v->type == ALM_NUMBER || as_numbers
               ? alm_lane_numbers(lane, &a, err)
               : alm_lane_integers(lane, &a, err);
}

static int64_t step_integer(alm_running what, int64_t so_far, int64_t x)
{
    switch (what) {
    case ALM_RUNNING_SUM: return (int64_t)((uint64_t)so_far + (uint64_t)x);
    case ALM_RUNNING_PRODUCT: return (int64_t)((uint64_t)so_far * (uint64_t)x);
    case ALM_RUNNING_MAX: return x > so_far ? x : so_far;
    case ALM_RUNNING_MIN: return x < so_far ? x : so_far;
    }
    return x;
}

/* Rule (3): a comparison with NaN is false. */
static double step_number(alm_running what, double so_far, double x)
{
    switch (what) {
    case ALM_RUNNING_SUM: return so_far + x;
    case ALM_RUNNING_PRODUCT: return so_far * x;
    case ALM_RUNNING_MAX: return x > so_far || isnan(so_far) ? x : so_far;
    case ALM_RUNNING_MIN: return x < so_far || isnan(so_far) ? x : so_far;
    }
    return x;
}

static void run_integers(int64_t *out, alm_running what, const int64_t *x,
                         const uint64_t *valid, size_t n)
{
    bool started = false;
    int64_t so_far = 0;
    for (size_t i = 0; i < n; i++) {
        if (alm_dense_has(valid, i)) {
            so_far = started ? step_integer(what, so_far, x[i]) : x[i];
            started = true;
        }
        out[i] = so_far;
    }
}

static void run_numbers(double *out, alm_running what, const double *x,
                        const uint64_t *valid, size_t n)
{
    bool started = false;
    double so_far = 0.0;
    for (size_t i = 0; i < n; i++) {
        if (alm_dense_has(valid, i)) {
            so_far = started ? step_number(what, so_far, x[i]) : x[i];
            started = true;
        }
        out[i] = so_far;
    }
}

alm_status alm_accumulate(alm_column **out, alm_running what,
                          const alm_vector *v, alm_error *err)
{
    alm_lane x;
    uint64_t *valid;
    alm_status status = lay_out(&x, &valid, v, false, err);
    if (status == ALM_OK) {
        void *values = alm_alloc(v->n, sizeof(double));
        if (values != NULL && v->type == ALM_INTEGER)
            run_integers(values, what, x.integers, valid, v->n);
        else if (values != NULL)
            run_numbers(values, what, x.numbers, valid, v->n);
        status = alm_dense_finish(out, v->type, values, valid, NULL, v->n, err);
        valid = NULL;
    }
    alm_dealloc(valid);
    alm_lane_free(&x);
    return status;
}

bool alm_ties_from_name(alm_ties *out, const char *name)
{
    static const struct {
        const char *name;
        alm_ties ties;
    } names[] = {
        {"average", ALM_TIES_AVERAGE}, {"fractional", ALM_TIES_AVERAGE},
        {"min", ALM_TIES_MIN},         {"competition", ALM_TIES_MIN},
        {"max", ALM_TIES_MAX},         {"dense", ALM_TIES_DENSE},
        {"ordinal", ALM_TIES_ORDINAL}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i].name, name) == 0) {
            *out = names[i].ties;
            return true;
        }
    }
    return false;
}

static int compare_integers(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Rule (6): integers that doubles cannot tell apart are replaced by their
 * places among the sorted. `x` holds the count integers present. */
static alm_status exact_places(double *places, const int64_t *x, size_t count,
                               alm_error *err)
{
    int64_t *sorted = alm_alloc(count, sizeof *sorted);
    if (sorted == NULL)
        return alm_fail_memory(err, "ranking");
    if (count > 0)
        memcpy(sorted, x, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_integers);
    for (size_t i = 0; i < count; i++) {
        size_t low = 0;
        size_t high = count;
        while (low < high) {
            const size_t mid = low + (high - low) / 2;
            if (sorted[mid] < x[i])
                low = mid + 1;
            else
                high = mid;
        }
        places[i] = (double)low;
    }
    alm_dealloc(sorted);
    return ALM_OK;
}

/* The values to rank, those present alone. */
static alm_status ranked_values(double *values, size_t *count,
                                const alm_vector *v, alm_error *err)
{
    const int64_t exact = INT64_C(1) << 53;
    bool is_exact = true;
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        if (!alm_vector_present(v, i))
            continue;
        values[n++] = alm_vector_number(v, i);
        if (v->integers != NULL) {
            const int64_t x = v->integers[alm_vector_at(v, i)];
            is_exact = is_exact && x <= exact && x >= -exact;
        }
    }
    *count = n;
    if (is_exact)
        return ALM_OK;
    int64_t *integers = alm_alloc(n, sizeof *integers);
    if (integers == NULL)
        return alm_fail_memory(err, "ranking");
    n = 0;
    for (size_t i = 0; i < v->n; i++) {
        if (alm_vector_present(v, i))
            integers[n++] = v->integers[alm_vector_at(v, i)];
    }
    const alm_status status = exact_places(values, integers, n, err);
    alm_dealloc(integers);
    return status;
}

/* The ranks of the rows present, put where those rows are. Rule (5). */
static alm_status spread_ranks(alm_column **out, const alm_vector *v,
                               const double *ranks, bool whole, alm_error *err)
{
    const size_t n = v->n;
    double *numbers = alm_alloc_zeroed(n, sizeof *numbers);
    uint64_t *valid = alm_alloc_zeroed(alm_dense_words(n), sizeof *valid);
    size_t k = 0;
    if (numbers == NULL || valid == NULL) {
        alm_dealloc(numbers);
        alm_dealloc(valid);
        return alm_fail_memory(err, "a column");
    }
    for (size_t i = 0; i < n; i++) {
        if (!alm_vector_present(v, i))
            continue;
        const int64_t rank = (int64_t)ranks[k];
        numbers[i] = ranks[k++];
        if (whole)
            memcpy(&numbers[i], &rank, sizeof rank);
        alm_dense_set(valid, i);
    }
    return alm_dense_finish(out, whole ? ALM_INTEGER : ALM_NUMBER, numbers,
                            valid, NULL, n, err);
}

alm_status alm_rank_rows(alm_column **out, const alm_vector *v, alm_ties ties,
                         bool descending, alm_error *err)
{
    if (v->type == ALM_TEXT || v->type == ALM_BOOLEAN)
        return alm_fail(err, ALM_ETYPE,
                        "a column of %s is no column of numbers",
                        alm_type_name(v->type));
    double *values = alm_alloc(v->n, sizeof *values);
    double *ranks = alm_alloc(v->n, sizeof *ranks);
    size_t count = 0;
    alm_status status;
    if (values == NULL || ranks == NULL)
        status = alm_fail_memory(err, "ranking");
    else
        status = ranked_values(values, &count, v, err);
    if (status == ALM_OK)
        status = alm_rank(ranks, values, count, ties, descending, err);
    if (status == ALM_OK)
        status = spread_ranks(out, v, ranks, ties != ALM_TIES_AVERAGE, err);
    alm_dealloc(values);
    alm_dealloc(ranks);
    return status;
}

/* (x - shift) * factor / unit, or all missing where the unit is not defined. */
static alm_status scale(alm_column **out, const char **why, const alm_vector *v,
                        double shift, double factor, alm_figure unit,
                        alm_error *err)
{
    alm_lane x;
    uint64_t *valid;
    if (why != NULL)
        *why = unit.why;
    if (unit.why != NULL)
        return alm_dense_missing(out, ALM_NUMBER, v->n, err);
    alm_status status = lay_out(&x, &valid, v, true, err);
    if (status == ALM_OK) {
        double *values = alm_alloc(v->n, sizeof *values);
        for (size_t i = 0; values != NULL && i < v->n; i++)
            values[i] = (x.numbers[i] - shift) * factor / unit.value;
        status =
            alm_dense_finish(out, ALM_NUMBER, values, valid, NULL, v->n, err);
        valid = NULL;
    }
    alm_dealloc(valid);
    alm_lane_free(&x);
    return status;
}

static alm_status numbers_of(double **values, size_t *count,
                             const alm_vector *v, alm_error *err)
{
    if (v->type == ALM_BOOLEAN)
        return alm_fail(err, ALM_ETYPE,
                        "a column of boolean is no column of numbers");
    return alm_vector_new_numbers(values, count, v, err);
}

alm_status alm_zscore(alm_column **out, const char **why, const alm_vector *v,
                      alm_error *err)
{
    double *values = NULL;
    size_t count = 0;
    alm_figure mean = {0};
    alm_figure sd = {0};
    alm_status status = numbers_of(&values, &count, v, err);
    if (status == ALM_OK)
        status = alm_mean(&mean, values, count, err);
    if (status == ALM_OK)
        status = alm_sd(&sd, values, count, ALM_SAMPLE, err);
    alm_dealloc(values);
    if (status != ALM_OK)
        return status;
    if (sd.why == NULL && sd.value == 0.0)
        sd = alm_figure_undefined("constant");
    return scale(out, why, v, mean.value, 1.0, sd, err);
}

alm_status alm_share(alm_column **out, const char **why, const alm_vector *v,
                     alm_error *err)
{
    double *values = NULL;
    size_t count = 0;
    alm_figure sum = {0};
    alm_status status = numbers_of(&values, &count, v, err);
    if (status == ALM_OK)
        status = alm_sum(&sum, values, count, err);
    alm_dealloc(values);
    if (status != ALM_OK)
        return status;
    if (sum.why == NULL && sum.value == 0.0)
        sum = alm_figure_undefined("the sum is 0");
    return scale(out, why, v, 0.0, 100.0, sum, err);
}

alm_status alm_fill_forward(alm_column **out, size_t *filled,
                            const alm_vector *v, alm_error *err)
{
    uint32_t *at = alm_alloc(v->n, sizeof *at);
    uint32_t last = ALM_ROW_NONE;
    size_t count = 0;
    if (at == NULL)
        return alm_fail_memory(err, "a column");
    for (size_t i = 0; i < v->n; i++) {
        if (alm_vector_present(v, i))
            last = (uint32_t)i;
        else
            count += last != ALM_ROW_NONE;
        at[i] = last;
    }
    const alm_status status = alm_dense_gather(out, v, at, v->n, err);
    alm_dealloc(at);
    if (status == ALM_OK && filled != NULL)
        *filled = count;
    return status;
}
