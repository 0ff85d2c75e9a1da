#include "io/decode.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

bool alm_encoding_from_name(alm_encoding *out, const char *name)
{
    static const struct {
        const char *name;
        alm_encoding encoding;
    } names[] = {
        {"utf-8", ALM_ENCODING_UTF8},        {"utf8", ALM_ENCODING_UTF8},
        {"us-ascii", ALM_ENCODING_UTF8},     {"ascii", ALM_ENCODING_UTF8},
        {"utf-16", ALM_ENCODING_UTF16LE},    {"utf16", ALM_ENCODING_UTF16LE},
        {"utf-16le", ALM_ENCODING_UTF16LE},  {"utf-16be", ALM_ENCODING_UTF16BE},
        {"latin-1", ALM_ENCODING_LATIN1},    {"latin1", ALM_ENCODING_LATIN1},
        {"iso-8859-1", ALM_ENCODING_LATIN1}, {"auto", ALM_ENCODING_AUTO},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcasecmp(names[i].name, name) == 0) {
            *out = names[i].encoding;
            return true;
        }
    }
    return false;
}

alm_encoding alm_decode_mark(size_t *mark, const char *bytes, size_t n)
{
    *mark = 0;
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        *mark = 3;
        return ALM_ENCODING_UTF8;
    }
    if (n >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0) {
        *mark = 2;
        return ALM_ENCODING_UTF16LE;
    }
    if (n >= 2 && memcmp(bytes, "\xFE\xFF", 2) == 0) {
        *mark = 2;
        return ALM_ENCODING_UTF16BE;
    }
    return ALM_ENCODING_AUTO;
}

static alm_status add_character(alm_buffer *out, int32_t code, alm_error *err)
{
    char utf8[4];
    return alm_buffer_add(out, utf8, alm_utf8_encode(utf8, code), err);
}

static alm_status decode_latin1(alm_buffer *out, const char *bytes, size_t n,
                                alm_error *err)
{
    alm_status status = alm_buffer_reserve(out, n + n / 8, err);
    for (size_t i = 0; status == ALM_OK && i < n; i++)
        status = add_character(out, (unsigned char)bytes[i], err);
    return status;
}

static uint32_t unit_at(const char *bytes, size_t i, bool big)
{
    const uint32_t a = (unsigned char)bytes[i];
    const uint32_t b = (unsigned char)bytes[i + 1];
    return big ? a << 8 | b : b << 8 | a;
}

static alm_status decode_utf16(alm_buffer *out, const char *bytes, size_t n,
                               bool big, alm_error *err)
{
    alm_status status = alm_buffer_reserve(out, n / 2 + n / 8, err);
    for (size_t i = 0; status == ALM_OK && i < n; i += 2) {
        if (n - i < 2)
            return alm_fail(err, ALM_EPARSE,
                            "UTF-16 text ends in half a character");
        uint32_t code = unit_at(bytes, i, big);
        if (code >= 0xD800 && code < 0xE000) {
            const uint32_t low =
                code < 0xDC00 && n - i >= 4 ? unit_at(bytes, i + 2, big) : 0;
            if (low < 0xDC00 || low > 0xDFFF)
                return alm_fail(err, ALM_EPARSE,
                                "lone surrogate U+%04X in UTF-16 text, byte "
                                "%zu",
                                (unsigned)code, i + 1);
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        }
        status = add_character(out, (int32_t)code, err);
    }
    return status;
}

alm_status alm_decode(alm_buffer *out, const char *bytes, size_t n,
                      alm_encoding encoding, alm_error *err)
{
    if (encoding == ALM_ENCODING_LATIN1)
        return decode_latin1(out, bytes, n, err);
    return decode_utf16(out, bytes, n, encoding == ALM_ENCODING_UTF16BE, err);
}
