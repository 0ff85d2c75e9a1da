#include "cli/fail_place.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

/* Line `number` of a text; false when it has not so many, or cannot be shown.
 */
static bool pick_line(char out[ALM_CLI_MOST_LINE], const char *text, size_t n,
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
    if (len >= ALM_CLI_MOST_LINE)
        return false;
    for (size_t i = 0; i < len; i++)
        if (alm_cli_is_control(text[i]))
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
static bool mark_between(alm_cli_place *p, const char *message, char mark)
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
static void mark_name(alm_cli_place *p, const char *message)
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
static const char *path_of(const alm_cli_code *c, const alm_error *err,
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
static void find_filter(alm_cli_place *p, const alm_cli *cli,
                        const alm_error *err)
{
    static const char flag[] = "--where: ";
    const alm_texts *where = &cli->args.options.where;

    if (strncmp(err->message, flag, sizeof flag - 1) != 0)
        return;
    for (size_t i = 0; i < where->n; i++) {
        alm_cli_place found = {0};
        if (!pick_line(found.line, where->items[i], strlen(where->items[i]), 1))
            continue;
        mark_name(&found, err->message);
        if (where->n > 1 && found.from == found.to)
            continue;
        if (found.to - found.from == strlen(found.line))
            found.to = found.from; /* the message quotes all of it */
        *p = p->line[0] == '\0' ? found : (alm_cli_place){0};
    }
}

void alm_cli_find_place(alm_cli_place *p, const alm_cli *cli,
                        const alm_error *err, const alm_cli_code *c)
{
    *p = (alm_cli_place){0};
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
