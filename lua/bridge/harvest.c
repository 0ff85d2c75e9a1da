#include "bridge/harvest.h"

#include <lauxlib.h>

#include "bridge/proxy.h"
#include "bridge/raise.h"

static const char harvest_meta_key;

static int harvest_close(lua_State *L)
{
    alm_harvest *h = lua_touserdata(L, 1);
    alm_builder_free(h->builder);
    h->builder = NULL;
    return 0;
}

alm_harvest *alm_harvest_push(lua_State *L, size_t expected)
{
    alm_harvest *h = lua_newuserdatauv(L, sizeof *h, 0);
    *h = (alm_harvest){.expected = expected};
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &harvest_meta_key) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 1);
        lua_pushcfunction(L, harvest_close);
        lua_setfield(L, -2, "__gc");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &harvest_meta_key);
    }
    lua_setmetatable(L, -2);
    return h;
}

static void check(lua_State *L, alm_status status, const alm_error *err)
{
    if (status != ALM_OK)
        alm_lua_raise(L, err);
}

static void start(lua_State *L, alm_harvest *h, alm_type type)
{
    alm_error err;
    check(L, alm_builder_new(&h->builder, type, h->expected, &err), &err);
    for (; h->nils > 0; h->nils--)
        check(L, alm_builder_add_missing(h->builder, &err), &err);
}

static alm_type type_of(lua_State *L, int index)
{
    switch (lua_type(L, index)) {
    case LUA_TNUMBER: return lua_isinteger(L, index) ? ALM_INTEGER : ALM_NUMBER;
    case LUA_TBOOLEAN: return ALM_BOOLEAN;
    default: return ALM_TEXT;
    }
}

static int fail_mixed(lua_State *L, const alm_harvest *h, int index,
                      const char *what)
{
    const size_t row = alm_builder_len(h->builder) + 1;
    return alm_lua_fail(L, ALM_ETYPE,
                        "column \"%s\": row %zu gives %s, the rows before it "
                        "gave %s",
                        what, row, alm_lua_describe(L, index),
                        alm_type_name(alm_builder_type(h->builder)));
}

/* Whether a double surely holds the integer; those beyond 2^53 are not tried.
 */
static bool fits_double(lua_Integer i)
{
    return i >= -(INT64_C(1) << 53) && i <= INT64_C(1) << 53;
}

static void refuse_unsafe(lua_State *L, lua_Integer i, const char *what)
{
    alm_lua_fail(L, ALM_EINVAL,
                 "column \"%s\": %lld cannot be kept exactly beside numbers "
                 "with a fraction",
                 what, (long long)i);
}

static void add_number(lua_State *L, alm_harvest *h, int index,
                       const char *what)
{
    alm_error err;
    if (lua_isinteger(L, index) && !fits_double(lua_tointeger(L, index)))
        refuse_unsafe(L, lua_tointeger(L, index), what);
    check(L, alm_builder_add_number(h->builder, lua_tonumber(L, index), &err),
          &err);
}

void alm_harvest_add(lua_State *L, alm_harvest *h, int index, const char *what)
{
    alm_error err;
    const int given = lua_type(L, index);
    if (given == LUA_TNIL) {
        if (h->builder == NULL)
            h->nils++;
        else
            check(L, alm_builder_add_missing(h->builder, &err), &err);
        return;
    }
    if (given != LUA_TNUMBER && given != LUA_TBOOLEAN && given != LUA_TSTRING)
        alm_lua_fail(L, ALM_ETYPE, "column \"%s\": a cell cannot hold %s", what,
                     alm_lua_describe(L, index));
    const alm_type type = type_of(L, index);
    if (h->builder == NULL)
        start(L, h, type);
    if (type == ALM_NUMBER && alm_builder_type(h->builder) == ALM_INTEGER) {
        if (h->unsafe != 0)
            refuse_unsafe(L, h->unsafe, what);
        alm_builder_widen(h->builder);
    }
    const alm_type into = alm_builder_type(h->builder);
    if (into == ALM_NUMBER && type == ALM_INTEGER) {
        add_number(L, h, index, what);
        return;
    }
    if (into != type)
        fail_mixed(L, h, index, what);
    size_t len = 0;
    const char *text;
    switch (type) {
    case ALM_INTEGER:
        if (!fits_double(lua_tointeger(L, index)))
            h->unsafe = lua_tointeger(L, index);
        check(
            L,
            alm_builder_add_integer(h->builder, lua_tointeger(L, index), &err),
            &err);
        break;
    case ALM_NUMBER: add_number(L, h, index, what); break;
    case ALM_BOOLEAN:
        check(
            L,
            alm_builder_add_boolean(h->builder, lua_toboolean(L, index), &err),
            &err);
        break;
    default:
        text = lua_tolstring(L, index, &len);
        check(L, alm_builder_add_text(h->builder, text, len, &err), &err);
        break;
    }
}

void alm_harvest_finish(lua_State *L, alm_column **out, alm_harvest *h)
{
    alm_error err;
    if (h->builder == NULL)
        start(L, h, ALM_NUMBER);
    alm_builder *builder = h->builder;
    h->builder = NULL; /* finishing frees it, also on failure */
    check(L, alm_builder_finish(out, builder, &err), &err);
}
