#include <lauxlib.h>
#include <string.h>

#include "bridge/bridge.h"
#include "bridge/raise.h"
#include "runtime/native.h"

/* origin(t, i) -> file, line: where row i of the table was read; nothing for a
 * row that was computed. */
static int native_origin(lua_State *L)
{
    const alm_table *t = alm_lua_check_table(L, 1);
    const lua_Integer i = luaL_checkinteger(L, 2);

    luaL_argcheck(L, i >= 1 && (size_t)i <= alm_table_rows(t), 2,
                  "no such row");
    const size_t line = alm_table_line(t, (size_t)i - 1);
    if (line == 0)
        return 0;
    const char *file = alm_origin_file(alm_table_origin(t));
    const char *slash = strrchr(file, '/');
    lua_pushstring(L, slash != NULL ? slash + 1 : file);
    lua_pushinteger(L, (lua_Integer)line);
    return 2;
}

void alm_native_add_origin(lua_State *L)
{
    lua_pushcfunction(L, native_origin);
    lua_setfield(L, -2, "origin");
}
