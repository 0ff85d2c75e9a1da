#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "cli/cli.h"
#include "cli/text_table.h"

/* test [SCRIPT...]: every example is run as a user would run it, in a state of
 * its own, and its main table as CSV compared with what it expects. */

typedef struct results {
    alm_text_table table;
    size_t failed;
    alm_catalog_kind kind; /* of what is tested now */
} results;

enum { SCRIPT, EXAMPLE, RESULT, DETAIL };

static void add_result(results *r, const char *script, size_t example,
                       const char *result, const char *detail)
{
    alm_text_table_text(&r->table, SCRIPT, script);
    alm_text_table_count(&r->table, EXAMPLE, example);
    alm_text_table_text(&r->table, RESULT, result);
    alm_text_table_text(&r->table, DETAIL, detail);
    r->failed += strcmp(result, "ok") != 0;
}

/* Blanks and line ends at both ends do not count. */
static size_t trim(const char **text, size_t n)
{
    while (n > 0 && strchr(" \t\r\n", **text) != NULL) {
        (*text)++;
        n--;
    }
    while (n > 0 && strchr(" \t\r\n", (*text)[n - 1]) != NULL)
        n--;
    return n;
}

/* The first line in which two texts differ, as a sentence. */
static void say_difference(char *out, size_t size, const char *got, size_t n,
                           const char *want, size_t m)
{
    size_t line = 1;

    for (;; line++) {
        const size_t a = strcspn(got, "\n"), b = strcspn(want, "\n");
        const size_t x = a < n ? a : n, y = b < m ? b : m;
        if (x != y || memcmp(got, want, x) != 0) {
            (void)snprintf(out, size, "line %zu is `%.*s`, not `%.*s`", line,
                           (int)x, got, (int)y, want);
            return;
        }
        if (x == n || y == m)
            break;
        got += x + 1;
        want += x + 1;
        n -= x + 1;
        m -= x + 1;
    }
    (void)snprintf(out, size, "line %zu is where one of them ends", line);
}

static alm_status load_example(alm_cli_data *data, const alm_cli *cli,
                               const char *text, alm_error *err)
{
    const alm_status status = alm_cli_data_open(data, cli, err);

    if (status != ALM_OK)
        return status;
    if (strchr(text, '\n') == NULL)
        return alm_cli_data_load(data, text, err);
    data->what = "example";
    return alm_load_text(&data->table, &data->report, "example", text,
                         strlen(text), &data->options, err);
}

static alm_status run_example(alm_buffer *out, const alm_cli *cli,
                              alm_script *script, const char *text,
                              alm_error *err)
{
    const alm_run_options options = {.seed = ALM_SEED_DEFAULT};
    alm_write_report report = {0};
    const alm_part *main = NULL;
    alm_cli_data data = {0};
    alm_document doc = {0};
    alm_blame blame;
    alm_status status = load_example(&data, cli, text, err);

    if (status == ALM_OK) {
        alm_cli_surround(alm_script_engine(script), &data);
        status =
            alm_script_run(&doc, script, data.table, &options, &blame, err);
    }
    if (status == ALM_OK)
        status = alm_document_main(&main, &doc, NULL, false, err);
    if (status == ALM_OK)
        status =
            alm_write_csv(main->table, alm_sink_to_buffer(out), &report, err);
    alm_document_free(&doc);
    alm_cli_data_close(&data);
    return status;
}

/* Leading blank lines of a [[text]] do not count. */
static const char *skip_blank(const char *text)
{
    while (*text == '\n' || *text == '\r')
        text++;
    return text;
}

/* The column of a metric, read from the example's table. */
static alm_status run_metric(alm_buffer *out, const alm_cli *cli,
                             alm_script *metric, const char *text,
                             alm_error *err)
{
    const alm_run_options options = {.seed = ALM_SEED_DEFAULT};
    alm_write_report report = {0};
    alm_cli_data data = {0};
    alm_document doc = {0};
    char expression[256];
    alm_blame blame;
    alm_status status = load_example(&data, cli, text, err);

    (void)snprintf(expression, sizeof expression, "t:select{\"%s\"}",
                   alm_script_name(metric));
    if (status == ALM_OK)
        status = alm_engine_eval(&doc, alm_script_engine(metric), expression,
                                 data.table, &options, &blame, err);
    if (status == ALM_OK)
        status = alm_write_csv(doc.parts[0].table, alm_sink_to_buffer(out),
                               &report, err);
    alm_document_free(&doc);
    alm_cli_data_close(&data);
    return status;
}

