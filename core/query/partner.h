#ifndef ALM_QUERY_PARTNER_H
#define ALM_QUERY_PARTNER_H

#include "query/join.h"

/* The row numbers of a join: row i of the result is row left->at[i] beside row
 * right->at[i], ALM_ROW_NONE for no partner. Of a semi or anti join `right` is
 * NULL. A zeroed struct may be cleared. */
typedef struct alm_partners {
    alm_rows *left;
    alm_rows *right;
    alm_join_counts counts;
} alm_partners;

/* Rules (1), (2), (4) and (5) of join.h. On failure *out stays as it was. */
ALM_MUST_CHECK
alm_status alm_partners_find(alm_partners *out, const alm_table *left,
                             const alm_table *right, const alm_join_key *keys,
                             size_t n, alm_join_options options,
                             alm_error *err);
void alm_partners_clear(alm_partners *partners);

#endif
