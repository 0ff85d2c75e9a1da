#include <string.h>

#include "base/text.h"
#include "bridge/harvest.h"
#include "bridge/scan.h"
#include "bridge/seed.h"
#include "bridge/verbs.h"
#include "query/select.h"
#include "query/sort.h"
#include "query/where.h"

/* Verbs that choose and order rows. */

static int finish(lua_State *L, alm_table **slot, alm_status status,
                  const alm_error *err)
{
    if (status != ALM_OK)
        return alm_lua_raise(L, err);
    alm_lua_made_table(L, slot);
    return 1;
}

/* Adds three different values of a column to the text in b. */
static void add_examples(lua_State *L, luaL_Buffer *b, const alm_lua_table *t,
                         size_t column)
{
    alm_vector v;
    size_t shown = 0;
    size_t at[3];
    if (alm_table_vector(&v, t->table, column, NULL) != ALM_OK)
        return;
    luaL_addstring(b, "; ");
    luaL_addstring(b, alm_table_column_name(t->table, column));
    luaL_addstring(b, ":");
    for (size_t i = 0; i < v.n && shown < 3; i++) {
        bool seen = !alm_vector_present(&v, i);
        alm_lua_push_cell(L, &v, i);
        for (size_t k = 0; k < shown && !seen; k++) {
            alm_lua_push_cell(L, &v, at[k]);
            seen = lua_rawequal(L, -1, -2);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
        if (seen)
            continue;
        luaL_addstring(b, shown > 0 ? ", " : " ");
        alm_lua_push_cell(L, &v, i);
        (void)luaL_tolstring(L, -1, NULL);
        lua_remove(L, -2);
        luaL_addvalue(b);
        at[shown++] = i;
    }
    if (shown == 0)
        luaL_addstring(b, " no values");
}

/* Marks the columns that an expression names as read. */
static void mark_read(lua_State *L, int object, const char *text, size_t len)
{
    alm_scanner s = {text, len};
    alm_token word;
    while (alm_scan_word(&word, &s)) {
        lua_pushlstring(L, word.text, word.len);
        const size_t column = alm_lua_find(L, object, -1);
        lua_pop(L, 1);
        if (column != ALM_NO_COLUMN)
            (void)alm_lua_window_of(L, lua_touserdata(L, object), column);
    }
}

/* Says in the ledger how many rows were kept, and when it is none, what there
 * was to find. Rows that an earlier filter kept are not counted with those that
 * it was given. */
static void note_where(lua_State *L, int object, size_t kept, size_t missing)
{
    luaL_Buffer b;
    const alm_lua_table *t = lua_touserdata(L, object);
    luaL_buffinit(L, &b);
    if (kept == 0 && alm_table_rows(t->table) > 0) {
        luaL_addstring(&b, "no row kept");
        for (size_t i = 0; i < t->room; i++) {
            if (t->windows[i].read)
                add_examples(L, &b, t, i);
        }
    } else if (t->filtered) {
        luaL_addstring(&b, "of those kept before");
    }
    luaL_pushresult(&b);
    const alm_ledger_entry entry = {
        .operation = "where",
        .subject = alm_table_name(t->table),
        .note = lua_tostring(L, -1),
        .of = alm_table_rows(t->table),
        .used = kept,
        .missing = missing,
    };
    alm_lua_note(L, &entry);
    lua_pop(L, 1);
}

static int fail_condition(lua_State *L)
{
    alm_error err;
    (void)alm_fail(&err, ALM_EINVAL,
                   "where wants an expression, a function of a row or a mask, "
                   "got %s",
                   alm_lua_describe(L, 2));
    if (lua_isboolean(L, 2))
        alm_error_help(&err, "== on a column compares it as a whole and is "
                             "false; write t:where(\"region == 'East'\") or "
                             "t:where(t.region:eq(\"East\"))");
    return alm_lua_raise(L, &err);
}

/* Pushes the mask for the condition in argument 2. */
static void push_mask(lua_State *L, const alm_lua_scope *scope)
{
    size_t len;
    const char *text;
    switch (lua_type(L, 2)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, 2, &len);
        alm_lua_evaluate(L, scope, "where", text, len);
        break;
    case LUA_TFUNCTION: alm_lua_call_rows(L, scope, "where", 2); break;
    default:
        if (alm_lua_to_column(L, 2) == NULL)
            fail_condition(L);
        lua_pushvalue(L, 2);
        break;
    }
}

