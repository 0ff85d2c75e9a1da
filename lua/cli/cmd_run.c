#include <string.h>

#include "base/alloc.h"
#include "cli/args_file.h"
#include "cli/cli.h"

/* run SCRIPT [DATA] [flags] */

/* Flags after the script are its own or global ones. */
static alm_exit read_flags(alm_cli *cli, const alm_script *script)
{
    alm_script_argument *arguments = NULL;
    alm_script_flag *flags = NULL;
    alm_error err = {0};
    size_t n = 0;
    alm_status status = alm_script_arguments(&arguments, &n, script, &err);

    if (status == ALM_OK) {
        flags = alm_alloc(n, sizeof *flags);
        if (flags == NULL)
            status = alm_fail_memory(&err, "the flags");
    }
    for (size_t i = 0; i < n && status == ALM_OK; i++)
        flags[i] = (alm_script_flag){arguments[i].name, arguments[i].boolean};
    if (status == ALM_OK)
        status = alm_arguments_read(&cli->args, SIZE_MAX, flags, n, &err);
    alm_dealloc(flags);
    alm_dealloc(arguments);
    if (status == ALM_OK)
        status = alm_arguments_check(&cli->args, cli->command->groups,
                                     cli->command->name, &err);
    return status == ALM_OK ? ALM_EXIT_OK : alm_cli_fail_usage(cli, &err);
}

/* Whether the command line gives the argument. */
static bool is_given(const alm_cli *cli, const char *name)
{
    for (size_t i = 0; i < cli->args.n_given; i++)
        if (alm_flag_same(name, strlen(name), cli->args.given[i].name))
            return true;
    return false;
}

/* What the command line gives, and of the file what it does not. */
static size_t collect_values(alm_script_value *values, const alm_cli *cli,
                             const alm_args_file *file)
{
    size_t n = 0;

    for (; n < cli->args.n_given; n++)
        values[n] = (alm_script_value){.name = cli->args.given[n].name,
                                       .text = cli->args.given[n].text};
    for (size_t i = 0; i < file->n; i++)
        if (!is_given(cli, file->items[i].name))
            values[n++] = file->items[i];
    return n;
}

static alm_exit set_values(const alm_cli *cli, alm_script *script,
                           const alm_args_file *file)
{
    alm_problem_report problem = {0};
    alm_script_value *values =
        alm_alloc(cli->args.n_given + file->n, sizeof *values);

    if (values == NULL) {
        (void)alm_fail_memory(&problem.err, "the flags");
        return alm_cli_fail_usage(cli, &problem.err);
    }
    const size_t n = collect_values(values, cli, file);
    const alm_status status = alm_script_set(script, values, n, &problem);
    alm_dealloc(values);
    if (status == ALM_OK)
        return ALM_EXIT_OK;
    if (!problem.usage)
        return alm_cli_fail_code(cli, ALM_EXIT_SCRIPT, &problem.err,
                                 alm_engine_state(alm_script_engine(script)),
                                 NULL);
    const alm_exit exit = alm_cli_fail_usage(cli, &problem.err);
    alm_cli_fail_rest(cli, exit, alm_script_problems(script));
    return exit;
}

static alm_exit read_values(const alm_cli *cli, alm_script *script)
{
    const char *path = cli->args.options.args_file;
    alm_args_file file = {0};
    alm_error err = {0};
    alm_exit exit;

    if (path != NULL && strcmp(path, "-") == 0 && cli->args.n_words > 2 &&
        strcmp(cli->args.words[2], "-") == 0) {
        (void)alm_fail(&err, ALM_EINVAL,
                       "the data and --args-file are both standard input");
        alm_error_help(&err, "write one of them to a file");
        return alm_cli_fail_usage(cli, &err);
    }
    if (path != NULL && alm_args_file_read(&file, path, &err) != ALM_OK)
        exit = alm_cli_fail_usage(cli, &err);
    else
        exit = set_values(cli, script, &file);
    alm_args_file_free(&file);
    return exit;
}

