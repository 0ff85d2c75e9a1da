#include "table/table.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/suggest.h"

struct alm_origin {
    size_t refs;
    char *file;
    uint32_t *lines; /* NULL: one after the other from first_line */
    size_t len;
    size_t first_line;
};

typedef struct entry {
    alm_field *field;
    alm_column *col;
    alm_rows *rows;
} entry;

struct alm_table {
    size_t refs;
    size_t rows;
    char *name;
    entry *entries;
    size_t width;
    size_t cap;
    alm_origin *origin;
    alm_rows *origin_rows;
};

alm_status alm_origin_take(alm_origin **out, const char *file, uint32_t *lines,
                           size_t n, size_t first_line, alm_error *err)
{
    alm_origin *origin = alm_alloc(1, sizeof *origin);
    char *name = alm_text_copy(file, strlen(file));
    if (origin == NULL || name == NULL) {
        alm_dealloc(origin);
        alm_dealloc(name);
        return alm_fail_memory(err, "a table");
    }
    *origin = (alm_origin){.refs = 1,
                           .file = name,
                           .lines = lines,
                           .len = n,
                           .first_line = first_line};
    *out = origin;
    return ALM_OK;
}

alm_origin *alm_origin_ref(alm_origin *origin)
{
    if (origin != NULL)
        origin->refs++;
    return origin;
}

void alm_origin_free(alm_origin *origin)
{
    if (origin == NULL || --origin->refs > 0)
        return;
    alm_dealloc(origin->file);
    alm_dealloc(origin->lines);
    alm_dealloc(origin);
}

const char *alm_origin_file(const alm_origin *origin)
{
    return origin->file;
}

size_t alm_origin_line(const alm_origin *origin, size_t row)
{
    if (row >= origin->len)
        return 0;
    return origin->lines != NULL ? origin->lines[row]
                                 : origin->first_line + row;
}

alm_status alm_table_new(alm_table **out, size_t rows, alm_error *err)
{
    if (rows > ALM_ROWS_MAX)
        return alm_fail(err, ALM_ELIMIT, "more than %zu rows", ALM_ROWS_MAX);
    alm_table *table = alm_alloc_zeroed(1, sizeof *table);
    if (table == NULL)
        return alm_fail_memory(err, "a table");
    table->refs = 1;
    table->rows = rows;
    *out = table;
    return ALM_OK;
}

alm_status alm_table_add(alm_table *table, alm_field *field, alm_column *col,
                         alm_rows *rows, alm_error *err)
{
    const char *name = alm_field_info_of(field)->name;
    const size_t len = rows != NULL ? rows->len : alm_column_len(col);

    if (alm_table_find(table, name, strlen(name)) != ALM_NO_COLUMN)
        return alm_fail(err, ALM_EINVAL, "two columns are named \"%s\"", name);
    if (len != table->rows)
        return alm_fail(err, ALM_EINVAL,
                        "column \"%s\" has %zu rows, the table has %zu", name,
                        len, table->rows);
    entry *entries =
        alm_grow(table->entries, &table->cap, table->width, sizeof *entries);
    if (entries == NULL)
        return alm_fail_memory(err, "a table");
    table->entries = entries;
    table->entries[table->width++] = (entry){.field = alm_field_ref(field),
                                             .col = alm_column_ref(col),
                                             .rows = alm_rows_ref(rows)};
    return ALM_OK;
}

void alm_table_set_origin(alm_table *table, alm_origin *origin, alm_rows *rows)
{
    /* The new ones first: they may be those of this table. */
    alm_origin *const kept = alm_origin_ref(origin);
    alm_rows *const kept_rows = alm_rows_ref(rows);
    alm_origin_free(table->origin);
    alm_rows_free(table->origin_rows);
    table->origin = kept;
    table->origin_rows = kept_rows;
}

alm_status alm_table_set_name(alm_table *table, const char *name,
                              alm_error *err)
{
    char *copy = alm_text_copy(name, strlen(name));
    if (copy == NULL)
        return alm_fail_memory(err, "a table");
    alm_dealloc(table->name);
    table->name = copy;
    return ALM_OK;
}

alm_table *alm_table_ref(alm_table *table)
{
    table->refs++;
    return table;
}

void alm_table_free(alm_table *table)
{
    if (table == NULL || --table->refs > 0)
        return;
    for (size_t i = 0; i < table->width; i++) {
        alm_field_free(table->entries[i].field);
        alm_column_free(table->entries[i].col);
        alm_rows_free(table->entries[i].rows);
    }
    alm_dealloc(table->entries);
    alm_dealloc(table->name);
    alm_origin_free(table->origin);
    alm_rows_free(table->origin_rows);
    alm_dealloc(table);
}

const char *alm_table_name(const alm_table *table)
{
    return table->name != NULL ? table->name : "";
}

size_t alm_table_rows(const alm_table *table)
{
    return table->rows;
}

size_t alm_table_width(const alm_table *table)
{
    return table->width;
}

const char *alm_table_column_name(const alm_table *table, size_t i)
{
    return alm_field_info_of(table->entries[i].field)->name;
}

size_t alm_table_find(const alm_table *table, const char *name, size_t len)
{
    for (size_t i = 0; i < table->width; i++) {
        const char *other = alm_table_column_name(table, i);
        /* A name asked for may hold any byte, NUL included. */
        if (strlen(other) == len && (len == 0 || memcmp(other, name, len) == 0))
            return i;
    }
    return ALM_NO_COLUMN;
}

