#ifndef ALM_QUERY_DERIVE_H
#define ALM_QUERY_DERIVE_H

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

#endif
