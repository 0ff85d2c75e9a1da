#ifndef ALM_RUNTIME_GLOBALS_H
#define ALM_RUNTIME_GLOBALS_H

#include <lua.h>

/* Where a compiled chunk reads and assigns globals, found without running it.
 *
 * Lua has no question for this, but its compiled form tells: a global NAME is
 * _ENV.NAME, an access of the one upvalue that the whole chunk has. */

/* Pushes a list of {name = , line = , assigned = } for the function at `index`,
 * which must be a chunk as it was loaded; in the order of the text. Empty when
 * the compiled form is not the one of Lua 5.4. May raise. */
void alm_push_globals(lua_State *L, int index);

#endif
