#include "runtime/chunk.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/utf8.h"
#include "runtime/chunk_name.h"
#include "runtime/embedded.h"
#include "runtime/internal.h"

#define MOST_SOURCE ((size_t)64 << 20)

static const alm_source *find_source(const alm_state *state, const char *name,
                                     size_t len)
{
    for (size_t i = 0; i < state->n_sources; i++) {
        const char *known = state->sources[i].name;
        if (strlen(known + 1) == len && memcmp(known + 1, name, len) == 0)
            return &state->sources[i];
    }
    return NULL;
}

alm_status alm_source_add(alm_state *state, const char *name, const char *path,
                          alm_error *err)
{
    const size_t n = state->n_sources;
    char *own_name = NULL;
    char *own_path = NULL;

    if (find_source(state, name + 1, strlen(name + 1)) != NULL)
        return ALM_OK;
    alm_source *grown =
        alm_realloc(state->sources, n + 1, sizeof *state->sources);
    if (grown == NULL)
        goto no_memory;
    state->sources = grown;
    own_name = alm_text_copy(name, strlen(name));
    own_path = alm_text_copy(path, strlen(path));
    if (own_name == NULL || own_path == NULL)
        goto no_memory;
    state->sources[n] = (alm_source){.name = own_name, .path = own_path};
    state->n_sources++;
    return ALM_OK;
no_memory:
    alm_dealloc(own_name);
    alm_dealloc(own_path);
    return alm_fail_memory(err, "the list of scripts");
}

void alm_sources_free(alm_state *state)
{
    for (size_t i = 0; i < state->n_sources; i++) {
        alm_dealloc(state->sources[i].name);
        alm_dealloc(state->sources[i].path);
    }
    alm_dealloc(state->sources);
    state->sources = NULL;
    state->n_sources = 0;
}

const char *alm_state_path(const alm_state *state, const char *name)
{
    const alm_source *source = find_source(state, name, strlen(name));
    return source != NULL && source->path[0] != '\0' ? source->path : NULL;
}

const char *alm_source_strip(const alm_state *state, const char *text,
                             const char **name, size_t *line)
{
    for (const char *colon = strchr(text, ':'); colon != NULL;
         colon = strchr(colon + 1, ':')) {
        const alm_source *source =
            find_source(state, text, (size_t)(colon - text));
        if (source == NULL || !isdigit((unsigned char)colon[1]))
            continue;
        char *end;
        const unsigned long n = strtoul(colon + 1, &end, 10);
        if (end[0] != ':' || end[1] != ' ')
            continue;
        *name = source->name;
        *line = n;
        return end + 2;
    }
    return NULL;
}

/* What people used to other languages write, and what Lua calls it. */
static const struct slip {
    const char *near;
    const char *help;
} slips[] = {
    {"near '!'", "not equal is written ~=, and negation is written not"},
    {"near '+'", "there is no += or ++: write x = x + 1"},
    {"near '-'", "there is no -= or --: write x = x - 1"},
    {"near '*'", "there is no *=: write x = x * 2"},
    {"near '/'", "there is no /=: write x = x / 2"},
    {"near '&'", "and is written and"},
    {"near '|'", "or is written or"},
    {"'then' expected near '='", "equality is written =="},
    {"near '?'", "a choice is written cond and a or b"},
    {"near '{'", "a block is written do ... end, then ... end"},
    {"near 'local'", "is a bracket or a quote not closed before this line?"},
};

static void add_help(alm_error *err)
{
    for (size_t i = 0; i < sizeof slips / sizeof slips[0]; i++) {
        if (strstr(err->message, slips[i].near) == NULL)
            continue;
        alm_error_help(err, "%s", slips[i].help);
        return;
    }
}

/* "'end' expected (to close 'function' at line 3) near <eof>" in words; false
 * for every other message. */
