#include <string.h>

#include "base/alloc.h"
#include "io/csv_private.h"

/* Records with a quote: libcsv reads them. */

static int no_byte_is_space(unsigned char c)
{
    (void)c;
    return 0; /* libcsv trims what is space; data keeps its blanks */
}

static void *libcsv_realloc(void *p, size_t size)
{
    return alm_realloc(p, size, 1);
}

static alm_status start_libcsv(alm_csv_reader *r, alm_error *err)
{
    if (csv_init(&r->libcsv,
                 CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL) != 0)
        return alm_fail_memory(err, "the CSV reader");
    csv_set_realloc_func(&r->libcsv, libcsv_realloc);
    csv_set_free_func(&r->libcsv, alm_dealloc);
    csv_set_space_func(&r->libcsv, no_byte_is_space);
    csv_set_blk_size(&r->libcsv, 4096);
    csv_set_delim(&r->libcsv, (unsigned char)r->dialect.delimiter);
    csv_set_quote(&r->libcsv, (unsigned char)r->dialect.quote);
    r->libcsv_ready = true;
    return ALM_OK;
}

void alm_csv_stop_libcsv(alm_csv_reader *r)
{
    if (r->libcsv_ready)
        csv_free(&r->libcsv);
    r->libcsv_ready = false;
}

static void field_ended(void *text, size_t len, void *data)
{
    alm_csv_reader *r = data;
    if (r->status == ALM_OK && r->count == r->cap)
        r->status = alm_csv_grow_fields(r, r->err);
    if (r->status == ALM_OK && len > 0)
        r->status = alm_buffer_add(&r->bytes, text, len, r->err);
    if (r->status != ALM_OK)
        return;
    /* The bytes may move until the record ends, so the text is set then. */
    r->fields[r->count++] = (alm_csv_field){
        .text = NULL, .len = len, .quoted = text != NULL && len == 0};
}

static void row_ended(int c, void *data)
{
    (void)c;
    ((alm_csv_reader *)data)->row_ended = true;
}

static alm_status fail_quote(alm_csv_reader *r, size_t line, size_t column,
                             const char *what, alm_error *err)
{
    const alm_status status = alm_fail(err, ALM_EPARSE, "%s", what);
    alm_error_at(err, alm_source_name(r->source), line, column);
    alm_error_help(err,
                   "a quote in a quoted field is written twice (%c%c); "
                   "--quote=none reads quotes as ordinary characters",
                   r->dialect.quote, r->dialect.quote);
    return status;
}

static alm_status fail_libcsv(alm_csv_reader *r, size_t column, bool in_field,
                              alm_error *err)
{
    if (csv_error(&r->libcsv) == CSV_ENOMEM)
        return alm_fail_memory(err, "a field");
    if (csv_error(&r->libcsv) == CSV_ETOOBIG)
        return alm_fail(err, ALM_ELIMIT, "a field is too long");
    return fail_quote(r, r->line, column,
                      in_field ? "text after a closing quote"
                               : "a quote inside a field without quotes",
                      err);
}

/* Hands the line at r->at to libcsv and steps over it. */
static alm_status parse_line(alm_csv_reader *r, alm_error *err)
{
    size_t end = 0;
    size_t next = 0;
    const alm_status status = alm_csv_find_line(&end, &next, r, err);
    if (status != ALM_OK)
        return status;
    const char *line = r->window.data + r->at;
    const size_t len = next - r->at;
    const size_t done =
        csv_parse(&r->libcsv, line, len, field_ended, row_ended, r);
    if (r->status != ALM_OK)
        return r->status;
    if (done < len)
        return fail_libcsv(r, done + 1, line[done] != r->dialect.quote, err);
    r->at = next;
    r->line += end < next ? 1 : 0;
    return ALM_OK;
}

static alm_status parse_lines(alm_csv_reader *r, size_t first, alm_error *err)
{
    while (!r->row_ended) {
        if (r->at == r->window.len && r->window.last) {
            const int ended = csv_fini(&r->libcsv, field_ended, row_ended, r);
            if (r->status != ALM_OK)
                return r->status;
            if (ended != 0)
                return fail_quote(r, first, 0,
                                  "a quote that opens in this record is "
                                  "never closed",
                                  err);
            return ALM_OK;
        }
        const alm_status status = parse_line(r, err);
        if (status != ALM_OK)
            return status;
    }
    return ALM_OK;
}

alm_status alm_csv_read_quoted(alm_csv_record *record, alm_csv_reader *r,
                               alm_error *err)
{
    const size_t first = r->line;
    alm_status status = r->libcsv_ready ? ALM_OK : start_libcsv(r, err);
    if (status != ALM_OK)
        return status;
    r->count = 0;
    r->row_ended = false;
    r->status = ALM_OK;
    r->err = err;
    alm_buffer_clear(&r->bytes);
    status = parse_lines(r, first, err);
    if (status != ALM_OK) {
        alm_csv_stop_libcsv(r); /* in the middle of a record */
        return status;
    }
    size_t at = 0;
    for (size_t i = 0; i < r->count; i++) {
        r->fields[i].text = r->bytes.len > 0 ? r->bytes.data + at : "";
        at += r->fields[i].len;
    }
    *record = (alm_csv_record){r->fields, r->count, first};
    return ALM_OK;
}
