#ifndef ALM_TABLE_PLACE_H
#define ALM_TABLE_PLACE_H

#include "table/table.h"

/* Writes where a row stands and which it is, for a message:
 * `sales.csv line 3: region = "South", sales = 7`. The last is the cell of
 * `column`, unless that is ALM_NO_COLUMN. What does not fit is cut. */
void alm_table_place(char *out, size_t size, const alm_table *table,
                     size_t column, size_t row);

#endif
