#ifndef ALM_RUNTIME_HINT_H
#define ALM_RUNTIME_HINT_H

#include <lua.h>

#include "base/error.h"
#include "runtime/state.h"

/* Ways out of errors that come in Lua's own words, and of `require`. */

/* Adds one to *err where there is one and it has none: the function that a
 * misspelt one was meant to be, what a script has in place of one that is
 * absent. */
void alm_hint(lua_State *L, alm_error *err);

/* What a script has in place of a global that it has not; NULL: nothing known.
 * Static. */
const char *alm_hint_global(const char *name);

/* The way out of a `require` of `name`, which no folder has: a module that is
 * nearly called so, what a script does without, or the folders. */
void alm_hint_module(const alm_state *state, const char *name, alm_error *err);

/* The same of a name that none can have: "lib/module", "../module". */
void alm_hint_module_name(const char *name, alm_error *err);

#endif
