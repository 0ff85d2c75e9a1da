#include "bridge/expression.h"

#include <string.h>

#include "bridge/harvest.h"
#include "bridge/plan.h"
#include "bridge/rows.h"
#include "bridge/scan.h"

/* Loads what the frame holds, all columns of a file in one pass. */
static void load_frame(alm_plan *p)
{
    alm_error err;
    lua_State *L = p->L;
    alm_column **columns =
        lua_newuserdatauv(L, (p->count + 1) * sizeof *columns, 0);
    for (size_t i = 0; i < p->count; i++) {
        lua_rawgeti(L, p->frame, (lua_Integer)i + 1);
        columns[i] = alm_lua_to_column(L, -1)->column;
        lua_pop(L, 1);
    }
    if (alm_column_load(columns, p->count, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    lua_pop(L, 1);
}

/* Checks that a mask is made of masks. */
static void check_truth(lua_State *L, const char *name)
{
    alm_error err;
    if (lua_isnil(L, -1) || lua_isboolean(L, -1))
        return;
    (void)alm_fail(&err, ALM_EINVAL, "%s wants true or false, this gives %s",
                   name, alm_lua_describe(L, -1));
    alm_error_help(&err, "compare it with something, as in \"users > 50\"; "
                         "~= nil asks whether there is a value");
    alm_lua_raise(L, &err);
}

/* Pushes row `i` of a column of the frame and remembers it when it is a
 * text. */
static void push_frame_cell(lua_State *L, alm_trail *trail,
                            const alm_lua_column *c, size_t i)
{
    if (alm_is_text_cell(c->vector.type) && c->index != ALM_NO_COLUMN)
        alm_trail_add(trail, c->table, c->index, i);
    alm_lua_push_cell(L, &c->vector, i);
}

/* Pushes a place among the rows of the table whose userdata is at `object`. */
static alm_lua_group *push_place(lua_State *L, int object)
{
    const alm_lua_table *t = lua_touserdata(L, object);
    alm_lua_group *place = alm_lua_push_group(L);

    place->table = t->table;
    return place;
}

/* Pushes what the function of a call is given for row `i`; returns how many
 * values that are. */
static int push_row_values(lua_State *L, const alm_lua_row_call *call,
                           alm_trail *trail, size_t i)
{
    for (size_t k = 0; k < call->n_columns; k++)
        push_frame_cell(L, trail, call->columns[k], i);
    if (call->row)
        alm_lua_push_row(L, call->object, i);
    return (int)call->n_columns + call->row;
}

/* Fills *out, which a Lua value owns, with what the function answers, row by
 * row. */
static void call_rows(lua_State *L, alm_column **out,
                      const alm_lua_row_call *call, int subject)
{
    alm_trail *trail = alm_lua_trail(L);
    alm_harvest *h = alm_harvest_push(L, call->rows);
    alm_lua_group *place = push_place(L, subject);
    for (size_t i = 0; i < call->rows; i++) {
        place->row = i;
        lua_pushvalue(L, call->function);
        lua_call(L, push_row_values(L, call, trail, i), 1);
        if (call->mask)
            check_truth(L, call->name);
        alm_harvest_add(L, h, -1, call->name);
        lua_pop(L, 1);
    }
    lua_pop(L, 1); /* the place */
    alm_harvest_finish(L, out, h);
    lua_pop(L, 1);
}

/* Pushes the column of what the function answers; the rows are those of the
 * table whose userdata is at `subject`. */
static void answer_rows(lua_State *L, const alm_lua_row_call *call, int subject)
{
    const alm_lua_row_engine *engine = alm_lua_get_row_engine(L);
    alm_lua_column *out = alm_lua_push_column_slot(L);

    if (engine == NULL || !engine->run(L, &out->column, call))
        call_rows(L, &out->column, call, subject);
    (void)alm_lua_made_column(L, NULL, NULL);
}

/* Pushes the column of what the function on top of the stack answers, row by
 * row. */
static void call_by_row(alm_plan *p)
{
    lua_State *L = p->L;
    alm_lua_row_call call = {.function = lua_gettop(L),
                             .object = p->scope->object,
                             .rows = alm_plan_rows(p),
                             .name = p->name,
                             .mask = p->scope->mask,
                             .expression = true,
                             .row = p->row,
                             .n_columns = p->count};
    luaL_checkstack(L, (int)p->count + 8, "too many columns");
    const alm_lua_column **columns =
        lua_newuserdatauv(L, (p->count + 1) * sizeof *columns, 0);
    for (size_t k = 0; k < p->count; k++) {
        lua_rawgeti(L, p->frame, (lua_Integer)k + 1);
        columns[k] = alm_lua_check_column(L, -1);
        lua_pop(L, 1); /* the frame keeps it */
    }
    call.columns = columns;
    answer_rows(L, &call, alm_plan_subject(p));
}

/* Pushes what the function on top of the stack makes of whole columns. */
static void call_on_columns(alm_plan *p)
{
    lua_State *L = p->L;
    lua_pushvalue(L, -1);
    luaL_checkstack(L, (int)p->count + 8, "too many columns");
    for (size_t k = 0; k < p->count; k++)
        lua_rawgeti(L, p->frame, (lua_Integer)k + 1);
    lua_call(L, (int)p->count, 1);
}

void alm_lua_evaluate(lua_State *L, const alm_lua_scope *scope,
                      const char *name, const char *text, size_t len)
{
    alm_error err;
    alm_plan p = {.L = L,
                  .scope = scope,
                  .name = name,
                  .text = text,
                  .len = len,
                  .arithmetic = true};
    luaL_checkstack(L, 32, "an expression nested too deeply");
    while (p.len > 0 && strchr(" \t\n", p.text[0]) != NULL &&
           p.text[0] != '\0') {
        p.text++;
        p.len--;
    }
    if (alm_scan_check(p.text, p.len, &err) != ALM_OK)
        alm_lua_raise(L, &err);
    lua_newtable(L);
    p.frame = lua_gettop(L);
    lua_newtable(L);
    p.slots = lua_gettop(L);
    alm_plan_push_environment(L, scope->params);
    p.env = lua_gettop(L);
    alm_plan_compile(&p);
    load_frame(&p);
    if (p.arithmetic && p.count > 0 && !scope->mask)
        call_on_columns(&p);
    else
        call_by_row(&p);
    lua_replace(L, p.frame);
    lua_settop(L, p.frame);
}

void alm_lua_call_rows(lua_State *L, const alm_lua_scope *scope,
                       const char *name, int index)
{
    const alm_lua_table *t = lua_touserdata(L, scope->object);
    const alm_lua_row_call call = {.function = lua_absindex(L, index),
                                   .object = scope->object,
                                   .rows = alm_table_rows(t->table),
                                   .name = name,
                                   .mask = scope->mask,
                                   .row = true};
    answer_rows(L, &call, scope->object);
}

const char *alm_lua_check_assignment(lua_State *L, int index, const char *verb,
                                     size_t *len)
{
    alm_error err;
    alm_token name;
    size_t rest;
    const char *text = lua_tolstring(L, index, len);
    alm_scanner alone = {text, *len};
    const alm_token first = alm_scan(&alone);
    if (first.kind == ALM_TOKEN_NAME &&
        alm_scan_peek(&alone).kind == ALM_TOKEN_END) {
        lua_pushlstring(L, first.text, first.len);
        return text;
    }
    if (!alm_scan_assignment(&name, &rest, text, *len)) {
        (void)alm_fail(&err, ALM_EINVAL,
                       "%s wants \"name = expression\", got \"%.200s\"", verb,
                       text);
        alm_error_help(&err, "a name that is no Lua name is written "
                             "[\"any name\"] = ...");
        alm_lua_raise(L, &err);
    }
    if (name.kind == ALM_TOKEN_NAME) {
        lua_pushlstring(L, name.text, name.len);
    } else {
        lua_pushliteral(L, "return ");
        lua_pushlstring(L, name.text, name.len);
        lua_concat(L, 2);
        if (luaL_loadstring(L, lua_tostring(L, -1)) != LUA_OK)
            alm_lua_fail(L, ALM_EPARSE, "%s: %s", verb, lua_tostring(L, -1));
        lua_call(L, 0, 1);
        lua_remove(L, -2);
    }
    *len -= rest;
    return text + rest;
}
