#include <lauxlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "cli/cli.h"
#include "cli/text_table.h"
#include "io/package.h"

/* describe DATA */

typedef struct description {
    const alm_cli *cli;
    const alm_cli_data *data;
    const char *title;    /* of the table; "" when it has none */
    const char **metrics; /* names of those that are not broken */
    size_t n_metrics;
    alm_document *doc;
    alm_run_options options;
    alm_problem_report problem;
    bool refused;
} description;

static void push_texts(lua_State *L, const char *const *texts, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, texts[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* describe(t, title, maps, where, metrics) */
static int describe(lua_State *L)
{
    description *d = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.description", "of");
    alm_lua_push_table(L, d->data->table);
    lua_pushstring(L, d->title[0] != '\0' ? d->title : d->data->what);
    push_texts(L, d->options.maps, d->options.n_maps);
    push_texts(L, d->options.where, d->options.n_where);
    push_texts(L, d->metrics, d->n_metrics);
    lua_call(L, 5, 2);
    if (lua_isnil(L, -2)) {
        d->refused = true;
        alm_lua_read_problem(L, -1, &d->problem);
        return 0;
    }
    lua_pop(L, 1);
    alm_lua_read_document(L, -1, d->doc);
    return 0;
}

/* The names of the metrics whose files are sound. */
static void find_metrics(description *d, const alm_catalog *catalog)
{
    const alm_engine_options options = alm_cli_glance_options(d->cli);

    for (size_t i = 0; i < catalog->n; i++) {
        const alm_catalog_entry *entry = &catalog->entries[i];
        alm_script *metric = NULL;
        if (entry->shadowed_by != i ||
            alm_metric_open(&metric, entry->path, &options, NULL, NULL) !=
                ALM_OK)
            continue;
        alm_script_free(metric);
        d->metrics[d->n_metrics++] = entry->name;
    }
}

static alm_exit write_description(alm_cli *cli, description *d)
{
    alm_engine *engine = NULL;
    alm_error err = {0};
    alm_exit exit = ALM_EXIT_OK;

    alm_status status = alm_cli_engine(&engine, &d->options, cli, &err);
    if (status != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    status = alm_lua_run(alm_engine_lua(engine), describe, d, &err);
    if (status == ALM_OK && !d->refused)
        status = alm_cli_data_tell(
            d->doc, d->data, alm_lua_ledger(alm_engine_lua(engine)), &err);
    if (status != ALM_OK) {
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    } else if (d->refused) {
        exit =
            alm_cli_fail(cli, d->problem.usage ? ALM_EXIT_USAGE : ALM_EXIT_DATA,
                         &d->problem.err);
    } else {
        d->doc->ledger = alm_lua_ledger(alm_engine_lua(engine));
        exit = alm_cli_write(cli, d->doc);
    }
    alm_engine_free(engine);
    return exit;
}

/* What the package calls the table; "" when it says nothing. */
static const char *table_title(const alm_package *package,
                               const alm_table *table)
{
    for (size_t i = 0; i < alm_package_count(package); i++)
        if (strcmp(alm_package_table_name(package, i), alm_table_name(table)) ==
            0)
            return alm_package_table_title(package, i);
    return "";
}

static alm_exit describe_table(alm_cli *cli)
{
    alm_document doc = {0};
    alm_cli_data data = {0};
    alm_catalog *catalog = NULL;
    alm_package *package = NULL;
    alm_error err = {0};
    description d = {.cli = cli, .data = &data, .doc = &doc, .title = ""};
    alm_exit exit = alm_cli_load(&data, cli, cli->args.words[1]);

    if (exit != ALM_EXIT_OK)
        goto done;
    if (data.report.package != NULL &&
        alm_package_open(&package, data.report.package, NULL) == ALM_OK)
        d.title = table_title(package, data.table);
    alm_status status =
        alm_catalog_new(&catalog, cli->paths, ALM_CATALOG_METRICS, &err);
    if (status == ALM_OK) {
        d.metrics = alm_alloc(catalog->n, sizeof *d.metrics);
        if (d.metrics == NULL)
            status = alm_fail_memory(&err, "the list of metrics");
    }
    if (status != ALM_OK) {
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
        goto done;
    }
    find_metrics(&d, catalog);
    exit = write_description(cli, &d);
done:
    alm_dealloc(d.metrics);
    alm_catalog_free(catalog);
    alm_package_free(package);
    alm_document_free(&doc);
    alm_cli_data_close(&data);
    return exit;
}

/* One row a table; a table that cannot be read has no counts, and a note. */
static alm_status list_tables(alm_document *doc, const alm_package *package,
                              const alm_cli_data *data, alm_error *err)
{
    alm_text_table t = {0};
    alm_status status = ALM_OK;

    alm_text_table_column(&t, "table", ALM_TEXT);
    alm_text_table_column(&t, "title", ALM_TEXT);
    alm_text_table_column(&t, "rows", ALM_INTEGER);
    alm_text_table_column(&t, "columns", ALM_INTEGER);
    for (size_t i = 0; i < alm_package_count(package) && status == ALM_OK;
         i++) {
        const char *name = alm_package_table_name(package, i);
        alm_load_report report = {0};
        alm_table *table = NULL;
        status = alm_package_load(&table, &report, package, name,
                                  &data->options, err);
        if (status == ALM_OK) {
            size_t columns = 0;
            for (size_t j = 0; j < alm_table_width(table); j++)
                columns +=
                    !alm_field_info_of(alm_table_field(table, j))->hidden;
            alm_text_table_text(&t, 0, name);
            alm_text_table_text(&t, 1, alm_package_table_title(package, i));
            alm_text_table_count(&t, 2, alm_table_rows(table));
            alm_text_table_count(&t, 3, columns);
        } else if (status != ALM_ENOMEM) {
            alm_text_table_text(&t, 0, name);
            alm_text_table_text(&t, 1, alm_package_table_title(package, i));
            alm_text_table_missing(&t, 2);
            alm_text_table_missing(&t, 3);
            status =
                alm_notes_add(&doc->notes, err, "%s: %s", name, err->message);
        }
        alm_table_free(table);
        alm_load_report_free(&report);
    }
    const alm_status made =
        alm_text_table_finish(doc, &t, "tables", status == ALM_OK ? err : NULL);
    return status != ALM_OK ? status : made;
}

static alm_exit describe_package(alm_cli *cli, const char *path,
                                 const alm_cli_data *data)
{
    alm_package *package = NULL;
    alm_document doc = {0};
    alm_error err = {0};
    alm_exit exit;
    alm_status status = alm_package_open(&package, path, &err);

    if (status == ALM_OK && alm_package_count(package) == 1) {
        alm_package_free(package);
        return describe_table(cli);
    }
    if (status == ALM_OK) {
        const char *title = alm_package_title(package);
        doc.title = alm_text_copy(title, strlen(title));
        status = list_tables(&doc, package, data, &err);
    }
    if (status == ALM_OK)
        exit = alm_cli_write(cli, &doc);
    else
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_document_free(&doc);
    alm_package_free(package);
    return exit;
}

alm_exit alm_cmd_describe(alm_cli *cli)
{
    alm_exit exit = alm_cli_words(cli, 1, 1, "data");
    alm_cli_data data = {0};
    alm_error err = {0};
    char *path = NULL;
    bool whole;

    if (exit != ALM_EXIT_OK)
        return exit;
    const char *what = cli->args.words[1];
    if (alm_cli_data_open(&data, cli, &err) != ALM_OK)
        exit = alm_cli_fail_usage(cli, &err);
    else if (alm_package_behind(&path, &whole, what, &data.options, &err) !=
             ALM_OK)
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    else if (path != NULL && whole)
        exit = describe_package(cli, path, &data);
    else
        exit = describe_table(cli);
    alm_dealloc(path);
    alm_cli_data_close(&data);
    return exit;
}
