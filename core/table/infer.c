#include "table/infer.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/number.h"
#include "table/builder_private.h"
#include "table/infer_private.h"

#define RAW_ROWS ALM_INFER_RAW_ROWS

void alm_infer_reset(alm_infer *inf)
{
    alm_builder_free(inf->builder);
    inf->builder = NULL;
    inf->state = STATE_NONE;
    inf->pending = 0;
    inf->hinted = inf->rules.period_hint;
    inf->beyond_exact = false;
    inf->decimal_seen = false;
    inf->numbers = 0;
    inf->others = 0;
    inf->result = (alm_infer_result){0};
}

alm_status alm_infer_start(alm_infer *inf, alm_type type, alm_error *err)
{
    alm_status status = alm_builder_new(&inf->builder, type, 0, err);
    for (size_t i = 0; status == ALM_OK && i < inf->pending; i++)
        status = alm_builder_add_missing(inf->builder, err);
    if (status == ALM_OK)
        inf->state = type == ALM_TEXT ? STATE_TEXT : STATE_TYPED;
    return status;
}

alm_status alm_infer_new(alm_infer **out, const alm_infer_rules *rules,
                         alm_error *err)
{
    alm_infer *inf = alm_alloc_zeroed(1, sizeof *inf);
    if (inf == NULL)
        return alm_fail_memory(err, "a column");
    inf->rules = *rules;
    inf->force_text = rules->typed && rules->type == ALM_TEXT;
    inf->plain = !rules->typed && rules->bad != ALM_BAD_MISSING &&
                 !rules->percent && !rules->strip_units && rules->group == 0 &&
                 (rules->decimal == 0 || rules->decimal == '.');
    alm_infer_reset(inf);
    alm_status status = ALM_OK;
    if (rules->typed) {
        status = alm_infer_start(inf, rules->type, err);
    } else {
        inf->cells = alm_alloc(RAW_ROWS, sizeof *inf->cells);
        if (inf->cells == NULL)
            status = alm_fail_memory(err, "a column");
    }
    if (status != ALM_OK) {
        alm_infer_free(inf);
        return status;
    }
    *out = inf;
    return ALM_OK;
}

void alm_infer_free(alm_infer *inf)
{
    if (inf == NULL)
        return;
    alm_builder_free(inf->builder);
    alm_buffer_free(&inf->raw);
    alm_dealloc(inf->cells);
    alm_dealloc(inf);
}

/* Adding ---------------------------------------------------------------- */

void alm_infer_lose(alm_infer *inf)
{
    /* A hint that failed is no verdict: year columns may hold anything. */
    if (inf->rules.period_hint && inf->hinted)
        inf->rules.period_hint = false;
    else
        inf->force_text = true;
    inf->state = STATE_LOST;
}

static alm_status lose(alm_infer *inf)
{
    alm_infer_lose(inf);
    return ALM_OK;
}

static alm_status add_number_cell(alm_infer *inf, alm_number_kind kind,
                                  int64_t i, double x, alm_error *err)
{
    if (kind == ALM_NUMBER_BIG)
        return lose(inf);
    /* No integer is minus zero; the writers write it so. */
    const bool whole =
        kind == ALM_NUMBER_INTEGER && !(i == 0 && signbit(x) != 0);
    if (whole)
        inf->beyond_exact = inf->beyond_exact || alm_infer_is_inexact(i);
    else
        inf->decimal_seen = true;
    if (inf->beyond_exact && inf->decimal_seen)
        return lose(inf);
    if (inf->builder->type == ALM_NUMBER)
        return alm_builder_push_number(inf->builder, x, err);
    if (whole)
        return alm_builder_push_word(inf->builder, i, err);
    alm_builder_widen(inf->builder);
    return alm_builder_push_number(inf->builder, x, err);
}

static bool is_full_period(const alm_cell_value *v, alm_period *p)
{
    return v->len > 4 && alm_period_parse(p, v->text, v->len);
}

