#include <string.h>

#include "cli/output.h"

/* Which part of a result is written. */

bool alm_output_has_data(const alm_options *o, const alm_document *doc)
{
    bool found = doc == NULL;

    for (size_t i = 0; doc != NULL && i < doc->n_parts; i++) {
        const alm_part *part = &doc->parts[i];
        if (o->plot && o->part != NULL && strcmp(part->name, o->part) != 0)
            continue;
        found = found || part->kind != ALM_PART_CHART;
    }
    return found;
}

const alm_part *alm_output_find_kind(const alm_document *doc,
                                     alm_part_kind kind, size_t *n)
{
    const alm_part *first = NULL;

    *n = 0;
    for (size_t i = 0; i < doc->n_parts; i++)
        if (doc->parts[i].kind == kind && (*n)++ == 0)
            first = &doc->parts[i];
    return first;
}

/* The names of the charts but `drawn`, parted by ", ". */
static alm_status list_charts(alm_buffer *names, const alm_document *doc,
                              const alm_part *drawn, alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < doc->n_parts && status == ALM_OK; i++) {
        const alm_part *part = &doc->parts[i];
        if (part->kind != ALM_PART_CHART || part == drawn)
            continue;
        if (names->len > 0)
            status = alm_buffer_add_text(names, ", ", err);
        if (status == ALM_OK)
            status = alm_buffer_add_text(names, part->name, err);
    }
    return status;
}

static alm_status fail_no_chart(const alm_output *out, const alm_document *doc,
                                const alm_part *part, alm_error *err)
{
    alm_buffer names = {0};
    const alm_status status = list_charts(&names, doc, NULL, err);

    if (status == ALM_OK) {
        (void)alm_fail(err, ALM_EINVAL, "part \"%s\" is no chart", part->name);
        if (names.len > 0)
            alm_error_help(err, "charts: %.*s", (int)names.len, names.data);
        else
            alm_error_help(err, "--as %s draws a chart", out->format->name);
    }
    alm_buffer_free(&names);
    return status == ALM_OK ? ALM_EINVAL : status;
}

static alm_status fail_kind(const alm_output *out, const alm_document *doc,
                            const alm_part *part, alm_error *err)
{
    char drawn[64];

    if (part->kind != ALM_PART_CHART)
        return fail_no_chart(out, doc, part, err);
    alm_writing_charts(drawn, sizeof drawn);
    (void)alm_fail(err, ALM_EINVAL, "part \"%s\" is a chart, not a table",
                   part->name);
    alm_error_help(
        err, "--plot draws it here, %s as a picture; --as json describes it",
        drawn);
    return ALM_EINVAL;
}

/* What the format has no place for. */
static bool fits(const alm_output *out, const alm_part *part)
{
    const bool chart = part->kind == ALM_PART_CHART;

    if (out->format->kind == ALM_WRITING_CHART)
        return chart;
    return !chart || out->format->kind == ALM_WRITING_EYES ||
           strcmp(out->format->name, "json") == 0;
}

alm_status alm_output_choose_part(alm_output *out, alm_document *doc,
                                  const char *name, alm_error *err)
{
    const bool draws = out->format->kind == ALM_WRITING_CHART;
    const alm_part *main = NULL;
    size_t charts, texts;
    alm_status status = ALM_OK;

    const alm_part *chart = alm_output_find_kind(doc, ALM_PART_CHART, &charts);
    (void)alm_output_find_kind(doc, ALM_PART_TEXT, &texts);
    if (name == NULL && !draws && charts + texts == doc->n_parts)
        main = chart;
    else
        status = alm_document_main(&main, doc, name, draws, err);
    if (status != ALM_OK || main == NULL)
        return status;
    if (!fits(out, main))
        return fail_kind(out, doc, main, err);
    if (name == NULL && draws)
        status = list_charts(&out->others, doc, main, err);
    if (status != ALM_OK)
        return status;
    if (name != NULL || draws) {
        alm_document_keep(doc, (size_t)(main - doc->parts));
        main = doc->parts;
    }
    out->main = main->kind != ALM_PART_TEXT ? main : NULL;
    return ALM_OK;
}
