#include <string.h>

#include "base/number.h"
#include "io/csv.h"

/* Records that the delimiter is judged by. A column type never is: that looks
 * at every value. */
#define SAMPLE_RECORDS 100

/* How evenly a delimiter splits: the share of records with as many fields as
 * the first, and how many those are. */
typedef struct score {
    size_t fields;
    size_t same;
    size_t records;
} score;

static alm_status try_delimiter(score *out, alm_source *source,
                                const alm_csv_dialect *dialect, char delimiter,
                                alm_error *err)
{
    alm_csv_dialect tried = *dialect;
    alm_csv_reader *reader = NULL;
    alm_csv_record record;
    bool more = true;
    tried.delimiter = delimiter;
    *out = (score){0};
    alm_status status = alm_csv_reader_new(&reader, source, &tried, false, err);
    while (status == ALM_OK && out->records < SAMPLE_RECORDS) {
        status = alm_csv_reader_next(&record, &more, reader, err);
        if (status != ALM_OK || !more)
            break;
        if (alm_csv_record_is_blank(&record))
            continue;
        if (out->records++ == 0)
            out->fields = record.count;
        out->same += record.count == out->fields ? 1 : 0;
    }
    alm_csv_reader_free(reader);
    if (status == ALM_EPARSE) { /* bad quotes: not this one, then */
        *out = (score){0};
        status = ALM_OK;
    }
    return status;
}

static bool is_better(const score *a, const score *b)
{
    if (a->fields < 2)
        return false;
    if (b->fields < 2)
        return true;
    const size_t even_a = a->same * b->records;
    const size_t even_b = b->same * a->records;
    return even_a != even_b ? even_a > even_b : a->fields > b->fields;
}

alm_status alm_csv_detect_delimiter(char *out, alm_source *source,
                                    const alm_csv_dialect *dialect,
                                    alm_error *err)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    score best = {0};
    char found = ',';
    for (size_t i = 0; i < sizeof candidates; i++) {
        score s;
        const alm_status status =
            try_delimiter(&s, source, dialect, candidates[i], err);
        if (status != ALM_OK)
            return status;
        if (is_better(&s, &best)) {
            best = s;
            found = candidates[i];
        }
    }
    *out = found;
    return ALM_OK;
}

static bool is_bare_year(const char *text, size_t len)
{
    alm_period p;
    return len == 4 && alm_period_parse(&p, text, len);
}

static bool is_word(const char *text, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(word, text, len) == 0;
}

bool alm_csv_looks_like_header(const alm_csv_record *record)
{
    size_t years = 0;
    size_t names = 0;
    for (size_t i = 0; i < record->count; i++) {
        const char *text = record->fields[i].text;
        size_t len = record->fields[i].len;
        alm_period p;
        double x;
        for (; len > 0 && *text == ' '; len--)
            text++;
        while (len > 0 && text[len - 1] == ' ')
            len--;
        if (is_bare_year(text, len) || alm_period_parse(&p, text, len))
            years++;
        else if (alm_parse_f64(&x, text, len) || is_word(text, len, "true") ||
                 is_word(text, len, "false"))
            return false;
        else
            names += len > 0 ? 1 : 0;
    }
    return names > 0 || years == 0;
}
