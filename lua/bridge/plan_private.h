#ifndef ALM_BRIDGE_PLAN_PRIVATE_H
#define ALM_BRIDGE_PLAN_PRIVATE_H

#include "bridge/plan.h"
#include "bridge/scan.h"

/* What plan.c, plan_names.c and plan_fail.c share. */

/* A free name; the scanner is behind it. What stands in its place in the text
 * that is compiled goes to p->out. */
void alm_plan_use_name(alm_plan *p, const alm_token *token, alm_scanner *s);

/* ---- plan_fail.c: each raises; `name` is the stack index of a string ---- */

/* An unknown name: the nearest of parameters, columns and functions. */
int alm_plan_fail_unknown(alm_plan *p, int name);

/* A column of the input where a value of each group is wanted. */
int alm_plan_fail_not_aggregated(alm_plan *p, const char *name);

/* A column that is called like an aggregate. */
int alm_plan_fail_hidden_aggregate(alm_plan *p, const char *name);

/* A column that is called, maybe for the function of its name. */
int alm_plan_fail_called(alm_plan *p, int name);

/* The message of Lua's compiler on top of the stack, without the name of the
 * chunk, and without the bracket that we closed the text with. */
int alm_plan_fail_syntax(lua_State *L, const char *text, size_t len);

/* users:lag() cannot be meant: in an expression a name is one value, and only
 * text has methods. Returns where the column is text. */
void alm_plan_refuse_method(alm_plan *p, int name);

#endif
