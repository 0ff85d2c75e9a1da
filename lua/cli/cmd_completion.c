#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "cli/complete.h"
#include "cli/shell_line.h"
#include "cli/shells.h" /* made by CMake from shells/ */

/* completion bash|zsh|fish prints the script for a shell. The scripts ask back:
 *
 *   completion words -- WORD...
 *   completion word N -- WORD...
 *
 * answers what could stand in place of the last WORD, or the Nth, one candidate
 * a line: the word, a tab, help in one line, and a tab and "more" where
 * something is to be typed behind it at once. A line that begins with a tab
 * says that names of files, or folders, are welcome as well:
 * "\tfiles\tHEAD\tENDINGS", for what is typed after HEAD.
 *
 *   completion line -- TEXT BREAKS TYPE COLUMNS REST
 *
 * is for bash: TEXT is the line before the cursor and REST behind it, the
 * others are $COMP_WORDBREAKS, $COMP_TYPE and $COLUMNS. The first line of the
 * answer is "nospace" or "space", the others are what belongs into COMPREPLY.
 */

enum { SECONDS_MOST = 2 };

/* A shell waits for us: be gone whatever happens. */
static void give_up(int number)
{
    (void)number;
    _exit(ALM_EXIT_OK);
}

/* Nothing is to appear between the words of a line that is being typed. */
static void keep_quiet(void)
{
    const struct sigaction action = {.sa_handler = give_up};
    const struct itimerval timer = {.it_value = {.tv_sec = SECONDS_MOST}};
    const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (nowhere >= 0) {
        (void)dup2(nowhere, STDERR_FILENO);
        (void)dup2(nowhere, STDIN_FILENO);
        (void)close(nowhere);
    }
    (void)sigaction(SIGALRM, &action, NULL);
    (void)setitimer(ITIMER_REAL, &timer, NULL);
}

/* ---- words ---- */

/* Texts one after the other; after a failure nothing more is added. */
static void put(alm_buffer *out, alm_status *status, const char *text)
{
    if (*status == ALM_OK)
        *status = alm_buffer_add_text(out, text, NULL);
}

static void put_files(alm_buffer *out, alm_status *status,
                      const alm_candidates *list)
{
    if (!list->files)
        return;
    put(out, status, list->folders ? "\tfolders\t" : "\tfiles\t");
    if (*status == ALM_OK)
        *status = alm_buffer_add(out, list->word, list->files_from, NULL);
    put(out, status, "\t");
    put(out, status, list->endings);
    put(out, status, "\n");
}

static alm_status write_words(alm_buffer *out, const alm_candidates *list)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < list->n; i++) {
        put(out, &status, list->items[i].text);
        put(out, &status, "\t");
        put(out, &status, list->items[i].help);
        put(out, &status, list->items[i].open ? "\tmore\n" : "\n");
    }
    put_files(out, &status, list);
    return status;
}

/* The number in word `i`, or `otherwise`. */
static int number_at(const alm_cli *cli, size_t i, int otherwise)
{
    const int n = cli->args.n_words > i ? atoi(cli->args.words[i]) : 0;
    return n > 0 ? n : otherwise;
}

/* From word `first` on; the cursor's is `at`, or the last. */
static alm_status answer_words(alm_buffer *out, const alm_cli *cli,
                               size_t first, size_t at)
{
    const size_t n = cli->args.n_words - first;
    const alm_typed_line line = {.words = cli->args.words + first,
                                 .n = n,
                                 .at = at < n ? at : n - 1,
                                 .spare = cli->spare};
    alm_completion c;
    const alm_status status = alm_completion_open(&c, &line, NULL);

    if (status != ALM_OK)
        return status;
    const alm_status written = write_words(out, &c.list);
    alm_completion_close(&c);
    return written;
}

/* ---- bash ---- */

/* What readline is about to do, as $COMP_TYPE says it. */
typedef struct answer {
    const alm_shell_line *line;
    bool lists;   /* only shows the candidates */
    bool helps;   /* shows them, and may insert what they share */
    size_t width; /* of the terminal */
    size_t widest;
} answer;

