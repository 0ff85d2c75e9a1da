#include <lauxlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bridge/bridge.h"
#include "bridge/cell.h"
#include "bridge/raise.h"
#include "io/package.h"
#include "query/select.h"
#include "runtime/native.h"
#include "table/builder.h"
#include "table/unit.h"

static void set_text(lua_State *L, const char *name, const char *text)
{
    if (text == NULL)
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

static void set_number(lua_State *L, const char *name, double x)
{
    lua_pushnumber(L, x);
    lua_setfield(L, -2, name);
}

static void push_field(lua_State *L, const alm_field_info *info)
{
    lua_newtable(L);
    set_text(L, "name", info->name);
    set_text(L, "title", info->title);
    set_text(L, "title_zh", info->title_zh);
    set_text(L, "unit", info->unit);
    set_text(L, "description", info->description);
    set_text(L, "sources", info->sources);
    if (info->kind != ALM_KIND_UNKNOWN)
        set_text(L, "kind", alm_kind_name(info->kind));
    if (info->role != ALM_ROLE_NONE)
        set_text(L, "role", alm_role_name(info->role));
    if (info->has_bounds) {
        set_number(L, "low", info->low);
        set_number(L, "high", info->high);
    }
    if (info->rounding > 0.0)
        set_number(L, "rounding", info->rounding);
    lua_pushboolean(L, info->hidden);
    lua_setfield(L, -2, "hidden");
}

size_t alm_native_column(lua_State *L, const alm_table *t, int arg)
{
    size_t len;
    const char *name = luaL_checklstring(L, arg, &len);
    const size_t at = alm_table_find(t, name, len);
    luaL_argcheck(L, at != ALM_NO_COLUMN, arg, "no such column");
    return at;
}

void alm_native_vector(lua_State *L, alm_vector *v, const alm_table *t,
                       size_t column)
{
    alm_error err;
    if (alm_table_vector(v, t, column, &err) != ALM_OK)
        alm_lua_raise(L, &err);
}

/* Reads the visible columns, those of one file in one pass. */
static void load_visible(lua_State *L, const alm_table *t)
{
    alm_error err;
    size_t *visible =
        lua_newuserdatauv(L, (alm_table_width(t) + 1) * sizeof *visible, 0);
    const size_t n = alm_columns_visible(visible, t);
    if (alm_table_load(t, visible, n, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    lua_pop(L, 1);
}

/* fields(t, load): what is known of every column, hidden ones included. The
 * type of a column of a big file is known once it is read: those that are not
 * have none, unless `load` asks for the visible ones to be read. */
static int native_fields(lua_State *L)
{
    const alm_table *t = alm_lua_check_table(L, 1);
    const size_t n = alm_table_width(t);

    if (lua_toboolean(L, 2))
        load_visible(L, t);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        const alm_column *col = alm_table_column(t, i);
        push_field(L, alm_field_info_of(alm_table_field(t, i)));
        if (alm_column_is_loaded(col))
            set_text(L, "type", alm_type_name(alm_column_type(col)));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* type(t, name): the type of a column, which is read if it is not yet. */
static int native_type(lua_State *L)
{
    const alm_table *t = alm_lua_check_table(L, 1);
    alm_vector v;

    alm_native_vector(L, &v, t, alm_native_column(L, t, 2));
    lua_pushstring(L, alm_type_name(v.type));
    return 1;
}

/* A table like `t` but that column `at` is `col` with the field `info`, into
 * *slot. */
static alm_status replace_field(alm_table **slot, const alm_table *t, size_t at,
                                alm_column *col, const alm_field_info *info,
                                alm_error *err)
{
    const bool same = col == alm_table_column(t, at);
    alm_table *made = NULL;
    alm_field *field = NULL;
    alm_status status = alm_field_new(&field, info, err);

    if (status == ALM_OK)
        status = alm_table_new(&made, alm_table_rows(t), err);
    for (size_t i = 0; i < alm_table_width(t) && status == ALM_OK; i++)
        status = alm_table_add(
            made, i == at ? field : alm_table_field(t, i),
            i == at ? col : alm_table_column(t, i),
            i == at && !same ? NULL : alm_table_selection(t, i), err);
    if (status == ALM_OK)
        status = alm_table_set_name(made, alm_table_name(t), err);
    if (status == ALM_OK) {
        alm_table_set_origin(made, alm_table_origin(t),
                             alm_table_origin_rows(t));
        *slot = made;
        made = NULL;
    }
    alm_table_free(made);
    alm_field_free(field);
    return status;
}

/* A column of `n` rows of that type, all missing. */
static alm_status new_missing(alm_column **out, alm_type type, size_t n,
                              alm_error *err)
{
    alm_builder *b = NULL;
    alm_status status = alm_builder_new(&b, type, n, err);
    for (size_t i = 0; i < n && status == ALM_OK; i++)
        status = alm_builder_add_missing(b, err);
    if (status != ALM_OK) {
        alm_builder_free(b);
        return status;
    }
    return alm_builder_finish(out, b, err);
}

/* Column `at` of `t`, or one of the type named in the changes at `changes` when
 * it has no value that would tell its type. */
static alm_status new_typed(alm_column **out, lua_State *L, int changes,
                            const alm_table *t, size_t at, alm_error *err)
{
    alm_column *col = alm_table_column(t, at);
    const char *name = alm_native_text(L, changes, "type", NULL);
    alm_type type;

    if (name != NULL && alm_type_from_name(&type, name, strlen(name)) &&
        alm_column_is_loaded(col) && alm_column_type(col) != type &&
        alm_column_missing(col) == alm_column_len(col))
        return new_missing(out, type, alm_table_rows(t), err);
    *out = alm_column_ref(col);
    return ALM_OK;
}

/* with_field(t, name, changes): the table, that column known better. The `type`
 * of the changes is for a column without values. */
static int native_with_field(lua_State *L)
{
    size_t len;
    alm_error err;
    const alm_table *t = alm_lua_check_table(L, 1);
    const char *name = luaL_checklstring(L, 2, &len);
    luaL_checktype(L, 3, LUA_TTABLE);
    const size_t at = alm_table_find(t, name, len);

    luaL_argcheck(L, at != ALM_NO_COLUMN, 2, "no such column");
    alm_field_info info = *alm_field_info_of(alm_table_field(t, at));
    alm_native_change_info(L, 3, &info);
    alm_table **slot = alm_lua_push_table_slot(L);
    alm_column *col = NULL;
    alm_status status = new_typed(&col, L, 3, t, at, &err);
    if (status == ALM_OK)
        status = replace_field(slot, t, at, col, &info, &err);
    alm_column_free(col);
    return status == ALM_OK ? 1 : alm_lua_raise(L, &err);
}

/* distinct(t, name): the different values of a column, in order of appearance.
 */
static int native_distinct(lua_State *L)
{
    const alm_table *t = alm_lua_check_table(L, 1);
    alm_vector v;
    lua_Integer n = 0;

    alm_native_vector(L, &v, t, alm_native_column(L, t, 2));
    lua_newtable(L);
    lua_newtable(L); /* seen */
    for (size_t i = 0; i < v.n; i++) {
        alm_lua_push_cell(L, &v, i);
        if (lua_isnil(L, -1) ||
            (v.numbers != NULL && lua_tonumber(L, -1) != lua_tonumber(L, -1))) {
            lua_pop(L, 1);
            continue;
        }
        lua_pushvalue(L, -1);
        if (lua_rawget(L, -3) == LUA_TNIL) {
            lua_pushvalue(L, -2);
            lua_rawseti(L, -5, ++n);
            lua_pushvalue(L, -2);
            lua_pushboolean(L, 1);
            lua_rawset(L, -5);
        }
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
    return 1;
}

/* values(t, j, n): the first n values of column j, missing ones nil. */
static int native_values(lua_State *L)
{
    const alm_table *t = alm_lua_check_table(L, 1);
    const lua_Integer j = luaL_checkinteger(L, 2);
    const lua_Integer n = luaL_checkinteger(L, 3);
    alm_vector v;

    luaL_argcheck(L, j >= 1 && (size_t)j <= alm_table_width(t), 2,
                  "no such column");
    alm_native_vector(L, &v, t, (size_t)j - 1);
    luaL_argcheck(L, n >= 0 && (size_t)n <= v.n, 3, "too many rows");
    lua_createtable(L, (int)n, 0);
    for (lua_Integer i = 0; i < n; i++) {
        alm_lua_push_cell(L, &v, (size_t)i);
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* missing(t, name): how many values a column lacks. */
static int native_missing(lua_State *L)
{
    const alm_table *t = alm_lua_check_table(L, 1);
    lua_Integer n = 0;
    alm_vector v;

    alm_native_vector(L, &v, t, alm_native_column(L, t, 2));
    for (size_t i = 0; i < v.n; i++)
        n += !alm_vector_present(&v, i);
    lua_pushinteger(L, n);
    return 1;
}

/* aliases(t): {name = header}, a copy. */
static int native_aliases(lua_State *L)
{
    (void)alm_lua_check_table(L, 1);
    alm_lua_push_aliases(L, 1);
    return 1;
}

/* place(t, i): where row i stands in the data, and what it is called. */
static int native_place(lua_State *L)
{
    char text[256];
    const alm_table *t = alm_lua_check_table(L, 1);
    const lua_Integer i = luaL_checkinteger(L, 2);

    luaL_argcheck(L, i >= 1 && (size_t)i <= alm_table_rows(t), 2,
                  "no such row");
    alm_table_place(text, sizeof text, t, ALM_NO_COLUMN, (size_t)i - 1);
    lua_pushstring(L, text);
    return 1;
}

/* set_aliases(t, {name = header}). */
static int native_set_aliases(lua_State *L)
{
    (void)alm_lua_check_table(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    alm_lua_set_aliases(L, 1, 2);
    return 0;
}

/* unit_factor(from, to): nil when they do not convert. */
static int native_unit_factor(lua_State *L)
{
    double factor;
    if (!alm_unit_factor(&factor, luaL_checkstring(L, 1),
                         luaL_checkstring(L, 2)))
        return 0;
    lua_pushnumber(L, factor);
    return 1;
}

static alm_status load_sibling(alm_table **slot, alm_surroundings *around,
                               const char *name, alm_error *err)
{
    alm_load_report report = {0};
    alm_package *package = NULL;
    alm_load_options loading = {0};

    if (around->loading != NULL) {
        loading = *around->loading;
        loading.rules = NULL;
        loading.rule_count = 0;
    }
    alm_status status = alm_package_open(&package, around->package, err);
    if (status == ALM_OK)
        status = alm_package_load(slot, &report, package, name, &loading, err);
    for (size_t i = 0; i < report.notes.len && status == ALM_OK; i++)
        status =
            alm_notes_add(&around->notes, err, "%s", report.notes.items[i]);
    alm_package_free(package);
    alm_load_report_free(&report);
    return status;
}

/* sibling(name): another table of the package that the data came from. */
static int native_sibling(lua_State *L)
{
    alm_surroundings *around = alm_surroundings_of(L);
    alm_error err;
    const char *name = luaL_checkstring(L, 1);

    if (around->package == NULL) {
        (void)alm_fail(&err, ALM_ENOTFOUND,
                       "there is no table \"%s\" beside the data", name);
        alm_error_help(&err, "the data is one file; tables stand side by side "
                             "in a data package such as cnnic");
        return alm_lua_raise(L, &err);
    }
    alm_table **slot = alm_lua_push_table_slot(L);
    if (load_sibling(slot, around, name, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return 1;
}

void alm_native_add_tables(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"fields", native_fields},
        {"type", native_type},
        {"with_field", native_with_field},
        {"distinct", native_distinct},
        {"values", native_values},
        {"missing", native_missing},
        {"set_aliases", native_set_aliases},
        {"aliases", native_aliases},
        {"place", native_place},
        {"unit_factor", native_unit_factor},
        {"sibling", native_sibling},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
