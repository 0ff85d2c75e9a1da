#ifndef ALM_BRIDGE_PROXY_H
#define ALM_BRIDGE_PROXY_H

#include <lauxlib.h>
#include <lua.h>

/* C objects that scripts see as tables.
 *
 * A proxy is an empty Lua table (type(t) == "table") with the metatable of its
 * kind. The C object is a userdata that the proxy holds under a raw key no
 * script can make: the address of the type. The metatable says which kind it is
 * (`__almanac`), so that the sandbox's pairs, next, rawget and table functions
 * know one when they meet it. */
typedef struct alm_proxy_type {
    const char *name;    /* "table", "column", ...: what __almanac says */
    size_t size;         /* of the C object */
    int values;          /* user values of the userdata */
    lua_CFunction close; /* __gc of the userdata; may run twice */
} alm_proxy_type;

/* Makes the metatables of a type, once a state, and leaves that of the proxies
 * on the stack, with the functions of `meta` in it. */
void alm_proxy_open(lua_State *L, const alm_proxy_type *type,
                    const luaL_Reg *meta);

/* Pushes a proxy whose C object is all zero, and returns the object for the
 * caller to fill. */
void *alm_proxy_push(lua_State *L, const alm_proxy_type *type);

/* The C object of the proxy at `index`; NULL when that is something else. */
void *alm_proxy_get(lua_State *L, int index, const alm_proxy_type *type);

/* The same, and pushes the userdata; pushes nothing when the answer is NULL. */
void *alm_proxy_push_object(lua_State *L, int index,
                            const alm_proxy_type *type);

/* The C object of argument `arg`; raises when it is something else. */
void *alm_proxy_check(lua_State *L, int arg, const alm_proxy_type *type);

/* "a table of data", "a column", "text", "nil": what the value at `index` is,
 * for messages. Static storage. */
const char *alm_lua_describe(lua_State *L, int index);

/* Raises when the table at `index` has a key that is not among `known`, which
 * ends in NULL; `what` is what takes the options. */
void alm_lua_check_options(lua_State *L, int index, const char *what,
                           const char *const *known);

/* Tells the collector that `bytes` of C memory now hang on a small userdata, so
 * that it runs as often as if Lua had allocated them. */
void alm_lua_pressure(lua_State *L, size_t bytes);

#endif