static alm_status add_first(alm_infer *inf, const alm_cell_value *v,
                            alm_error *err)
{
    alm_period p = 0;
    int64_t i = 0;
    double x = 0.0;
    bool b = false;
    alm_number_kind kind;
    alm_status status;

    if (!inf->lenient &&
        (is_full_period(v, &p) ||
         (inf->hinted && alm_period_parse(&p, v->text, v->len)))) {
        status = alm_infer_start(inf, ALM_PERIOD, err);
        return status == ALM_OK ? alm_builder_add_period(inf->builder, p, err)
                                : status;
    }
    inf->hinted = false;
    kind = alm_infer_number(inf, v, &i, &x);
    if (kind != ALM_NUMBER_NONE) {
        status = alm_infer_start(inf, ALM_INTEGER, err);
        return status == ALM_OK ? add_number_cell(inf, kind, i, x, err)
                                : status;
    }
    if (inf->lenient)
        return alm_infer_put_bad(inf, v, err);
    if (v->cell != ALM_CELL_STRING && alm_cell_boolean(&inf->rules, v, &b)) {
        status = alm_infer_start(inf, ALM_BOOLEAN, err);
        return status == ALM_OK ? alm_builder_add_boolean(inf->builder, b, err)
                                : status;
    }
    return lose(inf);
}

static alm_status add_typed(alm_infer *inf, const alm_cell_value *v,
                            alm_error *err)
{
    alm_period p = 0;
    int64_t i = 0;
    double x = 0.0;
    bool b = false;

    switch (inf->builder->type) {
    case ALM_INTEGER:
    case ALM_NUMBER: {
        const alm_number_kind kind = alm_infer_number(inf, v, &i, &x);
        if (kind != ALM_NUMBER_NONE)
            return add_number_cell(inf, kind, i, x, err);
        break;
    }
    case ALM_PERIOD:
        if (inf->hinted ? alm_period_parse(&p, v->text, v->len)
                        : is_full_period(v, &p))
            return alm_builder_add_period(inf->builder, p, err);
        break;
    case ALM_BOOLEAN:
        if (v->cell != ALM_CELL_STRING && alm_cell_boolean(&inf->rules, v, &b))
            return alm_builder_add_boolean(inf->builder, b, err);
        break;
    case ALM_TEXT: break;
    }
    if (alm_cell_is_null(&inf->rules, v))
        return alm_infer_put_missing(inf, err);
    return inf->lenient ? alm_infer_put_bad(inf, v, err) : lose(inf);
}

/* Under ALM_BAD_MISSING the majority decides, so the values are counted. */
static void count_number(alm_infer *inf, const alm_cell_value *v)
{
    int64_t i;
    double x;
    const alm_number_kind kind = alm_infer_number(inf, v, &i, &x);
    if (kind == ALM_NUMBER_INTEGER || kind == ALM_NUMBER_DECIMAL)
        inf->numbers++;
    else if (!alm_cell_is_null(&inf->rules, v))
        inf->others++;
}

/* Whether all there is to know of a cell of this column is the number that it
 * may be. */
static bool is_plainly_numeric(const alm_infer *inf)
{
    return inf->plain && inf->state == STATE_TYPED &&
           (inf->builder->type == ALM_NUMBER ||
            inf->builder->type == ALM_INTEGER);
}

static alm_status add_cell(alm_infer *inf, const char *text, size_t len,
                           alm_cell cell, alm_error *err)
{
    if (inf->state == STATE_TEXT &&
        (inf->rules.typed || inf->rules.bad != ALM_BAD_MISSING))
        return alm_infer_put_text(inf, text, len, cell, err);
    if (cell != ALM_CELL_STRING && is_plainly_numeric(inf)) {
        int64_t i = 0;
        double x = 0.0;
        const alm_short_number kind = alm_parse_short(&i, &x, text, len);
        if (kind != ALM_SHORT_NONE)
            return add_number_cell(inf,
                                   kind == ALM_SHORT_INTEGER
                                       ? ALM_NUMBER_INTEGER
                                       : ALM_NUMBER_DECIMAL,
                                   i, x, err);
    }

    const alm_cell_value v = alm_cell_trim(text, len, cell);
    if (inf->rules.typed)
        return alm_infer_put_declared(inf, &v, err);
    if (inf->rules.bad == ALM_BAD_MISSING && !inf->lenient)
        count_number(inf, &v);
    switch (inf->state) {
    case STATE_TEXT: return alm_infer_put_text(inf, text, len, cell, err);
    case STATE_LOST: return ALM_OK;
    case STATE_TYPED: return add_typed(inf, &v, err);
    case STATE_NONE: break;
    }
    if (!alm_cell_is_null(&inf->rules, &v))
        return add_first(inf, &v, err);
    inf->pending++;
    return ALM_OK;
}

