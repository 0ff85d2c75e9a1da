#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "io/source_private.h"

/* Stretches of a source. */

#define BLOCK ((size_t)256 << 10)

/* Line and byte of data[at], from those of the start of the window. */
static void locate(const alm_window *w, size_t at, size_t *line, size_t *column)
{
    size_t start = 0;
    *line = w->line;
    for (size_t i = 0; i < at; i++) {
        const bool ends = w->data[i] == '\n' ||
                          (w->data[i] == '\r' && w->data[i + 1] != '\n');
        if (ends) {
            start = i + 1;
            (*line)++;
        }
    }
    *column = at - start + 1;
}

static alm_status fail_bytes(const alm_window *w, size_t at, alm_error *err)
{
    size_t line, column;
    const unsigned byte = (unsigned char)w->data[at];
    alm_status status;
    locate(w, at, &line, &column);
    if (byte == 0) {
        status = alm_fail(err, ALM_EPARSE,
                          "a NUL byte: this is a binary file, or UTF-16 "
                          "without a byte order mark");
        alm_error_help(err, "if it is text, give --encoding=utf-16le");
    } else {
        status =
            alm_fail(err, ALM_EPARSE, "byte 0x%02X is no valid UTF-8", byte);
        alm_error_help(err, "save the file as UTF-8, or give its "
                            "--encoding (latin-1, utf-16le)");
    }
    alm_error_at(err, w->source->name, line, column);
    return status;
}

static alm_status check_text(alm_window *w, alm_error *err)
{
    const char *fresh = w->data + w->checked;
    const size_t n = w->len - w->checked;
    const char *nul = n > 0 ? memchr(fresh, '\0', n) : NULL;
    const size_t good = alm_utf8_check(fresh, n);
    if (nul != NULL && (size_t)(nul - fresh) < good)
        return fail_bytes(w, w->checked + (size_t)(nul - fresh), err);
    /* A character cut by the end of the block is looked at again. */
    if (good < n && (w->last || n - good > 3))
        return fail_bytes(w, w->checked + good, err);
    w->checked += good;
    return ALM_OK;
}

/* Reads from the disk into the free part of the block. */
static alm_status fill(alm_window *w, alm_error *err)
{
    alm_source *source = w->source;
    const size_t size = source->size - source->mark;
    const size_t end = w->end < size ? w->end : size;
    while (w->len < w->cap && w->offset + w->len < end) {
        const size_t at = w->offset + w->len;
        const size_t room = w->cap - w->len;
        const size_t want = end - at < room ? end - at : room;
        const ssize_t got = alm_read_once(source->fd, w->block + w->len, want,
                                          (off_t)(source->mark + at), true);
        if (got < 0)
            return alm_source_fail_io(source, err);
        if (got == 0)
            return alm_source_fail_changed(source, err);
        w->len += (size_t)got;
    }
    w->last = w->offset + w->len == size;
    if (!alm_source_is_unchanged(source, source->fd))
        return alm_source_fail_changed(source, err);
    w->block[w->len] = '\n';
    return w->check ? check_text(w, err) : ALM_OK;
}

static alm_status grow_block(alm_window *w, size_t cap, alm_error *err)
{
    char *block = alm_realloc(w->block, cap + 1, 1);
    if (block == NULL)
        return alm_fail_memory(err, "reading a file");
    w->block = block;
    w->data = block;
    w->cap = cap;
    return ALM_OK;
}

alm_window alm_window_closed(alm_source *source, size_t step, bool check)
{
    return (alm_window){.source = source, .check = check, .step = step};
}

/* The end of the line that data[i] is in, which may be the end of all. */
static size_t line_end(const char *data, size_t i, size_t n)
{
    const char *lf = i < n ? memchr(data + i, '\n', n - i) : NULL;
    return lf != NULL ? (size_t)(lf - data) : n;
}

alm_status alm_window_move(alm_window *w, size_t from, size_t end, size_t line,
                           alm_error *err)
{
    const alm_source *source = w->source;
    w->offset = from;
    w->end = end;
    w->line = line;
    w->len = 0;
    w->checked = 0;
    if (!source->on_disk) {
        const size_t size = source->text.len;
        const size_t stop = line_end(source->text.data, end, size);
        w->data = source->text.data + from;
        w->len = stop - from;
        w->last = stop == size;
        return w->check ? check_text(w, err) : ALM_OK;
    }
    const size_t left = alm_source_length(source) - from;
    const alm_status status =
        w->block == NULL ? grow_block(w, left < w->step ? left : w->step, err)
                         : ALM_OK;
    return status == ALM_OK ? fill(w, err) : status;
}

alm_status alm_window_seek(alm_window *w, size_t *at, size_t from, size_t end,
                           alm_error *err)
{
    const bool check = w->check;
    w->check = false;
    const alm_status status = alm_window_move(w, from, end, 1, err);
    w->check = check;
    if (status != ALM_OK)
        return status;
    const char *lf = memchr(w->data, '\n', w->len);
    if (lf == NULL)
        return alm_fail(err, ALM_ELIMIT, "a line is longer than looked for");
    *at = (size_t)(lf - w->data) + 1;
    w->checked = *at;
    return check ? check_text(w, err) : ALM_OK;
}

alm_status alm_window_open(alm_window *window, alm_source *source, bool check,
                           alm_error *err)
{
    *window = alm_window_closed(source, BLOCK, check);
    const alm_status status = alm_window_move(window, 0, SIZE_MAX, 1, err);
    if (status != ALM_OK)
        alm_window_close(window);
    return status;
}

alm_status alm_window_advance(alm_window *window, size_t from, size_t line,
                              alm_error *err)
{
    assert(!window->last && from <= window->len);
    if (window->block == NULL || window->offset + window->len >= window->end)
        return alm_fail(err, ALM_ELIMIT, "a record is longer than looked for");
    memmove(window->block, window->block + from, window->len - from);
    window->offset += from;
    window->len -= from;
    window->line = line;
    window->checked -= window->checked < from ? window->checked : from;
    alm_status status = ALM_OK;
    if (window->cap - window->len < window->step / 2)
        status = grow_block(window, window->cap * 2, err);
    return status == ALM_OK ? fill(window, err) : status;
}

void alm_window_close(alm_window *window)
{
    alm_dealloc(window->block);
    *window = (alm_window){0};
}

alm_status alm_source_check(alm_source *source, alm_error *err)
{
    alm_window w;
    alm_status status = alm_window_open(&w, source, true, err);
    while (status == ALM_OK && !w.last) {
        /* Lines are counted up to the last byte that was checked. */
        size_t line, column;
        locate(&w, w.checked, &line, &column);
        status = alm_window_advance(&w, w.checked + 1 - column, line, err);
    }
    alm_window_close(&w);
    return status;
}
