#include <string.h>

#include "base/alloc.h"
#include "io/csv_plan.h"

/* A table is read in passes over its source. The first finds the structure
 * (records, lines, ragged rows) and, unless the source is large, infers every
 * column meanwhile. A column that turned out otherwise late in the file is read
 * once more. Of a large source only the structure is kept: its columns are
 * deferred, and come here again through their loader. */

/* Further passes until every column is of one type. */
static alm_status settle(alm_csv_plan *p, alm_infer *const *infers,
                         alm_error *err)
{
    const size_t width = p->names.len;
    alm_infer **again = alm_alloc(width, sizeof(alm_infer *));
    if (again == NULL)
        return alm_fail_memory(err, "the columns");
    alm_status status = ALM_OK;
    memcpy(again, infers, width * sizeof(alm_infer *));
    for (bool any = true; any && status == ALM_OK;) {
        any = false;
        for (size_t i = 0; status == ALM_OK && i < width; i++) {
            bool more = false;
            if (again[i] == NULL)
                continue;
            status = alm_infer_again(&more, again[i], err);
            if (!more)
                again[i] = NULL;
            any = any || more;
        }
        if (any && status == ALM_OK)
            status = alm_csv_run_pass(p, again, NULL, err);
    }
    alm_dealloc(again);
    return status;
}

/* Columns --------------------------------------------------------------- */

/* `beside`: the columns before it, which tell what row a wrong value is in; or
 * NULL. */
static alm_status finish_column(alm_column **out, bool *percent,
                                alm_csv_plan *p, alm_load_report *report,
                                const alm_table *beside, size_t i,
                                alm_infer *infer, alm_error *err)
{
    alm_infer_result result;
    alm_column *col = NULL;
    alm_status status = alm_infer_finish(&col, &result, infer, err);
    if (status != ALM_OK)
        return status;
    status = alm_schema_check_bad(
        report, alm_source_name(p->source), p->names.items[i], &p->rules[i],
        &result, p->rows,
        p->origin != NULL ? alm_origin_line(p->origin, result.bad_row) : 0,
        err);
    if (status != ALM_OK) {
        alm_schema_place_bad(err, beside, &result);
        alm_column_free(col);
        return status;
    }
    *percent = result.percent;
    *out = col;
    return ALM_OK;
}

static void free_infers(alm_infer **infers, size_t width)
{
    for (size_t i = 0; infers != NULL && i < width; i++)
        alm_infer_free(infers[i]);
    alm_dealloc(infers);
}

/* One for every column that `wanted` marks, or for all. */
static alm_status new_infers(alm_infer ***out, const alm_csv_plan *p,
                             const bool *wanted, alm_error *err)
{
    const size_t width = p->names.len;
    alm_infer **infers = alm_alloc_zeroed(width, sizeof *infers);
    if (infers == NULL)
        return alm_fail_memory(err, "the columns");
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < width; i++) {
        if (wanted == NULL || wanted[i])
            status = alm_infer_new(&infers[i], &p->rules[i], err);
    }
    if (status != ALM_OK) {
        free_infers(infers, width);
        return status;
    }
    *out = infers;
    return ALM_OK;
}

/* Deferred columns ------------------------------------------------------ */