/* Goes through the raw rows until they are of one type. */
static alm_status settle_raw(alm_infer *inf, alm_error *err)
{
    const size_t rows = inf->rows;
    const char *raw = inf->raw.len > 0 ? inf->raw.data : "";
    alm_status status = ALM_OK;
    do {
        size_t at = 0;
        alm_infer_reset(inf);
        if (inf->force_text)
            status = alm_infer_start(inf, ALM_TEXT, err);
        for (inf->rows = 0; status == ALM_OK && inf->rows < rows; inf->rows++) {
            const raw_cell *c = &inf->cells[inf->rows];
            status = c->missing
                         ? alm_infer_put_missing(inf, err)
                         : add_cell(inf, raw + at, c->end - at, c->cell, err);
            at = c->end;
        }
        inf->rows = rows;
    } while (status == ALM_OK && inf->state == STATE_LOST);
    alm_buffer_free(&inf->raw);
    alm_dealloc(inf->cells);
    inf->cells = NULL;
    return status;
}

static alm_status keep_raw(alm_infer *inf, const char *text, size_t len,
                           alm_cell cell, bool missing, alm_error *err)
{
    const alm_status status = alm_buffer_add(&inf->raw, text, len, err);
    if (status != ALM_OK)
        return status;
    inf->cells[inf->rows++] = (raw_cell){inf->raw.len, cell, missing};
    return inf->rows == RAW_ROWS ? settle_raw(inf, err) : ALM_OK;
}

alm_status alm_infer_add(alm_infer *inf, const char *text, size_t len,
                         alm_cell cell, alm_error *err)
{
    if (inf->cells != NULL)
        return keep_raw(inf, text, len, cell, false, err);
    const alm_status status = add_cell(inf, text, len, cell, err);
    inf->rows++;
    return status;
}

alm_status alm_infer_add_missing(alm_infer *inf, alm_error *err)
{
    if (inf->cells != NULL)
        return keep_raw(inf, "", 0, ALM_CELL_PLAIN, true, err);
    inf->rows++;
    return inf->state == STATE_LOST ? ALM_OK : alm_infer_put_missing(inf, err);
}

alm_status alm_infer_settle(alm_infer *inf, alm_error *err)
{
    return inf->cells != NULL ? settle_raw(inf, err) : ALM_OK;
}

/* Finishing ------------------------------------------------------------- */

static alm_status go_back(bool *again, alm_infer *inf, alm_error *err)
{
    alm_infer_reset(inf);
    inf->rows = 0;
    *again = true;
    return inf->force_text ? alm_infer_start(inf, ALM_TEXT, err) : ALM_OK;
}

alm_status alm_infer_again(bool *again, alm_infer *inf, alm_error *err)
{
    const alm_status status = alm_infer_settle(inf, err);
    *again = false;
    if (status != ALM_OK)
        return status;
    if (inf->state == STATE_LOST)
        return go_back(again, inf, err);
    if (inf->state == STATE_TEXT && !inf->rules.typed &&
        inf->rules.bad == ALM_BAD_MISSING && !inf->lenient &&
        inf->numbers > 0 && inf->numbers >= inf->others) {
        inf->force_text = false;
        inf->lenient = true;
        return go_back(again, inf, err);
    }
    return ALM_OK;
}

alm_status alm_infer_finish(alm_column **out, alm_infer_result *result,
                            alm_infer *inf, alm_error *err)
{
    alm_status status = ALM_OK;
    assert(inf->cells == NULL && inf->state != STATE_LOST);
    if (inf->builder == NULL)
        status = alm_infer_start(inf, ALM_NUMBER, err);
    if (status == ALM_OK) {
        alm_builder *b = inf->builder;
        inf->builder = NULL;
        status = alm_builder_finish(out, b, err);
    }
    if (status == ALM_OK && result != NULL)
        *result = inf->result;
    alm_infer_free(inf);
    return status;
}
