#include <string.h>

#include "base/text.h"
#include "bridge/verbs.h"
#include "query/join.h"
#include "query/reshape.h"

/* Verbs that put tables together or turn them. */

static void check_options(lua_State *L, int arg, const char *verb,
                          const char *example)
{
    if (!lua_istable(L, arg))
        alm_lua_fail(L, ALM_EINVAL, "%s wants options, as in %s, got %s", verb,
                     example, alm_lua_describe(L, arg));
}

/* The column of `object` that a part of "left = right" names. */
static size_t check_side(lua_State *L, int object, const char *name, size_t len)
{
    alm_trim(&name, &len);
    return alm_lua_column_named(L, object, name, len);
}

/* The key that the name on top of the stack stands for; "a=b" when they are
 * called differently, unless both have a column of just that name. Objects: 4
 * (left), 5 (right). */
static alm_join_key check_key(lua_State *L)
{
    size_t len;
    if (lua_type(L, -1) != LUA_TSTRING)
        alm_lua_fail(L, ALM_EINVAL, "join: on wants names of columns, got %s",
                     alm_lua_describe(L, -1));
    const char *text = lua_tolstring(L, -1, &len);
    const char *equals = memchr(text, '=', len);
    if (equals == NULL || (alm_lua_find(L, 4, -1) != ALM_NO_COLUMN &&
                           alm_lua_find(L, 5, -1) != ALM_NO_COLUMN))
        return (alm_join_key){alm_lua_column_named(L, 4, text, len),
                              alm_lua_column_named(L, 5, text, len)};
    const size_t n = (size_t)(equals - text);
    return (alm_join_key){check_side(L, 4, text, n),
                          check_side(L, 5, equals + 1, len - n - 1)};
}

/* Pushes the keys in field `on` of the options at 3: a name, a list of names,
 * or {left = "right"}. */
static alm_join_key *push_keys(lua_State *L, size_t *count)
{
    lua_getfield(L, 3, "on");
    const int on = lua_gettop(L);
    if (!lua_istable(L, on)) {
        alm_join_key *one = lua_newuserdatauv(L, sizeof *one, 0);
        lua_pushvalue(L, on);
        *one = check_key(L);
        lua_pop(L, 1);
        *count = 1;
        return one;
    }
    size_t most = 0;
    lua_pushnil(L);
    while (lua_next(L, on)) {
        lua_pop(L, 1);
        most++;
    }
    alm_join_key *keys = lua_newuserdatauv(L, (most + 1) * sizeof *keys, 0);
    *count = 0;
    const lua_Integer n = (lua_Integer)lua_rawlen(L, on);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, on, i);
        keys[(*count)++] = check_key(L);
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, on)) {
        if (lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING) {
            size_t a;
            size_t b;
            const char *left = lua_tolstring(L, -2, &a);
            const char *right = lua_tolstring(L, -1, &b);
            const alm_join_key key = {alm_lua_column_named(L, 4, left, a),
                                      alm_lua_column_named(L, 5, right, b)};
            keys[(*count)++] = key;
        }
        lua_pop(L, 1);
    }
    return keys;
}

static void note_join(lua_State *L, const alm_join_counts *counts,
                      const alm_table *left, const alm_table *right)
{
    const alm_ledger_entry entries[] = {
        {.operation = "join",
         .subject = alm_table_name(left),
         .note = "rows without a partner",
         .of = counts->left,
         .used = counts->left - counts->left_unmatched,
         .missing = counts->left_unmatched},
        {.operation = "join",
         .subject = alm_table_name(right),
         .note = "rows without a partner",
         .of = counts->right,
         .used = counts->right - counts->right_unmatched,
         .missing = counts->right_unmatched},
    };
    if (counts->left_unmatched > 0)
        alm_lua_note(L, &entries[0]);
    if (counts->right_unmatched > 0)
        alm_lua_note(L, &entries[1]);
}

