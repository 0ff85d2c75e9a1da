#ifndef ALM_BRIDGE_TABLE_H
#define ALM_BRIDGE_TABLE_H

#include "bridge/bridge.h"
#include "bridge/cell.h"
#include "bridge/proxy.h"
#include "bridge/raise.h"

/* Tables and their rows, for the other files of the bridge. */

extern const alm_proxy_type alm_table_proxy;

typedef struct alm_lua_window {
    alm_vector vector;
    bool ready; /* the vector is valid */
    bool read;  /* by a row, since a filter last cleared it */
} alm_lua_window;

/* The user values of the userdata behind a table value: names looked up so far
 * (to positions), aliases, columns handed out, the metatable of its rows. */
enum {
    ALM_TABLE_NAMES = 1,
    ALM_TABLE_ALIASES,
    ALM_TABLE_COLUMNS,
    ALM_TABLE_ROW_META,
    ALM_TABLE_VALUES = ALM_TABLE_ROW_META
};

/* The C object behind a table value. */
typedef struct alm_lua_table {
    alm_table *table;
    alm_lua_window *windows; /* one a column, or NULL until one is read */
    size_t room;             /* windows allocated */
    alm_trail *trail;
    bool filtered; /* it is what a filter kept, or was made of such a table */
} alm_lua_table;

/* Pushes the userdata of the table at `index` and returns what is in it, or
 * raises. */
alm_lua_table *alm_lua_push_object(lua_State *L, int index);

/* Pushes the table that is a user value of the userdata at `object`, made when
 * it is not there. */
void alm_lua_push_value(lua_State *L, int object, int which);

/* Pushes an empty slot for what a verb makes of the table at `from`: it answers
 * to the same aliases. */
alm_table **alm_lua_push_like(lua_State *L, int from);

/* A column called `name` was made in the table at `table`, which a verb has
 * just pushed: no alias may hide it. */
void alm_lua_drop_alias(lua_State *L, int table, const char *name);

/* The column `old` is called `name` now: aliases of it follow. */
void alm_lua_move_alias(lua_State *L, int table, const char *old,
                        const char *name);

/* After a verb filled the slot on top of the stack: metrics that were read from
 * its input are no part of the result, and the collector is told. */
void alm_lua_made_table(lua_State *L, alm_table **slot);

/* Position of a column by name: an alias first, then a header, then a metric,
 * which is computed and added (hidden) to the table. ALM_NO_COLUMN when there
 * is none. `object` is the index of the userdata, `name` that of a string. */
size_t alm_lua_find(lua_State *L, int object, int name);

/* Of these, the first two, and the last. */
size_t alm_lua_find_header(lua_State *L, int object, int name);
size_t alm_lua_find_metric(lua_State *L, int object, int name);

/* Whether there is one; computes nothing. */
bool alm_lua_has(lua_State *L, int object, int name);

/* What is to be said of the unknown name `name`, as the help of *err: "lacks",
 * what the metric of that name lacks; "near", which metric may be meant. False
 * when there is nothing to say. */
bool alm_lua_metric_help(lua_State *L, int object, const char *name, size_t len,
                         const char *what, alm_error *err);

/* The columns of the table in the slot were named: they are hidden no more. */
void alm_lua_show(lua_State *L, alm_table **slot, const size_t *columns,
                  size_t n);

/* The table in the slot without the metrics that were read from it. */
void alm_lua_drop_metrics(lua_State *L, alm_table **slot);

/* The same, as a new value in the place of the table value at `index`. */
void alm_lua_use_data(lua_State *L, int index);

/* The same for text in C; raises when there is none. */
size_t alm_lua_column_named(lua_State *L, int object, const char *name,
                            size_t len);

/* Loads every column that the text of an expression, or a function, names, in
 * one pass over a file: the value at `index`, or all in a list there. Names
 * that are no columns are left for the expression to complain about. */
void alm_lua_preload(lua_State *L, int object, int index);

/* Raises about a column that is not there. */
int alm_lua_unknown_column(lua_State *L, int object, const char *name,
                           size_t len);

/* Raises about a name that is neither a method, a key of the table at
 * `methods`, nor a column. */
int alm_lua_unknown_name(lua_State *L, int object, int name, int methods);

/* The window on column `column`, loaded. Raises. */
const alm_vector *alm_lua_window_of(lua_State *L, alm_lua_table *t,
                                    size_t column);

/* Pushes column `column` of the table whose userdata is at `object`. */
void alm_lua_push_column_at(lua_State *L, int object, size_t column);

/* Pushes the cell of a row; remembers it when it is text. */
void alm_lua_push_cell_at(lua_State *L, alm_lua_table *t, size_t column,
                          size_t row);

/* Pushes a row of the table whose userdata is at `object`. */
void alm_lua_push_row(lua_State *L, int object, size_t row);

/* The values that the row functions and expressions of filters read: none, from
 * here on. */
void alm_lua_clear_read(alm_lua_table *t);

/* Makes the type, with all verbs; once a state. */
void alm_lua_open_table(lua_State *L);

/* Sets the functions as methods, in the table of methods on top of the stack.
 */
void alm_lua_add_row_verbs(lua_State *L);
void alm_lua_add_column_verbs(lua_State *L);
void alm_lua_add_group_verbs(lua_State *L);
void alm_lua_add_shape_verbs(lua_State *L);

#endif
