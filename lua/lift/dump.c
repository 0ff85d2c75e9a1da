#include "lift/dump.h"

static int write_piece(lua_State *L, const void *piece, size_t size, void *into)
{
    (void)L;
    return alm_buffer_add(into, piece, size, NULL) == ALM_OK ? 0 : 1;
}

alm_status alm_lift_dump(alm_buffer *out, lua_State *L, int index,
                         alm_error *err)
{
    if (lua_iscfunction(L, index))
        return alm_fail(err, ALM_EINVAL, "it is not written in Lua");
    lua_pushvalue(L, index);
    const int failed = lua_dump(L, write_piece, out, 0);
    lua_pop(L, 1);
    return failed != 0 ? alm_fail_memory(err, "a compiled function") : ALM_OK;
}
