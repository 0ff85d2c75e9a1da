#ifndef ALM_BRIDGE_EXPRESSION_H
#define ALM_BRIDGE_EXPRESSION_H

#include "bridge/aggregate.h"
#include "bridge/table.h"

/* Expression strings: the Lua of a function of a row without the `r.`.
 *
 * Lua's own compiler reads the text. Before, its names are found: a name is
 * first a parameter, then a column, then a function; anything else raises, also
 * when there are no rows. Columns become parameters of the compiled function,
 * and so do aggregates, which are computed before and once for each group: what
 * is left is evaluated once for each row of the answer. If that is plain
 * arithmetic, it is evaluated at once over whole columns instead, with the same
 * values, and the result knows its unit. */

/* What an expression is evaluated over. */
typedef struct alm_lua_scope {
    int object;  /* stack index of the userdata of the table */
    int params;  /* stack index of a plain table of parameters, 0: none */
    int results; /* summarise: userdata of the table of groups, keys and earlier
                    results, one row a group. The answer then has a value for
                    each group; 0: one for each row of the table */
    const alm_grouping *grouping; /* NULL: all rows are one group */
    bool mask;                    /* the answer must be true, false or nil */
    int depth;                    /* of aggregates in aggregates */
} alm_lua_scope;

/* Pushes the value of the expression as a column. `name` is what it is called
 * in messages. Raises. */
void alm_lua_evaluate(lua_State *L, const alm_lua_scope *scope,
                      const char *name, const char *text, size_t len);

/* summarise: where the text is but the name of a column of the rows whose field
 * says how it adds up over regions (a sum, or the mean weighted by another
 * column), pushes that column, one value a group. False, and nothing pushed,
 * where it is anything else. Raises. */
bool alm_lua_roll_up(lua_State *L, const alm_lua_scope *scope, const char *text,
                     size_t len);

/* Pushes a column of what the function at `index` answers for each row. */
void alm_lua_call_rows(lua_State *L, const alm_lua_scope *scope,
                       const char *name, int index);

/* Splits the assignment at `index` into the name, which is pushed, and the
 * expression (a pointer into the string). A name alone is given itself. Raises
 * and teaches when it is neither; `verb` says who asks. */
const char *alm_lua_check_assignment(lua_State *L, int index, const char *verb,
                                     size_t *len);

/* Pushes the functions that expressions know; once a state. */
void alm_lua_open_functions(lua_State *L);

/* Pushes the table of those functions. Names that are not in it are looked up
 * among the globals of the state, and raise when they are not there either. */
void alm_lua_push_functions(lua_State *L);

/* __index of that table, (functions, name): looks there. */
int alm_lua_find_global(lua_State *L);

#endif
