#ifndef ALM_TABLE_ROWS_H
#define ALM_TABLE_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* A selection of rows: the positions, in a base column, of the rows of a view,
 * in the order of the view. Immutable once shared, counted by reference. A
 * position of ALM_ROW_NONE stands for a row without partner (a left join): all
 * its cells are missing. */
typedef struct alm_rows {
    size_t refs;
    size_t len;
    uint32_t *at;
} alm_rows;

#define ALM_ROW_NONE UINT32_MAX
#define ALM_ROWS_MAX ((size_t)UINT32_MAX - 1)

/* Room for `len` positions, for the caller to fill. ALM_ELIMIT beyond
 * ALM_ROWS_MAX. */
ALM_MUST_CHECK
alm_status alm_rows_new(alm_rows **out, size_t len, alm_error *err);
alm_rows *alm_rows_ref(alm_rows *rows); /* NULL (all rows) is allowed */
void alm_rows_free(alm_rows *rows);     /* NULL is allowed */

/* The selection `outer` taken through `inner`: row i is inner[outer[i]], NONE
 * where outer has NONE. `inner` NULL means all rows: the result is then one
 * more reference to `outer`. */
ALM_MUST_CHECK
alm_status alm_rows_compose(alm_rows **out, alm_rows *outer,
                            const alm_rows *inner, alm_error *err);

#endif
