#ifndef ALM_BRIDGE_STATS_INPUT_H
#define ALM_BRIDGE_STATS_INPUT_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Arguments of kernels. Everything read here is in Lua memory and stays on the
 * stack below what the caller pushes, so that a raise leaks nothing. */

/* One series of a call. What stands at a missing position is 0. */
typedef struct alm_series {
    const char *what; /* "x", "weights": for messages */
    size_t n;
    double *values; /* numbers, or the codes of labels from 0 */
    bool *present;
    int labels;         /* stack index of the table of labels; 0 for numbers */
    const char *column; /* header of the column it is; NULL for an array */
} alm_series;

/* Reads numbers from the array or column at `index`; raises for anything else
 * in it. */
void alm_series_read(lua_State *L, alm_series *out, int index,
                     const char *what);

/* Reads labels: texts, periods, numbers or booleans, coded in order of
 * appearance. */
void alm_series_read_labels(lua_State *L, alm_series *out, int index,
                            const char *what);

/* Raises where `needed` has no value though `other` has one: weights are not
 * to be guessed. */
void alm_series_demand(lua_State *L, const alm_series *needed,
                       const alm_series *other);

/* Leaves only the rows of which no series misses a value, closes the gaps and
 * returns how many were left out. Raises when lengths differ. Where one is a
 * column, the ledger gets an entry under the name of the running function,
 * which is its first upvalue. */
size_t alm_series_complete(lua_State *L, alm_series *const *all, size_t count);

/* Labels as groups 0 .. k-1, in order of appearance among what is left. */
typedef struct alm_groups {
    uint32_t *codes;
    size_t k;
    int names; /* stack index of the table of their k labels */
} alm_groups;

void alm_series_group(lua_State *L, alm_groups *out, const alm_series *labels);

/* Room for `count` items of `size` bytes in Lua memory, not cleared. */
void *alm_lua_scratch(lua_State *L, size_t count, size_t size);

#endif
