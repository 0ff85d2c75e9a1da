#include <lauxlib.h>
#include <string.h>

#include "bridge/bridge.h"
#include "bridge/column.h"
#include "bridge/raise.h"
#include "runtime/native.h"

/* What is known of columns, and columns by themselves. */

const char *alm_native_text(lua_State *L, int changes, const char *name,
                            const char *was)
{
    lua_getfield(L, changes, name);
    const char *text =
        lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : was;
    lua_pop(L, 1);
    return text;
}

static double number_field(lua_State *L, int changes, const char *name,
                           double was)
{
    lua_getfield(L, changes, name);
    const double x = lua_isnumber(L, -1) ? lua_tonumber(L, -1) : was;
    lua_pop(L, 1);
    return x;
}

static void change_aggregate(lua_State *L, int changes, alm_field_info *info)
{
    const char *name = alm_native_text(L, changes, "aggregate", NULL);

    if (name == NULL)
        return;
    info->aggregate = strcmp(name, "sum") == 0 ? ALM_AGGREGATE_SUM
                      : strcmp(name, "weighted_mean") == 0
                          ? ALM_AGGREGATE_WEIGHTED_MEAN
                          : ALM_AGGREGATE_NONE;
    info->weight = alm_native_text(L, changes, "weight", info->weight);
}

void alm_native_change_info(lua_State *L, int changes, alm_field_info *info)
{
    const char *role = alm_native_text(L, changes, "role", NULL);
    const char *kind = alm_native_text(L, changes, "kind", NULL);

    info->name = alm_native_text(L, changes, "name", info->name);
    info->title = alm_native_text(L, changes, "title", info->title);
    info->title_zh = alm_native_text(L, changes, "title_zh", info->title_zh);
    info->unit = alm_native_text(L, changes, "unit", info->unit);
    info->description =
        alm_native_text(L, changes, "description", info->description);
    if (role != NULL && !alm_role_from_name(&info->role, role))
        info->role = ALM_ROLE_NONE;
    if (kind != NULL && !alm_kind_from_name(&info->kind, kind))
        info->kind = ALM_KIND_UNKNOWN;
    lua_getfield(L, changes, "low");
    if (lua_isnumber(L, -1)) {
        info->has_bounds = true;
        info->low = number_field(L, changes, "low", 0.0);
        info->high = number_field(L, changes, "high", 0.0);
    }
    lua_pop(L, 1);
    info->direction =
        (int)number_field(L, changes, "direction", (double)info->direction);
    info->rounding = number_field(L, changes, "rounding", info->rounding);
    lua_getfield(L, changes, "hidden");
    info->hidden = lua_isnil(L, -1) ? info->hidden : lua_toboolean(L, -1);
    lua_pop(L, 1);
    change_aggregate(L, changes, info);
}

/* column_with_field(column, name, changes): the same of a column; nothing of
 * what was known before is kept. */
static int native_column_with_field(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_to_column(L, 1);
    alm_field *field = NULL;
    alm_field_info info = {.name = luaL_checkstring(L, 2)};

    luaL_argcheck(L, c != NULL, 1, "column expected");
    luaL_checktype(L, 3, LUA_TTABLE);
    alm_native_change_info(L, 3, &info);
    alm_lua_push_column(L, c->column, c->rows, c->field, NULL);
    alm_lua_column *made = alm_lua_to_column(L, -1);
    if (alm_field_new(&field, &info, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    alm_field_free(made->field);
    made->field = field;
    return 1;
}

/* column_table(column): a table of that column alone. */
static int native_column_table(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_to_column(L, 1);

    luaL_argcheck(L, c != NULL, 1, "column expected");
    alm_table **slot = alm_lua_push_table_slot(L);
    const size_t rows =
        c->rows != NULL ? c->rows->len : alm_column_len(c->column);
    alm_field_info info = *alm_field_info_of(c->field);
    alm_field *field = NULL;
    if (info.name[0] == '\0')
        info.name = "value";
    info.hidden = false;
    alm_status status = alm_field_new(&field, &info, &err);
    if (status == ALM_OK)
        status = alm_table_new(slot, rows, &err);
    if (status == ALM_OK)
        status = alm_table_add(*slot, field, c->column, c->rows, &err);
    alm_field_free(field);
    return status == ALM_OK ? 1 : alm_lua_raise(L, &err);
}

/* column_outside(column, low, high): how many values there are, how many of
 * them are below low or above high, and the row of the first such. */
static int native_column_outside(lua_State *L)
{
    const alm_lua_column *c = alm_lua_to_column(L, 1);
    const double low = luaL_checknumber(L, 2);
    const double high = luaL_checknumber(L, 3);
    size_t present = 0;
    size_t outside = 0;
    size_t first = 0;

    luaL_argcheck(L, c != NULL, 1, "column expected");
    c = alm_lua_check_column(L, 1); /* loads it */
    for (size_t i = 0; i < c->vector.n; i++) {
        if (!alm_vector_present(&c->vector, i))
            continue;
        const double x = alm_vector_number(&c->vector, i);
        present++;
        if (!(x < low || x > high)) /* so that NaN is not */
            continue;
        if (outside++ == 0)
            first = i;
    }
    lua_pushinteger(L, (lua_Integer)present);
    lua_pushinteger(L, (lua_Integer)outside);
    lua_pushinteger(L, (lua_Integer)first + 1);
    return 3;
}

void alm_native_add_columns(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"column_with_field", native_column_with_field},
        {"column_table", native_column_table},
        {"column_outside", native_column_outside},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
