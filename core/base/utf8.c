#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* Length of the sequence at p, 0 when it is invalid (RFC 3629, section 4). */
static size_t sequence_length(const unsigned char *p, size_t n)
{
    const unsigned char a = p[0];
    size_t need;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;

    if (a < 0x80)
        return 1;
    if (a >= 0xC2 && a <= 0xDF)
        need = 2;
    else if (a >= 0xE0 && a <= 0xEF)
        need = 3;
    else if (a >= 0xF0 && a <= 0xF4)
        need = 4;
    else
        return 0;
    if (a == 0xE0)
        low = 0xA0; /* shorter forms exist */
    else if (a == 0xED)
        high = 0x9F; /* surrogates */
    else if (a == 0xF0)
        low = 0x90;
    else if (a == 0xF4)
        high = 0x8F; /* beyond U+10FFFF */
    if (n < need || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < need; i++) {
        if ((p[i] & 0xC0U) != 0x80)
            return 0;
    }
    return need;
}

/* Bytes at p that are surely ASCII, many at a time. */
static size_t ascii_length(const unsigned char *p, size_t n)
{
    uint64_t words[4];
    size_t i = 0;
    for (; n - i >= sizeof words; i += sizeof words) {
        memcpy(words, p + i, sizeof words);
        if (((words[0] | words[1] | words[2] | words[3]) &
             UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    return i;
}

size_t alm_utf8_check(const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t i = 0;
    while (i < n) {
        uint64_t word;
        if (n - i >= 8) {
            memcpy(&word, p + i, 8);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                i += 8;
                i += ascii_length(p + i, n - i);
                continue;
            }
        }
        const size_t len = sequence_length(p + i, n - i);
        if (len == 0)
            return i;
        i += len;
    }
    return n;
}

size_t alm_utf8_decode(const char *text, size_t n, int32_t *code)
{
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t len = utf8proc_iterate(
        (const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n, &c);
    if (len <= 0) { /* the caller broke the rule; do not loop for ever */
        *code = 0xFFFD;
        return 1;
    }
    *code = c;
    return (size_t)len;
}

size_t alm_utf8_encode(char out[4], int32_t code)
{
    return (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)out);
}

size_t alm_utf8_length(const char *text, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)text[i] & 0xC0U) != 0x80;
    return count;
}

size_t alm_utf8_width(const char *text, size_t n)
{
    size_t width = 0;
    for (size_t i = 0; i < n;) {
        int32_t code;
        i += alm_utf8_decode(text + i, n - i, &code);
        const int cells = utf8proc_charwidth(code);
        width += cells > 0 ? (size_t)cells : 0;
    }
    return width;
}

static alm_status map_case(alm_buffer *out, const char *text, size_t n,
                           utf8proc_int32_t (*map)(utf8proc_int32_t),
                           alm_error *err)
{
    const size_t start = out->len;
    for (size_t i = 0; i < n;) {
        int32_t code;
        char bytes[4];
        i += alm_utf8_decode(text + i, n - i, &code);
        const alm_status status =
            alm_buffer_add(out, bytes, alm_utf8_encode(bytes, map(code)), err);
        if (status != ALM_OK) {
            out->len = start;
            return status;
        }
    }
    return ALM_OK;
}

alm_status alm_utf8_lower(alm_buffer *out, const char *text, size_t n,
                          alm_error *err)
{
    return map_case(out, text, n, utf8proc_tolower, err);
}

alm_status alm_utf8_upper(alm_buffer *out, const char *text, size_t n,
                          alm_error *err)
{
    return map_case(out, text, n, utf8proc_toupper, err);
}

const char *alm_utf8_library(void)
{
    return utf8proc_version();
}
