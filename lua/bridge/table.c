#include "bridge/table.h"

#include <string.h>

#include "base/alloc.h"
#include "bridge/column.h"

static int table_close(lua_State *L)
{
    alm_lua_table *t = lua_touserdata(L, 1);
    alm_table_free(t->table);
    alm_dealloc(t->windows);
    t->table = NULL;
    t->windows = NULL;
    return 0;
}

const alm_proxy_type alm_table_proxy = {
    .name = "table",
    .size = sizeof(alm_lua_table),
    .values = ALM_TABLE_VALUES,
    .close = table_close,
};

alm_table **alm_lua_push_table_slot(lua_State *L)
{
    alm_lua_table *t = alm_proxy_push(L, &alm_table_proxy);
    t->trail = alm_lua_trail(L);
    return &t->table;
}

void alm_lua_push_table(lua_State *L, alm_table *table)
{
    alm_table **slot = alm_lua_push_table_slot(L);
    *slot = alm_table_ref(table);
}

alm_table **alm_lua_push_like(lua_State *L, int from)
{
    from = lua_absindex(L, from);
    alm_table **slot = alm_lua_push_table_slot(L);
    alm_lua_table *made = alm_proxy_push_object(L, -1, &alm_table_proxy);
    made->filtered = alm_lua_push_object(L, from)->filtered;
    lua_getiuservalue(L, -1, ALM_TABLE_ALIASES);
    lua_setiuservalue(L, -3, ALM_TABLE_ALIASES);
    lua_pop(L, 2);
    return slot;
}

void alm_lua_made_table(lua_State *L, alm_table **slot)
{
    alm_lua_drop_metrics(L, slot);
    /* A view has a selection of four bytes a row, or shares one. */
    alm_lua_pressure(L, alm_table_rows(*slot) * sizeof(uint32_t) + 1024);
}

alm_table *alm_lua_to_table(lua_State *L, int index)
{
    const alm_lua_table *t = alm_proxy_get(L, index, &alm_table_proxy);
    return t != NULL ? t->table : NULL;
}

alm_table *alm_lua_check_table(lua_State *L, int arg)
{
    const alm_lua_table *t = alm_proxy_check(L, arg, &alm_table_proxy);
    if (t->table == NULL)
        alm_lua_fail(L, ALM_EINVAL, "this table was closed");
    return t->table;
}

alm_lua_table *alm_lua_push_object(lua_State *L, int index)
{
    alm_lua_table *t = alm_proxy_push_object(L, index, &alm_table_proxy);
    if (t == NULL || t->table == NULL)
        alm_lua_fail(L, ALM_EINVAL,
                     "%s where a table of data was wanted; call a verb as "
                     "t:verb(...)",
                     t == NULL ? alm_lua_describe(L, index) : "a closed table");
    return t;
}

/* Room for a window on every column; the table may have grown by a metric. */
static void make_windows(lua_State *L, alm_lua_table *t)
{
    const size_t width = alm_table_width(t->table);
    alm_lua_window *windows = alm_realloc(t->windows, width, sizeof *windows);
    if (windows == NULL) {
        alm_lua_fail(L, ALM_ENOMEM, "not enough memory for reading a table");
        return; /* not reached: an analyser cannot know */
    }
    memset(windows + t->room, 0, (width - t->room) * sizeof *windows);
    t->windows = windows;
    t->room = width;
}

const alm_vector *alm_lua_window_of(lua_State *L, alm_lua_table *t,
                                    size_t column)
{
    alm_error err;
    if (column >= t->room)
        make_windows(L, t);
    alm_lua_window *w = &t->windows[column];
    if (!w->ready) {
        if (alm_table_vector(&w->vector, t->table, column, &err) != ALM_OK)
            alm_lua_raise(L, &err);
        w->ready = true;
    }
    w->read = true;
    return &w->vector;
}

void alm_lua_clear_read(alm_lua_table *t)
{
    for (size_t i = 0; i < t->room; i++)
        t->windows[i].read = false;
}

void alm_lua_push_cell_at(lua_State *L, alm_lua_table *t, size_t column,
                          size_t row)
{
    const alm_vector *v = alm_lua_window_of(L, t, column);
    if (alm_is_text_cell(v->type) && alm_vector_present(v, row))
        alm_trail_add(t->trail, t->table, column, row);
    alm_lua_push_cell(L, v, row);
}

