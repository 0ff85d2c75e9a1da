#include "runtime/embedded.h"

#include <lauxlib.h>
#include <string.h>

static const alm_embedded *find(const char *chunk, const char *text, size_t len)
{
    for (size_t i = 0; i < alm_embedded_count; i++) {
        const alm_embedded *file = &alm_embedded_files[i];
        if (file->text_len == len && strcmp(file->name, chunk) == 0 &&
            memcmp(file->text, text, len) == 0)
            return file;
    }
    return NULL;
}

bool alm_embedded_push(lua_State *L, const char *chunk, const char *text,
                       size_t len)
{
    const alm_embedded *file = find(chunk, text, len);

    if (file == NULL || strcmp(lua_ident, alm_embedded_lua) != 0)
        return false;
    if (luaL_loadbufferx(L, file->code, file->code_len, chunk, "b") == LUA_OK)
        return true;
    lua_pop(L, 1);
    return false;
}
