#include "runtime/session_private.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "runtime/internal.h"
#include "runtime/module.h"
#include "runtime/script_private.h"

/* ---- variables ---- */

static bool is_module(const char *name)
{
    static const char *const modules[] = {"stats", "format", "panel", "plot"};

    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++)
        if (strcmp(modules[i], name) == 0)
            return true;
    return false;
}

static int raise_no_data(lua_State *L)
{
    alm_error err;

    (void)alm_fail(&err, ALM_ENOTFOUND, "no data is loaded, so there is no t");
    alm_error_help(&err, ":load FILE, or :load cnnic:provinces");
    return alm_lua_raise(L, &err);
}

/* __index of the variables: (variables, name). Modules are loaded when they are
 * first named. */
static int variable_index(lua_State *L)
{
    if (lua_type(L, 2) != LUA_TSTRING)
        return 0;
    const char *name = lua_tostring(L, 2);
    if (strcmp(name, "_") == 0) /* before there was a value */
        return 0;
    if (alm_push_declared(L, 2))
        return 1;
    if (strcmp(name, "t") == 0)
        return raise_no_data(L);
    if (!is_module(name))
        return alm_raise_undeclared(L, name, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_GLOBALS);
    lua_getfield(L, -1, "require");
    lua_pushvalue(L, 2);
    lua_call(L, 1, 1);
    return 1;
}

static int open_variables(lua_State *L)
{
    alm_session *session = lua_touserdata(L, 1);

    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, variable_index);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "_G");
    session->globals = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

/* The last statement of an input with locals calls this: those that its
 * top level has in scope become variables, the upvalue. */
static int keep_locals(lua_State *L)
{
    const char *name;
    lua_Debug ar;

    luaL_checkstack(L, 4, "too many values");
    if (!lua_getstack(L, 1, &ar))
        return 0;
    for (int i = 1; (name = lua_getlocal(L, &ar, i)) != NULL; i++) {
        if (name[0] == '(') { /* Lua's own */
            lua_pop(L, 1);
            continue;
        }
        lua_pushstring(L, name);
        lua_insert(L, -2);
        lua_rawset(L, lua_upvalueindex(1));
    }
    return 0;
}

/* ---- the session ---- */

alm_status alm_session_new(alm_session **out, const alm_engine_options *options,
                           alm_error *err)
{
    alm_session *session = alm_alloc_zeroed(1, sizeof *session);

    if (session == NULL)
        return alm_fail_memory(err, "a session");
    session->seed = options->state.seed;
    alm_status status = alm_engine_new(&session->engine, options, err);
    if (status == ALM_OK)
        status =
            alm_lua_run(alm_session_lua(session), open_variables, session, err);
    if (status == ALM_OK)
        *out = session;
    else
        alm_session_free(session);
    return status;
}

void alm_session_free(alm_session *session)
{
    if (session == NULL)
        return;
    alm_engine_free(session->engine);
    for (size_t i = 0; i < INPUTS; i++)
        alm_dealloc(session->texts[i]);
    alm_dealloc(session);
}

lua_State *alm_session_lua(const alm_session *session)
{
    return alm_engine_lua(session->engine);
}

alm_engine *alm_session_engine(const alm_session *session)
{
    return session->engine;
}

void alm_session_renew(const alm_session *session)
{
    alm_surroundings *around = alm_engine_surroundings(session->engine);

    alm_state_renew(alm_engine_state(session->engine));
    alm_ledger_clear(alm_lua_ledger(alm_session_lua(session)));
    alm_notes_free(&around->notes);
    around->random = false;
    around->progress = 0.0;
}

/* What passes between C and a protected function. */
typedef struct call {
    const alm_session *session;
    alm_table *table;
    const alm_run_options *options;
    const char *text;
    alm_document *doc;
    alm_notes *list;
    size_t from;
    size_t width;
    alm_problem_report problem;
    bool refused;
} call;

static void push_variables(lua_State *L, const call *c)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, c->session->globals);
}

/* Answers nil and a problem, or something: whether the latter. */
static bool accepted(lua_State *L, call *c)
{
    if (!lua_isnil(L, -2)) {
        lua_pop(L, 1);
        return true;
    }
    c->refused = true;
    alm_lua_read_problem(L, -1, &c->problem);
    return false;
}

/* open(variables, t, options) */
static int set_data(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.session", "open");
    push_variables(L, c);
    if (c->table != NULL)
        alm_lua_push_table(L, c->table);
    else
        lua_pushnil(L);
    alm_script_push_options(L, c->options);
    lua_call(L, 3, 2);
    (void)accepted(L, c);
    return 0;
}

alm_status alm_session_set_data(alm_session *session, alm_table *table,
                                const alm_run_options *options,
                                alm_blame *blame, alm_error *err)
{
    call c = {.session = session, .table = table, .options = options};

    alm_session_renew(session);
    *blame = ALM_BLAME_SCRIPT;
    const alm_status status =
        alm_lua_run(alm_session_lua(session), set_data, &c, err);
    if (status != ALM_OK || !c.refused)
        return status;
    *blame = c.problem.usage ? ALM_BLAME_USAGE : ALM_BLAME_DATA;
    if (err != NULL)
        *err = c.problem.err;
    return c.problem.err.code;
}

