#ifndef ALM_TABLE_BUILDER_PRIVATE_H
#define ALM_TABLE_BUILDER_PRIVATE_H

#include "table/builder.h"

/* What builder.c shares with infer.c, which adds a value for each cell of a
 * file. */

struct alm_builder {
    alm_type type;
    size_t len;
    size_t cap; /* a multiple of 64 */
    void *values;
    uint64_t *valid;
    alm_dict *dict;
    /* Codes of `dict` in the builder that this one was appended to. */
    uint32_t *codes;
    size_t codes_cap;
    size_t codes_known;
};

ALM_MUST_CHECK
alm_status alm_builder_grow(alm_builder *b, alm_error *err);

static inline alm_status alm_builder_make_room(alm_builder *b, alm_error *err)
{
    return b->len < b->cap ? ALM_OK : alm_builder_grow(b, err);
}

static inline void alm_builder_mark_present(alm_builder *b)
{
    b->valid[b->len / 64] |= UINT64_C(1) << (b->len % 64);
    b->len++;
}

static inline alm_status alm_builder_push_word(alm_builder *b, int64_t x,
                                               alm_error *err)
{
    const alm_status status = alm_builder_make_room(b, err);
    if (status != ALM_OK)
        return status;
    ((int64_t *)b->values)[b->len] = x;
    alm_builder_mark_present(b);
    return ALM_OK;
}

static inline alm_status alm_builder_push_number(alm_builder *b, double x,
                                                 alm_error *err)
{
    const alm_status status = alm_builder_make_room(b, err);
    if (status != ALM_OK)
        return status;
    ((double *)b->values)[b->len] = x;
    alm_builder_mark_present(b);
    return ALM_OK;
}

#endif
