#include <stddef.h>
#include <string.h>

#include "bridge/column.h"
#include "expr/convert.h"

/* What is known of a column beside its values. */

static void set_text(lua_State *L, const char *name, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void set_number(lua_State *L, const char *name, double x)
{
    lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

/* only = {column =, value =} of the break on top, which concerns few rows. */
static void push_only(lua_State *L, const alm_break *point)
{
    if (point->only_column == NULL)
        return;
    lua_createtable(L, 0, 2);
    set_text(L, "column", point->only_column);
    set_text(L, "value", point->only_value);
    lua_setfield(L, -2, "only");
}

void alm_lua_push_info(lua_State *L, const alm_lua_column *c)
{
    const alm_field_info *info = alm_field_info_of(c->field);
    lua_createtable(L, 0, 16);
    set_text(L, "name", info->name);
    set_text(L, "title", info->title);
    set_text(L, "title_zh", info->title_zh);
    set_text(L, "description", info->description);
    set_text(L, "sources", info->sources);
    set_text(L, "weight", info->weight);
    set_text(L, "kind", alm_kind_name(info->kind));
    set_text(L, "role", alm_role_name(info->role));
    set_text(L, "aggregate", alm_aggregate_name(info->aggregate));
    set_text(L, "type", alm_type_name(c->vector.type));
    if (info->unit != NULL) { /* "" is a known unit: none */
        lua_pushstring(L, info->unit);
        lua_setfield(L, -2, "unit");
    }
    if (info->has_bounds) {
        set_number(L, "low", info->low);
        set_number(L, "high", info->high);
    }
    if (info->direction != 0) {
        lua_pushinteger(L, info->direction);
        lua_setfield(L, -2, "direction");
    }
    if (info->rounding > 0)
        set_number(L, "rounding", info->rounding);
    lua_pushboolean(L, info->hidden);
    lua_setfield(L, -2, "hidden");
    lua_createtable(L, (int)info->break_count, 0);
    for (size_t i = 0; i < info->break_count; i++) {
        lua_createtable(L, 0, 3);
        set_text(L, "period", info->breaks[i].period);
        set_text(L, "note", info->breaks[i].note);
        set_text(L, "source", info->breaks[i].source);
        push_only(L, &info->breaks[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "breaks");
}

/* c:info() -> everything known, a plain table */
static int column_info(lua_State *L)
{
    alm_lua_push_info(L, alm_lua_check_column(L, 1));
    return 1;
}

static int push_known(lua_State *L, const char *text)
{
    if (text != NULL)
        lua_pushstring(L, text);
    else
        lua_pushnil(L);
    return 1;
}

static int column_name(lua_State *L)
{
    return push_known(
        L, alm_field_info_of(alm_lua_check_column(L, 1)->field)->name);
}

static int column_unit(lua_State *L)
{
    return push_known(
        L, alm_field_info_of(alm_lua_check_column(L, 1)->field)->unit);
}

/* c:title() -> the title, or the name where there is none */
static int column_title(lua_State *L)
{
    const alm_field_info *info =
        alm_field_info_of(alm_lua_check_column(L, 1)->field);
    return push_known(L, info->title != NULL ? info->title : info->name);
}

static int column_kind(lua_State *L)
{
    const char *kind = alm_kind_name(
        alm_field_info_of(alm_lua_check_column(L, 1)->field)->kind);
    return push_known(L, kind[0] != '\0' ? kind : NULL);
}

static int column_type(lua_State *L)
{
    return push_known(L,
                      alm_type_name(alm_lua_check_column(L, 1)->vector.type));
}

/* The text in field `name` of the table at 2; NULL when it is not given. */
static const char *given_text(lua_State *L, const char *name)
{
    const int type = lua_getfield(L, 2, name); /* stays on the stack */
    if (type != LUA_TNIL && type != LUA_TSTRING)
        alm_lua_fail(L, ALM_EINVAL, "as: %s is %s, not text", name,
                     alm_lua_describe(L, -1));
    return lua_tostring(L, -1);
}

static void read_texts(lua_State *L, alm_field_info *info)
{
    static const struct {
        const char *name;
        size_t at;
    } texts[] = {
        {"name", offsetof(alm_field_info, name)},
        {"title", offsetof(alm_field_info, title)},
        {"title_zh", offsetof(alm_field_info, title_zh)},
        {"unit", offsetof(alm_field_info, unit)},
        {"description", offsetof(alm_field_info, description)},
        {"sources", offsetof(alm_field_info, sources)},
        {"weight", offsetof(alm_field_info, weight)},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *given = given_text(L, texts[i].name);
        if (given != NULL)
            *(const char **)((char *)info + texts[i].at) = given;
    }
}

static void read_names(lua_State *L, alm_field_info *info, alm_type *type)
{
    const char *given = given_text(L, "kind");
    if (given != NULL && !alm_kind_from_name(&info->kind, given))
        alm_lua_fail(L, ALM_EINVAL,
                     "as: \"%s\" is no kind; kinds are stock, flow, rate, "
                     "index, category",
                     given);
    given = given_text(L, "role");
    if (given != NULL && !alm_role_from_name(&info->role, given))
        alm_lua_fail(L, ALM_EINVAL,
                     "as: \"%s\" is no role; roles are region, period, "
                     "measure, weight, group",
                     given);
    given = given_text(L, "type");
    if (given != NULL && !alm_type_from_name(type, given, strlen(given)))
        alm_lua_fail(L, ALM_EINVAL,
                     "as: \"%s\" is no type; types are integer, number, text, "
                     "boolean, period",
                     given);
}

static void read_numbers(lua_State *L, alm_field_info *info)
{
    int given;
    if (lua_getfield(L, 2, "rounding") != LUA_TNIL) {
        info->rounding = lua_tonumberx(L, -1, &given);
        if (!given || !(info->rounding >= 0))
            alm_lua_fail(L, ALM_EINVAL, "as: rounding is a number from 0");
    }
    if (lua_getfield(L, 2, "direction") != LUA_TNIL)
        info->direction = (int)lua_tointegerx(L, -1, &given);
    if (lua_getfield(L, 2, "low") != LUA_TNIL &&
        lua_getfield(L, 2, "high") != LUA_TNIL) {
        info->has_bounds = true;
        info->low = lua_tonumber(L, -2);
        info->high = lua_tonumber(L, -1);
    }
    if (lua_getfield(L, 2, "hidden") != LUA_TNIL)
        info->hidden = lua_toboolean(L, -1);
}

/* c:as{unit =, title =, kind =, rounding =, name =, type =, ...} -> the same
 * values, described otherwise */
static int column_as(lua_State *L)
{
    static const char *const known[] = {
        "name",   "title", "title_zh", "unit", "description", "sources",
        "weight", "kind",  "role",     "type", "rounding",    "direction",
        "low",    "high",  "hidden",   NULL,
    };
    alm_error err;
    alm_conversion lost;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    alm_type type = c->vector.type;
    alm_field_info info = *alm_field_info_of(c->field);
    luaL_checkstack(L, 32, "too many values");
    if (!lua_istable(L, 2))
        return alm_lua_fail(L, ALM_EINVAL,
                            "as wants a table, as in "
                            "c:as{unit = \"%%\"}");
    alm_lua_check_options(L, 2, "as", known);
    read_texts(L, &info);
    read_names(L, &info, &type);
    read_numbers(L, &info);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (type == c->vector.type) {
        out->column = alm_column_ref(c->column);
        out->rows = alm_rows_ref(c->rows);
    } else if (alm_convert(&out->column, &lost, &c->vector, type, &err) !=
               ALM_OK) {
        return alm_lua_raise(L, &err);
    } else if (lost.lost > 0) {
        (void)alm_conversion_fail(&lost, &c->vector, type, &err);
        return alm_lua_raise(L, &err);
    }
    return alm_lua_made_column(L, &info, c);
}

static const luaL_Reg methods[] = {
    {"info", column_info},   {"name", column_name}, {"unit", column_unit},
    {"title", column_title}, {"kind", column_kind}, {"type", column_type},
    {"as", column_as},       {NULL, NULL},
};

void alm_lua_add_column_meaning(lua_State *L)
{
    luaL_setfuncs(L, methods, 0);
}
