#include <lauxlib.h>
#include <lualib.h>

#include "bridge/raise.h"
#include "runtime/internal.h"

/* Coroutines as Lua has them (lcorolib.c), but each switch is recorded, so that
 * a limit finds the one that runs, and a limit passes through. A coroutine that
 * a limit ended is not closed: hooks are off in it, so a __close of the script
 * could run for ever. */

static lua_State *check_coroutine(lua_State *L)
{
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co != NULL, 1, "coroutine");
    return co;
}

const char alm_key_elsewhere;

/* Keeps where the coroutine was, and at which row or group, for the error value
 * on top of L that ended it: its stack is gone when the error is handled. One
 * that passes through several coroutines is of the innermost. */
static void remember_place(lua_State *L, lua_State *co)
{
    alm_state *s = alm_state_of(L);
    alm_error at = {0};

    if (s->options.place == NULL || alm_lua_is_error(L, -1))
        return;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &alm_key_elsewhere);
    const bool known = !lua_isnil(L, -1) && lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
    if (known && s->elsewhere.data[0] != '\0')
        return;
    alm_lua_where(co, &at);
    s->options.place(co, &at);
    s->elsewhere = at;
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &alm_key_elsewhere);
}

/* Resumes with the `nargs` values on top of L. Returns the number of results
 * moved to L, or -1 with the error value there and *status its status. */
static int resume(lua_State *L, lua_State *co, int nargs, int *status)
{
    alm_limit *limit = &alm_state_of(L)->limit;
    int n = 0;

    *status = LUA_ERRRUN;
    if (!lua_checkstack(co, nargs)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, nargs);
    alm_limit_switch(limit, co);
    *status = lua_resume(co, L, nargs, &n);
    alm_limit_switch(limit, L);
    if (*status != LUA_OK && *status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        alm_limit_rethrow(L, *status);
        remember_place(L, co);
        return -1;
    }
    if (!lua_checkstack(L, n + 1)) {
        lua_pop(co, n);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, n);
    return n;
}

static int co_resume(lua_State *L)
{
    lua_State *co = check_coroutine(L);
    int status;
    const int n = resume(L, co, lua_gettop(L) - 1, &status);

    lua_pushboolean(L, n >= 0);
    lua_insert(L, n >= 0 ? -(n + 1) : -2);
    return n >= 0 ? n + 1 : 2;
}

/* Closes a coroutine that is suspended or dead; its error value, if any, is on
 * top of it. */
static int reset(lua_State *L, lua_State *co)
{
    alm_limit *limit = &alm_state_of(L)->limit;

    alm_limit_switch(limit, co);
    const int status = lua_resetthread(co);
    alm_limit_switch(limit, L);
    return status;
}

static int call_wrapped(lua_State *L)
{
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int status;
    const int n = resume(L, co, lua_gettop(L), &status);

    if (n >= 0)
        return n;
    const int state = lua_status(co);
    if (state != LUA_OK && state != LUA_YIELD) { /* an error in it */
        status = reset(L, co);
        lua_xmove(co, L, 1); /* perhaps another error */
        alm_limit_rethrow(L, status);
    }
    return lua_error(L);
}

static int co_create(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int co_wrap(lua_State *L)
{
    (void)co_create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

static bool is_closable(lua_State *L, lua_State *co)
{
    lua_Debug ar;

    if (L == co)
        return false; /* running */
    switch (lua_status(co)) {
    case LUA_YIELD: return true;
    case LUA_OK: return !lua_getstack(co, 0, &ar); /* else it resumed others */
    default: return true;                          /* ended by an error */
    }
}

static int co_close(lua_State *L)
{
    lua_State *co = check_coroutine(L);

    if (!is_closable(L, co))
        return luaL_error(L, "cannot close a coroutine that is running");
    const int status = reset(L, co);
    if (status == LUA_OK) {
        lua_pushboolean(L, 1);
        return 1;
    }
    lua_pushboolean(L, 0);
    lua_xmove(co, L, 1);
    alm_limit_rethrow(L, status);
    return 2;
}

void alm_open_coroutine(lua_State *L)
{
    static const char *const kept[] = {"yield", "status", "isyieldable",
                                       "running", NULL};
    static const luaL_Reg functions[] = {
        {"create", co_create}, {"resume", co_resume}, {"wrap", co_wrap},
        {"close", co_close},   {NULL, NULL},
    };
    lua_pushcfunction(L, luaopen_coroutine);
    lua_call(L, 0, 1);
    lua_insert(L, -2);
    alm_copy_fields(L, lua_gettop(L) - 1, kept);
    luaL_setfuncs(L, functions, 0);
    lua_remove(L, -2);
}
