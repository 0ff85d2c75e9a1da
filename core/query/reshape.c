#include "query/reshape.h"

#include <string.h>

#include "base/alloc.h"
#include "query/derive.h"
#include "query/group.h"
#include "query/key.h"
#include "query/select.h"
#include "table/builder.h"

/* More columns than this are a mistake in the choice of the names column. */
enum { MOST_COLUMNS = 10000 };

/* A table on its way from long to wide: `cells` has the row that fills column
 * k of group g at [k * groups + g]. */
typedef struct wide {
    alm_grouping *groups;
    alm_vector names;
    uint32_t *name_ids;
    size_t name_count;
    uint32_t *name_rows; /* the first row of each name */
    uint32_t *cells;
} wide;

static void wide_clear(wide *w)
{
    alm_grouping_free(w->groups);
    alm_dealloc(w->name_ids);
    alm_dealloc(w->name_rows);
    alm_dealloc(w->cells);
}

static alm_status number_names(wide *w, const alm_table *table, size_t names,
                               alm_error *err)
{
    alm_status status = alm_table_vector(&w->names, table, names, err);
    if (status != ALM_OK)
        return status;
    w->name_ids = alm_alloc(w->names.n, sizeof *w->name_ids);
    if (w->name_ids == NULL)
        return alm_fail_memory(err, "a pivot");
    status = alm_key_ids(w->name_ids, &w->name_count, &w->names, err);
    if (status == ALM_OK && w->name_count > MOST_COLUMNS)
        status = alm_fail(err, ALM_ELIMIT,
                          "pivot by \"%s\" would make %zu columns, more than "
                          "%d",
                          alm_table_column_name(table, names), w->name_count,
                          MOST_COLUMNS);
    return status;
}

static alm_status refuse_duplicate(const alm_table *table, const size_t *rows,
                                   size_t n, size_t names, size_t row,
                                   alm_error *err)
{
    char text[256];
    size_t *columns = alm_alloc(n + 1, sizeof *columns);
    if (columns == NULL)
        return alm_fail_memory(err, "a pivot");
    memcpy(columns, rows, n * sizeof *columns);
    columns[n] = names;
    alm_derive_row_text(text, sizeof text, table, columns, n + 1, row);
    alm_dealloc(columns);
    (void)alm_fail(err, ALM_EINVAL, "two rows for the cell %s", text);
    alm_error_help(err, "summarise first, or name more columns in rows");
    return ALM_EINVAL;
}

static alm_status place_cells(wide *w, const alm_table *table,
                              const size_t *rows, size_t n, size_t names,
                              alm_error *err)
{
    const size_t groups = w->groups->count;
    const size_t count = w->name_count * groups;
    size_t seen = 0;
    w->cells = alm_alloc(count, sizeof *w->cells);
    w->name_rows = alm_alloc(w->name_count, sizeof *w->name_rows);
    if (w->cells == NULL || w->name_rows == NULL)
        return alm_fail_memory(err, "a pivot");
    memset(w->cells, 0xFF, count * sizeof *w->cells);
    for (size_t i = 0; i < w->names.n; i++) {
        const size_t name = w->name_ids[i];
        uint32_t *cell = &w->cells[name * groups + w->groups->of[i]];
        if (*cell != ALM_ROW_NONE)
            return refuse_duplicate(table, rows, n, names, i, err);
        *cell = (uint32_t)i;
        if (name == seen)
            w->name_rows[seen++] = (uint32_t)i;
    }
    return ALM_OK;
}

static alm_status pivoted_field(alm_field **out, const wide *w, size_t name,
                                const alm_field *values, alm_error *err)
{
    alm_buffer text = {0};
    alm_status status =
        alm_derive_cell(&text, &w->names, w->name_rows[name], err);
    if (status == ALM_OK)
        status = alm_field_new_renamed(out, values, text.data, text.len, err);
    alm_buffer_free(&text);
    return status;
}

