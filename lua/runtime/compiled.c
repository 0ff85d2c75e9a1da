#include "runtime/compiled.h"

#include <lauxlib.h>
#include <string.h>

#include "base/alloc.h"

enum { MOST_FILES = 64 }; /* the library has some forty */

typedef struct file {
    char *path;
    alm_buffer code;
} file;

struct alm_compiled {
    file files[MOST_FILES];
    size_t n;
    bool shared;
};

alm_status alm_compiled_new(alm_compiled **out, alm_error *err)
{
    *out = alm_alloc_zeroed(1, sizeof **out);
    return *out != NULL ? ALM_OK : alm_fail_memory(err, "the Lua library");
}

void alm_compiled_free(alm_compiled *store)
{
    if (store == NULL)
        return;
    for (size_t i = 0; i < store->n; i++) {
        alm_dealloc(store->files[i].path);
        alm_buffer_free(&store->files[i].code);
    }
    alm_dealloc(store);
}

void alm_compiled_share(alm_compiled *store, bool shared)
{
    store->shared = shared;
}

bool alm_compiled_push(lua_State *L, const alm_compiled *store,
                       const char *path)
{
    for (size_t i = 0; store != NULL && i < store->n; i++) {
        const file *f = &store->files[i];
        if (strcmp(f->path, path) != 0)
            continue;
        if (luaL_loadbufferx(L, f->code.data, f->code.len, path, "b") == LUA_OK)
            return true;
        lua_pop(L, 1); /* no memory: compiling it says so */
        return false;
    }
    return false;
}

static int add_code(lua_State *L, const void *bytes, size_t n, void *buffer)
{
    (void)L;
    return alm_buffer_add(buffer, bytes, n, NULL) != ALM_OK;
}

void alm_compiled_keep(lua_State *L, alm_compiled *store, const char *path)
{
    if (store == NULL || store->shared || store->n == MOST_FILES)
        return;
    file f = {.path = alm_text_copy(path, strlen(path))};
    if (f.path != NULL && lua_dump(L, add_code, &f.code, 0) == 0) {
        store->files[store->n++] = f;
        return;
    }
    alm_dealloc(f.path);
    alm_buffer_free(&f.code);
}
