#ifndef ALM_BRIDGE_PLAN_H
#define ALM_BRIDGE_PLAN_H

#include <lauxlib.h>

#include "bridge/expression.h"

/* From the text of an expression to a function of its columns. */

/* What is being made of one expression. All Lua values it needs stand on the
 * stack at fixed places, so that a raise leaves nothing behind. */
typedef struct alm_plan {
    lua_State *L;
    const alm_lua_scope *scope;
    const char *name; /* of the result */
    const char *text;
    size_t len;
    int frame;       /* stack index: list of the columns it reads */
    int slots;       /* stack index: name of the parameter -> place in frame */
    int env;         /* stack index: what it sees as globals */
    size_t count;    /* columns in the frame */
    bool arithmetic; /* nothing that columns cannot do as well as cells */
    bool row;        /* the row itself is a parameter, the last */
    luaL_Buffer out; /* the text that is compiled */
} alm_plan;

/* The userdata of the table that names outside of aggregates are columns of. */
int alm_plan_subject(const alm_plan *p);

/* The values that the expression has: one for each row of that table. */
size_t alm_plan_rows(const alm_plan *p);

/* Pushes what the expression sees as globals: the user's parameters (a stack
 * index or 0) before the functions. */
void alm_plan_push_environment(lua_State *L, int params);

/* Finds the names, computes the aggregates, and pushes the compiled function.
 * Its parameters are the columns of the frame. Raises. */
void alm_plan_compile(alm_plan *p);

#endif
