#include "table/place.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Text that grows in place and is cut at the end. */
typedef struct line {
    char *text;
    size_t size;
    size_t len;
} line;

ALM_PRINTF(2, 3)
static void put(line *out, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const int n =
        vsnprintf(out->text + out->len, out->size - out->len, fmt, ap);
    va_end(ap);
    out->len += n > 0 ? (size_t)n : 0;
    if (out->len >= out->size)
        out->len = out->size - 1;
}

/* name = value, as in the line of an error. */
static void put_cell(line *out, const alm_table *table, size_t column,
                     size_t row)
{
    alm_vector v;
    size_t len;
    char period[ALM_PERIOD_TEXT];
    if (alm_table_vector(&v, table, column, NULL) != ALM_OK ||
        !alm_vector_present(&v, row))
        return;
    put(out, "%s = ", alm_table_column_name(table, column));
    if (v.type == ALM_TEXT) {
        const char *text = alm_vector_text(&v, row, &len);
        put(out, "\"%.*s\"", len < 60 ? (int)len : 60, text);
    } else if (v.type == ALM_PERIOD) {
        alm_period_format(period, v.integers[alm_vector_at(&v, row)]);
        put(out, "%s", period);
    } else {
        put(out, "%g", alm_vector_number(&v, row));
    }
}

/* Whether a column says which row it is: by its role, or in a table without
 * roles by being text or a period. */
static bool is_key(const alm_table *table, size_t column, bool by_role)
{
    const alm_field_info *info =
        alm_field_info_of(alm_table_field(table, column));
    const alm_column *col = alm_table_column(table, column);
    if (info->hidden)
        return false;
    if (by_role)
        return info->role == ALM_ROLE_REGION || info->role == ALM_ROLE_PERIOD;
    return alm_column_is_loaded(col) && (alm_column_type(col) == ALM_TEXT ||
                                         alm_column_type(col) == ALM_PERIOD);
}

static void put_keys(line *out, const alm_table *table, size_t column,
                     size_t row)
{
    int shown = 0;
    for (int pass = 0; pass < 2 && shown == 0; pass++) {
        for (size_t i = 0; i < alm_table_width(table) && shown < 2; i++) {
            if (i == column || !is_key(table, i, pass == 0))
                continue;
            put_cell(out, table, i, row);
            put(out, ", ");
            shown++;
        }
    }
}

void alm_table_place(char *out, size_t size, const alm_table *table,
                     size_t column, size_t row)
{
    const size_t at = alm_table_line(table, row);
    line data = {out, size, 0};

    if (at > 0)
        put(&data, "%s line %zu: ", alm_origin_file(alm_table_origin(table)),
            at);
    else
        put(&data, "row %zu: ", row + 1);
    put_keys(&data, table, column, row);
    if (column != ALM_NO_COLUMN)
        put_cell(&data, table, column, row);
    else if (data.len >= 2) /* the last key ends in ", " or in ": " */
        out[data.len - 2] = '\0';
}
