#include "lift/sink.h"

#include <string.h>

#include "base/alloc.h"

void alm_sink_free(alm_sink *s)
{
    alm_dealloc(s->values);
    alm_dealloc(s->valid);
    alm_dict_free(s->dict);
    s->values = NULL;
    s->valid = NULL;
    s->dict = NULL;
}

static bool refuse(alm_sink *s, const char *why)
{
    s->why = why;
    return false;
}

static bool start(alm_sink *s, alm_type type)
{
    s->typed = true;
    s->type = type;
    s->values = alm_alloc_zeroed(s->rows, alm_type_size(type));
    s->valid = alm_alloc_zeroed(s->rows / 64 + 1, sizeof *s->valid);
    if (s->values == NULL || s->valid == NULL ||
        (type == ALM_TEXT && alm_dict_new(&s->dict, NULL) != ALM_OK))
        return refuse(s, "memory is short");
    return true;
}

/* The type of a column of such values; false when there is none. */
static bool type_of(alm_type *type, unsigned kinds)
{
    const unsigned values = kinds & ~(unsigned)ALM_TAG_NIL;

    if (values == ALM_TAG_INTEGER)
        *type = ALM_INTEGER;
    else if (values == ALM_TAG_FLOAT || values == ALM_TAG_NUMBERS)
        *type = ALM_NUMBER;
    else if (values == ALM_TAG_TEXT)
        *type = ALM_TEXT;
    else if ((values & ~(unsigned)(ALM_TAG_TRUE | ALM_TAG_FALSE)) == 0)
        *type = ALM_BOOLEAN;
    else
        return false;
    return true;
}

/* Whether a double surely holds the integer, as a harvest asks. */
static bool fits_double(int64_t i)
{
    return i >= -(INT64_C(1) << 53) && i <= INT64_C(1) << 53;
}

/* Integers so far become numbers. */
static bool widen(alm_sink *s)
{
    alm_cell *cells = s->values;

    if (s->unsafe)
        return refuse(s, "it mixes large integers with numbers");
    for (size_t i = 0; i < s->n; i++)
        cells[i].d = (double)cells[i].i;
    s->type = ALM_NUMBER;
    return true;
}

/* Settles on a type for results of these kinds too. */
static bool meet(alm_sink *s, unsigned kinds)
{
    alm_type type;

    if (!type_of(&type, kinds))
        return refuse(s, "its results are of several types");
    if (!s->typed)
        return start(s, type);
    if (s->type == type)
        return true;
    if (s->type == ALM_INTEGER && type == ALM_NUMBER)
        return widen(s);
    if (s->type == ALM_NUMBER && type == ALM_INTEGER)
        return true;
    return refuse(s, "its results are of several types");
}

static bool add_texts(alm_sink *s, alm_lift_texts *texts, const alm_vec *v,
                      size_t n)
{
    uint32_t *codes = (uint32_t *)s->values + s->n;

    for (size_t i = 0; i < n; i++)
        if (v->tags[i] != ALM_TAG_NIL &&
            alm_lift_texts_code(&codes[i], texts, s->dict, v->cells[i].text,
                                NULL) != ALM_OK)
            return refuse(s, "memory is short");
    return true;
}

static bool add_integers(alm_sink *s, const alm_vec *v, size_t n)
{
    alm_cell *cells = (alm_cell *)s->values + s->n;

    for (size_t i = 0; i < n; i++) {
        if (v->tags[i] == ALM_TAG_NIL)
            continue;
        cells[i] = v->cells[i];
        s->unsafe = s->unsafe || !fits_double(cells[i].i);
    }
    return true;
}

static bool add_numbers(alm_sink *s, const alm_vec *v, size_t n)
{
    alm_cell *cells = (alm_cell *)s->values + s->n;
    bool fit = true;

    for (size_t i = 0; i < n; i++) {
        if (v->tags[i] == ALM_TAG_FLOAT) {
            cells[i].d = v->cells[i].d;
        } else if (v->tags[i] == ALM_TAG_INTEGER) {
            fit = fit && fits_double(v->cells[i].i);
            cells[i].d = (double)v->cells[i].i;
        }
    }
    return fit || refuse(s, "it mixes large integers with numbers");
}

static bool add_booleans(alm_sink *s, const alm_vec *v, size_t n)
{
    uint8_t *booleans = (uint8_t *)s->values + s->n;

    for (size_t i = 0; i < n; i++)
        booleans[i] = v->tags[i] == ALM_TAG_TRUE;
    return true;
}

static bool add_values(alm_sink *s, alm_lift_texts *texts, const alm_vec *v,
                       size_t n)
{
    for (size_t i = 0; i < n; i++)
        s->valid[(s->n + i) / 64] |= (uint64_t)(v->tags[i] != ALM_TAG_NIL)
                                     << (s->n + i) % 64;
    switch (s->type) {
    case ALM_INTEGER: return add_integers(s, v, n);
    case ALM_NUMBER: return add_numbers(s, v, n);
    case ALM_TEXT: return add_texts(s, texts, v, n);
    default: return add_booleans(s, v, n);
    }
}

bool alm_sink_add(alm_sink *s, alm_lift_texts *texts, const alm_vec *results,
                  size_t n, bool mask)
{
    unsigned kinds = 0;

    for (size_t i = 0; i < n; i++)
        kinds |= results->tags[i];
    if (mask && (kinds & ~(unsigned)(ALM_TAG_FALSY | ALM_TAG_TRUE)) != 0)
        return refuse(s, "its results are not true or false");
    if (kinds != ALM_TAG_NIL &&
        (!meet(s, kinds) || !add_values(s, texts, results, n)))
        return false;
    s->n += n;
    return true;
}

bool alm_sink_finish(alm_column **out, alm_sink *s)
{
    if (!s->typed && !start(s, ALM_NUMBER))
        return false;
    if (alm_column_take(out, s->type, s->values, s->valid, s->dict, s->rows,
                        NULL) != ALM_OK)
        return refuse(s, "memory is short");
    s->values = NULL;
    s->valid = NULL;
    s->dict = NULL;
    return true;
}
