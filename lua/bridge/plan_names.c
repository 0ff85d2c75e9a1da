#include "bridge/plan_private.h"

#include <string.h>

/* What the names in an expression stand for: parameters of the user, columns,
 * aggregates, functions. */

static size_t rows_of(lua_State *L, int object)
{
    const alm_lua_table *t = lua_touserdata(L, object);
    return alm_table_rows(t->table);
}

int alm_plan_subject(const alm_plan *p)
{
    return p->scope->results != 0 ? p->scope->results : p->scope->object;
}

size_t alm_plan_rows(const alm_plan *p)
{
    return rows_of(p->L, alm_plan_subject(p));
}

/* Lua allows 200 locals in a function. */
enum { MOST_COLUMNS = 180 };

/* An aggregate in an aggregate in ... uses the C stack. */
enum { MOST_DEPTH = 16 };

/* Puts the column on top of the stack into the frame under the parameter name
 * below it; pops both. */
static void add_slot(alm_plan *p)
{
    lua_State *L = p->L;
    if (p->count >= MOST_COLUMNS)
        alm_lua_fail(L, ALM_EINVAL, "an expression reads more than %d columns",
                     MOST_COLUMNS);
    lua_rawseti(L, p->frame, (lua_Integer)++p->count);
    lua_pushinteger(L, (lua_Integer)p->count);
    lua_rawset(L, p->slots);
}

/* Whether the parameter name on top of the stack has a place already. */
static bool has_slot(alm_plan *p)
{
    lua_State *L = p->L;
    lua_pushvalue(L, -1);
    const bool found = lua_rawget(L, p->slots) != LUA_TNIL;
    lua_pop(L, 1);
    return found;
}

/* The parameter of the user that the string on top of the stack names; pushes
 * it, or nothing. */
static bool push_parameter(alm_plan *p)
{
    lua_State *L = p->L;
    if (p->scope->params == 0)
        return false;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, p->scope->params) != LUA_TNIL)
        return true;
    lua_pop(L, 1);
    return false;
}

static bool is_aggregate(lua_State *L, int name, alm_summary *summary)
{
    size_t len;
    const char *text = lua_tolstring(L, name, &len);
    return alm_summary_from_name(summary, text, len) &&
           *summary != ALM_SUMMARY_ROWS;
}

/* The column that the string on top of the stack names becomes a parameter
 * called `as` (index of a string). False when there is no such column. */
static bool add_column(alm_plan *p, int name, int as)
{
    lua_State *L = p->L;
    name = lua_absindex(L, name);
    as = lua_absindex(L, as);
    const size_t column = alm_lua_find(L, alm_plan_subject(p), name);
    if (column == ALM_NO_COLUMN) {
        if (p->scope->results != 0 &&
            alm_lua_find(L, p->scope->object, name) != ALM_NO_COLUMN)
            alm_plan_fail_not_aggregated(p, lua_tostring(L, name));
        return false;
    }
    lua_pushvalue(L, as);
    if (has_slot(p)) {
        lua_pop(L, 1);
        return true;
    }
    alm_lua_push_column_at(L, alm_plan_subject(p), column);
    add_slot(p);
    return true;
}

/* Pushes a name no user writes, for what stands in place of a longer text. */
static void push_own_name(alm_plan *p, const char *what)
{
    lua_pushfstring(p->L, "%s__%d", what, (int)p->count + 1);
}

/* The column with a value for each group as one with a value for each row. */
static void spread_over_rows(alm_plan *p, alm_lua_column *c)
{
    alm_error err;
    const alm_grouping *grouping = p->scope->grouping;
    const size_t rows = rows_of(p->L, p->scope->object);
    if (alm_rows_new(&c->rows, rows, &err) != ALM_OK)
        alm_lua_raise(p->L, &err);
    for (size_t i = 0; i < rows; i++)
        c->rows->at[i] = grouping != NULL ? grouping->of[i] : 0;
    alm_lua_pressure(p->L, rows * sizeof(uint32_t));
}

