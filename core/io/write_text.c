#include <string.h>

#include "io/table_writer.h"

/* CSV and TSV. */

static bool looks_blank(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] != ' ' && text[i] != '\t')
            return false;
    }
    return true;
}

static alm_status add_quoted(alm_buffer *out, const char *text, size_t n,
                             alm_error *err)
{
    alm_status status = alm_buffer_add_byte(out, '"', err);
    while (status == ALM_OK && n > 0) {
        const char *quote = memchr(text, '"', n);
        const size_t piece = quote != NULL ? (size_t)(quote - text) + 1 : n;
        status = alm_buffer_add(out, text, piece, err);
        if (status == ALM_OK && quote != NULL)
            status = alm_buffer_add_byte(out, '"', err);
        text += piece;
        n -= piece;
    }
    return status == ALM_OK ? alm_buffer_add_byte(out, '"', err) : status;
}

static bool begins_with_byte_order_mark(const char *text, size_t n)
{
    return n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
}

/* Whatever a reader might take for a delimiter is quoted, so that detecting it
 * cannot go wrong; and a byte order mark, which at the head of a file would be
 * passed over. */
static bool needs_quotes(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (memchr(",;\t|\"\n\r", text[i], 7) != NULL)
            return true;
    }
    return looks_blank(text, n) || begins_with_byte_order_mark(text, n);
}

static alm_status add_text(alm_buffer *out, const char *text, size_t n,
                           alm_error *err)
{
    return needs_quotes(text, n) ? add_quoted(out, text, n, err)
                                 : alm_buffer_add(out, text, n, err);
}

static alm_status add_cell(alm_table_writer *w, size_t column, size_t row,
                           alm_error *err)
{
    const alm_vector *v = &w->vectors[column];
    size_t len;
    /* In a file of one column an empty line is a missing value, so nothing
     * needs to be said of it there either. */
    if (!alm_vector_present(v, row))
        return ALM_OK;
    if (v->type != ALM_TEXT)
        return alm_table_writer_add_plain(w, column, row, err);
    const char *text = alm_vector_text(v, row, &len);
    return add_text(&w->out, text, len, err);
}

static alm_status write_separated(const alm_table *table, char delimiter,
                                  alm_sink sink, alm_write_report *report,
                                  alm_error *err)
{
    alm_table_writer w;
    alm_status status = alm_table_writer_open(&w, table, sink, report, err);
    for (size_t c = 0; status == ALM_OK && c < w.width; c++) {
        if (c > 0)
            status = alm_buffer_add_byte(&w.out, delimiter, err);
        if (status == ALM_OK)
            status = add_text(&w.out, w.names[c], strlen(w.names[c]), err);
    }
    if (status == ALM_OK)
        status = alm_buffer_add_byte(&w.out, '\n', err);
    for (size_t row = 0; status == ALM_OK && row < w.rows; row++) {
        for (size_t c = 0; status == ALM_OK && c < w.width; c++) {
            if (c > 0)
                status = alm_buffer_add_byte(&w.out, delimiter, err);
            if (status == ALM_OK)
                status = add_cell(&w, c, row, err);
        }
        if (status == ALM_OK)
            status = alm_table_writer_end_row(&w, "\n", err);
    }
    return alm_table_writer_close(&w, status, err);
}

alm_status alm_write_csv(const alm_table *table, alm_sink sink,
                         alm_write_report *report, alm_error *err)
{
    return write_separated(table, ',', sink, report, err);
}

alm_status alm_write_tsv(const alm_table *table, alm_sink sink,
                         alm_write_report *report, alm_error *err)
{
    return write_separated(table, '\t', sink, report, err);
}
