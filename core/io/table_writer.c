#include "io/table_writer.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/number.h"

#define FLUSH_ABOVE ((size_t)256 << 10)

static alm_status write_to_buffer(void *data, const char *bytes, size_t n,
                                  alm_error *err)
{
    return alm_buffer_add(data, bytes, n, err);
}

alm_sink alm_sink_to_buffer(alm_buffer *buf)
{
    return (alm_sink){write_to_buffer, buf};
}

static bool is_hidden(const alm_table *table, size_t i)
{
    return alm_field_info_of(alm_table_field(table, i))->hidden;
}

/* The columns that are not hidden, into columns[0 .. width). */
static alm_status pick_columns(size_t *columns, alm_table_writer *w,
                               const alm_table *table, alm_error *err)
{
    for (size_t i = 0; i < alm_table_width(table); i++) {
        if (!is_hidden(table, i))
            columns[w->width++] = i;
    }
    alm_status status = alm_table_load(table, columns, w->width, err);
    for (size_t c = 0; status == ALM_OK && c < w->width; c++) {
        w->names[c] = alm_table_column_name(table, columns[c]);
        status = alm_table_vector(&w->vectors[c], table, columns[c], err);
    }
    return status;
}

alm_status alm_table_writer_open(alm_table_writer *w, const alm_table *table,
                                 alm_sink sink, alm_write_report *report,
                                 alm_error *err)
{
    const size_t all = alm_table_width(table);
    *w = (alm_table_writer){.rows = alm_table_rows(table),
                            .sink = sink,
                            .reported = report,
                            .vectors = alm_alloc(all, sizeof(alm_vector)),
                            .names = alm_alloc(all, sizeof(char *))};
    size_t *columns = alm_alloc(all, sizeof *columns);
    alm_status status = ALM_OK;
    if (w->vectors == NULL || w->names == NULL || columns == NULL)
        status = alm_fail_memory(err, "writing a table");
    else
        status = pick_columns(columns, w, table, err);
    alm_dealloc(columns);
    return status;
}

alm_status alm_table_writer_add_plain(alm_table_writer *w, size_t column,
                                      size_t row, alm_error *err)
{
    char text[ALM_NUMBER_TEXT];
    const alm_vector *v = &w->vectors[column];
    const size_t at = alm_vector_at(v, row);
    switch (v->type) {
    case ALM_INTEGER:
        return alm_buffer_add(&w->out, text,
                              alm_format_i64(text, v->integers[at]), err);
    case ALM_NUMBER:
        w->report.not_finite += isfinite(v->numbers[at]) ? 0 : 1;
        return alm_buffer_add(&w->out, text,
                              alm_format_f64(text, v->numbers[at]), err);
    case ALM_PERIOD:
        return alm_buffer_add(&w->out, text,
                              alm_period_format(text, v->integers[at]), err);
    default: break;
    }
    return alm_buffer_add_text(&w->out, v->booleans[at] ? "true" : "false",
                               err);
}

static alm_status flush(alm_table_writer *w, alm_error *err)
{
    const alm_status status =
        w->out.len > 0
            ? w->sink.write(w->sink.data, w->out.data, w->out.len, err)
            : ALM_OK;
    alm_buffer_clear(&w->out);
    return status;
}

alm_status alm_table_writer_end_row(alm_table_writer *w, const char *text,
                                    alm_error *err)
{
    const alm_status status = alm_buffer_add_text(&w->out, text, err);
    return status == ALM_OK && w->out.len > FLUSH_ABOVE ? flush(w, err)
                                                        : status;
}

alm_status alm_table_writer_close(alm_table_writer *w, alm_status status,
                                  alm_error *err)
{
    if (status == ALM_OK)
        status = flush(w, err);
    if (status == ALM_OK && w->reported != NULL)
        *w->reported = w->report;
    alm_buffer_free(&w->out);
    alm_dealloc(w->vectors);
    alm_dealloc(w->names);
    return status;
}
