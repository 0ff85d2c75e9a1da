#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "cli/output.h"
#include "query/select.h"

/* From a result to bytes: which format, which part, where to. */

enum { ROWS_ON_TERMINAL = 100 };

/* In a pipe data goes as CSV; what is no data, as text. */
static alm_status choose_format(alm_output *out, const alm_cli *cli,
                                const alm_document *doc, alm_error *err)
{
    const alm_options *o = &cli->args.options;

    out->terminal = o->output == NULL && isatty(STDOUT_FILENO) != 0;
    const alm_status status = alm_writing_asked(&out->format, o, err);
    if (status != ALM_OK || out->format != NULL)
        return status;
    const bool eyes =
        out->terminal || cli->session != NULL || !alm_output_has_data(o, doc);
    out->format = alm_writing_named(eyes ? "table" : "csv");
    return ALM_OK;
}

static alm_status choose_rows(alm_output *out, const alm_cli *cli,
                              alm_error *err)
{
    const alm_options *o = &cli->args.options;
    int64_t n = 0;

    if (out->terminal)
        n = cli->session != NULL ? (int64_t)cli->session->rows
                                 : ROWS_ON_TERMINAL;

    if (o->max_rows != NULL &&
        (!alm_parse_i64(&n, o->max_rows, strlen(o->max_rows)) || n < 0))
        return alm_fail(err, ALM_EINVAL, "--max-rows %s is no number of rows",
                        o->max_rows);
    out->max_rows = n == 0 ? SIZE_MAX : (size_t)n;
    return ALM_OK;
}

static bool is_format(const alm_output *out, const char *name)
{
    return strcmp(out->format->name, name) == 0;
}

static bool is_for_eyes(const alm_output *out)
{
    return out->format->kind == ALM_WRITING_EYES;
}

bool alm_cli_is_for_eyes(const alm_cli *cli)
{
    alm_output out = {0};
    return choose_format(&out, cli, NULL, NULL) == ALM_OK && is_for_eyes(&out);
}

/* ---- for programs ---- */

/* The main part, cut to --max-rows. */
static alm_status cut_rows(alm_output *out, alm_document *doc, alm_error *err)
{
    if (out->main == NULL || is_for_eyes(out) || !alm_part_is_table(out->main))
        return ALM_OK;
    alm_part *part = &doc->parts[out->main - doc->parts];
    const size_t rows = alm_table_rows(part->table);
    if (rows <= out->max_rows)
        return ALM_OK;
    alm_table *head = NULL;
    const alm_status status =
        alm_table_head(&head, part->table, out->max_rows, err);
    if (status != ALM_OK)
        return status;
    out->left_out = rows - out->max_rows;
    alm_table_free(part->table);
    part->table = head;
    return alm_notes_add(&doc->notes, err,
                         "first %zu of %zu rows; --max-rows 0 writes all",
                         out->max_rows, rows);
}

static alm_status write_texts(alm_output *out, const alm_document *doc,
                              alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < doc->n_parts && status == ALM_OK; i++) {
        const char *text = doc->parts[i].text;
        if (text == NULL || doc->parts[i].kind != ALM_PART_TEXT)
            continue;
        status = alm_buffer_add_text(&out->bytes, text, err);
        if (status == ALM_OK)
            status = alm_buffer_add_byte(&out->bytes, '\n', err);
    }
    return status;
}

static alm_status write_for_programs(alm_output *out, const alm_document *doc,
                                     alm_error *err)
{
    const alm_sink sink = alm_sink_to_buffer(&out->bytes);
    const alm_part *main = out->main;

    if (main == NULL)
        return write_texts(out, doc, err);
    if (is_format(out, "json"))
        return alm_document_write_json(doc, main, sink, &out->report, err);
    if (is_format(out, "jsonl"))
        return alm_write_jsonl(main->table, sink, &out->report, err);
    if (main->kind == ALM_PART_VALUE) {
        const alm_status status =
            alm_output_value(&out->bytes, main->table, err);
        return status == ALM_OK ? alm_buffer_add_byte(&out->bytes, '\n', err)
                                : status;
    }
    if (is_format(out, "tsv"))
        return alm_write_tsv(main->table, sink, &out->report, err);
    return alm_write_csv(main->table, sink, &out->report, err);
}

/* ---- beside the result ---- */

/* Several aggregates of one column make one line. */
static void print_ledger(const alm_ledger *ledger)
{
    const size_t n = ledger != NULL ? alm_ledger_count(ledger) : 0;
    char line[1024], earlier[1024];

    for (size_t i = 0; i < n; i++) {
        const alm_ledger_entry entry = alm_ledger_get(ledger, i);
        bool said = false;
        alm_ledger_line(line, sizeof line, &entry);
        for (size_t j = 0; j < i && !said; j++) {
            const alm_ledger_entry before = alm_ledger_get(ledger, j);
            alm_ledger_line(earlier, sizeof earlier, &before);
            said = strcmp(line, earlier) == 0;
        }
        if (!said)
            (void)fprintf(stderr, "%s\n", line);
    }
}

