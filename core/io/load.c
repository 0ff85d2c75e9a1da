#include "io/load.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "io/csv.h"

void alm_load_report_free(alm_load_report *report)
{
    alm_notes_free(&report->notes);
    alm_dealloc(report->package);
    for (size_t i = 0; i < report->unverified_count; i++)
        alm_dealloc(report->unverified[i].column);
    alm_dealloc(report->unverified);
    *report = (alm_load_report){0};
}

static alm_status fail_property(const char *name, const char *value,
                                const char *allowed, alm_error *err)
{
    return alm_fail(err, ALM_EINVAL, "%s = \"%s\" is not one of: %s", name,
                    value, allowed);
}

/* One character, or a word for one. '\0' is "none". */
static bool read_character(char *out, const char *value)
{
    static const struct {
        const char *name;
        char c;
    } words[] = {{"tab", '\t'},  {"\\t", '\t'},      {"space", ' '},
                 {"comma", ','}, {"semicolon", ';'}, {"pipe", '|'},
                 {"none", '\0'}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasecmp(words[i].name, value) == 0) {
            *out = words[i].c;
            return true;
        }
    }
    *out = value[0];
    return strlen(value) == 1 && value[0] != '\n' && value[0] != '\r';
}

static alm_status set_character(alm_csv_dialect *dialect, const char *name,
                                const char *value, alm_error *err)
{
    char c;
    if (!read_character(&c, value) ||
        (c == 0 && strcmp(name, "delimiter") == 0))
        return fail_property(name, value, "one byte, tab, space, none", err);
    if (strcmp(name, "delimiter") == 0)
        dialect->delimiter = c;
    else if (strcmp(name, "comment") == 0)
        dialect->comment = c;
    else
        dialect->quote = c;
    if (strcmp(name, "quote") == 0)
        dialect->no_quote = c == 0;
    return ALM_OK;
}

static alm_status set_skip(alm_csv_dialect *dialect, const char *value,
                           alm_error *err)
{
    size_t lines = 0;
    for (const char *p = value; *p != '\0'; p++) {
        if (*p < '0' || *p > '9' || lines > 100000000)
            return fail_property("skip", value, "a number of lines", err);
        lines = lines * 10 + (size_t)(*p - '0');
    }
    dialect->skip = lines;
    return ALM_OK;
}

static bool find_word(size_t *out, const char *const *words, size_t n,
                      const char *value)
{
    for (size_t i = 0; i < n; i++) {
        if (strcasecmp(words[i], value) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

alm_status alm_csv_dialect_set(alm_csv_dialect *dialect, const char *name,
                               const char *value, alm_error *err)
{
    static const char *const headers[] = {"auto", "yes", "no"};
    static const char *const raggeds[] = {"error", "fill", "drop"};
    size_t i;
    if (strcmp(name, "delimiter") == 0 || strcmp(name, "quote") == 0 ||
        strcmp(name, "comment") == 0)
        return set_character(dialect, name, value, err);
    if (strcmp(name, "skip") == 0)
        return set_skip(dialect, value, err);
    if (strcmp(name, "header") == 0) {
        if (!find_word(&i, headers, 3, value))
            return fail_property(name, value, "auto, yes, no", err);
        dialect->header = (alm_header)i;
        return ALM_OK;
    }
    if (strcmp(name, "ragged") == 0) {
        if (!find_word(&i, raggeds, 3, value))
            return fail_property(name, value, "error, fill, drop", err);
        dialect->ragged = (alm_ragged)i;
        return ALM_OK;
    }
    return alm_fail(err, ALM_EINVAL,
                    "\"%s\" is no property of CSV: delimiter, quote, comment, "
                    "skip, header, ragged",
                    name);
}

/* Loading --------------------------------------------------------------------
 */

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text);
    const size_t m = strlen(end);
    return n >= m && strcasecmp(text + n - m, end) == 0;
}

/* By the name, without a .gz. */
static alm_format format_of_name(const char *name)
{
    static const struct {
        const char *end;
        alm_format format;
    } ends[] = {
        {".csv", ALM_FORMAT_CSV},          {".tsv", ALM_FORMAT_TSV},
        {".tab", ALM_FORMAT_TSV},          {".json", ALM_FORMAT_JSON},
        {".jsonl", ALM_FORMAT_JSON_LINES}, {".ndjson", ALM_FORMAT_JSON_LINES}};
    char stem[512];
    const size_t n = strlen(name);
    if (n >= sizeof stem)
        return ALM_FORMAT_AUTO;
    memcpy(stem, name, n + 1);
    if (ends_with(stem, ".gz"))
        stem[n - 3] = '\0';
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (ends_with(stem, ends[i].end))
            return ends[i].format;
    }
    return ALM_FORMAT_AUTO;
}

/* "provinces.csv", for messages. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static alm_status load_source(alm_table **out, alm_load_report *report,
                              alm_source *source,
                              const alm_load_options *options, alm_error *err)
{
    alm_load_options settled = *options;
    alm_table *table = NULL;
    if (settled.format == ALM_FORMAT_AUTO)
        settled.format = format_of_name(alm_source_name(source));
    if (settled.format == ALM_FORMAT_AUTO)
        settled.format = ALM_FORMAT_CSV;
    if (settled.format == ALM_FORMAT_TSV && settled.csv.delimiter == 0)
        settled.csv.delimiter = '\t';
    report->format = settled.format;
    alm_status status = alm_csv_load(&table, report, source, &settled, err);
    if (status == ALM_OK)
        status =
            alm_table_set_name(table, base_name(alm_source_name(source)), err);
    if (status != ALM_OK) {
        alm_table_free(table);
        return status;
    }
    *out = table;
    return ALM_OK;
}

alm_status alm_load(alm_table **out, alm_load_report *report, const char *what,
                    const alm_load_options *options, alm_error *err)
{
    alm_source *source = NULL;
    alm_status status = alm_source_open(&source, what, options->encoding,
                                        options->stream_above, err);
    if (status == ALM_OK)
        status = load_source(out, report, source, options, err);
    alm_source_free(source);
    return status;
}

alm_status alm_load_text(alm_table **out, alm_load_report *report,
                         const char *name, const char *text, size_t n,
                         const alm_load_options *options, alm_error *err)
{
    alm_source *source = NULL;
    alm_status status =
        alm_source_new_text(&source, name, text, n, options->encoding, err);
    if (status == ALM_OK)
        status = load_source(out, report, source, options, err);
    alm_source_free(source);
    return status;
}
