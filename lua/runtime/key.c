#include "runtime/key.h"

#include <math.h>
#include <string.h>

/* The first eight bytes as a number whose order is that of the bytes. */
static uint64_t prefix_of(const char *text, size_t len)
{
    uint64_t prefix = 0;

    for (size_t i = 0; i < 8; i++)
        prefix = prefix << 8 | (i < len ? (unsigned char)text[i] : 0);
    return prefix;
}

alm_key alm_key_at(lua_State *L, int index)
{
    alm_key k = {.rank = ALM_RANK_OBJECT};

    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        k.rank = ALM_RANK_NUMBER;
        k.is_integer = lua_isinteger(L, index);
        k.number = lua_tonumber(L, index);
        if (!k.is_integer && lua_numbertointeger(k.number, &k.integer) &&
            (lua_Number)k.integer == k.number)
            k.is_integer = true; /* a float key that Lua keeps as integer */
        else if (k.is_integer)
            k.integer = lua_tointeger(L, index);
        break;
    case LUA_TSTRING:
        k.rank = ALM_RANK_STRING;
        k.text = lua_tolstring(L, index, &k.len);
        k.prefix = prefix_of(k.text, k.len);
        break;
    case LUA_TBOOLEAN:
        k.rank = ALM_RANK_BOOLEAN;
        k.integer = lua_toboolean(L, index);
        break;
    default: break;
    }
    return k;
}

static int compare_integers(lua_Integer a, lua_Integer b)
{
    return (a > b) - (a < b);
}

/* `f` is no integer: every integral float key was made one, unless it is
 * outside of their range. */
static int compare_integer_float(lua_Integer i, lua_Number f)
{
    if (!(f < 0x1p63)) /* written so that NaN ends here too */
        return -1;
    if (f < -0x1p63)
        return 1;
    return i <= (lua_Integer)floor(f) ? -1 : 1;
}

static int compare_numbers(const alm_key *a, const alm_key *b)
{
    if (a->is_integer && b->is_integer)
        return compare_integers(a->integer, b->integer);
    if (a->is_integer)
        return compare_integer_float(a->integer, b->number);
    if (b->is_integer)
        return -compare_integer_float(b->integer, a->number);
    return (a->number > b->number) - (a->number < b->number);
}

int alm_key_compare(const alm_key *a, const alm_key *b)
{
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    switch (a->rank) {
    case ALM_RANK_NUMBER: return compare_numbers(a, b);
    case ALM_RANK_STRING: {
        if (a->prefix != b->prefix)
            return a->prefix < b->prefix ? -1 : 1;
        const size_t n = a->len < b->len ? a->len : b->len;
        const int order = memcmp(a->text, b->text, n);
        return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
    }
    case ALM_RANK_BOOLEAN: return compare_integers(a->integer, b->integer);
    default: return 0;
    }
}

bool alm_key_less(void *context, uint32_t a, uint32_t b)
{
    const alm_key *keys = context;
    return alm_key_compare(&keys[a], &keys[b]) < 0;
}
