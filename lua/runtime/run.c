#include <lauxlib.h>
#include <string.h>

#include "bridge/bridge.h"
#include "runtime/chunk.h"
#include "runtime/file.h"
#include "runtime/script_private.h"

/* From a script, or a text, and a table to a document: calls of almanac.runner.
 */

typedef struct call {
    const alm_script *script;
    alm_table *table; /* NULL: none */
    const alm_run_options *options;
    alm_document *doc;
    alm_problem_list *problems;
    alm_notes *notes;
    bool refused;
} call;

void alm_script_push_options(lua_State *L, const alm_run_options *options)
{
    lua_newtable(L);
    alm_script_push_texts(L, options->maps, options->n_maps);
    lua_setfield(L, -2, "maps");
    alm_script_push_texts(L, options->where, options->n_where);
    lua_setfield(L, -2, "where");
    lua_pushinteger(L, (lua_Integer)options->seed);
    lua_setfield(L, -2, "seed");
    alm_surroundings *around = alm_surroundings_of(L);
    lua_pushboolean(L, around->loading != NULL &&
                           around->loading->include_unverified);
    lua_setfield(L, -2, "unverified");
    alm_lua_push_file_reader(L, around);
    lua_setfield(L, -2, "file");
}

/* Calls the function below its `n` arguments, which answers a document, or nil
 * and a list of problems. */
static void call_for_document(lua_State *L, int n, call *c)
{
    lua_call(L, n, 2);
    if (lua_isnil(L, -2)) {
        c->refused = true;
        alm_lua_read_problems(L, lua_gettop(L), c->problems);
        return;
    }
    lua_pop(L, 1);
    alm_lua_read_document(L, -1, c->doc);
}

/* What runner.set answers where no argument was given. */
static void push_nothing_given(lua_State *L)
{
    lua_newtable(L);
    lua_newtable(L);
    lua_setfield(L, -2, "values");
    lua_newtable(L);
    lua_setfield(L, -2, "places");
}

/* run(script, t, given, options) */
static int run_script(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.runner", "run");
    alm_script_push(c->script);
    alm_lua_push_table(L, c->table);
    if (c->script->values != LUA_NOREF)
        lua_rawgeti(L, LUA_REGISTRYINDEX, c->script->values);
    else
        push_nothing_given(L);
    alm_script_push_options(L, c->options);
    call_for_document(L, 4, c);
    return 0;
}

/* eval(f, globals, t, options); the function is below the argument. Its globals
 * are a table of its own, with the sandbox's behind it. */
static int run_text(lua_State *L)
{
    call *c = lua_touserdata(L, 2);

    alm_lua_push_own(L, "almanac.evaluation", "eval");
    lua_pushvalue(L, 1);
    lua_newtable(L);
    lua_newtable(L);
    (void)lua_getupvalue(L, 1, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    (void)lua_setupvalue(L, 1, 1);
    if (c->table != NULL)
        alm_lua_push_table(L, c->table);
    else
        lua_pushnil(L);
    alm_script_push_options(L, c->options);
    call_for_document(L, 4, c);
    return 0;
}

alm_status alm_script_settle(alm_document *doc, alm_engine *engine,
                             long long seed, alm_error *err)
{
    const alm_surroundings *around = alm_engine_surroundings(engine);
    alm_status status = ALM_OK;

    for (size_t i = 0; i < around->notes.len && status == ALM_OK; i++)
        status = alm_notes_add(&doc->notes, err, "%s", around->notes.items[i]);
    doc->ledger = alm_lua_ledger(alm_engine_lua(engine));
    doc->seeded = around->random;
    doc->seed = seed;
    return status;
}

/* An error without a place, such as one in a result, is at least in the script.
 */
static void name_script(alm_error *err, const alm_script *script)
{
    const char *slash = strrchr(script->path, '/');

    if (err != NULL && err->file[0] == '\0')
        alm_error_at(err, slash != NULL ? slash + 1 : script->path, 0, 0);
}

static alm_status settle(const call *c, alm_status status, alm_engine *engine,
                         alm_blame *blame, alm_error *err)
{
    if (status == ALM_OK && c->refused) {
        const alm_problem_report *first = &c->problems->items[0];
        *blame = first->usage ? ALM_BLAME_USAGE : ALM_BLAME_DATA;
        if (err != NULL)
            *err = first->err;
        return first->err.code;
    }
    if (status != ALM_OK) {
        *blame = alm_state_blame(alm_engine_state(engine));
        if (*blame == ALM_BLAME_SCRIPT && c->script != NULL)
            name_script(err, c->script);
        return status;
    }
    return alm_script_settle(c->doc, engine, c->options->seed, err);
}

alm_status alm_script_run(alm_document *doc, alm_script *script,
                          alm_table *table, const alm_run_options *options,
                          alm_blame *blame, alm_error *err)
{
    lua_State *L = alm_engine_lua(script->engine);
    call c = {.script = script,
              .problems = &script->problems,
              .doc = doc,
              .table = table,
              .options = options};

    alm_problem_list_free(&script->problems); /* those of an earlier run */
    const alm_status status = alm_lua_run(L, run_script, &c, err);
    return settle(&c, status, script->engine, blame, err);
}

/* check(script, t, options) answers problems and notes. */
static int check_script(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.runner", "check");
    alm_script_push(c->script);
    alm_lua_push_table(L, c->table);
    alm_script_push_options(L, c->options);
    lua_call(L, 3, 2);
    alm_lua_read_problems(L, lua_gettop(L) - 1, c->problems);
    const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, -1, i);
        if (alm_notes_add(c->notes, NULL, "%s", lua_tostring(L, -1)) != ALM_OK)
            return luaL_error(L, "not enough memory");
        lua_pop(L, 1);
    }
    return 0;
}

