#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/cli.h"
#include "cli/text_table.h"

/* check SCRIPT [DATA]: what is wrong with a script or a metric, and what would
 * keep it from running on the data, before anything of it is run. */

enum { WHERE, LINE, PROBLEM, HELP };

typedef struct check {
    alm_cli *cli;
    const char *path;
    bool metric;
    alm_text_table table;
    size_t n; /* problems */
    alm_notes notes;
} check;

/* The last part of a path. */
static const char *file_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* `where` or, when the error is in a module that the script loads, its file. */
static const char *place_of(const check *c, const char *where,
                            const alm_error *e)
{
    const bool elsewhere = where == c->path && e->file[0] != '\0' &&
                           strcmp(file_of(e->file), file_of(where)) != 0;
    return elsewhere ? e->file : where;
}

static void add_problem(check *c, const char *where, const alm_error *e)
{
    char text[sizeof e->message + sizeof e->data + 4];

    where = place_of(c, where, e);
    (void)snprintf(text, sizeof text, "%s%s%s", e->message,
                   e->data[0] != '\0' ? "; " : "", e->data);
    alm_text_table_text(&c->table, WHERE, where);
    if (e->line > 0)
        alm_text_table_count(&c->table, LINE, e->line);
    else
        alm_text_table_missing(&c->table, LINE);
    alm_text_table_text(&c->table, PROBLEM, text);
    alm_text_table_text(&c->table, HELP, e->help);
    c->n++;
}

static bool is_told(const alm_problem_list *problems, const alm_error *err)
{
    for (size_t i = 0; i < problems->n; i++)
        if (strcmp(problems->items[i].err.message, err->message) == 0)
            return true;
    return false;
}

/* The declaration. Whether the file could be opened as a script. */
static bool check_code(check *c)
{
    const alm_engine_options options = alm_cli_glance_options(c->cli);
    alm_problem_list problems = {0};
    alm_script *script = NULL;
    alm_error err = {0};

    const alm_status status =
        c->metric ? alm_metric_open(&script, c->path, &options, &problems, &err)
                  : alm_cli_glance(&script, c->cli, c->path, &problems, &err);
    for (size_t i = 0; i < problems.n; i++)
        add_problem(c, c->path, &problems.items[i].err);
    if (status != ALM_OK && !is_told(&problems, &err))
        add_problem(c, c->path, &err);
    alm_script_free(script);
    alm_problem_list_free(&problems);
    return status == ALM_OK;
}

static void add_problems(check *c, const char *where, const alm_script *script)
{
    const alm_problem_list *problems = alm_script_problems(script);

    for (size_t i = 0; i < problems->n; i++)
        add_problem(c, where, &problems->items[i].err);
}

static alm_exit check_on(check *c, alm_script *script, const alm_cli_data *data)
{
    alm_run_options options;
    alm_error err = {0};

    alm_cli_surround(alm_script_engine(script), data);
    if (alm_cli_run_options(&options, c->cli, &err) != ALM_OK)
        return alm_cli_fail_usage(c->cli, &err);
    if (alm_script_check(&c->notes, script, data->table, &options, &err) !=
        ALM_OK)
        return alm_cli_fail_code(c->cli, ALM_EXIT_SCRIPT, &err,
                                 alm_engine_state(alm_script_engine(script)),
                                 NULL);
    add_problems(c, data->what, script);
    return ALM_EXIT_OK;
}

static void add_data_problem(check *c, const alm_error *err)
{
    alm_error e = *err;
    (void)snprintf(e.message, sizeof e.message, "`data` of the script: %.900s",
                   err->message);
    e.line = 0; /* one of the data */
    add_problem(c, c->path, &e);
}

/* The data that the script names for itself: what is wrong with that is wrong
 * with the script. */
static alm_exit check_on_own(check *c, alm_script *script, const char *what)
{
    alm_cli_data data = {0};
    alm_error err = {0};
    alm_exit exit = ALM_EXIT_OK;

    if (alm_cli_data_open(&data, c->cli, &err) != ALM_OK)
        exit = alm_cli_fail_usage(c->cli, &err);
    else if (alm_cli_data_load(&data, what, &err) != ALM_OK)
        add_data_problem(c, &err);
    else
        exit = check_on(c, script, &data);
    alm_cli_data_close(&data);
    return exit;
}

