#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/number.h"
#include "bridge/bridge.h"
#include "cli/cli.h"
#include "cli/guard.h"
#include "lift/lift.h"

/* Limits, scripts and words: from flags to the runtime. */

enum { MOST_PRINTED = 100 }; /* lines shown of what a script prints */

static void print_note(void *context, const char *text, size_t len)
{
    alm_cli *cli = context;
    char line[1024];
    const size_t n = len < sizeof line ? len : sizeof line - 1;

    if (++cli->printed > MOST_PRINTED && !cli->args.options.verbose)
        return;
    memcpy(line, text, n);
    line[n] = '\0';
    alm_cli_note(cli, line);
}

/* How many lines were not shown, at the end of a run. */
static void tell_printed(alm_cli *cli)
{
    char line[128];

    if (cli->printed > MOST_PRINTED && !cli->args.options.verbose) {
        (void)snprintf(line, sizeof line,
                       "%zu more lines were printed; -v shows them all",
                       cli->printed - MOST_PRINTED);
        alm_cli_note(cli, line);
    }
    cli->printed = 0;
}

/* "512M", "2G", "100000". */
static bool read_size(size_t *out, const char *text)
{
    size_t n = strlen(text);
    unsigned shift = 0;
    int64_t value;

    if (n > 0) {
        const char unit = text[n - 1];
        shift = unit == 'K' ? 10 : unit == 'M' ? 20 : unit == 'G' ? 30 : 0;
    }
    if (shift > 0)
        n--;
    if (!alm_parse_i64(&value, text, n) || value < 0 ||
        value > (INT64_MAX >> shift))
        return false;
    *out = (size_t)value << shift;
    return true;
}

static alm_status read_seed(long long *out, const char *text, alm_error *err)
{
    int64_t value = ALM_SEED_DEFAULT;

    if (text != NULL && !alm_parse_i64(&value, text, strlen(text)))
        return alm_fail(err, ALM_EINVAL, "--seed %s is not a whole number",
                        text);
    *out = value;
    return ALM_OK;
}

/* The value of --time, left alone without one. */
static bool read_seconds(double *out, const char *text)
{
    return text == NULL ||
           (alm_parse_f64(out, text, strlen(text)) && *out >= 0.0);
}

/* The time that --time grants a glance: 0 without it, or where it is wrong,
 * which a run will say; below 0 for any time. */
static double glance_seconds(const alm_cli *cli)
{
    const char *text = cli->ahead.options.time;
    double seconds = 0.0;

    if (text == NULL || !read_seconds(&seconds, text))
        return 0.0;
    return seconds > 0.0 ? seconds : -1.0;
}

/* Whether the process could do all of it once more: what stood on standard
 * input is gone. */
static bool may_start_again(const alm_cli *cli)
{
    const char *file = cli->ahead.options.args_file;

    for (size_t i = 0; i < cli->args.n_words; i++)
        if (strcmp(cli->args.words[i], "-") == 0)
            return false;
    return cli->session == NULL && (file == NULL || strcmp(file, "-") != 0);
}

alm_status alm_cli_engine_options(alm_engine_options *out, const alm_cli *cli,
                                  alm_error *err)
{
    const alm_options *o = &cli->ahead.options;
    long long seed = 0;
    alm_engine_options options = {.paths = cli->paths,
                                  .state = alm_state_defaults()};
    const alm_status status = read_seed(&seed, o->seed, err);

    if (status != ALM_OK)
        return status;
    options.metrics_guard = may_start_again(cli) ? alm_cli_guard() : NULL;
    options.readable = o->allow_read.items;
    options.n_readable = o->allow_read.n;
    options.state.trusted = o->trusted;
    options.explain = o->explain;
    options.glance = glance_seconds(cli);
    options.state.seed = seed;
    options.state.debug = o->debug;
    options.state.note = print_note;
    options.state.context = (void *)cli;
    if (cli->session != NULL)
        options.state.time_limit = 0.0;
    if (!read_seconds(&options.state.time_limit, o->time))
        return alm_fail(err, ALM_EINVAL, "--time %s is no number of seconds",
                        o->time);
    if (o->mem != NULL && !read_size(&options.state.memory_limit, o->mem)) {
        (void)alm_fail(err, ALM_EINVAL, "--mem %s is no size", o->mem);
        alm_error_help(err, "--mem 512M or --mem 2G");
        return ALM_EINVAL;
    }
    *out = options;
    return ALM_OK;
}

