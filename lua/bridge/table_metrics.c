#include "bridge/column.h"
#include "bridge/table.h"
#include "query/select.h"

/* Metrics: columns that a table has because it has what they need. One that was
 * read stays with the table it was read from, marked as computed; what a verb
 * makes of the table is without it, so that no result depends on what was read
 * before. Where a verb names one, it becomes a column like the others. */

/* Asks the resolver of the state about the metric whose name stands at `name`
 * and pushes its answer; false, and nothing, when there is no resolver. The
 * table that it sees is one of its own, with the same aliases. */
static bool ask(lua_State *L, int object, int name, const char *what)
{
    const alm_lua_table *t = lua_touserdata(L, object);
    if (lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_RESOLVER) != LUA_TFUNCTION) {
        lua_pop(L, 1);
        return false;
    }
    alm_lua_push_table(L, t->table);
    (void)alm_proxy_push_object(L, -1, &alm_table_proxy);
    lua_getiuservalue(L, object, ALM_TABLE_ALIASES);
    lua_setiuservalue(L, -2, ALM_TABLE_ALIASES);
    lua_pop(L, 1);
    lua_pushvalue(L, name);
    lua_pushstring(L, what);
    lua_call(L, 3, 1);
    return true;
}

/* The field of a metric: under its name, hidden and computed. */
static void name_metric(lua_State *L, alm_lua_column *c, const char *name)
{
    alm_error err;
    alm_field *field = NULL;
    alm_field_info info = *alm_field_info_of(c->field);
    info.name = name;
    info.hidden = true;
    info.computed = true;
    if (alm_field_new(&field, &info, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    alm_field_free(c->field);
    c->field = field;
}

size_t alm_lua_find_metric(lua_State *L, int object, int name)
{
    alm_error err;
    size_t len;
    alm_lua_table *t = lua_touserdata(L, object);
    const char *text = lua_tolstring(L, name, &len);
    if (!ask(L, object, name, "resolve"))
        return ALM_NO_COLUMN;
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return ALM_NO_COLUMN;
    }
    const size_t rows = alm_table_rows(t->table);
    alm_lua_column *c = alm_lua_push_dense(L, lua_gettop(L), rows, text, len);
    name_metric(L, c, text);
    alm_table *more = NULL;
    if (alm_table_new_with(&more, t->table, c->field, c->column, &err) !=
        ALM_OK)
        alm_lua_raise(L, &err);
    alm_table_free(t->table);
    t->table = more;
    lua_pop(L, 2);
    return alm_table_find(t->table, text, len);
}

bool alm_lua_has(lua_State *L, int object, int name)
{
    object = lua_absindex(L, object);
    name = lua_absindex(L, name);
    luaL_checkstack(L, 8, "too many values");
    if (alm_lua_find_header(L, object, name) != ALM_NO_COLUMN)
        return true;
    if (!ask(L, object, name, "has"))
        return false;
    const bool has = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return has;
}

bool alm_lua_metric_help(lua_State *L, int object, const char *name, size_t len,
                         const char *what, alm_error *err)
{
    object = lua_absindex(L, object);
    luaL_checkstack(L, 8, "too many values");
    lua_pushlstring(L, name, len);
    if (!ask(L, object, lua_gettop(L), what)) {
        lua_pop(L, 1);
        return false;
    }
    const bool helps = lua_type(L, -1) == LUA_TSTRING;
    if (helps)
        alm_error_help(err, "%s", lua_tostring(L, -1));
    lua_pop(L, 2);
    return helps;
}

/* `made`, one reference of which is taken, in place of what is in the slot. */
static void replace(alm_table **slot, alm_table *made)
{
    alm_table_free(*slot);
    *slot = made;
}

void alm_lua_show(lua_State *L, alm_table **slot, const size_t *columns,
                  size_t n)
{
    alm_error err;
    alm_table *shown = NULL;
    if (alm_table_show(&shown, *slot, columns, n, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    replace(slot, shown);
}

void alm_lua_drop_metrics(lua_State *L, alm_table **slot)
{
    alm_error err;
    alm_table *data = NULL;
    if (alm_table_data(&data, *slot, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    replace(slot, data);
}

void alm_lua_use_data(lua_State *L, int index)
{
    alm_table **slot = alm_lua_push_like(L, index);
    *slot = alm_table_ref(alm_lua_check_table(L, index));
    alm_lua_drop_metrics(L, slot);
    lua_replace(L, index);
}