static alm_exit check_on_given(check *c, alm_script *script, const char *what)
{
    alm_cli_data data = {0};
    alm_exit exit = alm_cli_load(&data, c->cli, what);

    if (exit == ALM_EXIT_OK)
        exit = check_on(c, script, &data);
    alm_cli_data_close(&data);
    return exit;
}

static alm_exit check_needs(check *c, alm_script *script)
{
    const alm_arguments *args = &c->cli->args;
    const char *own = alm_script_text(script, "data");

    if (args->n_words > 2)
        return check_on_given(c, script, args->words[2]);
    return own[0] != '\0' ? check_on_own(c, script, own) : ALM_EXIT_OK;
}

/* The metric among the others of the search path. */
static alm_exit check_metric(check *c, alm_script *metric)
{
    alm_error err = {0};

    if (alm_metric_check(metric, &err) != ALM_OK)
        return alm_cli_fail_code(c->cli, ALM_EXIT_SCRIPT, &err,
                                 alm_engine_state(alm_script_engine(metric)),
                                 NULL);
    add_problems(c, c->path, metric);
    return ALM_EXIT_OK;
}

/* What lies outside of the file: other metrics, and the data. */
static alm_exit check_around(check *c)
{
    alm_engine_options options;
    alm_script *script = NULL;
    alm_error err = {0};
    alm_exit exit = ALM_EXIT_OK;

    if (alm_cli_engine_options(&options, c->cli, &err) != ALM_OK)
        return alm_cli_fail_usage(c->cli, &err);
    options.state.note = NULL; /* what loading the script notes is told */
    const alm_status status =
        c->metric
            ? alm_metric_open(&script, c->path, &options, NULL, &err)
            : alm_script_open(&script, c->path, &options, NULL, 0, NULL, &err);
    if (status != ALM_OK)
        return alm_cli_fail_code(c->cli, ALM_EXIT_SCRIPT, &err, NULL, c->path);
    if (c->metric)
        exit = check_metric(c, script);
    if (exit == ALM_EXIT_OK)
        exit = check_needs(c, script);
    alm_script_free(script);
    return exit;
}

static alm_exit report(check *c)
{
    const alm_arguments *args = &c->cli->args;
    char what[512];
    alm_document doc = {0};
    alm_error err = {0};
    alm_status status;

    (void)snprintf(what, sizeof what, "%s%s%s", args->words[1],
                   args->n_words > 2 ? " on " : "",
                   args->n_words > 2 ? args->words[2] : "");
    if (c->n > 0) {
        status = alm_text_table_finish(&doc, &c->table, "problems", &err);
    } else {
        alm_text_table_free(&c->table);
        status = alm_cli_say_sound(&doc, what, &err);
    }
    for (size_t i = 0; i < c->notes.len && status == ALM_OK; i++)
        status = alm_notes_add(&doc.notes, &err, "%s", c->notes.items[i]);
    alm_exit exit = status == ALM_OK
                        ? alm_cli_write(c->cli, &doc)
                        : alm_cli_fail(c->cli, ALM_EXIT_DATA, &err);
    alm_document_free(&doc);
    return exit == ALM_EXIT_OK && c->n > 0 ? ALM_EXIT_CHECK : exit;
}

alm_exit alm_cli_check_script(alm_cli *cli, const char *path, bool metric)
{
    check c = {.cli = cli, .path = path, .metric = metric};
    alm_exit exit = ALM_EXIT_OK;

    alm_text_table_column(&c.table, "where", ALM_TEXT);
    alm_text_table_column(&c.table, "line", ALM_INTEGER);
    alm_text_table_column(&c.table, "problem", ALM_TEXT);
    alm_text_table_column(&c.table, "help", ALM_TEXT);
    if (check_code(&c))
        exit = check_around(&c);
    if (exit == ALM_EXIT_OK)
        exit = report(&c);
    else
        alm_text_table_free(&c.table);
    alm_notes_free(&c.notes);
    return exit;
}

alm_status alm_cli_say_sound(alm_document *doc, const char *what,
                             alm_error *err)
{
    char text[600];
    const int n = snprintf(text, sizeof text, "%s: no problems", what);
    alm_part *part = alm_document_add(doc);

    if (part == NULL || n < 0)
        return alm_fail_memory(err, "a result");
    part->kind = ALM_PART_TEXT;
    part->name = alm_text_copy("text", 4);
    part->text = alm_text_copy(text, strlen(text));
    if (part->name == NULL || part->text == NULL)
        return alm_fail_memory(err, "a result");
    return ALM_OK;
}
