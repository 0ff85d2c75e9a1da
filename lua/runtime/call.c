#include "runtime/call.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "bridge/raise.h"
#include "runtime/hint.h"
#include "runtime/internal.h"

/* Lua's own message. An expression is a chunk that is named by its text,
 * between quotes: `"users > low":1: message`. */
static void describe_plain(const char *text, alm_error *err)
{
    const char *end = text[0] == '"' ? strstr(text, "\":1: ") : NULL;
    if (text[0] == '\0')
        (void)alm_fail(err, ALM_EINVAL, "an error without a message");
    else if (end != NULL)
        (void)alm_fail(err, ALM_EINVAL, "%s in the expression %.*s", end + 5,
                       (int)(end + 1 - text), text);
    else
        (void)alm_fail(err, ALM_EINVAL, "%s", text);
}

static void describe_text(alm_state *s, const char *text, alm_error *err)
{
    const char *name;
    size_t line;
    const char *rest = alm_source_strip(s, text, &name, &line);

    if (rest == NULL) {
        describe_plain(text, err);
        return;
    }
    /* An error of a coroutine carries the place of each resume. */
    for (;;) {
        const char *other;
        size_t other_line;
        const char *more = alm_source_strip(s, rest, &other, &other_line);
        if (more == NULL)
            break;
        rest = more;
        name = other;
        line = other_line;
    }
    describe_plain(rest, err);
    if (name[0] == '@')
        alm_error_at(err, name + 1, line, 0);
}

/* The help of error{message = ..., help = ...}. */
static void add_way_out(lua_State *L, alm_error *err)
{
    lua_pushliteral(L, "help");
    lua_rawget(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING)
        alm_error_help(err, "%s", lua_tostring(L, -1));
    lua_pop(L, 1);
}

static void describe_value(lua_State *L, alm_state *s, alm_error *err)
{
    if (lua_isnil(L, 1)) {
        (void)alm_fail(err, ALM_EINVAL, "an error without a message");
        return;
    }
    if (lua_istable(L, 1)) {
        lua_pushliteral(L, "message");
        lua_rawget(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            describe_text(s, lua_tostring(L, -1), err);
            add_way_out(L, err);
            return;
        }
        if (luaL_getmetafield(L, 1, "__tostring") == LUA_TNIL) {
            (void)alm_fail(err, ALM_EINVAL,
                           "a table without a message was raised as an error");
            return;
        }
    }
    const char *text = alm_push_text(L, 1, NULL);
    if (lua_istable(L, 1))
        describe_text(s, text, err);
    else
        (void)alm_fail(err, ALM_EINVAL, "a %s was raised as an error: %s",
                       luaL_typename(L, 1), text);
}

/* Whom the error object at 1 blames. */
static alm_blame blamed(lua_State *L)
{
    alm_blame blame = ALM_BLAME_SCRIPT;

    lua_getfield(L, 1, "blame");
    if (lua_type(L, -1) == LUA_TSTRING)
        blame = strcmp(lua_tostring(L, -1), "usage") == 0 ? ALM_BLAME_USAGE
                                                          : ALM_BLAME_DATA;
    lua_pop(L, 1);
    return blame;
}

/* What was kept of the coroutine that the error value at 1 ended. */
static void add_elsewhere(lua_State *L, const alm_state *s, alm_error *err)
{
    const size_t used = strlen(err->message);

    lua_rawgetp(L, LUA_REGISTRYINDEX, &alm_key_elsewhere);
    const bool same = !lua_isnil(L, -1) && lua_rawequal(L, 1, -1);
    lua_pop(L, 1);
    if (!same)
        return;
    if (err->file[0] == '\0')
        alm_error_at(err, s->elsewhere.file, s->elsewhere.line, 0);
    memcpy(err->data, s->elsewhere.data, sizeof err->data);
    (void)snprintf(err->message + used, sizeof err->message - used, "%s",
                   s->elsewhere.message); /* the group */
}

