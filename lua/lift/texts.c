#include "lift/texts.h"

#include <string.h>

#include "base/alloc.h"

static uint64_t text_of(size_t source, uint32_t code)
{
    return (uint64_t)source << 32 | code;
}

static alm_status add_source(uint32_t *source, alm_lift_texts *t,
                             alm_dict *dict, alm_error *err)
{
    alm_source_texts *sources =
        alm_grow(t->sources, &t->cap, t->n, sizeof *t->sources);
    if (sources == NULL)
        return alm_fail_memory(err, "the texts of a function");
    t->sources = sources;
    sources[t->n] = (alm_source_texts){.dict = dict};
    *source = (uint32_t)t->n++;
    return ALM_OK;
}

alm_status alm_lift_texts_start(alm_lift_texts *t, alm_error *err)
{
    uint32_t source;
    alm_status status = ALM_OK;

    for (int i = 0; i < 2 && status == ALM_OK; i++) {
        alm_dict *dict = NULL;
        status = alm_dict_new(&dict, err);
        if (status == ALM_OK)
            status = add_source(&source, t, dict, err);
        if (status != ALM_OK)
            alm_dict_free(dict);
    }
    return status;
}

void alm_lift_texts_free(alm_lift_texts *t)
{
    for (size_t i = 0; i < t->n; i++) {
        alm_dict_free(t->sources[i].dict);
        alm_dealloc(t->sources[i].codes);
    }
    alm_dealloc(t->sources);
    alm_dealloc(t->periods);
    alm_dealloc(t->codes);
    *t = (alm_lift_texts){0};
}

alm_status alm_lift_texts_source(uint32_t *source, alm_lift_texts *t,
                                 alm_dict *dict, alm_error *err)
{
    for (size_t i = 0; i < t->n; i++) {
        if (t->sources[i].dict == dict) {
            *source = (uint32_t)i;
            return ALM_OK;
        }
    }
    const alm_status status = add_source(source, t, dict, err);
    if (status == ALM_OK)
        (void)alm_dict_ref(dict);
    return status;
}

alm_status alm_lift_texts_own(uint64_t *text, alm_lift_texts *t,
                              const char *bytes, size_t len, alm_error *err)
{
    uint32_t code = 0;
    const alm_status status = alm_dict_add(
        &code, t->sources[ALM_LIFT_TEXTS_OWN].dict, bytes, len, err);
    *text = text_of(ALM_LIFT_TEXTS_OWN, code);
    return status;
}

/* The slot of a period, or the free one where it belongs. */
static size_t slot_of(const alm_lift_texts *t, alm_period period)
{
    size_t slot =
        (size_t)((uint64_t)period * UINT64_C(0x9E3779B97F4A7C15) >> 32) &
        t->mask;
    while (t->codes[slot] != ALM_DICT_NONE && t->periods[slot] != period)
        slot = (slot + 1) & t->mask;
    return slot;
}

/* Twice the slots, at most half of them taken. */
static alm_status grow_periods(alm_lift_texts *t, alm_error *err)
{
    const size_t before = t->codes != NULL ? t->mask + 1 : 0;
    const size_t n = before != 0 ? 2 * before : 64;
    alm_lift_texts grown = *t;

    grown.periods = alm_alloc(n, sizeof *grown.periods);
    grown.codes = alm_alloc(n, sizeof *grown.codes);
    grown.mask = n - 1;
    if (grown.periods == NULL || grown.codes == NULL) {
        alm_dealloc(grown.periods);
        alm_dealloc(grown.codes);
        return alm_fail_memory(err, "the texts of periods");
    }
    memset(grown.codes, 0xFF, n * sizeof *grown.codes);
    for (size_t i = 0; i < before; i++) {
        if (t->codes[i] == ALM_DICT_NONE)
            continue;
        const size_t slot = slot_of(&grown, t->periods[i]);
        grown.periods[slot] = t->periods[i];
        grown.codes[slot] = t->codes[i];
    }
    alm_dealloc(t->periods);
    alm_dealloc(t->codes);
    *t = grown;
    return ALM_OK;
}

alm_status alm_lift_texts_period(uint64_t *text, alm_lift_texts *t,
                                 alm_period period, alm_error *err)
{
    char bytes[ALM_PERIOD_TEXT];
    uint32_t code = 0;
    alm_status status = ALM_OK;

    if (t->codes == NULL || 2 * t->n_periods > t->mask)
        status = grow_periods(t, err);
    if (status != ALM_OK || t->codes == NULL)
        return status;
    const size_t slot = slot_of(t, period);
    if (t->codes[slot] == ALM_DICT_NONE) {
        const size_t len = alm_period_format(bytes, period);
        status = alm_dict_add(&code, t->sources[ALM_LIFT_TEXTS_PERIODS].dict,
                              bytes, len, err);
        if (status != ALM_OK)
            return status;
        t->periods[slot] = period;
        t->codes[slot] = code;
        t->n_periods++;
    }
    *text = text_of(ALM_LIFT_TEXTS_PERIODS, t->codes[slot]);
    return ALM_OK;
}

const char *alm_lift_texts_get(const alm_lift_texts *t, uint64_t text,
                               size_t *len)
{
    return alm_dict_text(t->sources[text >> 32].dict, (uint32_t)text, len);
}

int alm_lift_texts_compare(const alm_lift_texts *t, uint64_t a, uint64_t b)
{
    size_t na;
    size_t nb;
    const char *x = alm_lift_texts_get(t, a, &na);
    const char *y = alm_lift_texts_get(t, b, &nb);
    const size_t n = na < nb ? na : nb;
    const int order = n > 0 ? memcmp(x, y, n) : 0;

    if (order != 0)
        return order;
    return (na > nb) - (na < nb);
}

bool alm_lift_texts_equal(const alm_lift_texts *t, uint64_t a, uint64_t b)
{
    if (a == b)
        return true;
    return a >> 32 != b >> 32 && alm_lift_texts_compare(t, a, b) == 0;
}

/* Room to remember the codes of all texts that the source has by now. */
static alm_status remember(alm_source_texts *s, alm_error *err)
{
    const size_t n = alm_dict_count(s->dict);
    uint32_t *codes = alm_realloc(s->codes, n, sizeof *codes);

    if (codes == NULL)
        return alm_fail_memory(err, "the texts of a result");
    memset(codes + s->n_codes, 0xFF, (n - s->n_codes) * sizeof *codes);
    s->codes = codes;
    s->n_codes = n;
    return ALM_OK;
}

alm_status alm_lift_texts_code(uint32_t *code, alm_lift_texts *t,
                               alm_dict *dict, uint64_t text, alm_error *err)
{
    size_t len;
    alm_source_texts *s = &t->sources[text >> 32];
    const uint32_t at = (uint32_t)text;
    alm_status status = at < s->n_codes ? ALM_OK : remember(s, err);

    if (status == ALM_OK && s->codes[at] == ALM_DICT_NONE) {
        const char *bytes = alm_dict_text(s->dict, at, &len);
        status = alm_dict_add(&s->codes[at], dict, bytes, len, err);
    }
    if (status == ALM_OK)
        *code = s->codes[at];
    return status;
}
