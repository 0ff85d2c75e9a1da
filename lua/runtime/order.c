#include <lauxlib.h>
#include <string.h>

#include "runtime/internal.h"
#include "runtime/key.h"

/* pairs, next and ipairs in an order that does not depend on hashing: numbers,
 * strings by bytes, false, true, then keys that are objects, which have no
 * order of their own.
 *
 * pairs looks at the keys once. When Lua visits them in that order anyway (an
 * array), Lua's own traversal is used; else the keys are copied and sorted, so
 * a loop may assign to fields and remove them, and fields added meanwhile are
 * not visited. next has no place to keep such a copy but a weak table;
 * `next(t)` alone, the test for emptiness, only looks for the smallest key. */

/* So many keys are sorted without a block of their own. */
enum { FEW = 32 };

/* Registry key (by address): table -> sorted keys, weak keys. */
static const char key_traversals;

/* Whether Lua visits the keys of the table at `t`, integers all, in order.
 * Counts what it saw. */
static bool in_order(lua_State *L, int t, size_t *count)
{
    bool first = true;
    bool ordered = true;
    lua_Integer last = 0;

    *count = 0;
    lua_pushnil(L);
    while (lua_next(L, t)) {
        lua_pop(L, 1);
        if (ordered) {
            const lua_Integer i = lua_tointeger(L, -1);
            ordered = lua_isinteger(L, -1) && (first || i > last);
            last = i;
            first = false;
        }
        (*count)++;
    }
    return ordered || *count <= 1;
}

/* Pushes room for `n` keys and their order. */
static alm_key *push_room(lua_State *L, size_t n, uint32_t **order)
{
    alm_key *keys =
        lua_newuserdatauv(L, (n + 1) * (sizeof *keys + 2 * sizeof **order), 0);
    *order = (uint32_t *)(void *)(keys + n + 1);
    return keys;
}

/* Pushes a table of the keys of the table at `t`, sorted. */
static void push_sorted_keys(lua_State *L, int t, size_t count)
{
    alm_key few_keys[FEW];
    uint32_t few_order[2 * FEW];
    alm_key *keys = few_keys;
    uint32_t *order = few_order;
    size_t n = 0;

    luaL_checkstack(L, 8, NULL);
    luaL_argcheck(L, count < (size_t)INT32_MAX, 1, "too many fields");
    lua_createtable(L, (int)count, 0);
    const int sorted = lua_gettop(L);
    lua_createtable(L, (int)count, 0); /* keeps the texts alive */
    if (count > FEW)
        keys = push_room(L, count, &order);
    lua_pushnil(L);
    while (n < count && lua_next(L, t)) {
        lua_pop(L, 1);
        keys[n++] = alm_key_at(L, -1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, sorted + 1, (lua_Integer)n);
    }
    alm_merge_order(order, order + count, n, alm_key_less, keys);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, sorted + 1, (lua_Integer)order[i] + 1);
        lua_rawseti(L, sorted, (lua_Integer)i + 1);
    }
    lua_settop(L, sorted);
}

/* Pushes the first field after position `at` of the sorted keys at `keys` that
 * is still in the table at `t`, and returns its position; 0 with nothing pushed
 * at the end. */
static lua_Integer push_following(lua_State *L, int t, int keys, lua_Integer at)
{
    while (lua_rawgeti(L, keys, ++at) != LUA_TNIL) {
        lua_pushvalue(L, -1);
        if (lua_rawget(L, t) != LUA_TNIL)
            return at;
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
    return 0;
}

/* The iterator of pairs. Upvalues: sorted keys, position. */
static int step_sorted(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    const lua_Integer at =
        push_following(L, 1, 2, lua_tointeger(L, lua_upvalueindex(2)));
    if (at == 0) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, at);
    lua_replace(L, lua_upvalueindex(2));
    return 2;
}

static int step_plain(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (lua_next(L, 1))
        return 2;
    lua_pushnil(L);
    return 1;
}

static int after_pairs(lua_State *L, int status, lua_KContext context)
{
    (void)L;
    (void)status;
    (void)context;
    return 3;
}

static int base_pairs(lua_State *L)
{
    size_t count;

    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_callk(L, 1, 3, 0, after_pairs);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    if (in_order(L, 1, &count)) {
        lua_pushcfunction(L, step_plain);
    } else {
        push_sorted_keys(L, 1, count);
        lua_pushinteger(L, 0);
        lua_pushcclosure(L, step_sorted, 2);
    }
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* next(t): the smallest key, in one pass. */
static int first_field(lua_State *L)
{
    alm_key smallest = {.rank = ALM_RANK_OBJECT};
    bool found = false;

    lua_settop(L, 1);
    lua_pushnil(L); /* the smallest so far */
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pop(L, 1);
        const alm_key k = alm_key_at(L, -1);
        if (found && alm_key_compare(&k, &smallest) >= 0)
            continue;
        found = true;
        smallest = k;
        lua_pushvalue(L, -1);
        lua_replace(L, 2);
    }
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    lua_rawget(L, 1);
    return 2;
}

/* The position in the sorted keys at `keys` of the key at `index`, or, where
 * it is none, of the last one before it; 0 is before the first. A key that is
 * gone is no error: the loop may have removed it. */
