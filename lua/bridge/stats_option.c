#include "bridge/stats_option.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "bridge/raise.h"
#include "bridge/seed.h"

enum { MOST_REPEATS = 10000000 };

static int refuse_name(lua_State *L, const char *name, const char *const *known)
{
    alm_suggestion near = {.wanted = name, .len = strlen(name)};
    alm_error err;

    for (size_t i = 0; known[i] != NULL; i++)
        alm_suggest_offer(&near, known[i], strlen(known[i]));
    (void)alm_fail(&err, ALM_EINVAL, "there is no option \"%s\" here", name);
    if (near.best != NULL)
        alm_error_help(&err, "did you mean \"%s\"?", near.best);
    else if (known[0] == NULL)
        alm_error_help(&err, "this function takes no options");
    return alm_lua_raise(L, &err);
}

static bool is_known(const char *name, const char *const *known)
{
    for (size_t i = 0; known[i] != NULL; i++)
        if (strcmp(known[i], name) == 0)
            return true;
    return false;
}

int alm_options_check(lua_State *L, int index, const char *const *known)
{
    if (lua_isnoneornil(L, index))
        return 0;
    if (!lua_istable(L, index))
        alm_lua_fail(L, ALM_EINVAL, "options are a table, not a %s",
                     luaL_typename(L, index));
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            alm_lua_fail(L, ALM_EINVAL, "options have names: {level = 0.95}");
        if (!is_known(lua_tostring(L, -1), known))
            return refuse_name(L, lua_tostring(L, -1), known);
    }
    return index;
}

bool alm_option_push(lua_State *L, int index, const char *name)
{
    if (index == 0)
        return false;
    if (lua_getfield(L, index, name) != LUA_TNIL)
        return true;
    lua_pop(L, 1);
    return false;
}

static int refuse_kind(lua_State *L, const char *name, const char *wanted)
{
    return alm_lua_fail(L, ALM_EINVAL, "option \"%s\" is a %s, not %s", name,
                        luaL_typename(L, -1), wanted);
}

double alm_option_number(lua_State *L, int index, const char *name,
                         double absent)
{
    if (!alm_option_push(L, index, name))
        return absent;
    if (lua_type(L, -1) != LUA_TNUMBER)
        refuse_kind(L, name, "a number");
    const double value = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return value;
}

lua_Integer alm_option_integer(lua_State *L, int index, const char *name,
                               lua_Integer absent)
{
    int exact;

    if (!alm_option_push(L, index, name))
        return absent;
    if (lua_type(L, -1) != LUA_TNUMBER)
        refuse_kind(L, name, "a whole number");
    const lua_Integer value = lua_tointegerx(L, -1, &exact);
    if (!exact)
        alm_lua_fail(L, ALM_EINVAL, "option \"%s\" is %f, not a whole number",
                     name, lua_tonumber(L, -1));
    lua_pop(L, 1);
    return value;
}

lua_Integer alm_option_seed(lua_State *L, int index)
{
    if (!alm_option_push(L, index, "seed"))
        return alm_lua_seed(L);
    lua_pop(L, 1);
    return alm_option_integer(L, index, "seed", 0);
}

size_t alm_option_count(lua_State *L, int index, const char *name,
                        size_t absent)
{
    const lua_Integer value =
        alm_option_integer(L, index, name, (lua_Integer)absent);

    if (value < 1 || value > MOST_REPEATS)
        alm_lua_fail(L, ALM_EINVAL,
                     "option \"%s\" is %lld; it is from 1 to %lld", name,
                     (long long)value, (long long)MOST_REPEATS);
    return (size_t)value;
}

bool alm_option_flag(lua_State *L, int index, const char *name, bool absent)
{
    if (!alm_option_push(L, index, name))
        return absent;
    if (!lua_isboolean(L, -1))
        refuse_kind(L, name, "true or false");
    const bool value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

static int refuse_word(lua_State *L, const char *name, const char *word,
                       const alm_choice *choices)
{
    char list[256] = "";
    size_t len = 0;
    alm_error err;

    for (const alm_choice *c = choices; c->word != NULL; c++)
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s",
                                c == choices ? "" : ", ", c->word);
    (void)alm_fail(&err, ALM_EINVAL, "option \"%s\" cannot be \"%s\"", name,
                   word);
    alm_error_help(&err, "one of %s", list);
    return alm_lua_raise(L, &err);
}

int alm_option_choice(lua_State *L, int index, const char *name,
                      const alm_choice *choices)
{
    if (!alm_option_push(L, index, name))
        return choices[0].value;
    if (lua_type(L, -1) != LUA_TSTRING)
        refuse_kind(L, name, "a word");
    const char *word = lua_tostring(L, -1);
    for (const alm_choice *c = choices; c->word != NULL; c++)
        if (strcmp(c->word, word) == 0) {
            lua_pop(L, 1);
            return c->value;
        }
    return refuse_word(L, name, word, choices);
}
