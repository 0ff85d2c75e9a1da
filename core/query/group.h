#ifndef ALM_QUERY_GROUP_H
#define ALM_QUERY_GROUP_H

#include "table/table.h"

/* The rows of a table split by the values of some columns.
 *
 *  (1) Groups stand in order of first appearance; the rows of a group in the
 *      order of the table.
 *  (2) A missing key is a group of its own, so is NaN; -0 equals 0.
 *  (3) Without keys there is one group of all rows, even of an empty table;
 *      with keys an empty table has no groups.
 *
 * Read only. The rows of group g are order[starts[g]] .. order[starts[g+1]-1].
 */
typedef struct alm_grouping {
    size_t rows;      /* of the table that was split */
    size_t count;     /* groups */
    uint32_t *of;     /* group of every row */
    uint32_t *order;  /* rows, group after group */
    uint32_t *starts; /* count + 1 of them */
    size_t *keys;     /* columns of that table */
    size_t n_keys;
} alm_grouping;

/* O(rows) for every key. */
ALM_MUST_CHECK
alm_status alm_grouping_new(alm_grouping **out, const alm_table *table,
                            const size_t *keys, size_t n, alm_error *err);
void alm_grouping_free(alm_grouping *grouping); /* NULL is allowed */

static inline size_t alm_grouping_size(const alm_grouping *grouping, size_t g)
{
    return grouping->starts[g + 1] - grouping->starts[g];
}

/* The rows of a group as a selection, and as a table: views. */
ALM_MUST_CHECK
alm_status alm_grouping_rows(alm_rows **out, const alm_grouping *grouping,
                             size_t group, alm_error *err);
ALM_MUST_CHECK
alm_status alm_grouping_table(alm_table **out, const alm_grouping *grouping,
                              const alm_table *table, size_t group,
                              alm_error *err);

/* One row for each group: the columns `keys` of the first row of each, without
 * an origin, for the caller to add aggregates to (alm_table_add). A table
 * without columns and of one row when there are no keys. */
ALM_MUST_CHECK
alm_status alm_grouping_keys(alm_table **out, const alm_grouping *grouping,
                             const alm_table *table, const size_t *keys,
                             size_t n, alm_error *err);

#endif
