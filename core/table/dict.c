#include "table/dict.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/hash.h"

/* Open addressing with linear probing over codes; at most half full. Text i is
 * bytes[starts[i] .. starts[i + 1]). */
struct alm_dict {
    size_t refs;
    alm_buffer bytes;
    uint64_t *starts; /* count + 1 of them */
    size_t count;
    size_t cap; /* texts that `starts` has room for */
    uint32_t *slots;
    size_t mask; /* slots - 1; a power of two less one */
};

alm_status alm_dict_new(alm_dict **out, alm_error *err)
{
    enum { FIRST_TEXTS = 8, FIRST_SLOTS = 16 };
    alm_dict *dict = alm_alloc_zeroed(1, sizeof *dict);
    if (dict == NULL)
        return alm_fail_memory(err, "a dictionary");
    dict->refs = 1;
    dict->cap = FIRST_TEXTS;
    dict->mask = FIRST_SLOTS - 1;
    dict->starts = alm_alloc_zeroed(FIRST_TEXTS + 1, sizeof *dict->starts);
    dict->slots = alm_alloc(FIRST_SLOTS, sizeof *dict->slots);
    if (dict->starts == NULL || dict->slots == NULL) {
        alm_dict_free(dict);
        return alm_fail_memory(err, "a dictionary");
    }
    memset(dict->slots, 0xFF, FIRST_SLOTS * sizeof *dict->slots);
    *out = dict;
    return ALM_OK;
}

alm_dict *alm_dict_ref(alm_dict *dict)
{
    dict->refs++;
    return dict;
}

void alm_dict_free(alm_dict *dict)
{
    if (dict == NULL || --dict->refs > 0)
        return;
    alm_buffer_free(&dict->bytes);
    alm_dealloc(dict->starts);
    alm_dealloc(dict->slots);
    alm_dealloc(dict);
}

size_t alm_dict_count(const alm_dict *dict)
{
    return dict->count;
}

size_t alm_dict_bytes(const alm_dict *dict)
{
    return dict->bytes.cap + (dict->cap + 1) * sizeof *dict->starts +
           (dict->mask + 1) * sizeof *dict->slots;
}

const char *alm_dict_text(const alm_dict *dict, uint32_t code, size_t *len)
{
    assert(code < dict->count);
    const uint64_t start = dict->starts[code];
    *len = (size_t)(dict->starts[code + 1] - start);
    return *len > 0 ? dict->bytes.data + start : "";
}

static uint64_t word_at(const char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

/* Most texts are short, and a call of memcmp is longer than they are. */
static bool is_same(const char *a, const char *b, size_t n)
{
    if (n > 16)
        return memcmp(a, b, n) == 0;
    if (n >= 8)
        return word_at(a) == word_at(b) &&
               word_at(a + n - 8) == word_at(b + n - 8);
    for (size_t i = 0; i < n; i++) {
        if (a[i] != b[i])
            return false;
    }
    return true;
}

/* The slot that holds the text, or the free one where it belongs. */
static size_t find_slot(const alm_dict *dict, const char *text, size_t len)
{
    size_t slot = (size_t)alm_hash_bytes(text, len) & dict->mask;
    while (dict->slots[slot] != ALM_DICT_NONE) {
        size_t n;
        const char *other = alm_dict_text(dict, dict->slots[slot], &n);
        if (n == len && is_same(other, text, len))
            break;
        slot = (slot + 1) & dict->mask;
    }
    return slot;
}

uint32_t alm_dict_find(const alm_dict *dict, const char *text, size_t len)
{
    return dict->slots[find_slot(dict, text, len)];
}

static alm_status grow_slots(alm_dict *dict, alm_error *err)
{
    const size_t slots = (dict->mask + 1) * 2;
    uint32_t *fresh = alm_alloc(slots, sizeof *fresh);
    if (fresh == NULL)
        return alm_fail_memory(err, "a dictionary");
    memset(fresh, 0xFF, slots * sizeof *fresh);
    for (size_t code = 0; code < dict->count; code++) {
        size_t len;
        const char *text = alm_dict_text(dict, (uint32_t)code, &len);
        size_t slot = (size_t)alm_hash_bytes(text, len) & (slots - 1);
        while (fresh[slot] != ALM_DICT_NONE)
            slot = (slot + 1) & (slots - 1);
        fresh[slot] = (uint32_t)code;
    }
    alm_dealloc(dict->slots);
    dict->slots = fresh;
    dict->mask = slots - 1;
    return ALM_OK;
}

static alm_status make_room(alm_dict *dict, alm_error *err)
{
    if (dict->count >= ALM_DICT_NONE - 1)
        return alm_fail(err, ALM_ELIMIT, "more than %u different texts",
                        ALM_DICT_NONE - 1);
    if (dict->count == dict->cap) {
        uint64_t *starts =
            alm_realloc(dict->starts, dict->cap * 2 + 1, sizeof *starts);
        if (starts == NULL)
            return alm_fail_memory(err, "a dictionary");
        dict->starts = starts;
        dict->cap *= 2;
    }
    return (dict->count + 1) * 2 > dict->mask + 1 ? grow_slots(dict, err)
                                                  : ALM_OK;
}

alm_status alm_dict_add(uint32_t *code, alm_dict *dict, const char *text,
                        size_t len, alm_error *err)
{
    size_t slot = find_slot(dict, text, len);
    if (dict->slots[slot] != ALM_DICT_NONE) {
        *code = dict->slots[slot];
        return ALM_OK;
    }
    assert(dict->refs == 1);
    alm_status status = make_room(dict, err);
    if (status == ALM_OK)
        status = alm_buffer_add(&dict->bytes, text, len, err);
    if (status != ALM_OK)
        return status;
    dict->starts[dict->count + 1] = dict->bytes.len;
    slot = find_slot(dict, text, len); /* the slots may have moved */
    *code = (uint32_t)dict->count++;
    dict->slots[slot] = *code;
    return ALM_OK;
}

typedef struct ranked {
    const char *text;
    size_t len;
    uint32_t code;
} ranked;

static int compare_texts(const void *a, const void *b)
{
    const ranked *x = a;
    const ranked *y = b;
    const int order =
        memcmp(x->text, y->text, x->len < y->len ? x->len : y->len);
    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

alm_status alm_dict_ranks(uint32_t *ranks, const alm_dict *dict, alm_error *err)
{
    ranked *texts = alm_alloc(dict->count, sizeof *texts);
    if (texts == NULL)
        return alm_fail_memory(err, "sorting texts");
    for (size_t i = 0; i < dict->count; i++) {
        texts[i].code = (uint32_t)i;
        texts[i].text = alm_dict_text(dict, (uint32_t)i, &texts[i].len);
    }
    qsort(texts, dict->count, sizeof *texts, compare_texts);
    for (size_t i = 0; i < dict->count; i++)
        ranks[texts[i].code] = (uint32_t)i;
    alm_dealloc(texts);
    return ALM_OK;
}
