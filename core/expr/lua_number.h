#ifndef ALM_EXPR_LUA_NUMBER_H
#define ALM_EXPR_LUA_NUMBER_H

#include <math.h>
#include <stdint.h>

/* What Lua 5.4 computes of two numbers where C does not. */

/* lvm.c, luaV_modf: fmod has the sign of the dividend. */
static inline double alm_lua_modulo(double x, double y)
{
    double m = fmod(x, y);
    if (m > 0 ? y < 0 : (m < 0 && y > 0))
        m += y;
    return m;
}

/* llimits.h, luai_numpow. */
static inline double alm_lua_power(double x, double y)
{
    return y == 2.0 ? x * x : pow(x, y);
}

/* lvm.c, luaV_idiv and luaV_mod; y is not 0. */
static inline int64_t alm_lua_floor_divide(int64_t x, int64_t y)
{
    if (y == -1) /* the least integer has no counterpart: wrap around */
        return (int64_t)(0 - (uint64_t)x);
    const int64_t q = x / y;
    return (x ^ y) < 0 && x % y != 0 ? q - 1 : q;
}

static inline int64_t alm_lua_floor_modulo(int64_t x, int64_t y)
{
    if (y == -1)
        return 0;
    const int64_t r = x % y;
    return r != 0 && (r ^ y) < 0 ? r + y : r;
}

#endif
