#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "table/builder_private.h"

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
    alm_dealloc(b->codes);
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

alm_status alm_builder_grow(alm_builder *b, alm_error *err)
{
    return grow(b, b->cap + b->cap / 2 + 64, err);
}

alm_status alm_builder_add_missing(alm_builder *b, alm_error *err)
{
    const alm_status status = alm_builder_make_room(b, err);
    if (status != ALM_OK)
        return status;
    const size_t size = alm_type_size(b->type);
    memset((char *)b->values + b->len * size, 0, size);
    b->len++;
    return ALM_OK;
}

alm_status alm_builder_add_integer(alm_builder *b, int64_t x, alm_error *err)
{
    assert(b->type == ALM_INTEGER);
    return alm_builder_push_word(b, x, err);
}

alm_status alm_builder_add_period(alm_builder *b, alm_period p, alm_error *err)
{
    assert(b->type == ALM_PERIOD);
    return alm_builder_push_word(b, p, err);
}

alm_status alm_builder_add_number(alm_builder *b, double x, alm_error *err)
{
    assert(b->type == ALM_NUMBER);
    return alm_builder_push_number(b, x, err);
}

alm_status alm_builder_add_boolean(alm_builder *b, bool x, alm_error *err)
{
    assert(b->type == ALM_BOOLEAN);
    const alm_status status = alm_builder_make_room(b, err);
    if (status != ALM_OK)
        return status;
    ((uint8_t *)b->values)[b->len] = x ? 1 : 0;
    alm_builder_mark_present(b);
    return ALM_OK;
}

alm_status alm_builder_add_text(alm_builder *b, const char *text, size_t len,
                                alm_error *err)
{
    assert(b->type == ALM_TEXT);
    uint32_t code = 0;
    alm_status status = alm_builder_make_room(b, err);
    if (status == ALM_OK)
        status = alm_dict_add(&code, b->dict, text, len, err);
    if (status != ALM_OK)
        return status;
    ((uint32_t *)b->values)[b->len] = code;
    alm_builder_mark_present(b);
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
    case ALM_PERIOD: return alm_builder_push_word(b, v->integers[at], err);
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

/* Several values at once ------------------------------------------------ */

void alm_builder_reserve(alm_builder *b, size_t n)
{
    if (n > b->cap)
        (void)grow(b, n, NULL); /* else it grows as it goes */
}

static alm_status make_room_for(alm_builder *b, size_t n, alm_error *err)
{
    if (n <= b->cap - b->len)
        return ALM_OK;
    const size_t least = b->len + n;
    const size_t usual = b->cap + b->cap / 2 + 64;
    return grow(b, least > usual ? least : usual, err);
}

/* Learns the codes that texts new in `part` have in `b`. */
static alm_status learn_codes(alm_builder *b, alm_builder *part, alm_error *err)
{
    const size_t count = alm_dict_count(part->dict);
    if (count > part->codes_cap) {
        const size_t cap = count + count / 2 + 16;
        uint32_t *codes = alm_realloc(part->codes, cap, sizeof *codes);
        if (codes == NULL)
            return alm_fail_memory(err, "a column");
        part->codes = codes;
        part->codes_cap = cap;
    }
    while (part->codes_known < count) {
        size_t len;
        const char *text =
            alm_dict_text(part->dict, (uint32_t)part->codes_known, &len);
        const alm_status status = alm_dict_add(&part->codes[part->codes_known],
                                               b->dict, text, len, err);
        if (status != ALM_OK)
            return status;
        part->codes_known++;
    }
    return ALM_OK;
}

static void append_codes(alm_builder *b, const alm_builder *part)
{
    uint32_t *out = (uint32_t *)b->values + b->len;
    const uint32_t *in = part->values;
    for (size_t i = 0; i < part->len; i++)
        out[i] = alm_bit(part->valid, i) ? part->codes[in[i]] : 0;
}

/* The bits beyond those in use are 0 in both. */
static void append_bits(alm_builder *b, const alm_builder *part)
{
    uint64_t *out = b->valid + b->len / 64;
    const size_t shift = b->len % 64;
    const size_t words = (part->len + 63) / 64;
    const size_t room = b->cap / 64 - b->len / 64;
    for (size_t w = 0; w < words; w++) {
        out[w] |= part->valid[w] << shift;
        if (shift > 0 && w + 1 < room)
            out[w + 1] |= part->valid[w] >> (64 - shift);
    }
}

alm_status alm_builder_append(alm_builder *b, alm_builder *part, alm_error *err)
{
    assert(b->type == part->type);
    alm_status status = make_room_for(b, part->len, err);
    if (status == ALM_OK && b->type == ALM_TEXT)
        status = learn_codes(b, part, err);
    if (status != ALM_OK)
        return status;
    const size_t size = alm_type_size(b->type);
    if (b->type == ALM_TEXT)
        append_codes(b, part);
    else
        memcpy((char *)b->values + b->len * size, part->values,
               part->len * size);
    append_bits(b, part);
    b->len += part->len;
    return ALM_OK;
}

/* A dictionary up to here is worth keeping: a look-up in it hits the cache. */
#define SMALL_DICT ((size_t)128 << 10)

alm_status alm_builder_clear(alm_builder *b, bool keep_texts, alm_error *err)
{
    memset(b->valid, 0, (b->len + 63) / 64 * sizeof *b->valid);
    b->len = 0;
    if (b->dict == NULL ||
        (keep_texts && alm_dict_bytes(b->dict) <= SMALL_DICT))
        return ALM_OK;
    alm_dict *fresh = NULL;
    const alm_status status = alm_dict_new(&fresh, err);
    if (status != ALM_OK)
        return status;
    alm_dict_free(b->dict);
    b->dict = fresh;
    b->codes_known = 0;
    return ALM_OK;
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
        alm_dealloc(b->codes);
        alm_dealloc(b);
        return ALM_OK;
    }
    alm_builder_free(b);
    return status;
}
