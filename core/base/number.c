#include "base/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool alm_parse_i64(int64_t *out, const char *text, size_t n)
{
    const bool negative = n > 0 && text[0] == '-';
    size_t i = negative ? 1 : 0;
    uint64_t x = 0;

    if (i == n || n - i > 19 || (text[i] == '0' && n - i > 1))
        return false;
    for (; i < n; i++) {
        if (!is_digit(text[i]))
            return false;
        x = x * 10 + (uint64_t)(text[i] - '0');
    }
    if (x > (uint64_t)INT64_MAX + (negative ? 1U : 0U))
        return false;
    *out = negative ? (int64_t)(0 - x) : (int64_t)x;
    return true;
}

/* What the grammar of a number found: up to 19 digits as an integer, scaled. */
typedef struct decimal {
    uint64_t digits;
    int64_t exponent;
    bool negative;
    bool exact; /* `digits` holds every significant digit */
} decimal;

static size_t scan_digits(decimal *d, const char *text, size_t i, size_t n,
                          bool fraction)
{
    for (; i < n && is_digit(text[i]); i++) {
        if (d->digits < UINT64_C(1000000000000000000)) {
            d->digits = d->digits * 10 + (uint64_t)(text[i] - '0');
            d->exponent -= fraction ? 1 : 0;
        } else {
            d->exact = d->exact && text[i] == '0';
            d->exponent += fraction ? 0 : 1;
        }
    }
    return i;
}

static bool scan_exponent(decimal *d, const char *text, size_t i, size_t n)
{
    int64_t exponent = 0;
    const bool negative = i < n && text[i] == '-';
    if (i < n && (text[i] == '-' || text[i] == '+'))
        i++;
    if (i == n)
        return false;
    for (; i < n; i++) {
        if (!is_digit(text[i]))
            return false;
        if (exponent < 100000)
            exponent = exponent * 10 + (text[i] - '0');
    }
    d->exponent += negative ? -exponent : exponent;
    return true;
}

static bool scan_decimal(decimal *d, const char *text, size_t n)
{
    *d = (decimal){.negative = n > 0 && text[0] == '-', .exact = true};
    const size_t start = d->negative ? 1 : 0;
    size_t i = scan_digits(d, text, start, n, false);
    size_t count = i - start;

    if (count > 1 && text[start] == '0')
        return false;
    if (i < n && text[i] == '.') {
        const size_t point = i;
        i = scan_digits(d, text, i + 1, n, true);
        count += i - point - 1;
    }
    if (count == 0)
        return false;
    if (i < n && (text[i] == 'e' || text[i] == 'E'))
        return scan_exponent(d, text, i + 1, n);
    return i == n;
}

static bool parse_slowly(double *out, const char *text, size_t n)
{
    char small[128];
    char *copy = n < sizeof small ? small : alm_alloc(n + 1, 1);
    if (copy == NULL)
        return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    *out = strtod(copy, NULL);
    if (copy != small)
        alm_dealloc(copy);
    return isfinite(*out);
}

static const double powers_of_ten[] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* Whole numbers that are exact doubles. */
#define EXACT_DIGITS (UINT64_C(1) << 53)

static size_t read_digits(uint64_t *digits, const char *text, size_t i,
                          size_t n)
{
    for (; i < n; i++) {
        const unsigned digit = (unsigned)(unsigned char)text[i] - '0';
        if (digit > 9)
            break;
        *digits = *digits * 10 + digit;
    }
    return i;
}

alm_short_number alm_parse_short(int64_t *i, double *x, const char *text,
                                 size_t n)
{
    enum { MOST = 18 }; /* digits that fit in 64 bits whatever they are */
    const bool negative = n > 0 && text[0] == '-';
    const size_t start = negative ? 1 : 0;
    uint64_t digits = 0;

    if (n > MOST || n == start)
        return ALM_SHORT_NONE;
    const size_t point = read_digits(&digits, text, start, n);
    if (point > start + 1 && text[start] == '0')
        return ALM_SHORT_NONE;
    if (point == n) {
        *i = negative ? -(int64_t)digits : (int64_t)digits;
        *x = negative ? -(double)digits : (double)digits;
        return ALM_SHORT_INTEGER;
    }
    if (text[point] != '.' || read_digits(&digits, text, point + 1, n) != n ||
        digits > EXACT_DIGITS || n == start + 1)
        return ALM_SHORT_NONE;
    /* Both are exact doubles, so one rounding is the only one (Clinger). */
    const double value = (double)digits / powers_of_ten[n - point - 1];
    *x = negative ? -value : value;
    return ALM_SHORT_DECIMAL;
}

