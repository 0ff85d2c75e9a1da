#include "bridge/table.h"

#include <string.h>

/* A row is a proxy that holds two raw entries, the userdata of its table and
 * its number, both under keys that no script can make. It has no C object of
 * its own: rows are made by the million. */
static const char table_key;
static const char number_key;
static const char row_meta_key;

void alm_lua_push_row(lua_State *L, int object, size_t row)
{
    object = lua_absindex(L, object);
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, object);
    lua_rawsetp(L, -2, &table_key);
    lua_pushinteger(L, (lua_Integer)row);
    lua_rawsetp(L, -2, &number_key);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &row_meta_key);
    lua_setmetatable(L, -2);
}

/* Pushes the userdata of the row's table. */
static alm_lua_table *push_row_table(lua_State *L, int index, size_t *row)
{
    if (!lua_istable(L, index) ||
        lua_rawgetp(L, index, &number_key) != LUA_TNUMBER)
        alm_lua_fail(L, ALM_EINVAL, "this is no row of a table");
    *row = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_rawgetp(L, index, &table_key);
    return lua_touserdata(L, -1);
}

/* row.name, row["any name"] */
static int row_index(lua_State *L)
{
    size_t row;
    alm_lua_table *t = push_row_table(L, 1, &row);
    if (lua_type(L, 2) != LUA_TSTRING)
        return alm_lua_fail(L, ALM_EINVAL,
                            "a row is read by the name of a column, not by %s",
                            alm_lua_describe(L, 2));
    const size_t column = alm_lua_find(L, lua_gettop(L), 2);
    if (column == ALM_NO_COLUMN) {
        size_t len;
        const char *name = lua_tolstring(L, 2, &len);
        return alm_lua_unknown_column(L, lua_gettop(L), name, len);
    }
    alm_lua_push_cell_at(L, t, column, row);
    return 1;
}

static int row_newindex(lua_State *L)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EINVAL, "a row cannot be changed");
    alm_error_help(&err,
                   "t:with{\"%s = ...\"} makes a table with the new "
                   "column; t:totable() copies the rows into plain "
                   "tables that are yours to change",
                   lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "name");
    return alm_lua_raise(L, &err);
}

static int row_len(lua_State *L)
{
    return alm_lua_fail(L, ALM_EINVAL,
                        "a row has no length; #t is the number of rows");
}

/* The iterator of pairs(row): the columns in their order, without the hidden
 * ones. The control value is the name, so the position is an upvalue. */
static int row_next(lua_State *L)
{
    size_t row;
    alm_lua_table *t = push_row_table(L, 1, &row);
    size_t i = (size_t)lua_tointeger(L, lua_upvalueindex(1));
    const size_t width = alm_table_width(t->table);
    while (i < width && alm_field_info_of(alm_table_field(t->table, i))->hidden)
        i++;
    if (i >= width)
        return 0;
    lua_pushinteger(L, (lua_Integer)i + 1);
    lua_replace(L, lua_upvalueindex(1));
    lua_pushstring(L, alm_table_column_name(t->table, i));
    alm_lua_push_cell_at(L, t, i, row);
    return 2;
}

static int row_pairs(lua_State *L)
{
    size_t row;
    (void)push_row_table(L, 1, &row);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, row_next, 1);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* Two rows are equal when they are the same row of the same table. */
static int row_eq(lua_State *L)
{
    size_t a = 0;
    size_t b = 1;
    if (lua_rawgetp(L, 1, &number_key) == LUA_TNUMBER &&
        lua_rawgetp(L, 2, &number_key) == LUA_TNUMBER)
        lua_pushboolean(
            L, push_row_table(L, 1, &a) == push_row_table(L, 2, &b) && a == b);
    else
        lua_pushboolean(L, 0);
    return 1;
}

static int row_tostring(lua_State *L)
{
    size_t row;
    const alm_lua_table *t = push_row_table(L, 1, &row);
    const char *name = alm_table_name(t->table);
    lua_pushfstring(L, "row %I%s%s", (LUAI_UACINT)row + 1,
                    name[0] != '\0' ? " of " : "", name);
    return 1;
}

static const luaL_Reg row_meta[] = {
    {"__index", row_index}, {"__newindex", row_newindex},
    {"__len", row_len},     {"__pairs", row_pairs},
    {"__eq", row_eq},       {"__tostring", row_tostring},
    {NULL, NULL},
};

void alm_lua_open_row(lua_State *L)
{
    luaL_newlib(L, row_meta);
    lua_pushliteral(L, "row");
    lua_setfield(L, -2, "__almanac");
    lua_pushliteral(L, "row");
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &row_meta_key);
}
