#ifndef ALM_QUERY_JOIN_H
#define ALM_QUERY_JOIN_H

#include "table/table.h"

/* Joining two tables on equal keys.
 *
 *  (1) Rows stand in the order of `left` (partners of one row in the order of
 *      `right`); right rows without partner follow in a full join; a right join
 *      stands in the order of `right`.
 *  (2) A missing key, or a NaN, matches nothing. Integer and number compare by
 *      value, texts by bytes; types that cannot compare are ALM_ETYPE.
 *  (3) Columns: those of `left`, then those of `right` but its keys; a name
 * that `left` has too gets "_right". Keys carry the left name; in a right or
 *      full join they hold the right value where there is no left row.
 *  (4) A left row with several partners (in a right join a right row) would
 *      come out several times: ALM_EINVAL, naming the key and how often it
 *      occurs, unless `many`.
 *  (5) Semi and anti keep left rows with and without a partner, left columns
 *      only, each row once.
 *
 * O(rows). No values are copied but the keys of a right or full join. */
typedef enum alm_join_kind {
    ALM_JOIN_INNER,
    ALM_JOIN_LEFT,
    ALM_JOIN_RIGHT,
    ALM_JOIN_FULL,
    ALM_JOIN_SEMI,
    ALM_JOIN_ANTI
} alm_join_kind;

bool alm_join_kind_from_name(alm_join_kind *out, const char *name, size_t len);

typedef struct alm_join_key {
    size_t left;
    size_t right;
} alm_join_key;

typedef struct alm_join_options {
    alm_join_kind kind;
    bool many;
} alm_join_options;

/* Rows on each side, and those among them that found no partner. */
typedef struct alm_join_counts {
    size_t left;
    size_t right;
    size_t left_unmatched;
    size_t right_unmatched;
} alm_join_counts;

/* At least one key. `counts` may be NULL. The origin is that of `left`, or of
 * `right` in a right join. */
ALM_MUST_CHECK
alm_status alm_table_join(alm_table **out, alm_join_counts *counts,
                          const alm_table *left, const alm_table *right,
                          const alm_join_key *keys, size_t n,
                          alm_join_options options, alm_error *err);

#endif
