#include "lift/explain.h"

#include <lauxlib.h>

/* The state is a userdata in the registry; its user value is a table of the
 * lines to tell: a list, and each line as a key too, to be told once. */
static const char state_key;

alm_lift_state *alm_lift_state_new(lua_State *L)
{
    alm_lift_state *s = lua_newuserdatauv(L, sizeof *s, 1);

    *s = (alm_lift_state){.off = false};
    lua_rawsetp(L, LUA_REGISTRYINDEX, &state_key);
    return s;
}

alm_lift_state *alm_lift_state_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &state_key);
    alm_lift_state *s = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return s;
}

void alm_lift_explain(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &state_key);
    lua_newtable(L);
    lua_setiuservalue(L, -2, 1);
    ((alm_lift_state *)lua_touserdata(L, -1))->explaining = true;
    lua_pop(L, 1);
}

/* Pushes "growth.lua:14", or an expression in quotes. */
static void push_place(lua_State *L, int index, bool *script)
{
    lua_Debug ar;

    lua_pushvalue(L, index);
    (void)lua_getinfo(L, ">S", &ar);
    *script = ar.source[0] == '@';
    if (*script || ar.linedefined > 0)
        lua_pushfstring(L, "%s:%d",
                        *script || ar.source[0] == '=' ? ar.source + 1
                                                       : ar.short_src,
                        ar.linedefined);
    else
        lua_pushstring(L, ar.source[0] == '=' ? ar.source + 1 : ar.source);
}

/* Pushes the line to tell. */
static void push_line(lua_State *L, int index, const char *why, size_t line)
{
    bool script;

    push_place(L, index, &script);
    if (why == NULL)
        lua_pushliteral(L, ": lifted");
    else if (script && line > 0)
        lua_pushfstring(L, ": not lifted: %s (line %d)", why, (int)line);
    else
        lua_pushfstring(L, ": not lifted: %s", why);
    lua_concat(L, 2);
}

void alm_lift_note(lua_State *L, int index, const char *why, size_t line)
{
    if (!alm_lift_state_of(L)->explaining)
        return;
    luaL_checkstack(L, 8, "an explanation");
    index = lua_absindex(L, index);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &state_key);
    (void)lua_getiuservalue(L, -1, 1);
    push_line(L, index, why, line);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) == LUA_TNIL) {
        lua_pushvalue(L, -2);
        lua_pushboolean(L, 1);
        lua_rawset(L, -5);
        lua_pushvalue(L, -2);
        lua_rawseti(L, -4, (lua_Integer)lua_rawlen(L, -4) + 1);
    }
    lua_pop(L, 4);
}

void alm_lift_tell(lua_State *L, alm_lift_say say, void *context)
{
    const alm_lift_state *s = alm_lift_state_of(L);

    if (s == NULL || !s->explaining || !lua_checkstack(L, 4))
        return;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &state_key);
    (void)lua_getiuservalue(L, -1, 1);
    const lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= n; i++) {
        size_t len;
        lua_rawgeti(L, -1, i);
        const char *line = lua_tolstring(L, -1, &len);
        say(context, line, len);
        lua_pushnil(L); /* of keys that are there: takes no memory */
        lua_rawset(L, -3);
        lua_pushnil(L);
        lua_rawseti(L, -2, i);
    }
    lua_pop(L, 2);
}
