#ifndef ALM_QUERY_SORT_H
#define ALM_QUERY_SORT_H

#include "table/table.h"

/* Sorting rows.
 *
 *  (1) Stable: rows that are equal in every key keep their order, also when
 *      descending.
 *  (2) Text by bytes, false before true, periods by their end, -0 equal to 0.
 *  (3) Missing comes last, ascending and descending; NaN just before it.
 *
 * Radix sort: O(rows) a key and a pass over the texts of a dictionary; nothing
 * is moved when the rows are in order already. */
typedef struct alm_sort_key {
    size_t column;
    bool descending;
} alm_sort_key;

/* The table in the order of `keys`, the first being the most significant. */
ALM_MUST_CHECK
alm_status alm_table_sort(alm_table **out, alm_table *table,
                          const alm_sort_key *keys, size_t n, alm_error *err);

#endif
