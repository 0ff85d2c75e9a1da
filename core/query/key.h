#ifndef ALM_QUERY_KEY_H
#define ALM_QUERY_KEY_H

#include "table/column.h"

/* Keys as small numbers: what grouping, joining and reshaping are built on. An
 * id stands for one value; ids count from 0 in order of first appearance. */

/* The id of every row of `v`, into ids[0 .. v->n); *count is the number of
 * ids. Missing is a value like others here, so is NaN; -0 equals 0. O(n). */
ALM_MUST_CHECK
alm_status alm_key_ids(uint32_t *ids, size_t *count, const alm_vector *v,
                       alm_error *err);

/* Replaces ids[i] by the id of the pair (ids[i], more[i]). `*count` and
 * `more_count` are the ids in use on each side. ALM_ROW_NONE in either makes
 * the pair ALM_ROW_NONE. O(n). */
ALM_MUST_CHECK
alm_status alm_key_combine(uint32_t *ids, size_t *count, const uint32_t *more,
                           size_t more_count, size_t n, alm_error *err);

/* Ids under which the rows of two vectors meet: rows of either side with equal
 * values have the same id. Missing and NaN meet nothing: ALM_ROW_NONE; so does
 * a value that the other type cannot hold. Integer and number compare by value,
 * texts by bytes whatever their dictionaries; the types must be comparable. */
ALM_MUST_CHECK
alm_status alm_key_match(uint32_t *left_ids, uint32_t *right_ids, size_t *count,
                         const alm_vector *left, const alm_vector *right,
                         alm_error *err);
bool alm_key_comparable(alm_type left, alm_type right);

#endif
