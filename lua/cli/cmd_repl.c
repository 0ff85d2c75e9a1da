#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "cli/repl.h"
#include "cli/terminal.h"

/* repl [DATA] */

enum { LINES_BESIDE = 6, LEAST_ROWS = 5 }; /* of a window that holds a table */

/* Shown rows follow the window, unless the user said how many. */
static void measure_window(alm_repl *repl)
{
    const size_t lines = alm_terminal_rows(STDOUT_FILENO);

    if (repl->fixed_rows)
        return;
    repl->settings.rows =
        lines > LINES_BESIDE + LEAST_ROWS ? lines - LINES_BESIDE : LEAST_ROWS;
}

/* What `print` writes. */
static void print_text(void *context, const char *text, size_t len)
{
    (void)context;
    (void)fwrite(text, 1, len, stdout);
    (void)fputc('\n', stdout);
}

/* ---- data ---- */

void alm_repl_take_hold(alm_repl *repl)
{
    repl->at_hand = repl->data;
    repl->at_hand.report.notes = (alm_notes){0}; /* told when it was loaded */
    repl->at_hand.table = alm_session_table(repl->session);
}

void alm_repl_let_go(alm_repl *repl)
{
    alm_table_free(repl->at_hand.table);
    repl->at_hand.table = NULL;
}

static alm_exit set_data(alm_repl *repl, const alm_cli *source,
                         const alm_cli_data *data)
{
    alm_run_options options;
    alm_blame blame = ALM_BLAME_USAGE;
    alm_error err = {0};
    alm_status status = alm_cli_run_options(&options, source, &err);

    if (status == ALM_OK)
        status = alm_session_set_data(repl->session, data->table, &options,
                                      &blame, &err);
    if (status == ALM_OK)
        return ALM_EXIT_OK;
    return alm_cli_fail(source, alm_cli_blame(blame), &err);
}

static void tell_loaded(const alm_repl *repl, const alm_cli_data *data)
{
    size_t columns = 0;

    for (size_t i = 0; i < data->report.notes.len; i++)
        alm_cli_note(repl->cli, data->report.notes.items[i]);
    if (!repl->interactive || repl->cli->args.options.quiet)
        return;
    alm_table *t = alm_session_table(repl->session); /* as --where left it */
    if (t == NULL)
        return;
    const size_t rows = alm_table_rows(t);
    for (size_t i = 0; i < alm_table_width(t); i++)
        columns += !alm_field_info_of(alm_table_field(t, i))->hidden;
    (void)printf("t is %s: %zu row%s, %zu column%s\n", data->what, rows,
                 rows == 1 ? "" : "s", columns, columns == 1 ? "" : "s");
    alm_table_free(t);
}

static alm_exit refuse_input(const alm_cli *source)
{
    alm_error err = {0};

    (void)alm_fail(&err, ALM_EINVAL,
                   "standard input is where a session reads what you type, so "
                   "no data can come from it");
    alm_error_help(&err, "save the data in a file: almanac repl FILE");
    return alm_cli_fail_usage(source, &err);
}

alm_exit alm_repl_load(alm_repl *repl, const alm_cli *source, const char *what)
{
    if (strcmp(what, "-") == 0)
        return refuse_input(source);
    char *name = alm_text_copy(what, strlen(what));
    alm_cli_data data = {0};
    alm_error err = {0};

    if (name == NULL) {
        (void)alm_fail_memory(&err, "the name of the data");
        return alm_cli_fail(source, ALM_EXIT_DATA, &err);
    }
    alm_exit exit = alm_cli_load(&data, source, name);
    if (exit == ALM_EXIT_OK)
        exit = set_data(repl, source, &data);
    if (exit != ALM_EXIT_OK) {
        alm_cli_data_close(&data);
        alm_dealloc(name);
        return exit;
    }
    alm_cli_data_close(&repl->data);
    alm_dealloc(repl->what);
    repl->data = data;
    repl->what = name;
    repl->source = source;
    alm_cli_surround(alm_session_engine(repl->session), &repl->data);
    tell_loaded(repl, &repl->data);
    return ALM_EXIT_OK;
}

