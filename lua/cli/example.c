#include "cli/example.h"

#include <stdio.h>
#include <string.h>

alm_status alm_example_open(alm_script **out, const alm_cli *cli,
                            alm_catalog_kind kind, const char *path,
                            alm_error *err)
{
    alm_engine_options options;
    const alm_status status = alm_cli_engine_options(&options, cli, err);

    if (status != ALM_OK)
        return status;
    return kind == ALM_CATALOG_METRICS
               ? alm_metric_open(out, path, &options, NULL, err)
               : alm_script_open(out, path, &options, NULL, 0, NULL, err);
}

/* Lines of data or JSON, and not the name of a table of a package. */
static bool holds_data(const char *text)
{
    return strchr(text, '\n') != NULL || text[0] == '[' || text[0] == '{';
}

static alm_status load_example(alm_cli_data *data, const alm_cli *cli,
                               const char *text, alm_error *err)
{
    const alm_status status = alm_cli_data_open(data, cli, err);

    if (status != ALM_OK)
        return status;
    if (text[0] == '\0') {
        (void)alm_fail(err, ALM_EINVAL, "the example has no data");
        alm_error_help(err, "add data = \"town,sales\\nA,1\\n\" to it");
        return ALM_EINVAL;
    }
    if (!holds_data(text))
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

/* Leading blank lines of a [[text]] do not count, nor blanks before JSON. */
static const char *skip_blank(const char *text)
{
    const size_t n = strspn(text, " \t\r\n");

    if (text[n] == '[' || text[n] == '{')
        return text + n;
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

    (void)snprintf(expression, sizeof expression, "t:col\"%s\"",
                   alm_script_name(metric));
    if (status == ALM_OK)
        status = alm_metric_adopt(metric, err);
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

alm_status alm_example_run(alm_buffer *out, alm_example *example,
                           const alm_cli *cli, alm_catalog_kind kind,
                           alm_script *script, size_t i, alm_error *err)
{
    const alm_status status = alm_script_use_example(example, script, i, err);

    if (status != ALM_OK)
        return status;
    const char *data =
        skip_blank(example->data != NULL ? example->data
                                         : alm_script_text(script, "data"));
    return kind == ALM_CATALOG_METRICS
               ? run_metric(out, cli, script, data, err)
               : run_example(out, cli, script, data, err);
}
