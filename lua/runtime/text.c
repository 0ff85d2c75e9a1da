#include <ctype.h>
#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <string.h>

#include "bridge/raise.h"
#include "runtime/internal.h"

/* tostring, print and the string library: no text shows an address. */

/* Pushes what tostring says of an object without a __tostring. */
static void push_name(lua_State *L, int index)
{
    if (luaL_getmetafield(L, index, "__name") == LUA_TSTRING)
        return;
    lua_pushstring(L, luaL_typename(L, index));
}

const char *alm_push_text(lua_State *L, int index, size_t *len)
{
    index = lua_absindex(L, index);
    luaL_checkstack(L, 4, NULL);
    if (luaL_callmeta(L, index, "__tostring")) {
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "'__tostring' must return a string");
        return lua_tolstring(L, -1, len);
    }
    if (lua_type(L, index) == LUA_TNUMBER && isnan(lua_tonumber(L, index))) {
        lua_pushliteral(L, "nan"); /* C prints a sign that means nothing */
        return lua_tolstring(L, -1, len);
    }
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: return luaL_tolstring(L, index, len);
    default: push_name(L, index); return lua_tolstring(L, -1, len);
    }
}

static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    (void)alm_push_text(L, 1, NULL);
    return 1;
}

/* A note, never standard output: that belongs to the result. */
static int base_print(lua_State *L)
{
    const alm_state *s = alm_state_of(L);
    const int n = lua_gettop(L);
    luaL_Buffer b;
    size_t len;

    for (int i = 1; i <= n; i++) {
        (void)alm_push_text(L, i, NULL);
        lua_replace(L, i);
    }
    luaL_buffinit(L, &b);
    for (int i = 1; i <= n; i++) {
        const char *text = lua_tolstring(L, i, &len);
        if (i > 1)
            luaL_addchar(&b, '\t');
        luaL_addlstring(&b, text, len);
    }
    luaL_pushresult(&b);
    const char *line = lua_tolstring(L, -1, &len);
    if (s->options.note != NULL)
        s->options.note(s->options.context, line, len);
    return 0;
}

void alm_open_text(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"tostring", base_tostring},
        {"print", base_print},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}

/* The conversions of a format; calls nothing. Returns the letter of the next
 * one at or after *at, moving *at behind it; 0 at the end. */
static char next_conversion(const char **at)
{
    while ((*at = strchr(*at, '%')) != NULL) {
        (*at)++;
        if (**at == '%') {
            (*at)++;
            continue;
        }
        *at += strspn(*at, "-+ #0123456789.");
        return **at != '\0' ? *(*at)++ : '\0';
    }
    return '\0';
}

static bool any_nil(lua_State *L, int last)
{
    for (int i = 1; i <= last; i++)
        if (lua_isnil(L, i))
            return true;
    return false;
}

static bool shows_address(int type)
{
    return type == LUA_TTABLE || type == LUA_TFUNCTION ||
           type == LUA_TUSERDATA || type == LUA_TTHREAD ||
           type == LUA_TLIGHTUSERDATA;
}

/* Upvalue: Lua's own format. */
static int string_format(lua_State *L)
{
    const int n = lua_gettop(L);
    const char *at = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "";
    char letter;

    if (any_nil(L, n)) {
        lua_pushnil(L);
        return 1;
    }
    for (int i = 2; i <= n && (letter = next_conversion(&at)) != '\0'; i++) {
        if (letter == 'p')
            return alm_lua_fail(L, ALM_EINVAL,
                                "format: %%p shows an address, which differs "
                                "from run to run");
        if (letter != 's' || !shows_address(lua_type(L, i)))
            continue;
        (void)alm_push_text(L, i, NULL);
        lua_replace(L, i);
    }
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static bool is_empty(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TSTRING && lua_rawlen(L, index) == 0;
}

/* Upvalue: Lua's own rep, which counts to n even where there is nothing to
 * repeat. */
static int string_rep(lua_State *L)
{
    const int n = lua_gettop(L);

    if (any_nil(L, n < 2 ? n : 2)) {
        lua_pushnil(L);
        return 1;
    }
    if (is_empty(L, 1) && (lua_isnoneornil(L, 3) || is_empty(L, 3))) {
        (void)luaL_checkinteger(L, 2);
        lua_pushliteral(L, "");
        return 1;
    }
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* The other functions of string, and which of their arguments are values: to a
 * nil there they answer nil. */
static const struct guard {
    const char *name;
    lua_Integer values;
} guards[] = {
    {"byte", 1},    {"char", -1}, {"find", 1},   {"gsub", 1},
    {"len", 1},     {"lower", 1}, {"match", 1},  {"pack", -1},
    {"reverse", 1}, {"sub", 3},   {"unpack", 2}, {"upper", 1},
};

static void wrap(lua_State *L, const char *name, lua_CFunction function)
{
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, name);
}

void alm_open_string(lua_State *L)
{
    static const char *const kept[] = {
        "byte", "char",  "find",     "format", "gmatch",  "gsub",
        "len",  "lower", "match",    "rep",    "reverse", "sub",
        "pack", "upper", "packsize", "unpack", NULL};

    lua_pushcfunction(L, luaopen_string);
    lua_call(L, 0, 1);
    lua_insert(L, -2);
    alm_copy_fields(L, lua_gettop(L) - 1, kept);
    lua_remove(L, -2);
    wrap(L, "rep", string_rep);
    for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++) {
        lua_getfield(L, -1, guards[i].name);
        alm_push_guarded(L, guards[i].values, false);
        lua_setfield(L, -2, guards[i].name);
    }
    wrap(L, "format", string_format);
}
