#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "io/table_writer.h"

/* A character as it stands in a JSON string; NULL when it stands for itself. */
static const char *escape(char scratch[8], unsigned char c)
{
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\b': return "\\b";
    case '\f': return "\\f";
    default: break;
    }
    if (c >= 0x20 && c != 0x7F)
        return NULL;
    (void)snprintf(scratch, 8, "\\u%04x", c);
    return scratch;
}

alm_status alm_json_add_string(alm_buffer *buf, const char *text, size_t n,
                               alm_error *err)
{
    size_t plain = 0; /* start of what is not yet written */
    alm_status status = alm_buffer_add_byte(buf, '"', err);
    for (size_t i = 0; status == ALM_OK && i < n; i++) {
        char scratch[8];
        const char *as = escape(scratch, (unsigned char)text[i]);
        if (as == NULL)
            continue;
        status = alm_buffer_add(buf, text + plain, i - plain, err);
        if (status == ALM_OK)
            status = alm_buffer_add_text(buf, as, err);
        plain = i + 1;
    }
    if (status == ALM_OK)
        status = alm_buffer_add(buf, text + plain, n - plain, err);
    return status == ALM_OK ? alm_buffer_add_byte(buf, '"', err) : status;
}

static alm_status add_cell(alm_table_writer *w, size_t column, size_t row,
                           alm_error *err)
{
    const alm_vector *v = &w->vectors[column];
    size_t len;
    if (!alm_vector_present(v, row))
        return alm_buffer_add_text(&w->out, "null", err);
    if (v->type == ALM_NUMBER && !isfinite(v->numbers[alm_vector_at(v, row)])) {
        w->report.not_finite++;
        return alm_buffer_add_text(&w->out, "null", err);
    }
    if (v->type == ALM_TEXT) {
        const char *text = alm_vector_text(v, row, &len);
        return alm_json_add_string(&w->out, text, len, err);
    }
    const char *quote = v->type == ALM_PERIOD ? "\"" : "";
    alm_status status = alm_buffer_add_text(&w->out, quote, err);
    if (status == ALM_OK)
        status = alm_table_writer_add_plain(w, column, row, err);
    return status == ALM_OK ? alm_buffer_add_text(&w->out, quote, err) : status;
}

/* `keys` are the names as JSON strings, written once. */
static alm_status add_record(alm_table_writer *w, const alm_buffer *keys,
                             size_t row, alm_error *err)
{
    alm_status status = alm_buffer_add_byte(&w->out, '{', err);
    for (size_t c = 0; status == ALM_OK && c < w->width; c++) {
        if (c > 0)
            status = alm_buffer_add_byte(&w->out, ',', err);
        if (status == ALM_OK)
            status = alm_buffer_add(&w->out, keys[c].data, keys[c].len, err);
        if (status == ALM_OK)
            status = add_cell(w, c, row, err);
    }
    return status == ALM_OK ? alm_buffer_add_byte(&w->out, '}', err) : status;
}

static alm_status make_keys(alm_buffer **out, const alm_table_writer *w,
                            alm_error *err)
{
    alm_status status = ALM_OK;
    alm_buffer *keys = alm_alloc_zeroed(w->width, sizeof *keys);
    *out = keys;
    if (keys == NULL)
        return alm_fail_memory(err, "writing a table");
    for (size_t c = 0; status == ALM_OK && c < w->width; c++) {
        status = alm_json_add_string(&keys[c], w->names[c], strlen(w->names[c]),
                                     err);
        if (status == ALM_OK)
            status = alm_buffer_add_byte(&keys[c], ':', err);
    }
    return status;
}

/* What stands around and between the records. */
typedef struct frame {
    const char *before;
    const char *between;
    const char *after;
} frame;

static alm_status write_records(const alm_table *table, alm_sink sink,
                                alm_write_report *report, const frame *f,
                                alm_error *err)
{
    alm_table_writer w;
    alm_buffer *keys = NULL;
    alm_status status = alm_table_writer_open(&w, table, sink, report, err);
    if (status == ALM_OK)
        status = make_keys(&keys, &w, err);
    if (status == ALM_OK)
        status = alm_buffer_add_text(&w.out, f->before, err);
    for (size_t row = 0; status == ALM_OK && row < w.rows; row++) {
        status = add_record(&w, keys, row, err);
        if (status == ALM_OK)
            status = alm_table_writer_end_row(
                &w, row + 1 < w.rows ? f->between : "", err);
    }
    if (status == ALM_OK)
        status = alm_buffer_add_text(&w.out,
                                     w.rows > 0 ? f->after : f->after + 1, err);
    for (size_t c = 0; keys != NULL && c < w.width; c++)
        alm_buffer_free(&keys[c]);
    alm_dealloc(keys);
    return alm_table_writer_close(&w, status, err);
}

alm_status alm_write_json(const alm_table *table, alm_sink sink,
                          alm_write_report *report, alm_error *err)
{
    static const frame f = {"[\n", ",\n", "\n]"};
    return write_records(table, sink, report, &f, err);
}

alm_status alm_write_jsonl(const alm_table *table, alm_sink sink,
                           alm_write_report *report, alm_error *err)
{
    static const frame f = {"", "\n", "\n"};
    return write_records(table, sink, report, &f, err);
}
