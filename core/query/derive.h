#ifndef ALM_QUERY_DERIVE_H
#define ALM_QUERY_DERIVE_H

#include "base/buffer.h"
#include "table/table.h"

/* What the verbs share in making one table from another. */

/* A table without columns, with the rows, name and origin of `table`. */
ALM_MUST_CHECK
alm_status alm_derive_new(alm_table **out, const alm_table *table,
                          alm_error *err);

/* Adds column `i` of `table` to `out`, which has as many rows; under `field`,
 * or its own when NULL. */
ALM_MUST_CHECK
alm_status alm_derive_add(alm_table *out, const alm_table *table, size_t i,
                          alm_field *field, alm_error *err);

/* The measure that the hidden column `i` goes with ("users" of
 * "users_status"); ALM_NO_COLUMN when it is no companion. */
size_t alm_derive_measure(const alm_table *table, size_t i);

/* The type that holds values of both: integer and number meet as number. False
 * when no type does. */
bool alm_derive_common_type(alm_type *out, alm_type a, alm_type b);

/* What follows the name of its measure in the name of a companion
 * ("_status"). */
const char *alm_derive_suffix(const alm_table *table, size_t companion,
                              size_t measure);

/* Whether no row of a vector has a value: such a column fits any type. */
bool alm_derive_is_empty(const alm_vector *v);

/* Appends the value of a row as text: "missing" when it is. */
ALM_MUST_CHECK
alm_status alm_derive_cell(alm_buffer *out, const alm_vector *v, size_t row,
                           alm_error *err);

/* Writes `region = "East", period = 2016`, the cells of a row, into out[0 ..
 * size), NUL-terminated, for a message; what does not fit is cut. Columns that
 * cannot be read are left out. */
void alm_derive_row_text(char *out, size_t size, const alm_table *table,
                         const size_t *columns, size_t n, size_t row);

#endif