/* ---- evaluating ---- */

/* An error in an input names it `input`, and one in a function that an earlier
 * input defined says so. */
static alm_exit fail_input(alm_repl *repl, alm_error *err)
{
    bool now = false;
    const char *text = alm_session_input(repl->session, err->file, &now);

    if (text != NULL) {
        repl->cli->typed =
            (alm_typed){now ? "input" : "an earlier input", text};
        (void)snprintf(err->file, sizeof err->file, "%s",
                       repl->cli->typed.name);
    }
    const alm_exit exit = alm_cli_fail_code(
        repl->cli, ALM_EXIT_SCRIPT, err,
        alm_engine_state(alm_session_engine(repl->session)), NULL);
    repl->cli->typed = (alm_typed){0};
    return exit;
}

static alm_exit show(alm_repl *repl, alm_document *doc, alm_error *err)
{
    for (size_t i = 0; doc->n_parts == 0 && i < doc->notes.len; i++)
        alm_cli_note(repl->cli, doc->notes.items[i]);
    if (doc->n_parts == 0)
        return ALM_EXIT_OK;
    measure_window(repl);
    /* What the input left behind is not in the way of the renderer. */
    alm_state_renew(alm_engine_state(alm_session_engine(repl->session)));
    alm_cli_data told = repl->data;
    told.report.notes = (alm_notes){0}; /* when it was loaded */
    lua_State *L = alm_engine_lua(alm_session_engine(repl->session));
    if (alm_cli_data_tell(doc, &told, alm_lua_ledger(L), err) != ALM_OK)
        return alm_cli_fail(repl->cli, ALM_EXIT_DATA, err);
    return alm_cli_write(repl->cli, doc);
}

alm_exit alm_repl_show(alm_repl *repl, alm_document *doc, alm_status status,
                       alm_error *err)
{
    alm_cli_explain(repl->cli, alm_session_engine(repl->session), NULL);
    const alm_exit exit =
        status == ALM_OK ? show(repl, doc, err) : fail_input(repl, err);

    alm_document_free(doc);
    return exit;
}

alm_exit alm_repl_evaluate(alm_repl *repl, const char *text, size_t n)
{
    alm_document doc = {0};
    alm_error err = {0};
    const alm_status status =
        alm_session_eval(&doc, repl->session, text, n, &err);

    return alm_repl_show(repl, &doc, status, &err);
}

/* ---- the loop ---- */

static bool is_word(const alm_buffer *line, const char *word)
{
    return line->len == strlen(word) &&
           memcmp(line->data, word, line->len) == 0;
}

/* What a newcomer types to get out, or on; no variable has these names. */
static const char *plain_word(const alm_buffer *line)
{
    if (is_word(line, "quit") || is_word(line, "exit") ||
        is_word(line, "quit()") || is_word(line, "exit()"))
        return ":quit";
    return is_word(line, "help") || is_word(line, "help()") ? ":help" : NULL;
}

static bool is_blank(const alm_buffer *line)
{
    for (size_t i = 0; i < line->len; i++)
        if (strchr(" \t\r", line->data[i]) == NULL)
            return false;
    return true;
}

/* A line that begins an input: answered if it is a command. */
static bool take_command(alm_repl *repl, alm_buffer *line, alm_exit *exit)
{
    alm_error err;
    const char *word = plain_word(line);

    if (word == NULL && line->data[0] != ':' && line->data[0] != '?')
        return false;
    if (word == NULL && alm_buffer_add_byte(line, '\0', &err) != ALM_OK)
        *exit = alm_cli_fail(repl->cli, ALM_EXIT_LIMIT, &err);
    else
        *exit = alm_repl_command(repl, word != NULL ? word : line->data);
    return true;
}

static void count(alm_repl *repl, alm_exit exit)
{
    if (repl->exit == ALM_EXIT_OK)
        repl->exit = exit;
}