/* Pushes the value of an argument that is one for all rows. */
static void push_constant(alm_plan *p, alm_scanner argument)
{
    lua_State *L = p->L;
    size_t len;
    lua_pushliteral(L, "return (");
    lua_pushlstring(L, argument.at, argument.left);
    lua_pushliteral(L, "\n)");
    lua_concat(L, 3);
    const char *text = lua_tolstring(L, -1, &len);
    if (luaL_loadbufferx(L, text, len, "=expression", "t") != LUA_OK)
        alm_plan_fail_syntax(L, argument.at, argument.left);
    lua_pushvalue(L, p->env);
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 1);
    lua_remove(L, -2);
}

/* The values of an aggregate, on top of the stack, become the parameter whose
 * name stands at `name`, which is left on top. */
static void finish_aggregate(alm_plan *p, int name, alm_lua_column *c)
{
    lua_State *L = p->L;
    if (p->scope->results == 0)
        spread_over_rows(p, c);
    lua_pushvalue(L, name);
    lua_insert(L, -2);
    add_slot(p);
    lua_settop(L, name);
}

/* Computes an aggregate over its arguments and makes the result a parameter,
 * whose name is pushed: the text of the call becomes that. */
static void add_aggregate(alm_plan *p, alm_summary summary,
                          alm_scanner arguments)
{
    lua_State *L = p->L;
    alm_summary_call call;
    alm_lua_scope inner = *p->scope;
    const int first = lua_gettop(L) + 2;
    const bool two = alm_summary_takes_two(summary);
    inner.results = 0;
    inner.mask = false;
    if (++inner.depth > MOST_DEPTH)
        alm_lua_fail(L, ALM_EINVAL, "aggregates are nested more than %d deep",
                     MOST_DEPTH);
    luaL_checkstack(L, 32, "an expression nested too deeply");
    push_own_name(p, alm_summary_name(summary));
    if (summary == ALM_SUMMARY_COUNT &&
        alm_scan_peek(&arguments).kind == ALM_TOKEN_END) { /* count() */
        finish_aggregate(p, first - 1,
                         alm_lua_push_row_counts(L, p->scope->grouping,
                                                 rows_of(L, p->scope->object)));
        return;
    }
    const int most = two || summary == ALM_SUMMARY_QUANTILE ? 2 : 1;
    for (int k = 0; k < most && arguments.left > 0; k++) {
        const alm_scanner argument = alm_scan_argument(&arguments);
        if (k == 0 || two)
            alm_lua_evaluate(L, &inner, p->name, argument.at, argument.left);
        else
            push_constant(p, argument);
    }
    if (alm_scan_peek(&arguments).kind != ALM_TOKEN_END)
        alm_lua_fail(L, ALM_EINVAL, "%s takes %d argument%s",
                     alm_summary_name(summary), most, most > 1 ? "s" : "");
    lua_settop(L, first + 1);
    alm_lua_check_call(L, &call, summary, first);
    finish_aggregate(p, first - 1,
                     alm_lua_push_summary(L, &call, p->scope->grouping,
                                          alm_lua_to_column(L, first)));
}

static bool is_one_of(const char *name, const char *const *names)
{
    while (*names != NULL && strcmp(name, *names) != 0)
        names++;
    return *names != NULL;
}

/* Whether the function `token`, behind which the scanner is, does with columns
 * what it does with the values of each row. The whole numbers of floor and ceil
 * become doubles in a column with one that no integer holds, so nothing may be
 * computed from them; a second argument must be the same for all rows. */
static bool takes_columns(const alm_plan *p, const alm_token *token,
                          alm_scanner s, const char *name)
{
    static const char *const whole[] = {"floor", "ceil", NULL};
    static const char *const others[] = {"abs", "sqrt",  "exp",
                                         "log", "round", NULL};
    alm_scanner arguments = alm_scan_brackets(&s);
    if (is_one_of(name, whole))
        return token->text == p->text &&
               alm_scan_peek(&s).kind == ALM_TOKEN_END;
    if (!is_one_of(name, others))
        return false;
    (void)alm_scan_argument(&arguments);
    const alm_token second = alm_scan(&arguments);
    return second.kind == ALM_TOKEN_END ||
           (second.kind == ALM_TOKEN_NUMBER &&
            alm_scan_peek(&arguments).kind == ALM_TOKEN_END);
}

