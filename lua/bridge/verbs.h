#ifndef ALM_BRIDGE_VERBS_H
#define ALM_BRIDGE_VERBS_H

#include "bridge/expression.h"
#include "bridge/table.h"

/* What the verbs of tables share. In all of them argument 1 is the table. */

/* Positions of columns, in Lua memory. */
typedef struct alm_lua_columns {
    size_t n;
    size_t at[];
} alm_lua_columns;

/* Reads names of columns from argument `arg` on: texts, or one list of texts; a
 * text with commas may name several. Pushes the userdata of what it returns.
 * `object` is the userdata of the table. */
alm_lua_columns *alm_lua_check_columns(lua_State *L, int object, int arg,
                                       const char *verb);

/* Argument 2 of a verb that takes another table. */
alm_table *alm_lua_check_other(lua_State *L, const char *verb);

/* The count in argument `arg`: a whole number from 0. */
size_t alm_lua_check_count(lua_State *L, int arg, size_t otherwise,
                           const char *verb);

/* Pushes a column of `rows` dense rows called `name` for what a verb like with
 * was given at `index`: an expression, a function of a row, a column, a list or
 * a value. */
alm_lua_column *alm_lua_push_given(lua_State *L, const alm_lua_scope *scope,
                                   int index, const char *name, size_t len);

/* Calls `add` for every entry of the list at `list`, in the order of the
 * design: positional texts as written, then keyed entries sorted by name. The
 * stack of `add`: the name is on top, below it the value (for a positional one
 * the text of the expression). */
typedef void (*alm_lua_add)(lua_State *L, void *context, bool positional);
void alm_lua_each_entry(lua_State *L, int list, const char *verb,
                        alm_lua_add add, void *context);

/* t:with{...}: the arguments are those of the method; leaves the result on top
 * of the stack. Aggregates are taken over the groups. */
void alm_lua_with(lua_State *L, const alm_grouping *grouping);

/* Pushes a column, as long as the table value at `from`, of what the function
 * at `index` answers for the table of each group: a column, a list or a value.
 */
void alm_lua_call_each_group(lua_State *L, const alm_grouping *grouping,
                             int from, const char *name, int index);

/* Makes the type of t:group_by(...). */
void alm_lua_open_group(lua_State *L);

/* When the value at `index` is the iterator of g:each(), writes the keys of the
 * group that the loop is at. Raises nothing. */
bool alm_lua_group_of_loop(lua_State *L, int index, char *out, size_t size);

#endif
