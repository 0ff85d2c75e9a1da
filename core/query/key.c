#include "query/key.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

/* Open addressing with linear probing, at most half full; a slot is free while
 * its id is ALM_ROW_NONE. */
typedef struct slot {
    uint64_t word;
    uint32_t id;
} slot;

typedef struct map {
    slot *slots;
    size_t mask;
    size_t count;
} map;

static alm_status map_init(map *m, alm_error *err)
{
    enum { FIRST = 64 };
    *m = (map){.slots = alm_alloc(FIRST, sizeof(slot)), .mask = FIRST - 1};
    if (m->slots == NULL)
        return alm_fail_memory(err, "the keys");
    memset(m->slots, 0xFF, FIRST * sizeof(slot));
    return ALM_OK;
}

static slot *find_slot(slot *slots, size_t mask, uint64_t word)
{
    size_t i = (size_t)alm_hash_u64(word) & mask;
    while (slots[i].id != ALM_ROW_NONE && slots[i].word != word)
        i = (i + 1) & mask;
    return &slots[i];
}

static alm_status map_grow(map *m, alm_error *err)
{
    const size_t size = (m->mask + 1) * 4;
    slot *slots = alm_alloc(size, sizeof *slots);
    if (slots == NULL)
        return alm_fail_memory(err, "the keys");
    memset(slots, 0xFF, size * sizeof *slots);
    for (size_t i = 0; i <= m->mask; i++) {
        if (m->slots[i].id != ALM_ROW_NONE)
            *find_slot(slots, size - 1, m->slots[i].word) = m->slots[i];
    }
    alm_dealloc(m->slots);
    m->slots = slots;
    m->mask = size - 1;
    return ALM_OK;
}

/* The id of a word, a new one when it is new. */
static inline alm_status map_id(uint32_t *id, map *m, uint64_t word,
                                alm_error *err)
{
    slot *s = find_slot(m->slots, m->mask, word);
    if (s->id == ALM_ROW_NONE) {
        if ((m->count + 1) * 2 > m->mask + 1) {
            const alm_status status = map_grow(m, err);
            if (status != ALM_OK)
                return status;
            s = find_slot(m->slots, m->mask, word);
        }
        *s = (slot){.word = word, .id = (uint32_t)m->count++};
    }
    *id = s->id;
    return ALM_OK;
}

/* The value at a position as a word; equal values have equal words. */
static inline uint64_t word_at(const alm_vector *v, alm_type type, size_t at)
{
    switch (type) {
    case ALM_TEXT: return v->codes[at];
    case ALM_BOOLEAN: return v->booleans[at];
    case ALM_NUMBER: {
        const double x =
            isnan(v->numbers[at]) ? (double)NAN : v->numbers[at] + 0.0;
        uint64_t word;
        memcpy(&word, &x, sizeof word);
        return word;
    }
    default: return (uint64_t)v->integers[at];
    }
}

/* The least word present and how many words there are from it to the greatest;
 * 0 when that is more than a table of `most` could hold. */
static size_t span_of(int64_t *low, const alm_vector *v, size_t most)
{
    if (v->type == ALM_NUMBER)
        return 0;
    int64_t least = INT64_MAX;
    int64_t greatest = INT64_MIN;
    for (size_t i = 0; i < v->n; i++) {
        if (!alm_vector_present(v, i))
            continue;
        const int64_t x = (int64_t)word_at(v, v->type, alm_vector_at(v, i));
        least = x < least ? x : least;
        greatest = x > greatest ? x : greatest;
    }
    if (least > greatest)
        least = greatest = 0;
    const uint64_t span = (uint64_t)greatest - (uint64_t)least;
    *low = least;
    return span < most ? (size_t)span + 1 : 0;
}

static inline void ids_by_table(uint32_t *ids, size_t *count,
                                const alm_vector *v, alm_type type,
                                uint32_t *table, size_t span, int64_t low)
{
    uint32_t next = 0;
    for (size_t i = 0; i < v->n; i++) {
        size_t k = span; /* missing */
        if (alm_vector_present(v, i))
            k = (size_t)(word_at(v, type, alm_vector_at(v, i)) - (uint64_t)low);
        if (table[k] == ALM_ROW_NONE)
            table[k] = next++;
        ids[i] = table[k];
    }
    *count = next;
}

static alm_status number_by_table(uint32_t *ids, size_t *count,
                                  const alm_vector *v, size_t span, int64_t low,
                                  alm_error *err)
{
    uint32_t *table = alm_alloc(span + 1, sizeof *table);
    if (table == NULL)
        return alm_fail_memory(err, "the keys");
    memset(table, 0xFF, (span + 1) * sizeof *table);
    if (v->type == ALM_TEXT)
        ids_by_table(ids, count, v, ALM_TEXT, table, span, low);
    else if (v->type == ALM_BOOLEAN)
        ids_by_table(ids, count, v, ALM_BOOLEAN, table, span, low);
    else
        ids_by_table(ids, count, v, ALM_INTEGER, table, span, low);
    alm_dealloc(table);
    return ALM_OK;
}

static alm_status number_by_hash(uint32_t *ids, size_t *count,
                                 const alm_vector *v, alm_error *err)
{
    uint32_t missing = ALM_ROW_NONE;
    map m;
    alm_status status = map_init(&m, err);
    for (size_t i = 0; status == ALM_OK && i < v->n; i++) {
        if (alm_vector_present(v, i)) {
            const uint64_t word = word_at(v, v->type, alm_vector_at(v, i));
            status = map_id(&ids[i], &m, word, err);
            continue;
        }
        /* Missing has no word: it takes an id that no word will get. */
        if (missing == ALM_ROW_NONE)
            missing = (uint32_t)m.count++;
        ids[i] = missing;
    }
    *count = m.count;
    alm_dealloc(m.slots);
    return status;
}

