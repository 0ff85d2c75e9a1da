#ifndef ALM_LIFT_LIFT_H
#define ALM_LIFT_LIFT_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Functions of a row, and expressions, without the interpreter.
 *
 * Lua compiles a function; what it compiled to is read (chunk.h) and, where it
 * does nothing but compute from cells, constants and captured values, turned
 * into a program (compile.h) that runs over blocks of rows (run.c). A function
 * that is lifted has no effects, so whatever comes up that is not modelled, an
 * error above all, ends the attempt, and the interpreter does it all: values,
 * errors and limits are those of the interpreter, always. */

/* Gives a state the engine; once, when it has its libraries and the bridge. */
void alm_lift_open(lua_State *L);

/* For tests: whether anything is lifted from here on. */
void alm_lift_enable(lua_State *L, bool on);

/* From here on it is kept what was lifted, and why the rest was not. */
void alm_lift_explain(lua_State *L);

/* Says that line by line, in the order of the first calls, and forgets it.
 * Raises nothing. */
typedef void (*alm_lift_say)(void *context, const char *line, size_t len);
void alm_lift_tell(lua_State *L, alm_lift_say say, void *context);

#endif
