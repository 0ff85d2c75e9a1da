#ifndef ALM_RUNTIME_MODULE_H
#define ALM_RUNTIME_MODULE_H

#include <lua.h>

/* Takes the table on top of the stack as the module that `require` gives for
 * `name`; scripts see it read-only. May raise a memory error. */
void alm_module_set(lua_State *L, const char *name);

#endif