static size_t largest_table(size_t n)
{
    return 4 * n + 1024;
}

alm_status alm_key_ids(uint32_t *ids, size_t *count, const alm_vector *v,
                       alm_error *err)
{
    int64_t low = 0;
    const size_t span = span_of(&low, v, largest_table(v->n));
    return span > 0 ? number_by_table(ids, count, v, span, low, err)
                    : number_by_hash(ids, count, v, err);
}

static alm_status combine_by_table(uint32_t *ids, size_t *count,
                                   const uint32_t *more, size_t more_count,
                                   size_t n, alm_error *err)
{
    const size_t pairs = *count * more_count;
    uint32_t *table = alm_alloc(pairs, sizeof *table);
    uint32_t next = 0;
    if (table == NULL)
        return alm_fail_memory(err, "the keys");
    memset(table, 0xFF, pairs * sizeof *table);
    for (size_t i = 0; i < n; i++) {
        if (ids[i] == ALM_ROW_NONE || more[i] == ALM_ROW_NONE) {
            ids[i] = ALM_ROW_NONE;
            continue;
        }
        uint32_t *id = &table[ids[i] * more_count + more[i]];
        if (*id == ALM_ROW_NONE)
            *id = next++;
        ids[i] = *id;
    }
    *count = next;
    alm_dealloc(table);
    return ALM_OK;
}

static alm_status combine_by_hash(uint32_t *ids, size_t *count,
                                  const uint32_t *more, size_t n,
                                  alm_error *err)
{
    map m;
    alm_status status = map_init(&m, err);
    for (size_t i = 0; status == ALM_OK && i < n; i++) {
        if (ids[i] == ALM_ROW_NONE || more[i] == ALM_ROW_NONE)
            ids[i] = ALM_ROW_NONE;
        else
            status = map_id(&ids[i], &m, (uint64_t)ids[i] << 32 | more[i], err);
    }
    *count = m.count;
    alm_dealloc(m.slots);
    return status;
}

alm_status alm_key_combine(uint32_t *ids, size_t *count, const uint32_t *more,
                           size_t more_count, size_t n, alm_error *err)
{
    /* Both counts are at most n, which is below 2^32: no overflow. */
    return *count * more_count < largest_table(n)
               ? combine_by_table(ids, count, more, more_count, n, err)
               : combine_by_hash(ids, count, more, n, err);
}

bool alm_key_comparable(alm_type left, alm_type right)
{
    return left == right || (left == ALM_INTEGER && right == ALM_NUMBER) ||
           (left == ALM_NUMBER && right == ALM_INTEGER);
}

/* How the values of one side become words that both sides share. */
typedef struct reading {
    const alm_vector *v;
    bool as_integer;       /* numbers that meet integers */
    const uint32_t *codes; /* codes of the left dictionary; NULL: its own */
} reading;

/* False for a value that meets nothing. */
static bool read_word(uint64_t *word, const reading *r, size_t i)
{
    const alm_vector *v = r->v;
    if (!alm_vector_present(v, i))
        return false;
    const size_t at = alm_vector_at(v, i);
    if (r->codes != NULL) {
        *word = r->codes[v->codes[at]];
        return *word != ALM_DICT_NONE;
    }
    if (v->type == ALM_NUMBER && isnan(v->numbers[at]))
        return false;
    if (r->as_integer) {
        const double x = v->numbers[at];
        if (!(x >= -0x1p63 && x < 0x1p63 && x == floor(x)))
            return false;
        *word = (uint64_t)(int64_t)x;
        return true;
    }
    *word = word_at(v, v->type, at);
    return true;
}

static alm_status match_side(uint32_t *ids, map *m, const reading *r,
                             alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < r->v->n; i++) {
        uint64_t word;
        if (read_word(&word, r, i))
            status = map_id(&ids[i], m, word, err);
        else
            ids[i] = ALM_ROW_NONE;
    }
    return status;
}

/* The codes that the texts of `from` have in `to`, ALM_DICT_NONE for those it
 * does not know. */
static alm_status translate(uint32_t **out, const alm_dict *from,
                            const alm_dict *to, alm_error *err)
{
    const size_t n = alm_dict_count(from);
    uint32_t *codes = alm_alloc(n, sizeof *codes);
    if (codes == NULL)
        return alm_fail_memory(err, "the keys");
    for (size_t i = 0; i < n; i++) {
        size_t len;
        const char *text = alm_dict_text(from, (uint32_t)i, &len);
        codes[i] = alm_dict_find(to, text, len);
    }
    *out = codes;
    return ALM_OK;
}

alm_status alm_key_match(uint32_t *left_ids, uint32_t *right_ids, size_t *count,
                         const alm_vector *left, const alm_vector *right,
                         alm_error *err)
{
    const bool mixed = left->type != right->type;
    uint32_t *codes = NULL;
    map m;
    alm_status status = map_init(&m, err);
    if (status == ALM_OK && left->type == ALM_TEXT && left->dict != right->dict)
        status = translate(&codes, right->dict, left->dict, err);
    const reading l = {left, mixed && left->type == ALM_NUMBER, NULL};
    const reading r = {right, mixed && right->type == ALM_NUMBER, codes};
    if (status == ALM_OK)
        status = match_side(left_ids, &m, &l, err);
    if (status == ALM_OK)
        status = match_side(right_ids, &m, &r, err);
    *count = m.count;
    alm_dealloc(codes);
    alm_dealloc(m.slots);
    return status;
}
