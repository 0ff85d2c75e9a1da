#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "io/package_private.h"
#include "table/builder.h"

/* Companions and statuses: what a measure X is accompanied by. */

static const char *const suffixes[] = {"_status", "_source", "_rounding",
                                       "_unverified", "_change_base"};

/* Whether the column is a companion of another one in the table. */
static bool is_companion(const alm_table *table, const char *name)
{
    const size_t len = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        const size_t n = strlen(suffixes[i]);
        if (len > n && strcmp(name + len - n, suffixes[i]) == 0 &&
            alm_table_find(table, name, len - n) != ALM_NO_COLUMN)
            return true;
    }
    return false;
}

/* The companion of a column, or ALM_NO_COLUMN. */
static size_t find_companion(const alm_table *table, size_t column,
                             const char *suffix)
{
    char name[512];
    const char *own = alm_table_column_name(table, column);
    const size_t len = strlen(own);
    if (len + strlen(suffix) >= sizeof name)
        return ALM_NO_COLUMN;
    memcpy(name, own, len);
    strcpy(name + len, suffix);
    return alm_table_find(table, name, len + strlen(suffix));
}

/* What is known of the figures of one measure. */
typedef struct figures {
    alm_vector values;
    alm_vector status;
    alm_vector finer; /* X_unverified */
    bool has_status;
    bool has_finer; /* and it is wanted */
    uint32_t code;  /* of "U" */
} figures;

static alm_status look(figures *f, const alm_table *table, size_t column,
                       bool include, alm_error *err)
{
    const size_t status_at = find_companion(table, column, "_status");
    const size_t finer_at =
        include ? find_companion(table, column, "_unverified") : ALM_NO_COLUMN;
    alm_status status = ALM_OK;
    *f = (figures){.code = ALM_DICT_NONE};
    if (status_at != ALM_NO_COLUMN)
        status = alm_table_vector(&f->status, table, status_at, err);
    if (status == ALM_OK && finer_at != ALM_NO_COLUMN)
        status = alm_table_vector(&f->finer, table, finer_at, err);
    if (status != ALM_OK)
        return status;
    f->has_status = status_at != ALM_NO_COLUMN && f->status.type == ALM_TEXT;
    if (f->has_status)
        f->code = alm_dict_find(f->status.dict, "U", 1);
    f->has_finer = finer_at != ALM_NO_COLUMN && (f->finer.type == ALM_NUMBER ||
                                                 f->finer.type == ALM_INTEGER);
    if (f->code == ALM_DICT_NONE && !f->has_finer)
        return ALM_OK;
    return alm_table_vector(&f->values, table, column, err);
}

static bool is_unverified(const figures *f, size_t row)
{
    return f->code != ALM_DICT_NONE && alm_vector_present(&f->status, row) &&
           f->status.codes[alm_vector_at(&f->status, row)] == f->code;
}

/* The measure with its unverified figures set aside or taken. */
static alm_status rebuild(alm_column **out, alm_unverified *count,
                          const figures *f, bool include, alm_error *err)
{
    alm_builder *b = NULL;
    const bool widens = f->has_finer && f->values.type == ALM_INTEGER &&
                        f->finer.type == ALM_NUMBER;
    alm_status status = alm_builder_new(
        &b, widens ? ALM_NUMBER : f->values.type, f->values.n, err);
    for (size_t i = 0; status == ALM_OK && i < f->values.n; i++) {
        const bool finer = f->has_finer && alm_vector_present(&f->finer, i);
        const bool unverified =
            is_unverified(f, i) && alm_vector_present(&f->values, i);
        count->count += finer || unverified ? 1 : 0;
        if (finer)
            status = alm_builder_add_from(b, &f->finer, i, err);
        else if (unverified && !include)
            status = alm_builder_add_missing(b, err);
        else
            status = alm_builder_add_from(b, &f->values, i, err);
    }
    if (status != ALM_OK) {
        alm_builder_free(b);
        return status;
    }
    return alm_builder_finish(out, b, err);
}

static alm_status report_unverified(alm_load_report *report,
                                    const alm_unverified *count, alm_error *err)
{
    const size_t n = report->unverified_count;
    alm_unverified *list = alm_realloc(report->unverified, n + 1, sizeof *list);
    if (list == NULL)
        return alm_fail_memory(err, "the statuses");
    report->unverified = list;
    list[n] = *count;
    list[n].column = NULL;
    const alm_status status =
        alm_path_join(&list[n].column, "", count->column, err);
    if (status == ALM_OK)
        report->unverified_count++;
    return status;
}

static bool is_measure(const figures *f)
{
    return (f->code != ALM_DICT_NONE || f->has_finer) &&
           (!f->has_finer || f->values.type == ALM_INTEGER ||
            f->values.type == ALM_NUMBER);
}

/* The column as the new table has it: a new reference. */
static alm_status settle_column(alm_column **out, alm_load_report *report,
                                const alm_table *table, size_t column,
                                bool include, alm_error *err)
{
    figures f;
    alm_unverified count = {.column =
                                (char *)alm_table_column_name(table, column),
                            .of = alm_table_rows(table),
                            .included = include};
    alm_column *rebuilt = NULL;
    alm_status status = look(&f, table, column, include, err);
    if (status == ALM_OK && is_measure(&f))
        status = rebuild(&rebuilt, &count, &f, include, err);
    if (status == ALM_OK && count.count > 0)
        status = report_unverified(report, &count, err);
    if (status != ALM_OK) {
        alm_column_free(rebuilt);
        return status;
    }
    *out = rebuilt != NULL ? rebuilt
                           : alm_column_ref(alm_table_column(table, column));
    return ALM_OK;
}

static alm_status settle_field(alm_field **out, const alm_table *table,
                               size_t column, alm_error *err)
{
    alm_field *field = alm_table_field(table, column);
    alm_field_info info = *alm_field_info_of(field);
    if (!is_companion(table, info.name)) {
        *out = alm_field_ref(field);
        return ALM_OK;
    }
    info.hidden = true;
    return alm_field_new(out, &info, err);
}

alm_status alm_status_apply(alm_table **out, alm_load_report *report,
                            const alm_table *table, bool include,
                            alm_error *err)
{
    alm_table *made = NULL;
    alm_status status = alm_table_new(&made, alm_table_rows(table), err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_width(table); i++) {
        alm_column *col = NULL;
        alm_field *field = NULL;
        status = settle_field(&field, table, i, err);
        if (status == ALM_OK)
            status = settle_column(&col, report, table, i, include, err);
        if (status == ALM_OK)
            status = alm_table_add(made, field, col, NULL, err);
        alm_field_free(field);
        alm_column_free(col);
    }
    if (status == ALM_OK)
        status = alm_table_set_name(made, alm_table_name(table), err);
    if (status != ALM_OK) {
        alm_table_free(made);
        return status;
    }
    alm_table_set_origin(made, alm_table_origin(table),
                         alm_table_origin_rows(table));
    *out = made;
    return ALM_OK;
}
