#include "runtime/problems.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

static const char IS_MODULE[] = "this is a module, not a script";

bool alm_is_module(const alm_error *err)
{
    return strcmp(err->message, IS_MODULE) == 0;
}

static void copy_text(lua_State *L, int index, const char *name, char *out,
                      size_t size)
{
    lua_getfield(L, index, name);
    if (lua_type(L, -1) == LUA_TSTRING)
        (void)snprintf(out, size, "%s", lua_tostring(L, -1));
    lua_pop(L, 1);
}

void alm_lua_read_problem(lua_State *L, int index, alm_problem_report *out)
{
    alm_error *err = &out->err;

    index = lua_absindex(L, index);
    (void)alm_fail(err, ALM_EINVAL, "a problem without a message");
    copy_text(L, index, "message", err->message, sizeof err->message);
    copy_text(L, index, "help", err->help, sizeof err->help);
    copy_text(L, index, "data", err->data, sizeof err->data);
    copy_text(L, index, "file", err->file, sizeof err->file);
    lua_getfield(L, index, "module");
    if (lua_toboolean(L, -1))
        (void)snprintf(err->message, sizeof err->message, "%s", IS_MODULE);
    lua_pop(L, 1);
    lua_getfield(L, index, "line");
    if (lua_isinteger(L, -1))
        err->line = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_getfield(L, index, "usage");
    out->usage = lua_toboolean(L, -1);
    lua_pop(L, 1);
}

void alm_lua_read_problems(lua_State *L, int index, alm_problem_list *out)
{
    const lua_Integer n = (lua_Integer)lua_rawlen(L, index);

    for (lua_Integer i = 1; i <= n; i++) {
        alm_problem_report problem = {0};
        lua_rawgeti(L, index, i);
        alm_lua_read_problem(L, -1, &problem);
        lua_pop(L, 1);
        if (alm_problem_list_add(out, &problem, NULL) != ALM_OK)
            (void)luaL_error(L, "not enough memory");
    }
}

alm_status alm_problem_list_add(alm_problem_list *list,
                                const alm_problem_report *problem,
                                alm_error *err)
{
    if (list->n == list->cap) {
        const size_t cap = list->cap * 2 + 4;
        alm_problem_report *items =
            alm_realloc(list->items, cap, sizeof *items);
        if (items == NULL)
            return alm_fail_memory(err, "the list of problems");
        list->items = items;
        list->cap = cap;
    }
    list->items[list->n++] = *problem;
    return ALM_OK;
}

void alm_problem_list_free(alm_problem_list *list)
{
    alm_dealloc(list->items);
    *list = (alm_problem_list){0};
}