/* The data that the user names, or that the script does. */
static const char *data_name(const alm_cli *cli, const alm_script *script)
{
    if (cli->args.n_words > 2)
        return cli->args.words[2];
    const char *own = alm_script_text(script, "data");
    return own[0] != '\0' ? own : NULL;
}

static alm_exit fail_without_data(const alm_cli *cli, const alm_script *script)
{
    alm_error err = {0};

    (void)alm_fail(&err, ALM_EINVAL, "`%s` names no data of its own",
                   alm_script_name(script));
    alm_error_help(&err,
                   "almanac %s %s FILE, or a table such as cnnic:provinces",
                   cli->command->name, cli->args.words[1]);
    return alm_cli_fail_usage(cli, &err);
}

/* Keeps the main table for what is typed next. */
static void keep_result(alm_cli_session *session, const alm_document *doc)
{
    const alm_part *main = NULL;

    if (session == NULL ||
        alm_document_main(&main, doc, NULL, false, NULL) != ALM_OK ||
        !alm_part_is_table(main))
        return;
    alm_table_free(session->result);
    session->result = alm_table_ref(main->table);
}

static alm_exit run_on(alm_cli *cli, alm_script *script,
                       const alm_cli_data *data)
{
    alm_engine *engine = alm_script_engine(script);
    alm_cli_outcome run = {.blame = ALM_BLAME_USAGE};
    alm_run_options options;

    alm_cli_surround(engine, data);
    run.status = alm_cli_run_options(&options, cli, &run.err);
    if (run.status == ALM_OK)
        run.status = alm_script_run(&run.doc, script, data->table, &options,
                                    &run.blame, &run.err);
    if (run.status == ALM_OK)
        keep_result(cli->session, &run.doc);
    alm_exit exit = alm_cli_answer(cli, &run, engine, data);
    if (run.status != ALM_OK && run.blame != ALM_BLAME_SCRIPT)
        alm_cli_fail_rest(cli, exit, alm_script_problems(script));
    if (exit == ALM_EXIT_OK && run.doc.failed)
        exit = ALM_EXIT_CHECK;
    alm_document_free(&run.doc);
    return exit;
}

static alm_exit run_script(alm_cli *cli, alm_script *script)
{
    alm_cli_data data = {0};
    alm_exit exit = read_flags(cli, script);

    if (exit != ALM_EXIT_OK)
        return exit;
    if (cli->args.options.help)
        return alm_cli_help_script(cli, script);
    exit = alm_cli_words(cli, 1, 2, "a script");
    if (exit == ALM_EXIT_OK)
        exit = alm_cli_choose_page(cli);
    if (exit == ALM_EXIT_OK)
        exit = read_values(cli, script);
    if (exit != ALM_EXIT_OK)
        return exit;
    if (cli->session != NULL && cli->session->data->table != NULL &&
        cli->args.n_words <= 2)
        return run_on(cli, script, cli->session->data);
    const char *what = data_name(cli, script);
    if (what == NULL)
        return fail_without_data(cli, script);
    exit = alm_cli_load(&data, cli, what);
    if (exit == ALM_EXIT_OK)
        exit = run_on(cli, script, &data);
    alm_cli_data_close(&data);
    return exit;
}

alm_exit alm_cmd_run(alm_cli *cli)
{
    alm_engine_options options;
    alm_script *script = NULL;
    alm_error err = {0};

    if (cli->args.n_words < 2) {
        if (cli->args.options.help)
            return alm_cli_help_command(cli, cli->command);
        return alm_cli_words(cli, 1, 2, "a script");
    }
    if (alm_cli_engine_options(&options, cli, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    alm_exit exit =
        alm_cli_open_script(&script, cli, cli->args.words[1], &options);
    if (exit == ALM_EXIT_OK)
        exit = run_script(cli, script);
    alm_script_free(script);
    return exit;
}
