#include <string.h>

#include "bridge/cell.h"
#include "bridge/column.h"
#include "bridge/harvest.h"
#include "expr/period.h"
#include "expr/text.h"

/* Texts and periods. */

typedef alm_status (*map)(alm_column **out, const alm_vector *v,
                          alm_error *err);

/* Raises *err, which is about the column, in terms of it if it is no text. */
static int raise_about_text(lua_State *L, const alm_error *err,
                            const alm_lua_column *c)
{
    alm_error better;
    const char *name = alm_field_info_of(c->field)->name;
    if (err->code != ALM_ETYPE || name[0] == '\0' ||
        c->vector.type == ALM_TEXT || c->vector.type == ALM_PERIOD)
        return alm_lua_raise(L, err);
    (void)alm_fail(&better, ALM_ETYPE, "column \"%s\" is %s, not text", name,
                   alm_type_name(c->vector.type));
    alm_error_help(&better, "--type %s=text reads it as text", name);
    return alm_lua_raise(L, &better);
}

/* The result of a function of one column, without a unit. */
static int apply(lua_State *L, const char *how, map f)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (f(&out->column, &c->vector, &err) != ALM_OK)
        return raise_about_text(L, &err, c);
    return alm_lua_made_by(L, how, NULL, c);
}

static int column_lower(lua_State *L)
{
    return apply(L, "lower", alm_text_lower);
}

static int column_upper(lua_State *L)
{
    return apply(L, "upper", alm_text_upper);
}

static int column_trim(lua_State *L)
{
    return apply(L, "trim", alm_text_trim);
}

/* c:len() -> characters of every text */
static int column_text_len(lua_State *L)
{
    return apply(L, "len", alm_text_length);
}

static int column_year(lua_State *L)
{
    return apply(L, "year", alm_period_years);
}

static int column_frequency(lua_State *L)
{
    return apply(L, "frequency", alm_period_frequencies);
}

/* c:time() -> the end of every period in years */
static int column_time(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const alm_field_info info = {.name = "", .unit = "years"};
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_period_times(&out->column, &c->vector, &err) != ALM_OK)
        return alm_lua_raise(L, &err);
    return alm_lua_made_by(L, "time", &info, c);
}

/* c:shift(steps) -> every period that many steps of its frequency later */
static int column_shift(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const lua_Integer steps = luaL_checkinteger(L, 2);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_period_shifted(&out->column, NULL, &c->vector, steps, &err) !=
        ALM_OK)
        return alm_lua_raise(L, &err);
    return alm_lua_made_column(L, NULL, c);
}

/* c:sub(i [, j]) -> characters i to j */
static int column_sub(lua_State *L)
{
    alm_error err;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const lua_Integer i = luaL_checkinteger(L, 2);
    const lua_Integer j = luaL_optinteger(L, 3, -1);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_text_sub(&out->column, &c->vector, i, j, &err) != ALM_OK)
        return raise_about_text(L, &err, c);
    return alm_lua_made_column(L, NULL, c);
}

/* Text argument `arg`; a number is none. */
static const char *check_text(lua_State *L, int arg, const char *what,
                              size_t *len)
{
    if (lua_type(L, arg) != LUA_TSTRING)
        alm_lua_fail(L, ALM_EINVAL, "%s wants text, not %s", what,
                     alm_lua_describe(L, arg));
    return lua_tolstring(L, arg, len);
}

/* c:replace(old, new) -> every occurrence, taken literally */
static int column_replace(lua_State *L)
{
    alm_error err;
    size_t n;
    size_t m;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const char *old = check_text(L, 2, "replace", &n);
    const char *fresh = check_text(L, 3, "replace", &m);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_text_replace(&out->column, &c->vector, old, n, fresh, m, &err) !=
        ALM_OK)
        return raise_about_text(L, &err, c);
    return alm_lua_made_column(L, NULL, c);
}

/* c:split(separator [, k]) -> piece k, from the end when negative */
static int column_split(lua_State *L)
{
    alm_error err;
    size_t n;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const char *separator = check_text(L, 2, "split", &n);
    const lua_Integer k = luaL_optinteger(L, 3, 1);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_text_split(&out->column, &c->vector, separator, n, k, &err) !=
        ALM_OK)
        return raise_about_text(L, &err, c);
    return alm_lua_made_column(L, NULL, c);
}

