#include "io/csv_plan.h"

/* One pass over a source: the first rows by one thread, which shows what the
 * columns are like, and the rest by as many as it is worth. */

static alm_status feed(alm_infer *const *infers, size_t width,
                       const alm_csv_record *record, alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < width; i++) {
        if (infers[i] == NULL)
            continue;
        if (i >= record->count) {
            status = alm_infer_add_missing(infers[i], err);
            continue;
        }
        const alm_csv_field *f = &record->fields[i];
        status =
            alm_infer_add(infers[i], f->text, f->len,
                          f->quoted ? ALM_CELL_QUOTED : ALM_CELL_PLAIN, err);
    }
    return status;
}

static alm_status take(alm_csv_target *t, const alm_csv_record *record,
                       alm_error *err)
{
    alm_csv_structure *s = t->structure;
    alm_status status = ALM_OK;
    const alm_csv_verdict v = alm_csv_judge(t->plan, record);
    if (v == ALM_CSV_REFUSE && s != NULL)
        alm_csv_ragged_note(&s->ragged, record);
    if (v == ALM_CSV_DROP && s != NULL)
        s->dropped++;
    if (v != ALM_CSV_KEEP)
        return ALM_OK;
    if (s != NULL)
        status = alm_csv_lines_add(&s->lines, t->rows, record->line, err);
    if (status == ALM_OK && t->infers != NULL)
        status = feed(t->infers, t->plan->names.len, record, err);
    t->rows++;
    return status;
}

alm_status alm_csv_read(alm_csv_target *t, bool *more, alm_csv_reader *reader,
                        size_t end, size_t rows, alm_error *err)
{
    alm_csv_record record;
    alm_status status = ALM_OK;
    *more = true;
    while (status == ALM_OK && t->rows < rows &&
           alm_csv_reader_place(reader).offset < end) {
        status = alm_csv_reader_next(&record, more, reader, err);
        if (status != ALM_OK || !*more)
            break;
        status = take(t, &record, err);
    }
    return status;
}

/* The columns as the first rows show them, with room for all that will come. */
static alm_status settle_columns(const alm_csv_target *t, alm_csv_place place,
                                 alm_error *err)
{
    const alm_csv_plan *p = t->plan;
    const size_t length = alm_source_length(p->source);
    const double more = (double)length / (double)place.offset;
    const size_t rows = (size_t)((double)t->rows * more * 1.02) + 64;
    alm_status status = ALM_OK;
    for (size_t i = 0; t->infers != NULL && i < p->names.len; i++) {
        if (t->infers[i] == NULL)
            continue;
        status = alm_infer_settle(t->infers[i], err);
        if (status != ALM_OK)
            break;
        alm_infer_reserve(t->infers[i], rows);
    }
    return status;
}

static bool is_shared(const alm_csv_plan *p)
{
    return p->share.workers > 1 &&
           alm_source_length(p->source) > p->share.above;
}

/* What follows the first rows, by all threads. */
static alm_status share_rest(alm_csv_target *t, alm_csv_reader **reader,
                             alm_error *err)
{
    const alm_csv_place place = alm_csv_reader_place(*reader);
    alm_csv_reader_free(*reader);
    *reader = NULL;
    const alm_status status = settle_columns(t, place, err);
    return status == ALM_OK ? alm_csv_share(t, place, err) : status;
}

/* A text in memory that is shared is checked by those who share it. */
static alm_status read_all(alm_csv_target *t, alm_error *err)
{
    const alm_csv_plan *p = t->plan;
    const bool shared = is_shared(p);
    const bool first = t->structure != NULL;
    const bool unchecked =
        first && shared && alm_source_text(p->source) != NULL;
    alm_csv_reader *reader = NULL;
    alm_csv_record record;
    bool more = true;
    alm_status status = alm_csv_reader_new(&reader, p->source, &p->dialect,
                                           first && !unchecked, err);
    if (status == ALM_OK && p->has_header)
        status = alm_csv_next_filled(&record, &more, reader, err);
    if (status == ALM_OK)
        status = alm_csv_read(t, &more, reader, SIZE_MAX,
                              shared ? p->share.lead : SIZE_MAX, err);
    if (status == ALM_OK && more)
        status = share_rest(t, &reader, err);
    else if (status == ALM_OK && unchecked)
        status = alm_source_check(p->source, err);
    alm_csv_reader_free(reader);
    return status;
}

alm_status alm_csv_run_pass(alm_csv_plan *p, alm_infer *const *infers,
                            alm_csv_structure *s, alm_error *err)
{
    alm_csv_target target = {.plan = p, .infers = infers, .structure = s};
    alm_status status = read_all(&target, err);
    /* Bytes that are no text come before whatever else is wrong: a file in
     * another encoding may look like one with bad quotes. */
    if (status == ALM_EPARSE && s != NULL) {
        const alm_status text = alm_source_check(p->source, err);
        status = text != ALM_OK ? text : status;
    }
    if (status == ALM_OK && s != NULL && s->ragged.n > 0)
        status = alm_csv_ragged_fail(p, &s->ragged, err);
    p->rows = target.rows;
    return status;
}
