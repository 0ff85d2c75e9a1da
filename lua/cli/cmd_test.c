#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "cli/cli.h"
#include "cli/example.h"
#include "cli/glance.h"
#include "cli/outcomes.h"

/* test [SCRIPT|METRIC...]: every example is run as a user would run it, in a
 * state of its own, and its main table as CSV compared with what it expects. */

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

/* A line of a text, without its end, which may be that of another system. */
typedef struct line {
    const char *text;
    size_t n;
} line;

/* Takes the next line of the `*n` bytes; false where there is none. */
static bool take_line(line *out, const char **text, size_t *n)
{
    if (*n == 0)
        return false;
    const char *end = memchr(*text, '\n', *n);
    const size_t used = end != NULL ? (size_t)(end - *text) + 1 : *n;
    *out = (line){*text, end != NULL ? used - 1 : used};
    if (out->n > 0 && out->text[out->n - 1] == '\r')
        out->n--;
    *text += used;
    *n -= used;
    return true;
}

/* What two texts first differ in, as a sentence; false when they are the same.
 */
static bool say_difference(char *out, size_t size, const char *got,
                           const char *want)
{
    size_t n = trim(&got, strlen(got)), m = trim(&want, strlen(want));

    for (size_t number = 1;; number++) {
        line a, b;
        const bool found = take_line(&a, &got, &n);
        const bool expected = take_line(&b, &want, &m);
        if (!found && !expected)
            return false;
        if (found && expected && a.n == b.n && memcmp(a.text, b.text, a.n) == 0)
            continue;
        if (!found)
            (void)snprintf(out, size, "line %zu, `%.*s`, is lacking", number,
                           (int)b.n, b.text);
        else if (!expected)
            (void)snprintf(out, size, "line %zu, `%.*s`, is not expected",
                           number, (int)a.n, a.text);
        else
            (void)snprintf(out, size, "line %zu is `%.*s`, not `%.*s`", number,
                           (int)a.n, a.text, (int)b.n, b.text);
        return true;
    }
}

/* Judges what the example gave. */
static alm_status judge(alm_outcomes *all, const alm_example *example,
                        const alm_buffer *got, alm_error *err)
{
    const char *text = got->data != NULL ? got->data : "";
    char detail[512];

    if (example->expect == NULL)
        return alm_outcomes_add(all, ALM_OUTCOME_OPEN, "nothing is expected",
                                NULL, text, err);
    if (!say_difference(detail, sizeof detail, text, example->expect))
        return alm_outcomes_add(all, ALM_OUTCOME_OK, NULL, NULL, NULL, err);
    return alm_outcomes_add(all, ALM_OUTCOME_DIFFERS, detail, example->expect,
                            text, err);
}

/* With the line of the script, where the example failed in one, and the way
 * out. */
static alm_status add_failed(alm_outcomes *all, const alm_error *failure,
                             alm_error *err)
{
    char text[sizeof(alm_error)];
    const size_t n = strlen(failure->file);

    if (n > 4 && strcmp(failure->file + n - 4, ".lua") == 0)
        alm_glance_say(text, sizeof text, failure);
    else
        (void)snprintf(text, sizeof text, "%s", failure->message);
    const size_t used = strlen(text);
    if (failure->help[0] != '\0')
        (void)snprintf(text + used, sizeof text - used, "; %s", failure->help);
    return alm_outcomes_add(all, ALM_OUTCOME_FAILED, text, NULL, NULL, err);
}

static alm_status test_example(alm_outcomes *all, const alm_cli *cli,
                               alm_catalog_kind kind, alm_script *script,
                               size_t i, alm_error *err)
{
    alm_example example = {0};
    alm_buffer got = {0};
    alm_error failure = {0};
    alm_status status =
        alm_example_run(&got, &example, cli, kind, script, i, &failure);

    if (status == ALM_OK)
        status = alm_buffer_add_byte(&got, '\0', &failure);
    all->title = example.title;
    if (status == ALM_OK)
        status = judge(all, &example, &got, err);
    else
        status = add_failed(all, &failure, err);
    alm_buffer_free(&got);
    return status;
}

/* What `list` calls broken is broken here too, for the same reason. */
static bool is_broken(const alm_cli *cli, alm_catalog_kind kind,
                      const char *path, alm_error *why)
{
    const alm_engine_options options = alm_cli_glance_options(cli);
    alm_script *script = NULL;

    const alm_status status =
        kind == ALM_CATALOG_METRICS
            ? alm_metric_open(&script, path, &options, NULL, why)
            : alm_cli_glance(&script, cli, path, NULL, why);
    alm_script_free(script);
    return status != ALM_OK;
}