alm_status alm_script_check(alm_notes *notes, alm_script *script,
                            alm_table *table, const alm_run_options *options,
                            alm_error *err)
{
    call c = {.script = script,
              .problems = &script->problems,
              .notes = notes,
              .table = table,
              .options = options};

    alm_problem_list_free(&script->problems);
    return alm_lua_run(alm_engine_lua(script->engine), check_script, &c, err);
}

/* problems(metric, file) */
static int check_metric(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.metric_check", "problems");
    alm_script_push(c->script);
    lua_pushstring(L, c->script->name);
    lua_call(L, 2, 1);
    alm_lua_read_problems(L, lua_gettop(L), c->problems);
    return 0;
}

alm_status alm_metric_check(alm_script *metric, alm_error *err)
{
    call c = {.script = metric, .problems = &metric->problems};

    alm_problem_list_free(&metric->problems);
    return alm_lua_run(alm_engine_lua(metric->engine), check_metric, &c, err);
}

/* adopt(metric, file) */
static int adopt_metric(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.metrics", "adopt");
    alm_script_push(c->script);
    lua_pushstring(L, c->script->name);
    lua_call(L, 2, 0);
    return 0;
}

alm_status alm_metric_adopt(alm_script *metric, alm_error *err)
{
    call c = {.script = metric};
    return alm_lua_run(alm_engine_lua(metric->engine), adopt_metric, &c, err);
}

/* An expression if it is one, else a chunk. Both count as the user's own:
 * errors tell the line. */
static alm_status load_text(lua_State *L, const char *text, alm_error *err)
{
    static const char before[] = "return ";
    alm_buffer buf = {0};
    alm_status status = alm_buffer_add_text(&buf, before, err);

    if (status == ALM_OK)
        status = alm_buffer_add_text(&buf, text, err);
    if (status != ALM_OK) {
        alm_buffer_free(&buf);
        return status;
    }
    status = alm_chunk_load(L, ALM_CHUNK_SCRIPT, ALM_EVAL_NAME, buf.data,
                            buf.len, err);
    alm_buffer_free(&buf);
    if (status != ALM_OK)
        status = alm_chunk_load(L, ALM_CHUNK_SCRIPT, ALM_EVAL_NAME, text,
                                strlen(text),
                                strstr(text, "return") != NULL ? err : NULL);
    return status;
}

alm_status alm_engine_eval(alm_document *doc, alm_engine *engine,
                           const char *text, alm_table *table,
                           const alm_run_options *options, alm_blame *blame,
                           alm_error *err)
{
    alm_problem_list problems = {0};
    lua_State *L = alm_engine_lua(engine);
    call c = {
        .problems = &problems, .doc = doc, .table = table, .options = options};

    *blame = ALM_BLAME_SCRIPT;
    alm_status status = load_text(L, text, err);
    if (status != ALM_OK)
        return status;
    lua_pushcfunction(L, run_text);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, &c);
    status = alm_lua_call(L, 2, 0, err);
    status = settle(&c, status, engine, blame, err);
    alm_problem_list_free(&problems);
    return status;
}
