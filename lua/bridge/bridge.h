#ifndef ALM_BRIDGE_BRIDGE_H
#define ALM_BRIDGE_BRIDGE_H

#include <lua.h>

#include "query/ledger.h"
#include "table/table.h"

/* Tables of the core as Lua values: what the runtime and the command line need.
 * What scripts can do with them is told in lua/types.
 *
 * Everything here may raise (see raise.h), so call it under lua_pcall, and hold
 * no C memory meanwhile that is not owned by a Lua value. */

/* Makes the types, the ledger and the functions of expressions known to a
 * state; once, before anything else here. */
void alm_lua_open_bridge(lua_State *L);

/* Pushes the module `almanac.core`: table(records [, names]), where `records`
 * may also be {name = list, ...}; column(list [, name]); is_table, is_column;
 * time, year, frequency; note{operation, subject, of, used}, which adds to the
 * ledger; refuse(message), which raises without blaming a line. */
void alm_lua_push_core(lua_State *L);

/* Adds time, year and frequency to the table on top of the stack: what scripts
 * find among their globals. */
void alm_lua_add_globals(lua_State *L);

/* Pushes a table; one more reference is taken. */
void alm_lua_push_table(lua_State *L, alm_table *table);

/* Pushes a table whose C object is still NULL and returns where it goes. The
 * caller must fill it, or raise. */
alm_table **alm_lua_push_table_slot(lua_State *L);

/* The table at `index`, borrowed while that value lives; NULL when it is
 * something else. */
alm_table *alm_lua_to_table(lua_State *L, int index);

/* The same, but raises when it is something else. */
alm_table *alm_lua_check_table(lua_State *L, int arg);

/* A column as scripts hold it: values through a selection, what is known of
 * them, and the table that it was read from (NULL when it was computed). */
typedef struct alm_lua_column {
    alm_column *column;
    alm_rows *rows; /* NULL: all */
    alm_field *field;
    alm_table *table;
    size_t index;      /* of the column in the table, or ALM_NO_COLUMN */
    alm_vector vector; /* valid once `loaded` */
    bool loaded;
} alm_lua_column;

/* Pushes a column; one more reference of each (rows and table may be NULL). */
void alm_lua_push_column(lua_State *L, alm_column *column, alm_rows *rows,
                         alm_field *field, alm_table *table);

/* The column at `index`, or NULL. */
alm_lua_column *alm_lua_to_column(lua_State *L, int index);

/* Lets the table at `table` answer to other names: the plain Lua table at
 * `aliases` maps a name to the header of a column. An alias goes before a
 * column of that name. What verbs make of the table has them too. */
void alm_lua_set_aliases(lua_State *L, int table, int aliases);

/* Pushes a copy of them, empty when there are none. */
void alm_lua_push_aliases(lua_State *L, int table);

/* Registry: a function (table, name, what) that is asked about a column the
 * table does not have: a metric. To "resolve" it returns the column, or nil; to
 * "has" whether there is one; to "lacks" and "near" a text, what the metric
 * lacks, and which may be meant, or nil. */
#define ALM_LUA_RESOLVER "almanac.resolver"

/* The ledger of the state. */
alm_ledger *alm_lua_ledger(lua_State *L);

/* Adds to an error of Lua's own, or one that a script raised, in which row and
 * in which group of the data it happened. For a message handler: raises
 * nothing. */
void alm_lua_place_error(lua_State *L, alm_error *err);

/* Raises what is wrong with the grammar of an expression, or of
 * `name = expression`; evaluates nothing. */
void alm_lua_check_expression(lua_State *L, const char *text, size_t len);

/* Whether the string at `index` names a function of expressions or a global. */
bool alm_lua_is_function(lua_State *L, int index);

/* Gives the state a new ledger; the one before ends unless a value made by
 * alm_lua_push_ledger still keeps it. */
void alm_lua_open_ledger(lua_State *L);

/* Pushes the ledger as a value; alm_lua_set_ledger pops it and makes it the
 * state's again. */
void alm_lua_push_ledger(lua_State *L);
void alm_lua_set_ledger(lua_State *L);

#endif
