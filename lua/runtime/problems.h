#ifndef ALM_RUNTIME_PROBLEMS_H
#define ALM_RUNTIME_PROBLEMS_H

#include <lua.h>
#include <stdbool.h>

#include "base/error.h"

/* A problem that the engine's Lua found: a table {message, help, data, usage,
 * line, file}; with `module` the message is that the file is one. */
typedef struct alm_problem_report {
    alm_error err;
    bool usage; /* the command line is to blame, not the data */
} alm_problem_report;

/* Problems found together. A zeroed struct is empty. */
typedef struct alm_problem_list {
    alm_problem_report *items;
    size_t n;
    size_t cap;
} alm_problem_list;

/* Whether a file was refused because it is a module that scripts load. */
bool alm_is_module(const alm_error *err);

/* Reads the problem at `index`. */
void alm_lua_read_problem(lua_State *L, int index, alm_problem_report *out);

/* Adds the problems of the list at `index`, which is absolute. May raise. */
void alm_lua_read_problems(lua_State *L, int index, alm_problem_list *out);

ALM_MUST_CHECK
alm_status alm_problem_list_add(alm_problem_list *list,
                                const alm_problem_report *problem,
                                alm_error *err);
void alm_problem_list_free(alm_problem_list *list);

#endif
