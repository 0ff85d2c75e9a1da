#ifndef ALM_RUNTIME_KEY_H
#define ALM_RUNTIME_KEY_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A Lua value as it is ordered: numbers, strings by bytes, false, true, then
 * objects, which are all equal. */

enum { ALM_RANK_NUMBER, ALM_RANK_STRING, ALM_RANK_BOOLEAN, ALM_RANK_OBJECT };

typedef struct alm_key {
    int rank;
    bool is_integer;     /* also of a float with an integer's value */
    lua_Integer integer; /* of a boolean 0 or 1 */
    lua_Number number;
    uint64_t prefix;
    const char *text; /* borrowed from the string */
    size_t len;
} alm_key;

/* The value at `index`, which must stay alive as long as the key. */
alm_key alm_key_at(lua_State *L, int index);

/* Negative, zero or positive. Exact for integers against floats. */
int alm_key_compare(const alm_key *a, const alm_key *b);

/* An alm_less over an array of keys. */
bool alm_key_less(void *keys, uint32_t a, uint32_t b);

#endif
