#include "lift/vec.h"

#include <string.h>

/* Whether all that is not nil is of one type of numbers. */
static bool is_plain(unsigned kinds)
{
    const unsigned values = kinds & ~(unsigned)ALM_TAG_NIL;
    return (values & (values - 1)) == 0;
}

unsigned alm_vec_kinds(const alm_vec *v, const alm_some_rows *rows)
{
    unsigned kinds = 0;

    if (is_plain(v->kinds) && (v->kinds & ALM_TAG_NIL) == 0)
        return v->kinds;
    ALM_EACH_ROW(rows, i, kinds |= v->tags[i];);
    return kinds;
}

void alm_vec_copy(alm_vec *to, const alm_vec *from, const alm_some_rows *rows)
{
    if (rows->all) {
        memcpy(to->tags, from->tags, rows->n);
        memcpy(to->cells, from->cells, rows->n * sizeof *to->cells);
    } else {
        ALM_EACH_ROW(rows, i, to->tags[i] = from->tags[i];
                     to->cells[i] = from->cells[i];);
    }
    alm_vec_made(to, rows, from->kinds);
}

void alm_vec_tag(alm_vec *to, const alm_some_rows *rows, alm_tag tag)
{
    if (rows->all)
        memset(to->tags, (int)tag, rows->n);
    else
        ALM_EACH_ROW(rows, i, to->tags[i] = (uint8_t)tag;);
    alm_vec_made(to, rows, tag);
}

void alm_vec_tag_unless_nil(alm_vec *to, const alm_vec *a, const alm_vec *b,
                            const alm_some_rows *rows, unsigned kinds,
                            alm_tag tag)
{
    if ((kinds & ALM_TAG_NIL) == 0) {
        alm_vec_tag(to, rows, tag);
        return;
    }
    const uint8_t *x = a->tags;
    const uint8_t *y = b->tags;
    uint8_t *out = to->tags;
    ALM_EACH_ROW(rows, i,
                 out[i] = ((x[i] | y[i]) & ALM_TAG_NIL) != 0 ? ALM_TAG_NIL
                                                             : (uint8_t)tag;);
    alm_vec_made(to, rows, (unsigned)tag | ALM_TAG_NIL);
}

const double *alm_vec_doubles(const alm_vec *v, const alm_some_rows *rows,
                              unsigned kinds, double *into)
{
    if ((kinds & ALM_TAG_INTEGER) == 0)
        return &v->cells[0].d;
    ALM_EACH_ROW(rows, i, into[i] = (double)v->cells[i].i;);
    return into;
}
