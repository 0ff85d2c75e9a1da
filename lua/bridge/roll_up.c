#include "bridge/expression.h"
#include "bridge/scan.h"

/* A measure of a group, where no aggregate is named: what is known of the
 * column says how it adds up. */

/* The name of the only token of the text, pushed; false when there are others.
 */
static bool push_only_name(lua_State *L, const char *text, size_t len)
{
    alm_scanner s = {text, len};
    const alm_token name = alm_scan(&s);
    if (name.kind != ALM_TOKEN_NAME || alm_scan_peek(&s).kind != ALM_TOKEN_END)
        return false;
    lua_pushlstring(L, name.text, name.len);
    return true;
}

/* Whether the name on top of the stack means something else than a column of
 * the rows: a parameter, or a result that is there. */
static bool means_result(lua_State *L, const alm_lua_scope *scope)
{
    if (scope->params != 0) {
        lua_pushvalue(L, -1);
        const bool given = lua_rawget(L, scope->params) != LUA_TNIL;
        lua_pop(L, 1);
        if (given)
            return true;
    }
    return alm_lua_find_header(L, scope->results, lua_gettop(L)) !=
           ALM_NO_COLUMN;
}

/* Fills *call with the roll-up of the column on top of the stack; pushes its
 * weight, if it has one. False when nothing says how. */
static bool find_rule(lua_State *L, const alm_lua_scope *scope,
                      alm_summary_call *call)
{
    const int column = lua_gettop(L);
    const alm_field_info *info =
        alm_field_info_of(alm_lua_check_column(L, column)->field);
    if (info->aggregate == ALM_AGGREGATE_SUM) {
        alm_lua_check_call(L, call, ALM_SUMMARY_SUM, column);
        return true;
    }
    if (info->aggregate != ALM_AGGREGATE_WEIGHTED_MEAN || info->weight == NULL)
        return false;
    lua_pushstring(L, info->weight);
    const size_t weight = alm_lua_find(L, scope->object, lua_gettop(L));
    lua_pop(L, 1);
    if (weight == ALM_NO_COLUMN)
        return false;
    alm_lua_push_column_at(L, scope->object, weight);
    alm_lua_check_call(L, call, ALM_SUMMARY_WMEAN, column);
    return true;
}

/* The rolled-up column means what its rows mean, but for their precision. */
static void keep_meaning(lua_State *L, alm_lua_column *out,
                         const alm_field *field)
{
    alm_error err;
    alm_field *made = NULL;
    alm_field_info info = *alm_field_info_of(field);
    info.has_bounds =
        info.has_bounds && info.aggregate == ALM_AGGREGATE_WEIGHTED_MEAN;
    info.rounding = 0.0;
    info.hidden = false;
    info.computed = false;
    if (alm_field_new(&made, &info, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    alm_field_free(out->field);
    out->field = made;
}

bool alm_lua_roll_up(lua_State *L, const alm_lua_scope *scope, const char *text,
                     size_t len)
{
    alm_summary_call call;
    const int top = lua_gettop(L);
    luaL_checkstack(L, 16, "too many values");
    if (!push_only_name(L, text, len))
        return false;
    const size_t column = means_result(L, scope)
                              ? ALM_NO_COLUMN
                              : alm_lua_find(L, scope->object, top + 1);
    if (column == ALM_NO_COLUMN) {
        lua_settop(L, top);
        return false;
    }
    alm_lua_push_column_at(L, scope->object, column);
    const int at = lua_gettop(L);
    if (!find_rule(L, scope, &call)) {
        lua_settop(L, top);
        return false;
    }
    alm_lua_column *of = alm_lua_to_column(L, at);
    alm_lua_column *out = alm_lua_push_rolled_up(L, &call, scope->grouping, of);
    keep_meaning(L, out, of->field);
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
    return true;
}
