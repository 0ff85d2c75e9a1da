#include "table/builder.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"

struct alm_builder {
    alm_type type;
    size_t len;
    size_t cap; /* a multiple of 64 */
    void *values;
    uint64_t *valid;
    alm_dict *dict;
};

static alm_status grow(alm_builder *b, size_t cap, alm_error *err)
{
    cap = (cap + 63) / 64 * 64;
    void *values = alm_realloc(b->values, cap, alm_type_size(b->type));
    if (values == NULL)
        return alm_fail_memory(err, "a column");
    b->values = values;
    uint64_t *valid = alm_realloc(b->valid, cap / 64, sizeof *valid);
    if (valid == NULL)
        return alm_fail_memory(err, "a column");
    memset(valid + b->cap / 64, 0, (cap - b->cap) / 8);
    b->valid = valid;
    b->cap = cap;
    return ALM_OK;
}

alm_status alm_builder_new(alm_builder **out, alm_type type, size_t expected,
                           alm_error *err)
{
    alm_builder *b = alm_alloc_zeroed(1, sizeof *b);
    if (b == NULL)
        return alm_fail_memory(err, "a column");
    b->type = type;
    alm_status status = grow(b, expected > 0 ? expected : 64, err);
    if (status == ALM_OK && type == ALM_TEXT)
        status = alm_dict_new(&b->dict, err);
    if (status != ALM_OK) {
        alm_builder_free(b);
        return status;
    }
    *out = b;
    return ALM_OK;
}

void alm_builder_free(alm_builder *b)
{
    if (b == NULL)
        return;
    alm_dealloc(b->values);
    alm_dealloc(b->valid);
    alm_dict_free(b->dict);
    alm_dealloc(b);
}

size_t alm_builder_len(const alm_builder *b)
{
    return b->len;
}

alm_type alm_builder_type(const alm_builder *b)
{
    return b->type;
}

static alm_status make_room(alm_builder *b, alm_error *err)
{
    return b->len < b->cap ? ALM_OK : grow(b, b->cap + b->cap / 2 + 64, err);
}

static void mark_present(alm_builder *b)
{
    b->valid[b->len / 64] |= UINT64_C(1) << (b->len % 64);
    b->len++;
}

alm_status alm_builder_add_missing(alm_builder *b, alm_error *err)
{
    const alm_status status = make_room(b, err);
    if (status != ALM_OK)
        return status;
    const size_t size = alm_type_size(b->type);
    memset((char *)b->values + b->len * size, 0, size);
    b->len++;
    return ALM_OK;
}

static alm_status add_word(alm_builder *b, int64_t x, alm_error *err)
{
    const alm_status status = make_room(b, err);
    if (status != ALM_OK)
        return status;
    ((int64_t *)b->values)[b->len] = x;
    mark_present(b);
    return ALM_OK;
}

alm_status alm_builder_add_integer(alm_builder *b, int64_t x, alm_error *err)
{
    assert(b->type == ALM_INTEGER);
    return add_word(b, x, err);
}

alm_status alm_builder_add_period(alm_builder *b, alm_period p, alm_error *err)
{
    assert(b->type == ALM_PERIOD);
    return add_word(b, p, err);
}

alm_status alm_builder_add_number(alm_builder *b, double x, alm_error *err)
{
    assert(b->type == ALM_NUMBER);
    const alm_status status = make_room(b, err);
    if (status != ALM_OK)
        return status;
    ((double *)b->values)[b->len] = x;
    mark_present(b);
    return ALM_OK;
}

alm_status alm_builder_add_boolean(alm_builder *b, bool x, alm_error *err)
{
    assert(b->type == ALM_BOOLEAN);
    const alm_status status = make_room(b, err);
    if (status != ALM_OK)
        return status;
    ((uint8_t *)b->values)[b->len] = x ? 1 : 0;
    mark_present(b);
    return ALM_OK;
}

alm_status alm_builder_add_text(alm_builder *b, const char *text, size_t len,
                                alm_error *err)
{
    assert(b->type == ALM_TEXT);
    uint32_t code = 0;
    alm_status status = make_room(b, err);
    if (status == ALM_OK)
        status = alm_dict_add(&code, b->dict, text, len, err);
    if (status != ALM_OK)
        return status;
    ((uint32_t *)b->values)[b->len] = code;
    mark_present(b);
    return ALM_OK;
}

alm_status alm_builder_add_from(alm_builder *b, const alm_vector *v, size_t i,
                                alm_error *err)
{
    if (!alm_vector_present(v, i))
        return alm_builder_add_missing(b, err);
    const size_t at = alm_vector_at(v, i);
    switch (b->type) {
    case ALM_INTEGER:
    case ALM_PERIOD: return add_word(b, v->integers[at], err);
    case ALM_NUMBER:
        return alm_builder_add_number(b, alm_vector_number(v, i), err);
    case ALM_BOOLEAN:
        return alm_builder_add_boolean(b, v->booleans[at] != 0, err);
    case ALM_TEXT: break;
    }
    size_t len;
    const char *text = alm_vector_text(v, i, &len);
    return alm_builder_add_text(b, text, len, err);
}

void alm_builder_widen(alm_builder *b)
{
    assert(b->type == ALM_INTEGER);
    int64_t *integers = b->values;
    double *numbers = b->values; /* same size; each is read before written */
    for (size_t i = 0; i < b->len; i++) {
        int64_t x;
        memcpy(&x, &integers[i], sizeof x);
        const double y = (double)x;
        memcpy(&numbers[i], &y, sizeof y);
    }
    b->type = ALM_NUMBER;
}

alm_status alm_builder_finish(alm_column **out, alm_builder *b, alm_error *err)
{
    /* A builder grows in steps; a column that lives on should not keep the
     * slack. Shrinking in place cannot fail in a way that matters. */
    if (b->cap - b->len > b->len / 8 + 64) {
        void *values = alm_realloc(b->values, b->len, alm_type_size(b->type));
        if (values != NULL)
            b->values = values;
    }
    const alm_status status = alm_column_take(out, b->type, b->values, b->valid,
                                              b->dict, b->len, err);
    if (status == ALM_OK) {
        alm_dealloc(b);
        return ALM_OK;
    }
    alm_builder_free(b);
    return status;
}
