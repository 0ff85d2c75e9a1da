#ifndef ALM_BASE_NUMBER_H
#define ALM_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Number text. The locale is never consulted. */

/* A decimal integer: optional '-', digits. No leading zeros but "0" itself, no
 * leading '+', no blanks. False when it is none or does not fit. */
bool alm_parse_i64(int64_t *out, const char *text, size_t n);

/* A decimal number: optional '-', digits with an optional point (".5" and "5."
 * are numbers), optional exponent. No leading '+', no leading zeros before
 * other digits, no hex, no inf or nan. Correctly rounded; a magnitude too
 * great for a double is refused. */
bool alm_parse_f64(double *out, const char *text, size_t n);

/* Most numbers in files: an optional '-', at most 18 characters, no exponent.
 */
typedef enum alm_short_number {
    ALM_SHORT_NONE, /* it may be a number all the same */
    ALM_SHORT_INTEGER,
    ALM_SHORT_DECIMAL
} alm_short_number;

/* Reads one as alm_parse_i64 and alm_parse_f64 would; *i is set for an integer,
 * *x for both, with the sign of -0. */
alm_short_number alm_parse_short(int64_t *i, double *x, const char *text,
                                 size_t n);

/* Longest text that alm_format_f64 and alm_format_i64 write, with the NUL. */
enum { ALM_NUMBER_TEXT = 32 };

/* The shortest text that reads back equal, "1e+21" style beyond 1e21 and below
 * 1e-6, "nan", "inf", "-inf" else; integral values carry no point. Returns the
 * length without the NUL. */
size_t alm_format_f64(char out[ALM_NUMBER_TEXT], double x);
size_t alm_format_i64(char out[ALM_NUMBER_TEXT], int64_t x);

#endif
