#include "bridge/cell.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "bridge/raise.h"
#include "table/infer.h"

void alm_lua_push_cell(lua_State *L, const alm_vector *v, size_t i)
{
    if (!alm_vector_present(v, i)) {
        lua_pushnil(L);
        return;
    }
    const size_t at = alm_vector_at(v, i);
    size_t len;
    char period[ALM_PERIOD_TEXT];
    switch (v->type) {
    case ALM_INTEGER: lua_pushinteger(L, v->integers[at]); break;
    case ALM_NUMBER: lua_pushnumber(L, v->numbers[at]); break;
    case ALM_BOOLEAN: lua_pushboolean(L, v->booleans[at]); break;
    case ALM_PERIOD:
        len = alm_period_format(period, v->integers[at]);
        lua_pushlstring(L, period, len);
        break;
    case ALM_TEXT: {
        const char *text = alm_dict_text(v->dict, v->codes[at], &len);
        lua_pushlstring(L, text, len);
        break;
    }
    }
}

/* The last few are enough: an operand was read a moment ago. */
enum { REMEMBERED = 16 };

typedef struct place {
    alm_table *table; /* a reference */
    size_t column;
    size_t row;
} place;

struct alm_trail {
    place places[REMEMBERED];
    size_t next;
};

static const char trail_key;

static int trail_close(lua_State *L)
{
    alm_trail *trail = lua_touserdata(L, 1);
    for (size_t i = 0; i < REMEMBERED; i++) {
        alm_table_free(trail->places[i].table);
        trail->places[i].table = NULL;
    }
    return 0;
}

void alm_trail_add(alm_trail *trail, alm_table *table, size_t column,
                   size_t row)
{
    place *p = &trail->places[trail->next];
    if (p->table != table) {
        alm_table_free(p->table);
        p->table = alm_table_ref(table);
    }
    p->column = column;
    p->row = row;
    trail->next = (trail->next + 1) % REMEMBERED;
}

static bool holds(const place *p, const char *text, size_t len)
{
    alm_vector v;
    size_t n;
    if (p->table == NULL ||
        alm_table_vector(&v, p->table, p->column, NULL) != ALM_OK ||
        !alm_is_text_cell(v.type) || !alm_vector_present(&v, p->row))
        return false;
    char period[ALM_PERIOD_TEXT];
    const char *cell = period;
    if (v.type == ALM_PERIOD)
        n = alm_period_format(period, v.integers[alm_vector_at(&v, p->row)]);
    else
        cell = alm_vector_text(&v, p->row, &n);
    return n == len && memcmp(cell, text, len) == 0;
}

/* almanac.text_error(text, other, operator): the runtime asks before it raises
 * about arithmetic with a text. */
static int explain_text(lua_State *L)
{
    alm_error err;
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    const alm_trail *trail = alm_lua_trail(L);
    for (size_t k = 1; k <= REMEMBERED; k++) {
        const place *p =
            &trail->places[(trail->next + REMEMBERED - k) % REMEMBERED];
        if (holds(p, text, len)) {
            alm_lua_fail_text(&err, p->table, p->column, p->row);
            return alm_lua_raise(L, &err);
        }
    }
    return 0;
}

void alm_lua_open_trail(lua_State *L)
{
    alm_trail *trail = lua_newuserdatauv(L, sizeof *trail, 0);
    memset(trail, 0, sizeof *trail);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, trail_close);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &trail_key);
    lua_pushcfunction(L, explain_text);
    lua_setfield(L, LUA_REGISTRYINDEX, ALM_LUA_TEXT_ERROR);
}

alm_trail *alm_lua_trail(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &trail_key);
    alm_trail *trail = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return trail;
}

/* Whether the cell is not what keeps its column from being one of numbers. */
static bool reads_as_number(const alm_vector *v, size_t row)
{
    size_t len;
    double x;

    if (v->type != ALM_TEXT || !alm_vector_present(v, row))
        return true;
    const char *text = alm_vector_text(v, row, &len);
    return alm_parse_f64(&x, text, len) || alm_is_null_word(text, len);
}

/* Whether the cell is a number with a comma for its point: "50,5". */
static bool has_comma(const alm_vector *v, size_t row)
{
    size_t len;

    if (v->type != ALM_TEXT || !alm_vector_present(v, row))
        return false;
    const char *text = alm_vector_text(v, row, &len);
    size_t commas = 0;
    for (size_t i = len > 0 && text[0] == '-' ? 1 : 0; i < len; i++) {
        commas += text[i] == ',';
        if (text[i] != ',' && (text[i] < '0' || text[i] > '9'))
            return false;
    }
    return commas == 1 && text[0] != ',' && text[len - 1] != ',';
}

void alm_lua_fail_text(alm_error *err, const alm_table *table, size_t column,
                       size_t row)
{
    alm_vector v = {0};
    alm_offending found = {0};
    const char *name = alm_table_column_name(table, column);
    if (alm_table_vector(&v, table, column, NULL) == ALM_OK &&
        alm_column_offending(&found, &v, NULL) == ALM_OK && found.count > 0 &&
        reads_as_number(&v, row))
        row = found.row;
    const bool period = v.type == ALM_PERIOD;
    (void)alm_fail(err, ALM_ETYPE, "column \"%s\" is %s, not a number", name,
                   period ? "a period" : "text");
    alm_table_place(err->data, sizeof err->data, table, column, row);
    if (period)
        alm_error_help(err,
                       "compare it with a text, as in %s > \"2015\"; "
                       "time(%s) is its end in years",
                       name, name);
    else if (has_comma(&v, row))
        alm_error_help(err, "--decimal , reads such values as numbers");
    else if (found.count > 0 && found.count == found.present)
        alm_error_help(err, "none of its %zu values is a number",
                       found.present);
    else if (found.count > 0)
        alm_error_help(err,
                       "%zu such value%s in %zu; --bad=missing treats %s as "
                       "missing, --type %s=text keeps the text",
                       found.count, found.count == 1 ? "" : "s", found.present,
                       found.count == 1 ? "it" : "them", name);
    else
        alm_error_help(err, "--type %s=number reads it as numbers", name);
}
