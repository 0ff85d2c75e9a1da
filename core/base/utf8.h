#ifndef ALM_BASE_UTF8_H
#define ALM_BASE_UTF8_H

#include <stdint.h>

#include "base/buffer.h"

/* The offset of the first byte that is no valid UTF-8 (overlong forms,
 * surrogates and values beyond U+10FFFF included); n when all is valid. */
size_t alm_utf8_check(const char *text, size_t n);

/* Decodes the code point at text[0] into *code and returns its length. The text
 * must be valid and n > 0. */
size_t alm_utf8_decode(const char *text, size_t n, int32_t *code);

/* Writes `code` (a valid scalar value) and returns its length, 1 to 4. */
size_t alm_utf8_encode(char out[4], int32_t code);

/* Code points in valid text. */
size_t alm_utf8_length(const char *text, size_t n);

/* Terminal cells: Chinese characters take two, combining marks none. */
size_t alm_utf8_width(const char *text, size_t n);

/* Valid text with every character's simple lower or upper case, appended. */
ALM_MUST_CHECK
alm_status alm_utf8_lower(alm_buffer *out, const char *text, size_t n,
                          alm_error *err);
ALM_MUST_CHECK
alm_status alm_utf8_upper(alm_buffer *out, const char *text, size_t n,
                          alm_error *err);

/* The version of utf8proc. */
const char *alm_utf8_library(void);

#endif
