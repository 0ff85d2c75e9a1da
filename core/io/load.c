#include "io/load.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/head.h"
#include "io/json.h"
#include "io/nearby.h"
#include "io/package_private.h"

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

/* Loading --------------------------------------------------------------- */

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

/* Whether a text begins as JSON does: no CSV header looks like that. */
static bool looks_like_json(const alm_source *source)
{
    const char *text = alm_source_text(source);
    const size_t n = alm_source_size(source);
    size_t i = 0;
    if (text == NULL)
        return false;
    while (i < n && strchr(" \t\r\n", text[i]) != NULL && text[i] != '\0')
        i++;
    const char first = i < n ? text[i] : '\0';
    for (i++; i < n && strchr(" \t\r\n", text[i]) != NULL && text[i] != '\0';)
        i++;
    const char second = i < n ? text[i] : '\0';
    return (first == '{' && (second == '"' || second == '}')) ||
           (first == '[' && (second == '{' || second == ']'));
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
        settled.format =
            looks_like_json(source) ? ALM_FORMAT_JSON : ALM_FORMAT_CSV;
    if (settled.format == ALM_FORMAT_TSV && settled.csv.delimiter == 0)
        settled.csv.delimiter = '\t';
    report->format = settled.format;
    alm_status status =
        settled.format == ALM_FORMAT_CSV || settled.format == ALM_FORMAT_TSV
            ? alm_csv_load(&table, report, source, &settled, err)
            : alm_json_load(&table, report, source, &settled, err);
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

/* Bytes of a file that are held in memory; of one that may be JSON, all. */
static size_t hold_most(const alm_load_options *options, alm_format format)
{
    const size_t whole = alm_load_defers_above(options);
    const size_t most =
        options->hold_most > 0 ? options->hold_most : ALM_HOLD_MOST;
    switch (format) {
    case ALM_FORMAT_JSON:
    case ALM_FORMAT_JSON_LINES: return SIZE_MAX;
    case ALM_FORMAT_AUTO: return whole;
    case ALM_FORMAT_CSV:
    case ALM_FORMAT_TSV: break;
    }
    return most < whole ? most : whole;
}

alm_status alm_load_open(alm_source **out, const char *path, alm_format format,
                         const alm_load_options *options, alm_error *err)
{
    if (format == ALM_FORMAT_AUTO)
        format = format_of_name(path);
    if (options->head > 0)
        return alm_source_open_head(out, path, options->encoding, options->head,
                                    err);
    return alm_source_open(out, path, options->encoding,
                           hold_most(options, format), err);
}

static alm_status load_file(alm_table **out, alm_load_report *report,
                            const char *path, const alm_load_options *options,
                            alm_error *err)
{
    alm_source *source = NULL;
    alm_status status =
        alm_load_open(&source, path, options->format, options, err);
    if (status == ALM_OK)
        status = load_source(out, report, source, options, err);
    alm_source_free(source);
    return status;
}

/* The only table there is, or an error that lists them. */
static alm_status only_table(const char **out, const alm_package *package,
                             const char *what, alm_error *err)
{
    char list[400];
    size_t used = 0;
    const size_t n = alm_package_count(package);
    if (n == 1) {
        *out = alm_package_table_name(package, 0);
        return ALM_OK;
    }
    list[0] = '\0';
    for (size_t i = 0; i < n && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s",
                                 i > 0 ? ", " : "",
                                 alm_package_table_name(package, i));
    const alm_status status = alm_fail(
        err, ALM_EINVAL, "%s is a package of %zu tables: %s", what, n, list);
    if (n > 0)
        alm_error_help(err, "name one: %s:%s", what,
                       alm_package_table_name(package, 0));
    return status;
}

static alm_status load_package(alm_table **out, alm_load_report *report,
                               const char *path, const char *table,
                               const char *what,
                               const alm_load_options *options, alm_error *err)
{
    alm_package *package = NULL;
    alm_status status = alm_package_open(&package, path, err);
    if (status == ALM_OK && table[0] == '\0')
        status = only_table(&table, package, what, err);
    if (status == ALM_OK)
        status = alm_package_load(out, report, package, table, options, err);
    alm_package_free(package);
    return status;
}

/* The datapackage.json that `name` means: itself, one in that folder, or that
 * of an installed package. */
static alm_status locate_package(char **path, const char *name,
                                 const alm_load_options *options,
                                 alm_error *err)
{
    struct stat info;
    if (stat(name, &info) != 0)
        return alm_package_find(path, name, options, err);
    return S_ISDIR(info.st_mode)
               ? alm_path_join(path, name, "datapackage.json", err)
               : alm_path_join(path, "", name, err);
}

/* The datapackage.json behind what exists under that name. */
static alm_status behind_existing(char **path, const char *what, bool folder,
                                  alm_error *err)
{
    if (!folder)
        return strcmp(base_name(what), "datapackage.json") == 0
                   ? alm_path_join(path, "", what, err)
                   : ALM_OK;
    alm_status status = alm_path_join(path, what, "datapackage.json", err);
    if (status == ALM_OK && access(*path, F_OK) != 0) {
        alm_dealloc(*path);
        *path = NULL;
    }
    return status;
}

alm_status alm_package_behind(char **path, bool *whole, const char *what,
                              const alm_load_options *options, alm_error *err)
{
    struct stat info;
    char *name = NULL;
    *path = NULL;
    *whole = true;
    if (strcmp(what, "-") == 0)
        return ALM_OK;
    if (stat(what, &info) == 0)
        return behind_existing(path, what, S_ISDIR(info.st_mode), err);
    alm_status status = alm_path_join(&name, "", what, err);
    if (status != ALM_OK)
        return status;
    char *colon = strrchr(name, ':');
    *whole = colon == NULL;
    if (colon != NULL)
        *colon = '\0';
    status = locate_package(path, name, options, err);
    if (status == ALM_ENOTFOUND && *whole)
        status = ALM_OK;
    alm_dealloc(name);
    return status;
}

static alm_status load_named(alm_table **out, alm_load_report *report,
                             const char *what, const alm_load_options *options,
                             alm_error *err)
{
    char *name = NULL;
    char *path = NULL;
    alm_status status = alm_path_join(&name, "", what, err);
    if (status != ALM_OK)
        return status;
    char *colon = strrchr(name, ':');
    const char *table = colon != NULL ? colon + 1 : "";
    if (colon != NULL)
        *colon = '\0';
    status = locate_package(&path, name, options, err);
    if (status == ALM_ENOTFOUND && colon == NULL)
        status = alm_fail_no_data(what, err);
    if (status == ALM_OK)
        status = load_package(out, report, path, table, name, options, err);
    alm_dealloc(path);
    alm_dealloc(name);
    return status;
}

alm_status alm_load(alm_table **out, alm_load_report *report, const char *what,
                    const alm_load_options *options, alm_error *err)
{
    struct stat info;
    if (strcmp(what, "-") == 0)
        return load_file(out, report, what, options, err);
    if (stat(what, &info) != 0)
        return load_named(out, report, what, options, err);
    char *path = NULL;
    alm_status status =
        behind_existing(&path, what, S_ISDIR(info.st_mode), err);
    if (status == ALM_OK && path != NULL)
        status = load_package(out, report, path, "", what, options, err);
    else if (status == ALM_OK)
        status = load_file(out, report, what, options, err);
    alm_dealloc(path);
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
