#include "io/json_scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/utf8.h"

void alm_json_scanner_free(alm_json_scanner *s)
{
    alm_dealloc(s->keys);
    alm_dealloc(s->leaves);
    alm_buffer_free(&s->scratch);
    s->keys = NULL;
    s->leaves = NULL;
}

alm_status alm_json_fail(const alm_json_scanner *s, size_t at, alm_error *err,
                         const char *fmt, ...)
{
    char message[512];
    size_t line = 1;
    size_t start = 0;
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(message, sizeof message, fmt, args);
    va_end(args);
    for (size_t i = 0; i < at && i < s->n; i++) {
        if (s->text[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    const alm_status status = alm_fail(err, ALM_EPARSE, "%s", message);
    alm_error_at(err, s->name, line, at - start + 1);
    return status;
}

bool alm_json_skip_blanks(alm_json_scanner *s)
{
    while (s->at < s->n && (s->text[s->at] == ' ' || s->text[s->at] == '\n' ||
                            s->text[s->at] == '\r' || s->text[s->at] == '\t'))
        s->at++;
    return s->at < s->n;
}

bool alm_json_accept(alm_json_scanner *s, char c)
{
    if (s->at >= s->n || s->text[s->at] != c)
        return false;
    s->at++;
    return true;
}

static alm_status fail_unexpected(const alm_json_scanner *s, const char *wanted,
                                  alm_error *err)
{
    if (s->at >= s->n)
        return alm_json_fail(s, s->at, err,
                             "the JSON text ends where %s is due", wanted);
    const unsigned char c = (unsigned char)s->text[s->at];
    if (c > 0x20 && c < 0x7F)
        return alm_json_fail(s, s->at, err, "'%c' where %s is due", c, wanted);
    return alm_json_fail(s, s->at, err, "byte 0x%02X where %s is due", c,
                         wanted);
}

/* Strings --------------------------------------------------------------- */

/* The value of the four hex digits at s->at; -1 when they are none. */
static int32_t hex4(const char *p, size_t n)
{
    int32_t x = 0;
    if (n < 4)
        return -1;
    for (size_t i = 0; i < 4; i++) {
        const char c = p[i];
        int32_t digit;
        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if (c >= 'a' && c <= 'f')
            digit = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F')
            digit = c - 'A' + 10;
        else
            return -1;
        x = x * 16 + digit;
    }
    return x;
}

/* Steps over \uXXXX, or two of them for a pair; s->at stands on the 'u'. */
static alm_status scan_unicode(alm_json_scanner *s, alm_error *err)
{
    const size_t start = s->at - 1;
    const int32_t high = hex4(s->text + s->at + 1, s->n - s->at - 1);
    if (high < 0)
        return alm_json_fail(s, start, err, "\\u without four hex digits");
    s->at += 5;
    s->nul_seen = s->nul_seen || high == 0;
    if (high < 0xD800 || high > 0xDFFF)
        return ALM_OK;
    const bool pair = high < 0xDC00 && s->n - s->at >= 6 &&
                      s->text[s->at] == '\\' && s->text[s->at + 1] == 'u';
    const int32_t low = pair ? hex4(s->text + s->at + 2, 4) : -1;
    if (low < 0xDC00 || low > 0xDFFF)
        return alm_json_fail(s, start, err, "lone surrogate \\u%04X",
                             (unsigned)high);
    s->at += 6;
    return ALM_OK;
}

static alm_status scan_escape(alm_json_scanner *s, alm_error *err)
{
    s->at++;
    if (s->at < s->n && s->text[s->at] == 'u')
        return scan_unicode(s, err);
    if (s->at >= s->n || s->text[s->at] == '\0' ||
        strchr("\"\\/bfnrt", s->text[s->at]) == NULL)
        return alm_json_fail(s, s->at - 1, err, "an escape that JSON has not");
    s->at++;
    return ALM_OK;
}

alm_status alm_json_scan_string(alm_json_scanner *s, alm_error *err)
{
    const size_t start = s->at;
    s->nul_seen = false;
    if (!alm_json_accept(s, '"'))
        return fail_unexpected(s, "a string", err);
    while (s->at < s->n) {
        const unsigned char c = (unsigned char)s->text[s->at];
        if (c == '"') {
            s->at++;
            return ALM_OK;
        }
        if (c == '\\') {
            const alm_status status = scan_escape(s, err);
            if (status != ALM_OK)
                return status;
        } else if (c < 0x20) {
            return alm_json_fail(s, s->at, err,
                                 "control character 0x%02X in a string", c);
        } else if (c < 0x80) {
            s->at++;
        } else {
            size_t end = s->at + 1;
            while (end < s->n && (unsigned char)s->text[end] >= 0x80)
                end++;
            const size_t good = alm_utf8_check(s->text + s->at, end - s->at);
            if (s->at + good < end)
                return alm_json_fail(
                    s, s->at + good, err, "byte 0x%02X is no valid UTF-8",
                    (unsigned)(unsigned char)s->text[s->at + good]);
            s->at = end;
        }
    }
    return alm_json_fail(s, start, err, "a string that is never closed");
}

/* Appends the character of the escape at text[i], which stands behind its
 * backslash, and returns how many bytes it took. */
static size_t decode_escape(char utf8[4], size_t *len, const char *text,
                            size_t i)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    if (text[i] != 'u') {
        utf8[0] = to[strchr(from, text[i]) - from];
        *len = 1;
        return 1;
    }
    int32_t code = hex4(text + i + 1, 4);
    size_t used = 5;
    if (code >= 0xD800 && code <= 0xDBFF) {
        code = 0x10000 + ((code - 0xD800) << 10) +
               (hex4(text + i + 7, 4) - 0xDC00);
        used += 6;
    }
    *len = alm_utf8_encode(utf8, code);
    return used;
}

alm_status alm_json_decode(alm_buffer *out, const char *text, size_t start,
                           size_t end, alm_error *err)
{
    alm_status status = ALM_OK;
    for (size_t i = start + 1; status == ALM_OK && i < end - 1;) {
        const char *escape = memchr(text + i, '\\', end - 1 - i);
        const size_t plain = escape != NULL ? (size_t)(escape - text) : end - 1;
        status = alm_buffer_add(out, text + i, plain - i, err);
        i = plain;
        if (status == ALM_OK && i < end - 1) {
            char utf8[4];
            size_t len;
            i += 1 + decode_escape(utf8, &len, text, i + 1);
            status = alm_buffer_add(out, utf8, len, err);
        }
    }
    return status;
}

alm_status alm_json_compact(alm_buffer *out, const char *text, size_t start,
                            size_t end, alm_error *err)
{
    alm_status status = ALM_OK;
    bool in_string = false;
    for (size_t i = start; status == ALM_OK && i < end; i++) {
        const char c = text[i];
        if (!in_string && (c == ' ' || c == '\n' || c == '\r' || c == '\t'))
            continue;
        status = alm_buffer_add_byte(out, c, err);
        if (status == ALM_OK && in_string && c == '\\')
            status = alm_buffer_add_byte(out, text[++i], err);
        else if (c == '"')
            in_string = !in_string;
    }
    return status;
}

/* Scalars --------------------------------------------------------------- */

static size_t scan_digits(alm_json_scanner *s)
{
    const size_t start = s->at;
    while (s->at < s->n && s->text[s->at] >= '0' && s->text[s->at] <= '9')
        s->at++;
    return s->at - start;
}

static alm_status scan_number(alm_json_scanner *s, alm_error *err)
{
    (void)alm_json_accept(s, '-');
    const size_t start = s->at;
    const size_t whole = scan_digits(s);
    if (whole == 0)
        return fail_unexpected(s, "a digit", err);
    if (whole > 1 && s->text[start] == '0')
        return alm_json_fail(s, start, err, "a number with a leading zero");
    if (alm_json_accept(s, '.') && scan_digits(s) == 0)
        return fail_unexpected(s, "a digit", err);
    if (alm_json_accept(s, 'e') || alm_json_accept(s, 'E')) {
        if (!alm_json_accept(s, '+'))
            (void)alm_json_accept(s, '-');
        if (scan_digits(s) == 0)
            return fail_unexpected(s, "a digit", err);
    }
    return ALM_OK;
}

static alm_status scan_word(alm_json_scanner *s, const char *word,
                            alm_error *err)
{
    const size_t n = strlen(word);
    if (s->n - s->at < n || memcmp(s->text + s->at, word, n) != 0)
        return fail_unexpected(s, "a value", err);
    s->at += n;
    return ALM_OK;
}

/* Keys ------------------------------------------------------------------ */

static alm_status push_key(alm_json_scanner *s, size_t start, alm_error *err)
{
    const char *bytes = s->text + start + 1;
    size_t n = s->at - start - 2;
    if (memchr(bytes, '\\', n) != NULL) {
        alm_buffer_clear(&s->scratch);
        const alm_status status =
            alm_json_decode(&s->scratch, s->text, start, s->at, err);
        if (status != ALM_OK)
            return status;
        bytes = s->scratch.data;
        n = s->scratch.len;
    }
    if (s->key_count == s->key_cap) {
        const size_t cap = s->key_cap * 2 + 64;
        alm_json_key *keys = alm_realloc(s->keys, cap, sizeof *keys);
        if (keys == NULL)
            return alm_fail_memory(err, "the keys of a JSON object");
        s->keys = keys;
        s->key_cap = cap;
    }
    s->keys[s->key_count++] = (alm_json_key){alm_hash_bytes(bytes, n), start};
    return ALM_OK;
}

static int compare_keys(const void *a, const void *b)
{
    const alm_json_key *x = a;
    const alm_json_key *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* Two keys of 64 equal hash bits are taken for equal: the hash is seeded, so
 * chance would need some 2^32 keys in one object. */
static alm_status check_keys(alm_json_scanner *s, size_t first, alm_error *err)
{
    enum { FEW = 16 };
    const size_t n = s->key_count - first;
    size_t found = SIZE_MAX;
    if (n == 0) /* nobody asked for them */
        return ALM_OK;
    alm_json_key *keys = s->keys + first;
    s->key_count = first;
    if (n > FEW)
        qsort(keys, n, sizeof *keys, compare_keys);
    for (size_t i = 1; i < n && found == SIZE_MAX; i++) {
        for (size_t j = n > FEW ? i - 1 : 0; j < i; j++) {
            if (keys[i].hash == keys[j].hash)
                found = keys[i].at;
        }
    }
    if (found == SIZE_MAX)
        return ALM_OK;
    s->at = found;
    const alm_status status = alm_json_scan_string(s, err);
    if (status != ALM_OK)
        return status;
    return alm_json_fail(
        s, found, err, "the key %.*s stands twice in an object",
        (int)(s->at - found < 200 ? s->at - found : 200), s->text + found);
}

/* Structures ------------------------------------------------------------ */

static alm_status keep_leaf(alm_json_scanner *s, size_t start,
                            alm_json_kind kind, alm_error *err)
{
    if (!s->keep || s->array_depth > 0)
        return ALM_OK;
    if (s->leaf_count == s->leaf_cap) {
        const size_t cap = s->leaf_cap * 2 + 32;
        alm_json_span *leaves = alm_realloc(s->leaves, cap, sizeof *leaves);
        if (leaves == NULL)
            return alm_fail_memory(err, "a JSON record");
        s->leaves = leaves;
        s->leaf_cap = cap;
    }
    s->leaves[s->leaf_count++] = (alm_json_span){
        start, s->at, kind, kind == ALM_JSON_STRING && s->nul_seen};
    return ALM_OK;
}

static alm_status scan_member(alm_json_scanner *s, alm_error *err)
{
    (void)alm_json_skip_blanks(s);
    const size_t start = s->at;
    if (s->at >= s->n || s->text[s->at] != '"')
        return fail_unexpected(s, "a key in quotes", err);
    alm_status status = alm_json_scan_string(s, err);
    if (status == ALM_OK && s->unique_keys)
        status = push_key(s, start, err);
    if (status != ALM_OK)
        return status;
    (void)alm_json_skip_blanks(s);
    if (!alm_json_accept(s, ':'))
        return fail_unexpected(s, "a colon", err);
    (void)alm_json_skip_blanks(s);
    return alm_json_scan_value(s, err);
}

static alm_status scan_object(alm_json_scanner *s, bool *empty, alm_error *err)
{
    const size_t first = s->key_count;
    s->at++;
    (void)alm_json_skip_blanks(s);
    *empty = alm_json_accept(s, '}');
    if (*empty)
        return ALM_OK;
    for (;;) {
        const alm_status status = scan_member(s, err);
        if (status != ALM_OK)
            return status;
        (void)alm_json_skip_blanks(s);
        if (alm_json_accept(s, '}'))
            break;
        if (!alm_json_accept(s, ','))
            return fail_unexpected(s, "a comma or the end of the object", err);
    }
    const size_t end = s->at;
    const alm_status status = check_keys(s, first, err);
    if (status == ALM_OK)
        s->at = end;
    return status;
}

static alm_status scan_array(alm_json_scanner *s, alm_error *err)
{
    s->at++;
    (void)alm_json_skip_blanks(s);
    if (alm_json_accept(s, ']'))
        return ALM_OK;
    for (;;) {
        (void)alm_json_skip_blanks(s);
        const alm_status status = alm_json_scan_value(s, err);
        if (status != ALM_OK)
            return status;
        (void)alm_json_skip_blanks(s);
        if (alm_json_accept(s, ']'))
            return ALM_OK;
        if (!alm_json_accept(s, ','))
            return fail_unexpected(s, "a comma or the end of the array", err);
    }
}

static alm_status scan_structure(alm_json_scanner *s, alm_error *err)
{
    const size_t start = s->at;
    const bool is_array = s->text[start] == '[';
    bool leaf = true;
    alm_status status;
    if (++s->depth > ALM_JSON_DEPTH)
        return alm_json_fail(s, start, err, "JSON nested more than %d deep",
                             ALM_JSON_DEPTH);
    if (is_array) {
        s->array_depth++;
        status = scan_array(s, err);
        s->array_depth--;
    } else {
        status = scan_object(s, &leaf, err);
    }
    s->depth--;
    if (status == ALM_OK && leaf)
        status = keep_leaf(s, start,
                           is_array ? ALM_JSON_ARRAY : ALM_JSON_OBJECT, err);
    return status;
}

alm_status alm_json_scan_value(alm_json_scanner *s, alm_error *err)
{
    const size_t start = s->at;
    alm_json_kind kind = ALM_JSON_NUMBER;
    alm_status status;
    switch (s->at < s->n ? s->text[s->at] : '\0') {
    case '{':
    case '[': return scan_structure(s, err);
    case '"':
        kind = ALM_JSON_STRING;
        status = alm_json_scan_string(s, err);
        break;
    case 't':
    case 'f':
        kind = ALM_JSON_BOOLEAN;
        status = scan_word(s, s->text[s->at] == 't' ? "true" : "false", err);
        break;
    case 'n':
        kind = ALM_JSON_NULL;
        status = scan_word(s, "null", err);
        break;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': status = scan_number(s, err); break;
    default: return fail_unexpected(s, "a value", err);
    }
    return status == ALM_OK ? keep_leaf(s, start, kind, err) : status;
}

alm_status alm_json_check(const char *text, size_t n, bool unique_keys,
                          alm_error *err)
{
    alm_json_scanner s = {.text = text, .n = n, .unique_keys = unique_keys};
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        s.at = 3;
    alm_status status = ALM_OK;
    (void)alm_json_skip_blanks(&s);
    status = alm_json_scan_value(&s, err);
    if (status == ALM_OK && alm_json_skip_blanks(&s))
        status = fail_unexpected(&s, "the end of the text", err);
    alm_json_scanner_free(&s);
    return status;
}
