#include "bridge/verbs.h"

#include <stdlib.h>
#include <string.h>

static bool find(lua_State *L, int object, const char *name, size_t len,
                 size_t *column)
{
    lua_pushlstring(L, name, len);
    *column = alm_lua_find(L, object, -1);
    lua_pop(L, 1);
    return *column != ALM_NO_COLUMN;
}

/* Appends a position to the list in the table at `list`. */
static void append(lua_State *L, int list, size_t column)
{
    lua_pushinteger(L, (lua_Integer)column);
    lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
}

static void trim(const char **text, size_t *len)
{
    while (*len > 0 && strchr(" \t\n", (*text)[0]) != NULL) {
        (*text)++;
        (*len)--;
    }
    while (*len > 0 && strchr(" \t\n", (*text)[*len - 1]) != NULL)
        (*len)--;
}

/* One name, or several between commas when there is no column of the whole. */
static void append_names(lua_State *L, int object, int list, const char *text,
                         size_t len)
{
    size_t column;
    if (find(L, object, text, len, &column) || memchr(text, ',', len) == NULL) {
        append(L, list, alm_lua_column_named(L, object, text, len));
        return;
    }
    while (len > 0) {
        const char *comma = memchr(text, ',', len);
        const char *name = text;
        size_t n = comma != NULL ? (size_t)(comma - text) : len;
        const size_t step = comma != NULL ? n + 1 : n;
        trim(&name, &n);
        append(L, list, alm_lua_column_named(L, object, name, n));
        text += step;
        len -= step;
    }
}

static void append_value(lua_State *L, int object, int list, int index,
                         const char *verb)
{
    size_t len;
    if (lua_type(L, index) != LUA_TSTRING)
        alm_lua_fail(L, ALM_EINVAL, "%s wants names of columns, got %s", verb,
                     alm_lua_describe(L, index));
    const char *text = lua_tolstring(L, index, &len);
    append_names(L, object, list, text, len);
}

alm_lua_columns *alm_lua_check_columns(lua_State *L, int object, int arg,
                                       const char *verb)
{
    const int last = lua_gettop(L);
    object = lua_absindex(L, object);
    lua_newtable(L);
    const int list = lua_gettop(L);
    for (int i = arg; i <= last && i != object; i++) {
        if (!lua_istable(L, i)) {
            append_value(L, object, list, i, verb);
            continue;
        }
        const lua_Integer n = luaL_len(L, i);
        for (lua_Integer k = 1; k <= n; k++) {
            lua_geti(L, i, k);
            append_value(L, object, list, lua_gettop(L), verb);
            lua_pop(L, 1);
        }
    }
    const size_t n = lua_rawlen(L, list);
    alm_lua_columns *columns = lua_newuserdatauv(
        L, sizeof *columns + (n + 1) * sizeof columns->at[0], 0);
    columns->n = n;
    for (size_t k = 0; k < n; k++) {
        lua_rawgeti(L, list, (lua_Integer)k + 1);
        columns->at[k] = (size_t)lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    lua_remove(L, list);
    return columns;
}

alm_table *alm_lua_check_other(lua_State *L, const char *verb)
{
    if (alm_lua_to_table(L, 2) == NULL)
        alm_lua_fail(L, ALM_EINVAL, "%s wants another table, got %s", verb,
                     alm_lua_describe(L, 2));
    return alm_lua_check_table(L, 2);
}

size_t alm_lua_check_count(lua_State *L, int arg, size_t otherwise,
                           const char *verb)
{
    int whole;
    if (lua_isnoneornil(L, arg))
        return otherwise;
    const lua_Integer n =
        lua_type(L, arg) == LUA_TNUMBER ? lua_tointegerx(L, arg, &whole) : -1;
    if (n < 0 || !whole)
        alm_lua_fail(L, ALM_EINVAL,
                     "%s wants a whole number of rows from 0, got %s", verb,
                     lua_type(L, arg) == LUA_TNUMBER
                         ? luaL_tolstring(L, arg, NULL)
                         : alm_lua_describe(L, arg));
    return (size_t)n;
}

alm_lua_column *alm_lua_push_given(lua_State *L, const alm_lua_scope *scope,
                                   int index, const char *name, size_t len)
{
    const alm_lua_table *t = lua_touserdata(L, scope->object);
    const size_t rows = alm_table_rows(t->table);
    size_t n;
    const char *text;
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &n);
        alm_lua_evaluate(L, scope, name, text, n);
        break;
    case LUA_TFUNCTION: alm_lua_call_rows(L, scope, name, index); break;
    default: lua_pushvalue(L, index); break;
    }
    alm_lua_column *c = alm_lua_push_dense(L, -1, rows, name, len);
    lua_remove(L, -2);
    return c;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_positional(lua_State *L, int list, const char *verb,
                           alm_lua_add add, void *context)
{
    const lua_Integer n = (lua_Integer)lua_rawlen(L, list);
    for (lua_Integer i = 1; i <= n; i++) {
        const int top = lua_gettop(L);
        size_t len;
        if (lua_rawgeti(L, list, i) != LUA_TSTRING)
            alm_lua_fail(L, ALM_EINVAL,
                         "%s: entry %lld is %s; write \"name = expression\", "
                         "or name = value",
                         verb, (long long)i, alm_lua_describe(L, -1));
        const char *rest = alm_lua_check_assignment(L, -1, verb, &len);
        lua_pushlstring(L, rest, len);
        lua_insert(L, -2);
        add(L, context, true);
        lua_settop(L, top);
    }
}

static void add_keyed(lua_State *L, int list, const char *verb, alm_lua_add add,
                      void *context)
{
    size_t n = 0;
    lua_pushnil(L);
    while (lua_next(L, list)) {
        lua_pop(L, 1);
        n += lua_type(L, -1) == LUA_TSTRING;
    }
    const char **names = lua_newuserdatauv(L, (n + 1) * sizeof *names, 0);
    size_t k = 0;
    lua_pushnil(L);
    while (lua_next(L, list)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING)
            names[k++] = lua_tostring(L, -1); /* the list keeps it */
        else if (!lua_isinteger(L, -1))
            alm_lua_fail(L, ALM_EINVAL, "%s: the name of a column is text",
                         verb);
    }
    qsort(names, n, sizeof *names, compare_names);
    for (k = 0; k < n; k++) {
        const int top = lua_gettop(L);
        lua_getfield(L, list, names[k]);
        lua_pushstring(L, names[k]);
        add(L, context, false);
        lua_settop(L, top);
    }
    lua_pop(L, 1);
}

void alm_lua_each_entry(lua_State *L, int list, const char *verb,
                        alm_lua_add add, void *context)
{
    list = lua_absindex(L, list);
    if (lua_type(L, list) == LUA_TSTRING) { /* with"x = 1" */
        lua_createtable(L, 1, 0);
        lua_pushvalue(L, list);
        lua_rawseti(L, -2, 1);
        lua_replace(L, list);
    }
    if (!lua_istable(L, list))
        alm_lua_fail(L, ALM_EINVAL,
                     "%s wants a list, as in %s{\"name = "
                     "expression\"}, got %s",
                     verb, verb, alm_lua_describe(L, list));
    add_positional(L, list, verb, add, context);
    add_keyed(L, list, verb, add, context);
}
