#ifndef ALM_BRIDGE_LEDGER_H
#define ALM_BRIDGE_LEDGER_H

#include "bridge/bridge.h"

/* Makes the ledger of a state; once. */
void alm_lua_open_ledger(lua_State *L);

#endif
