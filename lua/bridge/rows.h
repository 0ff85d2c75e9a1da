#ifndef ALM_BRIDGE_ROWS_H
#define ALM_BRIDGE_ROWS_H

#include "bridge/bridge.h"

/* All calls of a function of a row, or of a compiled expression, for the rows
 * of a table. */
typedef struct alm_lua_row_call {
    int function; /* stack index */
    int object;   /* stack index: userdata of the table that a row is of */
    size_t rows;
    const char *name; /* of the result */
    bool mask;        /* the answers must be true, false or nil */

    /* An expression gets cells of these columns, and the row after them when it
     * asks for it; a function of a row gets the row. */
    bool expression;
    bool row;
    const alm_lua_column *const *columns;
    size_t n_columns;
} alm_lua_row_call;

/* What may answer for all rows at once, so that Lua need not be called for
 * each: it knows only some functions, and must answer as Lua would. */
typedef struct alm_lua_row_engine {
    /* Fills *out, which is owned by a Lua value, or answers false; nothing may
     * then have happened. Raises nothing but that memory is short. */
    bool (*run)(lua_State *L, alm_column **out, const alm_lua_row_call *call);

    /* Sets named[i] for the columns i that the function at `index` names, of
     * the table whose userdata is at `object`. */
    void (*mark)(lua_State *L, int object, int index, bool *named);
} alm_lua_row_engine;

/* Gives the state an engine, which must outlive it; NULL: none. */
void alm_lua_set_row_engine(lua_State *L, const alm_lua_row_engine *engine);
const alm_lua_row_engine *alm_lua_get_row_engine(lua_State *L);

#endif