static int take_table(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    push_variables(L, c);
    lua_pushliteral(L, "t");
    lua_rawget(L, -2);
    alm_table *table = alm_lua_to_table(L, -1);
    c->table = table != NULL ? alm_table_ref(table) : NULL;
    return 0;
}

alm_table *alm_session_table(const alm_session *session)
{
    call c = {.session = session};

    alm_session_renew(session);
    if (alm_lua_run(alm_session_lua(session), take_table, &c, NULL) != ALM_OK)
        return NULL;
    return c.table;
}

static int keep_table(lua_State *L)
{
    const call *c = lua_touserdata(L, 1);

    push_variables(L, c);
    lua_pushliteral(L, "_");
    alm_lua_push_table(L, c->table);
    lua_rawset(L, -3);
    return 0;
}

alm_status alm_session_keep(alm_session *session, alm_table *table,
                            alm_error *err)
{
    call c = {.session = session, .table = table};

    alm_session_renew(session);
    return alm_lua_run(alm_session_lua(session), keep_table, &c, err);
}

/* ---- evaluating ---- */

/* eval(f, variables, keep); the function is below the argument. */
static int run_input(lua_State *L)
{
    call *c = lua_touserdata(L, 2);

    alm_lua_push_own(L, "almanac.session", "eval");
    lua_pushvalue(L, 1);
    push_variables(L, c);
    lua_pushvalue(L, -1);
    lua_pushcclosure(L, keep_locals, 1);
    lua_call(L, 3, 1);
    alm_lua_read_document(L, -1, c->doc);
    return 0;
}

/* The name of the next input, with its text kept. */
static alm_status begin_input(alm_session *session, char name[NAME_SIZE],
                              const char *text, size_t n, alm_error *err)
{
    char **place = &session->texts[session->inputs % INPUTS];
    char *copy = alm_text_copy(text, n);

    if (copy == NULL)
        return alm_fail_memory(err, "the input");
    alm_dealloc(*place);
    *place = copy;
    (void)snprintf(name, NAME_SIZE, "input %zu", session->inputs % INPUTS + 1);
    session->inputs++;
    return ALM_OK;
}

alm_status alm_session_eval(alm_document *doc, alm_session *session,
                            const char *text, size_t n, alm_error *err)
{
    lua_State *L = alm_session_lua(session);
    call c = {.session = session, .doc = doc};
    char name[NAME_SIZE];

    alm_session_renew(session);
    alm_status status = begin_input(session, name, text, n, err);
    if (status == ALM_OK)
        status = alm_session_load(session, name, text, n, err);
    if (status != ALM_OK)
        return status;
    lua_pushcfunction(L, run_input);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, &c);
    status = alm_lua_call(L, 2, 0, err);
    if (status == ALM_OK)
        status = alm_script_settle(doc, session->engine, session->seed, err);
    return status;
}

const char *alm_session_input(const alm_session *session, const char *file,
                              bool *now)
{
    char rest;
    size_t number;

    if (sscanf(file, "input %zu%c", &number, &rest) != 1 || number == 0 ||
        number > INPUTS)
        return NULL;
    *now = (session->inputs - 1) % INPUTS == number - 1;
    return session->texts[number - 1];
}

/* ---- help and completion ---- */

/* Adds the list of texts at the top of the stack to c->list. */
static void read_list(lua_State *L, call *c)
{
    const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);

    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, -1, i);
        if (alm_notes_add(c->list, NULL, "%s", lua_tostring(L, -1)) != ALM_OK)
            (void)luaL_error(L, "not enough memory");
        lua_pop(L, 1);
    }
}

/* help(variables, name, width) */
static int find_help(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.session_help", "of");
    push_variables(L, c);
    lua_pushstring(L, c->text);
    lua_pushinteger(L, (lua_Integer)c->width);
    lua_call(L, 3, 2);
    if (accepted(L, c))
        read_list(L, c);
    return 0;
}

alm_status alm_session_help(alm_notes *out, alm_session *session,
                            const char *name, size_t width, alm_error *err)
{
    call c = {.session = session, .text = name, .list = out, .width = width};

    alm_session_renew(session);
    const alm_status status =
        alm_lua_run(alm_session_lua(session), find_help, &c, err);
    if (status != ALM_OK || !c.refused)
        return status;
    if (err != NULL)
        *err = c.problem.err;
    return ALM_ENOTFOUND;
}

/* complete(variables, line) */
static int list_completions(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.session_complete", "of");
    push_variables(L, c);
    lua_pushstring(L, c->text);
    lua_call(L, 2, 2);
    c->from = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    read_list(L, c);
    return 0;
}

alm_status alm_session_complete(alm_notes *out, size_t *from,
                                alm_session *session, const char *line,
                                alm_error *err)
{
    call c = {.session = session, .text = line, .list = out};

    alm_session_renew(session);
    const alm_status status =
        alm_lua_run(alm_session_lua(session), list_completions, &c, err);
    *from = c.from;
    return status;
}

static int forget(lua_State *L)
{
    alm_module_forget(L);
    alm_lua_push_own(L, "almanac.metrics", "forget");
    lua_call(L, 0, 0);
    return 0;
}

alm_status alm_session_forget(alm_session *session, alm_error *err)
{
    alm_surroundings *around = alm_engine_surroundings(session->engine);

    alm_session_renew(session);
    alm_catalog_free(around->metrics);
    around->metrics = NULL;
    return alm_lua_run(alm_session_lua(session), forget, NULL, err);
}
