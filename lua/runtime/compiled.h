#ifndef ALM_RUNTIME_COMPILED_H
#define ALM_RUNTIME_COMPILED_H

#include <lua.h>
#include <stdbool.h>

#include "base/buffer.h"

/* The engine's own Lua files as this process has compiled them, so that a
 * process that opens many states, one for each script it looks at, reads each
 * file but once. Only what the process itself compiled goes in; scripts of
 * users never do. Used by one thread at a time, unless it is shared. */
typedef struct alm_compiled alm_compiled;

ALM_MUST_CHECK
alm_status alm_compiled_new(alm_compiled **out, alm_error *err);
void alm_compiled_free(alm_compiled *store); /* NULL is allowed */

/* While it is shared, threads may read it side by side and nothing is kept. */
void alm_compiled_share(alm_compiled *store, bool shared);

/* Pushes the function of the file `path`; false when it is not known, or could
 * not be loaded: compile it then. `store` may be NULL. */
bool alm_compiled_push(lua_State *L, const alm_compiled *store,
                       const char *path);

/* Keeps the function on top of the stack as that of `path`. Short of memory it
 * keeps nothing, which costs time only. `store` may be NULL. */
void alm_compiled_keep(lua_State *L, alm_compiled *store, const char *path);

#endif
