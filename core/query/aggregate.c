#include "query/aggregate.h"

#include <string.h>

#include "query/derive.h"
#include "query/summary.h"

/* Which column types an aggregate takes. */
typedef enum accepts { ANY_TYPE, NUMERIC, LOGICAL } accepts;

/* What a field loses on the way from a column to its aggregate. */
typedef enum keeps {
    KEEPS_ALL,
    KEEPS_ALL_BUT_BOUNDS, /* a sum leaves the bounds of its parts */
    IS_DEVIATION,
    IS_COUNT,
    KEEPS_NOTHING
} keeps;

static const struct {
    const char *name;
    accepts accepts;
    keeps keeps;
    bool two;
    alm_status (*run)(alm_column **out, alm_summary_job *job, alm_error *err);
} summaries[] = {
    [ALM_SUMMARY_COUNT] = {"count", ANY_TYPE, IS_COUNT, false,
                           alm_summary_count},
    [ALM_SUMMARY_ROWS] = {"rows", ANY_TYPE, IS_COUNT, false, alm_summary_rows},
    [ALM_SUMMARY_SUM] = {"sum", NUMERIC, KEEPS_ALL_BUT_BOUNDS, false,
                         alm_summary_sum},
    [ALM_SUMMARY_MEAN] = {"mean", NUMERIC, KEEPS_ALL, false, alm_summary_mean},
    [ALM_SUMMARY_WMEAN] = {"wmean", NUMERIC, KEEPS_ALL, true,
                           alm_summary_figure},
    [ALM_SUMMARY_MEDIAN] = {"median", NUMERIC, KEEPS_ALL, false,
                            alm_summary_figure},
    [ALM_SUMMARY_SD] = {"sd", NUMERIC, IS_DEVIATION, false, alm_summary_figure},
    [ALM_SUMMARY_VAR] = {"var", NUMERIC, KEEPS_NOTHING, false,
                         alm_summary_figure},
    [ALM_SUMMARY_MIN] = {"min", ANY_TYPE, KEEPS_ALL, false, alm_summary_pick},
    [ALM_SUMMARY_MAX] = {"max", ANY_TYPE, KEEPS_ALL, false, alm_summary_pick},
    [ALM_SUMMARY_FIRST] = {"first", ANY_TYPE, KEEPS_ALL, false,
                           alm_summary_pick},
    [ALM_SUMMARY_LAST] = {"last", ANY_TYPE, KEEPS_ALL, false, alm_summary_pick},
    [ALM_SUMMARY_N_DISTINCT] = {"n_distinct", ANY_TYPE, IS_COUNT, false,
                                alm_summary_distinct},
    [ALM_SUMMARY_QUANTILE] = {"quantile", NUMERIC, KEEPS_ALL, false,
                              alm_summary_figure},
    [ALM_SUMMARY_COR] = {"cor", NUMERIC, KEEPS_NOTHING, true,
                         alm_summary_figure},
    [ALM_SUMMARY_ANY] = {"any", LOGICAL, KEEPS_NOTHING, false,
                         alm_summary_logic},
    [ALM_SUMMARY_ALL] = {"all", LOGICAL, KEEPS_NOTHING, false,
                         alm_summary_logic},
};

enum { SUMMARIES = sizeof summaries / sizeof *summaries };

const char *alm_summary_name(alm_summary summary)
{
    return summaries[summary].name;
}

bool alm_summary_from_name(alm_summary *out, const char *name, size_t len)
{
    for (size_t i = 0; i < SUMMARIES; i++) {
        if (strlen(summaries[i].name) == len &&
            memcmp(summaries[i].name, name, len) == 0) {
            *out = (alm_summary)i;
            return true;
        }
    }
    return false;
}

bool alm_summary_takes_two(alm_summary summary)
{
    return summaries[summary].two;
}

static alm_status open_selected(alm_vector *out, const alm_selected *selected,
                                const alm_summary_job *job, alm_error *err)
{
    const alm_summary summary = job->call->summary;
    const alm_status status = alm_column_load(&selected->column, 1, err);
    if (status != ALM_OK)
        return status;
    *out = alm_column_vector(selected->column, selected->rows);
    if (out->n != job->rows)
        return alm_fail(err, ALM_EINVAL, "%s of %zu values in %zu rows",
                        alm_summary_name(summary), out->n, job->rows);
    const bool numeric = out->type == ALM_INTEGER || out->type == ALM_NUMBER ||
                         out->type == ALM_BOOLEAN;
    const accepts wanted = summaries[summary].accepts;
    const bool suits = wanted == ANY_TYPE ||
                       (wanted == NUMERIC ? numeric : out->type == ALM_BOOLEAN);
    if (suits || alm_derive_is_empty(out))
        return ALM_OK;
    if (wanted == NUMERIC)
        return alm_fail(err, ALM_ETYPE, "%s of a column of %s",
                        alm_summary_name(summary), alm_type_name(out->type));
    return alm_fail(err, ALM_ETYPE,
                    "%s is of true and false, not of a column of %s",
                    alm_summary_name(summary), alm_type_name(out->type));
}

static size_t rows_of(const alm_selected *selected)
{
    return selected->rows != NULL ? selected->rows->len
                                  : alm_column_len(selected->column);
}

alm_status alm_summarise(alm_column **out, alm_summary_counts *counts,
                         const alm_summary_call *call,
                         const alm_grouping *grouping, alm_error *err)
{
    alm_summary_job job = {.call = call,
                           .grouping = grouping,
                           .rows = grouping != NULL ? grouping->rows
                                                    : rows_of(&call->x),
                           .groups = grouping != NULL ? grouping->count : 1};
    alm_status status = ALM_OK;
    if (call->summary == ALM_SUMMARY_QUANTILE &&
        !(call->p >= 0.0 && call->p <= 1.0)) /* NaN fails too */
        return alm_fail(err, ALM_EINVAL, "quantile %g is not in [0, 1]",
                        call->p);
    if (call->summary != ALM_SUMMARY_ROWS)
        status = open_selected(&job.x, &call->x, &job, err);
    if (status == ALM_OK && summaries[call->summary].two)
        status = open_selected(&job.y, &call->y, &job, err);

    alm_column *column = NULL;
    if (status == ALM_OK)
        status = summaries[call->summary].run(&column, &job, err);
    if (status != ALM_OK)
        return status;
    if (counts != NULL)
        *counts = (alm_summary_counts){.of = job.rows,
                                       .used = job.used,
                                       .missing = job.rows - job.used,
                                       .empty = alm_column_missing(column)};
    *out = column;
    return ALM_OK;
}

alm_status alm_summary_field(alm_field **out, alm_summary summary,
                             const alm_field *field, const char *name,
                             alm_error *err)
{
    alm_field_info info = {.name = name};
    const alm_field_info *of = field != NULL ? alm_field_info_of(field) : &info;
    switch (summaries[summary].keeps) {
    case KEEPS_ALL:
        info.has_bounds = of->has_bounds;
        info.low = of->low;
        info.high = of->high;
        /* fall through */
    case KEEPS_ALL_BUT_BOUNDS:
        info.unit = of->unit;
        info.kind = of->kind;
        info.rounding = of->rounding;
        info.direction = of->direction;
        break;
    case IS_DEVIATION:
        info.unit =
            of->unit != NULL && strcmp(of->unit, "%") == 0 ? "pp" : of->unit;
        break;
    case IS_COUNT:
        info.unit = "";
        info.kind = ALM_KIND_STOCK;
        break;
    case KEEPS_NOTHING: break;
    }
    return alm_field_new(out, &info, err);
}
