#include "lift/run.h"

/* Steps that are seldom in a hurry: the bits of integers, `not`, lengths. */

bool alm_lift_bits(alm_lift_run *r, const alm_step *s,
                   const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    const alm_vec *b = &r->vecs[s->c];
    alm_vec *out = &r->vecs[s->a];
    unsigned kinds = 0;
    alm_value z;

    ALM_EACH_ROW(rows, i, const alm_value x = alm_value_at(a, i);
                 const alm_value y = alm_value_at(b, i);
                 if (!alm_value_bits(&z, s->op, &x, &y)) return alm_lift_leave(
                     r, "it asks for the bits of what is no integer");
                 alm_value_put(out, i, &z, &kinds););
    alm_vec_made(out, rows, kinds);
    return true;
}

bool alm_lift_not(alm_lift_run *r, const alm_step *s, const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    alm_vec *out = &r->vecs[s->a];

    ALM_EACH_ROW(rows, i,
                 out->tags[i] = (a->tags[i] & ALM_TAG_FALSY) != 0
                                    ? ALM_TAG_TRUE
                                    : ALM_TAG_FALSE;);
    alm_vec_made(out, rows, ALM_TAG_TRUE | ALM_TAG_FALSE);
    return true;
}

bool alm_lift_length(alm_lift_run *r, const alm_step *s,
                     const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    alm_vec *out = &r->vecs[s->a];

    if (alm_vec_kinds(a, rows) != ALM_TAG_TEXT)
        return alm_lift_leave(r, "it asks for the length of what is no text");
    ALM_EACH_ROW(rows, i, size_t len;
                 (void)alm_lift_texts_get(&r->p->texts, a->cells[i].text, &len);
                 out->cells[i].i = (int64_t)len;);
    alm_vec_tag(out, rows, ALM_TAG_INTEGER);
    return true;
}
