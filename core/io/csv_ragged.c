#include <stdio.h>

#include "io/csv_plan.h"

/* Records that are not as long as the header. */

static bool extra_is_empty(const alm_csv_record *record, size_t width)
{
    for (size_t i = width; i < record->count; i++) {
        if (record->fields[i].len > 0)
            return false;
    }
    return true;
}

alm_csv_verdict alm_csv_judge(const alm_csv_plan *p,
                              const alm_csv_record *record)
{
    const size_t width = p->names.len;
    if (record->count == width)
        return ALM_CSV_KEEP;
    if (alm_csv_record_is_blank(record))
        return ALM_CSV_SKIP;
    switch (p->dialect.ragged) {
    case ALM_RAGGED_DROP: return ALM_CSV_DROP;
    case ALM_RAGGED_FILL:
        return record->count < width || extra_is_empty(record, width)
                   ? ALM_CSV_KEEP
                   : ALM_CSV_REFUSE;
    case ALM_RAGGED_ERROR: break;
    }
    return ALM_CSV_REFUSE;
}

void alm_csv_ragged_note(alm_csv_ragged *r, const alm_csv_record *record)
{
    if (r->n < ALM_CSV_RAGGED_SHOWN) {
        r->lines[r->n] = record->line;
        r->counts[r->n] = record->count;
    }
    r->n++;
}

void alm_csv_ragged_join(alm_csv_ragged *r, const alm_csv_ragged *part,
                         size_t shift)
{
    for (size_t i = 0; i < part->n; i++) {
        const size_t at = r->n + i;
        if (at >= ALM_CSV_RAGGED_SHOWN)
            break;
        r->lines[at] = part->lines[i] + shift;
        r->counts[at] = part->counts[i];
    }
    r->n += part->n;
}

static void help_ragged(const alm_csv_plan *p, const alm_csv_ragged *r,
                        alm_error *err)
{
    const size_t shown =
        r->n < ALM_CSV_RAGGED_SHOWN ? r->n : ALM_CSV_RAGGED_SHOWN;
    const char *first = p->names.len > 0 ? p->names.items[0] : "";
    bool all_longer = p->has_header && p->names.len == 1;
    for (size_t i = 0; i < shown; i++)
        all_longer = all_longer && r->counts[i] > p->names.len;
    if (all_longer && first[0] == '#')
        alm_error_help(err, "--comment=# passes over lines that begin with #");
    else if (all_longer)
        alm_error_help(err,
                       "if the table begins at line %zu, --skip=%zu "
                       "passes over what stands before it; --ragged=drop "
                       "leaves longer records out",
                       r->lines[0], r->lines[0] - 1);
    else if (p->dialect.ragged == ALM_RAGGED_FILL)
        alm_error_help(err, "there is no column for what they have more; "
                            "--ragged=drop leaves them out");
    else
        alm_error_help(err, "--ragged=fill reads short records as missing at "
                            "their end, --ragged=drop leaves them out");
}

alm_status alm_csv_ragged_fail(const alm_csv_plan *p, const alm_csv_ragged *r,
                               alm_error *err)
{
    char list[256];
    size_t used = 0;
    const size_t shown =
        r->n < ALM_CSV_RAGGED_SHOWN ? r->n : ALM_CSV_RAGGED_SHOWN;
    for (size_t i = 0; i < shown; i++)
        used += (size_t)snprintf(list + used, sizeof list - used,
                                 "%sline %zu has %zu", i > 0 ? ", " : "",
                                 r->lines[i], r->counts[i]);
    const alm_status status = alm_fail(
        err, ALM_EPARSE, "%zu record%s not of %zu field%s like the %s: %s%s",
        r->n, r->n == 1 ? " is" : "s are", p->names.len,
        p->names.len == 1 ? "" : "s", p->has_header ? "header" : "first record",
        list, r->n > shown ? ", ..." : "");
    alm_error_at(err, alm_source_name(p->source), r->lines[0], 0);
    help_ragged(p, r, err);
    return status;
}