static alm_status add_pivoted(alm_table *out, const wide *w, size_t name,
                              const alm_table *table, size_t values,
                              alm_error *err)
{
    const size_t groups = w->groups->count;
    alm_rows *cells = NULL;
    alm_rows *selected = NULL;
    alm_field *field = NULL;
    alm_status status = alm_rows_new(&cells, groups, err);
    if (status == ALM_OK) {
        memcpy(cells->at, w->cells + name * groups, groups * sizeof *cells->at);
        status = alm_rows_compose(&selected, cells,
                                  alm_table_selection(table, values), err);
    }
    if (status == ALM_OK)
        status =
            pivoted_field(&field, w, name, alm_table_field(table, values), err);
    if (status == ALM_OK)
        status = alm_table_add(out, field, alm_table_column(table, values),
                               selected, err);
    alm_field_free(field);
    alm_rows_free(selected);
    alm_rows_free(cells);
    return status;
}

alm_status alm_table_pivot(alm_table **out, const alm_table *table,
                           const size_t *rows, size_t n, size_t names,
                           size_t values, alm_error *err)
{
    wide w = {0};
    alm_table *pivoted = NULL;
    alm_status status = alm_grouping_new(&w.groups, table, rows, n, err);
    if (status == ALM_OK)
        status = number_names(&w, table, names, err);
    if (status == ALM_OK)
        status = place_cells(&w, table, rows, n, names, err);
    if (status == ALM_OK)
        status = alm_grouping_keys(&pivoted, w.groups, table, rows, n, err);
    for (size_t k = 0; status == ALM_OK && k < w.name_count; k++)
        status = add_pivoted(pivoted, &w, k, table, values, err);
    wide_clear(&w);
    if (status != ALM_OK) {
        alm_table_free(pivoted);
        return status;
    }
    *out = pivoted;
    return ALM_OK;
}

/* The columns that stay: not hidden, not among columns[0..n). `out` has room
 * for all. */
static size_t other_columns(size_t *out, const alm_table *table,
                            const size_t *columns, size_t n)
{
    const size_t visible = alm_columns_visible(out, table);
    size_t kept = 0;
    for (size_t i = 0; i < visible; i++) {
        size_t k = 0;
        while (k < n && columns[k] != out[i])
            k++;
        if (k == n)
            out[kept++] = out[i];
    }
    return kept;
}

/* The columns that stay, each row `times` times. */
static alm_status repeat_rows(alm_table **out, const alm_table *table,
                              const size_t *columns, size_t times,
                              alm_error *err)
{
    alm_table *kept = NULL;
    alm_rows *rows = NULL;
    size_t *others = alm_alloc(alm_table_width(table), sizeof *others);
    alm_status status = ALM_OK;
    if (others == NULL)
        return alm_fail_memory(err, "an unpivot");
    const size_t n = other_columns(others, table, columns, times);
    status = alm_table_select(&kept, table, others, n, err);
    if (status == ALM_OK)
        status = alm_rows_new(&rows, alm_table_rows(table) * times, err);
    if (status == ALM_OK) {
        for (size_t i = 0; i < rows->len; i++)
            rows->at[i] = (uint32_t)(i / times);
        status = alm_table_new_selected(out, kept, rows, err);
    }
    alm_dealloc(others);
    alm_rows_free(rows);
    alm_table_free(kept);
    return status;
}

static alm_status add_named(alm_table *out, const char *name,
                            const alm_field_info *like, alm_builder *b,
                            alm_error *err)
{
    alm_field_info info = *like;
    alm_field *field = NULL;
    alm_column *column = NULL;
    info.name = name;
    alm_status status = alm_builder_finish(&column, b, err);
    if (status == ALM_OK)
        status = alm_field_new(&field, &info, err);
    if (status == ALM_OK)
        status = alm_table_add(out, field, column, NULL, err);
    alm_field_free(field);
    alm_column_free(column);
    return status;
}

