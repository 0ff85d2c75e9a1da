#include <stdlib.h>
#include <string.h>

#include "bridge/aggregate.h"
#include "bridge/column.h"
#include "bridge/expression.h"
#include "bridge/harvest.h"
#include "bridge/verbs.h"

/* Opening the bridge, and the module that makes tables out of plain ones. */

void alm_lua_open_bridge(lua_State *L)
{
    luaL_checkstack(L, 16, "too many values");
    alm_lua_open_trail(L);
    alm_lua_open_ledger(L);
    alm_lua_open_column(L);
    alm_lua_open_table(L);
    alm_lua_open_group(L);
    alm_lua_open_functions(L);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Marks the text keys of the table at `from` as keys of the table at `into`. */
static void collect_keys(lua_State *L, int from, int into)
{
    lua_pushnil(L);
    while (lua_next(L, from)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            continue;
        lua_pushvalue(L, -1);
        lua_pushboolean(L, 1);
        lua_rawset(L, into);
    }
}

/* Replaces the table on top of the stack by a list of its text keys, sorted. */
static void sort_keys(lua_State *L)
{
    const int set = lua_gettop(L);
    size_t n = 0;
    lua_pushnil(L);
    for (; lua_next(L, set); n++)
        lua_pop(L, 1);
    const char **names = lua_newuserdatauv(L, (n + 1) * sizeof *names, 0);
    size_t k = 0;
    lua_pushnil(L);
    for (; lua_next(L, set); lua_pop(L, 1))
        names[k++] = lua_tostring(L, -2);
    qsort(names, n, sizeof *names, compare_texts);
    lua_createtable(L, (int)n, 0);
    for (k = 0; k < n; k++) {
        lua_pushstring(L, names[k]);
        lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    lua_replace(L, set);
    lua_settop(L, set);
}

/* Pushes the names of the columns: argument 2, or all keys in order. */
static void push_names(lua_State *L, lua_Integer records)
{
    if (!lua_isnil(L, 2)) {
        if (!lua_istable(L, 2))
            alm_lua_fail(L, ALM_EINVAL,
                         "table: the names of columns come in a list");
        lua_pushvalue(L, 2);
        return;
    }
    lua_newtable(L);
    if (records == 0)
        collect_keys(L, 1, lua_gettop(L));
    for (lua_Integer i = 1; i <= records; i++) {
        lua_rawgeti(L, 1, i);
        if (lua_type(L, -1) != LUA_TTABLE)
            alm_lua_fail(L, ALM_EINVAL, "table: record %lld is %s",
                         (long long)i, alm_lua_describe(L, -1));
        collect_keys(L, lua_gettop(L), lua_gettop(L) - 1);
        lua_pop(L, 1);
    }
    sort_keys(L);
}

/* Pushes a column of the field `name` of every record. */
static const alm_lua_column *push_from_records(lua_State *L, const char *name,
                                               lua_Integer records)
{
    alm_lua_column *c = alm_lua_push_column_slot(L);
    alm_harvest *h = alm_harvest_push(L, (size_t)records);
    for (lua_Integer i = 1; i <= records; i++) {
        lua_geti(L, 1, i);
        lua_getfield(L, -1, name);
        alm_harvest_add(L, h, -1, name);
        lua_pop(L, 2);
    }
    alm_harvest_finish(L, &c->column, h);
    lua_pop(L, 1);
    const alm_field_info info = {.name = name};
    (void)alm_lua_made_column(L, &info, NULL);
    return c;
}

/* Pushes the column that is the field `name` of argument 1. */
static const alm_lua_column *push_from_columns(lua_State *L, const char *name,
                                               size_t *rows)
{
    lua_getfield(L, 1, name);
    if (*rows == SIZE_MAX) {
        lua_Integer n = 1;
        if (lua_istable(L, -1)) {
            lua_pushliteral(L, "n");
            n = lua_rawget(L, -2) == LUA_TNUMBER ? lua_tointeger(L, -1)
                                                 : luaL_len(L, -2);
            lua_pop(L, 1);
        }
        *rows = n > 0 ? (size_t)n : 0;
    }
    return alm_lua_push_dense(L, -1, *rows, name, strlen(name));
}

/* table(records [, names]): a list of plain records, or {name = list, ...} */
static int core_table(lua_State *L)
{
    alm_error err;
    lua_settop(L, 2);
    if (lua_type(L, 1) != LUA_TTABLE)
        return alm_lua_fail(L, ALM_EINVAL,
                            "table wants a list of records, "
                            "got %s",
                            alm_lua_describe(L, 1));
    const lua_Integer records = luaL_len(L, 1);
    push_names(L, records);
    size_t rows = records > 0 ? (size_t)records : SIZE_MAX;
    const lua_Integer width = luaL_len(L, 3);
    alm_table **out = alm_lua_push_table_slot(L);
    lua_pushnil(L);
    if (width == 0 || lua_next(L, 1) == 0)
        rows = 0; /* only names, or nothing at all */
    lua_settop(L, 4);
    for (lua_Integer i = 1; i <= width; i++) {
        const alm_lua_column *c;
        if (lua_geti(L, 3, i) != LUA_TSTRING)
            return alm_lua_fail(L, ALM_EINVAL,
                                "table: the name of a column is text");
        const char *name = lua_tostring(L, -1);
        if (records > 0 || rows == 0)
            c = push_from_records(L, name, records);
        else
            c = push_from_columns(L, name, &rows);
        if (*out == NULL && alm_table_new(out, rows, &err) != ALM_OK)
            return alm_lua_raise(L, &err);
        if (alm_table_add(*out, c->field, c->column, NULL, &err) != ALM_OK)
            return alm_lua_raise(L, &err);
        lua_settop(L, 4);
    }
    if (*out == NULL && alm_table_new(out, rows, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    alm_lua_made_table(L, out);
    return 1;
}

/* column(list [, name]) */
static int core_column(lua_State *L)
{
    size_t len;
    const char *name = luaL_optlstring(L, 2, "", &len);
    if (lua_type(L, 1) != LUA_TTABLE)
        return alm_lua_fail(L, ALM_EINVAL, "column wants a list, got %s",
                            alm_lua_describe(L, 1));
    lua_pushliteral(L, "n");
    const lua_Integer n =
        lua_rawget(L, 1) == LUA_TNUMBER ? lua_tointeger(L, -1) : luaL_len(L, 1);
    (void)alm_lua_push_dense(L, 1, n > 0 ? (size_t)n : 0, name, len);
    return 1;
}

static int core_is_table(lua_State *L)
{
    lua_pushboolean(L, alm_lua_to_table(L, 1) != NULL);
    return 1;
}

static int core_is_column(lua_State *L)
{
    lua_pushboolean(L, alm_lua_to_column(L, 1) != NULL);
    return 1;
}

/* time(p), year(p), frequency(p), of a period's text or a column of periods */
static const char *const period_functions[] = {"time", "year", "frequency",
                                               NULL};

void alm_lua_add_globals(lua_State *L)
{
    alm_lua_push_functions(L);
    for (size_t i = 0; period_functions[i] != NULL; i++) {
        lua_getfield(L, -1, period_functions[i]);
        lua_setfield(L, -3, period_functions[i]);
    }
    lua_pop(L, 1);
}

static size_t count_field(lua_State *L, const char *name)
{
    lua_getfield(L, 1, name);
    const lua_Integer n = lua_tointeger(L, -1);
    lua_pop(L, 1);
    return n > 0 ? (size_t)n : 0;
}

/* note{operation =, subject =, of =, used = [, note =]}: an entry of the
 * ledger, for what a library counts itself. */
static int core_note(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_getfield(L, 1, "operation");
    lua_getfield(L, 1, "subject");
    lua_getfield(L, 1, "note");
    alm_ledger_entry entry = {
        .operation = luaL_checkstring(L, 2),
        .subject = luaL_checkstring(L, 3),
        .note = luaL_optstring(L, 4, NULL),
        .of = count_field(L, "of"),
        .used = count_field(L, "used"),
    };
    entry.missing = entry.of > entry.used ? entry.of - entry.used : 0;
    alm_lua_note(L, &entry);
    return 0;
}

/* refuse(message [, help [, data [, blame]]]): ends the run with what is wrong
 * with the data or, when `blame` is "usage", with the command line; no line of
 * the script is to blame. */
static int core_refuse(lua_State *L)
{
    static const char *const blames[] = {"data", "usage", NULL};
    alm_error err;
    const int blame = luaL_checkoption(L, 4, "data", blames);

    (void)alm_fail(&err, ALM_EINVAL, "%s", luaL_checkstring(L, 1));
    if (!lua_isnoneornil(L, 2))
        alm_error_help(&err, "%s", luaL_checkstring(L, 2));
    if (!lua_isnoneornil(L, 3))
        alm_error_data(&err, "%s", luaL_checkstring(L, 3));
    return alm_lua_refuse(L, &err, blames[blame]);
}

static const luaL_Reg core_functions[] = {
    {"refuse", core_refuse},
    {"note", core_note},
    {"table", core_table},
    {"column", core_column},
    {"is_table", core_is_table},
    {"is_column", core_is_column},
    {NULL, NULL},
};

void alm_lua_push_core(lua_State *L)
{
    luaL_newlib(L, core_functions);
    alm_lua_add_globals(L);
}
