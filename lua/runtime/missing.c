#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "bridge/raise.h"
#include "runtime/internal.h"

/* Missing values and text in arithmetic (design sections 4 and 7).
 *
 * nil has a metatable in which every arithmetic event answers nil and every
 * order event false; it has no __index, __call or __concat, so those still
 * raise in Lua's own words. Text has one in which arithmetic and order against
 * a number raise. An operand
 * that brings its own event (a column) is asked first, whichever side it is on,
 * and text against nil is still an error: it does not depend on the data. */

enum { SHOWN_TEXT = 40 };

/* At most SHOWN_TEXT bytes, whole characters, without control characters. */
static void show_text(char out[SHOWN_TEXT + 4], const char *text, size_t len)
{
    size_t n = alm_utf8_check(text, len);
    const bool cut = n < len || n > SHOWN_TEXT;
    if (n > SHOWN_TEXT) {
        n = SHOWN_TEXT;
        while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
            n--;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = (unsigned char)text[i] < ' ' ? ' ' : text[i];
    (void)snprintf(out + n, 4, "%s", cut ? "..." : "");
}

/* Raises the better error that the column which a text came from allows, if it
 * came from one. */
static void explain_text(lua_State *L, int index, int other, const char *op)
{
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_TEXT_ERROR);
    if (lua_isfunction(L, -1)) {
        lua_pushvalue(L, index);
        if (other != 0)
            lua_pushvalue(L, other);
        else
            lua_pushnil(L);
        lua_pushstring(L, op);
        lua_call(L, 3, 0);
    }
}

int alm_raise_text(lua_State *L, int index, int other, const char *op)
{
    alm_error err;
    char shown[SHOWN_TEXT + 4];
    size_t len;

    index = lua_absindex(L, index);
    explain_text(L, index, other, op);
    const char *text = lua_tolstring(L, index, &len);
    show_text(shown, text, len);
    (void)alm_fail(&err, ALM_ETYPE, "text is not a number: \"%s\"", shown);
    alm_error_help(&err, "tonumber(text) reads a number from text, and is nil "
                         "where there is none");
    return alm_lua_raise(L, &err);
}

/* Calls the event of operand `index`, if it brings one; the name is upvalue 1.
 */
static bool call_event(lua_State *L, int index)
{
    const char *event = lua_tostring(L, lua_upvalueindex(1));

    if (luaL_getmetafield(L, index, event) == LUA_TNIL)
        return false;
    lua_insert(L, 1);
    lua_call(L, 2, 1);
    return true;
}

/* Lua calls this with nil as the first operand, or as the second of one that
 * brings no event. */
static int nil_arithmetic(lua_State *L)
{
    lua_settop(L, 2);
    if (!lua_isnil(L, 2) && call_event(L, 2))
        return 1;
    lua_pushnil(L);
    return 1;
}

static int nil_order(lua_State *L)
{
    lua_settop(L, 2);
    if (!lua_isnil(L, 2) && call_event(L, 2))
        return 1;
    lua_pushboolean(L, 0);
    return 1;
}

static int text_arithmetic(lua_State *L)
{
    lua_settop(L, 2);
    if (lua_type(L, 1) != LUA_TSTRING)
        return alm_raise_text(L, 2, 1, lua_tostring(L, lua_upvalueindex(1)));
    if (lua_type(L, 2) != LUA_TSTRING && !lua_isnil(L, 2) && call_event(L, 2))
        return 1;
    return alm_raise_text(L, 1, 2, lua_tostring(L, lua_upvalueindex(1)));
}

/* Two texts never come here: Lua compares them itself. */
static int text_order(lua_State *L)
{
    lua_settop(L, 2);
    const int text = lua_type(L, 1) == LUA_TSTRING ? 1 : 2;
    const int other = 3 - text;
    if (lua_isnil(L, other)) {
        lua_pushboolean(L, 0);
        return 1;
    }
    if (call_event(L, other))
        return 1;
    if (lua_type(L, other) == LUA_TNUMBER)
        explain_text(L, text, other, lua_tostring(L, lua_upvalueindex(1)));
    return luaL_error(L, "attempt to compare %s with %s", luaL_typename(L, 1),
                      luaL_typename(L, 2));
}

static void set_events(lua_State *L, const char *const *events,
                       lua_CFunction function)
{
    for (; *events != NULL; events++) {
        lua_pushstring(L, *events);
        lua_pushcclosure(L, function, 1);
        lua_setfield(L, -2, *events);
    }
}

void alm_open_missing(lua_State *L)
{
    static const char *const arithmetic[] = {"__add", "__sub",  "__mul",
                                             "__div", "__mod",  "__pow",
                                             "__unm", "__idiv", NULL};
    static const char *const order[] = {"__lt", "__le", NULL};

    lua_pushnil(L);
    lua_newtable(L);
    set_events(L, arithmetic, nil_arithmetic);
    set_events(L, order, nil_order);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);

    lua_pushliteral(L, "");
    lua_newtable(L);
    set_events(L, arithmetic, text_arithmetic);
    set_events(L, order, text_order);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES);
    lua_getfield(L, -1, "string");
    lua_setfield(L, -3, "__index");
    lua_pop(L, 1);
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

/* Upvalues: the C function, the arguments that are values, whether they are
 * numbers. */
static int call_guarded(lua_State *L)
{
    const lua_Integer values = lua_tointeger(L, lua_upvalueindex(2));
    const bool numeric = lua_toboolean(L, lua_upvalueindex(3));
    const int n = lua_gettop(L);

    for (int i = 1; i <= n && i <= 64; i++) {
        const int type = lua_type(L, i);
        if (((lua_Unsigned)values >> (i - 1) & 1) == 0)
            continue;
        if (type == LUA_TNIL) {
            lua_pushnil(L);
            return 1;
        }
        if (numeric && type == LUA_TSTRING)
            return alm_raise_text(L, i, 0, "");
    }
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

void alm_push_guarded(lua_State *L, lua_Integer values, bool numeric)
{
    lua_pushinteger(L, values);
    lua_pushboolean(L, numeric);
    lua_pushcclosure(L, call_guarded, 3);
}