/* c:starts_with(text) and the like -> mask; the test is the upvalue. */
static int column_test(lua_State *L)
{
    alm_error err;
    size_t n;
    const alm_text_test test =
        (alm_text_test)lua_tointeger(L, lua_upvalueindex(1));
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    const char *text = check_text(L, 2, "the test of a text", &n);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_text_is(&out->column, test, &c->vector, text, n, &err) != ALM_OK)
        return raise_about_text(L, &err, c);
    return alm_lua_made_column(L, NULL, c);
}

/* The library function string.<name>, whatever a script did to its globals. */
static void push_string_function(lua_State *L, const char *name)
{
    if (lua_getfield(L, LUA_REGISTRYINDEX, ALM_LUA_LIBRARIES) == LUA_TTABLE)
        lua_getfield(L, -1, "string");
    else
        lua_getglobal(L, "string");
    lua_remove(L, -2);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
}

/* Calls string.<function>(text, pattern) for every different text of the column
 * and spreads the answers over the rows. */
static int for_each_text(lua_State *L, const char *function, bool test)
{
    alm_error err;
    size_t n;
    const alm_lua_column *c = alm_lua_check_column(L, 1);
    (void)check_text(L, 2, test ? "matches" : function, &n);
    alm_lua_column *texts = alm_lua_push_column_slot(L);
    if (alm_text_distinct(&texts->column, &texts->rows, &c->vector, &err) !=
        ALM_OK)
        return raise_about_text(L, &err, c);
    const alm_vector v = alm_column_vector(texts->column, NULL);
    alm_lua_column *found = alm_lua_push_column_slot(L);
    alm_harvest *h = alm_harvest_push(L, v.n + 1);
    push_string_function(L, function);
    for (size_t i = 0; i < v.n; i++) {
        lua_pushvalue(L, -1);
        alm_lua_push_cell(L, &v, i);
        lua_pushvalue(L, 2);
        lua_call(L, 2, 1);
        if (test)
            lua_pushboolean(L, !lua_isnil(L, -1));
        alm_harvest_add(L, h, -1, function);
        lua_settop(L, test ? -3 : -2);
    }
    /* One more answer, of no row, says what they are when there are none. */
    if (test)
        lua_pushboolean(L, 0);
    else
        lua_pushliteral(L, "");
    alm_harvest_add(L, h, -1, function);
    alm_harvest_finish(L, &found->column, h);
    alm_lua_column *out = alm_lua_push_column_slot(L);
    if (alm_text_spread(&out->column, found->column, texts->rows, &err) !=
        ALM_OK)
        return alm_lua_raise(L, &err);
    return alm_lua_made_column(L, NULL, c);
}

/* c:matches(pattern) -> mask: whether the Lua pattern occurs */
static int column_matches(lua_State *L)
{
    return for_each_text(L, "find", true);
}

/* c:match(pattern) -> the first capture of the Lua pattern, or the match */
static int column_match(lua_State *L)
{
    return for_each_text(L, "match", false);
}

static const luaL_Reg methods[] = {
    {"lower", column_lower}, {"upper", column_upper},
    {"trim", column_trim},   {"len", column_text_len},
    {"sub", column_sub},     {"replace", column_replace},
    {"split", column_split}, {"matches", column_matches},
    {"match", column_match}, {"time", column_time},
    {"year", column_year},   {"frequency", column_frequency},
    {"shift", column_shift}, {NULL, NULL},
};

static const struct {
    const char *name;
    alm_text_test test;
} tests[] = {
    {"starts_with", ALM_TEXT_STARTS_WITH},
    {"ends_with", ALM_TEXT_ENDS_WITH},
    {"contains", ALM_TEXT_CONTAINS},
};

void alm_lua_add_column_text(lua_State *L)
{
    luaL_setfuncs(L, methods, 0);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        lua_pushinteger(L, tests[i].test);
        lua_pushcclosure(L, column_test, 1);
        lua_setfield(L, -2, tests[i].name);
    }
}
