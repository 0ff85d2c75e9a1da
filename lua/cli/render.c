#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/number.h"
#include "bridge/raise.h"
#include "cli/output.h"
#include "cli/terminal.h"

/* Results for eyes: a renderer in Lua. */

alm_status alm_output_value(alm_buffer *buf, const alm_table *table,
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

/* Lines that a drawing leaves for its title, its axis and the prompt. */
enum { ROWS_AROUND_PLOT = 10, LEAST_PLOT = 6 };

typedef struct rendering {
    alm_output *out;
    const alm_document *doc;
    const alm_options *options;
    bool session;
    alm_buffer value;
} rendering;

/* out(text); the buffer is the upvalue. */
static int take_text(lua_State *L)
{
    alm_buffer *out = lua_touserdata(L, lua_upvalueindex(1));
    alm_error err;
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    if (alm_buffer_add(out, text, n, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return 0;
}

void alm_cli_push_writer(lua_State *L, alm_buffer *out)
{
    lua_pushlightuserdata(L, out);
    lua_pushcclosure(L, take_text, 1);
}

bool alm_cli_use_color(const alm_cli *cli)
{
    const alm_options *o = &cli->args.options;

    return (o->output == NULL || o->color != NULL) &&
           alm_terminal_uses_color(STDOUT_FILENO, o->color);
}

static void set_size(lua_State *L, const char *name, size_t n)
{
    if (n == 0)
        return;
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, name);
}

static void set_truth(lua_State *L, const char *name, bool value)
{
    lua_pushboolean(L, value);
    lua_setfield(L, -2, name);
}

static void push_settings(lua_State *L, const rendering *r)
{
    const alm_options *o = r->options;
    const int fd = r->out->beside ? STDERR_FILENO : STDOUT_FILENO;
    const bool to_file = o->output != NULL && !r->out->beside;
    const size_t rows = to_file ? 0 : alm_terminal_rows(fd);

    lua_newtable(L);
    set_size(L, "width", alm_terminal_columns(to_file ? -1 : fd));
    set_size(L, "height",
             rows > ROWS_AROUND_PLOT + LEAST_PLOT ? rows - ROWS_AROUND_PLOT
                                                  : 0);
    set_size(L, "max_rows",
             r->out->max_rows != SIZE_MAX ? r->out->max_rows : 0);
    if (o->lang != NULL) {
        lua_pushstring(L, o->lang);
        lua_setfield(L, -2, "language");
    }
    set_truth(L, "color",
              (!to_file || o->color != NULL) &&
                  alm_terminal_uses_color(fd, o->color));
    set_truth(L, "truecolor", alm_terminal_has_true_color());
    set_truth(L, "unicode", alm_terminal_is_utf8());
    /* In a session a chart alone is what was asked for. */
    set_truth(L, "plot", o->plot || (r->session && r->doc->n_parts == 1));
    set_truth(L, "quiet", o->quiet);
    set_truth(L, "session", r->session);
}

/* Gives the parts of the document on top of the stack that are values their
 * text. */
static void set_values(lua_State *L, const rendering *r)
{
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
}

static int render(lua_State *L)
{
    rendering *r = lua_touserdata(L, 1);

    alm_lua_push_own(L, r->out->format->name, "render");
    alm_lua_push_document(L, r->doc);
    set_values(L, r);
    push_settings(L, r);
    alm_cli_push_writer(L, &r->out->bytes);
    lua_call(L, 3, 0);
    return 0;
}

/* What a script left behind in its own state cannot touch the rendering. */
alm_status alm_cli_render(const alm_cli *cli, lua_CFunction f, void *argument,
                          alm_error *err)
{
    const alm_engine_options options = {.kind = ALM_ENGINE_RENDER,
                                        .paths = cli->paths};
    alm_engine *engine = NULL;
    alm_status status = alm_engine_new(&engine, &options, err);

    if (status == ALM_OK)
        status = alm_lua_run(alm_engine_lua(engine), f, argument, err);
    alm_engine_free(engine);
    return status;
}

alm_status alm_output_render(alm_output *out, const alm_cli *cli,
                             const alm_document *doc, alm_error *err)
{
    rendering r = {.out = out,
                   .doc = doc,
                   .options = &cli->args.options,
                   .session = cli->session != NULL};
    alm_status status = ALM_OK;

    for (size_t i = 0; i < doc->n_parts && status == ALM_OK; i++)
        if (doc->parts[i].kind == ALM_PART_VALUE)
            status = alm_output_value(&r.value, doc->parts[i].table, err);
    if (status == ALM_OK)
        status = alm_cli_render(cli, render, &r, err);
    alm_buffer_free(&r.value);
    return status;
}
