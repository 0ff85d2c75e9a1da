#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "expr/math.h"

/* Rules (5) and (6) of math.h. */

/* Powers of ten that a double holds exactly. */
static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                              1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                              1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

enum { EXACT_TENS = 22 };

/* The decimal digits of a number, and where the point stands among them: the
 * value is 0.DIGITS times ten to the `point`. */
typedef struct decimal {
    char digits[ALM_NUMBER_TEXT];
    size_t count;
    int64_t point;
} decimal;

static decimal decimal_of(double x)
{
    char text[ALM_NUMBER_TEXT];
    decimal d = {.count = 0};
    bool after_point = false;
    const size_t len = alm_format_f64(text, x);
    for (size_t i = 0; i < len; i++) {
        const char c = text[i];
        if (c == 'e') {
            d.point += strtol(text + i + 1, NULL, 10);
            break;
        }
        if (c == '.') {
            after_point = true;
        } else if (c >= '0' && c <= '9') {
            if (c == '0' && d.count == 0) { /* leading zeros */
                d.point -= after_point;
                continue;
            }
            d.digits[d.count++] = c;
            d.point += !after_point;
        }
    }
    return d;
}

/* DIGITS[0 .. keep) plus one, times ten to the `exponent`. */
static double compose(decimal *d, size_t keep, bool up, int64_t exponent)
{
    char text[2 * ALM_NUMBER_TEXT];
    double x = INFINITY; /* what a magnitude too great becomes */
    size_t i = keep;
    while (up && i > 0) {
        if (d->digits[--i] != '9') {
            d->digits[i]++;
            up = false;
        } else {
            d->digits[i] = '0';
        }
    }
    size_t len = 0;
    if (up)
        text[len++] = '1';
    memcpy(text + len, d->digits, keep);
    len += keep;
    text[len++] = 'e';
    len += alm_format_i64(text + len, exponent);
    alm_parse_f64(&x, text, len);
    return x;
}

static double round_text(double x, int64_t digits)
{
    decimal d = decimal_of(x);
    const int64_t keep = d.point + digits;
    if (keep >= (int64_t)d.count)
        return x;
    if (keep < 0)
        return 0.0;
    const bool up = d.digits[keep] >= '5';
    if (keep == 0 && !up)
        return 0.0;
    return copysign(compose(&d, (size_t)keep, up, -digits), x);
}

/* Where the scaled value is small, and clear of a half by more than the error
 * of scaling it, no text is needed. */
static bool round_fast(double *out, double x, int64_t digits)
{
    if (digits < -EXACT_TENS || digits > EXACT_TENS)
        return false;
    const double scaled = digits >= 0 ? x * tens[digits] : x / tens[-digits];
    const double whole = trunc(scaled);
    if (!(fabs(scaled) < 1e9) || fabs(fabs(scaled - whole) - 0.5) < 1e-6)
        return false;
    const double near = round(scaled);
    *out = digits >= 0 ? near / tens[digits] : near * tens[-digits];
    return true;
}

double alm_round(double x, int64_t digits)
{
    enum { BEYOND_ANY_DOUBLE = 400 };
    double rounded;
    if (!isfinite(x))
        return x;
    if (digits > BEYOND_ANY_DOUBLE)
        return x;
    if (digits < -BEYOND_ANY_DOUBLE)
        return 0.0;
    if (!round_fast(&rounded, x, digits))
        rounded = round_text(x, digits);
    return rounded + 0.0; /* no negative zero: it would print as one */
}

bool alm_round_integer(int64_t *out, int64_t x, int64_t digits)
{
    enum { MOST_DIGITS = 19 }; /* 10^19 still fits 64 bits without a sign */
    uint64_t unit = 1;
    *out = x;
    if (digits >= 0)
        return true;
    *out = 0;
    if (digits < -MOST_DIGITS)
        return true;
    for (int64_t i = 0; i > digits; i--)
        unit *= 10;
    const uint64_t size = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
    const uint64_t rest = size % unit;
    uint64_t rounded = size - rest;
    if (rest >= unit - rest)
        rounded += unit;
    if (rounded > (uint64_t)INT64_MAX)
        return false;
    *out = x < 0 ? -(int64_t)rounded : (int64_t)rounded;
    return true;
}