void alm_lua_push_column_at(lua_State *L, int object, size_t column)
{
    const alm_lua_table *t = lua_touserdata(L, object);
    object = lua_absindex(L, object);
    alm_lua_push_value(L, object, ALM_TABLE_COLUMNS);
    if (lua_rawgeti(L, -1, (lua_Integer)column) != LUA_TTABLE) {
        lua_pop(L, 1);
        alm_lua_push_column(L, alm_table_column(t->table, column),
                            alm_table_selection(t->table, column),
                            alm_table_field(t->table, column), t->table);
        alm_lua_to_column(L, -1)->index = column;
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, (lua_Integer)column);
    }
    lua_remove(L, -2);
}

static int index_row(lua_State *L, const alm_lua_table *t, int object)
{
    int whole;
    const lua_Integer i = lua_tointegerx(L, 2, &whole);
    if (!whole || i < 1 || (size_t)i > alm_table_rows(t->table))
        lua_pushnil(L);
    else
        alm_lua_push_row(L, object, (size_t)i - 1);
    return 1;
}

/* t[i], t.method, t.column: methods go first, t:col(name) reaches a column that
 * has the name of one. */
static int table_index(lua_State *L)
{
    const alm_lua_table *t = alm_lua_push_object(L, 1);
    const int object = lua_gettop(L);
    const int type = lua_type(L, 2);
    if (type == LUA_TNUMBER)
        return index_row(L, t, object);
    if (type != LUA_TSTRING)
        return alm_lua_fail(
            L, ALM_EINVAL,
            "a table is read by a row number or the name of a column, "
            "not by %s",
            alm_lua_describe(L, 2));
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    const size_t column = alm_lua_find(L, object, 2);
    if (column == ALM_NO_COLUMN)
        return alm_lua_unknown_name(L, object, 2, lua_upvalueindex(1));
    alm_lua_push_column_at(L, object, column);
    return 1;
}

static int table_newindex(lua_State *L)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EINVAL, "a table of data cannot be changed");
    if (lua_type(L, 2) == LUA_TSTRING)
        alm_error_help(&err,
                       "t:with{\"%s = ...\"} makes a table with the new column",
                       lua_tostring(L, 2));
    else
        alm_error_help(&err, "t:sort_by(...) sorts, t:append(u) adds rows, "
                             "t:totable() copies the rows into plain tables "
                             "that are yours to change");
    return alm_lua_raise(L, &err);
}

static int table_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)alm_table_rows(alm_lua_check_table(L, 1)));
    return 1;
}

static int table_next(lua_State *L)
{
    const alm_lua_table *t = alm_lua_push_object(L, 1);
    const lua_Integer i = lua_isnil(L, 2) ? 0 : luaL_checkinteger(L, 2);
    if (i < 0 || (size_t)i >= alm_table_rows(t->table))
        return 0;
    lua_pushinteger(L, i + 1);
    alm_lua_push_row(L, -2, (size_t)i);
    return 2;
}

