#include <lauxlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/suggest.h"
#include "bridge/raise.h"
#include "cli/page.h"

/* help [COMMAND | TOPIC | SCRIPT | METRIC | api NAME]: every page comes from a
 * table or a declaration. */

static void put_command(alm_page *p, const alm_command *command)
{
    size_t n;
    const alm_flag_section *sections = alm_flag_sections(&n);
    unsigned told = 0;

    alm_page_put(p, "almanac ");
    alm_page_put(p, command->name);
    alm_page_put(p, " - ");
    alm_page_put(p, command->help);
    alm_page_put(p, "\n\nUsage: almanac ");
    alm_page_put(p, command->usage);
    alm_page_put(p, "\n");
    if (command->manual[0] != '\0') {
        alm_page_put(p, "\n");
        alm_page_lines(p, command->manual);
    }
    for (size_t i = 0; i < n; i++) {
        if ((command->groups & sections[i].group) == 0)
            continue;
        alm_page_flags(p, &sections[i], told);
        told |= sections[i].group;
    }
}

static void put_overview(alm_page *p)
{
    size_t n;
    const alm_command *commands = alm_commands(&n);

    alm_page_put(p, "Almanac runs analyses, Lua scripts, on tables of data.\n\n"
                    "Usage: almanac COMMAND ...\n\nCommands:\n");
    for (size_t i = 0; i < n; i++)
        alm_page_row(p, commands[i].name, 10, commands[i].help);
    alm_page_put(p, "\n`almanac help COMMAND`, `almanac help SCRIPT` and "
                    "`almanac help METRIC` tell\nmore, and so do:\n");
    alm_help_put_topics(p);
    alm_page_put(p, "\nTry: almanac list\n"
                    "     almanac run ranking --top 5\n"
                    "     almanac describe cnnic\n");
}

alm_exit alm_cli_help_command(alm_cli *cli, const alm_command *command)
{
    alm_page p = {0};

    if (command != NULL)
        put_command(&p, command);
    else
        put_overview(&p);
    return alm_page_finish(&p, cli);
}

/* ---- scripts ---- */

typedef struct script_page {
    alm_page *page;
    const alm_script *script;
} script_page;

static int write_page(lua_State *L)
{
    const script_page *s = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.manual", "script");
    lua_pushstring(L, alm_script_name(s->script));
    alm_script_push(s->script);
    alm_page_push_writer(L, s->page);
    lua_call(L, 3, 0);
    return 0;
}

alm_exit alm_cli_help_script(alm_cli *cli, const alm_script *script)
{
    alm_page p = {0};
    script_page s = {&p, script};

    p.status = alm_lua_run(alm_engine_lua(alm_script_engine(script)),
                           write_page, &s, &p.err);
    return alm_page_finish(&p, cli);
}

/* ---- names of neither a command nor a topic ---- */

/* Says that there is no page of that name; false where it can only be meant as
 * the path of a script. */
static bool refuse_name(alm_cli *cli, const char *name,
                        const alm_catalog *metrics)
{
    alm_suggestion near = {.wanted = name, .len = strlen(name)};
    alm_error err = {0};
    size_t n;
    const alm_command *commands = alm_commands(&n);

    for (size_t i = 0; i < n; i++)
        alm_suggest_offer(&near, commands[i].name, strlen(commands[i].name));
    alm_help_offer_topics(&near);
    for (size_t i = 0; i < metrics->n; i++)
        alm_suggest_offer(&near, metrics->entries[i].name,
                          strlen(metrics->entries[i].name));
    if (near.best == NULL && strpbrk(name, "/.") != NULL)
        return false;
    (void)alm_fail(&err, ALM_ENOTFOUND,
                   "there is no command, script, metric or topic \"%s\"", name);
    if (near.best != NULL)
        alm_error_help(&err, "did you mean `almanac help %.*s`?",
                       (int)near.best_len, near.best);
    else
        alm_error_help(&err, "`almanac help` lists commands and topics, "
                             "`almanac list` the scripts, `almanac metrics` "
                             "the metrics");
    (void)alm_cli_fail_usage(cli, &err);
    return true;
}

static alm_exit help_of_script(alm_cli *cli, const char *name)
{
    const alm_engine_options options = alm_cli_glance_options(cli);
    alm_script *script = NULL;
    alm_exit exit = alm_cli_open_script(&script, cli, name, &options);

    if (exit == ALM_EXIT_OK)
        exit = alm_cli_help_script(cli, script);
    alm_script_free(script);
    return exit;
}

/* A script goes before a metric, and a script of a name that is near before all
 * else that is. */
static alm_exit help_of_file(alm_cli *cli, const char *name)
{
    alm_catalog *metrics = NULL;
    alm_error err = {0};
    char *path = NULL;
    const alm_status found = alm_script_locate(&path, cli->paths, name, &err);
    const bool has_near = strncmp(err.help, "did you", 7) == 0;
    const bool is_metric = found == ALM_OK && alm_cli_is_metric(path);
    alm_exit exit = ALM_EXIT_USAGE;

    alm_dealloc(path);
    if (is_metric)
        return alm_cli_help_metric(cli, name);
    if (found != ALM_ENOTFOUND)
        return help_of_script(cli, name);
    if (alm_catalog_new(&metrics, cli->paths, ALM_CATALOG_METRICS, &err) !=
        ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    if (alm_catalog_find(metrics, name, strlen(name)) != NULL)
        exit = alm_cli_help_metric(cli, name);
    else if (has_near || !refuse_name(cli, name, metrics))
        exit = help_of_script(cli, name);
    alm_catalog_free(metrics);
    return exit;
}

static bool is_word(const alm_cli *cli, size_t i, const char *word)
{
    return cli->args.n_words > i && strcmp(cli->args.words[i], word) == 0;
}

/* `help run growth` is what `help growth` is. */
alm_exit alm_cmd_help(alm_cli *cli)
{
    const bool run = is_word(cli, 1, "run");
    alm_exit exit =
        alm_cli_words(cli, 0, run || is_word(cli, 1, "api") ? 2 : 1, "");

    if (exit != ALM_EXIT_OK)
        return exit;
    if (cli->args.n_words == 1)
        return alm_cli_help_command(cli, NULL);
    if (run && cli->args.n_words > 2)
        return help_of_file(cli, cli->args.words[2]);
    const char *name = cli->args.words[1];
    if (alm_help_topic(&exit, cli, name))
        return exit;
    const alm_command *command = alm_command_find(name);
    return command != NULL ? alm_cli_help_command(cli, command)
                           : help_of_file(cli, name);
}
