#include "table/period.h"

#include <stdio.h>

/* Days from 1970-01-01 in the proleptic Gregorian calendar (Hinnant,
 * "chrono-compatible low-level date algorithms", days_from_civil). */
static int64_t days_from_date(int64_t year, int month, int day)
{
    year -= month <= 2;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t yoe = year - era * 400;
    const int64_t doy =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

typedef struct date {
    int year;
    int month;
    int day;
} date;

static date date_from_days(int64_t days)
{
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t doe = days - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t mp = (5 * doy + 2) / 153;
    const int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (date){.year = (int)(yoe + era * 400 + (month <= 2)),
                  .month = month,
                  .day = (int)(doy - (153 * mp + 2) / 5 + 1)};
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static alm_period pack(date d, alm_frequency f)
{
    return days_from_date(d.year, d.month, d.day) * 8 + (int64_t)f;
}

static alm_period pack_month_end(int year, int month, alm_frequency f)
{
    return pack((date){year, month, days_in_month(year, month)}, f);
}

static date end_of(alm_period p)
{
    /* Division that rounds down: days before 1970 are negative. */
    return date_from_days((p - (int64_t)alm_period_frequency(p)) / 8);
}

static bool read_digits(int *out, const char *text, size_t n)
{
    int x = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        x = x * 10 + (text[i] - '0');
    }
    *out = x;
    return true;
}

static bool parse_within_year(alm_period *out, int year, const char *text,
                              size_t n)
{
    int month;
    int day;

    if (n == 2 && text[0] == 'S' && (text[1] == '1' || text[1] == '2')) {
        *out =
            pack_month_end(year, 6 * (text[1] - '0'), ALM_FREQUENCY_SEMESTER);
        return true;
    }
    if (n == 2 && text[0] == 'Q' && text[1] >= '1' && text[1] <= '4') {
        *out = pack_month_end(year, 3 * (text[1] - '0'), ALM_FREQUENCY_QUARTER);
        return true;
    }
    if (n < 2 || !read_digits(&month, text, 2) || month < 1 || month > 12)
        return false;
    if (n == 2) {
        *out = pack_month_end(year, month, ALM_FREQUENCY_MONTH);
        return true;
    }
    if (n != 5 || text[2] != '-' || !read_digits(&day, text + 3, 2) ||
        day < 1 || day > days_in_month(year, month))
        return false;
    *out = pack((date){year, month, day}, ALM_FREQUENCY_DAY);
    return true;
}

bool alm_period_parse(alm_period *out, const char *text, size_t n)
{
    int year;
    if (n < 4 || !read_digits(&year, text, 4) || year < 1)
        return false;
    if (n == 4) {
        *out = pack((date){year, 12, 31}, ALM_FREQUENCY_YEAR);
        return true;
    }
    return text[4] == '-' && parse_within_year(out, year, text + 5, n - 5);
}

size_t alm_period_format(char out[ALM_PERIOD_TEXT], alm_period p)
{
    const date d = end_of(p);
    int n = 0;
    switch (alm_period_frequency(p)) {
    case ALM_FREQUENCY_YEAR:
        n = snprintf(out, ALM_PERIOD_TEXT, "%04d", d.year);
        break;
    case ALM_FREQUENCY_SEMESTER:
        n = snprintf(out, ALM_PERIOD_TEXT, "%04d-S%d", d.year, d.month / 6);
        break;
    case ALM_FREQUENCY_QUARTER:
        n = snprintf(out, ALM_PERIOD_TEXT, "%04d-Q%d", d.year, d.month / 3);
        break;
    case ALM_FREQUENCY_MONTH:
        n = snprintf(out, ALM_PERIOD_TEXT, "%04d-%02d", d.year, d.month);
        break;
    case ALM_FREQUENCY_DAY:
        n = snprintf(out, ALM_PERIOD_TEXT, "%04d-%02d-%02d", d.year, d.month,
                     d.day);
        break;
    }
    return (size_t)n;
}

alm_frequency alm_period_frequency(alm_period p)
{
    return (alm_frequency)((uint64_t)p & 7U);
}

const char *alm_frequency_code(alm_frequency f)
{
    static const char *const codes[] = {"D", "M", "Q", "S", "A"};
    return codes[f];
}

int alm_period_year(alm_period p)
{
    return end_of(p).year;
}

double alm_period_time(alm_period p)
{
    const date d = end_of(p);
    if (alm_period_frequency(p) != ALM_FREQUENCY_DAY)
        return d.year + d.month / 12.0;
    return d.year +
           (d.month - 1 + (double)d.day / days_in_month(d.year, d.month)) /
               12.0;
}

bool alm_period_shift(alm_period *out, alm_period p, int steps)
{
    static const int months[] = {0, 1, 3, 6, 12};
    const alm_frequency f = alm_period_frequency(p);
    const date d = end_of(p);

    if (f == ALM_FREQUENCY_DAY) {
        const alm_period moved = p + (int64_t)steps * 8;
        const int year = end_of(moved).year;
        if (year < 1 || year > 9999)
            return false;
        *out = moved;
        return true;
    }
    const int64_t month =
        (int64_t)d.year * 12 + d.month - 1 + (int64_t)steps * months[f];
    if (month < 12 || month >= (int64_t)10000 * 12)
        return false;
    *out = pack_month_end((int)(month / 12), (int)(month % 12) + 1, f);
    return true;
}

bool alm_period_shift_years(alm_period *out, alm_period p, int years)
{
    const alm_frequency f = alm_period_frequency(p);
    date d = end_of(p);
    const int64_t year = (int64_t)d.year + years;

    if (year < 1 || year > 9999)
        return false;
    d.year = (int)year;
    if (f == ALM_FREQUENCY_DAY && d.day > days_in_month(d.year, d.month))
        return false;
    *out = f == ALM_FREQUENCY_DAY ? pack(d, f)
                                  : pack_month_end(d.year, d.month, f);
    return true;
}