/* Adds the line to the input, and evaluates that once it is whole. */
static alm_exit take_line(alm_repl *repl, alm_buffer *input, alm_buffer *line)
{
    alm_error err;
    alm_exit exit = ALM_EXIT_OK;

    if (input->len == 0 && (is_blank(line) || take_command(repl, line, &exit)))
        return exit;
    if ((input->len > 0 && alm_buffer_add_byte(input, '\n', &err) != ALM_OK) ||
        alm_buffer_add(input, line->data, line->len, &err) != ALM_OK) {
        alm_buffer_clear(input);
        return alm_cli_fail(repl->cli, ALM_EXIT_LIMIT, &err);
    }
    if (alm_session_goes_on(repl->session, input->data, input->len))
        return ALM_EXIT_OK;
    exit = alm_repl_evaluate(repl, input->data, input->len);
    alm_buffer_clear(input);
    return exit;
}

static void converse(alm_repl *repl)
{
    alm_buffer input = {0}, line = {0};

    while (!repl->leaving) {
        switch (alm_reader_next(repl->reader, input.len > 0 ? ">> " : "> ",
                                &line)) {
        case ALM_LINE_READ: count(repl, take_line(repl, &input, &line)); break;
        case ALM_LINE_INTERRUPTED: alm_buffer_clear(&input); break;
        case ALM_LINE_END:
            if (input.len > 0) /* says what is not closed */
                count(repl, alm_repl_evaluate(repl, input.data, input.len));
            repl->leaving = true;
            break;
        }
        (void)fflush(stdout);
    }
    alm_buffer_free(&input);
    alm_buffer_free(&line);
}

static void welcome(const alm_repl *repl, const char *why)
{
    char note[160];

    if (why != NULL) {
        (void)snprintf(note, sizeof note,
                       "%s: lines are read without editing, completion and "
                       "history",
                       why);
        alm_cli_note(repl->cli, note);
    }
    if (!repl->interactive)
        alm_cli_remark(repl->cli, "repl: standard input is no terminal: lines "
                                  "are read as they are");
    else if (!repl->cli->args.options.quiet)
        (void)puts("Almanac " ALM_VERSION ". :help for help, Ctrl-D leaves.");
}

static alm_exit begin(alm_repl *repl)
{
    const alm_cli *cli = repl->cli;
    const char *why = NULL;
    alm_engine_options options;
    alm_error err = {0};

    if (cli->args.options.output != NULL) {
        (void)alm_fail(&err, ALM_EINVAL, "`almanac repl` has no use for -o");
        alm_error_help(&err, "in the session :run SCRIPT -o FILE writes one "
                             "result");
        return alm_cli_fail_usage(cli, &err);
    }
    if (alm_cli_engine_options(&options, cli, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    options.state.note = print_text;
    if (alm_session_new(&repl->session, &options, &err) != ALM_OK ||
        alm_reader_new(&repl->reader, repl->interactive, alm_repl_complete,
                       repl, &why, &err) != ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_SCRIPT, &err);
    welcome(repl, why);
    if (cli->args.n_words > 1)
        return alm_repl_load(repl, cli, cli->args.words[1]);
    return set_data(repl, cli, &repl->data);
}

static void end(alm_repl *repl)
{
    alm_reader_free(repl->reader);
    alm_session_free(repl->session);
    alm_cli_data_close(&repl->data);
    alm_repl_line_close(&repl->loaded);
    alm_dealloc(repl->what);
    repl->cli->session = NULL;
}

alm_exit alm_cmd_repl(alm_cli *cli)
{
    alm_repl repl = {
        .cli = cli, .source = cli, .interactive = isatty(STDIN_FILENO) != 0};
    alm_exit exit = alm_cli_words(cli, 0, 1, "");

    if (exit != ALM_EXIT_OK)
        return exit;
    repl.settings.data = &repl.at_hand;
    cli->session = &repl.settings;
    exit = begin(&repl);
    if (exit == ALM_EXIT_OK) {
        if (repl.interactive)
            alm_repl_catch_interrupts();
        converse(&repl);
        exit = repl.interactive ? ALM_EXIT_OK : repl.exit;
    }
    end(&repl);
    return exit;
}