static alm_status add_broken(alm_outcomes *all, const alm_error *why,
                             alm_error *err)
{
    char text[sizeof(alm_error)];

    alm_glance_say(text, sizeof text, why);
    return alm_outcomes_add(all, ALM_OUTCOME_BROKEN, text, NULL, NULL, err);
}

/* A fresh state for every example. */
static alm_status test_file(alm_outcomes *all, const alm_cli *cli,
                            alm_catalog_kind kind, const char *path,
                            const char *name, alm_error *err)
{
    alm_error why = {0};
    size_t n = 1;
    const bool broken = is_broken(cli, kind, path, &why);

    if (broken && cli->args.n_words < 2 && alm_is_module(&why))
        return ALM_OK; /* it stands beside the scripts that load it */
    alm_status status = alm_outcomes_begin(all, name, path, err);
    if (status == ALM_OK && broken)
        return add_broken(all, &why, err);
    for (size_t i = 0; i < n && status == ALM_OK; i++) {
        alm_script *script = NULL;
        alm_error failure = {0};
        if (alm_example_open(&script, cli, kind, path, &failure) != ALM_OK)
            return add_broken(all, &failure, err);
        n = alm_script_examples(script);
        if (i < n)
            status = test_example(all, cli, kind, script, i, err);
        alm_script_free(script);
    }
    if (status == ALM_OK && cli->args.options.update)
        status = alm_outcomes_update(all, cli, err);
    return status;
}

static alm_status test_all(alm_outcomes *all, const alm_cli *cli,
                           alm_catalog_kind kind, alm_error *err)
{
    alm_catalog *catalog = NULL;
    alm_status status = alm_catalog_new(&catalog, cli->paths, kind, err);

    for (size_t i = 0; status == ALM_OK && i < catalog->n; i++)
        if (catalog->entries[i].shadowed_by == i)
            status = test_file(all, cli, kind, catalog->entries[i].path,
                               catalog->entries[i].name, err);
    alm_catalog_free(catalog);
    return status;
}

/* "top" of "mine/top.lua", into `out`. */
static void name_of(char *out, size_t size, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const size_t n = strlen(name);
    const bool lua = n > 4 && strcmp(name + n - 4, ".lua") == 0;

    (void)snprintf(out, size, "%.*s", (int)(lua ? n - 4 : n), name);
}

static alm_status test_named(alm_outcomes *all, const alm_cli *cli,
                             const char *name, alm_error *err)
{
    bool metric = false;
    char *path = NULL;
    char own[256];
    alm_status status = alm_cli_find_code(&path, &metric, cli, name, err);

    if (status == ALM_OK) {
        name_of(own, sizeof own, path);
        status = test_file(all, cli,
                           metric ? ALM_CATALOG_METRICS : ALM_CATALOG_SCRIPTS,
                           path, own, err);
    }
    alm_dealloc(path);
    return status;
}

/* --update changes files: those that are named, and no others. */
static alm_exit check_update(const alm_cli *cli)
{
    alm_error err = {0};

    if (!cli->args.options.update || cli->args.n_words > 1)
        return ALM_EXIT_OK;
    (void)alm_fail(&err, ALM_EINVAL, "--update needs the scripts to rewrite");
    alm_error_help(&err, "almanac test growth --update");
    return alm_cli_fail_usage(cli, &err);
}

alm_exit alm_cmd_test(alm_cli *cli)
{
    alm_outcomes all = {0};
    alm_error err = {0};
    alm_status status = ALM_OK;
    alm_exit exit = check_update(cli);

    if (exit != ALM_EXIT_OK)
        return exit;
    for (size_t i = 1; i < cli->args.n_words && status == ALM_OK; i++)
        status = test_named(&all, cli, cli->args.words[i], &err);
    if (cli->args.n_words < 2) {
        status = test_all(&all, cli, ALM_CATALOG_SCRIPTS, &err);
        if (status == ALM_OK)
            status = test_all(&all, cli, ALM_CATALOG_METRICS, &err);
    }
    if (status == ALM_OK)
        exit = alm_outcomes_write(&all, cli);
    else
        exit = alm_cli_fail_usage(cli, &err);
    alm_outcomes_free(&all);
    return exit;
}
