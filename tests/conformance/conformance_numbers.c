/* Numbers, bit for bit. parse-f64.txt: texts that our grammar has (no leading
 * '+', no leading zeros, no hexadecimal, no infinities) must give the bits;
 * the others must be refused. shortest-roundtrip.txt: what we print must read
 * back to the same bits with as few digits as the shortest text has. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cases.h"

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* The grammar that base/number.h states, read off the text alone. */
static int has_our_grammar(const char *text)
{
    const char *p = text + (text[0] == '-');
    const size_t whole = strspn(p, "0123456789");
    if (whole > 1 && p[0] == '0')
        return 0;
    p += whole;
    size_t digits = whole;
    if (*p == '.') {
        const size_t fraction = strspn(p + 1, "0123456789");
        digits += fraction;
        p += 1 + fraction;
    }
    if (digits == 0)
        return 0;
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '+' || *p == '-';
        const size_t exponent = strspn(p, "0123456789");
        if (exponent == 0)
            return 0;
        p += exponent;
    }
    return *p == '\0';
}

static int check_parse(const char *line)
{
    char *text;
    const double want = from_bits(strtoull(line, &text, 16));
    double got = 0.0;
    text++;
    const int accepted = alm_parse_f64(&got, text, strlen(text));
    const int due = has_our_grammar(text) && isfinite(want);
    if (accepted != due || (due && to_bits(got) != to_bits(want))) {
        printf("%.60s: got %.17g, want %.17g\n", text, got, want);
        return 1;
    }
    return 0;
}

/* Significant digits in a printed number. */
static size_t count_digits(const char *text)
{
    size_t n = 0;
    size_t zeros = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (n == 0 && *text == '0'))
            continue;
        zeros = *text == '0' ? zeros + 1 : 0;
        n++;
    }
    return n - zeros;
}

static int check_print(const char *line)
{
    char *text;
    char got[ALM_NUMBER_TEXT];
    char shortest[64];
    const uint64_t bits = strtoull(line, &text, 16);
    double back = 0.0;
    const double x = from_bits(bits);
    if (sscanf(text, "%63s", shortest) != 1)
        return 1;
    const size_t n = alm_format_f64(got, x);
    if (!isfinite(x))
        return 0;
    if (!alm_parse_f64(&back, got, n) || to_bits(back) != bits ||
        count_digits(got) != count_digits(shortest)) {
        printf("printed %s, shortest is %s\n", got, shortest);
        return 1;
    }
    /* Of several texts of that length it must be the nearest, which is the
     * one given. */
    if (strtod(got, NULL) != strtod(shortest, NULL)) {
        printf("printed %s, nearest is %s\n", got, shortest);
        return 1;
    }
    return 0;
}

static int each_line(const char *file, int (*check)(const char *line),
                     int *count)
{
    size_t n;
    int failed = 0;
    char *text = cases_read(&n, "numbers", file);
    char *save = NULL;
    for (char *line = strtok_r(text, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        if (line[0] == '#')
            continue;
        failed += check(line);
        (*count)++;
    }
    free(text);
    return failed;
}

int main(void)
{
    int count = 0;
    if (!cases_exist("numbers"))
        return SKIPPED;
    int failed = each_line("parse-f64.txt", check_parse, &count);
    failed += each_line("shortest-roundtrip.txt", check_print, &count);
    printf("%d numbers, %d fail\n", count, failed);
    return failed > 0 || count == 0;
}
