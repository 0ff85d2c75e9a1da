#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/cli.h"
#include "io/write.h"

/* How errors look: one sentence, the line of the script, the line of the data,
 * the way out. */

enum { MOST_LINE = 400 }; /* bytes shown of a line of a script */

/* Where the code ran that failed, to find its text. */
typedef struct code {
    const alm_state *state; /* may be NULL */
    const char *path;       /* of the script, where there is no state */
} code;

typedef struct place {
    char line[MOST_LINE]; /* of the script, "" when it cannot be shown */
    size_t from;          /* marked bytes of it; from == to: none */
    size_t to;
} place;

static bool use_color(const alm_cli *cli)
{
    const char *color = cli->args.options.color;

    if (color != NULL && strcmp(color, "auto") != 0)
        return strcmp(color, "always") == 0;
    const char *no = getenv("NO_COLOR");
    return isatty(STDERR_FILENO) != 0 && (no == NULL || no[0] == '\0');
}

static bool is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7F;
}

/* Text that cannot steer a terminal: it may come from a file. */
static void put_plain(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            (void)fputs("\\n", stderr);
        else if (is_control(*text))
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

/* Line `number` of a text; false when it has not so many, or cannot be shown.
 */
static bool pick_line(char out[MOST_LINE], const char *text, size_t n,
                      size_t number)
{
    const char *end = text + n;

    for (size_t i = 1; i < number; i++) {
        text = memchr(text, '\n', (size_t)(end - text));
        if (text == NULL)
            return false;
        text++;
    }
    const char *stop = memchr(text, '\n', (size_t)(end - text));
    size_t len = (size_t)((stop != NULL ? stop : end) - text);
    if (len > 0 && text[len - 1] == '\r')
        len--;
    if (len >= MOST_LINE)
        return false;
    for (size_t i = 0; i < len; i++)
        if (is_control(text[i]))
            return false;
    if (alm_utf8_check(text, len) != len)
        return false;
    memcpy(out, text, len);
    out[len] = '\0';
    return true;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (c & 0x80) != 0;
}

/* The only place in the line where `name` stands as a whole word. */
static const char *only_place(const char *line, const char *name, size_t n)
{
    const char *found = NULL;

    for (const char *at = strstr(line, name); at != NULL;
         at = strstr(at + 1, name)) {
        if ((at > line && is_name(at[-1]) && is_name(name[0])) ||
            (is_name(at[n]) && is_name(name[n - 1])))
            continue;
        if (found != NULL)
            return NULL;
        found = at;
    }
    return found;
}

/* Marks the name that the message has between two marks, with what it is a
 * field of: "r.users". Whether it stands in the line. */
static bool mark_between(place *p, const char *message, char mark)
{
    char name[128];
    const char *open = strchr(message, mark);
    const char *close = open != NULL ? strchr(open + 1, mark) : NULL;

    if (close == NULL || close == open + 1 ||
        (size_t)(close - open) > sizeof name)
        return false;
    const size_t n = (size_t)(close - open) - 1;
    memcpy(name, open + 1, n);
    name[n] = '\0';
    const char *at = only_place(p->line, name, n);
    if (at == NULL)
        return false;
    p->to = (size_t)(at - p->line) + n;
    while (at > p->line && (is_name(at[-1]) || at[-1] == '.'))
        at--;
    p->from = (size_t)(at - p->line);
    return true;
}

/* The name of a value, or the word of a declaration. */
static void mark_name(place *p, const char *message)
{
    if (!mark_between(p, message, '"'))
        (void)mark_between(p, message, '`');
}

enum { MOST_PATH = 1024 };

/* The module `name` that the script in `path` loads, into `out`: beside it, or
 * in its folder `lib`. */
static bool find_module(char out[MOST_PATH], const char *path, const char *name)
{
    static const char *const folders[] = {"", "lib/"};
    const char *slash = strrchr(path, '/');
    const int n = slash != NULL ? (int)(slash - path) + 1 : 0;

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        (void)snprintf(out, MOST_PATH, "%.*s%s%s", n, path, folders[i], name);
        if (access(out, R_OK) == 0)
            return true;
    }
    return false;
}

/* The file behind the name that the error gives; NULL when there is none. The
 * path may be in `room`. */
static const char *path_of(const code *c, const alm_error *err,
                           char room[MOST_PATH])
{
    if (c->state != NULL)
        return alm_state_path(c->state, err->file);
    const char *slash = strrchr(c->path, '/');
    const char *name = slash != NULL ? slash + 1 : c->path;
    if (strcmp(name, err->file) == 0)
        return c->path;
    return find_module(room, c->path, err->file) ? room : NULL;
}

/* The expression of --where that the error is about: the only one, or the only
 * one that has the name which the message quotes. */
static void find_filter(place *p, const alm_cli *cli, const alm_error *err)
{
    static const char flag[] = "--where: ";
    const alm_texts *where = &cli->args.options.where;

    if (strncmp(err->message, flag, sizeof flag - 1) != 0)
        return;
    for (size_t i = 0; i < where->n; i++) {
        place found = {0};
        if (!pick_line(found.line, where->items[i], strlen(where->items[i]), 1))
            continue;
        mark_name(&found, err->message);
        if (where->n > 1 && found.from == found.to)
            continue;
        if (found.to - found.from == strlen(found.line))
            found.to = found.from; /* the message quotes all of it */
        *p = p->line[0] == '\0' ? found : (place){0};
    }
}

static void find_place(place *p, const alm_cli *cli, const alm_error *err,
                       const code *c)
{
    *p = (place){0};
    if (c == NULL)
        find_filter(p, cli, err);
    if (c == NULL || err->line == 0)
        return;
    char room[MOST_PATH];
    const char *path = path_of(c, err, room);
    if (path != NULL) {
        alm_source *source = NULL;
        if (alm_source_open(&source, path, ALM_ENCODING_UTF8, 0, NULL) !=
            ALM_OK)
            return;
        const char *text = alm_source_text(source);
        if (text == NULL ||
            !pick_line(p->line, text, alm_source_size(source), err->line))
            p->line[0] = '\0';
        alm_source_free(source);
    } else if (cli->typed.text != NULL &&
               strcmp(err->file, cli->typed.name) == 0) {
        const char *text = cli->typed.text;
        if (!pick_line(p->line, text, strlen(text), err->line))
            p->line[0] = '\0';
    }
    if (p->line[0] == '\0')
        return;
    if (err->column > 0 && err->column <= strlen(p->line)) {
        p->from = err->column - 1;
        p->to = err->column;
    } else {
        mark_name(p, err->message);
    }
}

/* Blanks up to byte `n` of the line: tabs stay tabs. */
static void put_blanks(const char *line, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)line[i] & 0xC0) != 0x80) /* one a character */
            (void)fputc(line[i] == '\t' ? '\t' : ' ', stderr);
}

static void print_place(const place *p, size_t line)
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
                       const code *c)
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

static void print_text(const alm_cli *cli, const alm_error *err, const code *c)
{
    const bool color = use_color(cli);
    char data[sizeof err->data + sizeof err->file];
    place p;

    find_place(&p, cli, err, c);
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

static void print_json(alm_exit exit, const alm_error *err, const code *c,
                       const alm_cli *cli)
{
    alm_buffer buf = {0};
    char data[sizeof err->data + sizeof err->file];
    place p;

    find_place(&p, cli, err, c);
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
                     const code *c)
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
    const code c = {state, path};
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
