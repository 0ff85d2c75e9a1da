#ifndef ALM_QUERY_AGGREGATE_H
#define ALM_QUERY_AGGREGATE_H

#include "query/group.h"

/* Aggregates: a column in, one value for each group out.
 *
 *  (1) Missing values are left out and counted. Without values count, rows, sum
 *      and n_distinct are 0, any is false, all is true; every other aggregate
 *      is missing.
 *  (2) sd, var, cor divide by n - 1; of fewer than two values they are missing,
 *      so is the cor with a constant.
 *  (3) The sum of integers is an integer, or all sums of the column are numbers
 *      when one of them leaves int64. Sums carry an error term and always add
 *      in the order of the rows.
 *  (4) A NaN makes sum, mean, wmean, median, sd, var, min, max, quantile and
 *      cor NaN. An infinity does so in wmean, sd, var and cor; elsewhere it
 *      follows IEEE arithmetic.
 *  (5) count, rows, min, max, first, last and n_distinct take any type (text by
 *      bytes, false before true); any and all boolean; the rest integer,
 *      number and boolean (true is 1). Another type is ALM_ETYPE, unless the
 *      column has no value: then there is nothing to refuse.
 *  (6) first and last are the first and last value present.
 *  (7) Quantiles interpolate as type 7 of Hyndman and Fan (1996); the median is
 *      the quantile at 0.5.
 *
 * O(rows) each; median and quantile sort each group. */
typedef enum alm_summary {
    ALM_SUMMARY_COUNT, /* values present */
    ALM_SUMMARY_ROWS,
    ALM_SUMMARY_SUM,
    ALM_SUMMARY_MEAN,
    ALM_SUMMARY_WMEAN, /* y: weights */
    ALM_SUMMARY_MEDIAN,
    ALM_SUMMARY_SD,
    ALM_SUMMARY_VAR,
    ALM_SUMMARY_MIN,
    ALM_SUMMARY_MAX,
    ALM_SUMMARY_FIRST,
    ALM_SUMMARY_LAST,
    ALM_SUMMARY_N_DISTINCT,
    ALM_SUMMARY_QUANTILE, /* p */
    ALM_SUMMARY_COR,      /* y: the other variable (Pearson) */
    ALM_SUMMARY_ANY,
    ALM_SUMMARY_ALL
} alm_summary;

/* "count", ..., "n_distinct": the names in expressions. Static storage. */
const char *alm_summary_name(alm_summary summary);
bool alm_summary_from_name(alm_summary *out, const char *name, size_t len);

/* Whether it reads a second column. */
bool alm_summary_takes_two(alm_summary summary);

/* A column through a selection (NULL: all rows). Borrowed. */
typedef struct alm_selected {
    alm_column *column;
    alm_rows *rows;
} alm_selected;

typedef struct alm_summary_call {
    alm_summary summary;
    alm_selected x; /* column may be NULL for ROWS under a grouping */
    alm_selected y; /* WMEAN and COR only */
    double p;       /* QUANTILE only: a fraction in [0, 1] */
} alm_summary_call;

/* What an aggregate read, for the ledger: `of` rows, of which `used` had all
 * the values that it needs and `missing` had not; `empty` is the number of
 * groups whose result is missing. */
typedef struct alm_summary_counts {
    size_t of;
    size_t used;
    size_t missing;
    size_t empty;
} alm_summary_counts;

/* One value for each group of `grouping` (NULL: the whole column is one group).
 * `counts` may be NULL. The column belongs to the caller. A negative weight is
 * ALM_EINVAL. Deferred columns are loaded. */
ALM_MUST_CHECK
alm_status alm_summarise(alm_column **out, alm_summary_counts *counts,
                         const alm_summary_call *call,
                         const alm_grouping *grouping, alm_error *err);

/* The field of a result named `name` (ending in NUL) from that of the column:
 * unit, kind and rounding are kept by sum, mean, wmean, median, min, max,
 * first, last and quantile (bounds too, but by sum); the sd of a "%" is in
 * "pp"; var, cor, any and all have none; count, rows and n_distinct are a stock
 * without unit. `field` may be NULL. */
ALM_MUST_CHECK
alm_status alm_summary_field(alm_field **out, alm_summary summary,
                             const alm_field *field, const char *name,
                             alm_error *err);

#endif
