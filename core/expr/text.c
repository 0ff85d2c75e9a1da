#include "expr/text.h"

#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "expr/dense.h"
#include "table/builder.h"

/* Rule (5), for the codes of a dictionary: places[code] is the row of its text
 * in the column being built. */
static alm_status distinct_codes(alm_builder *texts, uint32_t *at,
                                 const alm_vector *v, alm_error *err)
{
    const size_t count = alm_dict_count(v->dict);
    uint32_t *places = alm_alloc(count, sizeof *places);
    alm_status status = ALM_OK;
    if (places == NULL)
        return alm_fail_memory(err, "texts");
    memset(places, 0xFF, count * sizeof *places);
    for (size_t i = 0; status == ALM_OK && i < v->n; i++) {
        at[i] = ALM_ROW_NONE;
        if (!alm_vector_present(v, i))
            continue;
        const uint32_t code = v->codes[alm_vector_at(v, i)];
        if (places[code] == ALM_ROW_NONE) {
            size_t len;
            const char *text = alm_dict_text(v->dict, code, &len);
            places[code] = (uint32_t)alm_builder_len(texts);
            status = alm_builder_add_text(texts, text, len, err);
        }
        at[i] = places[code];
    }
    alm_dealloc(places);
    return status;
}

/* A small window on a large dictionary, or periods: one text a row. */
static alm_status every_text(alm_builder *texts, uint32_t *at,
                             const alm_vector *v, alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < v->n; i++) {
        char period[ALM_PERIOD_TEXT];
        const char *text = period;
        size_t len;
        at[i] = ALM_ROW_NONE;
        if (!alm_vector_present(v, i))
            continue;
        at[i] = (uint32_t)alm_builder_len(texts);
        if (v->type == ALM_PERIOD)
            len = alm_period_format(period, v->integers[alm_vector_at(v, i)]);
        else
            text = alm_vector_text(v, i, &len);
        status = alm_builder_add_text(texts, text, len, err);
    }
    return status;
}

/* A column without values is of any type. */
static bool is_empty(const alm_vector *v)
{
    for (size_t i = 0; i < v->n; i++) {
        if (alm_vector_present(v, i))
            return false;
    }
    return true;
}

alm_status alm_text_distinct(alm_column **texts, alm_rows **index,
                             const alm_vector *v, alm_error *err)
{
    enum { WORTH_LOOKING = 8 };
    alm_builder *b = NULL;
    alm_rows *rows = NULL;
    if (v->type != ALM_TEXT && v->type != ALM_PERIOD && !is_empty(v))
        return alm_fail(err, ALM_ETYPE, "a column of %s is no column of text",
                        alm_type_name(v->type));
    alm_status status = alm_rows_new(&rows, v->n, err);
    if (status == ALM_OK)
        status = alm_builder_new(&b, ALM_TEXT, 0, err);
    if (status == ALM_OK)
        status = v->type == ALM_TEXT &&
                         alm_dict_count(v->dict) / WORTH_LOOKING <= v->n
                     ? distinct_codes(b, rows->at, v, err)
                     : every_text(b, rows->at, v, err);
    if (status == ALM_OK) {
        status = alm_builder_finish(texts, b, err);
        b = NULL;
    }
    if (status == ALM_OK) {
        *index = rows;
        return ALM_OK;
    }
    alm_builder_free(b);
    alm_rows_free(rows);
    return status;
}

alm_status alm_text_spread(alm_column **out, const alm_column *results,
                           const alm_rows *index, alm_error *err)
{
    return alm_column_new_gathered(out, results, index, err);
}

/* What a function of one text works with. */
typedef struct job {
    alm_builder *results;
    alm_buffer scratch;
    const char *pattern;
    size_t pattern_len;
    const char *fresh;
    size_t fresh_len;
    int64_t i;
    int64_t j;
    alm_text_test test;
} job;

/* Appends one value to job->results. */
typedef alm_status text_function(job *work, const char *text, size_t len,
                                 alm_error *err);

static alm_status map_texts(job *work, text_function *f, const alm_vector *v,
                            alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = 0; status == ALM_OK && i < v->n; i++) {
        size_t len;
        const char *text = alm_vector_text(v, i, &len);
        alm_buffer_clear(&work->scratch);
        status = f(work, text, len, err);
    }
    return status;
}

