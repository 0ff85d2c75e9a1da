#ifndef ALM_QUERY_SUMMARY_H
#define ALM_QUERY_SUMMARY_H

#include "query/aggregate.h"

/* The parts of alm_summarise: each makes one column of a value for each group,
 * for the aggregates that aggregate.c lists it with. */
typedef struct alm_summary_job {
    const alm_summary_call *call;
    const alm_grouping *grouping; /* NULL: all rows are one group */
    size_t rows;
    size_t groups;
    alm_vector x; /* loaded, as long as the rows, of a type accepted */
    alm_vector y;
    size_t used; /* set by the part: rows that had all values needed */
} alm_summary_job;

static inline size_t alm_summary_group(const alm_summary_job *job, size_t row)
{
    return job->grouping != NULL ? job->grouping->of[row] : 0;
}

alm_status alm_summary_count(alm_column **out, alm_summary_job *job,
                             alm_error *err);
alm_status alm_summary_rows(alm_column **out, alm_summary_job *job,
                            alm_error *err);
alm_status alm_summary_sum(alm_column **out, alm_summary_job *job,
                           alm_error *err);
alm_status alm_summary_mean(alm_column **out, alm_summary_job *job,
                            alm_error *err);

/* min, max, first, last: the row of each group whose value it is. */
alm_status alm_summary_pick(alm_column **out, alm_summary_job *job,
                            alm_error *err);
alm_status alm_summary_distinct(alm_column **out, alm_summary_job *job,
                                alm_error *err);
alm_status alm_summary_logic(alm_column **out, alm_summary_job *job,
                             alm_error *err);

/* Those that a kernel of alm::stats computes of the values of one group. */
alm_status alm_summary_figure(alm_column **out, alm_summary_job *job,
                              alm_error *err);

#endif
