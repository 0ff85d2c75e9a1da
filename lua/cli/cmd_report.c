#include <unistd.h>

#include "cli/cli.h"

/* report [RECIPE] [DATA] [flags]: `run`, but that there is a recipe of our own
 * and the result is a page. */

#define OWN_RECIPE "overview"

/* A page is for a browser, not for a terminal. */
static alm_exit choose_output(alm_cli *cli)
{
    alm_options *o = &cli->args.options;
    alm_error err = {0};

    if (o->as != NULL || o->output != NULL || o->help)
        return ALM_EXIT_OK;
    if (isatty(STDOUT_FILENO) != 0) {
        (void)alm_fail(&err, ALM_EINVAL, "a report is written to a file");
        alm_error_help(&err, "almanac report -o report.html");
        return alm_cli_fail_usage(cli, &err);
    }
    o->as = "html";
    return ALM_EXIT_OK;
}

alm_exit alm_cmd_report(alm_cli *cli)
{
    if (cli->args.n_words < 2) {
        if (cli->args.options.help)
            return alm_cli_help_command(cli, cli->command);
        alm_arguments_assume(&cli->args, OWN_RECIPE);
    }
    const alm_exit exit = choose_output(cli);
    return exit == ALM_EXIT_OK ? alm_cmd_run(cli) : exit;
}
