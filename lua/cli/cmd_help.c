#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "bridge/raise.h"
#include "cli/cli.h"

/* help [COMMAND | SCRIPT]: every page comes from a table or a declaration. */

/* Text of a page; after a failure nothing more is added. */
typedef struct page {
    alm_buffer text;
    alm_status status;
    alm_error err;
} page;

static void put(page *p, const char *text)
{
    if (p->status == ALM_OK)
        p->status = alm_buffer_add_text(&p->text, text, &p->err);
}

static void put_row(page *p, const char *left, size_t width, const char *right)
{
    char line[512];

    if (strlen(left) > width)
        (void)snprintf(line, sizeof line, "  %s\n  %*s  %s\n", left, (int)width,
                       "", right);
    else
        (void)snprintf(line, sizeof line, "  %-*s  %s\n", (int)width, left,
                       right);
    put(p, line);
}

static void put_flag(page *p, const alm_flag *flag)
{
    char left[128];
    int n = 0;

    if (flag->letter != 0)
        n = snprintf(left, sizeof left, "-%c, ", flag->letter);
    n += snprintf(left + n, sizeof left - (size_t)n, "--%s", flag->name);
    if (flag->value != NULL)
        (void)snprintf(left + n, sizeof left - (size_t)n, " %s", flag->value);
    put_row(p, left, 22, flag->help);
}

static void put_flags(page *p, const char *title, unsigned group)
{
    size_t n;
    const alm_flag *flags = alm_flags(&n);

    put(p, "\n");
    put(p, title);
    put(p, ":\n");
    for (size_t i = 0; i < n; i++)
        if ((flags[i].groups & group) != 0)
            put_flag(p, &flags[i]);
}

static void put_command(page *p, const alm_command *command)
{
    static const struct {
        unsigned group;
        const char *title;
    } sections[] = {{ALM_FLAGS_CONVERT, "Converting"},
                    {ALM_FLAGS_WRITE, "Writing the result"},
                    {ALM_FLAGS_READ, "Reading data"},
                    {ALM_FLAGS_RUN, "Running"},
                    {ALM_FLAGS_GLANCE, "Looking at scripts"},
                    {ALM_FLAGS_FIND, "Finding scripts"},
                    {ALM_FLAGS_COMMON, "Everywhere"}};

    put(p, "almanac ");
    put(p, command->name);
    put(p, " - ");
    put(p, command->help);
    put(p, "\n\nUsage: almanac ");
    put(p, command->usage);
    put(p, "\n");
    if (command->manual[0] != '\0') {
        put(p, "\n");
        put(p, command->manual);
        put(p, "\n");
    }
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        if ((command->groups & sections[i].group) != 0)
            put_flags(p, sections[i].title, sections[i].group);
}

static void put_overview(page *p)
{
    size_t n;
    const alm_command *commands = alm_commands(&n);

    put(p, "Almanac runs analyses, Lua scripts, on tables of data.\n\n"
           "Usage: almanac COMMAND ...\n\nCommands:\n");
    for (size_t i = 0; i < n; i++)
        put_row(p, commands[i].name, 10, commands[i].help);
    put(p, "\nTry: almanac list\n"
           "     almanac run ranking --top 5\n"
           "     almanac help run\n"
           "     almanac describe cnnic\n");
    put_flags(p, "Everywhere", ALM_FLAGS_COMMON);
}

static alm_exit finish(alm_cli *cli, page *p)
{
    const alm_exit exit = p->status == ALM_OK
                              ? alm_cli_write_text(cli, &p->text)
                              : alm_cli_fail_usage(cli, &p->err);
    alm_buffer_free(&p->text);
    return exit;
}

alm_exit alm_cli_help_command(alm_cli *cli, const alm_command *command)
{
    page p = {0};

    if (command != NULL)
        put_command(&p, command);
    else
        put_overview(&p);
    return finish(cli, &p);
}

/* ---- scripts ---- */

typedef struct script_page {
    page *page;
    const alm_script *script;
} script_page;

static int take_text(lua_State *L)
{
    page *p = lua_touserdata(L, lua_upvalueindex(1));
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    if (p->status == ALM_OK)
        p->status = alm_buffer_add(&p->text, text, n, &p->err);
    if (p->status != ALM_OK)
        return alm_lua_raise(L, &p->err);
    return 0;
}

static int write_page(lua_State *L)
{
    const script_page *s = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.manual", "script");
    lua_pushstring(L, alm_script_name(s->script));
    alm_script_push(s->script);
    lua_pushlightuserdata(L, s->page);
    lua_pushcclosure(L, take_text, 1);
    lua_call(L, 3, 0);
    return 0;
}

alm_exit alm_cli_help_script(alm_cli *cli, const alm_script *script)
{
    page p = {0};
    script_page s = {&p, script};

    p.status = alm_lua_run(alm_engine_lua(alm_script_engine(script)),
                           write_page, &s, &p.err);
    return finish(cli, &p);
}

alm_exit alm_cmd_help(alm_cli *cli)
{
    const alm_engine_options options = alm_cli_glance_options(cli);
    alm_script *script = NULL;
    size_t n;
    const alm_command *commands = alm_commands(&n);
    alm_exit exit = alm_cli_words(cli, 0, 1, "");

    if (exit != ALM_EXIT_OK)
        return exit;
    if (cli->args.n_words == 1)
        return alm_cli_help_command(cli, NULL);
    for (size_t i = 0; i < n; i++)
        if (strcmp(commands[i].name, cli->args.words[1]) == 0)
            return alm_cli_help_command(cli, &commands[i]);
    exit = alm_cli_open_script(&script, cli, cli->args.words[1], &options);
    if (exit == ALM_EXIT_OK)
        exit = alm_cli_help_script(cli, script);
    alm_script_free(script);
    return exit;
}
