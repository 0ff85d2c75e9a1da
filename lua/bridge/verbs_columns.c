#include <string.h>

#include "bridge/verbs.h"
#include "query/select.h"

/* Verbs that choose, name and add columns. */

/* t:select{"a", "b"} */
static int table_select(lua_State *L)
{
    alm_error err;
    alm_lua_table *t = alm_lua_push_object(L, 1);
    lua_insert(L, 2);
    const alm_lua_columns *columns = alm_lua_check_columns(L, 2, 3, "select");
    alm_table **out = alm_lua_push_like(L, 1);
    if (alm_table_select(out, t->table, columns->at, columns->n, &err) !=
        ALM_OK)
        return alm_lua_raise(L, &err);
    size_t *named = lua_newuserdatauv(L, (columns->n + 1) * sizeof *named, 0);
    for (size_t i = 0; i < columns->n; i++)
        named[i] = i; /* they are the first */
    alm_lua_show(L, out, named, columns->n);
    lua_pop(L, 1);
    alm_lua_made_table(L, out);
    return 1;
}

/* t:drop{"a", "b"} */
static int table_drop(lua_State *L)
{
    alm_error err;
    alm_lua_table *t = alm_lua_push_object(L, 1);
    lua_insert(L, 2);
    const alm_lua_columns *columns = alm_lua_check_columns(L, 2, 3, "drop");
    alm_table **out = alm_lua_push_like(L, 1);
    if (alm_table_drop(out, t->table, columns->at, columns->n, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    alm_lua_made_table(L, out);
    return 1;
}

/* t:rename{new = "old", ...} */
static int table_rename(lua_State *L)
{
    alm_error err;
    lua_settop(L, 2);
    const alm_lua_table *t = alm_lua_push_object(L, 1);
    const size_t width = alm_table_width(t->table);
    if (!lua_istable(L, 2))
        return alm_lua_fail(L, ALM_EINVAL,
                            "rename wants {new = \"old\"}, got %s",
                            alm_lua_describe(L, 2));
    size_t *columns = lua_newuserdatauv(L, (width + 1) * sizeof *columns, 0);
    const char **names = lua_newuserdatauv(L, (width + 1) * sizeof *names, 0);
    size_t n = 0;
    lua_pushnil(L);
    while (lua_next(L, 2)) {
        size_t len;
        if (lua_type(L, -1) != LUA_TSTRING || lua_type(L, -2) != LUA_TSTRING)
            return alm_lua_fail(L, ALM_EINVAL,
                                "rename wants {new = \"old\"}, names on both "
                                "sides");
        if (n > width)
            return alm_lua_fail(L, ALM_EINVAL, "rename: a column twice");
        const char *old = lua_tolstring(L, -1, &len);
        columns[n] = alm_lua_column_named(L, 3, old, len);
        names[n++] = lua_tostring(L, -2); /* the argument keeps it */
        lua_pop(L, 1);
    }
    t = lua_touserdata(L, 3);
    alm_table **out = alm_lua_push_like(L, 1);
    if (alm_table_rename(out, t->table, columns, names, n, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    for (size_t i = 0; i < n; i++)
        alm_lua_drop_alias(L, -1, names[i]);
    for (size_t i = 0; i < n; i++)
        alm_lua_move_alias(L, -1, alm_table_column_name(t->table, columns[i]),
                           names[i]);
    alm_lua_show(L, out, columns, n); /* they stay where they are */
    alm_lua_made_table(L, out);
    return 1;
}

/* Where with{} is: stack indices of the input, of the table so far and of its
 * userdata. */
typedef struct adding {
    int input;  /* userdata of the table that was given */
    int so_far; /* table value with the columns added so far */
    int params;
    const alm_grouping *grouping;
} adding;

/* The entry of with{} whose name is on top of the stack and whose value is
 * below it. */
static void add_entry(lua_State *L, void *context, bool positional)
{
    alm_error err;
    size_t len;
    const adding *a = context;
    const int top = lua_gettop(L);
    const char *name = lua_tolstring(L, top, &len);
    if (positional)
        (void)alm_lua_push_object(L, a->so_far);
    const alm_lua_scope scope = {
        .object = positional ? lua_gettop(L) : a->input,
        .params = a->params,
        .grouping = a->grouping,
    };
    if (a->grouping != NULL && lua_isfunction(L, top - 1))
        alm_lua_call_each_group(L, a->grouping, 1, name, top - 1);
    else
        lua_pushvalue(L, top - 1);
    const alm_lua_column *c = alm_lua_push_given(L, &scope, -1, name, len);
    const alm_table *table = alm_lua_check_table(L, a->so_far);
    alm_table **out = alm_lua_push_like(L, a->so_far);
    if (alm_table_new_with(out, table, c->field, c->column, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    alm_lua_drop_metrics(L, out);
    alm_lua_drop_alias(L, -1, name);
    lua_replace(L, a->so_far);
}

void alm_lua_with(lua_State *L, const alm_grouping *grouping)
{
    if (!lua_isnil(L, 3) && !lua_istable(L, 3))
        alm_lua_fail(L, ALM_EINVAL,
                     "parameters come in a table, as in {low = 50}, not %s",
                     alm_lua_describe(L, 3));
    (void)alm_lua_push_object(L, 1);
    lua_pushvalue(L, 1);
    adding a = {.input = lua_gettop(L) - 1,
                .so_far = lua_gettop(L),
                .params = lua_isnil(L, 3) ? 0 : 3,
                .grouping = grouping};
    alm_lua_preload(L, a.input, 2);
    alm_lua_each_entry(L, 2, "with", add_entry, &a);
    lua_settop(L, a.so_far);
}

/* t:with{"rate = users / population", other = value} [, parameters] */
static int table_with(lua_State *L)
{
    lua_settop(L, 3);
    alm_lua_with(L, NULL);
    return 1;
}

static const luaL_Reg methods[] = {
    {"select", table_select}, {"drop", table_drop}, {"rename", table_rename},
    {"with", table_with},     {NULL, NULL},
};

void alm_lua_add_column_verbs(lua_State *L)
{
    luaL_setfuncs(L, methods, 0);
}
