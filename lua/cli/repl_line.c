#include <string.h>

#include "base/alloc.h"
#include "cli/repl.h"

/* Copies the next word of *from to *to, without the quotes in it, and moves
 * both on. The quote that is not closed, or 0. */
static char take_word(const char **from, char **to)
{
    char quote = '\0';

    for (; **from != '\0' && (quote != '\0' || strchr(" \t", **from) == NULL);
         (*from)++) {
        if (quote != '\0' ? **from == quote : **from == '"' || **from == '\'')
            quote = quote != '\0' ? '\0' : **from;
        else
            *(*to)++ = **from;
    }
    *(*to)++ = '\0';
    return quote;
}

/* Fills line->argv behind the first `first` of them. */
static alm_status split(alm_repl_line *line, int first, const char *text,
                        alm_error *err)
{
    char *to = line->text;

    line->argc = first;
    for (;;) {
        text += strspn(text, " \t");
        if (*text == '\0')
            return ALM_OK;
        line->argv[line->argc++] = to;
        if (take_word(&text, &to) != '\0')
            return alm_fail(err, ALM_EINVAL, "a quote is not closed");
    }
}

static alm_status read_flags(alm_repl_line *line, size_t most, alm_error *err)
{
    alm_cli *cli = &line->cli;
    alm_status status =
        alm_arguments_open(&cli->args, line->argc, line->argv, err);

    if (status == ALM_OK)
        status = alm_arguments_peek(&cli->ahead, line->argc, line->argv, err);
    if (status == ALM_OK)
        status = alm_arguments_read(&cli->args, most, NULL, 0, err);
    return status;
}

/* What was said when the session began holds for its commands too. */
static void inherit(alm_cli *cli, const alm_options *from)
{
    alm_options *options[] = {&cli->args.options, &cli->ahead.options};

    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        alm_options *to = options[i];
        to->color = to->color != NULL ? to->color : from->color;
        to->errors = to->errors != NULL ? to->errors : from->errors;
        to->seed = to->seed != NULL ? to->seed : from->seed;
        to->time = to->time != NULL ? to->time : from->time;
        to->mem = to->mem != NULL ? to->mem : from->mem;
        to->quiet = to->quiet || from->quiet;
        to->verbose = to->verbose || from->verbose;
        to->debug = to->debug || from->debug;
        to->trusted = to->trusted || from->trusted;
    }
    /* Nothing is added to this list any more, as it might be to the other. */
    if (cli->ahead.options.allow_read.n == 0)
        cli->ahead.options.allow_read = from->allow_read;
}

alm_status alm_repl_line_open(alm_repl_line *line, alm_repl *repl,
                              const alm_command *command, const char *text,
                              size_t most, alm_error *err)
{
    const size_t n = strlen(text);

    *line = (alm_repl_line){0};
    line->text = alm_alloc(n + 2, 1);
    line->argv = alm_alloc(n + 4, sizeof *line->argv);
    if (line->text == NULL || line->argv == NULL) {
        alm_repl_line_close(line);
        return alm_fail_memory(err, "the command");
    }
    line->argv[0] = repl->cli->args.argv[0];
    line->argv[1] = (char *)(uintptr_t)command->name; /* never written */
    line->cli.paths = repl->cli->paths;
    line->cli.spare = repl->cli->spare;
    line->cli.command = command;
    line->cli.session = &repl->settings;
    alm_status status = split(line, 2, text, err);
    if (status == ALM_OK)
        status = read_flags(line, most, err);
    if (status == ALM_OK)
        inherit(&line->cli, &repl->cli->args.options);
    else
        alm_repl_line_close(line);
    return status;
}

alm_status alm_repl_words_read(alm_repl_words *out, const char *command,
                               const char *text, alm_error *err)
{
    const size_t n = strlen(text);
    const size_t most = n / 2 + 2;
    alm_repl_words words = {.n = 1};
    const char *at = text;

    words.items = alm_alloc(1, most * sizeof *words.items + 2 * n + 2);
    if (words.items == NULL)
        return alm_fail_memory(err, "the words");
    char *to = (char *)(words.items + most);
    words.items[0] = command;
    do {
        at += strspn(at, " \t");
        words.last = (size_t)(at - text);
        words.items[words.n++] = to;
        words.quote = take_word(&at, &to);
    } while (*at != '\0');
    *out = words;
    return ALM_OK;
}

void alm_repl_words_free(alm_repl_words *words)
{
    alm_dealloc(words->items);
    *words = (alm_repl_words){0};
}

void alm_repl_line_close(alm_repl_line *line)
{
    alm_arguments_close(&line->cli.args);
    alm_arguments_close(&line->cli.ahead);
    alm_dealloc(line->argv);
    alm_dealloc(line->text);
    *line = (alm_repl_line){0};
}