static bool explain_unclosed(alm_error *err, const char *text)
{
    char wanted[32];
    char opened[32];
    char near[128];
    unsigned long from;

    if (sscanf(text,
               "'%31[^']' expected (to close '%31[^']' at line %lu) near "
               "%127[^\n]",
               wanted, opened, &from, near) != 4)
        return false;
    (void)alm_fail(err, ALM_EPARSE,
                   "the '%s' of line %lu is not closed: '%s' expected %s%s",
                   opened, from, wanted,
                   strcmp(near, "<eof>") == 0 ? "before the end" : "before ",
                   strcmp(near, "<eof>") == 0 ? "" : near);
    if (strcmp(wanted, "end") == 0 || strcmp(wanted, "until") == 0)
        alm_error_help(err, "a block between these lines has no '%s'", wanted);
    else
        alm_error_help(err, "add the missing '%s'", wanted);
    return true;
}

/* Turns "growth.lua:14: message" into words and a place; `line` is how far the
 * compiler has read. */
static void explain_syntax(alm_error *err, const char *name, const char *text,
                           unsigned long line)
{
    const char *rest = text;

    for (const char *c = strchr(text, ':'); c != NULL; c = strchr(c + 1, ':')) {
        char *end;
        if (!isdigit((unsigned char)c[1]))
            continue;
        const unsigned long found = strtoul(c + 1, &end, 10);
        if (end[0] == ':' && end[1] == ' ') {
            line = found;
            rest = end + 2;
            break;
        }
    }
    if (strcmp(rest, "C stack overflow") == 0)
        (void)alm_fail(err, ALM_EPARSE, "the text is nested too deeply");
    else if (!explain_unclosed(err, rest)) {
        const char *eof = strstr(rest, " near <eof>");
        if (eof != NULL)
            (void)alm_fail(err, ALM_EPARSE, "%.*s at the end of the text",
                           (int)(eof - rest), rest);
        else
            (void)alm_fail(err, ALM_EPARSE, "%s", rest);
        add_help(err);
    }
    alm_error_at(err, name, line, 0);
}

/* Skips the byte order mark, and the text of a `#` line but not its end. */
static void skip_preamble(const char **text, size_t *len)
{
    if (*len >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0) {
        *text += 3;
        *len -= 3;
    }
    if (*len == 0 || **text != '#')
        return;
    const char *end = memchr(*text, '\n', *len);
    const size_t n = end != NULL ? (size_t)(end - *text) : *len;
    *text += n;
    *len -= n;
}

/* Any byte may stand in a text of Lua, but what a script shows is UTF-8. */
static alm_status check_utf8(const char *name, const char *text, size_t len,
                             alm_error *err)
{
    const size_t valid = alm_utf8_check(text, len);
    size_t line = 1;

    if (valid == len)
        return ALM_OK;
    for (size_t i = 0; i < valid; i++)
        line += text[i] == '\n';
    (void)alm_fail(err, ALM_EPARSE, "the script is not UTF-8 text: byte 0x%02X",
                   (unsigned)(unsigned char)text[valid]);
    alm_error_help(err, "save it as plain text in UTF-8");
    alm_error_at(err, name, line, 0);
    return ALM_EPARSE;
}

static alm_status check_text(const char *name, const char *text, size_t len,
                             alm_error *err)
{
    const char *what = NULL;

    if (len > 0 && text[0] == LUA_SIGNATURE[0])
        what = "this is compiled Lua (bytecode), which is refused";
    else if (len > 1 && (memcmp(text, "\xFF\xFE", 2) == 0 ||
                         memcmp(text, "\xFE\xFF", 2) == 0))
        what = "the text is UTF-16, not UTF-8";
    if (what == NULL)
        return check_utf8(name, text, len, err);
    (void)alm_fail(err, ALM_EPARSE, "%s", what);
    alm_error_help(err, "save it as plain text in UTF-8");
    alm_error_at(err, name, 1, 0);
    return ALM_EPARSE;
}

/* Hands the text to the compiler line by line, for the errors in which Lua does
 * not tell how far it came. */
typedef struct line_reader {
    const char *text;
    size_t len;
    unsigned long line;
} line_reader;

