#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/fail_place.h"
#include "io/write.h"

/* How errors look: one sentence, the line of the script, the line of the data,
 * the way out. */

static bool use_color(const alm_cli *cli)
{
    const char *color = cli->args.options.color;

    if (color != NULL && strcmp(color, "auto") != 0)
        return strcmp(color, "always") == 0;
    const char *no = getenv("NO_COLOR");
    return isatty(STDERR_FILENO) != 0 && (no == NULL || no[0] == '\0');
}

/* Text that cannot steer a terminal: it may come from a file. */
static void put_plain(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            (void)fputs("\\n", stderr);
        else if (alm_cli_is_control(*text))
            (void)fprintf(stderr, "\\x%02X", (unsigned)(unsigned char)*text);
        else
            (void)fputc(*text, stderr);
    }
}

/* `before` the text and a newline. */
static void put_line(const char *before, const char *text)
{
    (void)fputs(before, stderr);
    put_plain(text);
    (void)fputc('\n', stderr);
}

/* Blanks up to byte `n` of the line: tabs stay tabs. */
static void put_blanks(const char *line, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)line[i] & 0xC0) != 0x80) /* one a character */
            (void)fputc(line[i] == '\t' ? '\t' : ' ', stderr);
}

static void print_place(const alm_cli_place *p, size_t line)
{
    (void)fprintf(stderr, "%5zu | %s\n", line, p->line);
    if (p->from == p->to)
        return;
    (void)fputs("      | ", stderr);
    put_blanks(p->line, p->from);
    for (size_t i = p->from; i < p->to; i++)
        if (((unsigned char)p->line[i] & 0xC0) != 0x80)
            (void)fputc('^', stderr);
    (void)fputc('\n', stderr);
}

/* Where in the data it is: said by the error, or by its file and line. */
static void data_place(char *out, size_t size, const alm_error *err,
                       const alm_cli_code *c)
{
    out[0] = '\0';
    if (err->data[0] != '\0')
        (void)snprintf(out, size, "%s", err->data);
    else if (c != NULL || err->file[0] == '\0')
        return;
    else if (err->line == 0 && strstr(err->message, err->file) != NULL)
        return; /* the sentence names the file */
    else if (err->line == 0)
        (void)snprintf(out, size, "%s", err->file);
    else if (err->column == 0)
        (void)snprintf(out, size, "%s line %zu", err->file, err->line);
    else
        (void)snprintf(out, size, "%s line %zu, byte %zu", err->file, err->line,
                       err->column);
}

static void print_text(const alm_cli *cli, const alm_error *err,
                       const alm_cli_code *c)
{
    const bool color = use_color(cli);
    char data[sizeof err->data + sizeof err->file];
    alm_cli_place p;

    alm_cli_find_place(&p, cli, err, c);
    data_place(data, sizeof data, err, c);
    (void)fprintf(stderr, "%serror:%s ", color ? "\033[1;31m" : "",
                  color ? "\033[0m" : "");
    if (c != NULL && err->file[0] != '\0' && err->line > 0)
        (void)fprintf(stderr, "%s:%zu: ", err->file, err->line);
    else if (c != NULL && err->file[0] != '\0')
        (void)fprintf(stderr, "%s: ", err->file);
    put_line("", err->message);
    if (p.line[0] != '\0')
        print_place(&p, c != NULL ? err->line : 1);
    if (data[0] != '\0')
        put_line("  data: ", data);
    if (err->help[0] != '\0')
        put_line("  help: ", err->help);
    if (cli->args.options.debug && c != NULL && c->state != NULL)
        (void)fprintf(stderr, "%s\n", alm_state_traceback(c->state));
}

static void print_field(alm_buffer *buf, const char *name, const char *text)
{
    if (text[0] == '\0')
        return;
    const size_t valid = strlen(text);
    if (alm_buffer_add_text(buf, ", \"", NULL) != ALM_OK ||
        alm_buffer_add_text(buf, name, NULL) != ALM_OK ||
        alm_buffer_add_text(buf, "\": ", NULL) != ALM_OK ||
        alm_json_add_string(buf, text, valid, NULL) != ALM_OK)
        alm_buffer_clear(buf);
}

static void print_json(alm_exit exit, const alm_error *err,
                       const alm_cli_code *c, const alm_cli *cli)
{
    alm_buffer buf = {0};
    char data[sizeof err->data + sizeof err->file];
    alm_cli_place p;

    alm_cli_find_place(&p, cli, err, c);
    data_place(data, sizeof data, err, c);
    print_field(&buf, "message", err->message);
    if (c != NULL) {
        print_field(&buf, "file", err->file);
        print_field(&buf, "source", p.line);
    }
    print_field(&buf, "data", data);
    print_field(&buf, "help", err->help);
    (void)fprintf(stderr, "{\"error\": \"%s\", \"status\": %d",
                  alm_status_name(err->code), (int)exit);
    if (c != NULL && err->line > 0)
        (void)fprintf(stderr, ", \"line\": %zu", err->line);
    if (p.from != p.to)
        (void)fprintf(stderr, ", \"column\": %zu", p.from + 1);
    (void)fwrite(buf.data != NULL ? buf.data : "", 1, buf.len, stderr);
    (void)fputs("}\n", stderr);
    alm_buffer_free(&buf);
}

static alm_exit fail(const alm_cli *cli, alm_exit exit, const alm_error *err,
                     const alm_cli_code *c)
{
    const char *errors = cli->args.options.errors;

    if (errors == NULL) /* not read as far as that */
        errors = cli->ahead.options.errors;

    if (err->code == ALM_ELIMIT || err->code == ALM_ENOMEM)
        exit = ALM_EXIT_LIMIT;
    (void)fflush(stdout);
    if (errors != NULL && strcmp(errors, "json") == 0)
        print_json(exit, err, c, cli);
    else
        print_text(cli, err, c);
    return exit;
}

alm_exit alm_cli_fail(const alm_cli *cli, alm_exit exit, const alm_error *err)
{
    return fail(cli, exit, err, NULL);
}

alm_exit alm_cli_fail_code(const alm_cli *cli, alm_exit exit,
                           const alm_error *err, const alm_state *state,
                           const char *path)
{
    const alm_cli_code c = {state, path};
    return fail(cli, exit, err, &c);
}

alm_exit alm_cli_fail_usage(const alm_cli *cli, const alm_error *err)
{
    return alm_cli_fail(cli, ALM_EXIT_USAGE, err);
}

void alm_cli_fail_rest(const alm_cli *cli, alm_exit exit,
                       const alm_problem_list *problems)
{
    for (size_t i = 1; i < problems->n; i++)
        (void)alm_cli_fail(cli, exit, &problems->items[i].err);
}

void alm_cli_note(const alm_cli *cli, const char *text)
{
    if (!cli->args.options.quiet)
        put_line("note: ", text);
}

void alm_cli_remark(const alm_cli *cli, const char *fmt, ...)
{
    va_list args;

    if (!cli->args.options.verbose && !cli->ahead.options.verbose)
        return;
    va_start(args, fmt);
    (void)vfprintf(stderr, fmt, args);
    va_end(args);
    (void)fputc('\n', stderr);
}

alm_exit alm_cli_blame(alm_blame blame)
{
    switch (blame) {
    case ALM_BLAME_SCRIPT: return ALM_EXIT_SCRIPT;
    case ALM_BLAME_USAGE: return ALM_EXIT_USAGE;
    case ALM_BLAME_DATA: return ALM_EXIT_DATA;
    }
    return ALM_EXIT_SCRIPT;
}
