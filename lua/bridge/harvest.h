#ifndef ALM_BRIDGE_HARVEST_H
#define ALM_BRIDGE_HARVEST_H

#include <lua.h>

#include "table/builder.h"

/* Lua values into a column, one by one.
 *
 *  (1) The first value that is not nil decides the type; a float after integers
 *      makes numbers of them, an integer after floats becomes one.
 *  (2) Anything else that does not fit raises, and names the row.
 *  (3) Of nothing but nil comes a column of (missing) numbers.
 *
 * The object lives in a userdata, so a raise leaves nothing behind. */
typedef struct alm_harvest {
    alm_builder *builder; /* NULL until the type is known */
    size_t nils;          /* before that */
    size_t expected;
    lua_Integer unsafe; /* an integer so far that no double holds, or 0 */
} alm_harvest;

/* Pushes one for `expected` values. */
alm_harvest *alm_harvest_push(lua_State *L, size_t expected);

/* Adds the value at `index`. `what` names the column in messages. Raises. */
void alm_harvest_add(lua_State *L, alm_harvest *h, int index, const char *what);

/* The column, into *out, which must be NULL and be owned by a Lua value. Raises
 * when memory is short. The harvest can then be popped. */
void alm_harvest_finish(lua_State *L, alm_column **out, alm_harvest *h);

#endif
