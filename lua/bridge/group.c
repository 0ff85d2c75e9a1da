#include <string.h>

#include "base/alloc.h"
#include "bridge/cell.h"
#include "bridge/harvest.h"
#include "bridge/verbs.h"
#include "query/derive.h"
#include "query/select.h"

/* t:group_by(...): a table split by keys. The user value of the userdata is the
 * table value that was split. */
typedef struct group {
    alm_grouping *grouping;
} group;

static int group_close(lua_State *L)
{
    group *g = lua_touserdata(L, 1);
    alm_grouping_free(g->grouping);
    memset(g, 0, sizeof *g);
    return 0;
}

static const alm_proxy_type group_proxy = {
    .name = "group",
    .size = sizeof(group),
    .values = 1,
    .close = group_close,
};

/* Checks argument 1 and puts the table value that was split in its place; the
 * grouping itself goes to the top of the stack, to be kept. */
static group *check_group(lua_State *L)
{
    (void)alm_proxy_check(L, 1, &group_proxy);
    group *g = alm_proxy_push_object(L, 1, &group_proxy);
    if (g->grouping == NULL)
        alm_lua_fail(L, ALM_EINVAL, "this grouping was closed");
    lua_getiuservalue(L, -1, 1);
    lua_replace(L, 1);
    return g;
}

