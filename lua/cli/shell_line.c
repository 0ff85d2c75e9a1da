#include "cli/shell_line.h"

#include <string.h>

#include "base/alloc.h"

/* What is read; words are written one after the other into a block that is as
 * long as the line and the NULs. */
typedef struct reader {
    const char *at;
    const char *breaks;
    char *end;    /* of the words so far */
    char *start;  /* of the word under way; NULL between words */
    bool target;  /* the word under way, or the next, is that of a < or > */
    char **words; /* room for all */
    size_t n;
    char quote;
    size_t kept;
    bool behind; /* the cursor */
    bool skip;   /* the word under way: what is left of the cursor's */
    bool over;   /* the command is */
} reader;

static bool is_in(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static void begin_word(reader *r)
{
    if (r->start != NULL)
        return;
    r->start = r->end;
    r->kept = 0;
}

static void put(reader *r, char c)
{
    begin_word(r);
    *r->end++ = c;
}

/* A file that is redirected to is no word of the command. */
static void end_word(reader *r)
{
    if (r->start == NULL)
        return;
    if (r->skip || r->target) {
        r->end = r->start;
        r->target = r->target && r->skip;
        r->skip = false;
    } else {
        *r->end++ = '\0';
        r->words[r->n++] = r->start;
    }
    r->start = NULL;
}

/* "2" before ">" says which stream, and belongs to it. */
static void drop_stream_number(reader *r)
{
    if (r->start == NULL)
        return;
    for (const char *c = r->start; c < r->end; c++)
        if (*c < '0' || *c > '9')
            return;
    r->end = r->start;
    r->start = NULL;
    r->skip = false;
}

static void read_operator(reader *r, char c)
{
    if (c == '<' || c == '>') {
        drop_stream_number(r);
        end_word(r);
        r->target = true;
    } else if (!(c == '&' && r->target && r->start == NULL) &&
               !(c == '&' && r->at[1] == '>')) {
        end_word(r);
        r->over = r->behind;
        r->n = r->behind ? r->n : 0; /* another command */
        r->target = false;
    }
}

static void mark_break(reader *r, char c)
{
    if (is_in(c, r->breaks))
        r->kept = (size_t)(r->end - r->start);
}

/* A quote opens; what is typed inside is replaced from its start. */
static void open_quote(reader *r, char c)
{
    begin_word(r);
    r->quote = c;
    r->kept = (size_t)(r->end - r->start);
}

static void read_quoted(reader *r, char c)
{
    if (c == r->quote) {
        r->quote = 0;
        mark_break(r, c);
    } else if (r->quote == '"' && c == '\\' && is_in(r->at[1], "\\\"$`")) {
        put(r, *++r->at);
    } else {
        put(r, c);
    }
}

static void read_byte(reader *r, char c)
{
    if (r->quote != 0) {
        read_quoted(r, c);
    } else if (c == '\\') {
        begin_word(r);
        if (r->at[1] != '\0')
            put(r, *++r->at);
    } else if (c == '\'' || c == '"') {
        open_quote(r, c);
    } else if (is_in(c, " \t\n")) {
        end_word(r);
    } else if (is_in(c, "<>|&;()")) {
        read_operator(r, c);
    } else {
        put(r, c);
        mark_break(r, c);
    }
}

/* The words of the same command behind the cursor. */
static void read_rest(reader *r, const char *rest)
{
    r->behind = true;
    begin_word(r);
    r->skip = true;
    for (r->at = rest; *r->at != '\0' && !r->over; r->at++)
        read_byte(r, *r->at);
    end_word(r);
}

alm_status alm_shell_line_read(alm_shell_line *out, const char *text,
                               const char *rest, const char *breaks,
                               alm_error *err)
{
    const size_t n = strlen(text) + strlen(rest) + 1;
    const size_t most = n / 2 + 2;
    char **words = alm_alloc(1, most * sizeof *words + 2 * n + 2);

    if (words == NULL)
        return alm_fail_memory(err, "the line");
    reader r = {.at = text,
                .breaks = breaks,
                .end = (char *)(words + most),
                .words = words};
    for (; *r.at != '\0'; r.at++)
        read_byte(&r, *r.at);
    const bool redirected = r.target;
    const char quote = r.quote;
    begin_word(&r);
    const size_t kept = r.kept;
    r.target = false;
    end_word(&r);
    const size_t before = r.n;
    read_rest(&r, rest);
    *out = (alm_shell_line){words, before, r.n, quote, kept, redirected};
    return ALM_OK;
}

void alm_shell_line_free(alm_shell_line *line)
{
    alm_dealloc(line->words);
    *line = (alm_shell_line){0};
}

static alm_status quote_byte(alm_buffer *out, char c, char quote, bool first,
                             alm_error *err)
{
    if (quote == '\'')
        return c == '\'' ? alm_buffer_add_text(out, "'\\''", err)
                         : alm_buffer_add_byte(out, c, err);
    const bool special = quote == '"' ? is_in(c, "\\\"$`")
                                      : is_in(c, " \t\\\"'$`&|;<>()*?[]{}!") ||
                                            (first && c == '#');
    const alm_status status =
        special ? alm_buffer_add_byte(out, '\\', err) : ALM_OK;
    return status == ALM_OK ? alm_buffer_add_byte(out, c, err) : status;
}

alm_status alm_shell_quote(alm_buffer *out, const char *text, char quote,
                           bool first, alm_error *err)
{
    alm_status status = ALM_OK;

    for (const char *c = text; *c != '\0' && status == ALM_OK; c++)
        status = quote_byte(out, *c, quote, first && c == text, err);
    return status;
}
