#include <ctype.h>
#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/number.h"
#include "bridge/raise.h"
#include "cli/cli.h"
#include "query/select.h"

/* From a result to bytes: which format, which part, where to. */

enum { ROWS_ON_TERMINAL = 100 };

typedef struct output {
    const char *format;
    const alm_part *main; /* NULL: a result of text alone */
    bool terminal;
    size_t max_rows; /* SIZE_MAX: all */
    size_t left_out; /* rows of the main part */
    alm_write_report report;
    alm_buffer bytes;
} output;

static const struct {
    const char *extension;
    const char *format;
} extensions[] = {
    {"csv", "csv"},   {"tsv", "tsv"},     {"tab", "tsv"},
    {"json", "json"}, {"jsonl", "jsonl"}, {"ndjson", "jsonl"},
    {"md", "md"},     {"markdown", "md"}, {"txt", "table"},
};

static const char *format_of_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash != NULL ? slash : path, '.');
    char lower[16];
    size_t n = 0;

    if (dot == NULL)
        return NULL;
    for (dot++; dot[n] != '\0' && n + 1 < sizeof lower; n++)
        lower[n] = (char)tolower((unsigned char)dot[n]);
    lower[n] = '\0';
    for (size_t i = 0; i < sizeof extensions / sizeof extensions[0]; i++)
        if (strcmp(extensions[i].extension, lower) == 0)
            return extensions[i].format;
    return NULL;
}

static alm_status choose_format(output *out, const alm_options *o,
                                alm_error *err)
{
    out->terminal = o->output == NULL && isatty(STDOUT_FILENO) != 0;
    if (o->as != NULL) {
        out->format = o->as;
    } else if (o->output != NULL) {
        out->format = format_of_file(o->output);
        if (out->format == NULL) {
            (void)alm_fail(err, ALM_EINVAL, "-o %s: no format has this name",
                           o->output);
            alm_error_help(err, "add --as table|csv|tsv|json|jsonl|md");
            return ALM_EINVAL;
        }
    } else {
        out->format = out->terminal ? "table" : "csv";
    }
    return ALM_OK;
}

static alm_status choose_rows(output *out, const alm_options *o, alm_error *err)
{
    int64_t n = out->terminal ? ROWS_ON_TERMINAL : 0;

    if (o->max_rows != NULL &&
        (!alm_parse_i64(&n, o->max_rows, strlen(o->max_rows)) || n < 0))
        return alm_fail(err, ALM_EINVAL, "--max-rows %s is no number of rows",
                        o->max_rows);
    out->max_rows = n == 0 ? SIZE_MAX : (size_t)n;
    return ALM_OK;
}

static bool is_format(const output *out, const char *name)
{
    return strcmp(out->format, name) == 0;
}

static bool is_for_eyes(const output *out)
{
    return is_format(out, "table") || is_format(out, "md");
}

bool alm_cli_is_for_eyes(const alm_cli *cli)
{
    output out = {0};
    return choose_format(&out, &cli->args.options, NULL) == ALM_OK &&
           is_for_eyes(&out);
}

/* With --part the document is reduced to that part. */
static alm_status choose_part(output *out, alm_document *doc, const char *name,
                              alm_error *err)
{
    const alm_part *main = NULL;
    bool has_table = false;

    for (size_t i = 0; i < doc->n_parts; i++)
        has_table = has_table || doc->parts[i].kind != ALM_PART_TEXT;
    if (name == NULL && !has_table)
        return ALM_OK;
    const alm_status status = alm_document_main(&main, doc, name, err);
    if (status != ALM_OK)
        return status;
    if (name != NULL) {
        alm_part *first = &doc->parts[0];
        alm_part *chosen = &doc->parts[main - doc->parts];
        const alm_part moved = *first;
        *first = *chosen;
        first->detail = false;
        *chosen = moved;
        for (size_t i = 1; i < doc->n_parts; i++) {
            alm_dealloc(doc->parts[i].name);
            alm_dealloc(doc->parts[i].title);
            alm_dealloc(doc->parts[i].text);
            alm_table_free(doc->parts[i].table);
        }
        doc->n_parts = 1;
        main = first;
    }
    out->main = main->kind != ALM_PART_TEXT ? main : NULL;
    return ALM_OK;
}