/* A parameter of the user: a column stands for its rows, a value for itself. */
static void use_parameter(alm_plan *p, int name)
{
    lua_State *L = p->L; /* the value is on top */
    if (alm_lua_to_column(L, -1) == NULL) {
        p->arithmetic = p->arithmetic && lua_type(L, -1) == LUA_TNUMBER;
        lua_pop(L, 1);
        return;
    }
    const alm_lua_column *c = alm_lua_check_column(L, -1);
    if (c->vector.n != alm_plan_rows(p))
        alm_lua_fail(L, ALM_EINVAL,
                     "parameter \"%s\" is a column of %zu rows, the table has "
                     "%zu",
                     lua_tostring(L, name), c->vector.n, alm_plan_rows(p));
    lua_pushvalue(L, name);
    if (has_slot(p)) {
        lua_pop(L, 2);
        return;
    }
    lua_insert(L, -2);
    add_slot(p);
}

/* The string in row["..."] (the scanner is behind `row`) becomes a parameter,
 * whose name is pushed. False when something else stands there. */
static bool add_any_name(alm_plan *p, alm_scanner *s)
{
    lua_State *L = p->L;
    alm_scanner rest = *s;
    const alm_token open = alm_scan(&rest);
    const alm_token string = alm_scan(&rest);
    const alm_token close = alm_scan(&rest);
    if (!alm_token_is(&open, "[") || string.kind != ALM_TOKEN_STRING ||
        !alm_token_is(&close, "]"))
        return false;
    *s = rest;
    push_constant(p, (alm_scanner){string.text, string.len});
    push_own_name(p, "row");
    if (!add_column(p, -2, -1)) {
        size_t len;
        const char *name = lua_tolstring(L, -2, &len);
        alm_lua_unknown_column(L, alm_plan_subject(p), name, len);
    }
    return true;
}

/* The rows themselves, for row[expression]. */
static void use_row(alm_plan *p)
{
    if (p->scope->results != 0)
        alm_lua_fail(p->L, ALM_EINVAL,
                     "row is not known in summarise: a group has many rows");
    p->row = true;
    p->arithmetic = false;
}

/* agg.name(...), the scanner being behind `agg`; pushes the parameter. */
static bool add_named_aggregate(alm_plan *p, alm_scanner *s)
{
    alm_summary summary;
    alm_scanner rest = *s;
    const alm_token dot = alm_scan(&rest);
    const alm_token name = alm_scan(&rest);
    const alm_token next = alm_scan_peek(&rest);
    if (!alm_token_is(&dot, ".") || name.kind != ALM_TOKEN_NAME ||
        !alm_token_is(&next, "("))
        return false;
    lua_pushlstring(p->L, name.text, name.len);
    const bool known = is_aggregate(p->L, -1, &summary);
    lua_pop(p->L, 1);
    if (!known)
        return false;
    add_aggregate(p, summary, alm_scan_brackets(&rest));
    *s = rest;
    return true;
}

void alm_plan_use_name(alm_plan *p, const alm_token *token, alm_scanner *s)
{
    alm_summary summary;
    lua_State *L = p->L;
    const alm_token next = alm_scan_peek(s);
    const bool called = alm_token_is(&next, "(");
    bool replaced = false;
    lua_pushlstring(L, token->text, token->len);
    const int name = lua_gettop(L);
    const bool aggregate = called && is_aggregate(L, name, &summary);
    if (push_parameter(p)) {
        use_parameter(p, name);
    } else if (alm_token_is(token, "row") && add_any_name(p, s)) {
        replaced = true;
    } else if (add_column(p, name, name)) {
        if (aggregate)
            alm_plan_fail_hidden_aggregate(p, lua_tostring(L, name));
        if (called)
            alm_plan_fail_called(p, name);
        if (alm_token_is(&next, ":"))
            alm_plan_refuse_method(p, name);
    } else if (alm_token_is(token, "row")) {
        use_row(p);
    } else if (aggregate) {
        add_aggregate(p, summary, alm_scan_brackets(s));
        replaced = true;
    } else if (alm_token_is(token, "agg") && add_named_aggregate(p, s)) {
        replaced = true;
    } else if (alm_lua_is_function(L, name)) {
        p->arithmetic = p->arithmetic && called &&
                        takes_columns(p, token, *s, lua_tostring(L, name));
    } else {
        alm_plan_fail_unknown(p, name);
    }
    if (replaced)
        lua_replace(L, name);
    lua_settop(L, name);
    luaL_addvalue(&p->out);
}
