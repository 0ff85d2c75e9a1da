#ifndef ALM_QUERY_SELECT_H
#define ALM_QUERY_SELECT_H

#include <stdint.h>

#include "table/table.h"

/* Choosing columns and rows of a table.
 *
 *  (1) Columns are given by position. Out tables belong to the caller; the
 * input is unchanged and shares its columns, selections and fields with the
 * result. (2) A hidden companion (X_status, ...) follows its measure X: it is
 * kept, dropped and renamed with it, and dropped when X is replaced. (3) The
 * origin of the rows is kept, but by append. (4) A verb that changes nothing
 * may answer one more reference to its input.
 */

/* The columns that are not hidden, into out, which has room for
 * alm_table_width(table); returns their number. */
size_t alm_columns_visible(size_t *out, const alm_table *table);

/* The columns `columns`, in that order. A repeated one is ALM_EINVAL. */
ALM_MUST_CHECK
alm_status alm_table_select(alm_table **out, const alm_table *table,
                            const size_t *columns, size_t n, alm_error *err);

/* The same table, with `columns` no longer hidden, nor computed. */
ALM_MUST_CHECK
alm_status alm_table_show(alm_table **out, alm_table *table,
                          const size_t *columns, size_t n, alm_error *err);

/* Without the columns that were computed; the same table when there are none.
 */
ALM_MUST_CHECK
alm_status alm_table_data(alm_table **out, alm_table *table, alm_error *err);

/* All columns but `columns`. */
ALM_MUST_CHECK
alm_status alm_table_drop(alm_table **out, const alm_table *table,
                          const size_t *columns, size_t n, alm_error *err);

/* names[i] is the new name of columns[i]; all at once, so that two columns may
 * swap names. ALM_EINVAL when two columns would have one name. */
ALM_MUST_CHECK
alm_status alm_table_rename(alm_table **out, const alm_table *table,
                            const size_t *columns, const char *const *names,
                            size_t n, alm_error *err);

/* The table with `column` (as long as the table; may be deferred) under the
 * name of `field`: in the place of the column of that name, else last. The
 * caller keeps both references. */
ALM_MUST_CHECK
alm_status alm_table_new_with(alm_table **out, const alm_table *table,
                              alm_field *field, alm_column *column,
                              alm_error *err);

/* The first or last n rows, all when there are fewer. */
ALM_MUST_CHECK
alm_status alm_table_head(alm_table **out, alm_table *table, size_t n,
                          alm_error *err);
ALM_MUST_CHECK
alm_status alm_table_tail(alm_table **out, alm_table *table, size_t n,
                          alm_error *err);

/* n rows drawn without replacement, in their order in the table; all when there
 * are fewer. The same seed and length always draw the same positions. O(rows).
 */
ALM_MUST_CHECK
alm_status alm_table_sample(alm_table **out, alm_table *table, size_t n,
                            uint64_t seed, alm_error *err);

/* The first row of every combination of values of `columns` (n == 0: of all
 * that are not hidden); missing equals missing. */
ALM_MUST_CHECK
alm_status alm_table_distinct(alm_table **out, alm_table *table,
                              const size_t *columns, size_t n, alm_error *err);

/* The rows of `top`, then those of `bottom`, columns matched by name: those of
 * `top` first, then those that only `bottom` has; missing where a table has
 * none. Integer and number meet as number; other types that differ are
 * ALM_ETYPE, naming both. Numbers of `bottom` are brought to the unit of `top`,
 * ALM_EINVAL when that cannot be. Fields are those of `top` where it has the
 * column. Copies the values. */
ALM_MUST_CHECK
alm_status alm_table_append(alm_table **out, const alm_table *top,
                            const alm_table *bottom, alm_error *err);

#endif
