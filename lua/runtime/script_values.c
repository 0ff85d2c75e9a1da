#include <lauxlib.h>

#include "base/alloc.h"
#include "runtime/script_private.h"

/* What a script is given: the values of its arguments, and its examples. */

/* What passes in and out of the calls of almanac.runner. */
typedef struct call {
    const alm_script *script;
    alm_script_argument **arguments;
    size_t *n_arguments;
    const alm_script_value *values;
    size_t n_values; /* or the number of an example */
    int *ref;
    alm_problem_list *problems;
    bool refused;
} call;

static int list_arguments(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.runner", "flags");
    alm_script_push(c->script);
    lua_call(L, 1, 1);
    const size_t n = lua_rawlen(L, -1);
    *c->arguments = alm_alloc(n, sizeof **c->arguments);
    if (*c->arguments == NULL)
        return luaL_error(L, "not enough memory");
    /* The names live on in the registry, with the list. */
    for (size_t i = 0; i < n; i++) {
        alm_script_argument *argument = *c->arguments + i;
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        lua_rawgeti(L, -1, 1);
        lua_rawgeti(L, -2, 2);
        argument->name = lua_tostring(L, -2);
        argument->boolean = lua_toboolean(L, -1);
        lua_pop(L, 3);
    }
    *c->n_arguments = n;
    (void)luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

alm_status alm_script_arguments(alm_script_argument **out, size_t *n,
                                const alm_script *script, alm_error *err)
{
    alm_script_argument *arguments = NULL;
    size_t count = 0;
    call c = {.script = script, .arguments = &arguments, .n_arguments = &count};
    const alm_status status =
        alm_lua_run(alm_engine_lua(script->engine), list_arguments, &c, err);

    if (status != ALM_OK) {
        alm_dealloc(arguments);
        return status;
    }
    *out = arguments;
    *n = count;
    return ALM_OK;
}

static int set_values(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.runner", "set");
    alm_script_push(c->script);
    lua_createtable(L, (int)c->n_values, 0);
    for (size_t i = 0; i < c->n_values; i++) {
        lua_createtable(L, 3, 0);
        lua_pushstring(L, c->values[i].name);
        lua_rawseti(L, -2, 1);
        lua_pushstring(L, c->values[i].text);
        lua_rawseti(L, -2, 2);
        lua_pushstring(L, c->values[i].place);
        lua_rawseti(L, -2, 3);
        lua_pushboolean(L, c->values[i].listed);
        lua_setfield(L, -2, "listed");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_call(L, 2, 2);
    if (lua_isnil(L, -2)) {
        c->refused = true;
        alm_lua_read_problems(L, lua_gettop(L), c->problems);
        return 0;
    }
    lua_pop(L, 1);
    *c->ref = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

alm_status alm_script_set(alm_script *script, const alm_script_value *values,
                          size_t n, alm_problem_report *problem)
{
    call c = {.script = script,
              .values = values,
              .n_values = n,
              .ref = &script->values,
              .problems = &script->problems};

    alm_problem_list_free(&script->problems);
    const alm_status status = alm_lua_run(alm_engine_lua(script->engine),
                                          set_values, &c, &problem->err);
    if (status != ALM_OK || !c.refused)
        return status;
    *problem = script->problems.items[0];
    return problem->err.code;
}

/* Pushes example i (from 0) of the declaration. */
static void push_example(lua_State *L, const alm_script *script, size_t i)
{
    alm_script_push(script);
    lua_pushliteral(L, "examples");
    lua_rawget(L, -2);
    lua_rawgeti(L, -1, (lua_Integer)i + 1);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

size_t alm_script_examples(const alm_script *script)
{
    lua_State *L = alm_engine_lua(script->engine);

    alm_script_push(script);
    lua_pushliteral(L, "examples");
    const size_t n = lua_rawget(L, -2) == LUA_TTABLE ? lua_rawlen(L, -1) : 0;
    lua_pop(L, 2);
    return n;
}

static const char *example_text(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    const char *text =
        lua_rawget(L, -2) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    lua_pop(L, 1); /* the declaration keeps it */
    return text;
}

/* example(args): a copy of the values, so that a run cannot change them. */
static int copy_values(lua_State *L)
{
    call *c = lua_touserdata(L, 1);

    alm_lua_push_own(L, "almanac.runner", "example");
    push_example(L, c->script, c->n_values);
    lua_call(L, 1, 1);
    *c->ref = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

alm_status alm_script_use_example(alm_example *out, alm_script *script,
                                  size_t i, alm_error *err)
{
    lua_State *L = alm_engine_lua(script->engine);
    call c = {.script = script, .n_values = i, .ref = &script->values};
    const alm_status status = alm_lua_run(L, copy_values, &c, err);

    if (status != ALM_OK)
        return status;
    push_example(L, script, i);
    out->title = example_text(L, "title");
    out->data = example_text(L, "data");
    out->expect = example_text(L, "expect");
    lua_pop(L, 1);
    return ALM_OK;
}
