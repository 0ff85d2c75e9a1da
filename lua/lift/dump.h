#ifndef ALM_LIFT_DUMP_H
#define ALM_LIFT_DUMP_H

#include <lua.h>

#include "base/buffer.h"

/* Adds the compiled form of the function at `index` to a buffer; ALM_EINVAL for
 * one of C. Raises nothing. */
ALM_MUST_CHECK
alm_status alm_lift_dump(alm_buffer *out, lua_State *L, int index,
                         alm_error *err);

#endif