static alm_status add_names(alm_table *out, const alm_table *table,
                            const size_t *columns, size_t n, const char *name,
                            alm_error *err)
{
    const alm_field_info plain = {.kind = ALM_KIND_CATEGORY};
    alm_builder *b;
    alm_status status = alm_builder_new(&b, ALM_TEXT, alm_table_rows(out), err);
    if (status != ALM_OK)
        return status;
    for (size_t i = 0; status == ALM_OK && i < alm_table_rows(out); i++) {
        const char *text = alm_table_column_name(table, columns[i % n]);
        status = alm_builder_add_text(b, text, strlen(text), err);
    }
    if (status == ALM_OK)
        return add_named(out, name, &plain, b, err);
    alm_builder_free(b);
    return status;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* What the fields of all columns agree on; texts are borrowed. */
static alm_field_info common_field(const alm_table *table,
                                   const size_t *columns, size_t n)
{
    const alm_field_info first =
        *alm_field_info_of(alm_table_field(table, columns[0]));
    alm_field_info info = {.unit = first.unit,
                           .kind = first.kind,
                           .direction = first.direction,
                           .rounding = first.rounding,
                           .has_bounds = first.has_bounds,
                           .low = first.low,
                           .high = first.high};
    for (size_t k = 1; k < n; k++) {
        const alm_field_info *other =
            alm_field_info_of(alm_table_field(table, columns[k]));
        if (!same_text(info.unit, other->unit))
            info.unit = NULL;
        if (info.kind != other->kind)
            info.kind = ALM_KIND_UNKNOWN;
        if (info.direction != other->direction)
            info.direction = 0;
        if (info.rounding != other->rounding)
            info.rounding = 0.0;
        if (!other->has_bounds || info.low != other->low ||
            info.high != other->high)
            info.has_bounds = false;
    }
    return info;
}

/* The windows on all columns and the type that holds them. */
static alm_status open_columns(alm_vector *v, alm_type *type,
                               const alm_table *table, const size_t *columns,
                               size_t n, alm_error *err)
{
    size_t typed = n; /* the first column that has a value */
    alm_status status = alm_table_load(table, columns, n, err);
    for (size_t k = 0; status == ALM_OK && k < n; k++) {
        status = alm_table_vector(&v[k], table, columns[k], err);
        if (status != ALM_OK || alm_derive_is_empty(&v[k]))
            continue;
        if (typed == n) {
            typed = k;
            *type = v[k].type;
        } else if (!alm_derive_common_type(type, *type, v[k].type)) {
            status = alm_fail(
                err, ALM_ETYPE, "column \"%s\" is %s and column \"%s\" is %s",
                alm_table_column_name(table, columns[typed]),
                alm_type_name(*type), alm_table_column_name(table, columns[k]),
                alm_type_name(v[k].type));
        }
    }
    if (status == ALM_OK && typed == n)
        *type = v[0].type;
    return status;
}

static alm_status add_values(alm_table *out, const alm_table *table,
                             const size_t *columns, size_t n, const char *name,
                             alm_error *err)
{
    const alm_field_info like = common_field(table, columns, n);
    alm_type type = ALM_NUMBER;
    alm_builder *b = NULL;
    alm_vector *v = alm_alloc(n, sizeof *v);
    alm_status status = ALM_OK;
    if (v == NULL)
        return alm_fail_memory(err, "an unpivot");
    status = open_columns(v, &type, table, columns, n, err);
    if (status == ALM_OK)
        status = alm_builder_new(&b, type, alm_table_rows(out), err);
    for (size_t i = 0; status == ALM_OK && i < alm_table_rows(out); i++)
        status = alm_builder_add_from(b, &v[i % n], i / n, err);
    alm_dealloc(v);
    if (status == ALM_OK)
        return add_named(out, name, &like, b, err);
    alm_builder_free(b);
    return status;
}

alm_status alm_table_unpivot(alm_table **out, const alm_table *table,
                             const size_t *columns, size_t n,
                             const char *names_to, const char *values_to,
                             alm_error *err)
{
    alm_table *longer = NULL;
    if (n == 0)
        return alm_fail(err, ALM_EINVAL, "unpivot needs at least one column");
    alm_status status = repeat_rows(&longer, table, columns, n, err);
    if (status == ALM_OK)
        status = add_names(longer, table, columns, n, names_to, err);
    if (status == ALM_OK)
        status = add_values(longer, table, columns, n, values_to, err);
    if (status != ALM_OK) {
        alm_table_free(longer);
        return status;
    }
    *out = longer;
    return ALM_OK;
}