static int params_at(lua_State *L, int arg)
{
    if (lua_isnoneornil(L, arg))
        return 0;
    if (!lua_istable(L, arg))
        alm_lua_fail(L, ALM_EINVAL,
                     "parameters come in a table, as in {low = 50}, not %s",
                     alm_lua_describe(L, arg));
    return arg;
}

/* t:where(condition [, parameters]) */
static int table_where(lua_State *L)
{
    alm_error err;
    lua_settop(L, 3);
    alm_lua_table *t = alm_lua_push_object(L, 1);
    const alm_lua_scope scope = {
        .object = 4, .params = params_at(L, 3), .mask = true};
    alm_lua_clear_read(t);
    alm_lua_preload(L, 4, 2);
    push_mask(L, &scope);
    const alm_lua_column *mask = alm_lua_check_column(L, -1);
    if (mask->vector.n != alm_table_rows(t->table))
        return alm_lua_fail(L, ALM_EINVAL,
                            "the mask has %zu rows, the table has %zu",
                            mask->vector.n, alm_table_rows(t->table));
    if (mask->vector.type != ALM_BOOLEAN && mask->vector.n > 0 &&
        alm_column_missing(mask->column) < alm_column_len(mask->column)) {
        (void)alm_fail(&err, ALM_ETYPE,
                       "a mask is a column of true and false, not of %s",
                       alm_type_name(mask->vector.type));
        alm_error_help(&err, "compare the column: t.users:gt(50)");
        return alm_lua_raise(L, &err);
    }
    size_t missing = 0;
    for (size_t i = 0; i < mask->vector.n; i++)
        missing += !alm_vector_present(&mask->vector, i);
    alm_table **out = alm_lua_push_like(L, 1);
    if (mask->vector.type == ALM_BOOLEAN) {
        if (alm_table_where(out, t->table, &mask->vector, &err) != ALM_OK)
            return alm_lua_raise(L, &err);
    } else if (alm_table_head(out, t->table, 0, &err) != ALM_OK) {
        return alm_lua_raise(L, &err);
    }
    if (alm_table_rows(*out) == 0 && lua_type(L, 2) == LUA_TSTRING) {
        size_t len;
        const char *text = lua_tolstring(L, 2, &len);
        mark_read(L, 4, text, len);
    }
    note_where(L, 4, alm_table_rows(*out), missing);
    alm_lua_push_object(L, -1)->filtered = true;
    lua_pop(L, 1);
    alm_lua_made_table(L, out);
    return 1;
}

/* t:head([n]), t:tail([n]) */
static int table_head(lua_State *L)
{
    alm_error err;
    const size_t n = alm_lua_check_count(L, 2, 10, "head");
    alm_table *table = alm_lua_check_table(L, 1);
    alm_table **out = alm_lua_push_like(L, 1);
    return finish(L, out, alm_table_head(out, table, n, &err), &err);
}

static int table_tail(lua_State *L)
{
    alm_error err;
    const size_t n = alm_lua_check_count(L, 2, 10, "tail");
    alm_table *table = alm_lua_check_table(L, 1);
    alm_table **out = alm_lua_push_like(L, 1);
    return finish(L, out, alm_table_tail(out, table, n, &err), &err);
}

/* t:sample(n [, seed]) */
static int table_sample(lua_State *L)
{
    alm_error err;
    const size_t n = alm_lua_check_count(L, 2, 10, "sample");
    const lua_Integer seed =
        lua_isnoneornil(L, 3) ? alm_lua_seed(L) : luaL_checkinteger(L, 3);
    alm_table *table = alm_lua_check_table(L, 1);
    alm_table **out = alm_lua_push_like(L, 1);
    return finish(L, out, alm_table_sample(out, table, n, (uint64_t)seed, &err),
                  &err);
}

/* t:distinct([names]) */
static int table_distinct(lua_State *L)
{
    alm_error err;
    alm_lua_table *t = alm_lua_push_object(L, 1);
    lua_insert(L, 2);
    const alm_lua_columns *columns = alm_lua_check_columns(L, 2, 3, "distinct");
    alm_table **out = alm_lua_push_like(L, 1);
    return finish(
        L, out,
        alm_table_distinct(out, t->table, columns->at, columns->n, &err), &err);
}

