#ifndef ALM_TABLE_PERIOD_H
#define ALM_TABLE_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reporting period in SDMX notation: 2016, 2016-S1, 2016-Q3, 2016-06,
 * 2016-06-30; years 0001 to 9999.
 *
 * It is one integer: the day on which the period ends (days from 1970-01-01)
 * times 8, plus the frequency. Comparing two integers therefore compares ends
 * first, also between frequencies, and equal integers are equal periods. */
typedef int64_t alm_period;

typedef enum alm_frequency {
    ALM_FREQUENCY_DAY,
    ALM_FREQUENCY_MONTH,
    ALM_FREQUENCY_QUARTER,
    ALM_FREQUENCY_SEMESTER,
    ALM_FREQUENCY_YEAR
} alm_frequency;

/* Longest text that alm_period_format writes, with the NUL. */
enum { ALM_PERIOD_TEXT = 16 };

/* Nothing but the five notations is a period; "2016-S3", "2016-02-30" and
 * blanks are none. */
bool alm_period_parse(alm_period *out, const char *text, size_t n);

/* The notation it was read from. Returns the length without the NUL. */
size_t alm_period_format(char out[ALM_PERIOD_TEXT], alm_period p);

alm_frequency alm_period_frequency(alm_period p);

/* "D", "M", "Q", "S", "A": the SDMX frequency codes. Static storage. */
const char *alm_frequency_code(alm_frequency f);

/* The year in which the period ends. */
int alm_period_year(alm_period p);

/* The end in years: year + month/12, so 2018-S1 is 2018.5 and 2020-03 is
 * 2020.25; a date adds its day's share of the month. Elapsed time is always a
 * difference of these, never a count of rows. */
double alm_period_time(alm_period p);

/* The period `steps` of its own frequency later (earlier when negative). False
 * when that leaves the years 0001 to 9999. */
bool alm_period_shift(alm_period *out, alm_period p, int steps);

/* The same period so many years later. False when there is none, as of 29
 * February. */
bool alm_period_shift_years(alm_period *out, alm_period p, int years);

#endif
