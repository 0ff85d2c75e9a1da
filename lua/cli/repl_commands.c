#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/number.h"
#include "base/suggest.h"
#include "cli/page.h"
#include "cli/repl.h"
#include "cli/terminal.h"

/* Lines of a session that are no Lua: ":run growth --top 3", "?users". */

typedef struct repl_command {
    const char *name;
    alm_exit (*run)(alm_repl *repl, const char *rest);
    const char *usage;
    const char *help;
} repl_command;

static const alm_command *find_command(alm_exit (*run)(alm_cli *cli))
{
    size_t n, i = 0;
    const alm_command *commands = alm_commands(&n);

    while (commands[i].run != run)
        i++;
    return &commands[i];
}

static alm_exit fail_usage(const alm_repl *repl, const char *message,
                           const char *help)
{
    alm_error err = {0};

    (void)alm_fail(&err, ALM_EINVAL, "%s", message);
    alm_error_help(&err, "%s", help);
    return alm_cli_fail_usage(repl->cli, &err);
}

/* :run SCRIPT [DATA] [flags] */
static alm_exit run_script(alm_repl *repl, const char *rest)
{
    alm_repl_line line;
    alm_error err = {0};

    if (rest[0] == '\0')
        return fail_usage(repl, ":run needs a script", ":run growth --top 3");
    if (alm_repl_line_open(&line, repl, find_command(alm_cmd_run), rest, 2,
                           &err) != ALM_OK)
        return alm_cli_fail_usage(repl->cli, &err);
    alm_repl_take_hold(repl);
    alm_exit exit = alm_cmd_run(&line.cli);
    alm_repl_let_go(repl);
    alm_repl_line_close(&line);
    alm_table *result = repl->settings.result;
    repl->settings.result = NULL;
    if (result != NULL &&
        alm_session_keep(repl->session, result, &err) != ALM_OK)
        exit = alm_cli_fail(repl->cli, ALM_EXIT_LIMIT, &err);
    alm_table_free(result);
    return exit;
}

/* :load DATA [flags] */
static alm_exit load_data(alm_repl *repl, const char *rest)
{
    alm_repl_line line;
    alm_error err = {0};

    if (rest[0] == '\0')
        return fail_usage(repl, ":load needs data",
                          ":load provinces.csv or :load cnnic:provinces");
    alm_status status = alm_repl_line_open(&line, repl, repl->cli->command,
                                           rest, SIZE_MAX, &err);
    if (status != ALM_OK)
        return alm_cli_fail_usage(repl->cli, &err);
    alm_exit exit = ALM_EXIT_OK;
    if (alm_arguments_check(&line.cli.args, ALM_FLAGS_READ | ALM_FLAGS_COMMON,
                            "repl", &err) != ALM_OK)
        exit = alm_cli_fail_usage(repl->cli, &err);
    else
        exit = alm_cli_words(&line.cli, 1, 1, "data");
    if (exit == ALM_EXIT_OK) {
        /* Its flags are needed again by :reload, so it has to stand still. */
        const alm_repl_line before = repl->loaded;
        repl->loaded = line;
        exit = alm_repl_load(repl, &repl->loaded.cli, line.cli.args.words[1]);
        if (exit != ALM_EXIT_OK)
            repl->loaded = before;
        else
            line = before;
    }
    alm_repl_line_close(&line);
    return exit;
}

/* :reload */
static alm_exit reload(alm_repl *repl, const char *rest)
{
    alm_error err = {0};

    (void)rest;
    if (alm_session_forget(repl->session, &err) != ALM_OK)
        return alm_cli_fail(repl->cli, ALM_EXIT_SCRIPT, &err);
    if (repl->what == NULL)
        return ALM_EXIT_OK;
    return alm_repl_load(repl, repl->source, repl->what);
}

