#include "cli/scaffold.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "cli/example.h"
#include "runtime/problems.h"

#define MOST_SOURCE ((size_t)64 << 20)

/* What a script is made from when no data is named. */
static const char sample[] = "region,year,penetration\n"
                             "Anhui,2016,44.3\n"
                             "Beijing,2016,77.8\n"
                             "Gansu,2016,42.4\n"
                             "Tibet,2016,46.1\n";
static const char metric_sample[] = "region,year,users,population\n"
                                    "Beijing,2016,1690,2173\n"
                                    "Tibet,2016,149,331\n";

/* csv(t): the table as CSV. The buffer is the upvalue's, and outlives a raise.
 */
static int table_csv(lua_State *L)
{
    alm_scaffold *s = lua_touserdata(L, lua_upvalueindex(1));
    alm_write_report report = {0};
    alm_error err;

    alm_buffer_clear(&s->csv);
    if (alm_write_csv(alm_lua_check_table(L, 1), alm_sink_to_buffer(&s->csv),
                      &report, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    lua_pushlstring(L, s->csv.data, s->csv.len);
    return 1;
}

static void keep(lua_State *L, alm_buffer *out, int index)
{
    alm_error err;
    size_t n;
    const char *text = luaL_checklstring(L, index, &n);

    alm_buffer_clear(out);
    if (alm_buffer_add(out, text, n, &err) != ALM_OK)
        (void)alm_lua_raise(L, &err);
}

static void push_texts(lua_State *L, const alm_texts *texts)
{
    lua_createtable(L, (int)texts->n, 0);
    for (size_t i = 0; i < texts->n; i++) {
        lua_pushstring(L, texts->items[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int refuse(lua_State *L, alm_scaffold *s)
{
    alm_problem_report problem = {0};

    alm_lua_read_problem(L, -1, &problem);
    s->misused = problem.usage;
    return alm_lua_raise(L, &problem.err);
}

/* script(name, t, data, csv, maps, where), metric(name, t, csv, maps, where) */
static int write_source(lua_State *L)
{
    alm_scaffold *s = lua_touserdata(L, 1);
    const bool metric = s->kind == ALM_CATALOG_METRICS;

    alm_lua_push_own(L, "almanac.scaffold", metric ? "metric" : "script");
    lua_pushstring(L, s->name);
    alm_lua_push_table(L, s->table);
    if (!metric)
        lua_pushstring(L, s->own); /* nil for NULL */
    lua_pushlightuserdata(L, s);
    lua_pushcclosure(L, table_csv, 1);
    push_texts(L, &s->cli->args.options.map);
    push_texts(L, &s->cli->args.options.where);
    lua_call(L, metric ? 5 : 6, 2);
    if (lua_isnil(L, -2))
        return refuse(L, s);
    keep(L, &s->text, -2);
    if (metric) {
        lua_pushlightuserdata(L, s);
        lua_pushcclosure(L, table_csv, 1);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
        keep(L, &s->expect, -1);
    }
    return 0;
}

/* expectations(source, {{now = expect}}) */
static int set_expectation(lua_State *L)
{
    alm_scaffold *s = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.rewrite", "expectations");
    lua_pushlstring(L, s->text.data, s->text.len);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushlstring(L, s->expect.data, s->expect.len);
    lua_setfield(L, -2, "now");
    lua_rawseti(L, -2, 1);
    lua_call(L, 2, 1);
    keep(L, &s->text, -1);
    return 0;
}

/* Runs the example of the script in `path`, as `test` will: what says how the
 * data is to be read is not meant for the example. */
static alm_status run_example(alm_scaffold *s, const char *path, alm_error *err)
{
    alm_cli cli = *s->cli;
    alm_script *script = NULL;
    alm_example example;

    cli.args.options = (alm_options){.scripts = s->cli->args.options.scripts};
    alm_status status = alm_example_open(&script, &cli, s->kind, path, err);
    if (status == ALM_OK)
        status = alm_example_run(&s->expect, &example, &cli, s->kind, script, 0,
                                 err);
    alm_script_free(script);
    return status;
}

/* What the script gives for its example, from a file of that name that lives no
 * longer than this. */
static alm_status try_script(alm_scaffold *s, alm_error *err)
{
    const char *base = getenv("TMPDIR");
    char folder[1024];
    char path[sizeof folder + sizeof s->name + 8];

    (void)snprintf(folder, sizeof folder, "%.900s/almanac-XXXXXX",
                   base != NULL && base[0] == '/' ? base : "/tmp");
    if (mkdtemp(folder) == NULL)
        return alm_fail(err, ALM_EIO, "no folder can be made in %s",
                        base != NULL ? base : "/tmp");
    (void)snprintf(path, sizeof path, "%s/%s.lua", folder, s->name);
    alm_status status =
        alm_file_write_atomic(path, s->text.data, s->text.len, err);
    if (status == ALM_OK)
        status = run_example(s, path, err);
    (void)unlink(path);
    (void)rmdir(folder);
    return status;
}

static alm_status make_source(alm_scaffold *s, alm_error *err)
{
    alm_engine *engine = NULL;
    alm_run_options options;
    alm_status status = alm_cli_engine(&engine, &options, s->cli, err);

    if (status == ALM_OK)
        status = alm_lua_run(alm_engine_lua(engine), write_source, s, err);
    alm_engine_free(engine);
    if (status == ALM_OK && s->kind == ALM_CATALOG_SCRIPTS)
        status = try_script(s, err);
    if (status == ALM_OK)
        status = alm_cli_render(s->cli, set_expectation, s, err);
    return status;
}

alm_exit alm_scaffold_make(alm_scaffold *s)
{
    const bool metric = s->kind == ALM_CATALOG_METRICS;
    alm_cli_data data = {0};
    alm_error err = {0};
    alm_exit exit = ALM_EXIT_OK;

    if (s->from != NULL) {
        exit = alm_cli_load(&data, s->cli, s->from);
    } else {
        const char *text = metric ? metric_sample : sample;
        alm_status status = alm_cli_data_open(&data, s->cli, &err);
        if (status == ALM_OK)
            status = alm_load_text(&data.table, &data.report, "example", text,
                                   strlen(text), &data.options, &err);
        if (status != ALM_OK)
            exit = alm_cli_fail_usage(s->cli, &err);
    }
    s->table = data.table;
    if (exit == ALM_EXIT_OK && make_source(s, &err) != ALM_OK)
        exit = s->misused ? alm_cli_fail_usage(s->cli, &err)
                          : alm_cli_fail(s->cli, ALM_EXIT_DATA, &err);
    alm_cli_data_close(&data);
    return exit;
}

typedef struct renaming {
    alm_scaffold *s;
    const char *old;
    bool done;
} renaming;

/* renamed(source, old, new) */
static int rename_metric(lua_State *L)
{
    renaming *r = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.scaffold", "renamed");
    lua_pushlstring(L, r->s->text.data, r->s->text.len);
    lua_pushstring(L, r->old);
    lua_pushstring(L, r->s->name);
    lua_call(L, 3, 1);
    r->done = !lua_isnil(L, -1);
    if (r->done)
        keep(L, &r->s->text, -1);
    return 0;
}

static alm_status copy_metric(alm_scaffold *s, const char *path, alm_error *err)
{
    alm_script *metric = NULL;
    alm_status status = alm_example_open(&metric, s->cli, s->kind, path, err);

    if (status != ALM_OK)
        return status;
    renaming r = {.s = s, .old = alm_script_text(metric, "name")};
    status = alm_cli_render(s->cli, rename_metric, &r, err);
    if (status == ALM_OK && !r.done)
        status = alm_fail(err, ALM_EINVAL,
                          "%s does not write its name as a text", path);
    alm_script_free(metric);
    return status;
}

alm_exit alm_scaffold_copy(alm_scaffold *s, const char *path)
{
    alm_error err = {0};
    alm_status status = alm_file_read(&s->text, path, MOST_SOURCE, &err);

    if (status == ALM_OK && s->kind == ALM_CATALOG_METRICS)
        status = copy_metric(s, path, &err);
    return status == ALM_OK ? ALM_EXIT_OK
                            : alm_cli_fail(s->cli, ALM_EXIT_DATA, &err);
}