static int table_pairs(lua_State *L)
{
    (void)alm_lua_check_table(L, 1);
    lua_pushcfunction(L, table_next);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

static int table_tostring(lua_State *L)
{
    const alm_table *table = alm_lua_check_table(L, 1);
    const char *name = alm_table_name(table);
    const size_t rows = alm_table_rows(table);
    size_t visible = 0;
    for (size_t i = 0; i < alm_table_width(table); i++)
        visible += !alm_field_info_of(alm_table_field(table, i))->hidden;
    lua_pushfstring(L, "table%s%s: %I row%s, %I column%s",
                    name[0] != '\0' ? " " : "", name, (LUAI_UACINT)rows,
                    rows == 1 ? "" : "s", (LUAI_UACINT)visible,
                    visible == 1 ? "" : "s");
    return 1;
}

/* t < u, t + u, t .. u, t() */
static int table_no_operator(lua_State *L)
{
    return alm_lua_fail(L, ALM_EINVAL,
                        "a table of data has no such operator; name a column, "
                        "as in t.users * 2");
}

/* t:col(name) -> column */
static int table_col(lua_State *L)
{
    (void)alm_lua_push_object(L, 1);
    const int object = lua_gettop(L);
    if (lua_type(L, 2) != LUA_TSTRING)
        return alm_lua_fail(L, ALM_EINVAL,
                            "col wants the name of a column, "
                            "got %s",
                            alm_lua_describe(L, 2));
    const size_t column = alm_lua_find(L, object, 2);
    if (column == ALM_NO_COLUMN) {
        size_t len;
        const char *name = lua_tolstring(L, 2, &len);
        return alm_lua_unknown_column(L, object, name, len);
    }
    alm_lua_push_column_at(L, object, column);
    return 1;
}

/* t:has(name) -> whether there is such a column, a hidden one or a metric
 * included */
static int table_has(lua_State *L)
{
    (void)alm_lua_push_object(L, 1);
    lua_pushboolean(L, lua_type(L, 2) == LUA_TSTRING &&
                           alm_lua_has(L, lua_gettop(L), 2));
    return 1;
}

/* t:columns() -> names, without the hidden ones */
static int table_columns(lua_State *L)
{
    const alm_table *table = alm_lua_check_table(L, 1);
    lua_Integer n = 0;
    lua_newtable(L);
    for (size_t i = 0; i < alm_table_width(table); i++) {
        const alm_field_info *info =
            alm_field_info_of(alm_table_field(table, i));
        if (info->hidden)
            continue;
        lua_pushstring(L, info->name);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* t:info() -> {name, rows, columns}; t:info(name) -> what is known of a column
 */
static int table_info(lua_State *L)
{
    const alm_table *table = alm_lua_check_table(L, 1);
    if (!lua_isnoneornil(L, 2)) {
        lua_settop(L, 2);
        (void)table_col(L);
        alm_lua_push_info(L, alm_lua_check_column(L, -1));
        return 1;
    }
    lua_createtable(L, 0, 3);
    lua_pushstring(L, alm_table_name(table));
    lua_setfield(L, -2, "name");
    lua_pushinteger(L, (lua_Integer)alm_table_rows(table));
    lua_setfield(L, -2, "rows");
    (void)table_columns(L);
    lua_setfield(L, -2, "columns");
    return 1;
}

static void load_visible(lua_State *L, const alm_table *table)
{
    alm_error err;
    size_t n = 0;
    size_t *columns =
        lua_newuserdatauv(L, (alm_table_width(table) + 1) * sizeof *columns, 0);
    for (size_t i = 0; i < alm_table_width(table); i++) {
        if (!alm_field_info_of(alm_table_field(table, i))->hidden)
            columns[n++] = i;
    }
    if (alm_table_load(table, columns, n, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    lua_pop(L, 1);
}

/* t:totable() -> list of plain records */
static int table_totable(lua_State *L)
{
    alm_lua_table *t = alm_lua_push_object(L, 1);
    const size_t rows = alm_table_rows(t->table);
    const size_t width = alm_table_width(t->table);
    load_visible(L, t->table);
    lua_createtable(L, rows < INT32_MAX ? (int)rows : 0, 0);
    for (size_t row = 0; row < rows; row++) {
        lua_createtable(L, 0, (int)width);
        for (size_t i = 0; i < width; i++) {
            const alm_field_info *info =
                alm_field_info_of(alm_table_field(t->table, i));
            if (info->hidden)
                continue;
            lua_pushstring(L, info->name);
            alm_lua_push_cell(L, alm_lua_window_of(L, t, i), row);
            lua_rawset(L, -3);
        }
        lua_rawseti(L, -2, (lua_Integer)row + 1);
    }
    return 1;
}

static const luaL_Reg table_meta[] = {
    {"__newindex", table_newindex},
    {"__len", table_len},
    {"__pairs", table_pairs},
    {"__tostring", table_tostring},
    {"__lt", table_no_operator},
    {"__le", table_no_operator},
    {"__add", table_no_operator},
    {"__sub", table_no_operator},
    {"__mul", table_no_operator},
    {"__div", table_no_operator},
    {"__concat", table_no_operator},
    {"__call", table_no_operator},
    {NULL, NULL},
};

static const luaL_Reg table_methods[] = {
    {"col", table_col},         {"has", table_has},
    {"columns", table_columns}, {"info", table_info},
    {"totable", table_totable}, {NULL, NULL},
};

void alm_lua_open_table(lua_State *L)
{
    alm_proxy_open(L, &alm_table_proxy, table_meta);
    luaL_newlib(L, table_methods);
    alm_lua_add_row_verbs(L);
    alm_lua_add_column_verbs(L);
    alm_lua_add_group_verbs(L);
    alm_lua_add_shape_verbs(L);
    lua_pushcclosure(L, table_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}
