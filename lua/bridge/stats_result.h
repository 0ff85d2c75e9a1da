#ifndef ALM_BRIDGE_STATS_RESULT_H
#define ALM_BRIDGE_STATS_RESULT_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "stats/figure.h"

/* What kernels return, as Lua values. The table that is filled is on top of the
 * stack. */

/* Raises unless status is ALM_OK. */
void alm_result_check(lua_State *L, alm_status status, const alm_error *err);

/* Pushes the value, or nil and the reason: what a function of one number
 * returns. */
int alm_result_push(lua_State *L, alm_figure figure);

/* Absent when undefined; the first reason becomes the field `reason`. */
void alm_result_figure(lua_State *L, const char *name, alm_figure figure);

void alm_result_number(lua_State *L, const char *name, double value);
void alm_result_count(lua_State *L, const char *name, size_t value);
void alm_result_flag(lua_State *L, const char *name, bool value);
void alm_result_text(lua_State *L, const char *name, const char *value);

/* Pushes a list of `all` places (the field n) with the values given at those
 * that are present, one after the other; as integers when they are `whole`. */
void alm_result_list(lua_State *L, const double *values, const bool *present,
                     size_t all, bool whole);

/* A figure and the name of its field. */
typedef struct alm_named_figure {
    const char *name;
    alm_figure figure;
} alm_named_figure;

void alm_result_figures(lua_State *L, const alm_named_figure *figures,
                        size_t count);

/* Starts a result: a new table with `n` and `missing`. */
void alm_result_new(lua_State *L, size_t n, size_t missing);

#endif
