#ifndef ALM_RUNTIME_MODULE_H
#define ALM_RUNTIME_MODULE_H

#include <lua.h>

/* Takes the table on top of the stack as the module that `require` gives for
 * `name`; scripts see it read-only. May raise a memory error. */
void alm_module_set(lua_State *L, const char *name);

/* Lets the next `require` of any module but those set by alm_module_set read
 * its file, as in a new state. Modules that are kept elsewhere stay as they
 * are, and no script finds them. May raise a memory error. */
void alm_module_reset(lua_State *L);

/* Lets the next `require` of a module that is not the engine's read its file
 * again. */
void alm_module_forget(lua_State *L);

#endif
