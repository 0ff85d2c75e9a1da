#ifndef ALM_BRIDGE_STATS_H
#define ALM_BRIDGE_STATS_H

#include <lua.h>

/* The kernels of core/stats as the Lua module `almanac.stats`, on plain arrays
 * and on columns of data. What scripts require is lua/lib/stats.lua.
 *
 *  (1) A series is an array or a column. Its length is the field `n` when there
 *      is one, so that an array may end in missing values, else #.
 *  (2) A row with a missing value in any series of the call is left out of all
 *      of them. A result that is a table says how many were used (`n`) and left
 *      out (`missing`).
 *  (3) An undefined figure is nil. A function of one number returns nil and the
 *      reason; in a result table the field is absent, and `reason` says why.
 *  (4) Options are the last argument, by name. An unknown one raises. */

/* Pushes the module. May raise a memory error. */
void alm_lua_push_stats(lua_State *L);

#endif
