#include "bridge/raise.h"

#include <lauxlib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* How far up a script is looked for: the frames in between are ours. */
enum { MOST_FRAMES = 64 };

/* Pushes "growth.lua:14: message". */
static int error_tostring(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_getfield(L, 1, "message");
    if (!lua_isstring(L, -1))
        lua_pushliteral(L, "error");
    const char *message = lua_tostring(L, -1);
    lua_getfield(L, 1, "where");
    lua_getfield(L, 1, "line");
    if (lua_isstring(L, -2) && lua_isinteger(L, -1))
        lua_pushfstring(L, "%s:%I: %s", lua_tostring(L, -2),
                        (LUAI_UACINT)lua_tointeger(L, -1), message);
    else
        lua_pushstring(L, message);
    return 1;
}

/* "failed: " .. e is what scripts write. */
static int error_concat(lua_State *L)
{
    luaL_tolstring(L, 1, NULL);
    luaL_tolstring(L, 2, NULL);
    lua_concat(L, 2);
    return 1;
}

static void push_metatable(lua_State *L)
{
    if (!luaL_newmetatable(L, ALM_LUA_ERROR))
        return;
    lua_pushcfunction(L, error_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, error_concat);
    lua_setfield(L, -2, "__concat");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

void alm_lua_where(lua_State *L, alm_error *err)
{
    lua_Debug ar;

    for (int level = 0; level < MOST_FRAMES && lua_getstack(L, level, &ar);
         level++) {
        if (!lua_getinfo(L, "Sl", &ar) || ar.source[0] != '@' ||
            ar.currentline <= 0)
            continue;
        alm_error_at(err, ar.source + 1, (size_t)ar.currentline, 0);
        return;
    }
}

static void set_text(lua_State *L, const char *field, const char *text)
{
    if (text[0] == '\0')
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, field);
}

static void set_count(lua_State *L, const char *field, size_t n)
{
    if (n == 0)
        return;
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, field);
}

static int raise_from(lua_State *L, const alm_error *err, const char *data,
                      const alm_error *place, const char *blame)
{
    lua_createtable(L, 0, 8);
    set_text(L, "code", alm_status_name(err->code));
    set_text(L, "message", err->message);
    set_text(L, "help", err->help);
    set_text(L, "data", data);
    set_text(L, "where", place->file);
    set_text(L, "blame", blame);
    set_count(L, "line", place->line);
    set_count(L, "column", place->column);
    push_metatable(L);
    lua_setmetatable(L, -2);
    return lua_error(L);
}

int alm_lua_raise(lua_State *L, const alm_error *err)
{
    char data[sizeof err->data + 64];
    alm_error place = {.code = err->code};

    if (err->data[0] != '\0' || err->file[0] == '\0')
        (void)snprintf(data, sizeof data, "%s", err->data);
    else if (err->line == 0)
        (void)snprintf(data, sizeof data, "%s", err->file);
    else
        (void)snprintf(data, sizeof data, "%s line %zu", err->file, err->line);
    alm_lua_where(L, &place);
    return raise_from(L, err, data, &place, "");
}

int alm_lua_raise_source(lua_State *L, const alm_error *err)
{
    return raise_from(L, err, err->data, err, "");
}

int alm_lua_refuse(lua_State *L, const alm_error *err, const char *blame)
{
    return raise_from(L, err, err->data, err, blame);
}

int alm_lua_fail(lua_State *L, alm_status code, const char *fmt, ...)
{
    alm_error err;
    char message[sizeof err.message];
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(message, sizeof message, fmt, ap);
    va_end(ap);
    (void)alm_fail(&err, code, "%s", message);
    return alm_lua_raise(L, &err);
}

bool alm_lua_is_error(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    if (!lua_istable(L, index) || !lua_checkstack(L, 3) ||
        !lua_getmetatable(L, index))
        return false;
    luaL_getmetatable(L, ALM_LUA_ERROR);
    const bool same = lua_istable(L, -1) && lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

static void get_text(lua_State *L, int index, const char *field, char *out,
                     size_t size)
{
    lua_getfield(L, index, field);
    if (lua_type(L, -1) == LUA_TSTRING)
        (void)snprintf(out, size, "%s", lua_tostring(L, -1));
    lua_pop(L, 1);
}

static size_t get_count(lua_State *L, int index, const char *field)
{
    lua_getfield(L, index, field);
    const lua_Integer n = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
    lua_pop(L, 1);
    return n > 0 ? (size_t)n : 0;
}

void alm_lua_read_error(lua_State *L, int index, alm_error *err)
{
    char name[32] = "";

    index = lua_absindex(L, index);
    get_text(L, index, "code", name, sizeof name);
    alm_error_set(err, alm_status_named(name), "an error without a message");
    get_text(L, index, "message", err->message, sizeof err->message);
    get_text(L, index, "help", err->help, sizeof err->help);
    get_text(L, index, "data", err->data, sizeof err->data);
    get_text(L, index, "where", err->file, sizeof err->file);
    err->line = get_count(L, index, "line");
    err->column = get_count(L, index, "column");
}

/* Registry: the innermost alm_lua_group. Its user value is the one around it.
 */
static const char group_key;

static int group_close(lua_State *L)
{
    lua_getiuservalue(L, 1, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &group_key);
    return 0;
}

alm_lua_group *alm_lua_push_group(lua_State *L)
{
    alm_lua_group *group = lua_newuserdatauv(L, sizeof *group, 1);
    *group = (alm_lua_group){.thread = L};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &group_key);
    lua_setiuservalue(L, -2, 1);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, group_close);
    lua_setfield(L, -2, "__close");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &group_key);
    lua_toclose(L, -1);
    return group;
}

void alm_lua_add_group(alm_error *err, const char *text)
{
    const size_t used = strlen(err->message);
    (void)snprintf(err->message + used, sizeof err->message - used,
                   " (in the group %s)", text);
}

/* Pushes the innermost place and answers it; a coroutine that died leaves its
 * place standing. */
static const alm_lua_group *push_innermost(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &group_key);
    const alm_lua_group *group = lua_touserdata(L, -1);
    return group != NULL && group->thread == L ? group : NULL;
}

/* Replaces the place on top of the stack by the one around it. */
static const alm_lua_group *push_outer(lua_State *L)
{
    (void)lua_getiuservalue(L, -1, 1);
    lua_remove(L, -2);
    const alm_lua_group *group = lua_touserdata(L, -1);
    return group != NULL && group->thread == L ? group : NULL;
}

void alm_lua_name_group(lua_State *L, alm_error *err)
{
    const alm_lua_group *group = push_innermost(L);

    while (group != NULL && group->table != NULL)
        group = push_outer(L);
    if (group != NULL && group->text[0] != '\0')
        alm_lua_add_group(err, group->text);
    lua_pop(L, 1);
}

const alm_lua_group *alm_lua_row_at(lua_State *L)
{
    const alm_lua_group *group = push_innermost(L);

    lua_pop(L, 1); /* the stack of the call keeps it */
    return group != NULL && group->table != NULL ? group : NULL;
}

void *alm_lua_push_owned(lua_State *L, size_t size, lua_CFunction close)
{
    void *block = lua_newuserdatauv(L, size, 0);

    memset(block, 0, size);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, close);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return block;
}
