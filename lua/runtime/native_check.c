#include <lauxlib.h>

#include "bridge/bridge.h"
#include "bridge/cell.h"
#include "bridge/raise.h"
#include "query/group.h"
#include "runtime/globals.h"
#include "runtime/native.h"

/* What is wrong with data, for the checks that go before a run: counted, and
 * the first place told. */

static void set_text(lua_State *L, const char *name, const char *text)
{
    if (text[0] == '\0')
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

/* not_a_number(t, name): the problem of a text column where a number is needed;
 * nil when it is none. */
static int native_not_a_number(lua_State *L)
{
    const alm_table *t = alm_lua_check_table(L, 1);
    const size_t at = alm_native_column(L, t, 2);
    alm_offending found = {0};
    alm_error err;
    alm_vector v;

    alm_native_vector(L, &v, t, at);
    if (v.type == ALM_TEXT) {
        if (alm_column_offending(&found, &v, &err) != ALM_OK)
            return alm_lua_raise(L, &err);
        alm_lua_fail_text(&err, t, at, found.row);
    } else {
        (void)alm_fail(&err, ALM_ETYPE, "column \"%s\" is %s, not a number",
                       alm_table_column_name(t, at), alm_type_name(v.type));
    }
    lua_newtable(L);
    set_text(L, "message", err.message);
    set_text(L, "help", err.help);
    set_text(L, "data", err.data);
    return 1;
}

/* outside(t, name, low, high): how many values of a column of numbers lie
 * outside, and where the first one stands. NaN lies nowhere. */
static int native_outside(lua_State *L)
{
    const alm_table *t = alm_lua_check_table(L, 1);
    const size_t at = alm_native_column(L, t, 2);
    const double low = luaL_checknumber(L, 3);
    const double high = luaL_checknumber(L, 4);
    char place[512] = "";
    lua_Integer n = 0;
    alm_vector v;

    alm_native_vector(L, &v, t, at);
    for (size_t i = 0; i < v.n; i++) {
        if (!alm_vector_present(&v, i))
            continue;
        const double x = alm_vector_number(&v, i);
        if (!(x < low || x > high))
            continue;
        if (n++ == 0)
            alm_table_place(place, sizeof place, t, at, i);
    }
    lua_pushinteger(L, n);
    lua_pushstring(L, place);
    return 2;
}

static int grouping_close(lua_State *L)
{
    alm_grouping **slot = lua_touserdata(L, 1);
    alm_grouping_free(*slot);
    *slot = NULL;
    return 0;
}

/* Pushes a place for a grouping, empty. */
static alm_grouping **push_grouping(lua_State *L)
{
    return alm_lua_push_owned(L, sizeof(alm_grouping *), grouping_close);
}

/* The columns named in the list at 2; in Lua's memory. */
static size_t *check_headers(lua_State *L, const alm_table *t, size_t *n)
{
    luaL_checktype(L, 2, LUA_TTABLE);
    *n = lua_rawlen(L, 2);
    size_t *columns = lua_newuserdatauv(L, (*n + 1) * sizeof *columns, 0);
    for (size_t i = 0; i < *n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        columns[i] = alm_native_column(L, t, lua_gettop(L));
        lua_pop(L, 1);
    }
    return columns;
}

/* Whether a row has a value in all of the columns. */
static bool is_whole(lua_State *L, const alm_table *t, const size_t *columns,
                     size_t n, size_t row)
{
    for (size_t i = 0; i < n; i++) {
        alm_vector v;
        alm_native_vector(L, &v, t, columns[i]);
        if (!alm_vector_present(&v, row))
            return false;
    }
    return true;
}

/* repeated(t, headers): how many rows have the values of an earlier one in
 * those columns, where the first of them stands, and the line of the one it
 * repeats. Rows that lack one of the values are not compared. */
static int native_repeated(lua_State *L)
{
    alm_error err;
    size_t n;
    size_t first = SIZE_MAX;
    size_t before = 0;
    lua_Integer count = 0;
    char place[512] = "";
    const alm_table *t = alm_lua_check_table(L, 1);
    const size_t *columns = check_headers(L, t, &n);
    alm_grouping **slot = push_grouping(L);

    if (alm_grouping_new(slot, t, columns, n, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    const alm_grouping *g = *slot;
    for (size_t i = 0; i < g->count; i++) {
        const uint32_t *rows = g->order + g->starts[i];
        const size_t size = alm_grouping_size(g, i);
        if (size < 2 || !is_whole(L, t, columns, n, rows[0]))
            continue;
        count += (lua_Integer)size - 1;
        if (rows[1] < first) {
            first = rows[1];
            before = rows[0];
        }
    }
    if (count > 0)
        alm_table_place(place, sizeof place, t, ALM_NO_COLUMN, first);
    lua_pushinteger(L, count);
    lua_pushstring(L, place);
    lua_pushinteger(L, count > 0 ? (lua_Integer)alm_table_line(t, before) : 0);
    return 3;
}

/* check_expression(text): raises what is wrong with its grammar. */
static int native_check_expression(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);

    alm_lua_check_expression(L, text, len);
    return 0;
}

/* is_function(name): whether expressions know a function, or a library, of that
 * name. */
static int native_is_function(lua_State *L)
{
    (void)luaL_checkstring(L, 1);
    lua_pushboolean(L, alm_lua_is_function(L, 1));
    return 1;
}

/* globals(chunk): where it reads and assigns globals. */
static int native_globals(lua_State *L)
{
    luaL_argexpected(L, lua_isfunction(L, 1) && !lua_iscfunction(L, 1), 1,
                     "function of Lua");
    alm_push_globals(L, 1);
    return 1;
}

/* environment(chunk): what a chunk finds its globals in. */
static int native_environment(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    return lua_getupvalue(L, 1, 1) != NULL ? 1 : 0;
}

void alm_native_add_checks(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"check_expression", native_check_expression},
        {"environment", native_environment},
        {"globals", native_globals},
        {"is_function", native_is_function},
        {"not_a_number", native_not_a_number},
        {"outside", native_outside},
        {"repeated", native_repeated},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
