#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/suggest.h"
#include "cli/cli.h"
#include "cli/folders.h"
#include "cli/guard.h"

static alm_exit print_version(alm_cli *cli)
{
    alm_buffer text = {0};
    alm_error err = {0};
    alm_exit exit;

    if (alm_buffer_add_text(&text, "almanac " ALM_VERSION "\n", &err) != ALM_OK)
        exit = alm_cli_fail_usage(cli, &err);
    else
        exit = alm_cli_write_text(cli, &text);
    alm_buffer_free(&text);
    return exit;
}

/* Whether a script has the name, on the search path of the line. */
static bool is_script(const alm_cli *cli, const char *name)
{
    const alm_texts *folders = &cli->ahead.options.scripts;
    alm_paths *paths = NULL;
    char *path = NULL;

    const bool found =
        alm_paths_new(&paths, folders->items, folders->n, NULL) == ALM_OK &&
        alm_script_locate(&path, paths, name, NULL) == ALM_OK;
    alm_dealloc(path);
    alm_paths_free(paths);
    return found;
}

/* `almanac version` for `almanac --version`. */
static bool is_common_switch(const char *name)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    for (size_t i = 0; i < n; i++)
        if (flags[i].kind == ALM_FLAG_SWITCH &&
            (flags[i].groups & ALM_FLAGS_COMMON) != 0 &&
            strcmp(flags[i].name, name) == 0)
            return true;
    return false;
}

static alm_exit fail_command(const alm_cli *cli, const char *name)
{
    alm_suggestion near = {.wanted = name, .len = strlen(name)};
    alm_error err = {0};
    size_t n;
    const alm_command *commands = alm_commands(&n);

    for (size_t i = 0; i < n; i++)
        alm_suggest_offer(&near, commands[i].name, strlen(commands[i].name));
    (void)alm_fail(&err, ALM_EINVAL, "there is no command \"%s\"", name);
    if (is_script(cli, name))
        alm_error_help(&err, "did you mean `almanac run %s`?", name);
    else if (access(name, R_OK) == 0)
        alm_error_help(&err, "`almanac describe %s` shows what it holds", name);
    else if (is_common_switch(name))
        alm_error_help(&err, "did you mean `almanac --%s`?", name);
    else if (near.best != NULL)
        alm_error_help(&err, "did you mean `almanac %.*s`?", (int)near.best_len,
                       near.best);
    else
        alm_error_help(&err, "`almanac help` shows the commands");
    return alm_cli_fail_usage(cli, &err);
}

/* A flag before the script that no command has may be one of the script. */
static void help_order(alm_error *err)
{
    char before[sizeof err->help];

    if (err->code != ALM_ENOTFOUND)
        return;
    (void)snprintf(before, sizeof before, "%s", err->help);
    alm_error_help(err, "%.200s%sflags of a script follow its name", before,
                   before[0] != '\0' ? " " : "");
}

/* `run` and `report` read on only to the script: the flags after it are the
 * script's. */
static alm_exit run_command(alm_cli *cli)
{
    const bool is_run =
        cli->command->run == alm_cmd_run || cli->command->run == alm_cmd_report;
    alm_engine *spare = NULL;
    alm_error err = {0};

    cli->args.groups = cli->command->groups;
    cli->args.expression = cli->command->run == alm_cmd_eval;
    if (alm_arguments_read(&cli->args, is_run ? 2 : SIZE_MAX, NULL, 0, &err) !=
        ALM_OK) {
        if (is_run && cli->args.n_words < 2)
            help_order(&err);
        return alm_cli_fail_usage(cli, &err);
    }
    if (cli->args.options.help && !is_run)
        return alm_cli_help_command(cli, cli->command);
    if (alm_arguments_check(&cli->args, cli->command->groups,
                            cli->command->name, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    const alm_texts *folders = &cli->ahead.options.scripts;
    if (alm_paths_new(&cli->paths, folders->items, folders->n, &err) != ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    if ((cli->command->groups & ALM_FLAGS_FIND) != 0 &&
        cli->command->run != alm_cmd_new &&    /* which makes the folder */
        cli->command->run != alm_cmd_doctor && /* which tells of it */
        alm_cli_check_folders(cli) != ALM_EXIT_OK) {
        alm_paths_free(cli->paths);
        return ALM_EXIT_USAGE;
    }
    if (cli->ahead.options.trusted)
        alm_cli_note(cli, "trusted: scripts can read, write and run whatever "
                          "you can");
    cli->spare = &spare;
    const alm_exit exit = cli->command->run(cli);
    alm_engine_free(spare);
    alm_paths_free(cli->paths);
    return exit;
}

static alm_exit start(alm_cli *cli)
{
    alm_error err = {0};

    if (alm_arguments_read(&cli->args, 1, NULL, 0, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    if (cli->args.options.version)
        return print_version(cli);
    if (cli->args.n_words == 0) {
        const alm_exit exit = alm_cli_help_command(cli, NULL);
        return cli->args.options.help || exit != ALM_EXIT_OK ? exit
                                                             : ALM_EXIT_USAGE;
    }
    cli->command = alm_command_find(cli->args.words[0]);
    if (cli->command == NULL)
        return fail_command(cli, cli->args.words[0]);
    return run_command(cli);
}

int main(int argc, char **argv)
{
    alm_cli cli = {0};
    alm_error err = {0};

    alm_cli_guard_open(argv);
    if (alm_arguments_open(&cli.args, argc, argv, &err) != ALM_OK)
        return (int)alm_cli_fail_usage(&cli, &err);
    alm_exit exit;
    if (alm_arguments_peek(&cli.ahead, argc, argv, &err) == ALM_OK) {
        exit = start(&cli);
        alm_arguments_close(&cli.ahead);
    } else {
        exit = alm_cli_fail_usage(&cli, &err);
    }
    alm_arguments_close(&cli.args);
    return (int)exit;
}
