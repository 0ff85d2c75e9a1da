#include "scarce.h"

#include <lauxlib.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "unit.h"

/* A Lua allocator that grants `left` requests, then refuses. */
static void *limited_alloc(void *ud, void *p, size_t osize, size_t nsize)
{
    long *left = ud;
    (void)osize;
    if (nsize == 0) {
        free(p);
        return NULL;
    }
    if (*left == 0)
        return NULL;
    if (*left > 0)
        (*left)--;
    return realloc(p, nsize);
}

lua_State *scarce_state(lua_CFunction open, long *left)
{
    lua_State *L = lua_newstate(limited_alloc, left);
    assert_non_null(L);
    lua_pushcfunction(L, open);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK)
        fail_msg("%s", luaL_tolstring(L, -1, NULL));
    return L;
}

static int run_piece(lua_State *L)
{
    if (luaL_loadstring(L, lua_touserdata(L, 1)) != LUA_OK)
        return lua_error(L);
    lua_call(L, 0, 0);
    return 0;
}

/* Runs a piece with so many allocations (negative: as many as it wants). */
static int run_with(lua_CFunction open, const char *piece, long lua_allocs,
                    long core_allocs)
{
    long left = -1;
    lua_State *L = scarce_state(open, &left);
    lua_pushcfunction(L, run_piece);
    lua_pushlightuserdata(L, (void *)(uintptr_t)piece);
    left = lua_allocs;
    alm_alloc_fail_after(core_allocs);
    const int status = lua_pcall(L, 1, 0, 0);
    alm_alloc_fail_after(-1);
    left = -1;
    if (status != LUA_OK && lua_allocs < 0 && core_allocs < 0)
        fail_msg("%s: %s", piece, luaL_tolstring(L, -1, NULL));
    lua_close(L);
    assert_int_equal(alm_alloc_live(), 0);
    return status;
}

void sweep_piece(lua_CFunction open, const char *piece, long sure, bool lua)
{
    (void)run_with(open, piece, -1, -1);
    for (long n = 0, in_a_row = 0; in_a_row < sure; n++) {
        const int status = run_with(open, piece, lua ? n : -1, lua ? -1 : n);
        in_a_row = status == LUA_OK ? in_a_row + 1 : 0;
        assert_true(n < 10000);
    }
}