static const char *shown_text(const answer *a, const alm_candidate *c)
{
    const size_t kept = a->line->kept;
    const size_t from = a->lists && c->shown > kept ? c->shown : kept;

    return c->text + (from < strlen(c->text) ? from : kept);
}

/* The start of `text` that fits. */
static size_t fit(const char *text, size_t n, size_t width)
{
    size_t at = 0, used = 0;

    while (at < n) {
        int32_t code;
        const size_t len = alm_utf8_decode(text + at, n - at, &code);
        used += alm_utf8_width(text + at, len);
        if (used > width)
            break;
        at += len;
    }
    return at;
}

/* As much of a valid text as fits, with dots when that is not all. */
static alm_status put_fitting(alm_buffer *out, const char *text, size_t width)
{
    const size_t n = strlen(text);
    const bool all = alm_utf8_width(text, n) <= width;
    const size_t len = all ? n : fit(text, n, width - 3);
    alm_status status = alm_buffer_add(out, text, len, NULL);

    put(out, &status, all ? "" : "...");
    return status;
}

/* "   (help)" as far as the terminal is wide. */
static alm_status put_help(alm_buffer *out, const answer *a, const char *shown,
                           const char *help)
{
    const size_t width = alm_utf8_width(shown, strlen(shown));
    alm_status status = ALM_OK;

    if (help[0] == '\0' || alm_utf8_check(help, strlen(help)) != strlen(help) ||
        a->width < a->widest + 16)
        return ALM_OK;
    for (size_t i = width; i < a->widest + 2 && status == ALM_OK; i++)
        status = alm_buffer_add_byte(out, ' ', NULL);
    put(out, &status, "(");
    if (status == ALM_OK)
        status = put_fitting(out, help, a->width - a->widest - 6);
    put(out, &status, ")");
    return status;
}

static alm_status put_reply(alm_buffer *out, const answer *a,
                            const alm_candidate *c)
{
    const alm_shell_line *line = a->line;
    const char *shown = shown_text(a, c);
    alm_status status = a->lists ? alm_buffer_add_text(out, shown, NULL)
                                 : alm_shell_quote(out, shown, line->quote,
                                                   line->kept == 0, NULL);

    if (status == ALM_OK && a->helps)
        status = put_help(out, a, shown, c->help);
    put(out, &status, "\n");
    return status;
}

/* A single candidate is inserted, whatever readline set out to do. */
static answer plan_answer(const alm_candidates *list,
                          const alm_shell_line *line, int type, size_t width)
{
    const bool many = list->n > 1;
    answer a = {.line = line,
                .lists = many && type == '?',
                .helps = many && (type == '?' || type == '!' || type == '@'),
                .width = width};

    for (size_t i = 0; i < list->n; i++) {
        const char *shown = shown_text(&a, &list->items[i]);
        const size_t n = alm_utf8_width(shown, strlen(shown));
        a.widest = n > a.widest ? n : a.widest;
    }
    return a;
}

static alm_status write_replies(alm_buffer *out, const alm_candidates *list,
                                const alm_shell_line *line, int type,
                                size_t width)
{
    const answer a = plan_answer(list, line, type, width);
    const bool open = list->n == 1 && list->items[0].open;
    alm_status status = ALM_OK;

    put(out, &status, open ? "nospace\n" : "space\n");
    for (size_t i = 0; i < list->n && status == ALM_OK; i++)
        status = put_reply(out, &a, &list->items[i]);
    return status;
}

static alm_status answer_redirection(alm_buffer *out,
                                     const alm_shell_line *line)
{
    alm_candidates list = {
        .word = line->words[line->n - 1], .files = true, .endings = ""};

    alm_complete_files(&list);
    const alm_status status = list.status == ALM_OK
                                  ? write_replies(out, &list, line, 0, 0)
                                  : list.status;
    alm_candidates_free(&list);
    return status;
}

