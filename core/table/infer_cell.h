#ifndef ALM_TABLE_INFER_CELL_H
#define ALM_TABLE_INFER_CELL_H

#include "table/infer.h"

/* What one cell says, under the rules of its column. */

/* A cell without its surrounding blanks, and what the raw text was. */
typedef struct alm_cell_value {
    const char *text;
    size_t len;
    alm_cell cell;
    const char *raw;
    size_t raw_len;
} alm_cell_value;

alm_cell_value alm_cell_trim(const char *text, size_t len, alm_cell cell);

/* Whether rule (2) of table/infer.h makes a raw text missing whatever its
 * column is. */
bool alm_cell_is_missing(const alm_infer_rules *rules, const char *text,
                         size_t len, alm_cell cell);

/* Whether it is missing in a column of anything but text. */
bool alm_cell_is_null(const alm_infer_rules *rules, const alm_cell_value *v);

bool alm_cell_boolean(const alm_infer_rules *rules, const alm_cell_value *v,
                      bool *x);

typedef enum alm_number_kind {
    ALM_NUMBER_NONE,
    ALM_NUMBER_INTEGER, /* fits int64 */
    ALM_NUMBER_BIG,     /* an integer that does not */
    ALM_NUMBER_DECIMAL
} alm_number_kind;

/* The number that a cell is; *i is set for an integer, *x for all. */
alm_number_kind alm_cell_number(const alm_infer_rules *rules,
                                const alm_cell_value *v, int64_t *i, double *x);

/* The same without any rules. */
alm_number_kind alm_cell_plain_number(const char *text, size_t len, int64_t *i,
                                      double *x);

#endif
