#include <string.h>

#include "base/suggest.h"
#include "bridge/column.h"
#include "bridge/rows.h"
#include "bridge/scan.h"
#include "bridge/table.h"
#include "query/select.h"

/* From names to columns: aliases, headers, and what is said of unknown ones. */

void alm_lua_set_aliases(lua_State *L, int table, int aliases)
{
    aliases = lua_absindex(L, aliases);
    (void)alm_lua_push_object(L, table);
    lua_pushvalue(L, aliases);
    lua_setiuservalue(L, -2, ALM_TABLE_ALIASES);
    lua_pushnil(L); /* names found so far may mean another column now */
    lua_setiuservalue(L, -2, ALM_TABLE_NAMES);
    lua_pushnil(L);
    lua_setiuservalue(L, -2, ALM_TABLE_COLUMNS);
    lua_pushnil(L);
    lua_setiuservalue(L, -2, ALM_TABLE_ROW_META);
    lua_pop(L, 1);
}

/* Gives the table at `table` aliases of its own and pushes them; pushes nothing
 * and answers false when it has none. */
static bool own_aliases(lua_State *L, int table)
{
    (void)alm_lua_push_object(L, table);
    if (lua_getiuservalue(L, -1, ALM_TABLE_ALIASES) != LUA_TTABLE) {
        lua_pop(L, 2);
        return false;
    }
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, -3)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
    lua_replace(L, -2);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, -3, ALM_TABLE_ALIASES);
    lua_remove(L, -2);
    return true;
}

void alm_lua_push_aliases(lua_State *L, int table)
{
    luaL_checkstack(L, 8, "too many values");
    if (!own_aliases(L, table))
        lua_newtable(L);
}

