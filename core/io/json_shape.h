#ifndef ALM_IO_JSON_SHAPE_H
#define ALM_IO_JSON_SHAPE_H

#include "io/json_scan.h"

/* Which JSON is a table. */
typedef enum alm_json_shape {
    ALM_JSON_SHAPE_RECORDS, /* an array of objects */
    ALM_JSON_SHAPE_LINES,   /* objects, one after the other */
    ALM_JSON_SHAPE_ARRAYS,  /* an object of arrays, one a column */
    ALM_JSON_SHAPE_RESULT   /* what --as json writes */
} alm_json_shape;

/* Where the arrays of a result stand; SIZE_MAX where there is none. */
typedef struct alm_json_members {
    size_t rows;
    size_t columns;
    size_t columns_end;
} alm_json_members;

/* Checks the grammar of the whole text, finds its shape and leaves the scanner
 * at the first value. `lines`: a single object is a line too. */
ALM_MUST_CHECK
alm_status alm_json_find_shape(alm_json_shape *out, alm_json_members *m,
                               alm_json_scanner *s, bool lines, alm_error *err);

/* Valid JSON, but no table: what is at byte `at` has no shape above. */
alm_status alm_json_fail_no_table(const alm_json_scanner *s, size_t at,
                                  alm_error *err);

/* cJSON ends a key at a NUL, which would make two names one. */
alm_status alm_json_fail_nul_key(const alm_json_scanner *s, size_t at,
                                 alm_error *err);

/* Looks for such a key among the strings from `start` to where the scanner
 * is; keys inside arrays do not count, they stay text. */
ALM_MUST_CHECK
alm_status alm_json_check_nul_keys(const alm_json_scanner *s, size_t start,
                                   alm_error *err);

#endif
