#include <string.h>

#include "bridge/raise.h"
#include "cli/page.h"

/* Pages that are about no command and no script. */

const alm_meaning *alm_help_exits(size_t *n)
{
    static const alm_meaning exits[] = {
        {"0", "all went well"},
        {"1", "a script failed"},
        {"2", "the command line is wrong"},
        {"3", "data cannot be read, does not fit, or cannot be written"},
        {"4", "a limit of time or memory was reached"},
        {"5", "a check found something: check, test, or a script that checks"},
    };

    *n = sizeof exits / sizeof exits[0];
    return exits;
}

const alm_meaning *alm_help_environment(size_t *n)
{
    static const alm_meaning variables[] = {
        {"ALMANAC_PATH", "folders with scripts, separated by ':'"},
        {"XDG_DATA_HOME", "holds almanac/scripts and almanac/data (or "
                          "~/.local/share)"},
        {"XDG_STATE_HOME", "holds almanac/history, of repl (default: "
                           "~/.local/state)"},
        {"NO_COLOR", "set: nothing is coloured unless --color says so"},
        {"COLORTERM", "truecolor or 24bit: charts have every colour"},
        {"COLUMNS", "how many cells a line of a table has"},
    };

    *n = sizeof variables / sizeof variables[0];
    return variables;
}

static alm_exit help_flags(alm_cli *cli)
{
    alm_page p = {0};
    size_t n;
    const alm_flag_section *sections = alm_flag_sections(&n);
    unsigned told = 0;

    alm_page_put(&p, "The flags of Almanac. `almanac help COMMAND` tells which "
                     "of them a command has,\n`almanac help SCRIPT` those that "
                     "a script adds. --flag=VALUE is --flag VALUE.\n");
    for (size_t i = 0; i < n; i++) {
        alm_page_flags(&p, &sections[i], told);
        told |= sections[i].group;
    }
    return alm_page_finish(&p, cli);
}

static alm_exit help_exit(alm_cli *cli)
{
    alm_page p = {0};
    size_t n;
    const alm_meaning *list = alm_help_exits(&n);

    alm_page_put(&p, "Exit status:\n");
    for (size_t i = 0; i < n; i++)
        alm_page_row(&p, list[i].name, 2, list[i].help);
    alm_page_put(&p, "\nEnvironment:\n");
    list = alm_help_environment(&n);
    for (size_t i = 0; i < n; i++)
        alm_page_row(&p, list[i].name, 14, list[i].help);
    return alm_page_finish(&p, cli);
}

/* ---- the API ---- */

typedef struct api_page {
    alm_page *page;
    const char *wanted; /* NULL: all */
    bool refused;
    alm_problem_report problem;
} api_page;

static int write_api(lua_State *L)
{
    api_page *a = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.api_page", "write");
    lua_pushstring(L, a->wanted);
    alm_page_push_writer(L, a->page);
    lua_call(L, 2, 2);
    if (lua_isnil(L, -2)) {
        a->refused = true;
        alm_lua_read_problem(L, -1, &a->problem);
    }
    return 0;
}

static alm_exit help_api(alm_cli *cli)
{
    alm_page p = {0};
    api_page a = {
        .page = &p,
        .wanted = cli->args.n_words > 2 ? cli->args.words[2] : NULL,
    };
    alm_engine_options options = {
        .kind = ALM_ENGINE_SCRIPT,
        .paths = cli->paths,
        .state = alm_state_defaults(),
    };
    alm_engine *engine = NULL;

    p.status = alm_engine_new(&engine, &options, &p.err);
    if (p.status == ALM_OK)
        p.status = alm_lua_run(alm_engine_lua(engine), write_api, &a, &p.err);
    alm_engine_free(engine);
    if (a.refused) {
        alm_buffer_free(&p.text);
        return alm_cli_fail_usage(cli, &a.problem.err);
    }
    return alm_page_finish(&p, cli);
}

/* ---- */

static const struct {
    const char *name;
    const char *usage;
    alm_exit (*write)(alm_cli *cli);
    const char *help;
} topics[] = {
    {"api", "help api", help_api,
     "what scripts are written with; `almanac help api t:where`"},
    {"flags", "help flags", help_flags, "every flag"},
    {"exit", "help exit", help_exit, "exit status and environment"},
    {"man", "help man", alm_help_man, "the manual page, as mdoc"},
};

enum { TOPICS = sizeof topics / sizeof topics[0] };

void alm_help_put_topics(alm_page *page)
{
    for (size_t i = 0; i < TOPICS; i++)
        alm_page_row(page, topics[i].usage, 10, topics[i].help);
}

bool alm_help_topic_at(alm_meaning *out, size_t i)
{
    if (i >= TOPICS)
        return false;
    *out = (alm_meaning){topics[i].name, topics[i].help};
    return true;
}

void alm_help_offer_topics(alm_suggestion *s)
{
    for (size_t i = 0; i < TOPICS; i++)
        alm_suggest_offer(s, topics[i].name, strlen(topics[i].name));
}

bool alm_help_topic(alm_exit *exit, alm_cli *cli, const char *name)
{
    for (size_t i = 0; i < TOPICS; i++) {
        if (strcmp(topics[i].name, name) == 0) {
            *exit = topics[i].write(cli);
            return true;
        }
    }
    return false;
}