alm_engine_options alm_cli_glance_options(const alm_cli *cli)
{
    alm_engine_options options =
        alm_glance_options(cli->paths, glance_seconds(cli));
    options.spare = cli->spare;
    options.guard = cli->session == NULL ? alm_cli_guard() : NULL;
    options.state.debug = cli->args.options.debug;
    return options;
}

alm_status alm_cli_run_options(alm_run_options *out, const alm_cli *cli,
                               alm_error *err)
{
    const alm_options *o = &cli->args.options;
    alm_run_options options = {.maps = o->map.items,
                               .n_maps = o->map.n,
                               .where = o->where.items,
                               .n_where = o->where.n};
    const alm_status status = read_seed(&options.seed, o->seed, err);

    if (status == ALM_OK)
        *out = options;
    return status;
}

alm_status alm_cli_engine(alm_engine **out, alm_run_options *options,
                          const alm_cli *cli, alm_error *err)
{
    alm_engine_options limits;
    alm_status status = alm_cli_run_options(options, cli, err);

    if (status == ALM_OK)
        status = alm_cli_engine_options(&limits, cli, err);
    return status == ALM_OK ? alm_engine_new(out, &limits, err) : status;
}

void alm_cli_surround(alm_engine *engine, const alm_cli_data *data)
{
    alm_surroundings *around = alm_engine_surroundings(engine);

    around->package = data->report.package;
    around->loading = &data->options;
}

static void put_explanation(void *context, const char *line, size_t len)
{
    *(const char **)context = NULL;
    (void)fprintf(stderr, "explain: %.*s\n", (int)len, line);
}

void alm_cli_explain(const alm_cli *cli, alm_engine *engine,
                     const char *nothing)
{
    if (!cli->args.options.explain)
        return;
    alm_lift_tell(alm_engine_lua(engine), put_explanation, &nothing);
    if (nothing != NULL)
        (void)fprintf(stderr, "explain: %s\n", nothing);
}

alm_exit alm_cli_answer(alm_cli *cli, alm_cli_outcome *run, alm_engine *engine,
                        const alm_cli_data *data)
{
    tell_printed(cli);
    alm_cli_explain(cli, engine, "nothing was called for every row");
    if (run->status == ALM_OK)
        run->status = alm_cli_data_tell(
            &run->doc, data, alm_lua_ledger(alm_engine_lua(engine)), &run->err);
    if (run->status == ALM_OK)
        return alm_cli_write(cli, &run->doc);
    if (run->blame == ALM_BLAME_SCRIPT)
        return alm_cli_fail_code(cli, ALM_EXIT_SCRIPT, &run->err,
                                 alm_engine_state(engine), NULL);
    return alm_cli_fail(cli, alm_cli_blame(run->blame), &run->err);
}

enum { MOST_FLAGS = 64 };

/* The names that no argument of a script may have: those of flags that stand on
 * the same line as its own. */
static size_t reserved_names(const char *names[MOST_FLAGS])
{
    size_t n, n_commands, kept = 0;
    const alm_flag *flags = alm_flags(&n);
    const alm_command *command = alm_commands(&n_commands);

    while (command->run != alm_cmd_run)
        command++;
    for (size_t i = 0; i < n && kept < MOST_FLAGS; i++)
        if ((flags[i].groups & command->groups) != 0)
            names[kept++] = flags[i].name;
    return kept;
}

alm_status alm_cli_glance(alm_script **out, const alm_cli *cli,
                          const char *path, alm_problem_list *problems,
                          alm_error *err)
{
    const char *names[MOST_FLAGS];
    const size_t n = reserved_names(names);
    const alm_engine_options options = alm_cli_glance_options(cli);

    return alm_script_open(out, path, &options, names, n, problems, err);
}

/* There is no such script; there may be such a metric. */
static alm_exit fail_locate(const alm_cli *cli, const char *name,
                            alm_error *err)
{
    alm_catalog *metrics = NULL;

    if (err->code == ALM_ENOTFOUND &&
        alm_catalog_new(&metrics, cli->paths, ALM_CATALOG_METRICS, NULL) ==
            ALM_OK &&
        alm_catalog_find(metrics, name, strlen(name)) != NULL)
        alm_error_help(err,
                       "%s is a metric, a column that tables have: "
                       "`almanac metrics %s` shows it",
                       name, name);
    alm_catalog_free(metrics);
    return alm_cli_fail_usage(cli, err);
}

