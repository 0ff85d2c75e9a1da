#ifndef ALM_TABLE_COLUMN_H
#define ALM_TABLE_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "table/dict.h"
#include "table/period.h"
#include "table/rows.h"

/* A typed, immutable vector with missing values.
 *
 * Columns are shared by reference count: views, Lua values and results may hold
 * the same column. Because nothing can change one after it is made, sharing
 * needs no copy. Counts are not atomic: one interpreter, one thread.
 *
 * Ownership is in the verb:
 *   _new    caller owns the result           _take   callee owns the argument
 *   _ref    caller owns one more reference   _free   give one reference back
 *   no verb (alm_column_type)   borrowed: valid while the column is alive
 *
 * A deferred column knows its length but reads its values when first asked
 * (alm_column_load); asking for anything but the length before that is a bug.
 */

typedef enum alm_type {
    ALM_INTEGER, /* int64_t */
    ALM_NUMBER,  /* double; NaN is a computed value, distinct from missing */
    ALM_TEXT,    /* uint32_t codes of a dictionary */
    ALM_BOOLEAN, /* uint8_t 0 or 1 */
    ALM_PERIOD   /* alm_period */
} alm_type;

/* "integer", "number", "text", "boolean", "period". Static storage. */
const char *alm_type_name(alm_type type);
bool alm_type_from_name(alm_type *out, const char *name, size_t len);

/* Bytes that one value takes in the array of a column. */
size_t alm_type_size(alm_type type);

typedef struct alm_column alm_column;

/* A column over `values` (n items of the C type above, from alm_alloc) with a
 * validity bitmap `valid` (bit i of word i / 64; 1 = present; NULL = nothing is
 * missing). `dict` for ALM_TEXT only. What stands at a missing position is
 * never read, but must be 0 so that equal columns have equal bytes. On success
 * all three are taken (one reference of the dictionary); on failure the caller
 * still owns them. A bitmap without a 0 is dropped. */
ALM_MUST_CHECK
alm_status alm_column_take(alm_column **out, alm_type type, void *values,
                           uint64_t *valid, alm_dict *dict, size_t n,
                           alm_error *err);

/* Where deferred columns come from; embedded in the reader's own struct. */
typedef struct alm_loader alm_loader;
struct alm_loader {
    size_t refs;
    /* Fills out[0 .. n) with the columns that `keys` name, all in one pass. */
    alm_status (*load)(alm_loader *loader, alm_column **out, const size_t *keys,
                       size_t n, alm_error *err);
    void (*free)(alm_loader *loader); /* when the last reference is gone */
};

/* A column of `n` rows that `loader` (one more reference is taken) reads under
 * the name `key` when first needed. */
ALM_MUST_CHECK
alm_status alm_column_new_deferred(alm_column **out, alm_loader *loader,
                                   size_t key, size_t n, alm_error *err);

/* Makes the values of all given columns present, those of one loader in one
 * pass. Does nothing for columns that already are. */
ALM_MUST_CHECK
alm_status alm_column_load(alm_column *const *cols, size_t n, alm_error *err);

alm_column *alm_column_ref(alm_column *col);
void alm_column_free(alm_column *col); /* NULL is allowed */

size_t alm_column_len(const alm_column *col);
bool alm_column_is_loaded(const alm_column *col);
alm_type alm_column_type(const alm_column *col);

/* Bytes that the column keeps alive, its dictionary included; 0 if deferred. */
size_t alm_column_bytes(const alm_column *col);

/* Missing values in it. O(n / 64). */
size_t alm_column_missing(const alm_column *col);

/* A window on a loaded column, through a selection or not (`rows` NULL): what
 * kernels read. Everything in it is borrowed. Exactly one of the value pointers
 * is set. Row i of the window is position at(v, i) of the arrays. */
typedef struct alm_vector {
    alm_type type;
    size_t n;
    const int64_t *integers; /* also periods */
    const double *numbers;
    const uint32_t *codes;
    const uint8_t *booleans;
    const uint64_t *valid; /* NULL: nothing is missing but ALM_ROW_NONE */
    const alm_dict *dict;
    const uint32_t *rows; /* NULL: all rows in order */
} alm_vector;

alm_vector alm_column_vector(const alm_column *col, const alm_rows *rows);

/* Position in the arrays of row i, or ALM_ROW_NONE. */
static inline size_t alm_vector_at(const alm_vector *v, size_t i)
{
    return v->rows != NULL ? v->rows[i] : i;
}

static inline bool alm_bit(const uint64_t *bits, size_t i)
{
    return (bits[i / 64] >> (i % 64)) & 1U;
}

/* Whether row i has a value. */
static inline bool alm_vector_present(const alm_vector *v, size_t i)
{
    const size_t at = alm_vector_at(v, i);
    return (v->rows == NULL || at != ALM_ROW_NONE) &&
           (v->valid == NULL || alm_bit(v->valid, at));
}

/* Row i, which must be present, of an integer, number or boolean vector. */
static inline double alm_vector_number(const alm_vector *v, size_t i)
{
    const size_t at = alm_vector_at(v, i);
    if (v->numbers != NULL)
        return v->numbers[at];
    return v->integers != NULL ? (double)v->integers[at]
                               : (double)v->booleans[at];
}

/* Row i, which must be present, of a text vector. Not NUL-terminated. */
static inline const char *alm_vector_text(const alm_vector *v, size_t i,
                                          size_t *len)
{
    return alm_dict_text(v->dict, v->codes[alm_vector_at(v, i)], len);
}

/* The values present in an integer, number or boolean vector, in order, as
 * doubles: a new array (alm_dealloc) of `*count` items. ALM_ETYPE for text and
 * periods. */
ALM_MUST_CHECK
alm_status alm_vector_new_numbers(double **out, size_t *count,
                                  const alm_vector *v, alm_error *err);

/* The rows of `v` as a column of its own, without the selection. */
ALM_MUST_CHECK
alm_status alm_column_new_gathered(alm_column **out, const alm_column *col,
                                   const alm_rows *rows, alm_error *err);

#endif
