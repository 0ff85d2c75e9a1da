#ifndef ALM_TEST_SCARCE_H
#define ALM_TEST_SCARCE_H

#include <lua.h>
#include <stdbool.h>

/* A state, opened by `open`, whose allocator grants *left requests (negative:
 * as many as it wants), then refuses. *left must outlive it. */
lua_State *scarce_state(lua_CFunction open, long *left);

/* Runs a piece of script in a new state after another, in each of which one
 * more allocation works, those of Lua or those of the core, until it succeeded
 * `sure` times in a row. Nothing may be left allocated. */
void sweep_piece(lua_CFunction open, const char *piece, long sure, bool lua);

#endif