void alm_lua_drop_alias(lua_State *L, int table, const char *name)
{
    if (!own_aliases(L, table))
        return;
    lua_pushnil(L);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

void alm_lua_move_alias(lua_State *L, int table, const char *old,
                        const char *name)
{
    if (!own_aliases(L, table))
        return;
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        if (lua_type(L, -1) == LUA_TSTRING &&
            strcmp(lua_tostring(L, -1), old) == 0) {
            lua_pushvalue(L, -2);
            lua_pushstring(L, name);
            lua_rawset(L, -5); /* of a key that is there: allowed */
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void alm_lua_push_value(lua_State *L, int object, int which)
{
    object = lua_absindex(L, object);
    if (lua_getiuservalue(L, object, which) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, object, which);
}

size_t alm_lua_find_header(lua_State *L, int object, int name)
{
    size_t len;
    const char *text;
    size_t at = ALM_NO_COLUMN;
    const alm_lua_table *t = lua_touserdata(L, object);
    if (lua_getiuservalue(L, object, ALM_TABLE_ALIASES) == LUA_TTABLE) {
        lua_pushvalue(L, name);
        if (lua_rawget(L, -2) == LUA_TSTRING) {
            text = lua_tolstring(L, -1, &len);
            at = alm_table_find(t->table, text, len);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    if (at == ALM_NO_COLUMN) {
        text = lua_tolstring(L, name, &len);
        at = alm_table_find(t->table, text, len);
    }
    return at;
}

static bool all_loaded(const alm_table *table)
{
    for (size_t i = 0; i < alm_table_width(table); i++) {
        if (!alm_column_is_loaded(alm_table_column(table, i)))
            return false;
    }
    return true;
}

/* Marks the columns that the names and strings of a text may mean. */
static void mark_columns(lua_State *L, int object, bool *named,
                         const char *text, size_t len)
{
    alm_scanner s = {text, len};
    alm_token word;
    while (alm_scan_word(&word, &s)) {
        lua_pushlstring(L, word.text, word.len);
        const size_t column = alm_lua_find_header(L, object, lua_gettop(L));
        lua_pop(L, 1);
        if (column != ALM_NO_COLUMN)
            named[column] = true;
    }
}

/* The same for the value on top of the stack, a string or a function. */
static void mark_value(lua_State *L, int object, bool *named)
{
    size_t len;
    const alm_lua_row_engine *engine = alm_lua_get_row_engine(L);
    if (lua_type(L, -1) == LUA_TFUNCTION && engine != NULL)
        engine->mark(L, object, lua_gettop(L), named);
    if (lua_type(L, -1) != LUA_TSTRING)
        return;
    const char *text = lua_tolstring(L, -1, &len);
    mark_columns(L, object, named, text, len);
}

void alm_lua_preload(lua_State *L, int object, int index)
{
    alm_error err;
    const alm_table *table =
        ((alm_lua_table *)lua_touserdata(L, object))->table;
    const size_t width = alm_table_width(table);
    if (all_loaded(table))
        return;
    size_t *columns = lua_newuserdatauv(L, width * sizeof *columns, 0);
    bool *named = lua_newuserdatauv(L, width, 0);
    memset(named, 0, width);
    lua_pushvalue(L, index);
    mark_value(L, object, named);
    if (lua_type(L, -1) == LUA_TTABLE) {
        lua_pushnil(L);
        for (; lua_next(L, -2); lua_pop(L, 1))
            mark_value(L, object, named);
    }
    size_t n = 0;
    for (size_t i = 0; i < width; i++) {
        if (named[i])
            columns[n++] = i;
    }
    if (alm_table_load(table, columns, n, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    lua_pop(L, 3);
}

size_t alm_lua_find(lua_State *L, int object, int name)
{
    object = lua_absindex(L, object);
    name = lua_absindex(L, name);
    luaL_checkstack(L, 8, "too many values");
    alm_lua_push_value(L, object, ALM_TABLE_NAMES);
    lua_pushvalue(L, name);
    if (lua_rawget(L, -2) == LUA_TNUMBER) {
        const size_t known = (size_t)lua_tointeger(L, -1);
        lua_pop(L, 2);
        return known;
    }
    lua_pop(L, 1);
    size_t at = alm_lua_find_header(L, object, name);
    if (at == ALM_NO_COLUMN)
        at = alm_lua_find_metric(L, object, name);
    if (at != ALM_NO_COLUMN) {
        lua_pushvalue(L, name);
        lua_pushinteger(L, (lua_Integer)at);
        lua_rawset(L, -3);
    }
    lua_pop(L, 1);
    return at;
}

size_t alm_lua_column_named(lua_State *L, int object, const char *name,
                            size_t len)
{
    object = lua_absindex(L, object);
    lua_pushlstring(L, name, len);
    const size_t at = alm_lua_find(L, object, -1);
    if (at == ALM_NO_COLUMN)
        alm_lua_unknown_column(L, object, name, len);
    lua_pop(L, 1);
    return at;
}

/* Offers the keys of the table on top of the stack. */
static void offer_keys(lua_State *L, alm_suggestion *near)
{
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            size_t n;
            const char *text = lua_tolstring(L, -1, &n);
            alm_suggest_offer(near, text, n);
        }
    }
}

int alm_lua_unknown_column(lua_State *L, int object, const char *name,
                           size_t len)
{
    alm_error err;
    object = lua_absindex(L, object);
    const alm_lua_table *t = lua_touserdata(L, object);
    (void)alm_table_fail_unknown(t->table, name, len, &err);
    if (alm_lua_metric_help(L, object, name, len, "lacks", &err))
        return alm_lua_raise(L, &err);
    if (err.help[0] == '\0' &&
        lua_getiuservalue(L, object, ALM_TABLE_ALIASES) == LUA_TTABLE) {
        alm_suggestion near = {.wanted = name, .len = len};
        offer_keys(L, &near);
        if (near.best != NULL)
            alm_error_help(&err, "did you mean \"%.*s\"?", (int)near.best_len,
                           near.best);
    }
    if (strncmp(err.help, "did you mean", 12) != 0)
        (void)alm_lua_metric_help(L, object, name, len, "near", &err);
    return alm_lua_raise(L, &err);
}

int alm_lua_unknown_name(lua_State *L, int object, int name, int methods)
{
    alm_error err;
    size_t len;
    const alm_lua_table *t = lua_touserdata(L, object);
    const char *text = lua_tolstring(L, name, &len);
    alm_suggestion near = {.wanted = text, .len = len};
    lua_pushvalue(L, methods);
    offer_keys(L, &near);
    const size_t method = near.best != NULL ? near.best_distance : SIZE_MAX;
    for (size_t i = 0; i < alm_table_width(t->table); i++) {
        const char *other = alm_table_column_name(t->table, i);
        alm_suggest_offer(&near, other, strlen(other));
    }
    if (near.best == NULL || near.best_distance < method)
        return alm_lua_unknown_column(L, object, text, len);
    (void)alm_table_fail_unknown(t->table, text, len, &err);
    if (alm_lua_metric_help(L, object, text, len, "lacks", &err))
        return alm_lua_raise(L, &err);
    alm_error_help(&err, "did you mean the method t:%.*s(...)?",
                   (int)near.best_len, near.best);
    return alm_lua_raise(L, &err);
}
