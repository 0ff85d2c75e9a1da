#include "bridge/column.h"

#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "bridge/cell.h"
#include "bridge/harvest.h"

static int column_close(lua_State *L)
{
    alm_lua_column *c = lua_touserdata(L, 1);
    alm_column_free(c->column);
    alm_rows_free(c->rows);
    alm_field_free(c->field);
    alm_table_free(c->table);
    memset(c, 0, sizeof *c);
    return 0;
}

const alm_proxy_type alm_column_proxy = {
    .name = "column",
    .size = sizeof(alm_lua_column),
    .close = column_close,
};

alm_lua_column *alm_lua_push_column_slot(lua_State *L)
{
    alm_lua_column *c = alm_proxy_push(L, &alm_column_proxy);
    c->index = ALM_NO_COLUMN;
    return c;
}

void alm_lua_push_column(lua_State *L, alm_column *column, alm_rows *rows,
                         alm_field *field, alm_table *table)
{
    alm_lua_column *c = alm_lua_push_column_slot(L);
    c->column = alm_column_ref(column);
    c->rows = alm_rows_ref(rows);
    c->field = alm_field_ref(field);
    c->table = table != NULL ? alm_table_ref(table) : NULL;
}

alm_lua_column *alm_lua_to_column(lua_State *L, int index)
{
    alm_lua_column *c = alm_proxy_get(L, index, &alm_column_proxy);
    return c != NULL && c->column != NULL ? c : NULL;
}

