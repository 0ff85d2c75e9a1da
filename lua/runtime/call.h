#ifndef ALM_RUNTIME_CALL_H
#define ALM_RUNTIME_CALL_H

#include <lua.h>

#include "base/error.h"

/* The only door from C into Lua.
 *
 * Calls the function below its `nargs` arguments on the stack, as lua_call
 * does; `nresults` may be LUA_MULTRET. On failure function and arguments are
 * gone, nothing is pushed, and *err says what happened:
 *   - an error object of ours becomes itself again, an error text loses its
 *     "script.lua:14: ", any other value is described;
 *   - file and line are those of the script, where one was running;
 *   - a limit is ALM_ELIMIT whatever the script did about it, and every later
 *     call into the state fails with it too.
 * The clock of the state's time limit runs during the outermost call. May be
 * used inside a function that Lua called. */
ALM_MUST_CHECK
alm_status alm_lua_call(lua_State *L, int nargs, int nresults, alm_error *err);

/* Runs `f` protected, with `argument` as its only (light userdata) argument and
 * no result: for C code that builds or reads Lua values. */
ALM_MUST_CHECK
alm_status alm_lua_run(lua_State *L, lua_CFunction f, void *argument,
                       alm_error *err);

#endif
