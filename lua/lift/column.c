#include <string.h>

#include "lift/run.h"

/* Cells of the table into a register. */

static alm_tag tag_of(alm_type type)
{
    switch (type) {
    case ALM_INTEGER: return ALM_TAG_INTEGER;
    case ALM_NUMBER: return ALM_TAG_FLOAT;
    case ALM_BOOLEAN: return ALM_TAG_FALSE;
    default: return ALM_TAG_TEXT;
    }
}

/* The tags of the rows: `tag` or nil. */
static unsigned put_tags(const alm_lift_run *r, alm_vec *out,
                         const alm_vector *v, const alm_some_rows *rows,
                         alm_tag tag)
{
    unsigned kinds = 0;

    if (rows->all && v->rows == NULL && v->valid == NULL) {
        memset(out->tags, (int)tag, rows->n);
        return tag;
    }
    ALM_EACH_ROW(rows, i,
                 const uint8_t t = alm_vector_present(v, r->base + i)
                                       ? (uint8_t)tag
                                       : (uint8_t)ALM_TAG_NIL;
                 out->tags[i] = t; kinds |= t;);
    return kinds;
}

/* Integers or doubles, as they are: what is missing is 0 there. */
static void put_numbers(const alm_lift_run *r, alm_vec *out,
                        const alm_vector *v, const alm_some_rows *rows)
{
    const alm_cell *from = v->numbers != NULL
                               ? (const alm_cell *)(const void *)v->numbers
                               : (const alm_cell *)(const void *)v->integers;

    if (v->rows != NULL) {
        ALM_EACH_ROW(rows, i, const size_t at = v->rows[r->base + i];
                     if (at != ALM_ROW_NONE) out->cells[i] = from[at];);
    } else if (rows->all) {
        memcpy(out->cells, from + r->base, rows->n * sizeof *from);
    } else {
        ALM_EACH_ROW(rows, i, out->cells[i] = from[r->base + i];);
    }
}

static void put_texts(const alm_lift_run *r, alm_vec *out, const alm_vector *v,
                      const alm_some_rows *rows, uint64_t source)
{
    ALM_EACH_ROW(
        rows, i, if (out->tags[i] != ALM_TAG_NIL) {
            const size_t at = alm_vector_at(v, r->base + i);
            out->cells[i].text = source << 32 | v->codes[at];
        });
}

/* Rows of one period often follow each other. */
static bool put_periods(alm_lift_run *r, alm_vec *out, const alm_vector *v,
                        const alm_some_rows *rows)
{
    const int64_t *last = NULL;
    uint64_t text = 0;

    ALM_EACH_ROW(
        rows, i, if (out->tags[i] != ALM_TAG_NIL) {
            const int64_t *now = &v->integers[alm_vector_at(v, r->base + i)];
            if (last == NULL || *last != *now) {
                last = now;
                if (alm_lift_texts_period(&text, &r->p->texts, *now, NULL) !=
                    ALM_OK)
                    return alm_lift_leave(r, "memory is short");
            }
            out->cells[i].text = text;
        });
    return true;
}

static unsigned put_booleans(const alm_lift_run *r, alm_vec *out,
                             const alm_vector *v, const alm_some_rows *rows)
{
    unsigned kinds = 0;

    ALM_EACH_ROW(
        rows, i, if (out->tags[i] != ALM_TAG_NIL) {
            const size_t at = alm_vector_at(v, r->base + i);
            out->tags[i] = v->booleans[at] ? ALM_TAG_TRUE : ALM_TAG_FALSE;
        } kinds |= out->tags[i];);
    return kinds;
}

bool alm_lift_column(alm_lift_run *r, size_t to, alm_program_column *column,
                     const alm_some_rows *rows)
{
    const alm_vector *v = &column->vector;
    alm_vec *out = &r->vecs[to];
    unsigned kinds = put_tags(r, out, v, rows, tag_of(v->type));

    column->read = true;
    switch (v->type) {
    case ALM_INTEGER:
    case ALM_NUMBER: put_numbers(r, out, v, rows); break;
    case ALM_TEXT: put_texts(r, out, v, rows, column->source); break;
    case ALM_BOOLEAN: kinds = put_booleans(r, out, v, rows); break;
    case ALM_PERIOD:
        if (!put_periods(r, out, v, rows))
            return false;
        break;
    }
    alm_vec_made(out, rows, kinds);
    return true;
}