static void load(lua_State *L, alm_lua_column *c)
{
    alm_error err;
    if (c->loaded)
        return;
    if (alm_column_load(&c->column, 1, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    c->vector = alm_column_vector(c->column, c->rows);
    c->loaded = true;
}

alm_lua_column *alm_lua_check_column(lua_State *L, int arg)
{
    alm_lua_column *c = alm_proxy_check(L, arg, &alm_column_proxy);
    if (c->column == NULL)
        alm_lua_fail(L, ALM_EINVAL, "this column was closed");
    load(L, c);
    return c;
}

int alm_lua_made_column(lua_State *L, const alm_field_info *info,
                        const alm_lua_column *from)
{
    alm_error err;
    alm_lua_column *c = alm_lua_to_column(L, -1);
    const alm_status status = info != NULL
                                  ? alm_field_new(&c->field, info, &err)
                                  : alm_field_new_named(&c->field, "", 0, &err);
    if (status != ALM_OK)
        return alm_lua_raise(L, &err);
    if (from != NULL && from->table != NULL)
        c->table = alm_table_ref(from->table);
    alm_lua_pressure(L, alm_column_bytes(c->column));
    return 1;
}

int alm_lua_made_by(lua_State *L, const char *how, const alm_field_info *info,
                    const alm_lua_column *from)
{
    char name[256] = "";
    const char *of = alm_field_info_of(from->field)->name;
    alm_field_info named = info != NULL ? *info : (alm_field_info){0};
    if (of[0] != '\0' && strlen(of) < 128)
        (void)snprintf(name, sizeof name, "%s(%s)", how, of);
    named.name = name;
    return alm_lua_made_column(L, &named, from);
}

/* The first row of a text column that has a value which is no number. */
static size_t first_text(const alm_vector *v)
{
    for (size_t i = 0; i < v->n; i++) {
        if (alm_vector_present(v, i))
            return i;
    }
    return 0;
}

int alm_lua_raise_about(lua_State *L, const alm_error *err,
                        const alm_lua_column *c)
{
    alm_error better;
    if (err->code != ALM_ETYPE || c == NULL || !c->loaded ||
        !alm_is_text_cell(c->vector.type) || c->table == NULL ||
        c->index == ALM_NO_COLUMN)
        return alm_lua_raise(L, err);
    alm_lua_fail_text(&better, c->table, c->index, first_text(&c->vector));
    return alm_lua_raise(L, &better);
}

alm_operand alm_lua_check_operand(lua_State *L, int index, const char *what)
{
    size_t len;
    const char *text;
    switch (lua_type(L, index)) {
    case LUA_TNIL: return alm_operand_missing();
    case LUA_TBOOLEAN: return alm_operand_boolean(lua_toboolean(L, index));
    case LUA_TSTRING:
        text = lua_tolstring(L, index, &len);
        return alm_operand_text(text, len);
    case LUA_TNUMBER:
        return lua_isinteger(L, index)
                   ? alm_operand_integer(lua_tointeger(L, index))
                   : alm_operand_number(lua_tonumber(L, index));
    default: break;
    }
    alm_lua_column *c = alm_lua_to_column(L, index);
    if (c == NULL)
        alm_lua_fail(L, ALM_EINVAL, "%s wants a column or one value, not %s",
                     what, alm_lua_describe(L, index));
    load(L, c);
    return alm_operand_vector(c->vector);
}

/* The length of a plain list: its field n, else the greatest index in it. */
static lua_Integer list_length(lua_State *L, int index)
{
    lua_Integer n = 0;
    index = lua_absindex(L, index);
    lua_pushliteral(L, "n");
    if (lua_rawget(L, index) == LUA_TNUMBER && lua_isinteger(L, -1)) {
        n = lua_tointeger(L, -1);
        lua_pop(L, 1);
        return n;
    }
    lua_pop(L, 1);
    lua_pushnil(L);
    while (lua_next(L, index)) {
        lua_pop(L, 1);
        if (lua_isinteger(L, -1) && lua_tointeger(L, -1) > n)
            n = lua_tointeger(L, -1);
    }
    return n;
}

static void gather_list(lua_State *L, alm_lua_column *c, int index, size_t rows,
                        const char *name)
{
    const lua_Integer n = list_length(L, index);
    if (n < 0 || (size_t)n != rows)
        alm_lua_fail(L, ALM_EINVAL,
                     "column \"%s\": the list has %lld values, the table has "
                     "%zu rows",
                     name, (long long)n, rows);
    alm_harvest *h = alm_harvest_push(L, rows);
    for (size_t i = 0; i < rows; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        alm_harvest_add(L, h, -1, name);
        lua_pop(L, 1);
    }
    alm_harvest_finish(L, &c->column, h);
    lua_pop(L, 1);
}

static void repeat_value(lua_State *L, alm_lua_column *c, int index,
                         size_t rows, const char *name)
{
    alm_harvest *h = alm_harvest_push(L, rows);
    for (size_t i = 0; i < rows; i++)
        alm_harvest_add(L, h, index, name);
    alm_harvest_finish(L, &c->column, h);
    lua_pop(L, 1);
}

static void share_column(lua_State *L, alm_lua_column *c, alm_lua_column *from,
                         size_t rows, const char *name, size_t len)
{
    alm_error err;
    load(L, from);
    if (from->vector.n != rows)
        alm_lua_fail(L, ALM_EINVAL,
                     "column \"%s\": it has %zu rows, the table has %zu", name,
                     from->vector.n, rows);
    if (from->rows == NULL)
        c->column = alm_column_ref(from->column);
    else if (alm_column_new_gathered(&c->column, from->column, from->rows,
                                     &err) != ALM_OK)
        alm_lua_raise(L, &err);
    /* It is named: what was hidden is so no more. */
    alm_field *field = NULL;
    if (alm_field_new_renamed(&field, from->field, name, len, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    const alm_status status = alm_field_new_shown(&c->field, field, &err);
    alm_field_free(field);
    if (status != ALM_OK)
        alm_lua_raise(L, &err);
}

static int fail_value(lua_State *L, int index, const char *name)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EINVAL,
                   "column \"%s\" is given %s, not a column, a list or a value",
                   name, alm_lua_describe(L, index));
    if (lua_isboolean(L, index))
        alm_error_help(&err,
                       "== on a column compares it as a whole; t.a:eq(\"x\") "
                       "compares row by row, so does an expression: "
                       "\"%s = a == 'x'\"",
                       name);
    return alm_lua_raise(L, &err);
}

alm_lua_column *alm_lua_push_dense(lua_State *L, int index, size_t rows,
                                   const char *name, size_t len)
{
    alm_error err;
    index = lua_absindex(L, index);
    alm_lua_column *from = alm_lua_to_column(L, index);
    alm_lua_column *c = alm_lua_push_column_slot(L);
    const int type = lua_type(L, index);
    if (from != NULL)
        share_column(L, c, from, rows, name, len);
    else if (type == LUA_TTABLE &&
             luaL_getmetafield(L, index, "__almanac") == LUA_TNIL)
        gather_list(L, c, index, rows, name);
    else if (type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TNIL)
        repeat_value(L, c, index, rows, name);
    else
        fail_value(L, index, name);
    if (c->field == NULL &&
        alm_field_new_named(&c->field, name, len, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    alm_lua_pressure(L, alm_column_bytes(c->column));
    return c;
}

/* c[i], c.method */
static int column_index(lua_State *L)
{
    alm_lua_column *c = alm_lua_check_column(L, 1);
    if (lua_type(L, 2) == LUA_TNUMBER) {
        int whole;
        const lua_Integer i = lua_tointegerx(L, 2, &whole);
        if (!whole || i < 1 || (size_t)i > c->vector.n) {
            lua_pushnil(L);
            return 1;
        }
        if (c->index != ALM_NO_COLUMN && alm_is_text_cell(c->vector.type))
            alm_trail_add(alm_lua_trail(L), c->table, c->index, (size_t)i - 1);
        alm_lua_push_cell(L, &c->vector, (size_t)i - 1);
        return 1;
    }
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    if (lua_type(L, 2) != LUA_TSTRING)
        return alm_lua_fail(L, ALM_EINVAL,
                            "a column is read by a row number, not by %s",
                            alm_lua_describe(L, 2));
    alm_error err;
    size_t len;
    const char *name = lua_tolstring(L, 2, &len);
    alm_suggestion near = {.wanted = name, .len = len};
    (void)alm_fail(&err, ALM_ENOTFOUND, "a column has no method \"%s\"", name);
    lua_pushnil(L);
    while (lua_next(L, lua_upvalueindex(1))) {
        size_t n;
        lua_pop(L, 1);
        const char *other = lua_tolstring(L, -1, &n);
        alm_suggest_offer(&near, other, n);
    }
    if (near.best != NULL)
        alm_error_help(&err, "did you mean c:%.*s(...)?", (int)near.best_len,
                       near.best);
    return alm_lua_raise(L, &err);
}

static int column_newindex(lua_State *L)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EINVAL, "a column cannot be changed");
    alm_error_help(&err, "t:with{...} makes a table with another column, "
                         "t:sort_by(...) sorts, c:totable() copies the values "
                         "into a plain list that is yours to change");
    return alm_lua_raise(L, &err);
}

static int column_len(lua_State *L)
{
    const alm_lua_column *c = alm_proxy_check(L, 1, &alm_column_proxy);
    if (c->column == NULL)
        return alm_lua_fail(L, ALM_EINVAL, "this column was closed");
    const size_t n = c->rows != NULL ? c->rows->len : alm_column_len(c->column);
    lua_pushinteger(L, (lua_Integer)n);
    return 1;
}

static int column_next(lua_State *L)
{
    alm_lua_column *c = alm_lua_check_column(L, 1);
    const lua_Integer i = lua_isnil(L, 2) ? 0 : luaL_checkinteger(L, 2);
    if (i < 0 || (size_t)i >= c->vector.n)
        return 0;
    lua_pushinteger(L, i + 1);
    if (c->index != ALM_NO_COLUMN && alm_is_text_cell(c->vector.type))
        alm_trail_add(alm_lua_trail(L), c->table, c->index, (size_t)i);
    alm_lua_push_cell(L, &c->vector, (size_t)i);
    return 2;
}

static int column_pairs(lua_State *L)
{
    (void)alm_lua_check_column(L, 1);
    lua_pushcfunction(L, column_next);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

static int column_tostring(lua_State *L)
{
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const char *name = alm_field_info_of(c->field)->name;
    lua_pushfstring(L, "column%s%s: %I of type %s", name[0] != '\0' ? " " : "",
                    name, (LUAI_UACINT)c->vector.n,
                    alm_type_name(c->vector.type));
    return 1;
}

/* c:totable() -> plain list, with its length in the field n: the last values
 * may be missing */
static int column_totable(lua_State *L)
{
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const size_t n = c->vector.n;
    lua_createtable(L, n < INT32_MAX ? (int)n : 0, 1);
    for (size_t i = 0; i < n; i++) {
        alm_lua_push_cell(L, &c->vector, i);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, "n");
    return 1;
}

/* c:head(n) -> column */
static int column_head(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const lua_Integer wanted = luaL_optinteger(L, 2, 10);
    if (wanted < 0)
        return alm_lua_fail(L, ALM_EINVAL, "head wants a count, got %lld",
                            (long long)wanted);
    const size_t n =
        (size_t)wanted < c->vector.n ? (size_t)wanted : c->vector.n;
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_rows_new(&out->rows, n, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    for (size_t i = 0; i < n; i++)
        out->rows->at[i] = (uint32_t)alm_vector_at(&c->vector, i);
    out->column = alm_column_ref(c->column);
    out->field = alm_field_ref(c->field);
    alm_lua_pressure(L, n * sizeof(uint32_t));
    return 1;
}

/* What a comparison with < or == would have answered: one boolean. */
static int column_no_comparison(lua_State *L)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EINVAL,
                   "%s compares values one by one, not a column as a whole",
                   lua_tostring(L, lua_upvalueindex(1)));
    alm_error_help(&err,
                   "t.users:gt(50) (also ge, lt, le, eq, ne) makes a mask, "
                   "t:where(\"users > 50\") filters");
    return alm_lua_raise(L, &err);
}

static int column_no_operator(lua_State *L)
{
    return alm_lua_fail(L, ALM_EINVAL,
                        "a column has no operator %s; an expression has: "
                        "t:with{\"label = name .. '!'\"}",
                        lua_tostring(L, lua_upvalueindex(1)));
}

static void refuse(lua_State *L, const char *event, const char *sign,
                   lua_CFunction f)
{
    lua_pushstring(L, sign);
    lua_pushcclosure(L, f, 1);
    lua_setfield(L, -2, event);
}

static const luaL_Reg column_meta[] = {
    {"__newindex", column_newindex},
    {"__len", column_len},
    {"__pairs", column_pairs},
    {"__tostring", column_tostring},
    {NULL, NULL},
};

static const luaL_Reg column_methods[] = {
    {"totable", column_totable},
    {"head", column_head},
    {NULL, NULL},
};

void alm_lua_open_column(lua_State *L)
{
    alm_proxy_open(L, &alm_column_proxy, column_meta);
    refuse(L, "__lt", "< (or >)", column_no_comparison);
    refuse(L, "__le", "<= (or >=)", column_no_comparison);
    refuse(L, "__eq", "==", column_no_comparison);
    refuse(L, "__concat", "..", column_no_operator);
    refuse(L, "__call", "()", column_no_operator);
    alm_lua_add_column_operators(L);
    luaL_newlib(L, column_methods);
    alm_lua_add_column_meaning(L);
    alm_lua_add_column_math(L);
    alm_lua_add_column_aggregates(L);
    alm_lua_add_column_series(L);
    alm_lua_add_column_text(L);
    lua_pushcclosure(L, column_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}
