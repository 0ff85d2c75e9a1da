#ifndef ALM_BRIDGE_STATS_THEME_H
#define ALM_BRIDGE_STATS_THEME_H

#include <lauxlib.h>

#include "bridge/stats_input.h"
#include "stats/nonlinear.h"

/* One file a theme, each with a table of its functions. */
extern const luaL_Reg alm_stats_descriptive[];
extern const luaL_Reg alm_stats_order[];
extern const luaL_Reg alm_stats_correlation[];
extern const luaL_Reg alm_stats_distribution[];
extern const luaL_Reg alm_stats_groups[];
extern const luaL_Reg alm_stats_tests[];
extern const luaL_Reg alm_stats_regress[];
extern const luaL_Reg alm_stats_nonlinear[];
extern const luaL_Reg alm_stats_diffusion[];
extern const luaL_Reg alm_stats_inequality[];
extern const luaL_Reg alm_stats_convergence[];
extern const luaL_Reg alm_stats_spatial[];
extern const luaL_Reg alm_stats_resample[];

/* Reads argument 1 as numbers and drops what is missing; returns how many. */
size_t alm_stats_one(lua_State *L, alm_series *x);

/* Reads arguments 1 and 2 and keeps the rows that have both. */
size_t alm_stats_pair(lua_State *L, alm_series *x, alm_series *y);

/* Reads the list of series at `index` into a new array of series (Lua memory),
 * leaving `spare` elements at its front for the caller. Returns how many there
 * were in the list. */
size_t alm_stats_list(lua_State *L, alm_series **out, int index, size_t spare,
                      const char *what);

/* alm_series_complete of an array of series. */
size_t alm_stats_complete_list(lua_State *L, alm_series *all, size_t count);

/* The position from 1, as the caller of the script counts, of the row `kept`
 * among the complete rows of x and y. */
size_t alm_stats_place(const alm_series *x, const alm_series *y, size_t kept);

/* Adds what is known of a nonlinear fit to the result on top. */
void alm_stats_push_nonlinear(lua_State *L, const alm_nonlinear *fit);

#endif
