#include "io/csv_plan.h"

#include "base/alloc.h"
#include "base/workers.h"

/* What is known before any value is read: the dialect, the header, and by which
 * rules each column is read. */

/* Bytes below which another thread costs more than it does. */
#define ABOVE ((size_t)1 << 20)

static void free_plan(alm_loader *loader)
{
    alm_csv_plan *p = (alm_csv_plan *)loader;
    alm_source_free(p->source);
    alm_origin_free(p->origin);
    for (size_t i = 0; p->rules != NULL && i < p->names.len; i++)
        alm_schema_free_words(&p->rules[i]);
    alm_names_free(&p->names);
    alm_dealloc(p->rules);
    alm_dealloc(p);
}

void alm_csv_plan_release(alm_csv_plan *p)
{
    if (p != NULL && --p->loader.refs == 0)
        free_plan(&p->loader);
}

alm_status alm_csv_next_filled(alm_csv_record *record, bool *more,
                               alm_csv_reader *reader, alm_error *err)
{
    alm_status status;
    do {
        status = alm_csv_reader_next(record, more, reader, err);
    } while (status == ALM_OK && *more && alm_csv_record_is_blank(record));
    return status;
}

static alm_status fail_empty(const alm_source *source, alm_error *err)
{
    const alm_status status =
        alm_fail(err, ALM_EPARSE, "%s is empty", alm_source_name(source));
    alm_error_at(err, alm_source_name(source), 0, 0);
    return status;
}

static alm_status take_names(alm_csv_plan *p, alm_load_report *report,
                             const alm_csv_record *record, alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < record->count; i++) {
        const alm_csv_field *f = &record->fields[i];
        status = p->has_header ? alm_names_add(&p->names, f->text, f->len,
                                               &report->notes, err)
                               : alm_names_add(&p->names, "", 0, NULL, err);
    }
    return status;
}

static alm_status read_header(alm_csv_plan *p, alm_load_report *report,
                              alm_error *err)
{
    alm_csv_reader *reader = NULL;
    alm_csv_record record;
    bool more = true;
    alm_status status =
        alm_csv_reader_new(&reader, p->source, &p->dialect, false, err);
    if (status != ALM_OK)
        return status;
    status = alm_csv_next_filled(&record, &more, reader, err);
    if (status == ALM_OK && !more)
        status = fail_empty(p->source, err);
    if (status != ALM_OK)
        goto done;
    p->has_header = p->dialect.header == ALM_HEADER_YES ||
                    (p->dialect.header == ALM_HEADER_AUTO &&
                     alm_csv_looks_like_header(&record));
    status = take_names(p, report, &record, err);
    if (status == ALM_OK && !p->has_header &&
        p->dialect.header == ALM_HEADER_AUTO)
        status = alm_notes_add(&report->notes, err,
                               "the first record (line %zu) was read as data, "
                               "because it holds numbers: the columns are "
                               "named column1, ...; --header=yes makes it the "
                               "header",
                               record.line);
done:
    alm_csv_reader_free(reader);
    return status;
}

static alm_status settle_dialect(alm_csv_plan *p, alm_load_report *report,
                                 const alm_load_options *options,
                                 alm_error *err)
{
    p->dialect = options->csv;
    if (p->dialect.delimiter == 0) {
        const alm_status status = alm_csv_detect_delimiter(
            &p->dialect.delimiter, p->source, &p->dialect, err);
        if (status != ALM_OK)
            return status;
        if (p->dialect.delimiter == ';' || p->dialect.delimiter == '|') {
            const alm_status noted = alm_notes_add(
                &report->notes, err, "fields are taken to be separated by '%c'",
                p->dialect.delimiter);
            if (noted != ALM_OK)
                return noted;
        }
    }
    report->delimiter = p->dialect.delimiter;
    return ALM_OK;
}

alm_status alm_csv_plan_new(alm_csv_plan **out, alm_load_report *report,
                            alm_source *source, const alm_load_options *options,
                            alm_error *err)
{
    alm_csv_plan *p = alm_alloc_zeroed(1, sizeof *p);
    if (p == NULL)
        return alm_fail_memory(err, "a table");
    p->loader = (alm_loader){1, NULL, free_plan};
    p->source = alm_source_ref(source);
    p->share = options->share;
    if (p->share.workers == 0)
        p->share.workers = alm_workers_available();
    if (p->share.above == 0)
        p->share.above = ABOVE;
    if (p->share.lead == 0)
        p->share.lead = ALM_INFER_RAW_ROWS;
    alm_status status = settle_dialect(p, report, options, err);
    if (status == ALM_OK)
        status = read_header(p, report, err);
    if (status == ALM_OK) {
        report->has_header = p->has_header;
        p->rules = alm_alloc_zeroed(p->names.len, sizeof *p->rules);
        if (p->rules == NULL)
            status = alm_fail_memory(err, "a table");
    }
    for (size_t i = 0; status == ALM_OK && i < p->names.len; i++) {
        const alm_infer_rules rules =
            alm_schema_rules(options, p->names.items[i]);
        status = alm_schema_copy_words(&p->rules[i], &rules, err);
    }
    if (status != ALM_OK) {
        alm_csv_plan_release(p);
        return status;
    }
    *out = p;
    return ALM_OK;
}
