#ifndef ALM_BRIDGE_AGGREGATE_H
#define ALM_BRIDGE_AGGREGATE_H

#include "bridge/column.h"
#include "query/aggregate.h"

/* Aggregates of columns: for the methods of columns, for expressions, and for
 * summarise, which asks for all groups at once. */

/* Reads the arguments of an aggregate, the column at `first` and what follows
 * it, into *call. Windows are borrowed from the stack. Raises. */
void alm_lua_check_call(lua_State *L, alm_summary_call *call,
                        alm_summary summary, int first);

/* Pushes a column of one value for each group (NULL: one) under the field that
 * the aggregate gives it, and adds to the ledger. Raises. */
alm_lua_column *alm_lua_push_summary(lua_State *L, const alm_summary_call *call,
                                     const alm_grouping *grouping,
                                     alm_lua_column *of);

/* The same for the aggregate that the field of the column names: the ledger
 * says what a mean is weighted by, for the script does not. */
alm_lua_column *alm_lua_push_rolled_up(lua_State *L,
                                       const alm_summary_call *call,
                                       const alm_grouping *grouping,
                                       alm_lua_column *of);

/* Pushes a column of the rows of each group (NULL: one group of `rows`). It
 * says nothing in the ledger: nothing is left out. Raises. */
alm_lua_column *alm_lua_push_row_counts(lua_State *L,
                                        const alm_grouping *grouping,
                                        size_t rows);

/* Pushes a table of the aggregates as functions of a column: sum(column), ...
 */
void alm_lua_push_aggregates(lua_State *L);

/* Adds an entry to the ledger of the state. Raises when memory is short. */
void alm_lua_note(lua_State *L, const alm_ledger_entry *entry);

#endif