/* The message handler: runs where the error is raised, so the stack still tells
 * the line. Errors of its own call it again, which ends at the C stack. */
static int on_error(lua_State *L)
{
    alm_state *s = alm_state_of(L);
    alm_error err;

    if (s->limit.kind != ALM_LIMIT_NONE)
        return 1;
    lua_settop(L, 1);
    const bool ours = alm_lua_is_error(L, 1);
    if (ours)
        alm_lua_read_error(L, 1, &err);
    else if (lua_type(L, 1) == LUA_TSTRING)
        describe_text(s, lua_tostring(L, 1), &err);
    else
        describe_value(L, s, &err);
    if (!ours)
        add_elsewhere(L, s, &err);
    if (!ours && err.file[0] == '\0') /* ours knows, or blames no line */
        alm_lua_where(L, &err);
    if (!ours)
        alm_hint(L, &err);
    alm_lua_name_group(L, &err);
    if (!ours && s->options.place != NULL)
        s->options.place(L, &err);
    s->caught = err;
    s->caught_set = true;
    s->blame = ours ? blamed(L) : ALM_BLAME_SCRIPT;
    if (s->options.debug) {
        luaL_traceback(L, L, s->caught.message, 1);
        (void)snprintf(s->traceback, sizeof s->traceback, "%s",
                       lua_tostring(L, -1));
    }
    lua_settop(L, 1);
    return 1;
}

/* What a failed call was about, with the error value on top of the stack. */
static alm_status report(lua_State *L, alm_state *s, int status, alm_error *err)
{
    alm_limit *limit = &s->limit;

    if (limit->kind == ALM_LIMIT_NONE &&
        (status == LUA_ERRMEM ||
         (s->caught_set && s->caught.code == ALM_ENOMEM) ||
         (s->caught_set &&
          strcmp(s->caught.message, "not enough memory") == 0))) {
        limit->kind = ALM_LIMIT_MEMORY;
        if (s->caught_set)
            alm_error_at(&limit->place, s->caught.file, s->caught.line, 0);
    }
    if (limit->kind != ALM_LIMIT_NONE || !s->caught_set)
        s->blame = ALM_BLAME_SCRIPT;
    if (limit->kind != ALM_LIMIT_NONE)
        return alm_limit_describe(limit, err);
    if (s->caught_set) {
        if (err != NULL)
            *err = s->caught;
        return s->caught.code;
    }
    return alm_fail(err, ALM_EINVAL, "%s",
                    lua_type(L, -1) == LUA_TSTRING
                        ? lua_tostring(L, -1)
                        : "an error in the handling of an error");
}

alm_status alm_lua_call(lua_State *L, int nargs, int nresults, alm_error *err)
{
    alm_state *s = alm_state_of(L);
    const int base = lua_gettop(L) - nargs;
    lua_State *before = NULL;
    alm_status status;

    if (!lua_checkstack(L, 4 + (nresults > 0 ? nresults : 0))) {
        lua_settop(L, base - 1);
        return alm_fail_memory(err, "the Lua stack");
    }
    status = alm_limit_enter(&s->limit, L, &before, err);
    if (status != ALM_OK) {
        lua_settop(L, base - 1);
        return status;
    }
    lua_pushcfunction(L, on_error);
    lua_insert(L, base);
    s->caught_set = false;
    const int result = lua_pcall(L, nargs, nresults, base);
    alm_limit_leave(&s->limit, before);
    if (result == LUA_OK && s->limit.kind == ALM_LIMIT_NONE) {
        lua_remove(L, base);
        return ALM_OK;
    }
    s->failed = true;
    status = report(L, s, result, err);
    lua_settop(L, base - 1);
    return status;
}

alm_status alm_lua_run(lua_State *L, lua_CFunction f, void *argument,
                       alm_error *err)
{
    if (!lua_checkstack(L, 2))
        return alm_fail_memory(err, "the Lua stack");
    lua_pushcfunction(L, f);
    lua_pushlightuserdata(L, argument);
    return alm_lua_call(L, 1, 0, err);
}