static const char *read_line(lua_State *L, void *data, size_t *size)
{
    line_reader *reader = data;
    const char *text = reader->text;

    (void)L;
    *size = reader->len;
    if (reader->len == 0)
        return NULL;
    const char *end = memchr(text, '\n', reader->len);
    if (end != NULL)
        *size = (size_t)(end - text) + 1;
    reader->text += *size;
    reader->len -= *size;
    reader->line++;
    return text;
}

/* The globals of the function on top of the stack are those of the sandbox. */
static void enclose(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &alm_key_environment);
    (void)lua_setupvalue(L, -2, 1);
}

/* `chunk` is the name with its '@' or '='. */
static alm_status load_text(lua_State *L, const char *chunk, const char *text,
                            size_t len, alm_error *err)
{
    alm_status status = check_text(chunk + 1, text, len, err);
    if (status != ALM_OK)
        return status;
    if (!lua_checkstack(L, 4))
        return alm_fail_memory(err, "the Lua stack");
    skip_preamble(&text, &len);
    line_reader reader = {.text = text, .len = len};
    switch (lua_load(L, read_line, &reader, chunk, "t")) {
    case LUA_OK: enclose(L); return ALM_OK;
    case LUA_ERRMEM: {
        alm_limit *limit = &alm_state_of(L)->limit;
        lua_pop(L, 1);
        limit->kind = ALM_LIMIT_MEMORY;
        status = alm_limit_describe(limit, err);
        alm_error_at(err, chunk + 1, 0, 0);
        return status;
    }
    default:
        if (err != NULL)
            explain_syntax(err, chunk + 1, lua_tostring(L, -1), reader.line);
        lua_pop(L, 1);
        return ALM_EPARSE;
    }
}

alm_status alm_chunk_load(lua_State *L, alm_chunk_kind kind, const char *name,
                          const char *text, size_t len, alm_error *err)
{
    char chunk[LUA_IDSIZE];

    alm_chunk_name(chunk, sizeof chunk, kind, name);
    const alm_status status = alm_source_add(alm_state_of(L), chunk, "", err);
    return status == ALM_OK ? load_text(L, chunk, text, len, err) : status;
}

/* The file's own name, or its path when another file has that name. */
static const char *display_name(const alm_state *state, alm_chunk_kind kind,
                                const char *path)
{
    const char *name = alm_chunk_file_name(kind, path);
    const alm_source *other = find_source(state, name, strlen(name));
    return other == NULL || strcmp(other->path, path) == 0 ? name : path;
}

/* The function of the file, whose name the state knows, and its text. */
static alm_status read_file(lua_State *L, const char *chunk, const char *path,
                            alm_buffer *text, alm_error *err)
{
    const alm_status status = alm_file_read(text, path, MOST_SOURCE, err);

    if (status != ALM_OK)
        return status;
    if (!lua_checkstack(L, 4))
        return alm_fail_memory(err, "the Lua stack");
    if (!alm_embedded_push(L, chunk, text->data, text->len))
        return load_text(L, chunk, text->len != 0 ? text->data : "", text->len,
                         err);
    enclose(L);
    return ALM_OK;
}

alm_status alm_chunk_read_file(lua_State *L, alm_chunk_kind kind,
                               const char *path, alm_buffer *text,
                               alm_error *err)
{
    alm_state *state = alm_state_of(L);
    char chunk[LUA_IDSIZE];

    alm_chunk_name(chunk, sizeof chunk, kind, display_name(state, kind, path));
    const alm_status status = alm_source_add(state, chunk, path, err);
    return status == ALM_OK ? read_file(L, chunk, path, text, err) : status;
}

alm_status alm_chunk_load_file(lua_State *L, alm_chunk_kind kind,
                               const char *path, alm_error *err)
{
    alm_buffer text = {0};
    const alm_status status = alm_chunk_read_file(L, kind, path, &text, err);

    alm_buffer_free(&text);
    return status;
}
