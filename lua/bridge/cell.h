#ifndef ALM_BRIDGE_CELL_H
#define ALM_BRIDGE_CELL_H

#include <lua.h>

#include "table/place.h"
#include "table/table.h"

/* Cells as Lua values: integer, number, string, boolean; a period is its text,
 * a missing value nil. */

void alm_lua_push_cell(lua_State *L, const alm_vector *v, size_t i);

/* Whether cells of the type reach scripts as texts. */
static inline bool alm_is_text_cell(alm_type type)
{
    return type == ALM_TEXT || type == ALM_PERIOD;
}

/* The texts last handed to the script, so that arithmetic with one of them can
 * name its column. One a state. */
typedef struct alm_trail alm_trail;

/* Makes the trail of a state, once. */
void alm_lua_open_trail(lua_State *L);
alm_trail *alm_lua_trail(lua_State *L);

/* Remembers that the text in row `row` of a column was read. */
void alm_trail_add(alm_trail *trail, alm_table *table, size_t column,
                   size_t row);

/* Fills *err with the error of a text or period where a number was wanted: the
 * cell, its line, how many such values there are, and the ways out. */
void alm_lua_fail_text(alm_error *err, const alm_table *table, size_t column,
                       size_t row);

#endif