static alm_status map(alm_column **out, const alm_vector *v, alm_type type,
                      text_function *f, job work, alm_error *err)
{
    alm_column *texts = NULL;
    alm_column *results = NULL;
    alm_rows *index = NULL;
    alm_status status = alm_text_distinct(&texts, &index, v, err);
    if (status != ALM_OK)
        return status;
    const alm_vector distinct = alm_column_vector(texts, NULL);
    status = alm_builder_new(&work.results, type, distinct.n, err);
    if (status == ALM_OK)
        status = map_texts(&work, f, &distinct, err);
    if (status == ALM_OK) {
        status = alm_builder_finish(&results, work.results, err);
        work.results = NULL;
    }
    if (status == ALM_OK)
        status = alm_text_spread(out, results, index, err);
    alm_builder_free(work.results);
    alm_buffer_free(&work.scratch);
    alm_column_free(results);
    alm_column_free(texts);
    alm_rows_free(index);
    return status;
}

static alm_status add_scratch(job *work, alm_error *err)
{
    const alm_buffer *b = &work->scratch;
    return alm_builder_add_text(work->results, b->len > 0 ? b->data : "",
                                b->len, err);
}

static alm_status lower(job *work, const char *text, size_t len, alm_error *err)
{
    const alm_status status = alm_utf8_lower(&work->scratch, text, len, err);
    return status == ALM_OK ? add_scratch(work, err) : status;
}

static alm_status upper(job *work, const char *text, size_t len, alm_error *err)
{
    const alm_status status = alm_utf8_upper(&work->scratch, text, len, err);
    return status == ALM_OK ? add_scratch(work, err) : status;
}

/* The bytes of the blank at the start or, if `at_end`, the end of a text. */
static size_t blank_bytes(const char *text, size_t len, bool at_end)
{
    static const char wide[] = "\xE3\x80\x80"; /* U+3000 */
    if (len == 0)
        return 0;
    const char c = at_end ? text[len - 1] : text[0];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    return len >= 3 && memcmp(at_end ? text + len - 3 : text, wide, 3) == 0 ? 3
                                                                            : 0;
}

static alm_status trim(job *work, const char *text, size_t len, alm_error *err)
{
    size_t n;
    while ((n = blank_bytes(text, len, false)) > 0) {
        text += n;
        len -= n;
    }
    while ((n = blank_bytes(text, len, true)) > 0)
        len -= n;
    return alm_builder_add_text(work->results, text, len, err);
}

static alm_status length(job *work, const char *text, size_t len,
                         alm_error *err)
{
    return alm_builder_add_integer(work->results,
                                   (int64_t)alm_utf8_length(text, len), err);
}

/* The byte at which the character after `count` characters begins. */
static size_t skip_characters(const char *text, size_t len, int64_t count)
{
    size_t at = 0;
    while (count-- > 0 && at < len) {
        int32_t code;
        at += alm_utf8_decode(text + at, len - at, &code);
    }
    return at;
}

/* lstrlib.c, str_sub, in characters. */
static alm_status sub(job *work, const char *text, size_t len, alm_error *err)
{
    const int64_t n = (int64_t)alm_utf8_length(text, len);
    int64_t i = work->i;
    int64_t j = work->j;
    if (i < 0)
        i = i < -n ? 1 : n + i + 1;
    else if (i == 0)
        i = 1;
    if (j > n)
        j = n;
    else if (j < 0)
        j = j < -n ? 0 : n + j + 1;
    if (i > j)
        return alm_builder_add_text(work->results, "", 0, err);
    const size_t from = skip_characters(text, len, i - 1);
    const size_t size = skip_characters(text + from, len - from, j - i + 1);
    return alm_builder_add_text(work->results, text + from, size, err);
}

/* The first place of the pattern; NULL when there is none. */
static const char *find(const char *text, size_t len, const job *work)
{
    return memmem(text, len, work->pattern, work->pattern_len);
}

