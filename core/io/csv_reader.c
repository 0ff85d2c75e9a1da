#include <assert.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/alloc.h"
#include "io/csv_private.h"

/* What a byte means while a record without quotes is split. */
enum { CLASS_NONE, CLASS_DELIMITER, CLASS_END, CLASS_QUOTE };

static alm_status new_reader(alm_csv_reader **out, alm_source *source,
                             const alm_csv_dialect *dialect, alm_error *err)
{
    assert(dialect->delimiter != 0);
    alm_csv_reader *r = alm_alloc_zeroed(1, sizeof *r);
    if (r == NULL)
        return alm_fail_memory(err, "the CSV reader");
    r->source = alm_source_ref(source);
    r->dialect = *dialect;
    r->line = 1;
    r->skip = dialect->skip;
    if (r->dialect.quote == 0)
        r->dialect.quote = '"';
    if (!r->dialect.no_quote)
        r->classes[(unsigned char)r->dialect.quote] = CLASS_QUOTE;
    r->classes[(unsigned char)r->dialect.delimiter] = CLASS_DELIMITER;
    r->classes['\n'] = CLASS_END;
    r->classes['\r'] = CLASS_END;
    *out = r;
    return ALM_OK;
}

alm_status alm_csv_reader_new(alm_csv_reader **out, alm_source *source,
                              const alm_csv_dialect *dialect, bool check,
                              alm_error *err)
{
    alm_csv_reader *r = NULL;
    alm_status status = new_reader(&r, source, dialect, err);
    if (status == ALM_OK)
        status = alm_window_open(&r->window, source, check, err);
    if (status != ALM_OK) {
        alm_csv_reader_free(r);
        return status;
    }
    *out = r;
    return ALM_OK;
}

alm_status alm_csv_reader_new_idle(alm_csv_reader **out, alm_source *source,
                                   const alm_csv_dialect *dialect, size_t step,
                                   bool check, alm_error *err)
{
    const alm_status status = new_reader(out, source, dialect, err);
    if (status == ALM_OK)
        (*out)->window = alm_window_closed(source, step, check);
    return status;
}

alm_status alm_csv_reader_move(alm_csv_reader *r, alm_csv_place place,
                               size_t end, alm_error *err)
{
    r->at = 0;
    r->line = place.line;
    r->skip = 0;
    return alm_window_move(&r->window, place.offset, end, place.line, err);
}

alm_status alm_csv_reader_seek(alm_csv_reader *r, size_t offset, size_t end,
                               alm_error *err)
{
    r->line = 1;
    r->skip = 0;
    return alm_window_seek(&r->window, &r->at, offset, end, err);
}

bool alm_csv_reader_rewind(alm_csv_reader *r, alm_csv_place place)
{
    if (place.offset < r->window.offset)
        return false;
    r->at = place.offset - r->window.offset;
    r->line = place.line;
    return true;
}

alm_csv_place alm_csv_reader_place(const alm_csv_reader *r)
{
    return (alm_csv_place){r->window.offset + r->at, r->line};
}

bool alm_csv_reader_pass_line(alm_csv_reader *r)
{
    const char *from = r->window.data + r->at;
    const char *lf = memchr(from, '\n', r->window.len - r->at);
    if (lf == NULL)
        return false;
    r->at += (size_t)(lf - from) + 1;
    return true;
}

void alm_csv_reader_free(alm_csv_reader *r)
{
    if (r == NULL)
        return;
    alm_csv_stop_libcsv(r);
    alm_window_close(&r->window);
    alm_source_free(r->source);
    alm_buffer_free(&r->bytes);
    alm_dealloc(r->fields);
    alm_dealloc(r);
}

alm_status alm_csv_grow_fields(alm_csv_reader *r, alm_error *err)
{
    const size_t cap = r->cap * 2 + 16;
    alm_csv_field *fields = alm_realloc(r->fields, cap, sizeof *fields);
    if (fields == NULL)
        return alm_fail_memory(err, "a record");
    r->fields = fields;
    r->cap = cap;
    return ALM_OK;
}

static alm_status read_on(alm_csv_reader *r, alm_error *err)
{
    const alm_status status =
        alm_window_advance(&r->window, r->at, r->line, err);
    r->at = 0;
    return status;
}

/* The offset just after the line end at `end`, which holds CR or LF. */
static size_t after_line_end(const alm_window *w, size_t end)
{
    return w->data[end] == '\r' && end + 1 < w->len && w->data[end + 1] == '\n'
               ? end + 2
               : end + 1;
}

/* The first CR or LF from `i` on; len when there is none. */
static size_t find_line_end(const alm_window *w, size_t i)
{
    while (w->data[i] != '\n' && w->data[i] != '\r')
        i++; /* data[len] is a line end */
    return i;
}

alm_status alm_csv_find_line(size_t *end, size_t *next, alm_csv_reader *r,
                             alm_error *err)
{
    size_t i = r->at;
    for (;;) {
        i = find_line_end(&r->window, i);
        if (r->window.last || i + 1 < r->window.len)
            break;
        const size_t done = i - r->at;
        const alm_status status = read_on(r, err);
        if (status != ALM_OK)
            return status;
        i = r->at + done;
    }
    *end = i;
    *next = i < r->window.len ? after_line_end(&r->window, i) : i;
    return ALM_OK;
}

