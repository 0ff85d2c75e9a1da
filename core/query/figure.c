#include <math.h>

#include "base/alloc.h"
#include "query/summary.h"
#include "stats/correlation.h"
#include "stats/descriptive.h"
#include "stats/quantile.h"
#include "table/builder.h"

/* The values of one group in plain arrays. */
typedef struct sample {
    double *x;
    double *y;
    size_t n;
    bool finite;
    bool has_nan;
} sample;

static void add_pair(sample *s, double x, double y)
{
    s->x[s->n] = x;
    s->y[s->n] = y;
    s->n++;
    s->finite = s->finite && isfinite(x) && isfinite(y);
    s->has_nan = s->has_nan || isnan(x) || isnan(y);
}

/* Fills `s` with the rows of a group in which all that is read is present. */
static void gather(sample *s, const alm_summary_job *job, size_t group)
{
    const bool two = alm_summary_takes_two(job->call->summary);
    const alm_grouping *grouping = job->grouping;
    const uint32_t *order =
        grouping != NULL ? grouping->order + grouping->starts[group] : NULL;
    const size_t size =
        grouping != NULL ? alm_grouping_size(grouping, group) : job->rows;
    s->n = 0;
    s->finite = true;
    s->has_nan = false;
    for (size_t k = 0; k < size; k++) {
        const size_t row = order != NULL ? order[k] : k;
        if (!alm_vector_present(&job->x, row) ||
            (two && !alm_vector_present(&job->y, row)))
            continue;
        add_pair(s, alm_vector_number(&job->x, row),
                 two ? alm_vector_number(&job->y, row) : 0.0);
    }
}

/* Pearson's r; undefined of fewer than two pairs and with a constant. */
static alm_status correlate(alm_figure *out, const sample *s, alm_error *err)
{
    alm_correlation correlation;
    const alm_status status =
        alm_pearson(&correlation, s->x, s->y, s->n, 0.95, err);
    if (status == ALM_OK)
        *out = correlation.r;
    return status;
}

/* The aggregate of one group. A kernel refuses a NaN, and most an infinity; a
 * column that holds one has NaN for an answer instead, see aggregate.h (4). */
static alm_status compute(alm_figure *out, const alm_summary_call *call,
                          const sample *s, alm_error *err)
{
    const bool orders = call->summary == ALM_SUMMARY_MEDIAN ||
                        call->summary == ALM_SUMMARY_QUANTILE;
    if (orders ? s->has_nan : !s->finite) {
        *out = alm_figure_of((double)NAN);
        return ALM_OK;
    }
    switch (call->summary) {
    case ALM_SUMMARY_WMEAN:
        return alm_weighted_mean(out, s->x, s->y, s->n, err);
    case ALM_SUMMARY_MEDIAN: return alm_median(out, s->x, s->n, err);
    case ALM_SUMMARY_QUANTILE:
        return alm_quantile(out, s->x, s->n, call->p, ALM_QUANTILE_DEFAULT,
                            err);
    case ALM_SUMMARY_SD: return alm_sd(out, s->x, s->n, ALM_SAMPLE, err);
    case ALM_SUMMARY_VAR: return alm_variance(out, s->x, s->n, ALM_SAMPLE, err);
    default: return correlate(out, s, err);
    }
}

static size_t largest_group(const alm_summary_job *job)
{
    size_t most = job->grouping != NULL ? 0 : job->rows;
    for (size_t g = 0; job->grouping != NULL && g < job->groups; g++) {
        const size_t size = alm_grouping_size(job->grouping, g);
        most = size > most ? size : most;
    }
    return most;
}

static alm_status add_figures(alm_builder *b, alm_summary_job *job, sample *s,
                              alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t g = 0; status == ALM_OK && g < job->groups; g++) {
        alm_figure figure;
        gather(s, job, g);
        job->used += s->n;
        if (s->n == 0) {
            status = alm_builder_add_missing(b, err);
            continue;
        }
        status = compute(&figure, job->call, s, err);
        if (status != ALM_OK)
            break;
        status = figure.why == NULL
                     ? alm_builder_add_number(b, figure.value, err)
                     : alm_builder_add_missing(b, err);
    }
    return status;
}

alm_status alm_summary_figure(alm_column **out, alm_summary_job *job,
                              alm_error *err)
{
    const size_t most = largest_group(job);
    sample s = {.x = alm_alloc(most, sizeof *s.x),
                .y = alm_alloc(most, sizeof *s.y)};
    alm_builder *b = NULL;
    alm_status status = ALM_OK;
    if (s.x == NULL || s.y == NULL)
        status = alm_fail_memory(err, "an aggregate");
    if (status == ALM_OK)
        status = alm_builder_new(&b, ALM_NUMBER, job->groups, err);
    if (status == ALM_OK)
        status = add_figures(b, job, &s, err);
    alm_dealloc(s.x);
    alm_dealloc(s.y);
    if (status == ALM_OK)
        return alm_builder_finish(out, b, err);
    alm_builder_free(b);
    return status;
}
