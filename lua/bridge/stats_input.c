#include "bridge/stats_input.h"

#include <lauxlib.h>
#include <stdio.h>

#include "bridge/aggregate.h"
#include "bridge/cell.h"
#include "bridge/raise.h"

/* Items that a series may have: with flags and codes it still fits a size_t. */
#define MOST_ITEMS ((lua_Integer)(PTRDIFF_MAX / 32))

void *alm_lua_scratch(lua_State *L, size_t count, size_t size)
{
    luaL_checkstack(L, 8, "too many series");
    if (count > (size_t)PTRDIFF_MAX / size)
        luaL_error(L, "not enough memory");
    return lua_newuserdatauv(L, count * size, 0);
}

static void make_room(lua_State *L, alm_series *out, size_t n, const char *what)
{
    out->what = what;
    out->n = n;
    out->labels = 0;
    out->column = NULL;
    out->values = alm_lua_scratch(L, n, sizeof *out->values);
    out->present = alm_lua_scratch(L, n, sizeof *out->present);
}

/* The length of the array at `index` by rule (1) of stats.h. */
static size_t array_length(lua_State *L, int index, const char *what)
{
    if (!lua_istable(L, index))
        alm_lua_fail(L, ALM_EINVAL, "%s is %s%s, not a list or a column", what,
                     lua_isnoneornil(L, index) ? "" : "a ",
                     lua_isnone(L, index) ? "nil" : luaL_typename(L, index));
    lua_getfield(L, index, "n");
    lua_Integer n = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : -1;
    lua_pop(L, 1);
    if (n < 0)
        n = luaL_len(L, index);
    if (n < 0 || n > MOST_ITEMS)
        alm_lua_fail(L, ALM_EINVAL, "%s has no usable length", what);
    return (size_t)n;
}

static void read_array(lua_State *L, alm_series *out, int index,
                       const char *what)
{
    make_room(L, out, array_length(L, index, what), what);
    for (size_t i = 0; i < out->n; i++) {
        const int type = lua_geti(L, index, (lua_Integer)i + 1);
        out->present[i] = type != LUA_TNIL;
        out->values[i] = 0.0;
        if (type == LUA_TNUMBER) /* lua_isnumber would let "12" in */
            out->values[i] = lua_tonumber(L, -1);
        else if (type != LUA_TNIL)
            alm_lua_fail(L, ALM_ETYPE, "value %zu of %s is a %s, not a number",
                         i + 1, what, lua_typename(L, type));
        lua_pop(L, 1);
    }
}

/* Only numbers, and truth values as 0 and 1. */
static void check_type(lua_State *L, const alm_lua_column *c)
{
    alm_error err;

    if (c->vector.type != ALM_TEXT && c->vector.type != ALM_PERIOD)
        return;
    (void)alm_fail(&err, ALM_ETYPE, "column \"%s\" is %s, not a number",
                   alm_field_info_of(c->field)->name,
                   alm_type_name(c->vector.type));
    alm_lua_raise_about(L, &err, c);
}

static void read_column(lua_State *L, alm_series *out, int index,
                        const char *what)
{
    const alm_lua_column *c = alm_lua_check_column(L, index);

    check_type(L, c);
    make_room(L, out, c->vector.n, what);
    out->column = alm_field_info_of(c->field)->name;
    for (size_t i = 0; i < out->n; i++) {
        out->present[i] = alm_vector_present(&c->vector, i);
        out->values[i] =
            out->present[i] ? alm_vector_number(&c->vector, i) : 0.0;
    }
}

void alm_series_read(lua_State *L, alm_series *out, int index, const char *what)
{
    index = lua_absindex(L, index);
    if (alm_lua_to_column(L, index) != NULL)
        read_column(L, out, index, what);
    else
        read_array(L, out, index, what);
}

/* Gives the label on top of the stack its code, and pops it. `seen` maps a
 * label to its code. */
static double code_of(lua_State *L, int labels, int seen)
{
    lua_pushvalue(L, -1);
    if (lua_rawget(L, seen) == LUA_TNIL) {
        const lua_Integer next = (lua_Integer)lua_rawlen(L, labels);
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, labels, next + 1);
        lua_pushvalue(L, -1);
        lua_pushinteger(L, next);
        lua_rawset(L, seen);
        lua_pushinteger(L, next);
    }
    const double code = lua_tonumber(L, -1);
    lua_pop(L, 2);
    return code;
}