/* Passes over the lines to skip and comment lines. */
static alm_status skip_lines(alm_csv_reader *r, alm_error *err)
{
    for (;;) {
        size_t end, next;
        if (r->at == r->window.len && !r->window.last) {
            const alm_status status = read_on(r, err);
            if (status != ALM_OK)
                return status;
        }
        const bool comment = r->dialect.comment != 0 && r->at < r->window.len &&
                             r->window.data[r->at] == r->dialect.comment;
        if (r->at == r->window.len || (r->skip == 0 && !comment))
            return ALM_OK;
        const alm_status status = alm_csv_find_line(&end, &next, r, err);
        if (status != ALM_OK)
            return status;
        r->at = next;
        r->line++;
        r->skip -= r->skip > 0 ? 1 : 0;
    }
}

typedef enum split_result { SPLIT_DONE, SPLIT_QUOTE, SPLIT_MORE } split_result;

/* Bytes that are looked at together: as many as a mask has bits. */
enum { BLOCK = 64 };

static bool is_special(const alm_csv_reader *r, char c)
{
    return r->classes[(unsigned char)c] != CLASS_NONE;
}

/* The special bytes from `base` to the end of the window, which is nearer than
 * a block; the line end that stands there is one. */
static uint64_t last_specials(const alm_csv_reader *r, size_t base)
{
    uint64_t bits = 0;
    for (size_t i = 0; base + i <= r->window.len; i++)
        bits |= (uint64_t)is_special(r, r->window.data[base + i]) << i;
    return bits;
}

#ifdef __SSE2__
static uint64_t specials(const alm_csv_reader *r, size_t base)
{
    if (r->window.len - base < BLOCK)
        return last_specials(r, base);
    const char *data = r->window.data + base;
    const __m128i delimiter = _mm_set1_epi8(r->dialect.delimiter);
    /* Without quotes the delimiter is looked for twice. */
    const __m128i quote = _mm_set1_epi8(
        r->dialect.no_quote ? r->dialect.delimiter : r->dialect.quote);
    const __m128i lf = _mm_set1_epi8('\n');
    const __m128i cr = _mm_set1_epi8('\r');
    uint64_t bits = 0;
    for (size_t i = 0; i < BLOCK; i += 16) {
        const __m128i x = _mm_loadu_si128((const __m128i *)(data + i));
        const __m128i found = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(x, delimiter),
                         _mm_cmpeq_epi8(x, quote)),
            _mm_or_si128(_mm_cmpeq_epi8(x, lf), _mm_cmpeq_epi8(x, cr)));
        bits |= (uint64_t)(unsigned)_mm_movemask_epi8(found) << i;
    }
    return bits;
}
#else
static uint64_t specials(const alm_csv_reader *r, size_t base)
{
    if (r->window.len - base < BLOCK)
        return last_specials(r, base);
    uint64_t bits = 0;
    for (size_t i = 0; i < BLOCK; i++)
        bits |= (uint64_t)is_special(r, r->window.data[base + i]) << i;
    return bits;
}
#endif

/* Splits the record at r->at as far as the window goes. */
static alm_status split(split_result *result, alm_csv_reader *r, alm_error *err)
{
    const alm_window *w = &r->window;
    size_t base = r->at; /* of the block whose special bytes are in `bits` */
    uint64_t bits = specials(r, base);
    size_t start = r->at;
    size_t i;
    r->count = 0;
    for (;; start = i + 1) {
        for (; bits == 0; bits = specials(r, base))
            base += BLOCK;
        i = base + (size_t)__builtin_ctzll(bits);
        bits &= bits - 1;
        const unsigned char what = r->classes[(unsigned char)w->data[i]];
        if (what == CLASS_QUOTE && i < w->len) {
            *result = SPLIT_QUOTE;
            return ALM_OK;
        }
        if (r->count == r->cap) {
            const alm_status status = alm_csv_grow_fields(r, err);
            if (status != ALM_OK)
                return status;
        }
        r->fields[r->count++] =
            (alm_csv_field){.text = w->data + start, .len = i - start};
        if (what == CLASS_END)
            break;
    }
    /* A line end that is the last byte may be the first half of CR LF. */
    if (!w->last && i + 1 >= w->len) {
        *result = SPLIT_MORE;
        return ALM_OK;
    }
    *result = SPLIT_DONE;
    r->at = i < w->len ? after_line_end(w, i) : i;
    r->line++;
    return ALM_OK;
}

alm_status alm_csv_reader_next(alm_csv_record *record, bool *more,
                               alm_csv_reader *r, alm_error *err)
{
    split_result result = SPLIT_MORE;
    alm_status status = ALM_OK;
    if (r->skip > 0 || r->dialect.comment != 0 || r->at == r->window.len)
        status = skip_lines(r, err);
    *more = status == ALM_OK && r->at < r->window.len;
    if (!*more)
        return status;
    const size_t first = r->line;
    status = split(&result, r, err);
    while (status == ALM_OK && result == SPLIT_MORE) {
        status = read_on(r, err);
        if (status == ALM_OK)
            status = split(&result, r, err);
    }
    if (status != ALM_OK)
        return status;
    if (result == SPLIT_QUOTE)
        return alm_csv_read_quoted(record, r, err);
    *record = (alm_csv_record){r->fields, r->count, first};
    return ALM_OK;
}

bool alm_csv_record_is_blank(const alm_csv_record *record)
{
    if (record->count != 1 || record->fields[0].quoted)
        return false;
    for (size_t i = 0; i < record->fields[0].len; i++) {
        const char c = record->fields[0].text[i];
        if (c != ' ' && c != '\t')
            return false;
    }
    return true;
}