bool alm_parse_f64(double *out, const char *text, size_t n)
{
    decimal d;
    int64_t whole;
    /* In both quick ways the factors are exact doubles, so one rounding is the
     * only one (Clinger 1990). */
    if (alm_parse_short(&whole, out, text, n) != ALM_SHORT_NONE)
        return true;
    if (!scan_decimal(&d, text, n))
        return false;
    if (d.exact && d.digits <= EXACT_DIGITS && d.exponent >= -22 &&
        d.exponent <= 22) {
        const double x = (double)d.digits;
        const double y = d.exponent < 0 ? x / powers_of_ten[-d.exponent]
                                        : x * powers_of_ten[d.exponent];
        *out = d.negative ? -y : y;
        return true;
    }
    return parse_slowly(out, text, n);
}

size_t alm_format_i64(char out[ALM_NUMBER_TEXT], int64_t x)
{
    return (size_t)snprintf(out, ALM_NUMBER_TEXT, "%" PRId64, x);
}

/* The fewest digits that read back equal, in "%.*e" form. */
static int shortest_scientific(char text[ALM_NUMBER_TEXT], double x)
{
    /* Fifteen digits always survive a double but for the subnormals, so the
     * search starts there; trailing zeros are dropped by the caller. */
    int precision = fabs(x) < 2.3e-308 ? 0 : 14;
    for (; precision < 17; precision++) {
        (void)snprintf(text, ALM_NUMBER_TEXT, "%.*e", precision, x);
        if (strtod(text, NULL) == x)
            break;
    }
    return precision;
}

static size_t write_plain(char *out, const char *digits, int count,
                          int exponent)
{
    char *p = out;
    if (exponent < 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = -1; i > exponent; i--)
            *p++ = '0';
        memcpy(p, digits, (size_t)count);
        return (size_t)(p - out) + (size_t)count;
    }
    for (int i = 0; i <= exponent || i < count; i++) {
        if (i == exponent + 1)
            *p++ = '.';
        *p++ = i < count ? digits[i] : '0';
    }
    return (size_t)(p - out);
}

static size_t write_scientific(char *out, const char *digits, int count,
                               int exponent)
{
    char *p = out;
    *p++ = digits[0];
    if (count > 1) {
        *p++ = '.';
        memcpy(p, digits + 1, (size_t)(count - 1));
        p += count - 1;
    }
    return (size_t)(p - out) + (size_t)snprintf(p, 8, "e%+03d", exponent);
}

size_t alm_format_f64(char out[ALM_NUMBER_TEXT], double x)
{
    char text[ALM_NUMBER_TEXT];
    char digits[20] = "0"; /* a number has a digit; an analyser cannot know */
    size_t len = 0;

    if (isnan(x))
        return (size_t)snprintf(out, ALM_NUMBER_TEXT, "nan");
    if (isinf(x))
        return (size_t)snprintf(out, ALM_NUMBER_TEXT, x < 0 ? "-inf" : "inf");
    if (signbit(x))
        out[len++] = '-';
    x = fabs(x);
    (void)shortest_scientific(text, x);
    int count = 0;
    const char *p = text;
    for (; *p != 'e'; p++) {
        if (is_digit(*p))
            digits[count++] = *p;
    }
    const int exponent = (int)strtol(p + 1, NULL, 10);
    while (count > 1 && digits[count - 1] == '0')
        count--;
    if (exponent >= -6 && exponent < 21)
        len += write_plain(out + len, digits, count, exponent);
    else
        len += write_scientific(out + len, digits, count, exponent);
    out[len] = '\0';
    return len;
}
