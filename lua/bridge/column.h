#ifndef ALM_BRIDGE_COLUMN_H
#define ALM_BRIDGE_COLUMN_H

#include "bridge/bridge.h"
#include "bridge/proxy.h"
#include "bridge/raise.h"
#include "expr/operand.h"

/* Columns, for the other files of the bridge. */

extern const alm_proxy_type alm_column_proxy;

void alm_lua_open_column(lua_State *L);

/* Add their functions to the methods on top of the stack. */
void alm_lua_add_column_meaning(lua_State *L);
void alm_lua_add_column_math(lua_State *L);
void alm_lua_add_column_aggregates(lua_State *L);
void alm_lua_add_column_series(lua_State *L);
void alm_lua_add_column_text(lua_State *L);

/* Adds arithmetic and masks to the metatable on top of the stack. */
void alm_lua_add_column_operators(lua_State *L);

/* The column at `arg`, its vector loaded. Raises. */
alm_lua_column *alm_lua_check_column(lua_State *L, int arg);

/* Pushes a column without anything in it, for a function to fill. */
alm_lua_column *alm_lua_push_column_slot(lua_State *L);

/* Gives the column on top of the stack, whose values are set, its field: that
 * of `info`, or one of which only the name "" is known. `from` (NULL: none) is
 * what it was computed from: the result then belongs to the same table. Returns
 * 1. */
int alm_lua_made_column(lua_State *L, const alm_field_info *info,
                        const alm_lua_column *from);

/* The same for the result of a function of one column: it is called `how(name)`
 * until it is given a name. */
int alm_lua_made_by(lua_State *L, const char *how, const alm_field_info *info,
                    const alm_lua_column *from);

/* Raises `err`; if it is about the type of values and `c` is text read from a
 * table, the error of a text where a number was wanted. */
int alm_lua_raise_about(lua_State *L, const alm_error *err,
                        const alm_lua_column *c);

/* The value at `index` as an operand: a column, number, text, boolean or nil.
 * Raises for others; `what` is what wants it. Text is borrowed from the stack.
 */
alm_operand alm_lua_check_operand(lua_State *L, int index, const char *what);

/* Pushes a column without a selection, of `rows` rows, under a name, made of
 * the value at `index`: a column, a plain list (a field n may say how long it
 * is), or one number or text for all rows. Raises and teaches for others. */
alm_lua_column *alm_lua_push_dense(lua_State *L, int index, size_t rows,
                                   const char *name, size_t len);

/* Pushes a plain table of everything known of a column, which is loaded. */
void alm_lua_push_info(lua_State *L, const alm_lua_column *c);

#endif