static void judge(results *r, const alm_cli *cli, alm_script *script, size_t i)
{
    const char *name = alm_script_name(script);
    char detail[512];
    alm_example example;
    alm_buffer got = {0};
    alm_error err = {0};
    alm_status status = alm_script_use_example(&example, script, i, &err);

    if (status == ALM_OK) {
        const char *data =
            skip_blank(example.data != NULL ? example.data
                                            : alm_script_text(script, "data"));
        status = r->kind == ALM_CATALOG_METRICS
                     ? run_metric(&got, cli, script, data, &err)
                     : run_example(&got, cli, script, data, &err);
    }
    if (status != ALM_OK) {
        (void)snprintf(detail, sizeof detail, "%.500s", err.message);
        add_result(r, name, i + 1, "failed", detail);
    } else if (example.expect == NULL) {
        add_result(r, name, i + 1, "ok", "nothing is expected");
    } else {
        const char *a = got.data != NULL ? got.data : "";
        const char *b = example.expect;
        const size_t n = trim(&a, got.len), m = trim(&b, strlen(b));
        if (n == m && memcmp(a, b, n) == 0) {
            add_result(r, name, i + 1, "ok", NULL);
        } else {
            say_difference(detail, sizeof detail, a, n, b, m);
            add_result(r, name, i + 1, "differs", detail);
        }
    }
    alm_buffer_free(&got);
}

static alm_status open_file(alm_script **out, const results *r,
                            const alm_cli *cli, const char *path,
                            alm_error *err)
{
    alm_engine_options options;
    const alm_status status = alm_cli_engine_options(&options, cli, err);

    if (status != ALM_OK)
        return status;
    return r->kind == ALM_CATALOG_METRICS
               ? alm_metric_open(out, path, &options, NULL, err)
               : alm_script_open(out, path, &options, NULL, 0, NULL, err);
}

/* A fresh state for every example. */
static void test_file(results *r, const alm_cli *cli, const char *path,
                      const char *name)
{
    alm_error err = {0};
    size_t n = 1;

    for (size_t i = 0; i < n; i++) {
        alm_script *script = NULL;
        if (open_file(&script, r, cli, path, &err) != ALM_OK) {
            add_result(r, name, i + 1, "broken", err.message);
            return;
        }
        n = alm_script_examples(script);
        if (i < n)
            judge(r, cli, script, i);
        alm_script_free(script);
    }
}

static alm_exit report(alm_cli *cli, results *r)
{
    alm_document doc = {0};
    alm_error err = {0};
    alm_exit exit;

    if (alm_text_table_finish(&doc, &r->table, "examples", &err) != ALM_OK)
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    else
        exit = alm_cli_write(cli, &doc);
    alm_document_free(&doc);
    return exit == ALM_EXIT_OK && r->failed > 0 ? ALM_EXIT_CHECK : exit;
}

static alm_exit test_all(alm_cli *cli, results *r, alm_catalog_kind kind)
{
    alm_catalog *catalog = NULL;
    alm_error err = {0};

    if (alm_catalog_new(&catalog, cli->paths, kind, &err) != ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    r->kind = kind;
    for (size_t i = 0; i < catalog->n; i++)
        if (catalog->entries[i].shadowed_by == i)
            test_file(r, cli, catalog->entries[i].path,
                      catalog->entries[i].name);
    alm_catalog_free(catalog);
    return ALM_EXIT_OK;
}

static alm_exit test_named(alm_cli *cli, results *r)
{
    for (size_t i = 1; i < cli->args.n_words; i++) {
        alm_error err = {0};
        char *path = NULL;
        if (alm_script_locate(&path, cli->paths, cli->args.words[i], &err) !=
            ALM_OK)
            return alm_cli_fail_usage(cli, &err);
        test_file(r, cli, path, cli->args.words[i]);
        alm_dealloc(path);
    }
    return ALM_EXIT_OK;
}

alm_exit alm_cmd_test(alm_cli *cli)
{
    results r = {0};

    alm_text_table_column(&r.table, "script", ALM_TEXT);
    alm_text_table_column(&r.table, "example", ALM_INTEGER);
    alm_text_table_column(&r.table, "result", ALM_TEXT);
    alm_text_table_column(&r.table, "detail", ALM_TEXT);
    alm_exit exit;
    if (cli->args.n_words > 1) {
        exit = test_named(cli, &r);
    } else {
        exit = test_all(cli, &r, ALM_CATALOG_SCRIPTS);
        if (exit == ALM_EXIT_OK)
            exit = test_all(cli, &r, ALM_CATALOG_METRICS);
    }
    if (exit == ALM_EXIT_OK)
        return report(cli, &r);
    alm_text_table_free(&r.table);
    return exit;
}