/* The list in argument 2 as one text of sort keys, pushed. */
static void push_sort_text(lua_State *L)
{
    luaL_Buffer b;
    const lua_Integer n = luaL_len(L, 2);
    luaL_buffinit(L, &b);
    for (lua_Integer i = 1; i <= n; i++) {
        if (i > 1)
            luaL_addchar(&b, ',');
        if (lua_geti(L, 2, i) != LUA_TSTRING)
            alm_lua_fail(L, ALM_EINVAL,
                         "sort_by wants names of columns, got "
                         "%s",
                         alm_lua_describe(L, -1));
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
}

/* Appends the key that a name stands for; false when there is no such column.
 */
static bool add_key(lua_State *L, alm_sort_key *key, const char *name,
                    size_t len)
{
    const bool sign = len > 0 && name[0] == '-';
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && !sign)
            return false;
        if (pass == 1) {
            name++;
            len--;
            alm_trim(&name, &len);
        }
        lua_pushlstring(L, name, len);
        key->column = alm_lua_find(L, 2, -1);
        key->descending = pass == 1;
        lua_pop(L, 1);
        if (key->column != ALM_NO_COLUMN)
            return true;
    }
    return false;
}

/* Pushes the sort keys in a text "-users, region"; names may be aliases. */
static alm_sort_key *push_sort_keys(lua_State *L, const char *text, size_t len,
                                    size_t *count)
{
    size_t most = 1;
    for (size_t i = 0; i < len; i++)
        most += text[i] == ',';
    alm_sort_key *keys = lua_newuserdatauv(L, most * sizeof *keys, 0);
    *count = 1;
    if (add_key(L, &keys[0], text, len))
        return keys;
    *count = 0;
    while (len > 0) {
        const char *comma = memchr(text, ',', len);
        const size_t step = comma != NULL ? (size_t)(comma - text) + 1 : len;
        const char *name = text;
        size_t n = comma != NULL ? step - 1 : step;
        alm_trim(&name, &n);
        if (!add_key(L, &keys[(*count)++], name, n)) {
            const size_t sign = n > 0 && name[0] == '-';
            alm_lua_unknown_column(L, 2, name + sign, n - sign);
        }
        text += step;
        len -= step;
    }
    return keys;
}

/* t:sort_by("-users, region"), t:sort_by{"-users", "region"} */
static int table_sort_by(lua_State *L)
{
    alm_error err;
    size_t len;
    size_t count;
    lua_settop(L, 2);
    if (lua_istable(L, 2)) {
        push_sort_text(L);
        lua_replace(L, 2);
    }
    if (lua_type(L, 2) != LUA_TSTRING)
        return alm_lua_fail(L, ALM_EINVAL,
                            "sort_by wants names of columns, as "
                            "in \"-users, region\", got %s",
                            alm_lua_describe(L, 2));
    alm_lua_table *t = alm_lua_push_object(L, 1);
    lua_insert(L, 2);
    const char *text = lua_tolstring(L, 3, &len);
    alm_lua_preload(L, 2, 3);
    const alm_sort_key *keys = push_sort_keys(L, text, len, &count);
    alm_table **out = alm_lua_push_like(L, 1);
    return finish(L, out, alm_table_sort(out, t->table, keys, count, &err),
                  &err);
}

/* t:append(u) */
static int table_append(lua_State *L)
{
    alm_error err;
    (void)alm_lua_check_table(L, 1);
    (void)alm_lua_check_other(L, "append");
    alm_lua_use_data(L, 1); /* no metric that was read meets a column */
    alm_lua_use_data(L, 2);
    const alm_table *top = alm_lua_check_table(L, 1);
    const alm_table *bottom = alm_lua_check_table(L, 2);
    alm_table **out = alm_lua_push_like(L, 1);
    return finish(L, out, alm_table_append(out, top, bottom, &err), &err);
}

static const luaL_Reg methods[] = {
    {"where", table_where},       {"head", table_head},
    {"tail", table_tail},         {"sample", table_sample},
    {"distinct", table_distinct}, {"sort_by", table_sort_by},
    {"append", table_append},     {NULL, NULL},
};

void alm_lua_add_row_verbs(lua_State *L)
{
    luaL_setfuncs(L, methods, 0);
}
