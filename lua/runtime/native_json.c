#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "bridge/raise.h"
#include "io/cjson.h"
#include "io/json.h"
#include "io/write.h"
#include "runtime/native.h"

/* Plain Lua data as JSON text and back, the same bytes every time.
 *
 * A list is a table with the places 1 .. #, or 1 .. n where it has a field `n`
 * and nothing else by name: what is nil there is null. Every other table is an
 * object, its keys sorted; an empty one too, unless n = 0 says it is a list. A
 * field of an object that is to be null is native.null.
 * Read back, null is nil, a list has its `n`, and numbers are floats. */

enum { DEEPEST = 64 };

/* ---- what must be freed though Lua may raise ---- */

typedef struct holder {
    alm_buffer text;
    cJSON *tree;
} holder;

static int free_holder(lua_State *L)
{
    holder *h = lua_touserdata(L, 1);
    alm_buffer_free(&h->text);
    cJSON_Delete(h->tree);
    h->tree = NULL;
    return 0;
}

static holder *push_holder(lua_State *L)
{
    holder *h = lua_newuserdatauv(L, sizeof *h, 0);
    *h = (holder){0};
    if (luaL_newmetatable(L, "almanac.json")) {
        lua_pushcfunction(L, free_holder);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return h;
}

/* ---- writing ---- */

typedef struct writer {
    lua_State *L;
    alm_buffer *out;
    bool lines; /* a list or object with others inside takes several lines */
    int depth;
} writer;

static void add(const writer *w, const char *text, size_t n)
{
    alm_error err;
    if (alm_buffer_add(w->out, text, n, &err) != ALM_OK)
        (void)alm_lua_raise(w->L, &err);
}

static void add_text(const writer *w, int index)
{
    alm_error err;
    size_t n;
    const char *text = lua_tolstring(w->L, index, &n);

    if (alm_utf8_check(text, n) != n)
        (void)alm_lua_fail(w->L, ALM_EINVAL, "a text is not UTF-8");
    if (alm_json_add_string(w->out, text, n, &err) != ALM_OK)
        (void)alm_lua_raise(w->L, &err);
}

static void add_number(const writer *w, int index)
{
    char text[ALM_NUMBER_TEXT];
    const double x = lua_tonumber(w->L, index);

    if (lua_isinteger(w->L, index))
        add(w, text, alm_format_i64(text, lua_tointeger(w->L, index)));
    else if (isfinite(x))
        add(w, text, alm_format_f64(text, x));
    else
        add(w, "null", 4);
}

static void add_break(const writer *w, bool broken)
{
    static const char blanks[] = "                                ";
    const int n = 2 * w->depth;

    if (!broken)
        return;
    add(w, "\n", 1);
    for (int left = n; left > 0; left -= (int)sizeof blanks - 1)
        add(w, blanks,
            left < (int)sizeof blanks ? (size_t)left : sizeof blanks - 1);
}

/* The length of the list at `index`; -1 when it is an object. */
static lua_Integer list_length(lua_State *L, int index)
{
    const lua_Integer n = (lua_Integer)lua_rawlen(L, index);
    lua_Integer said = -1;

    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        int is_whole = 0;
        const lua_Integer value = lua_tointegerx(L, -1, &is_whole);
        const bool is_n = lua_type(L, -2) == LUA_TSTRING &&
                          strcmp(lua_tostring(L, -2), "n") == 0 &&
                          lua_type(L, -1) == LUA_TNUMBER && is_whole;
        if (is_n)
            said = value;
        if (!is_n && lua_type(L, -2) == LUA_TSTRING) {
            lua_pop(L, 2);
            return -1;
        }
        lua_pop(L, 1);
    }
    return said >= 0 ? said : n > 0 ? n : -1;
}

static bool holds_tables(lua_State *L, int index)
{
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        const bool is_table = lua_istable(L, -1);
        lua_pop(L, 1);
        if (is_table) {
            lua_pop(L, 1);
            return true;
        }
    }
    return false;
}

static void add_value(writer *w, int index);