alm_field *alm_table_field(const alm_table *table, size_t i)
{
    return table->entries[i].field;
}

alm_column *alm_table_column(const alm_table *table, size_t i)
{
    return table->entries[i].col;
}

alm_rows *alm_table_selection(const alm_table *table, size_t i)
{
    return table->entries[i].rows;
}

alm_status alm_table_vector(alm_vector *out, const alm_table *table, size_t i,
                            alm_error *err)
{
    const entry *e = &table->entries[i];
    const alm_status status = alm_column_load(&e->col, 1, err);
    if (status == ALM_OK)
        *out = alm_column_vector(e->col, e->rows);
    return status;
}

alm_status alm_table_load(const alm_table *table, const size_t *columns,
                          size_t n, alm_error *err)
{
    alm_column **cols = alm_alloc(n, sizeof(alm_column *));
    if (cols == NULL)
        return alm_fail_memory(err, "loading columns");
    for (size_t i = 0; i < n; i++)
        cols[i] = table->entries[columns[i]].col;
    const alm_status status = alm_column_load(cols, n, err);
    alm_dealloc(cols);
    return status;
}

alm_origin *alm_table_origin(const alm_table *table)
{
    return table->origin;
}

alm_rows *alm_table_origin_rows(const alm_table *table)
{
    return table->origin_rows;
}

size_t alm_table_line(const alm_table *table, size_t i)
{
    if (table->origin == NULL)
        return 0;
    const size_t row =
        table->origin_rows != NULL ? table->origin_rows->at[i] : i;
    return row == ALM_ROW_NONE ? 0 : alm_origin_line(table->origin, row);
}

/* The selection of column `i` taken through `rows`; the one already made for an
 * earlier column with the same selection where there is one. */
static alm_status select_column(alm_table *out, const alm_table *table,
                                size_t i, alm_rows *rows, alm_error *err)
{
    const entry *e = &table->entries[i];
    alm_rows *selected = NULL;
    alm_status status = ALM_OK;
    for (size_t k = 0; k < i && selected == NULL; k++) {
        if (table->entries[k].rows == e->rows)
            selected = alm_rows_ref(out->entries[k].rows);
    }
    if (selected == NULL)
        status = alm_rows_compose(&selected, rows, e->rows, err);
    if (status == ALM_OK)
        status = alm_table_add(out, e->field, e->col, selected, err);
    alm_rows_free(selected);
    return status;
}

static alm_status select_origin(alm_table *out, const alm_table *table,
                                alm_rows *rows, alm_error *err)
{
    if (table->origin == NULL)
        return ALM_OK;
    alm_rows *selected = NULL;
    for (size_t k = 0; k < table->width && selected == NULL; k++) {
        if (table->entries[k].rows == table->origin_rows)
            selected = alm_rows_ref(out->entries[k].rows);
    }
    alm_status status = ALM_OK;
    if (selected == NULL)
        status = alm_rows_compose(&selected, rows, table->origin_rows, err);
    if (status == ALM_OK)
        alm_table_set_origin(out, table->origin, selected);
    alm_rows_free(selected);
    return status;
}

alm_status alm_table_new_selected(alm_table **out, const alm_table *table,
                                  alm_rows *rows, alm_error *err)
{
    alm_table *selected = NULL;
    alm_status status = alm_table_new(&selected, rows->len, err);
    if (status == ALM_OK)
        status = alm_table_set_name(selected, alm_table_name(table), err);
    for (size_t i = 0; status == ALM_OK && i < table->width; i++)
        status = select_column(selected, table, i, rows, err);
    if (status == ALM_OK)
        status = select_origin(selected, table, rows, err);
    if (status != ALM_OK) {
        alm_table_free(selected);
        return status;
    }
    *out = selected;
    return ALM_OK;
}

/* "its columns are a, b, ...": the first that one sees. */
static void list_columns(const alm_table *table, alm_error *err)
{
    enum { MOST = 8, ROOM = 60 };
    char list[MOST * ROOM + 8] = "";
    size_t used = 0;
    size_t shown = 0;
    for (size_t i = 0; i < table->width; i++) {
        const char *name = alm_table_column_name(table, i);
        if (alm_field_info_of(alm_table_field(table, i))->hidden)
            continue;
        if (shown == MOST || strlen(name) > ROOM - 2) {
            (void)snprintf(list + used, sizeof list - used, ", ...");
            break;
        }
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
                                 shown > 0 ? ", " : "", name);
        shown++;
    }
    if (shown > 0)
        alm_error_help(err, "its columns are %s", list);
}

alm_status alm_table_fail_unknown(const alm_table *table, const char *name,
                                  size_t len, alm_error *err)
{
    alm_suggestion near = {.wanted = name, .len = len};
    for (size_t i = 0; i < table->width; i++) {
        const char *other = alm_table_column_name(table, i);
        alm_suggest_offer(&near, other, strlen(other));
    }
    const int shown = len < 200 ? (int)len : 200;
    (void)alm_fail(err, ALM_ENOTFOUND, "no column \"%.*s\"%s%s", shown, name,
                   alm_table_name(table)[0] != '\0' ? " in " : "",
                   alm_table_name(table));
    if (near.best != NULL)
        alm_error_help(err, "did you mean \"%.*s\"?", (int)near.best_len,
                       near.best);
    else
        list_columns(table, err);
    return ALM_ENOTFOUND;
}
