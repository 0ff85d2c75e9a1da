#include "cli/formats.h"

#include <stdio.h>
#include <string.h>

static const alm_writing formats[] = {
    {"table", ALM_WRITING_EYES},      {"csv", ALM_WRITING_DATA},
    {"tsv", ALM_WRITING_DATA},        {"json", ALM_WRITING_DATA},
    {"jsonl", ALM_WRITING_DATA},      {"md", ALM_WRITING_EYES},
    {"html", ALM_WRITING_EYES},       {"svg", ALM_WRITING_CHART},
    {"vega-lite", ALM_WRITING_CHART},
};

enum { N_FORMATS = sizeof formats / sizeof formats[0] };

/* The longer of two that fit goes first. */
static const struct {
    const char *ending;
    const char *format;
} endings[] = {
    {".vl.json", "vega-lite"},
    {".html", "html"},
    {".htm", "html"},
    {".vega-lite.json", "vega-lite"},
    {".csv", "csv"},
    {".tsv", "tsv"},
    {".tab", "tsv"},
    {".json", "json"},
    {".jsonl", "jsonl"},
    {".ndjson", "jsonl"},
    {".md", "md"},
    {".markdown", "md"},
    {".txt", "table"},
    {".svg", "svg"},
};

const alm_writing *alm_writing_named(const char *name)
{
    for (size_t i = 0; i < N_FORMATS; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

static bool ends_in(const char *path, const char *ending)
{
    const size_t n = strlen(ending);
    const size_t len = strlen(path);

    return len >= n && alm_flag_same(path + len - n, n, ending);
}

static const alm_writing *format_of_file(const char *path)
{
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends_in(path, endings[i].ending))
            return alm_writing_named(endings[i].format);
    return NULL;
}

/* "table|md|..." */
static void list_formats(char *out, size_t size)
{
    size_t used = 0;

    for (size_t i = 0; i < N_FORMATS && used < size; i++) {
        const int n = snprintf(out + used, size - used, "%s%s",
                               i > 0 ? "|" : "", formats[i].name);
        used += n > 0 ? (size_t)n : 0;
    }
}

alm_status alm_writing_asked(const alm_writing **out, const alm_options *o,
                             alm_error *err)
{
    char names[128];

    *out = NULL;
    if (o->as != NULL) {
        *out = alm_writing_named(o->as);
    } else if (o->output != NULL) {
        *out = format_of_file(o->output);
        if (*out == NULL) {
            list_formats(names, sizeof names);
            (void)alm_fail(err, ALM_EINVAL, "-o %s: no format has this name",
                           o->output);
            alm_error_help(err, "add --as %s", names);
            return ALM_EINVAL;
        }
    }
    return ALM_OK;
}

void alm_writing_charts(char *out, size_t size)
{
    size_t used = 0;

    for (size_t i = 0; i < N_FORMATS && used < size; i++) {
        if (formats[i].kind != ALM_WRITING_CHART)
            continue;
        const int n = snprintf(out + used, size - used, "%s--as %s",
                               used > 0 ? " or " : "", formats[i].name);
        used += n > 0 ? (size_t)n : 0;
    }
}