static alm_status replace(job *work, const char *text, size_t len,
                          alm_error *err)
{
    alm_status status = ALM_OK;
    const char *at;
    while (status == ALM_OK && (at = find(text, len, work)) != NULL) {
        const size_t before = (size_t)(at - text);
        status = alm_buffer_add(&work->scratch, text, before, err);
        if (status == ALM_OK)
            status = alm_buffer_add(&work->scratch, work->fresh,
                                    work->fresh_len, err);
        text = at + work->pattern_len;
        len -= before + work->pattern_len;
    }
    if (status == ALM_OK)
        status = alm_buffer_add(&work->scratch, text, len, err);
    return status == ALM_OK ? add_scratch(work, err) : status;
}

static int64_t count_pieces(const job *work, const char *text, size_t len)
{
    int64_t pieces = 1;
    const char *at;
    while ((at = find(text, len, work)) != NULL) {
        len -= (size_t)(at - text) + work->pattern_len;
        text = at + work->pattern_len;
        pieces++;
    }
    return pieces;
}

static alm_status split(job *work, const char *text, size_t len, alm_error *err)
{
    const int64_t pieces = count_pieces(work, text, len);
    int64_t k = work->i;
    if (k > pieces || k < -pieces)
        return alm_builder_add_missing(work->results, err);
    if (k < 0)
        k = pieces + k + 1;
    for (; k > 1; k--) {
        const char *at = find(text, len, work);
        len -= (size_t)(at - text) + work->pattern_len;
        text = at + work->pattern_len;
    }
    const char *end = find(text, len, work);
    return alm_builder_add_text(work->results, text,
                                end != NULL ? (size_t)(end - text) : len, err);
}

static alm_status test(job *work, const char *text, size_t len, alm_error *err)
{
    const size_t n = work->pattern_len;
    bool is = n == 0;
    if (n > 0 && n <= len) {
        switch (work->test) {
        case ALM_TEXT_STARTS_WITH:
            is = memcmp(text, work->pattern, n) == 0;
            break;
        case ALM_TEXT_ENDS_WITH:
            is = memcmp(text + len - n, work->pattern, n) == 0;
            break;
        case ALM_TEXT_CONTAINS: is = find(text, len, work) != NULL; break;
        }
    }
    return alm_builder_add_boolean(work->results, is, err);
}

alm_status alm_text_lower(alm_column **out, const alm_vector *v, alm_error *err)
{
    return map(out, v, ALM_TEXT, lower, (job){.i = 0}, err);
}

alm_status alm_text_upper(alm_column **out, const alm_vector *v, alm_error *err)
{
    return map(out, v, ALM_TEXT, upper, (job){.i = 0}, err);
}

alm_status alm_text_trim(alm_column **out, const alm_vector *v, alm_error *err)
{
    return map(out, v, ALM_TEXT, trim, (job){.i = 0}, err);
}

alm_status alm_text_length(alm_column **out, const alm_vector *v,
                           alm_error *err)
{
    return map(out, v, ALM_INTEGER, length, (job){.i = 0}, err);
}

alm_status alm_text_sub(alm_column **out, const alm_vector *v, int64_t i,
                        int64_t j, alm_error *err)
{
    return map(out, v, ALM_TEXT, sub, (job){.i = i, .j = j}, err);
}

alm_status alm_text_replace(alm_column **out, const alm_vector *v,
                            const char *old, size_t old_len, const char *fresh,
                            size_t fresh_len, alm_error *err)
{
    if (old_len == 0)
        return alm_fail(err, ALM_EINVAL, "nothing to replace: empty text");
    return map(out, v, ALM_TEXT, replace,
               (job){.pattern = old,
                     .pattern_len = old_len,
                     .fresh = fresh,
                     .fresh_len = fresh_len},
               err);
}

alm_status alm_text_split(alm_column **out, const alm_vector *v,
                          const char *separator, size_t len, int64_t k,
                          alm_error *err)
{
    if (len == 0)
        return alm_fail(err, ALM_EINVAL, "an empty separator splits nothing");
    if (k == 0)
        return alm_fail(err, ALM_EINVAL, "pieces count from 1, or from -1");
    return map(out, v, ALM_TEXT, split,
               (job){.pattern = separator, .pattern_len = len, .i = k}, err);
}

alm_status alm_text_is(alm_column **out, alm_text_test what,
                       const alm_vector *v, const char *pattern, size_t len,
                       alm_error *err)
{
    return map(out, v, ALM_BOOLEAN, test,
               (job){.pattern = pattern, .pattern_len = len, .test = what},
               err);
}
