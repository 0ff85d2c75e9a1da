#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/text_table.h"

/* list and metrics: what there is on the search path, one row a file. A broken
 * file is a row like others. */

/* What a row says of where a file comes from. */
static const char *origin(const alm_cli *cli, const alm_catalog_entry *entry)
{
    const alm_paths *paths = cli->paths;
    const char *own = paths->scripts[paths->n_scripts - 1];
    return strcmp(entry->folder, own) == 0 ? "almanac" : entry->folder;
}

static void say_broken(char *out, size_t size, const alm_error *err)
{
    if (err->line > 0)
        (void)snprintf(out, size, "%s:%zu: %s", err->file, err->line,
                       err->message);
    else
        (void)snprintf(out, size, "%s", err->message);
}

static void add_script(alm_text_table *t, const alm_cli *cli,
                       const alm_catalog *catalog, size_t i)
{
    const alm_catalog_entry *entry = &catalog->entries[i];
    char text[sizeof(alm_error)];
    alm_error err = {0};
    alm_script *script = NULL;

    alm_text_table_text(t, 0, entry->name);
    alm_text_table_text(t, 3, origin(cli, entry));
    if (entry->shadowed_by != i) {
        (void)snprintf(text, sizeof text, "hidden by %s",
                       catalog->entries[entry->shadowed_by].path);
        alm_text_table_text(t, 1, text);
        alm_text_table_text(t, 2, NULL);
        alm_text_table_text(t, 4, "shadowed");
        return;
    }
    if (alm_cli_glance(&script, cli, entry->path, NULL, &err) != ALM_OK) {
        say_broken(text, sizeof text, &err);
        alm_text_table_text(t, 1, text);
        alm_text_table_text(t, 2, NULL);
        alm_text_table_text(t, 4, "broken");
        return;
    }
    alm_text_table_text(t, 1, alm_script_text(script, "summary"));
    alm_text_table_text(t, 2, alm_script_text(script, "category"));
    alm_text_table_text(t, 4, "ok");
    alm_script_free(script);
}

static void add_metric(alm_text_table *t, const alm_cli *cli,
                       const alm_catalog *catalog, size_t i)
{
    static const char *const fields[] = {"title", "unit", "kind", "need_names"};
    const alm_engine_options options = alm_cli_glance_options(cli);
    const alm_catalog_entry *entry = &catalog->entries[i];
    char text[sizeof(alm_error)];
    alm_error err = {0};
    alm_script *metric = NULL;
    const bool shadowed = entry->shadowed_by != i;

    alm_text_table_text(t, 0, entry->name);
    alm_text_table_text(t, 5, origin(cli, entry));
    if (!shadowed &&
        alm_metric_open(&metric, entry->path, &options, NULL, &err) == ALM_OK) {
        for (size_t j = 0; j < 4; j++)
            alm_text_table_text(t, j + 1, alm_script_text(metric, fields[j]));
        alm_text_table_text(t, 6, "ok");
        alm_script_free(metric);
        return;
    }
    if (shadowed)
        (void)snprintf(text, sizeof text, "hidden by %s",
                       catalog->entries[entry->shadowed_by].path);
    else
        say_broken(text, sizeof text, &err);
    alm_text_table_text(t, 1, text);
    for (size_t j = 2; j < 5; j++)
        alm_text_table_text(t, j, NULL);
    alm_text_table_text(t, 6, shadowed ? "shadowed" : "broken");
}

typedef void (*alm_row)(alm_text_table *t, const alm_cli *cli,
                        const alm_catalog *catalog, size_t i);

static alm_exit list(alm_cli *cli, alm_catalog_kind kind, alm_text_table *t,
                     const char *name, alm_row add)
{
    alm_catalog *catalog = NULL;
    alm_document doc = {0};
    alm_error err = {0};
    alm_exit exit = alm_cli_words(cli, 0, 0, "");

    if (exit != ALM_EXIT_OK)
        return exit;
    alm_status status = alm_catalog_new(&catalog, cli->paths, kind, &err);
    for (size_t i = 0; status == ALM_OK && i < catalog->n; i++)
        add(t, cli, catalog, i);
    alm_catalog_free(catalog);
    const alm_status made =
        alm_text_table_finish(&doc, t, name, status == ALM_OK ? &err : NULL);
    if (status == ALM_OK && made == ALM_OK)
        exit = alm_cli_write(cli, &doc);
    else
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_document_free(&doc);
    return exit;
}

alm_exit alm_cmd_list(alm_cli *cli)
{
    alm_text_table t = {0};

    alm_text_table_column(&t, "script", ALM_TEXT);
    alm_text_table_column(&t, "summary", ALM_TEXT);
    alm_text_table_column(&t, "categories", ALM_TEXT);
    alm_text_table_column(&t, "from", ALM_TEXT);
    alm_text_table_column(&t, "status", ALM_TEXT);
    return list(cli, ALM_CATALOG_SCRIPTS, &t, "scripts", add_script);
}

alm_exit alm_cmd_metrics(alm_cli *cli)
{
    alm_text_table t = {0};

    alm_text_table_column(&t, "metric", ALM_TEXT);
    alm_text_table_column(&t, "title", ALM_TEXT);
    alm_text_table_column(&t, "unit", ALM_TEXT);
    alm_text_table_column(&t, "kind", ALM_TEXT);
    alm_text_table_column(&t, "needs", ALM_TEXT);
    alm_text_table_column(&t, "from", ALM_TEXT);
    alm_text_table_column(&t, "status", ALM_TEXT);
    return list(cli, ALM_CATALOG_METRICS, &t, "metrics", add_metric);
}