/* t:group_by{"region"} */
static int table_group_by(lua_State *L)
{
    alm_error err;
    alm_lua_table *t = alm_lua_push_object(L, 1);
    lua_insert(L, 2);
    const alm_lua_columns *columns = alm_lua_check_columns(L, 2, 3, "group_by");
    group *g = alm_proxy_push(L, &group_proxy);
    (void)alm_proxy_push_object(L, -1, &group_proxy);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1);
    lua_pop(L, 1);
    if (alm_grouping_new(&g->grouping, t->table, columns->at, columns->n,
                         &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    alm_lua_pressure(L, alm_table_rows(t->table) * 2 * sizeof(uint32_t));
    return 1;
}

/* Pushes the table of one group of the table value at `from`. */
static void push_group_table(lua_State *L, const alm_grouping *grouping,
                             int from, size_t which)
{
    alm_error err;
    const alm_table *table = alm_lua_check_table(L, from);
    alm_table **out = alm_lua_push_like(L, from);
    if (alm_grouping_table(out, grouping, table, which, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    alm_lua_made_table(L, out);
}

/* Pushes what the function at `index` answers for one group. */
static void call_group(lua_State *L, const alm_grouping *grouping, int from,
                       size_t which, int index, alm_lua_group *place)
{
    lua_pushvalue(L, index);
    push_group_table(L, grouping, from, which);
    if (grouping->n_keys > 0)
        alm_derive_row_text(place->text, sizeof place->text,
                            alm_lua_check_table(L, from), grouping->keys,
                            grouping->n_keys,
                            grouping->order[grouping->starts[which]]);
    lua_call(L, 1, 1);
}

/* Pushes a column of what the function at `index` answers for the table of each
 * group. */
static void call_groups(lua_State *L, const alm_grouping *grouping, int from,
                        const char *name, int index)
{
    alm_lua_column *out = alm_lua_push_column_slot(L);
    alm_harvest *h = alm_harvest_push(L, grouping->count);
    alm_lua_group *place = alm_lua_push_group(L);
    for (size_t i = 0; i < grouping->count; i++) {
        call_group(L, grouping, from, i, index, place);
        alm_harvest_add(L, h, -1, name);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    alm_harvest_finish(L, &out->column, h);
    lua_pop(L, 1);
    (void)alm_lua_made_column(L, NULL, NULL);
}

/* Adds what the function answered for one group, the value on top of the stack,
 * to the harvest; the first column gives *field its meaning. */
static void add_group_answer(lua_State *L, alm_harvest *h, alm_field **field,
                             size_t rows, const char *name)
{
    const alm_lua_column *c =
        alm_lua_push_dense(L, -1, rows, name, strlen(name));
    const alm_vector v = alm_column_vector(c->column, NULL);
    if (*field == NULL)
        *field = alm_field_ref(c->field);
    for (size_t i = 0; i < rows; i++) {
        alm_lua_push_cell(L, &v, i);
        alm_harvest_add(L, h, -1, name);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void alm_lua_call_each_group(lua_State *L, const alm_grouping *grouping,
                             int from, const char *name, int index)
{
    alm_error err;
    index = lua_absindex(L, index);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    alm_harvest *h = alm_harvest_push(L, grouping->rows);
    alm_lua_group *place = alm_lua_push_group(L);
    for (size_t i = 0; i < grouping->count; i++) {
        call_group(L, grouping, from, i, index, place);
        add_group_answer(L, h, &out->field, alm_grouping_size(grouping, i),
                         name);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    alm_harvest_finish(L, &out->column, h);
    lua_pop(L, 1);
    /* The values stand group after group; the rows of the table do not. */
    if (alm_rows_new(&out->rows, grouping->rows, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    for (size_t k = 0; k < grouping->rows; k++)
        out->rows->at[grouping->order[k]] = (uint32_t)k;
    if (out->field == NULL &&
        alm_field_new_named(&out->field, name, strlen(name), &err) != ALM_OK)
        alm_lua_raise(L, &err);
}

/* Where summarise is. */
typedef struct summing {
    const group *g;
    int table;  /* table value that was split */
    int input;  /* its userdata */
    int keys;   /* table value: the keys alone */
    int so_far; /* table value: keys and results */
    int params;
} summing;

/* The entry of summarise{} whose name is on top of the stack and whose value is
 * below it. */
static void add_result(lua_State *L, void *context, bool positional)
{
    alm_error err;
    size_t len;
    size_t n;
    const summing *s = context;
    const int top = lua_gettop(L);
    const char *name = lua_tolstring(L, top, &len);
    const size_t count = s->g->grouping->count;
    (void)alm_lua_push_object(L, positional ? s->so_far : s->keys);
    const alm_lua_scope scope = {
        .object = s->input,
        .params = s->params,
        .results = lua_gettop(L),
        .grouping = s->g->grouping,
    };
    if (lua_type(L, top - 1) == LUA_TSTRING) {
        const char *text = lua_tolstring(L, top - 1, &n);
        if (!alm_lua_roll_up(L, &scope, text, n))
            alm_lua_evaluate(L, &scope, name, text, n);
    } else if (lua_isfunction(L, top - 1)) {
        call_groups(L, s->g->grouping, s->table, name, top - 1);
    } else {
        lua_pushvalue(L, top - 1);
    }
    const alm_lua_column *c = alm_lua_push_dense(L, -1, count, name, len);
    const alm_table *table = alm_lua_check_table(L, s->so_far);
    alm_table **out = alm_lua_push_like(L, s->so_far);
    if (alm_table_new_with(out, table, c->field, c->column, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    alm_lua_drop_alias(L, -1, name);
    lua_replace(L, s->so_far);
}

/* g:summarise{"total = sum(users)", ...} [, parameters] */
static int group_summarise(lua_State *L)
{
    alm_error err;
    lua_settop(L, 3);
    const group *g = check_group(L); /* at 4 */
    if (!lua_isnil(L, 3) && !lua_istable(L, 3))
        return alm_lua_fail(L, ALM_EINVAL,
                            "parameters come in a table, as in {low = 50}");
    const alm_lua_table *t = alm_lua_push_object(L, 1);
    alm_table **keys = alm_lua_push_like(L, 1);
    if (alm_grouping_keys(keys, g->grouping, t->table, g->grouping->keys,
                          g->grouping->n_keys, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    size_t *named =
        lua_newuserdatauv(L, (g->grouping->n_keys + 1) * sizeof *named, 0);
    for (size_t k = 0; k < g->grouping->n_keys; k++)
        named[k] = k; /* the keys are its only columns */
    alm_lua_show(L, keys, named, g->grouping->n_keys);
    lua_pop(L, 1);
    lua_pushvalue(L, 6);
    summing s = {.g = g,
                 .table = 1,
                 .input = 5,
                 .keys = 6,
                 .so_far = 7,
                 .params = lua_isnil(L, 3) ? 0 : 3};
    alm_lua_preload(L, 5, 2);
    alm_lua_each_entry(L, 2, "summarise", add_result, &s);
    lua_settop(L, 7);
    return 1;
}

/* t:summarise{...}: the whole table is one group */
static int table_summarise(lua_State *L)
{
    lua_settop(L, 3);
    lua_pushcfunction(L, table_group_by);
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    lua_replace(L, 1);
    return group_summarise(L);
}

/* g:with{...} [, parameters]: aggregates are those of the row's group */
static int group_with(lua_State *L)
{
    lua_settop(L, 3);
    const group *g = check_group(L);
    alm_lua_with(L, g->grouping);
    return 1;
}

/* Pushes what identifies a group: the key, or a plain table of keys by name. */
static void push_key(lua_State *L, const group *g, const alm_lua_table *t,
                     size_t which)
{
    alm_vector v;
    alm_error err;
    const alm_grouping *grouping = g->grouping;
    /* Without keys the one group may be empty: it has no first row. */
    const size_t row =
        grouping->n_keys > 0 ? grouping->order[grouping->starts[which]] : 0;
    if (grouping->n_keys != 1)
        lua_createtable(L, 0, (int)grouping->n_keys);
    for (size_t k = 0; k < grouping->n_keys; k++) {
        if (alm_table_vector(&v, t->table, grouping->keys[k], &err) != ALM_OK)
            alm_lua_raise(L, &err);
        alm_lua_push_cell(L, &v, row);
        if (grouping->n_keys != 1)
            lua_setfield(L, -2,
                         alm_table_column_name(t->table, grouping->keys[k]));
    }
}

/* The iterator of g:each(). A missing key is false, since nil ends a loop. What
 * the loop hands back cannot say where it is: that is an upvalue. */
static int each_next(lua_State *L)
{
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    const group *g = check_group(L);
    const size_t which = (size_t)lua_tointeger(L, lua_upvalueindex(2));
    if (which >= g->grouping->count)
        return 0;
    lua_pushinteger(L, (lua_Integer)which + 1);
    lua_replace(L, lua_upvalueindex(2));
    const alm_lua_table *t = alm_lua_push_object(L, 1);
    push_key(L, g, t, which);
    if (lua_isnil(L, -1)) { /* nil would end the loop */
        lua_pop(L, 1);
        lua_pushboolean(L, 0);
    }
    push_group_table(L, g->grouping, 1, which);
    return 2;
}

bool alm_lua_group_of_loop(lua_State *L, int index, char *out, size_t size)
{
    if (lua_tocfunction(L, index) != each_next ||
        lua_getupvalue(L, index, 1) == NULL)
        return false;
    (void)lua_getupvalue(L, index < 0 ? index - 1 : index, 2);
    const lua_Integer next = lua_tointeger(L, -1);
    const group *g = alm_proxy_push_object(L, -2, &group_proxy);
    int pushed = 2;
    if (g != NULL && g->grouping != NULL && g->grouping->n_keys > 0 &&
        next > 0) {
        (void)lua_getiuservalue(L, -1, 1);
        const alm_lua_table *t = alm_proxy_get(L, -1, &alm_table_proxy);
        if (t != NULL)
            alm_derive_row_text(
                out, size, t->table, g->grouping->keys, g->grouping->n_keys,
                g->grouping->order[g->grouping->starts[next - 1]]);
        pushed++;
    }
    lua_pop(L, pushed + (g != NULL));
    return g != NULL;
}

/* for key, table in g:each() do */
static int group_each(lua_State *L)
{
    (void)alm_proxy_check(L, 1, &group_proxy);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, each_next, 2);
    return 1;
}

static int group_len(lua_State *L)
{
    const group *g = alm_proxy_check(L, 1, &group_proxy);
    lua_pushinteger(L,
                    g->grouping != NULL ? (lua_Integer)g->grouping->count : 0);
    return 1;
}

static int group_index(lua_State *L)
{
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    alm_error err;
    (void)alm_fail(&err, ALM_ENOTFOUND, "a grouping has no \"%s\"",
                   lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2)
                                                 : alm_lua_describe(L, 2));
    alm_error_help(&err, "t:group_by(...):summarise{...} makes one row a "
                         "group, :with{...} adds columns, :each() goes through "
                         "the groups");
    return alm_lua_raise(L, &err);
}

static int group_newindex(lua_State *L)
{
    return alm_lua_fail(L, ALM_EINVAL, "a grouping cannot be changed");
}

static int group_tostring(lua_State *L)
{
    const group *g = alm_proxy_check(L, 1, &group_proxy);
    lua_pushfstring(
        L, "grouping: %I groups",
        (LUAI_UACINT)(g->grouping != NULL ? g->grouping->count : 0));
    return 1;
}

static const luaL_Reg group_meta[] = {
    {"__newindex", group_newindex},
    {"__len", group_len},
    {"__tostring", group_tostring},
    {NULL, NULL},
};

static const luaL_Reg group_methods[] = {
    {"summarise", group_summarise},
    {"with", group_with},
    {"each", group_each},
    {NULL, NULL},
};

static const luaL_Reg table_methods[] = {
    {"group_by", table_group_by},
    {"summarise", table_summarise},
    {NULL, NULL},
};

void alm_lua_open_group(lua_State *L)
{
    alm_proxy_open(L, &group_proxy, group_meta);
    luaL_newlib(L, group_methods);
    lua_pushcclosure(L, group_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

void alm_lua_add_group_verbs(lua_State *L)
{
    luaL_setfuncs(L, table_methods, 0);
}
