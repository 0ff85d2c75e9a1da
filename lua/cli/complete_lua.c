#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "bridge/bridge.h"
#include "cli/complete.h"

/* What declarations and data have to offer: module almanac.completion. */

enum { HEAD_BYTES = 1 << 20 }; /* of a file: read and inferred in 20 ms */
static const double DATA_SECONDS = 0.2;

/* offer(text, help, open, from): a candidate; the first `from` bytes of `text`
 * stand there already. */
static int offer(lua_State *L)
{
    alm_completion *c = lua_touserdata(L, lua_upvalueindex(1));
    const char *text = luaL_checkstring(L, 1);
    const char *help = lua_tostring(L, 2);
    const lua_Integer from = luaL_optinteger(L, 4, 0);
    const size_t before = c->list.n;

    alm_complete_add(c, text, help, lua_toboolean(L, 3));
    if (c->list.n > before)
        c->list.items[before].shown += (size_t)from;
    return 0;
}

static void push_offer(lua_State *L, alm_completion *c)
{
    lua_pushlightuserdata(L, c);
    lua_pushcclosure(L, offer, 1);
}

/* ---- declarations ---- */

static int offer_flags(lua_State *L)
{
    alm_completion *c = lua_touserdata(L, 1);
    const alm_arguments *args = &c->cli.args;

    alm_lua_push_own(L, "almanac.completion", "flags");
    alm_script_push(c->script);
    lua_createtable(L, 0, (int)args->n_given);
    for (size_t i = 0; i < args->n_given; i++) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, args->given[i].name);
    }
    push_offer(L, c);
    lua_call(L, 3, 0);
    return 0;
}

void alm_complete_script_flags(alm_completion *c)
{
    lua_State *L = alm_engine_lua(alm_script_engine(c->script));

    if (alm_lua_run(L, offer_flags, c, NULL) != ALM_OK)
        return; /* what was found until then stays */
}

typedef struct value_call {
    alm_completion *completion;
    char kind[32];
} value_call;

static int offer_value(lua_State *L)
{
    value_call *v = lua_touserdata(L, 1);
    alm_completion *c = v->completion;

    alm_lua_push_own(L, "almanac.completion", "value");
    alm_script_push(c->script);
    lua_pushstring(L, c->flag);
    push_offer(L, c);
    lua_call(L, 3, 1);
    const char *kind = lua_tostring(L, -1);
    if (kind != NULL && strlen(kind) < sizeof v->kind)
        memcpy(v->kind, kind, strlen(kind) + 1);
    return 0;
}

void alm_complete_script_value(alm_completion *c)
{
    value_call v = {.completion = c};
    lua_State *L = alm_engine_lua(alm_script_engine(c->script));

    if (alm_lua_run(L, offer_value, &v, NULL) == ALM_OK)
        alm_complete_kind(c, v.kind, strlen(v.kind));
}

/* ---- data ---- */

typedef struct data_call {
    alm_completion *completion;
    const char *kind;
    alm_table *table; /* NULL: none that can be read */
    const alm_catalog *metrics;
} data_call;

static void push_texts(lua_State *L, const char *const *texts, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, texts[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_metrics(lua_State *L, const alm_catalog *metrics)
{
    lua_newtable(L);
    for (size_t i = 0; metrics != NULL && i < metrics->n; i++) {
        lua_pushstring(L, metrics->entries[i].name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* data(kind, t, {needs =, typed =, maps =, metrics =}, offer) */
static int offer_data(lua_State *L)
{
    const data_call *d = lua_touserdata(L, 1);
    alm_completion *c = d->completion;
    const alm_texts *maps = &c->all.args.options.map;

    alm_lua_push_own(L, "almanac.completion", "data");
    lua_pushstring(L, d->kind);
    if (d->table != NULL)
        alm_lua_push_table(L, d->table);
    else
        lua_pushnil(L);
    lua_createtable(L, 0, 4);
    lua_pushstring(
        L, c->script != NULL ? alm_script_text(c->script, "need_names") : "");
    lua_setfield(L, -2, "needs");
    lua_pushstring(L, c->word + c->from);
    lua_setfield(L, -2, "typed");
    push_texts(L, maps->items, maps->n);
    lua_setfield(L, -2, "maps");
    push_metrics(L, d->metrics);
    lua_setfield(L, -2, "metrics");
    push_offer(L, c);
    lua_call(L, 4, 0);
    return 0;
}

/* An engine of its own: a script has to do with what a glance may take. */
static void run_on_data(data_call *d)
{
    alm_completion *c = d->completion;
    alm_engine *engine = NULL;
    alm_engine_options options = {.paths = c->cli.paths,
                                  .state = alm_state_defaults()};

    options.state.memory_limit = 0;
    options.state.time_limit = DATA_SECONDS;
    if (alm_engine_new(&engine, &options, NULL) == ALM_OK &&
        alm_lua_run(alm_engine_lua(engine), offer_data, d, NULL) != ALM_OK) {
        /* what was found until then stays */
    }
    alm_engine_free(engine);
}

/* The name as the shell would hand it over: a new text. */
static alm_status expand(char **out, const char *name)
{
    const char *home = getenv("HOME");
    const bool at_home = home != NULL && strncmp(name, "~/", 2) == 0;

    return alm_path_join(out, at_home ? home : "", at_home ? name + 2 : name,
                         NULL);
}

/* The beginning of what the line names, or else the script; standard input is
 * not ours to read. */
static void load_head(data_call *d, alm_cli_data *data)
{
    const alm_completion *c = d->completion;
    const char *name = alm_complete_data_name(c);

    if (name == NULL && c->table == NULL && c->script != NULL)
        name = alm_script_text(c->script, "data");
    if (name == NULL)
        d->table = c->table;
    if (name == NULL || name[0] == '\0' || strcmp(name, "-") == 0 ||
        alm_cli_data_open(data, &c->all, NULL) != ALM_OK)
        return;
    char *what = NULL;
    data->options.head = HEAD_BYTES;
    if (expand(&what, name) == ALM_OK &&
        alm_cli_data_load(data, what, NULL) == ALM_OK)
        d->table = data->table;
    alm_dealloc(what);
}

void alm_complete_data(alm_completion *c, const char *kind)
{
    alm_cli_data data = {0};
    alm_catalog *metrics = NULL;
    data_call d = {.completion = c, .kind = kind};

    load_head(&d, &data);
    if (alm_catalog_new(&metrics, c->cli.paths, ALM_CATALOG_METRICS, NULL) ==
        ALM_OK)
        d.metrics = metrics;
    run_on_data(&d);
    alm_catalog_free(metrics);
    alm_cli_data_close(&data);
}
