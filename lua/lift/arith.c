#include "lift/run.h"

/* + - * / // % ^ of numbers: loops over one type where all rows have it. */

/* Whether there are no other types, and not both kinds of numbers. */
static bool is_one_number(unsigned kinds)
{
    return (kinds & ~(unsigned)(ALM_TAG_NUMBERS | ALM_TAG_NIL)) == 0 &&
           (kinds & ALM_TAG_NUMBERS) != ALM_TAG_NUMBERS;
}

#define ALM_NUMBERS(expression)                                         \
    ALM_EACH_ROW(rows, i, const double x = a[i]; const double y = b[i]; \
                 out[i].d = (expression);)

static void numbers(alm_cell *out, alm_step_op op, const double *a,
                    const double *b, const alm_some_rows *rows)
{
    switch (op) {
    case ALM_STEP_ADD: ALM_NUMBERS(x + y); break;
    case ALM_STEP_SUBTRACT: ALM_NUMBERS(x - y); break;
    case ALM_STEP_MULTIPLY: ALM_NUMBERS(x * y); break;
    case ALM_STEP_DIVIDE: ALM_NUMBERS(x / y); break;
    case ALM_STEP_FLOOR_DIVIDE: ALM_NUMBERS(floor(x / y)); break;
    case ALM_STEP_MODULO: ALM_NUMBERS(alm_lua_modulo(x, y)); break;
    default: ALM_NUMBERS(alm_lua_power(x, y)); break;
    }
}

#define ALM_INTEGERS(sign)  \
    ALM_EACH_ROW(rows, i,   \
                 out[i].i = \
                     (int64_t)((uint64_t)a[i].i sign(uint64_t) b[i].i);)

/* + - * wrap around. */
static void integers(alm_cell *out, alm_step_op op, const alm_cell *a,
                     const alm_cell *b, const alm_some_rows *rows)
{
    switch (op) {
    case ALM_STEP_ADD: ALM_INTEGERS(+); break;
    case ALM_STEP_SUBTRACT: ALM_INTEGERS(-); break;
    default: ALM_INTEGERS(*); break;
    }
}

/* Row by row, whatever the types. */
static bool values(alm_lift_run *r, const alm_step *s,
                   const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    const alm_vec *b = &r->vecs[s->c];
    alm_vec *out = &r->vecs[s->a];
    unsigned kinds = 0;
    alm_value z;

    ALM_EACH_ROW(rows, i, const alm_value x = alm_value_at(a, i);
                 const alm_value y = alm_value_at(b, i);
                 if (!alm_value_arith(&z, s->op, &x, &y)) return alm_lift_leave(
                     r, "its arithmetic meets what is no number, or divides an "
                        "integer by zero");
                 alm_value_put(out, i, &z, &kinds););
    alm_vec_made(out, rows, kinds);
    return true;
}

bool alm_lift_arith(alm_lift_run *r, const alm_step *s,
                    const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    const alm_vec *b = &r->vecs[s->c];
    alm_vec *out = &r->vecs[s->a];
    const unsigned ka = alm_vec_kinds(a, rows);
    const unsigned kb = alm_vec_kinds(b, rows);
    const bool wraps = s->op == ALM_STEP_ADD || s->op == ALM_STEP_SUBTRACT ||
                       s->op == ALM_STEP_MULTIPLY;

    if (!is_one_number(ka) || !is_one_number(kb))
        return values(r, s, rows);
    if (((ka | kb) & ALM_TAG_FLOAT) != 0 || s->op == ALM_STEP_DIVIDE ||
        s->op == ALM_STEP_POWER) {
        numbers(out->cells, s->op, alm_vec_doubles(a, rows, ka, r->x),
                alm_vec_doubles(b, rows, kb, r->y), rows);
        alm_vec_tag_unless_nil(out, a, b, rows, ka | kb, ALM_TAG_FLOAT);
        return true;
    }
    if (!wraps)
        return values(r, s, rows);
    integers(out->cells, s->op, a->cells, b->cells, rows);
    alm_vec_tag_unless_nil(out, a, b, rows, ka | kb, ALM_TAG_INTEGER);
    return true;
}

bool alm_lift_negate(alm_lift_run *r, const alm_step *s,
                     const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    alm_vec *out = &r->vecs[s->a];
    const unsigned kinds = alm_vec_kinds(a, rows);

    if ((kinds & ~(unsigned)(ALM_TAG_NUMBERS | ALM_TAG_NIL)) != 0)
        return alm_lift_leave(r, "its arithmetic meets what is no number");
    ALM_EACH_ROW(rows, i,
                 if (a->tags[i] == ALM_TAG_FLOAT) out->cells[i].d =
                     -a->cells[i].d;
                 else out->cells[i].i = (int64_t)(0U - (uint64_t)a->cells[i].i);
                 out->tags[i] = a->tags[i];);
    alm_vec_made(out, rows, kinds);
    return true;
}
