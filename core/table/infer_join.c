#include <string.h>

#include "base/alloc.h"
#include "table/infer_private.h"

/* Columns that are fed in parts. */

void alm_infer_reserve(alm_infer *whole, size_t rows)
{
    if (whole->builder != NULL)
        alm_builder_reserve(whole->builder, rows);
}

static bool is_numeric(alm_type type)
{
    return type == ALM_INTEGER || type == ALM_NUMBER;
}

/* The builder that a part needs to go on where the whole stands: its own again,
 * when that is of the same type. */
static alm_status take_builder(alm_infer *part, const alm_infer *whole,
                               bool keep_texts, alm_error *err)
{
    if (whole->builder != NULL && part->builder != NULL &&
        alm_builder_type(part->builder) == alm_builder_type(whole->builder))
        return alm_builder_clear(part->builder, keep_texts, err);
    alm_builder_free(part->builder);
    part->builder = NULL;
    if (whole->builder == NULL)
        return ALM_OK;
    return alm_builder_new(&part->builder, alm_builder_type(whole->builder),
                           part->expected, err);
}

/* Makes `part` ready for rows that come after those of the whole. */
static alm_status go_on(alm_infer *part, const alm_infer *whole,
                        bool keep_texts, alm_error *err)
{
    part->state = whole->state;
    part->rows = 0;
    part->pending = 0;
    part->rules.period_hint = whole->rules.period_hint;
    part->force_text = whole->force_text;
    part->lenient = whole->lenient;
    part->hinted = whole->hinted;
    part->beyond_exact = false;
    part->decimal_seen = false;
    part->numbers = 0;
    part->others = 0;
    part->result.bad = 0;
    part->result.percent = false;
    return take_builder(part, whole, keep_texts, err);
}

alm_status alm_infer_new_part(alm_infer **out, const alm_infer *whole,
                              size_t rows, alm_error *err)
{
    alm_infer *part = alm_alloc_zeroed(1, sizeof *part);
    if (part == NULL)
        return alm_fail_memory(err, "a column");
    part->rules = whole->rules;
    part->plain = whole->plain;
    part->expected = rows;
    const alm_status status = go_on(part, whole, false, err);
    if (status != ALM_OK) {
        alm_infer_free(part);
        return status;
    }
    *out = part;
    return ALM_OK;
}

alm_status alm_infer_empty(alm_infer *part, const alm_infer *whole,
                           alm_error *err)
{
    return go_on(part, whole, false, err);
}

static void join_counts(alm_infer *whole, const alm_infer *part)
{
    alm_infer_result *r = &whole->result;
    if (r->bad == 0 && part->result.bad > 0) {
        r->bad_row = whole->rows + part->result.bad_row;
        memcpy(r->bad_text, part->result.bad_text, sizeof r->bad_text);
    }
    r->bad += part->result.bad;
    r->percent = r->percent || part->result.percent;
    whole->numbers += part->numbers;
    whole->others += part->others;
    whole->beyond_exact = whole->beyond_exact || part->beyond_exact;
    whole->decimal_seen = whole->decimal_seen || part->decimal_seen;
}

/* A part that saw nothing but missing values. */
static alm_status join_missing(alm_infer *whole, const alm_infer *part,
                               alm_error *err)
{
    alm_status status = ALM_OK;
    if (whole->builder == NULL)
        whole->pending += part->pending;
    for (size_t i = 0;
         status == ALM_OK && whole->builder != NULL && i < part->pending; i++)
        status = alm_builder_add_missing(whole->builder, err);
    return status;
}

static alm_status join_values(alm_infer *whole, alm_infer *part, alm_error *err)
{
    const alm_type a = alm_builder_type(whole->builder);
    const alm_type b = alm_builder_type(part->builder);
    if (a != b && !(is_numeric(a) && is_numeric(b))) {
        /* Each may have gone by the hint or not, for want of earlier rows. */
        whole->hinted = whole->hinted || part->hinted;
        alm_infer_lose(whole);
        return ALM_OK;
    }
    if (!whole->rules.typed && whole->beyond_exact && whole->decimal_seen) {
        alm_infer_lose(whole);
        return ALM_OK;
    }
    if (a != b)
        alm_builder_widen(a == ALM_INTEGER ? whole->builder : part->builder);
    return alm_builder_append(whole->builder, part->builder, err);
}

alm_status alm_infer_join(alm_infer *whole, alm_infer *part, alm_error *err)
{
    alm_status status = ALM_OK;
    join_counts(whole, part);
    if (whole->state != STATE_LOST && part->state == STATE_LOST) {
        whole->rules.period_hint = part->rules.period_hint;
        whole->force_text = part->force_text;
        whole->state = STATE_LOST;
    } else if (whole->state != STATE_LOST && part->builder == NULL) {
        status = join_missing(whole, part, err);
    } else if (whole->state != STATE_LOST) {
        if (whole->builder == NULL) {
            whole->hinted = part->hinted;
            status =
                alm_infer_start(whole, alm_builder_type(part->builder), err);
        }
        if (status == ALM_OK)
            status = join_values(whole, part, err);
    }
    whole->rows += part->rows;
    return status == ALM_OK ? go_on(part, whole, true, err) : status;
}