/* The one cell of a value as text; "" when it is missing. */
static alm_status value_text(alm_buffer *buf, const alm_table *table,
                             alm_error *err)
{
    char text[ALM_NUMBER_TEXT]; /* a period is shorter */
    alm_vector v;
    size_t n;
    const alm_status status = alm_table_vector(&v, table, 0, err);

    if (status != ALM_OK || !alm_vector_present(&v, 0))
        return status;
    const size_t at = alm_vector_at(&v, 0);
    switch (v.type) {
    case ALM_INTEGER: n = alm_format_i64(text, v.integers[at]); break;
    case ALM_NUMBER: n = alm_format_f64(text, v.numbers[at]); break;
    case ALM_PERIOD: n = alm_period_format(text, v.integers[at]); break;
    case ALM_BOOLEAN:
        return alm_buffer_add_text(buf, v.booleans[at] ? "true" : "false", err);
    case ALM_TEXT:
    default: {
        const char *value = alm_vector_text(&v, 0, &n);
        return alm_buffer_add(buf, value, n, err);
    }
    }
    return alm_buffer_add(buf, text, n, err);
}

/* ---- for eyes: a Lua renderer ---- */

typedef struct rendering {
    output *out;
    const alm_document *doc;
    const alm_options *options;
    alm_buffer value;
} rendering;