/* :rows N */
static alm_exit set_rows(alm_repl *repl, const char *rest)
{
    int64_t n;

    if (!alm_parse_i64(&n, rest, strlen(rest)) || n < 0)
        return fail_usage(repl, ":rows needs a number of rows",
                          ":rows 20, or :rows 0 for all");
    repl->settings.rows = (size_t)n;
    repl->fixed_rows = true;
    repl->cli->args.options.max_rows = NULL;
    return ALM_EXIT_OK;
}

static double seconds_now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* :time EXPR */
static alm_exit time_input(alm_repl *repl, const char *rest)
{
    alm_document doc = {0};
    alm_error err = {0};

    if (rest[0] == '\0')
        return fail_usage(repl, ":time needs an expression",
                          ":time t.users:mean()");
    const double before = seconds_now();
    const alm_status status =
        alm_session_eval(&doc, repl->session, rest, strlen(rest), &err);
    const double seconds = seconds_now() - before;
    const alm_exit exit = alm_repl_show(repl, &doc, status, &err);
    (void)fflush(stdout);
    (void)fprintf(stderr, "(%.3g s)\n", seconds);
    return exit;
}

/* :quit */
static alm_exit quit(alm_repl *repl, const char *rest)
{
    (void)rest;
    repl->leaving = true;
    return ALM_EXIT_OK;
}

static alm_exit help(alm_repl *repl, const char *rest);

static const repl_command commands[] = {
    {"run", run_script, ":run SCRIPT [flags]",
     "run a script on what t is now, its table is _ then"},
    {"load", load_data, ":load DATA [flags]",
     "read other data, which t is then"},
    {"reload", reload, ":reload", "read data, modules and metrics again"},
    {"rows", set_rows, ":rows N", "show at most N rows of a table (0: all)"},
    {"time", time_input, ":time EXPR", "evaluate, and say how long it took"},
    {"help", help, ":help", "show this"},
    {"quit", quit, ":quit", "leave, as Ctrl-D does"},
};

enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

const char *alm_repl_command_name(size_t i)
{
    return i < N_COMMANDS ? commands[i].name : NULL;
}

enum { WIDEST = 80, NARROWEST = 30 };

/* Of a line of help, in cells. */
static size_t line_width(void)
{
    const size_t n = alm_terminal_columns(STDOUT_FILENO);

    if (n == 0 || n > WIDEST)
        return WIDEST;
    return n < NARROWEST ? NARROWEST : n;
}

static alm_exit help(alm_repl *repl, const char *rest)
{
    enum { EXAMPLES = 35, USAGES = 20 };
    alm_page p = {.width = line_width()};

    (void)rest;
    const size_t left = p.width < WIDEST ? 0 : EXAMPLES;
    alm_page_lines(&p, "Lua expressions are shown, statements are run; an "
                       "unfinished one goes on in the next line. t is the "
                       "data, _ the last value.");
    alm_page_put(&p, "\n");
    alm_page_row(&p, "t.users:mean()", left, "a column and a method of it");
    alm_page_row(&p, "t:where(\"users > 5000\")", left, "a new table");
    alm_page_row(&p, "east = t:where(\"region4 == 'East'\")", left,
                 "variables stay");
    alm_page_put(&p, "\n");
    for (size_t i = 0; i < N_COMMANDS; i++)
        alm_page_row(&p, commands[i].usage, USAGES, commands[i].help);
    alm_page_row(&p, "?NAME", USAGES,
                 "what is known of a column, metric, script or function");
    alm_page_row(&p, "?", USAGES, "what there is");
    alm_page_put(&p, "\n");
    alm_page_lines(&p,
                   "TAB completes, Ctrl-C ends what runs or drops the line, "
                   "Ctrl-D leaves.");
    if (p.status == ALM_OK)
        (void)fwrite(p.text.data, 1, p.text.len, stdout);
    alm_buffer_free(&p.text);
    return p.status == ALM_OK ? ALM_EXIT_OK
                              : alm_cli_fail(repl->cli, ALM_EXIT_LIMIT, &p.err);
}