/* Codes the label on top of the stack as row i, and pops it. */
static void add_label(lua_State *L, alm_series *out, size_t i)
{
    const int type = lua_type(L, -1);

    out->present[i] = type != LUA_TNIL;
    out->values[i] = 0.0;
    if (type == LUA_TNIL) {
        lua_pop(L, 1);
        return;
    }
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TBOOLEAN)
        alm_lua_fail(L, ALM_ETYPE, "value %zu of %s is a %s, not a label",
                     i + 1, out->what, lua_typename(L, type));
    if (type == LUA_TNUMBER && lua_tonumber(L, -1) != lua_tonumber(L, -1))
        alm_lua_fail(L, ALM_ETYPE, "value %zu of %s is NaN, not a label", i + 1,
                     out->what);
    out->values[i] = code_of(L, out->labels, out->labels + 1);
}

void alm_series_read_labels(lua_State *L, alm_series *out, int index,
                            const char *what)
{
    const alm_lua_column *c = NULL;

    index = lua_absindex(L, index);
    if (alm_lua_to_column(L, index) != NULL)
        c = alm_lua_check_column(L, index);
    make_room(L, out, c != NULL ? c->vector.n : array_length(L, index, what),
              what);
    if (c != NULL)
        out->column = alm_field_info_of(c->field)->name;
    lua_newtable(L);
    out->labels = lua_gettop(L);
    lua_newtable(L);
    for (size_t i = 0; i < out->n; i++) {
        if (c != NULL)
            alm_lua_push_cell(L, &c->vector, i);
        else
            lua_geti(L, index, (lua_Integer)i + 1);
        add_label(L, out, i);
    }
    lua_pop(L, 1);
}

static void check_lengths(lua_State *L, const alm_series *a,
                          const alm_series *b)
{
    if (a->n != b->n)
        alm_lua_fail(L, ALM_EINVAL, "%s has %zu values, %s has %zu", a->what,
                     a->n, b->what, b->n);
}

void alm_series_demand(lua_State *L, const alm_series *needed,
                       const alm_series *other)
{
    check_lengths(L, other, needed);
    for (size_t i = 0; i < other->n; i++)
        if (other->present[i] && !needed->present[i])
            alm_lua_fail(L, ALM_EINVAL,
                         "value %zu of %s is missing where %s has a value",
                         i + 1, needed->what, other->what);
}

/* "gdp, penetration": the columns among the series; false when there are none.
 */
static bool name_columns(char *out, size_t size, alm_series *const *all,
                         size_t count)
{
    size_t used = 0;

    for (size_t s = 0; s < count && used < size; s++)
        if (all[s]->column != NULL)
            used += (size_t)snprintf(out + used, size - used, "%s%s",
                                     used > 0 ? ", " : "", all[s]->column);
    return used > 0;
}

static void note_use(lua_State *L, alm_series *const *all, size_t count,
                     size_t of, size_t used)
{
    char subject[256];

    if (!name_columns(subject, sizeof subject, all, count))
        return;
    const alm_ledger_entry entry = {
        .operation = lua_tostring(L, lua_upvalueindex(1)),
        .subject = subject,
        .of = of,
        .used = used,
        .missing = of - used,
    };
    alm_lua_note(L, &entry);
}

size_t alm_series_complete(lua_State *L, alm_series *const *all, size_t count)
{
    size_t kept = 0;

    for (size_t s = 1; s < count; s++)
        check_lengths(L, all[0], all[s]);
    const size_t n = all[0]->n;
    for (size_t i = 0; i < n; i++) {
        bool whole = true;
        for (size_t s = 0; s < count; s++)
            whole = whole && all[s]->present[i];
        if (!whole)
            continue;
        for (size_t s = 0; s < count; s++)
            all[s]->values[kept] = all[s]->values[i];
        kept++;
    }
    for (size_t s = 0; s < count; s++)
        all[s]->n = kept;
    note_use(L, all, count, n, kept);
    return n - kept;
}

void alm_series_group(lua_State *L, alm_groups *out, const alm_series *labels)
{
    const size_t all = (size_t)lua_rawlen(L, labels->labels);
    size_t *renumber = alm_lua_scratch(L, all, sizeof *renumber);

    for (size_t c = 0; c < all; c++)
        renumber[c] = SIZE_MAX;
    out->codes = alm_lua_scratch(L, labels->n, sizeof *out->codes);
    lua_newtable(L);
    out->names = lua_gettop(L);
    out->k = 0;
    for (size_t i = 0; i < labels->n; i++) {
        const size_t c = (size_t)labels->values[i];
        if (renumber[c] == SIZE_MAX) {
            renumber[c] = out->k++;
            lua_rawgeti(L, labels->labels, (lua_Integer)c + 1);
            lua_rawseti(L, out->names, (lua_Integer)out->k);
        }
        out->codes[i] = (uint32_t)renumber[c];
    }
}
