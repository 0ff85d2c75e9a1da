#ifndef ALM_QUERY_RESHAPE_H
#define ALM_QUERY_RESHAPE_H

#include "table/table.h"

/* Long to wide. One row for each combination of the columns `rows` and one
 * column for each value of the column `names`, both in order of first
 * appearance, holding the value of the column `values` there, missing where
 * there is none. Two rows for one cell are ALM_EINVAL, naming the cell. A
 * missing name makes the column "missing". New columns keep the field of
 * `values` under their name; the origin is dropped. No values are copied. */
ALM_MUST_CHECK
alm_status alm_table_pivot(alm_table **out, const alm_table *table,
                           const size_t *rows, size_t n, size_t names,
                           size_t values, alm_error *err);

/* Wide to long. Every row becomes n rows, one for each of `columns`: the other
 * columns that are not hidden, then the name of the column under `names_to` and
 * its value under `values_to` (both ending in NUL). Missing cells are kept.
 * Integer and number meet as number; other types that differ are ALM_ETYPE,
 * naming both columns. The field of the values keeps what the fields of all
 * columns agree on. The origin is kept. */
ALM_MUST_CHECK
alm_status alm_table_unpivot(alm_table **out, const alm_table *table,
                             const size_t *columns, size_t n,
                             const char *names_to, const char *values_to,
                             alm_error *err);

#endif
