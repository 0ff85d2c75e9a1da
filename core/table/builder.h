#ifndef ALM_TABLE_BUILDER_H
#define ALM_TABLE_BUILDER_H

#include "table/column.h"

/* Makes a column of a known type, value by value. */
typedef struct alm_builder alm_builder;

/* `expected` values are made room for; more may come. */
ALM_MUST_CHECK
alm_status alm_builder_new(alm_builder **out, alm_type type, size_t expected,
                           alm_error *err);
void alm_builder_free(alm_builder *b); /* NULL is allowed */

size_t alm_builder_len(const alm_builder *b);
alm_type alm_builder_type(const alm_builder *b);

/* Each appends one value; the builder must be of the type named. After a
 * failure the builder holds what it held before. */
ALM_MUST_CHECK
alm_status alm_builder_add_missing(alm_builder *b, alm_error *err);
ALM_MUST_CHECK
alm_status alm_builder_add_integer(alm_builder *b, int64_t x, alm_error *err);
ALM_MUST_CHECK
alm_status alm_builder_add_number(alm_builder *b, double x, alm_error *err);
ALM_MUST_CHECK
alm_status alm_builder_add_boolean(alm_builder *b, bool x, alm_error *err);
ALM_MUST_CHECK
alm_status alm_builder_add_period(alm_builder *b, alm_period p, alm_error *err);
ALM_MUST_CHECK
alm_status alm_builder_add_text(alm_builder *b, const char *text, size_t len,
                                alm_error *err);

/* Row i of a loaded vector of the builder's type, missing or not. Integer and
 * boolean rows are converted by a number builder. */
ALM_MUST_CHECK
alm_status alm_builder_add_from(alm_builder *b, const alm_vector *v, size_t i,
                                alm_error *err);

/* Makes room for `n` values in all, if there is memory for that. */
void alm_builder_reserve(alm_builder *b, size_t n);

/* What `part`, of the same type, holds comes after what `b` holds; texts that
 * are new get their codes in the order in which `part` met them. After a
 * failure the builder may hold new texts, but no new value. Costs a copy of the
 * values and one look-up for each text that `part` met since it was last
 * appended to this builder, its only one. */
ALM_MUST_CHECK
alm_status alm_builder_append(alm_builder *b, alm_builder *part,
                              alm_error *err);

/* Forgets all values but keeps the room. With `keep_texts` a small dictionary
 * stays too, and with it what alm_builder_append knows of its codes. */
ALM_MUST_CHECK
alm_status alm_builder_clear(alm_builder *b, bool keep_texts, alm_error *err);

/* Turns a builder of integers into one of numbers. */
void alm_builder_widen(alm_builder *b);

/* The column; the builder is freed, also on failure. */
ALM_MUST_CHECK
alm_status alm_builder_finish(alm_column **out, alm_builder *b, alm_error *err);

#endif
