#ifndef ALM_BRIDGE_STATS_OPTION_H
#define ALM_BRIDGE_STATS_OPTION_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Options of kernels: a table with names, as the last argument. All of these
 * take absent options for their defaults, and raise for a value that is not of
 * the kind asked. `index` is the table, or 0 when the call has none. */

/* Returns the index of the options table, which may be absent, after checking
 * that it holds only names of `known`, a list that NULL ends. */
int alm_options_check(lua_State *L, int index, const char *const *known);

double alm_option_number(lua_State *L, int index, const char *name,
                         double absent);
lua_Integer alm_option_integer(lua_State *L, int index, const char *name,
                               lua_Integer absent);
/* The option "seed"; when absent that of the run. */
lua_Integer alm_option_seed(lua_State *L, int index);
/* An integer from 1 to 10 million: how often something is repeated. */
size_t alm_option_count(lua_State *L, int index, const char *name,
                        size_t absent);
bool alm_option_flag(lua_State *L, int index, const char *name, bool absent);

/* A word, and what it stands for in C. */
typedef struct alm_choice {
    const char *word; /* NULL ends a list */
    int value;
} alm_choice;

/* The first choice when the option is absent. */
int alm_option_choice(lua_State *L, int index, const char *name,
                      const alm_choice *choices);

/* Whether the option is there; if so, its value is pushed. */
bool alm_option_push(lua_State *L, int index, const char *name);

#endif
