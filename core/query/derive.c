#include "query/derive.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

alm_status alm_derive_new(alm_table **out, const alm_table *table,
                          alm_error *err)
{
    alm_table *fresh;
    alm_status status = alm_table_new(&fresh, alm_table_rows(table), err);
    if (status != ALM_OK)
        return status;
    status = alm_table_set_name(fresh, alm_table_name(table), err);
    if (status != ALM_OK) {
        alm_table_free(fresh);
        return status;
    }
    alm_table_set_origin(fresh, alm_table_origin(table),
                         alm_table_origin_rows(table));
    *out = fresh;
    return ALM_OK;
}

alm_status alm_derive_add(alm_table *out, const alm_table *table, size_t i,
                          alm_field *field, alm_error *err)
{
    return alm_table_add(out, field != NULL ? field : alm_table_field(table, i),
                         alm_table_column(table, i),
                         alm_table_selection(table, i), err);
}

size_t alm_derive_measure(const alm_table *table, size_t i)
{
    static const char *const suffixes[] = {"_status", "_source", "_rounding",
                                           "_unverified", "_change_base"};
    const alm_field_info *info = alm_field_info_of(alm_table_field(table, i));
    const size_t len = strlen(info->name);
    if (!info->hidden)
        return ALM_NO_COLUMN;
    for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) {
        const size_t n = strlen(suffixes[k]);
        if (len > n && strcmp(info->name + len - n, suffixes[k]) == 0)
            return alm_table_find(table, info->name, len - n);
    }
    return ALM_NO_COLUMN;
}

bool alm_derive_common_type(alm_type *out, alm_type a, alm_type b)
{
    const bool numeric = (a == ALM_INTEGER || a == ALM_NUMBER) &&
                         (b == ALM_INTEGER || b == ALM_NUMBER);
    if (a != b && !numeric)
        return false;
    *out = a == b ? a : ALM_NUMBER;
    return true;
}

const char *alm_derive_suffix(const alm_table *table, size_t companion,
                              size_t measure)
{
    return alm_table_column_name(table, companion) +
           strlen(alm_table_column_name(table, measure));
}

bool alm_derive_is_empty(const alm_vector *v)
{
    size_t i = 0;
    while (i < v->n && !alm_vector_present(v, i))
        i++;
    return i == v->n;
}

alm_status alm_derive_cell(alm_buffer *out, const alm_vector *v, size_t row,
                           alm_error *err)
{
    char text[ALM_NUMBER_TEXT];
    size_t len = 0;
    if (!alm_vector_present(v, row))
        return alm_buffer_add_text(out, "missing", err);
    const size_t at = alm_vector_at(v, row);
    switch (v->type) {
    case ALM_INTEGER: len = alm_format_i64(text, v->integers[at]); break;
    case ALM_NUMBER: len = alm_format_f64(text, v->numbers[at]); break;
    case ALM_PERIOD: len = alm_period_format(text, v->integers[at]); break;
    case ALM_BOOLEAN:
        return alm_buffer_add_text(out, v->booleans[at] ? "true" : "false",
                                   err);
    case ALM_TEXT: {
        const char *cell = alm_vector_text(v, row, &len);
        return alm_buffer_add(out, cell, len, err);
    }
    }
    return alm_buffer_add(out, text, len, err);
}

/* At most 80 bytes of a text, never part of a character. */
static int shown_length(const alm_buffer *text)
{
    size_t len = text->len;
    if (len > 80) {
        len = 80;
        while (len > 0 && ((unsigned char)text->data[len] & 0xC0) == 0x80)
            len--;
    }
    return (int)len;
}

void alm_derive_row_text(char *out, size_t size, const alm_table *table,
                         const size_t *columns, size_t n, size_t row)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        alm_vector v;
        alm_buffer cell = {0};
        if (alm_table_vector(&v, table, columns[i], NULL) != ALM_OK ||
            alm_derive_cell(&cell, &v, row, NULL) != ALM_OK) {
            alm_buffer_free(&cell);
            continue;
        }
        const bool quoted = v.type == ALM_TEXT && alm_vector_present(&v, row);
        const char *quote = quoted ? "\"" : "";
        const int len = snprintf(
            out + used, size - used, "%s%s = %s%.*s%s", used > 0 ? ", " : "",
            alm_table_column_name(table, columns[i]), quote,
            shown_length(&cell), cell.len > 0 ? cell.data : "", quote);
        alm_buffer_free(&cell);
        used += (size_t)len;
        if (used >= size)
            return;
    }
}