static alm_status answer_command(alm_buffer *out, const alm_cli *cli,
                                 const alm_shell_line *line)
{
    const int type = number_at(cli, 4, '\t');
    const size_t width = (size_t)number_at(cli, 5, 80);
    const alm_typed_line typed = {.words = (const char *const *)line->words + 1,
                                  .n = line->all - 1,
                                  .at = line->n - 2,
                                  .spare = cli->spare};
    alm_completion c;
    alm_status status = alm_completion_open(&c, &typed, NULL);

    if (status != ALM_OK)
        return status;
    if (c.list.files) {
        alm_complete_files(&c.list);
        alm_candidates_filter(&c.list);
    }
    status = c.list.status;
    if (status == ALM_OK)
        status = write_replies(out, &c.list, line, type, width);
    alm_completion_close(&c);
    return status;
}

static alm_status answer_line(alm_buffer *out, const alm_cli *cli)
{
    const char *breaks =
        cli->args.n_words > 3 ? cli->args.words[3] : " \t\n\"'><=;|&(:";
    const char *rest = cli->args.n_words > 6 ? cli->args.words[6] : "";
    alm_shell_line line;
    alm_status status =
        alm_shell_line_read(&line, cli->args.words[2], rest, breaks, NULL);

    if (status != ALM_OK)
        return status;
    if (line.redirected)
        status = answer_redirection(out, &line);
    else if (line.n > 1)
        status = answer_command(out, cli, &line);
    alm_shell_line_free(&line);
    return status;
}

/* ---- the command ---- */

typedef enum question { NONE, WORDS, WORD, LINE } question;

static question question_of(const alm_cli *cli)
{
    const char *what = cli->args.n_words > 2 ? cli->args.words[1] : "";

    if (strcmp(what, "words") == 0)
        return WORDS;
    if (strcmp(what, "word") == 0 && cli->args.n_words > 3)
        return WORD;
    return strcmp(what, "line") == 0 ? LINE : NONE;
}

static alm_exit answer_shell(alm_cli *cli, question q)
{
    alm_buffer out = {0};
    alm_status status;

    keep_quiet();
    if (q == LINE)
        status = answer_line(&out, cli);
    else if (q == WORD)
        status = answer_words(&out, cli, 3, (size_t)number_at(cli, 2, 1) - 1);
    else
        status = answer_words(&out, cli, 2, SIZE_MAX);
    if (status == ALM_OK)
        (void)alm_cli_write_text(cli, &out);
    alm_buffer_free(&out);
    return ALM_EXIT_OK;
}

static alm_exit print_script(alm_cli *cli, const char *text, size_t n)
{
    alm_buffer out = {0};
    alm_error err = {0};
    const alm_exit exit = alm_buffer_add(&out, text, n, &err) == ALM_OK
                              ? alm_cli_write_text(cli, &out)
                              : alm_cli_fail_usage(cli, &err);

    alm_buffer_free(&out);
    return exit;
}

static alm_exit fail_shell(const alm_cli *cli, const char *name)
{
    alm_error err = {0};

    (void)alm_fail(&err, ALM_EINVAL, "there is no completion for \"%s\"", name);
    alm_error_help(&err, "almanac completion bash, zsh or fish");
    return alm_cli_fail_usage(cli, &err);
}

alm_exit alm_cmd_completion(alm_cli *cli)
{
    static const struct {
        const char *name;
        const char *text;
        size_t size;
    } shells[] = {{"bash", bash_script, sizeof bash_script},
                  {"zsh", zsh_script, sizeof zsh_script},
                  {"fish", fish_script, sizeof fish_script}};
    const char *what = cli->args.n_words > 1 ? cli->args.words[1] : "";
    const question asked = question_of(cli);

    if (asked != NONE)
        return answer_shell(cli, asked);
    const alm_exit exit = alm_cli_words(cli, 1, 1, "the name of a shell");
    if (exit != ALM_EXIT_OK)
        return exit;
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        if (strcmp(what, shells[i].name) == 0)
            return print_script(cli, shells[i].text, shells[i].size);
    return fail_shell(cli, what);
}