static void add_list(writer *w, int index, lua_Integer n, bool broken)
{
    add(w, "[", 1);
    w->depth++;
    for (lua_Integer i = 1; i <= n; i++) {
        if (i > 1)
            add(w, broken ? "," : ", ", broken ? 1 : 2);
        add_break(w, broken);
        lua_rawgeti(w->L, index, i);
        add_value(w, lua_gettop(w->L));
        lua_pop(w->L, 1);
    }
    w->depth--;
    add_break(w, broken && n > 0);
    add(w, "]", 1);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Pushes a block with the sorted names of the object, which keeps them. */
static const char **push_names(lua_State *L, int index, size_t *count)
{
    size_t n = 0;

    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        n++;
        lua_pop(L, 1);
    }
    const char **names = lua_newuserdatauv(L, (n + 1) * sizeof *names, 0);
    *count = n;
    n = 0;
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            (void)alm_lua_fail(L, ALM_EINVAL, "a key is a %s, not a name",
                               luaL_typename(L, -1));
        names[n++] = lua_tostring(L, -1);
    }
    qsort(names, n, sizeof *names, compare_names);
    return names;
}

static void add_object(writer *w, int index, bool broken)
{
    size_t n;
    const char **names = push_names(w->L, index, &n);

    add(w, "{", 1);
    w->depth++;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            add(w, broken ? "," : ", ", broken ? 1 : 2);
        add_break(w, broken);
        lua_pushstring(w->L, names[i]);
        add_text(w, -1);
        add(w, ": ", 2);
        lua_rawget(w->L, index);
        add_value(w, lua_gettop(w->L));
        lua_pop(w->L, 1);
    }
    lua_pop(w->L, 1);
    w->depth--;
    add_break(w, broken && n > 0);
    add(w, "}", 1);
}

static void add_table(writer *w, int index)
{
    luaL_checkstack(w->L, 8, "too many values");
    if (w->depth >= DEEPEST)
        (void)alm_lua_fail(w->L, ALM_EINVAL, "tables are nested too deeply");
    const bool broken = w->lines && holds_tables(w->L, index);
    const lua_Integer n = list_length(w->L, index);
    if (n >= 0)
        add_list(w, index, n, broken);
    else
        add_object(w, index, broken);
}

static void add_value(writer *w, int index)
{
    switch (lua_type(w->L, index)) {
    case LUA_TNIL: add(w, "null", 4); break;
    case LUA_TBOOLEAN:
        if (lua_toboolean(w->L, index))
            add(w, "true", 4);
        else
            add(w, "false", 5);
        break;
    case LUA_TNUMBER: add_number(w, index); break;
    case LUA_TSTRING: add_text(w, index); break;
    case LUA_TTABLE: add_table(w, index); break;
    case LUA_TLIGHTUSERDATA: add(w, "null", 4); break;
    default:
        (void)alm_lua_fail(w->L, ALM_EINVAL, "a %s is no data",
                           luaL_typename(w->L, index));
    }
}

/* to_json(value [, lines]) -> text */
static int native_to_json(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_settop(L, 2);
    holder *h = push_holder(L);
    writer w = {.L = L, .out = &h->text, .lines = lua_toboolean(L, 2)};

    add_value(&w, 1);
    lua_pushlstring(L, h->text.data, h->text.len);
    alm_buffer_free(&h->text);
    return 1;
}

/* ---- reading ---- */

static void push_value(lua_State *L, const cJSON *item);

static void push_list(lua_State *L, const cJSON *list)
{
    const cJSON *item;
    lua_Integer n = 0;

    lua_newtable(L);
    cJSON_ArrayForEach(item, list)
    {
        push_value(L, item);
        lua_rawseti(L, -2, ++n);
    }
    lua_pushinteger(L, n);
    lua_setfield(L, -2, "n");
}

static void push_object(lua_State *L, const cJSON *object)
{
    const cJSON *item;

    lua_newtable(L);
    cJSON_ArrayForEach(item, object)
    {
        lua_pushstring(L, item->string);
        push_value(L, item);
        lua_rawset(L, -3);
    }
}

static void push_value(lua_State *L, const cJSON *item)
{
    luaL_checkstack(L, 8, "too many values");
    if (cJSON_IsArray(item))
        push_list(L, item);
    else if (cJSON_IsObject(item))
        push_object(L, item);
    else if (cJSON_IsString(item))
        lua_pushstring(L, item->valuestring);
    else if (cJSON_IsNumber(item))
        lua_pushnumber(L, item->valuedouble);
    else if (cJSON_IsBool(item))
        lua_pushboolean(L, cJSON_IsTrue(item));
    else
        lua_pushnil(L);
}

/* from_json(text) -> value */
static int native_from_json(lua_State *L)
{
    alm_error err;
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    if (alm_json_check(text, n, false, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    holder *h = push_holder(L);
    if (alm_cjson_parse(&h->tree, text, n, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    push_value(L, h->tree);
    cJSON_Delete(h->tree);
    h->tree = NULL;
    return 1;
}

void alm_native_add_json(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"to_json", native_to_json},
        {"from_json", native_from_json},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
}