/* ---- ?name ---- */

static alm_exit help_script(alm_repl *repl, const char *path)
{
    alm_script *script = NULL;
    alm_error err = {0};

    if (alm_cli_glance(&script, repl->cli, path, NULL, &err) != ALM_OK)
        return alm_cli_fail_code(repl->cli, ALM_EXIT_SCRIPT, &err, NULL, path);
    const alm_exit exit = alm_cli_help_script(repl->cli, script);
    alm_script_free(script);
    return exit;
}

/* A column, a metric, a variable; else a script. */
static alm_exit explain(alm_repl *repl, const char *name)
{
    alm_notes lines = {0};
    alm_error err = {0};
    char *path = NULL;
    alm_exit exit = ALM_EXIT_OK;
    const alm_status status =
        alm_session_help(&lines, repl->session, name, line_width(), &err);

    for (size_t i = 0; status == ALM_OK && i < lines.len; i++)
        (void)puts(lines.items[i]);
    if (status == ALM_ENOTFOUND && strchr(name, '/') == NULL &&
        alm_script_locate(&path, repl->cli->paths, name, NULL) == ALM_OK)
        exit = help_script(repl, path);
    else if (status != ALM_OK)
        exit = alm_cli_fail_usage(repl->cli, &err);
    alm_dealloc(path);
    alm_notes_free(&lines);
    return exit;
}

static alm_exit fail_unknown(const alm_repl *repl, const char *name, size_t n)
{
    alm_suggestion near = {.wanted = name, .len = n};
    alm_error err = {0};

    for (size_t i = 0; i < N_COMMANDS; i++)
        alm_suggest_offer(&near, commands[i].name, strlen(commands[i].name));
    (void)alm_fail(&err, ALM_EINVAL, "there is no command :%.*s", (int)n, name);
    if (near.best != NULL)
        alm_error_help(&err, "did you mean :%.*s?", (int)near.best_len,
                       near.best);
    else
        alm_error_help(&err, ":help lists the commands");
    return alm_cli_fail_usage(repl->cli, &err);
}

/* Several commands begin with name[0..n): says which. */
static alm_exit fail_ambiguous(const alm_repl *repl, const char *name, size_t n)
{
    alm_error err = {0};
    size_t used = 0;

    (void)alm_fail(&err, ALM_EINVAL, "several commands begin with :%.*s",
                   (int)n, name);
    for (size_t i = 0; i < N_COMMANDS && used < sizeof err.help; i++)
        if (strncmp(commands[i].name, name, n) == 0)
            used += (size_t)snprintf(err.help + used, sizeof err.help - used,
                                     "%s:%s", used > 0 ? ", " : "",
                                     commands[i].name);
    return alm_cli_fail_usage(repl->cli, &err);
}

/* The command called name[0..n), or the only one that begins so; *several when
 * there are more. */
static const repl_command *find(const char *name, size_t n, bool *several)
{
    const repl_command *found = NULL;

    *several = false;
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (n == 0 || strncmp(commands[i].name, name, n) != 0)
            continue;
        if (commands[i].name[n] == '\0') {
            *several = false;
            return &commands[i];
        }
        *several = *several || found != NULL;
        found = &commands[i];
    }
    return *several ? NULL : found;
}

alm_exit alm_repl_command(alm_repl *repl, const char *line)
{
    const char *name = line + 1 + strspn(line + 1, " \t");
    const size_t n = strcspn(name, " \t");
    const char *rest = name + n + strspn(name + n, " \t");
    char word[128];

    if (line[0] == '?') {
        (void)snprintf(word, sizeof word, "%.*s", (int)n, name);
        if (word[0] == ':')
            return help(repl, "");
        return explain(repl, word);
    }
    bool several;
    const repl_command *command = find(name, n, &several);
    if (several)
        return fail_ambiguous(repl, name, n);
    return command != NULL ? command->run(repl, rest)
                           : fail_unknown(repl, name, n);
}