/* Which parts are not written. */
static void print_further(const alm_output *out, const alm_document *doc)
{
    const char *before = "note: further parts: ";
    bool any = false;

    if (out->others.len > 0)
        (void)fprintf(stderr,
                      "note: further charts: %.*s; --part NAME draws one\n",
                      (int)out->others.len, out->others.data);
    if (out->main == NULL)
        return;
    for (size_t i = 0; i < doc->n_parts; i++) {
        const alm_part *part = &doc->parts[i];
        if (part == out->main || part->kind == ALM_PART_CHART)
            continue;
        (void)fprintf(stderr, "%s%s", any ? " " : before, part->name);
        any = true;
    }
    if (any)
        (void)fputs("; --part NAME writes one\n", stderr);
}

/* What csv, tsv and jsonl have no place for; and what no format could say. */
static void print_beside(const alm_cli *cli, const alm_output *out,
                         const alm_document *doc)
{
    char text[256];

    if (cli->args.options.quiet)
        return;
    if (!is_for_eyes(out) && !is_format(out, "json")) {
        print_ledger(doc->ledger);
        for (size_t i = 0; i < doc->notes.len; i++)
            alm_cli_note(cli, doc->notes.items[i]);
        if (doc->seeded)
            (void)fprintf(stderr, "seed: %lld\n", doc->seed);
        print_further(out, doc);
    }
    if (out->report.not_finite > 0) {
        const bool json = is_format(out, "json") || is_format(out, "jsonl");
        (void)snprintf(text, sizeof text,
                       "%zu value%s not finite and %s written as %s",
                       out->report.not_finite,
                       out->report.not_finite == 1 ? " is" : "s are",
                       out->report.not_finite == 1 ? "was" : "were",
                       json ? "null" : "nan, inf or -inf");
        alm_cli_note(cli, text);
    }
}

static const alm_writing drawing = {"drawing", ALM_WRITING_EYES};

/* --plot where the result itself is data: the charts, on standard error. */
static alm_status draw_beside(const alm_cli *cli, const alm_output *out,
                              const alm_document *doc, alm_error *err)
{
    alm_output drawn = {
        .format = &drawing, .beside = true, .max_rows = SIZE_MAX};

    if (!cli->args.options.plot || is_format(out, "table"))
        return ALM_OK;
    const alm_status status = alm_output_render(&drawn, cli, doc, err);
    if (status == ALM_OK && drawn.bytes.len > 0)
        (void)fwrite(drawn.bytes.data, 1, drawn.bytes.len, stderr);
    alm_buffer_free(&drawn.bytes);
    return status;
}

static alm_status check_plot(const alm_options *o, const alm_document *doc,
                             alm_error *err)
{
    size_t charts;

    if (!o->plot || alm_output_find_kind(doc, ALM_PART_CHART, &charts) != NULL)
        return ALM_OK;
    (void)alm_fail(err, ALM_EINVAL, "--plot: the result has no chart");
    alm_error_help(err, "return report{table = t, chart = plot{...}}: "
                        "almanac help api plot");
    return ALM_EINVAL;
}

static alm_status send(const alm_cli *cli, const alm_buffer *bytes,
                       alm_error *err)
{
    const char *path = cli->args.options.output;
    const char *data = bytes->data != NULL ? bytes->data : "";

    if (path != NULL)
        return alm_file_write_atomic(path, data, bytes->len, err);
    if (fwrite(data, 1, bytes->len, stdout) != bytes->len ||
        fflush(stdout) != 0)
        return alm_fail(err, ALM_EIO, "cannot write standard output: %s",
                        strerror(errno));
    return ALM_OK;
}

static alm_status write_document(alm_output *out, const alm_cli *cli,
                                 alm_document *doc, alm_error *err)
{
    alm_status status = cut_rows(out, doc, err);

    if (status != ALM_OK)
        return status;
    if (out->format->kind != ALM_WRITING_DATA)
        return alm_output_render(out, cli, doc, err);
    return write_for_programs(out, doc, err);
}

alm_exit alm_cli_write(alm_cli *cli, alm_document *doc)
{
    const alm_options *o = &cli->args.options;
    alm_error err = {0};
    alm_output out = {0};
    alm_exit exit = ALM_EXIT_OK;

    if (check_plot(o, doc, &err) != ALM_OK ||
        choose_format(&out, cli, doc, &err) != ALM_OK ||
        choose_rows(&out, cli, &err) != ALM_OK ||
        alm_output_choose_part(&out, doc, o->part, &err) != ALM_OK)
        exit = alm_cli_fail_usage(cli, &err);
    else if (write_document(&out, cli, doc, &err) != ALM_OK ||
             send(cli, &out.bytes, &err) != ALM_OK ||
             draw_beside(cli, &out, doc, &err) != ALM_OK)
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    else
        print_beside(cli, &out, doc);
    alm_buffer_free(&out.others);
    alm_buffer_free(&out.bytes);
    return exit;
}

alm_exit alm_cli_write_text(alm_cli *cli, const alm_buffer *text)
{
    alm_error err = {0};

    if (send(cli, text, &err) != ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    return ALM_EXIT_OK;
}