/* out(text); the output is the upvalue. */
static int take_text(lua_State *L)
{
    output *out = lua_touserdata(L, lua_upvalueindex(1));
    alm_error err;
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    if (alm_buffer_add(&out->bytes, text, n, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return 0;
}

static size_t terminal_width(const output *out)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    int64_t n;

    if (columns != NULL && alm_parse_i64(&n, columns, strlen(columns)) && n > 0)
        return (size_t)n;
    if (out->terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
    return 0;
}

static bool use_color(const output *out, const alm_options *o)
{
    if (o->color != NULL && strcmp(o->color, "auto") != 0)
        return strcmp(o->color, "always") == 0;
    const char *no = getenv("NO_COLOR");
    return out->terminal && (no == NULL || no[0] == '\0');
}

static void push_settings(lua_State *L, const rendering *r)
{
    const size_t width = terminal_width(r->out);

    lua_newtable(L);
    if (width > 0) {
        lua_pushinteger(L, (lua_Integer)width);
        lua_setfield(L, -2, "width");
    }
    if (r->out->max_rows != SIZE_MAX) {
        lua_pushinteger(L, (lua_Integer)r->out->max_rows);
        lua_setfield(L, -2, "max_rows");
    }
    lua_pushboolean(L, use_color(r->out, r->options));
    lua_setfield(L, -2, "color");
    lua_pushboolean(L, r->options->quiet);
    lua_setfield(L, -2, "quiet");
}

/* Gives the parts of the document on top of the stack that are values their
 * text. */
static void set_values(lua_State *L, const rendering *r)
{
    alm_buffer text = {0};

    lua_getfield(L, -1, "parts");
    for (size_t i = 0; i < r->doc->n_parts; i++) {
        if (r->doc->parts[i].kind != ALM_PART_VALUE)
            continue;
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        lua_pushlstring(L, r->value.data != NULL ? r->value.data : "",
                        r->value.len);
        if (r->value.len > 0)
            lua_setfield(L, -2, "value");
        else
            lua_pop(L, 1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    alm_buffer_free(&text);
}

static int render(lua_State *L)
{
    rendering *r = lua_touserdata(L, 1);

    alm_lua_push_own(L, r->out->format, "render");
    alm_lua_push_document(L, r->doc);
    set_values(L, r);
    push_settings(L, r);
    lua_pushlightuserdata(L, r->out);
    lua_pushcclosure(L, take_text, 1);
    lua_call(L, 3, 0);
    return 0;
}

/* A state of its own, without limits: what a script left behind in its own
 * cannot touch the rendering. */
static alm_status write_for_eyes(output *out, const alm_cli *cli,
                                 const alm_document *doc, alm_error *err)
{
    const alm_engine_options options = {.kind = ALM_ENGINE_RENDER,
                                        .paths = cli->paths,
                                        .state = {.compiled = cli->compiled}};
    rendering r = {.out = out, .doc = doc, .options = &cli->args.options};
    alm_engine *engine = NULL;
    alm_status status = ALM_OK;

    for (size_t i = 0; i < doc->n_parts && status == ALM_OK; i++)
        if (doc->parts[i].kind == ALM_PART_VALUE)
            status = value_text(&r.value, doc->parts[i].table, err);
    if (status == ALM_OK)
        status = alm_engine_new(&engine, &options, err);
    if (status == ALM_OK)
        status = alm_lua_run(alm_engine_lua(engine), render, &r, err);
    alm_engine_free(engine);
    alm_buffer_free(&r.value);
    return status;
}

/* ---- for programs ---- */

/* The main part, cut to --max-rows. */
static alm_status cut_rows(output *out, alm_document *doc, alm_error *err)
{
    if (out->main == NULL || is_for_eyes(out))
        return ALM_OK;
    alm_part *part = &doc->parts[out->main - doc->parts];
    const size_t rows = alm_table_rows(part->table);
    if (rows <= out->max_rows)
        return ALM_OK;
    alm_table *head = NULL;
    const alm_status status =
        alm_table_head(&head, part->table, out->max_rows, err);
    if (status != ALM_OK)
        return status;
    out->left_out = rows - out->max_rows;
    alm_table_free(part->table);
    part->table = head;
    return alm_notes_add(&doc->notes, err,
                         "first %zu of %zu rows; --max-rows 0 writes all",
                         out->max_rows, rows);
}

static alm_status write_texts(output *out, const alm_document *doc,
                              alm_error *err)
{
    alm_status status = ALM_OK;

    for (size_t i = 0; i < doc->n_parts && status == ALM_OK; i++) {
        const char *text = doc->parts[i].text;
        if (text == NULL)
            continue;
        status = alm_buffer_add_text(&out->bytes, text, err);
        if (status == ALM_OK)
            status = alm_buffer_add_byte(&out->bytes, '\n', err);
    }
    return status;
}

static alm_status write_for_programs(output *out, const alm_document *doc,
                                     alm_error *err)
{
    const alm_sink sink = alm_sink_to_buffer(&out->bytes);
    const alm_part *main = out->main;

    if (main == NULL)
        return write_texts(out, doc, err);
    if (is_format(out, "json"))
        return alm_document_write_json(doc, main, sink, &out->report, err);
    if (is_format(out, "jsonl"))
        return alm_write_jsonl(main->table, sink, &out->report, err);
    if (main->kind == ALM_PART_VALUE) {
        const alm_status status = value_text(&out->bytes, main->table, err);
        return status == ALM_OK ? alm_buffer_add_byte(&out->bytes, '\n', err)
                                : status;
    }
    if (is_format(out, "tsv"))
        return alm_write_tsv(main->table, sink, &out->report, err);
    return alm_write_csv(main->table, sink, &out->report, err);
}

/* ---- beside the result ---- */

/* Several aggregates of one column make one line. */
static void print_ledger(const alm_ledger *ledger)
{
    const size_t n = ledger != NULL ? alm_ledger_count(ledger) : 0;
    char line[1024], earlier[1024];

    for (size_t i = 0; i < n; i++) {
        const alm_ledger_entry entry = alm_ledger_get(ledger, i);
        bool said = false;
        alm_ledger_line(line, sizeof line, &entry);
        for (size_t j = 0; j < i && !said; j++) {
            const alm_ledger_entry before = alm_ledger_get(ledger, j);
            alm_ledger_line(earlier, sizeof earlier, &before);
            said = strcmp(line, earlier) == 0;
        }
        if (!said)
            (void)fprintf(stderr, "%s\n", line);
    }
}

/* What csv, tsv and jsonl have no place for; and what no format could say. */
static void print_beside(const alm_cli *cli, const output *out,
                         const alm_document *doc)
{
    char text[256];

    if (cli->args.options.quiet)
        return;
    if (!is_for_eyes(out) && !is_format(out, "json")) {
        print_ledger(doc->ledger);
        for (size_t i = 0; i < doc->notes.len; i++)
            alm_cli_note(cli, doc->notes.items[i]);
        if (doc->seeded)
            (void)fprintf(stderr, "seed: %lld\n", doc->seed);
        if (out->main != NULL && doc->n_parts > 1 &&
            cli->args.options.part == NULL) {
            (void)fputs("note: further parts:", stderr);
            for (size_t i = 0; i < doc->n_parts; i++)
                if (&doc->parts[i] != out->main)
                    (void)fprintf(stderr, " %s", doc->parts[i].name);
            (void)fputs("; --part NAME writes one\n", stderr);
        }
    }
    if (out->report.not_finite > 0) {
        const bool json = is_format(out, "json") || is_format(out, "jsonl");
        (void)snprintf(text, sizeof text,
                       "%zu value%s not finite and %s written as %s",
                       out->report.not_finite,
                       out->report.not_finite == 1 ? " is" : "s are",
                       out->report.not_finite == 1 ? "was" : "were",
                       json ? "null" : "nan, inf or -inf");
        alm_cli_note(cli, text);
    }
}

static alm_status send(const alm_cli *cli, const alm_buffer *bytes,
                       alm_error *err)
{
    const char *path = cli->args.options.output;
    const char *data = bytes->data != NULL ? bytes->data : "";

    if (path != NULL)
        return alm_file_write_atomic(path, data, bytes->len, err);
    if (fwrite(data, 1, bytes->len, stdout) != bytes->len ||
        fflush(stdout) != 0)
        return alm_fail(err, ALM_EIO, "cannot write standard output: %s",
                        strerror(errno));
    return ALM_OK;
}

static alm_status write_document(output *out, const alm_cli *cli,
                                 alm_document *doc, alm_error *err)
{
    alm_status status = cut_rows(out, doc, err);

    if (status != ALM_OK)
        return status;
    if (is_for_eyes(out))
        return write_for_eyes(out, cli, doc, err);
    return write_for_programs(out, doc, err);
}

alm_exit alm_cli_write(alm_cli *cli, alm_document *doc)
{
    const alm_options *o = &cli->args.options;
    alm_error err = {0};
    output out = {0};
    alm_exit exit = ALM_EXIT_OK;

    if (choose_format(&out, o, &err) != ALM_OK ||
        choose_rows(&out, o, &err) != ALM_OK ||
        choose_part(&out, doc, o->part, &err) != ALM_OK)
        return alm_cli_fail_usage(cli, &err);
    if (write_document(&out, cli, doc, &err) != ALM_OK ||
        send(cli, &out.bytes, &err) != ALM_OK)
        exit = alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    else
        print_beside(cli, &out, doc);
    alm_buffer_free(&out.bytes);
    return exit;
}

alm_exit alm_cli_write_text(alm_cli *cli, const alm_buffer *text)
{
    alm_error err = {0};

    if (send(cli, text, &err) != ALM_OK)
        return alm_cli_fail(cli, ALM_EXIT_DATA, &err);
    return ALM_EXIT_OK;
}
