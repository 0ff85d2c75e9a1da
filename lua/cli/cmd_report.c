#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/formats.h"

/* report [RECIPE] [DATA] [flags]: `run`, but that there is a recipe of our own
 * and the result is a page. */

#define OWN_RECIPE "overview"

/* A page is for a browser, not for a terminal. A file whose name tells of no
 * other format is a page. */
alm_exit alm_cli_choose_page(alm_cli *cli)
{
    alm_options *o = &cli->args.options;
    const alm_writing *asked;
    alm_error err = {0};

    if (cli->command->run != alm_cmd_report || o->as != NULL)
        return ALM_EXIT_OK;
    if (o->output == NULL && isatty(STDOUT_FILENO) != 0) {
        (void)alm_fail(&err, ALM_EINVAL, "a report is written to a file");
        alm_error_help(&err, "add -o report.html");
        return alm_cli_fail_usage(cli, &err);
    }
    if (alm_writing_asked(&asked, o, &err) != ALM_OK || asked == NULL)
        o->as = "html";
    return ALM_EXIT_OK;
}

/* Whether what stands where a recipe does is the data of one. */
static bool names_data(const char *word)
{
    const char *slash = strrchr(word, '/');
    const char *name = slash != NULL ? slash + 1 : word;
    const char *ending = strrchr(name, '.');

    return strcmp(word, "-") == 0 || strchr(name, ':') != NULL ||
           (ending != NULL && strcmp(ending, ".lua") != 0);
}

static alm_exit refuse_data(const alm_cli *cli, const char *word)
{
    alm_error err = {0};

    (void)alm_fail(&err, ALM_EINVAL,
                   "\"%.200s\" is data; what is to be told of it?", word);
    alm_error_help(&err,
                   "almanac report ranking %.200s -o report.html, or a recipe "
                   "of your own in place of `ranking`",
                   word);
    return alm_cli_fail_usage(cli, &err);
}

alm_exit alm_cmd_report(alm_cli *cli)
{
    if (cli->args.n_words < 2) {
        if (cli->args.options.help)
            return alm_cli_help_command(cli, cli->command);
        alm_arguments_assume(&cli->args, OWN_RECIPE);
    } else if (cli->args.n_words == 2 && names_data(cli->args.words[1])) {
        return refuse_data(cli, cli->args.words[1]);
    }
    return alm_cmd_run(cli);
}
