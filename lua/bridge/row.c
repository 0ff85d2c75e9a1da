#include "bridge/table.h"

#include <string.h>

/* A row is a proxy that holds one raw entry, its number, under a key that no
 * script can make. It has no C object of its own: rows are made by the million.
 * Its metatable belongs to its table; upvalues of all that stands in it are the
 * userdata of the table and the names looked up so far. */
static const char number_key;

#define OBJECT lua_upvalueindex(1)
#define NAMES  lua_upvalueindex(2)

/* The table of the row in argument `arg`. */
static alm_lua_table *check_row(lua_State *L, int arg, size_t *row)
{
    alm_lua_table *t = lua_touserdata(L, OBJECT);
    if (!lua_istable(L, arg) ||
        lua_rawgetp(L, arg, &number_key) != LUA_TNUMBER || t->table == NULL)
        alm_lua_fail(L, ALM_EINVAL, "this is no row of a table");
    *row = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (*row >= alm_table_rows(t->table))
        alm_lua_fail(L, ALM_EINVAL, "this is no row of that table");
    return t;
}

/* row.name, row["any name"] */
static int row_index(lua_State *L)
{
    size_t row;
    alm_lua_table *t = check_row(L, 1, &row);
    if (lua_type(L, 2) != LUA_TSTRING)
        return alm_lua_fail(L, ALM_EINVAL,
                            "a row is read by the name of a column, not by %s",
                            alm_lua_describe(L, 2));
    lua_pushvalue(L, 2);
    if (lua_rawget(L, NAMES) == LUA_TNUMBER) {
        alm_lua_push_cell_at(L, t, (size_t)lua_tointeger(L, -1), row);
        return 1;
    }
    const size_t column = alm_lua_find(L, OBJECT, 2);
    if (column == ALM_NO_COLUMN) {
        size_t len;
        const char *name = lua_tolstring(L, 2, &len);
        return alm_lua_unknown_column(L, OBJECT, name, len);
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

#define NEXT lua_upvalueindex(2)

/* Position after the column named at 2; where the last call ended, the upvalue,
 * is nearly always it. */
static size_t next_position(lua_State *L, const alm_table *table)
{
    const size_t last = (size_t)lua_tointeger(L, NEXT);
    size_t len;

    if (lua_isnoneornil(L, 2))
        return 0;
    const char *name = luaL_checklstring(L, 2, &len);
    if (last > 0 && strcmp(alm_table_column_name(table, last - 1), name) == 0)
        return last;
    const size_t at = alm_table_find(table, name, len);
    luaL_argcheck(L, at != ALM_NO_COLUMN, 2, "no such column");
    return at + 1;
}

/* The iterator of pairs(row): the columns in their order, without the hidden
 * ones. */
static int row_next(lua_State *L)
{
    size_t row;
    alm_lua_table *t = check_row(L, 1, &row);
    size_t i = next_position(L, t->table);
    const size_t width = alm_table_width(t->table);
    while (i < width && alm_field_info_of(alm_table_field(t->table, i))->hidden)
        i++;
    if (i >= width)
        return 0;
    lua_pushinteger(L, (lua_Integer)i + 1);
    lua_replace(L, NEXT);
    lua_pushstring(L, alm_table_column_name(t->table, i));
    alm_lua_push_cell_at(L, t, i, row);
    return 2;
}

static int row_pairs(lua_State *L)
{
    size_t row;
    (void)check_row(L, 1, &row);
    lua_pushvalue(L, OBJECT);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, row_next, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* Two rows are equal when they are the same row of the same table. */
static int row_eq(lua_State *L)
{
    bool same = false;
    if (lua_getmetatable(L, 1) && lua_getmetatable(L, 2))
        same = lua_rawequal(L, -1, -2);
    (void)lua_rawgetp(L, 1, &number_key);
    (void)lua_rawgetp(L, 2, &number_key);
    lua_pushboolean(L, same && lua_rawequal(L, -1, -2));
    return 1;
}

static int row_tostring(lua_State *L)
{
    size_t row;
    const alm_lua_table *t = check_row(L, 1, &row);
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

/* Pushes the metatable of the rows of a table, made when it is not there. */
static void push_row_meta(lua_State *L, int object)
{
    if (lua_getiuservalue(L, object, ALM_TABLE_ROW_META) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    luaL_checkstack(L, 6, "too many values");
    luaL_newlibtable(L, row_meta);
    lua_pushvalue(L, object);
    alm_lua_push_value(L, object, ALM_TABLE_NAMES);
    luaL_setfuncs(L, row_meta, 2);
    lua_pushliteral(L, "row");
    lua_setfield(L, -2, "__almanac");
    lua_pushliteral(L, "row");
    lua_setfield(L, -2, "__name");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, object, ALM_TABLE_ROW_META);
}

void alm_lua_push_row(lua_State *L, int object, size_t row)
{
    object = lua_absindex(L, object);
    lua_createtable(L, 0, 1);
    lua_pushinteger(L, (lua_Integer)row);
    lua_rawsetp(L, -2, &number_key);
    push_row_meta(L, object);
    lua_setmetatable(L, -2);
}
