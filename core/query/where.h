#ifndef ALM_QUERY_WHERE_H
#define ALM_QUERY_WHERE_H

#include "table/table.h"

/* The positions at which a boolean vector is true; missing counts as false.
 * ALM_ETYPE for another type. */
ALM_MUST_CHECK
alm_status alm_rows_where(alm_rows **out, const alm_vector *mask,
                          alm_error *err);

/* The rows of a table for which the mask (as long as the table) is true. */
ALM_MUST_CHECK
alm_status alm_table_where(alm_table **out, alm_table *table,
                           const alm_vector *mask, alm_error *err);

#endif
