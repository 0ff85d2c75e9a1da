#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cli/cli.h"
#include "cli/text_table.h"
#include "io/package.h"

/* check DATA: what is wrong, as a table of problems; check SCRIPT [DATA] is in
 * check_script.c. */

enum { TABLE, COLUMN, LINE, ROWS, PROBLEM };

static void open_problems(alm_text_table *t)
{
    alm_text_table_column(t, "where", ALM_TEXT);
    alm_text_table_column(t, "column", ALM_TEXT);
    alm_text_table_column(t, "line", ALM_INTEGER);
    alm_text_table_column(t, "count", ALM_INTEGER);
    alm_text_table_column(t, "problem", ALM_TEXT);
}

static void add_problem(alm_text_table *t, const char *where,
                        const char *column, size_t line, size_t count,
                        const char *message)
{
    alm_text_table_text(t, TABLE, where);
    alm_text_table_text(t, COLUMN, column);
    if (line > 0)
        alm_text_table_count(t, LINE, line);
    else
        alm_text_table_missing(t, LINE);
    alm_text_table_count(t, ROWS, count);
    alm_text_table_text(t, PROBLEM, message);
}

/* Writes the problems, `n` of them, or that there are none. */
static alm_exit report(alm_cli *cli, alm_text_table *t, size_t n)
{
    alm_document doc = {0};
    alm_error err = {0};
    alm_status status;

    if (n > 0) {
        status = alm_text_table_finish(&doc, t, "problems", &err);
    } else {
        alm_text_table_free(t);
        status = alm_cli_say_sound(&doc, cli->args.words[1], &err);
    }
    alm_exit exit = status == ALM_OK ? alm_cli_write(cli, &doc)
                                     : alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    alm_document_free(&doc);
    return exit == ALM_EXIT_OK && n > 0 ? ALM_EXIT_CHECK : exit;
}

static bool has_table(const alm_package *package, const char *name)
{
    for (size_t i = 0; i < alm_package_count(package); i++)
        if (strcmp(alm_package_table_name(package, i), name) == 0)
            return true;
    return false;
}

/* `only`: the table whose problems are wanted, NULL for all. */
static alm_exit check_package(alm_cli *cli, const char *path, const char *only,
                              const alm_load_options *options)
{
    alm_package *package = NULL;
    alm_problems problems = {0};
    alm_text_table t = {0};
    alm_error err = {0};
    alm_status status = alm_package_open(&package, path, &err);

    if (status == ALM_OK && only != NULL && !has_table(package, only))
        status = alm_fail(&err, ALM_ENOTFOUND, "package %s has no table \"%s\"",
                          alm_package_name(package), only);
    if (status == ALM_OK)
        status = alm_package_check(&problems, package, options, &err);
    alm_package_free(package);
    if (status != ALM_OK) {
        alm_problems_free(&problems);
        return alm_cli_fail(
            cli, status == ALM_ENOTFOUND ? ALM_EXIT_DATA : ALM_EXIT_CHECK,
            &err);
    }
    open_problems(&t);
    size_t n = 0;
    for (size_t i = 0; i < problems.len; i++) {
        const alm_problem *p = &problems.items[i];
        if (only != NULL && strcmp(p->table, only) != 0)
            continue;
        add_problem(&t, p->table, p->column, p->line, p->count, p->message);
        n++;
    }
    alm_problems_free(&problems);
    return report(cli, &t, n);
}

/* A file without a schema is sound when it can be read. */
static alm_exit check_file(alm_cli *cli, alm_cli_data *data, const char *what)
{
    alm_text_table t = {0};
    alm_error err = {0};
    const alm_status status = alm_cli_data_load(data, what, &err);

    if (status != ALM_OK) /* what is not there has nothing wrong with it */
        return alm_cli_fail(
            cli, status == ALM_ENOTFOUND ? ALM_EXIT_DATA : ALM_EXIT_CHECK,
            &err);
    for (size_t i = 0; i < data->report.notes.len; i++)
        alm_cli_note(cli, data->report.notes.items[i]);
    open_problems(&t);
    return report(cli, &t, 0);
}

static alm_exit check_only_data(alm_cli *cli)
{
    const char *what = cli->args.words[1];
    alm_cli_data data = {0};
    alm_error err = {0};
    char *path = NULL;
    bool whole;
    alm_exit exit = alm_cli_words(cli, 1, 1, "");

    if (exit != ALM_EXIT_OK)
        return exit;
    if (alm_cli_data_open(&data, cli, &err) != ALM_OK)
        exit = alm_cli_fail_usage(cli, &err);
    else if (alm_package_behind(&path, &whole, what, &data.options, &err) !=
             ALM_OK)
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    else if (path != NULL)
        exit = check_package(cli, path, whole ? NULL : strrchr(what, ':') + 1,
                             &data.options);
    else
        exit = check_file(cli, &data, what);
    alm_dealloc(path);
    alm_cli_data_close(&data);
    return exit;
}

/* A word that is no script: the name of a package, or a slip. `unknown` is what
 * looking for a script came to. */
static alm_exit check_word(alm_cli *cli, const alm_error *unknown)
{
    const char *what = cli->args.words[1];
    alm_cli_data data = {0};
    alm_error err = {0};
    char *path = NULL;
    bool whole;

    const bool known = alm_cli_data_open(&data, cli, &err) == ALM_OK &&
                       alm_package_behind(&path, &whole, what, &data.options,
                                          &err) == ALM_OK &&
                       path != NULL;
    alm_dealloc(path);
    alm_cli_data_close(&data);
    if (known)
        return check_only_data(cli);
    err = *unknown;
    (void)snprintf(err.message, sizeof err.message,
                   "there is no script, metric, file or package \"%.200s\"",
                   what);
    return alm_cli_fail_usage(cli, &err);
}

alm_exit alm_cmd_check(alm_cli *cli)
{
    alm_exit exit = alm_cli_words(cli, 1, 2, "a script or data");
    char *path = NULL;
    bool metric = false;
    alm_error err = {0};

    if (exit != ALM_EXIT_OK)
        return exit;
    const char *what = cli->args.words[1];
    const size_t n = strlen(what);
    const bool is_lua = n > 4 && strcmp(what + n - 4, ".lua") == 0;
    if (!is_lua && (strpbrk(what, ":/.") != NULL || access(what, F_OK) == 0))
        return check_only_data(cli);
    if (alm_cli_find_code(&path, &metric, cli, what, &err) == ALM_OK)
        exit = alm_cli_check_script(cli, path, metric);
    else if (is_lua || cli->args.n_words > 2)
        exit = alm_cli_fail_usage(cli, &err);
    else
        exit = check_word(cli, &err);
    alm_dealloc(path);
    return exit;
}
