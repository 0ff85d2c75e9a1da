#ifndef ALM_BRIDGE_SEED_H
#define ALM_BRIDGE_SEED_H

#include <lua.h>

/* Registry: a function that answers the seed of the run, and remembers that the
 * result depends on it. */
#define ALM_LUA_SEED "almanac.seed"

/* That seed; 1 in a state without a run. May raise. */
lua_Integer alm_lua_seed(lua_State *L);

#endif
