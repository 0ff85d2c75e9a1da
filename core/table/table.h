#ifndef ALM_TABLE_TABLE_H
#define ALM_TABLE_TABLE_H

#include "table/column.h"
#include "table/field.h"

/* A table is a view: named columns, each seen through a selection of rows.
 * Columns, selections and fields are shared with other views; a verb makes a
 * new table and copies no values. Since every column has a selection of its
 * own, the two sides of a join, or a column added after a filter, stand side by
 * side without being copied. Immutable once it is shared, counted by reference.
 */
typedef struct alm_table alm_table;

/* Where the rows of a table were read: a file name and, for every row of the
 * base, a physical line. Counted by reference. */
typedef struct alm_origin alm_origin;

/* `lines` is taken (n items from alm_alloc); NULL means that row i stands on
 * line first_line + i. On failure the caller still owns it. */
ALM_MUST_CHECK
alm_status alm_origin_take(alm_origin **out, const char *file, uint32_t *lines,
                           size_t n, size_t first_line, alm_error *err);
alm_origin *alm_origin_ref(alm_origin *origin); /* NULL is allowed */
void alm_origin_free(alm_origin *origin);       /* NULL is allowed */
const char *alm_origin_file(const alm_origin *origin);
size_t alm_origin_line(const alm_origin *origin, size_t row);

/* An empty table of `rows` rows, for the caller to add columns to before anyone
 * else sees it. */
ALM_MUST_CHECK
alm_status alm_table_new(alm_table **out, size_t rows, alm_error *err);

/* Adds a column under the name of its field, last. All three references are the
 * caller's still: the table takes its own. The length of the window must be the
 * rows of the table. ALM_EINVAL for a name that the table has. */
ALM_MUST_CHECK
alm_status alm_table_add(alm_table *table, alm_field *field, alm_column *col,
                         alm_rows *rows, alm_error *err);

/* Says where the rows come from (one more reference each; NULL allowed). */
void alm_table_set_origin(alm_table *table, alm_origin *origin, alm_rows *rows);

/* The name of the table, for messages ("provinces", "sales.csv"). Copied. */
ALM_MUST_CHECK
alm_status alm_table_set_name(alm_table *table, const char *name,
                              alm_error *err);

alm_table *alm_table_ref(alm_table *table);
void alm_table_free(alm_table *table); /* NULL is allowed */

const char *alm_table_name(const alm_table *table); /* "" when unnamed */
size_t alm_table_rows(const alm_table *table);
size_t alm_table_width(const alm_table *table); /* hidden columns included */

/* What alm_table_find answers when there is no such column. */
#define ALM_NO_COLUMN SIZE_MAX
size_t alm_table_find(const alm_table *table, const char *name, size_t len);

/* Borrowed. The column may be deferred still. */
alm_field *alm_table_field(const alm_table *table, size_t i);
alm_column *alm_table_column(const alm_table *table, size_t i);
alm_rows *alm_table_selection(const alm_table *table, size_t i);
const char *alm_table_column_name(const alm_table *table, size_t i);

/* Column i as a window, loaded first when it is deferred. */
ALM_MUST_CHECK
alm_status alm_table_vector(alm_vector *out, const alm_table *table, size_t i,
                            alm_error *err);

/* Loads several columns at once: one pass over a file instead of n. */
ALM_MUST_CHECK
alm_status alm_table_load(const alm_table *table, const size_t *columns,
                          size_t n, alm_error *err);

/* Borrowed, or NULL. */
alm_origin *alm_table_origin(const alm_table *table);
alm_rows *alm_table_origin_rows(const alm_table *table);

/* The physical line that row `i` was read from, 0 when it has none. */
size_t alm_table_line(const alm_table *table, size_t i);

/* A new table with the rows `rows` of this one, in that order: the core of
 * where, sort_by, head and tail. Selections that columns share stay shared.
 * O(rows) for every different selection in the table. */
ALM_MUST_CHECK
alm_status alm_table_new_selected(alm_table **out, const alm_table *table,
                                  alm_rows *rows, alm_error *err);

/* ALM_ENOTFOUND, "no column \"pop\" ...", with the nearest name as help. */
alm_status alm_table_fail_unknown(const alm_table *table, const char *name,
                                  size_t len, alm_error *err);

#endif