static alm_status load_deferred(alm_loader *loader, alm_column **out,
                                const size_t *keys, size_t n, alm_error *err)
{
    alm_csv_plan *p = (alm_csv_plan *)loader;
    alm_infer **infers = NULL;
    bool percent;
    size_t done = 0;
    const size_t rows = p->rows;
    bool *wanted = alm_alloc_zeroed(p->names.len, sizeof *wanted);
    if (wanted == NULL)
        return alm_fail_memory(err, "the columns");
    for (size_t i = 0; i < n; i++)
        wanted[keys[i]] = true;
    alm_status status = new_infers(&infers, p, wanted, err);
    if (status == ALM_OK)
        status = alm_csv_run_pass(p, infers, NULL, err);
    if (status == ALM_OK && p->rows != rows)
        status = alm_fail(err, ALM_EIO, "%s changed while it was read",
                          alm_source_name(p->source));
    if (status == ALM_OK)
        status = settle(p, infers, err);
    for (; status == ALM_OK && done < n; done++) {
        alm_infer *infer = infers[keys[done]];
        infers[keys[done]] = NULL;
        status = finish_column(&out[done], &percent, p, NULL, NULL, keys[done],
                               infer, err);
        if (status != ALM_OK)
            break;
    }
    if (status != ALM_OK) {
        while (done > 0)
            alm_column_free(out[--done]);
    }
    free_infers(infers, p->names.len);
    alm_dealloc(wanted);
    return status;
}

/* The first pass, and what it says. */
static alm_status find_structure(alm_csv_plan *p, alm_load_report *report,
                                 alm_infer *const *infers, alm_error *err)
{
    alm_csv_structure s = {0};
    alm_status status = alm_csv_run_pass(p, infers, &s, err);
    if (status == ALM_OK && s.dropped > 0)
        status = alm_notes_add(&report->notes, err,
                               "%zu record%s of another length than the "
                               "header left out",
                               s.dropped, s.dropped == 1 ? "" : "s");
    if (status == ALM_OK)
        status = alm_origin_take(&p->origin, alm_source_name(p->source),
                                 s.lines.items, p->rows, s.lines.first, err);
    if (status != ALM_OK)
        alm_dealloc(s.lines.items);
    return status;
}

static alm_status add_column(alm_table *table, alm_csv_plan *p,
                             alm_load_report *report,
                             const alm_load_options *options, size_t i,
                             alm_infer **infer, alm_error *err)
{
    alm_column *col = NULL;
    alm_field *field = NULL;
    bool percent = p->rules[i].percent;
    alm_status status;
    if (infer != NULL) {
        alm_infer *taken = *infer;
        *infer = NULL;
        status = finish_column(&col, &percent, p, report, table, i, taken, err);
    } else {
        percent = false; /* nobody has looked */
        status = alm_column_new_deferred(&col, &p->loader, i, p->rows, err);
    }
    if (status == ALM_OK)
        status =
            alm_schema_field(&field, options, p->names.items[i], percent, err);
    if (status == ALM_OK)
        status = alm_table_add(table, field, col, NULL, err);
    alm_field_free(field);
    alm_column_free(col);
    return status;
}

alm_status alm_csv_load(alm_table **out, alm_load_report *report,
                        alm_source *source, const alm_load_options *options,
                        alm_error *err)
{
    alm_csv_plan *p = NULL;
    alm_infer **infers = NULL;
    alm_table *table = NULL;
    alm_status status = alm_csv_plan_new(&p, report, source, options, err);
    if (status != ALM_OK)
        return status;
    p->loader.load = load_deferred;
    const bool at_once =
        alm_source_text(source) != NULL ||
        alm_source_size(source) <= alm_load_defers_above(options);
    if (at_once)
        status = new_infers(&infers, p, NULL, err);
    if (status == ALM_OK)
        status = find_structure(p, report, infers, err);
    if (status == ALM_OK && at_once)
        status = settle(p, infers, err);
    if (status == ALM_OK)
        status = alm_table_new(&table, p->rows, err);
    if (status == ALM_OK)
        alm_table_set_origin(table, p->origin, NULL);
    for (size_t i = 0; status == ALM_OK && i < p->names.len; i++)
        status = add_column(table, p, report, options, i,
                            at_once ? &infers[i] : NULL, err);
    if (status == ALM_OK)
        status = alm_schema_check_rules(options, table, err);
    free_infers(infers, p->names.len);
    alm_csv_plan_release(p);
    if (status != ALM_OK) {
        alm_table_free(table);
        return status;
    }
    *out = table;
    return ALM_OK;
}
