#ifndef ALM_LIFT_EXPLAIN_H
#define ALM_LIFT_EXPLAIN_H

#include "lift/lift.h"

/* What a state keeps for its lift. */
typedef struct alm_lift_state {
    bool off;
    bool trusted; /* what operators do can be changed: nothing is lifted */
    bool explaining;
} alm_lift_state;

/* Makes it, once. */
alm_lift_state *alm_lift_state_new(lua_State *L);
alm_lift_state *alm_lift_state_of(lua_State *L);

/* Keeps that the function at `index` was lifted (`why` NULL), or why it was
 * not, found on `line` (0: none). */
void alm_lift_note(lua_State *L, int index, const char *why, size_t line);

#endif