/* t:join(u, {on = "region" [, kind = "left"] [, many = true]}) */
static int table_join(lua_State *L)
{
    static const char *const known[] = {"on", "kind", "many", NULL};
    alm_error err;
    size_t n;
    size_t len = 4;
    alm_join_counts counts;
    alm_join_options options = {.kind = ALM_JOIN_LEFT};
    lua_settop(L, 3);
    (void)alm_lua_check_table(L, 1);
    (void)alm_lua_check_other(L, "join");
    alm_lua_use_data(L, 1); /* no metric that was read meets a column */
    alm_lua_use_data(L, 2);
    if (lua_type(L, 3) == LUA_TSTRING) { /* t:join(u, "region") */
        lua_createtable(L, 0, 1);
        lua_pushvalue(L, 3);
        lua_setfield(L, -2, "on");
        lua_replace(L, 3);
    }
    check_options(L, 3, "join", "{on = \"region\"}");
    alm_lua_check_options(L, 3, "join", known);
    const alm_lua_table *left = alm_lua_push_object(L, 1);
    const alm_lua_table *right = alm_lua_push_object(L, 2);
    const alm_join_key *keys = push_keys(L, &n);
    const char *kind = "left";
    if (lua_getfield(L, 3, "kind") == LUA_TSTRING)
        kind = lua_tolstring(L, -1, &len);
    if (!alm_join_kind_from_name(&options.kind, kind, len))
        return alm_lua_fail(L, ALM_EINVAL,
                            "join does not know the kind \"%s\"; kinds are "
                            "left, inner, right, full, semi, anti",
                            kind);
    lua_getfield(L, 3, "many");
    options.many = lua_toboolean(L, -1);
    alm_table **out = alm_lua_push_like(L, 1);
    if (alm_table_join(out, &counts, left->table, right->table, keys, n,
                       options, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    note_join(L, &counts, left->table, right->table);
    alm_lua_made_table(L, out);
    return 1;
}

/* The column that field `name` of the options at 2 names. */
static size_t column_option(lua_State *L, int object, const char *verb,
                            const char *name)
{
    size_t len;
    if (lua_getfield(L, 2, name) != LUA_TSTRING)
        alm_lua_fail(L, ALM_EINVAL, "%s: %s wants the name of a column, got %s",
                     verb, name, alm_lua_describe(L, -1));
    const char *text = lua_tolstring(L, -1, &len);
    const size_t column = alm_lua_column_named(L, object, text, len);
    lua_pop(L, 1);
    return column;
}

/* Pushes a slot with the table whose userdata is at 3, for columns of it to be
 * shown: they were named. */
static alm_table **push_shared(lua_State *L)
{
    const alm_lua_table *t = lua_touserdata(L, 3);
    alm_table **slot = alm_lua_push_table_slot(L);
    *slot = alm_table_ref(t->table);
    return slot;
}

/* t:pivot{rows = {"region"}, columns = "period", values = "users"} */
static int table_pivot(lua_State *L)
{
    static const char *const known[] = {"rows", "columns", "values", NULL};
    alm_error err;
    lua_settop(L, 2);
    check_options(L, 2, "pivot", "{rows =, columns =, values =}");
    alm_lua_check_options(L, 2, "pivot", known);
    (void)alm_lua_push_object(L, 1);
    const size_t names = column_option(L, 3, "pivot", "columns");
    const size_t values = column_option(L, 3, "pivot", "values");
    lua_getfield(L, 2, "rows");
    const alm_lua_columns *rows = alm_lua_check_columns(L, 3, 4, "pivot");
    alm_table **named = push_shared(L);
    alm_lua_show(L, named, rows->at, rows->n);
    alm_lua_show(L, named, &values, 1);
    alm_table **out = alm_lua_push_like(L, 1);
    if (alm_table_pivot(out, *named, rows->at, rows->n, names, values, &err) !=
        ALM_OK)
        return alm_lua_raise(L, &err);
    alm_lua_made_table(L, out);
    return 1;
}

/* t:unpivot{columns = {"2015", "2016"} [, names = "name"] [, values = "value"]}
 */
static int table_unpivot(lua_State *L)
{
    static const char *const known[] = {"columns", "names", "values", NULL};
    alm_error err;
    lua_settop(L, 2);
    check_options(L, 2, "unpivot", "{columns =, names =, values =}");
    alm_lua_check_options(L, 2, "unpivot", known);
    const alm_lua_table *t = alm_lua_push_object(L, 1);
    lua_getfield(L, 2, "columns");
    const alm_lua_columns *columns = alm_lua_check_columns(L, 3, 4, "unpivot");
    const char *names = lua_getfield(L, 2, "names") == LUA_TSTRING
                            ? lua_tostring(L, -1)
                            : "name";
    const char *values = lua_getfield(L, 2, "values") == LUA_TSTRING
                             ? lua_tostring(L, -1)
                             : "value";
    alm_table **out = alm_lua_push_like(L, 1);
    if (alm_table_unpivot(out, t->table, columns->at, columns->n, names, values,
                          &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    alm_lua_made_table(L, out);
    return 1;
}

static const luaL_Reg methods[] = {
    {"join", table_join},
    {"pivot", table_pivot},
    {"unpivot", table_unpivot},
    {NULL, NULL},
};

void alm_lua_add_shape_verbs(lua_State *L)
{
    luaL_setfuncs(L, methods, 0);
}