static lua_Integer find_key(lua_State *L, int keys, int index)
{
    const alm_key wanted = alm_key_at(L, index);
    lua_Integer low = 1;
    lua_Integer high = (lua_Integer)lua_rawlen(L, keys);
    const lua_Integer last = high;

    while (low <= high) {
        const lua_Integer middle = low + (high - low) / 2;
        lua_rawgeti(L, keys, middle);
        const alm_key k = alm_key_at(L, -1);
        lua_pop(L, 1);
        const int order = alm_key_compare(&k, &wanted);
        if (order == 0 && wanted.rank != ALM_RANK_OBJECT)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle - 1;
    }
    for (lua_Integer i = last; i > high && wanted.rank == ALM_RANK_OBJECT;
         i--) {
        lua_rawgeti(L, keys, i);
        const bool same = lua_rawequal(L, -1, index);
        lua_pop(L, 1);
        if (same)
            return i;
    }
    return high;
}

static bool stands_at(lua_State *L, int keys, lua_Integer at)
{
    lua_rawgeti(L, keys, at);
    const bool same = at > 0 && lua_rawequal(L, -1, 2);
    lua_pop(L, 1);
    return same;
}

/* Whether the key at 2 is among the sorted keys at `keys`, and where. Their
 * field 0 holds the position that was handed out last. */
static bool find_position(lua_State *L, int keys, lua_Integer *at)
{
    lua_rawgeti(L, keys, 0);
    *at = lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (stands_at(L, keys, *at))
        return true;
    *at = find_key(L, keys, 2);
    return stands_at(L, keys, *at);
}

static int next_field(lua_State *L)
{
    size_t count;

    lua_rawgetp(L, LUA_REGISTRYINDEX, &key_traversals);
    lua_pushvalue(L, 1);
    lua_rawget(L, 3); /* 4: sorted keys of an earlier step */
    lua_Integer at = 0;
    if (!lua_istable(L, 4) || !find_position(L, 4, &at)) {
        lua_settop(L, 3);
        (void)in_order(L, 1, &count);
        push_sorted_keys(L, 1, count);
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 4);
        lua_rawset(L, 3);
        at = find_key(L, 4, 2);
    }
    at = push_following(L, 1, 4, at);
    if (at == 0) { /* the traversal is over */
        lua_pushvalue(L, 1);
        lua_pushnil(L);
        lua_rawset(L, 3);
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, at);
    lua_rawseti(L, 4, 0);
    return 2;
}

const char *alm_proxy_kind(lua_State *L, int index)
{
    if (!lua_istable(L, index) ||
        luaL_getmetafield(L, index, "__almanac") == LUA_TNIL)
        return NULL;
    const char *kind = lua_tostring(L, -1);
    lua_pop(L, 1); /* the metatable keeps it */
    return kind;
}

bool alm_is_sequence_kind(const char *kind)
{
    return kind != NULL &&
           (strcmp(kind, "table") == 0 || strcmp(kind, "column") == 0);
}

/* Position after the key at 2 of a data object that is read over 1..#. */
static int next_item(lua_State *L)
{
    const lua_Integer n = luaL_len(L, 1);
    const lua_Integer i = (lua_isnil(L, 2) ? 0 : luaL_checkinteger(L, 2)) + 1;
    if (i < 1 || i > n) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, i);
    lua_geti(L, 1, i);
    return 2;
}

static int base_next(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    const char *kind = alm_proxy_kind(L, 1);
    if (alm_is_sequence_kind(kind))
        return next_item(L);
    if (kind != NULL && strcmp(kind, "library") != 0 &&
        luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3); /* iterator, state, first control */
        if (!lua_isnil(L, 2))
            lua_copy(L, 2, 5);
        lua_call(L, 2, 2);
        return 2;
    }
    return lua_isnil(L, 2) ? first_field(L) : next_field(L);
}

static int step_item(lua_State *L)
{
    const lua_Integer i = luaL_checkinteger(L, 2);
    luaL_argcheck(L, i < LUA_MAXINTEGER, 2, "no index follows");
    lua_pushinteger(L, i + 1);
    return lua_geti(L, 1, i + 1) == LUA_TNIL ? 1 : 2;
}

/* The same over 1..# with holes; the length is the upvalue. */
static int step_all_items(lua_State *L)
{
    const lua_Integer i = luaL_checkinteger(L, 2);
    if (i < 0 || i >= lua_tointeger(L, lua_upvalueindex(1)))
        return 0;
    lua_pushinteger(L, i + 1);
    lua_geti(L, 1, i + 1);
    return 2;
}

static int base_ipairs(lua_State *L)
{
    luaL_argexpected(L, !lua_isnoneornil(L, 1), 1, "table");
    if (alm_is_sequence_kind(alm_proxy_kind(L, 1))) {
        lua_pushinteger(L, luaL_len(L, 1));
        lua_pushcclosure(L, step_all_items, 1);
    } else {
        lua_pushcfunction(L, step_item);
    }
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

void alm_open_order(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"pairs", base_pairs},
        {"next", base_next},
        {"ipairs", base_ipairs},
        {NULL, NULL},
    };

    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key_traversals);
    luaL_setfuncs(L, functions, 0);
}
