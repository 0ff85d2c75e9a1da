#include <string.h>

#include "table/builder_private.h"
#include "table/infer_private.h"

/* Cells that become values whatever came before them. */

alm_status alm_infer_put_missing(alm_infer *inf, alm_error *err)
{
    if (inf->builder == NULL) {
        inf->pending++;
        return ALM_OK;
    }
    return alm_builder_add_missing(inf->builder, err);
}

alm_status alm_infer_put_text(alm_infer *inf, const char *text, size_t len,
                              alm_cell cell, alm_error *err)
{
    if (alm_cell_is_missing(&inf->rules, text, len, cell))
        return alm_builder_add_missing(inf->builder, err);
    return alm_builder_add_text(inf->builder, text, len, err);
}

alm_status alm_infer_put_bad(alm_infer *inf, const alm_cell_value *v,
                             alm_error *err)
{
    alm_infer_result *r = &inf->result;
    if (r->bad++ == 0) {
        const size_t n = v->raw_len < sizeof r->bad_text - 1
                             ? v->raw_len
                             : sizeof r->bad_text - 1;
        memcpy(r->bad_text, v->raw, n);
        r->bad_text[n] = '\0';
        r->bad_row = inf->rows;
    }
    return alm_infer_put_missing(inf, err);
}

alm_number_kind alm_infer_number(alm_infer *inf, const alm_cell_value *v,
                                 int64_t *i, double *x)
{
    const alm_number_kind kind = alm_cell_number(&inf->rules, v, i, x);
    if (kind != ALM_NUMBER_NONE && inf->rules.percent &&
        v->text[v->len - 1] == '%')
        inf->result.percent = true;
    return kind;
}

static alm_status add_declared_number(alm_infer *inf, const alm_cell_value *v,
                                      alm_error *err)
{
    int64_t i = 0;
    double x = 0.0;
    const alm_number_kind kind = alm_infer_number(inf, v, &i, &x);
    if (kind == ALM_NUMBER_NONE || kind == ALM_NUMBER_BIG)
        return alm_infer_put_bad(inf, v, err);
    if (inf->rules.type == ALM_INTEGER)
        return kind == ALM_NUMBER_INTEGER
                   ? alm_builder_add_integer(inf->builder, i, err)
                   : alm_infer_put_bad(inf, v, err);
    if (kind == ALM_NUMBER_INTEGER && alm_infer_is_inexact(i) && (double)i != x)
        return alm_infer_put_bad(inf, v, err);
    return alm_builder_add_number(inf->builder, x, err);
}

alm_status alm_infer_put_declared(alm_infer *inf, const alm_cell_value *v,
                                  alm_error *err)
{
    alm_period p = 0;
    bool b = false;
    if (alm_cell_is_null(&inf->rules, v))
        return alm_infer_put_missing(inf, err);
    switch (inf->rules.type) {
    case ALM_INTEGER:
    case ALM_NUMBER: return add_declared_number(inf, v, err);
    case ALM_BOOLEAN:
        return alm_cell_boolean(&inf->rules, v, &b)
                   ? alm_builder_add_boolean(inf->builder, b, err)
                   : alm_infer_put_bad(inf, v, err);
    case ALM_PERIOD:
        return alm_period_parse(&p, v->text, v->len)
                   ? alm_builder_add_period(inf->builder, p, err)
                   : alm_infer_put_bad(inf, v, err);
    case ALM_TEXT: break;
    }
    return alm_infer_put_text(inf, v->raw, v->raw_len, v->cell, err);
}
