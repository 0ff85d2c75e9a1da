#include "lift/run.h"

/* Conditions: == < <= and what is true. */

#define ALM_HOLDS(type, sign) \
    ALM_EACH_ROW(rows, i, out[i] = a->cells[i].type sign b->cells[i].type;)

static void same_integers(uint8_t *out, alm_step_op op, const alm_vec *a,
                          const alm_vec *b, const alm_some_rows *rows)
{
    switch (op) {
    case ALM_STEP_IF_EQUAL: ALM_HOLDS(i, ==); break;
    case ALM_STEP_IF_LESS: ALM_HOLDS(i, <); break;
    default: ALM_HOLDS(i, <=); break;
    }
}

#define ALM_DOUBLES_HOLD(sign) ALM_EACH_ROW(rows, i, out[i] = x[i] sign y[i];)

static void same_numbers(uint8_t *out, alm_step_op op, const double *x,
                         const double *y, const alm_some_rows *rows)
{
    switch (op) {
    case ALM_STEP_IF_EQUAL: ALM_DOUBLES_HOLD(==); break;
    case ALM_STEP_IF_LESS: ALM_DOUBLES_HOLD(<); break;
    default: ALM_DOUBLES_HOLD(<=); break;
    }
}

/* Whether doubles hold all integers of the rows. */
static bool are_small(const alm_vec *v, const alm_some_rows *rows)
{
    const uint64_t edge = UINT64_C(1) << 53;
    uint64_t beyond = 0;

    ALM_EACH_ROW(rows, i, beyond |= (uint64_t)v->cells[i].i + edge > 2 * edge;);
    return beyond == 0;
}

/* Numbers of one type each, one of them floats. False where it takes more than
 * doubles to compare them. */
static bool compare_numbers(alm_lift_run *r, const alm_step *s,
                            const alm_some_rows *rows, unsigned ka, unsigned kb)
{
    const alm_vec *a = &r->vecs[s->b];
    const alm_vec *b = &r->vecs[s->c];

    if (((ka & ALM_TAG_INTEGER) != 0 && !are_small(a, rows)) ||
        ((kb & ALM_TAG_INTEGER) != 0 && !are_small(b, rows)))
        return false;
    same_numbers(r->truth, s->op, alm_vec_doubles(a, rows, ka, r->x),
                 alm_vec_doubles(b, rows, kb, r->y), rows);
    return true;
}

/* Where one of them is nil nothing holds; two are equal. */
static void settle_nil(uint8_t *truth, alm_step_op op, const alm_vec *a,
                       const alm_vec *b, const alm_some_rows *rows)
{
    const bool equal = op == ALM_STEP_IF_EQUAL;
    ALM_EACH_ROW(rows, i,
                 if (((a->tags[i] | b->tags[i]) & ALM_TAG_NIL) != 0) truth[i] =
                     equal && a->tags[i] == b->tags[i];);
}

/* Row by row, whatever the types. */
static bool compare_values(alm_lift_run *r, const alm_step *s,
                           const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    const alm_vec *b = &r->vecs[s->c];
    const alm_lift_texts *texts = &r->p->texts;
    const bool or_equal = s->op == ALM_STEP_IF_LESS_EQUAL;
    bool holds;

    ALM_EACH_ROW(
        rows, i, const alm_value x = alm_value_at(a, i);
        const alm_value y = alm_value_at(b, i);
        if (s->op == ALM_STEP_IF_EQUAL) holds = alm_value_equal(texts, &x, &y);
        else if (!alm_value_less(
                     &holds, texts, or_equal, &x,
                     &y)) return alm_lift_leave(r, "it compares values "
                                                   "of two types");
        r->truth[i] = holds;);
    return true;
}

static bool compare(alm_lift_run *r, const alm_step *s,
                    const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    const alm_vec *b = &r->vecs[s->c];
    const unsigned ka = alm_vec_kinds(a, rows);
    const unsigned kb = alm_vec_kinds(b, rows);
    const unsigned values = (ka | kb) & ~(unsigned)ALM_TAG_NIL;

    if (kb == ALM_TAG_NIL && s->op == ALM_STEP_IF_EQUAL) {
        ALM_EACH_ROW(rows, i, r->truth[i] = a->tags[i] == ALM_TAG_NIL;);
        return true;
    }
    if (values == ALM_TAG_INTEGER) {
        same_integers(r->truth, s->op, a, b, rows);
    } else if (values == ALM_TAG_FLOAT ||
               (values == ALM_TAG_NUMBERS &&
                (ka & ALM_TAG_NUMBERS) != ALM_TAG_NUMBERS &&
                (kb & ALM_TAG_NUMBERS) != ALM_TAG_NUMBERS)) {
        if (!compare_numbers(r, s, rows, ka, kb))
            return compare_values(r, s, rows);
    } else {
        return compare_values(r, s, rows);
    }
    if (((ka | kb) & ALM_TAG_NIL) != 0)
        settle_nil(r->truth, s->op, a, b, rows);
    return true;
}

bool alm_lift_condition(alm_lift_run *r, const alm_step *s,
                        const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];

    if (s->op != ALM_STEP_IF_TRUE && s->op != ALM_STEP_IF_SET)
        return compare(r, s, rows);
    ALM_EACH_ROW(rows, i, r->truth[i] = (a->tags[i] & ALM_TAG_FALSY) == 0;);
    return true;
}