/* A broken script may stand in the way of a sound one of its name. */
static void help_hidden(alm_error *err, const alm_cli *cli, const char *path)
{
    alm_catalog *catalog = NULL;
    char before[sizeof err->help];

    if (alm_catalog_new(&catalog, cli->paths, ALM_CATALOG_SCRIPTS, NULL) !=
        ALM_OK)
        return;
    for (size_t i = 0; i < catalog->n; i++) {
        const alm_catalog_entry *entry = &catalog->entries[i];
        const alm_catalog_entry *first = &catalog->entries[entry->shadowed_by];
        if (entry == first || strcmp(first->path, path) != 0)
            continue;
        (void)snprintf(before, sizeof before, "%s", err->help);
        alm_error_help(err, "%s%sit hides the %s of %s: almanac run %s", before,
                       before[0] != '\0' ? "; " : "", entry->name,
                       alm_cli_origin(cli, entry), entry->path);
        break;
    }
    alm_catalog_free(catalog);
}

alm_exit alm_cli_open_script(alm_script **out, const alm_cli *cli,
                             const char *name,
                             const alm_engine_options *options)
{
    const char *names[MOST_FLAGS];
    const size_t n = reserved_names(names);
    alm_error err = {0};
    char *path = NULL;

    if (alm_script_locate(&path, cli->paths, name, &err) != ALM_OK)
        return fail_locate(cli, name, &err);
    alm_cli_remark(cli, "script: %s", path);
    alm_exit exit = ALM_EXIT_OK;
    if (alm_script_open(out, path, options, names, n, NULL, &err) != ALM_OK) {
        help_hidden(&err, cli, path);
        exit = alm_cli_fail_code(cli, ALM_EXIT_SCRIPT, &err, NULL, path);
    }
    alm_dealloc(path);
    return exit;
}

static bool is_in_metrics(const char *folder, size_t n)
{
    return n >= 7 && memcmp(folder + n - 7, "metrics", 7) == 0 &&
           (n == 7 || folder[n - 8] == '/');
}

bool alm_cli_is_metric(const char *path)
{
    const char *slash = strrchr(path, '/');
    const size_t n = slash != NULL ? (size_t)(slash - path) : 0;
    char here[4096];

    if (slash != NULL && !(n == 1 && path[0] == '.'))
        return is_in_metrics(path, n);
    return getcwd(here, sizeof here) != NULL &&
           is_in_metrics(here, strlen(here));
}

alm_status alm_cli_find_code(char **path, bool *metric, const alm_cli *cli,
                             const char *name, alm_error *err)
{
    alm_catalog *catalog = NULL;
    alm_status status = alm_script_locate(path, cli->paths, name, err);

    if (status == ALM_OK)
        *metric = alm_cli_is_metric(*path);
    if (status != ALM_ENOTFOUND)
        return status;
    if (alm_catalog_new(&catalog, cli->paths, ALM_CATALOG_METRICS, err) !=
        ALM_OK)
        return ALM_ENOMEM;
    const alm_catalog_entry *entry =
        alm_catalog_find(catalog, name, strlen(name));
    if (entry != NULL) {
        *metric = true;
        *path = alm_text_copy(entry->path, strlen(entry->path));
        status =
            *path != NULL ? ALM_OK : alm_fail_memory(err, "the path of a file");
    }
    alm_catalog_free(catalog);
    return status;
}

alm_exit alm_cli_words(alm_cli *cli, size_t least, size_t most,
                       const char *what)
{
    alm_error err = {0};
    const size_t n = cli->args.n_words - 1;

    if (n >= least && n <= most)
        return ALM_EXIT_OK;
    if (n < least)
        (void)alm_fail(&err, ALM_EINVAL, "`almanac %s` needs %s",
                       cli->command->name, what);
    else
        (void)alm_fail(&err, ALM_EINVAL, "\"%s\" is one word too many",
                       cli->args.words[most + 1]);
    alm_error_help(&err, "almanac %s", cli->command->usage);
    return alm_cli_fail_usage(cli, &err);
}
