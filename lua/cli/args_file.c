#include "cli/args_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "io/json_scan.h"
#include "io/nearby.h"

/* Where the reading is. The grammar was checked: values are only cut out. */
typedef struct walk {
    alm_json_scanner scanner;
    const char *name; /* of the file */
    alm_args_file *out;
    size_t key; /* where the name of the argument stands, its quotes included */
    size_t key_end;
} walk;

static alm_status fail_at(const walk *w, size_t at, alm_error *err,
                          const char *what)
{
    const alm_status status = alm_json_fail(
        &w->scanner, at, err, "--args-file %s: %s", w->name, what);
    alm_error_help(err, "it is one JSON object of arguments by name: "
                        "{\"top\": 5, \"columns\": [\"a\", \"b\"]}");
    return status;
}

/* "args.json line 3, column 10", a new text. */
static char *place_of(const walk *w, size_t at)
{
    char text[600];
    size_t line = 1;
    size_t start = 0;

    for (size_t i = 0; i < at; i++)
        if (w->scanner.text[i] == '\n') {
            line++;
            start = i + 1;
        }
    const int n = snprintf(text, sizeof text, "%.500s line %zu, column %zu",
                           w->name, line, at - start + 1);
    return n > 0 ? alm_text_copy(text, (size_t)n) : NULL;
}

static char *text_of(const walk *w, size_t start, size_t end, alm_error *err)
{
    const char *json = w->scanner.text;
    alm_buffer buf = {0};
    char *text = NULL;

    if (json[start] != '"')
        text = alm_text_copy(json + start, end - start);
    else if (alm_json_decode(&buf, json, start, end, err) == ALM_OK)
        text = alm_text_copy(buf.data != NULL ? buf.data : "", buf.len);
    alm_buffer_free(&buf);
    if (text == NULL)
        (void)alm_fail_memory(err, "the arguments");
    return text;
}

/* Adds the value in [start, end), or with start == end an empty list. */
static alm_status add_value(walk *w, size_t start, size_t end, bool listed,
                            alm_error *err)
{
    alm_args_file *out = w->out;
    alm_script_value *items =
        alm_grow(out->items, &out->cap, out->n, sizeof *items);

    if (items == NULL)
        return alm_fail_memory(err, "the arguments");
    out->items = items;
    alm_script_value *item = &items[out->n++];
    *item = (alm_script_value){.listed = listed};
    item->name = text_of(w, w->key, w->key_end, err);
    item->place = place_of(w, start);
    if (start < end)
        item->text = text_of(w, start, end, err);
    if (item->name == NULL || item->place == NULL ||
        (start < end && item->text == NULL))
        return alm_fail_memory(err, "the arguments");
    return ALM_OK;
}

/* A text, a number, true or false; nothing for null. */
static alm_status take_single(walk *w, bool listed, alm_error *err)
{
    alm_json_scanner *s = &w->scanner;
    const size_t start = s->at;
    const char first = s->text[start];

    if (first == '{' || first == '[')
        return fail_at(w, start, err,
                       first == '{' ? "an object is no value of an argument"
                                    : "a list in a list is no value");
    s->nul_seen = false;
    const alm_status status = alm_json_scan_value(s, err);
    if (status != ALM_OK)
        return status;
    if (first == 'n')
        return listed ? fail_at(w, start, err, "null is no value of a list")
                      : ALM_OK;
    if (first == '"' && s->nul_seen)
        return fail_at(w, start, err, "a text with \\u0000");
    return add_value(w, start, s->at, listed, err);
}

static alm_status take_list(walk *w, alm_error *err)
{
    alm_json_scanner *s = &w->scanner;
    const size_t start = s->at;

    (void)alm_json_accept(s, '[');
    (void)alm_json_skip_blanks(s);
    if (alm_json_accept(s, ']'))
        return add_value(w, start, start, true, err);
    for (;;) {
        (void)alm_json_skip_blanks(s);
        const alm_status status = take_single(w, true, err);
        if (status != ALM_OK)
            return status;
        (void)alm_json_skip_blanks(s);
        if (!alm_json_accept(s, ','))
            break;
    }
    (void)alm_json_accept(s, ']');
    return ALM_OK;
}

static alm_status take_member(walk *w, alm_error *err)
{
    alm_json_scanner *s = &w->scanner;

    (void)alm_json_skip_blanks(s);
    w->key = s->at;
    s->nul_seen = false;
    const alm_status status = alm_json_scan_string(s, err);
    if (status != ALM_OK)
        return status;
    w->key_end = s->at;
    if (s->nul_seen)
        return fail_at(w, w->key, err, "a name with \\u0000");
    (void)alm_json_skip_blanks(s);
    (void)alm_json_accept(s, ':');
    (void)alm_json_skip_blanks(s);
    return s->text[s->at] == '[' ? take_list(w, err)
                                 : take_single(w, false, err);
}

static alm_status take_object(walk *w, alm_error *err)
{
    alm_json_scanner *s = &w->scanner;

    (void)alm_json_skip_blanks(s);
    if (!alm_json_accept(s, '{'))
        return fail_at(w, s->at, err, "this is no object");
    (void)alm_json_skip_blanks(s);
    if (alm_json_accept(s, '}'))
        return ALM_OK;
    do {
        const alm_status status = take_member(w, err);
        if (status != ALM_OK)
            return status;
        (void)alm_json_skip_blanks(s);
    } while (alm_json_accept(s, ','));
    return ALM_OK;
}

/* The text of the file, without a byte order mark. */
static alm_status read_text(walk *w, const char *text, size_t n, alm_error *err)
{
    alm_status status = alm_json_check(text, n, true, err);

    if (status != ALM_OK) {
        alm_error_at(err, w->name, err->line, err->column);
        return status;
    }
    w->scanner.text = text;
    w->scanner.n = n;
    w->scanner.name = w->name;
    status = take_object(w, err);
    alm_json_scanner_free(&w->scanner);
    return status;
}

alm_status alm_args_file_read(alm_args_file *out, const char *path,
                              alm_error *err)
{
    const char *slash = strrchr(path, '/');
    walk w = {.name = slash != NULL ? slash + 1 : path, .out = out};
    alm_source *source = NULL;
    alm_status status =
        alm_source_open(&source, path, ALM_ENCODING_UTF8, 0, err);

    if (status != ALM_OK) {
        if (err != NULL && err->help[0] == '\0')
            (void)alm_suggest_file(path, err);
        return status;
    }
    const char *text = alm_source_text(source);
    if (text != NULL)
        status = read_text(&w, text, alm_source_size(source), err);
    else
        status = alm_fail(err, ALM_ELIMIT, "%s is too long", path);
    alm_source_free(source);
    return status;
}

void alm_args_file_free(alm_args_file *file)
{
    for (size_t i = 0; i < file->n; i++) {
        alm_dealloc((void *)file->items[i].name);
        alm_dealloc((void *)file->items[i].text);
        alm_dealloc((void *)file->items[i].place);
    }
    alm_dealloc(file->items);
    *file = (alm_args_file){0};
}
