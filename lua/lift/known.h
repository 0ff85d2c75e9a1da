#ifndef ALM_LIFT_KNOWN_H
#define ALM_LIFT_KNOWN_H

#include <lua.h>

#include "lift/scalar.h"

/* The functions that a lifted function may call: those of math, and some of
 * expressions, known by what they are, not by what a script calls them. */
typedef enum alm_known {
    ALM_KNOWN_NONE,
    ALM_KNOWN_SQRT, /* these take and give doubles */
    ALM_KNOWN_EXP,
    ALM_KNOWN_LOG,
    ALM_KNOWN_SIN,
    ALM_KNOWN_COS,
    ALM_KNOWN_TAN,
    ALM_KNOWN_ASIN,
    ALM_KNOWN_ACOS,
    ALM_KNOWN_ATAN,
    ALM_KNOWN_DEG,
    ALM_KNOWN_RAD,
    ALM_KNOWN_ABS,
    ALM_KNOWN_FLOOR,
    ALM_KNOWN_CEIL,
    ALM_KNOWN_FMOD,
    ALM_KNOWN_MAX,
    ALM_KNOWN_MIN,
    ALM_KNOWN_TOINTEGER,
    ALM_KNOWN_ROUND, /* of expressions, as the rest */
    ALM_KNOWN_IS_MISSING,
    ALM_KNOWN_COALESCE,
    ALM_KNOWN_BETWEEN,
    ALM_KNOWN_ISIN /* a step of its own: its second argument is a list */
} alm_known;

/* Remembers the functions that the state has; once, when it has them. */
void alm_known_open(lua_State *L);

/* The function at `index`. */
alm_known alm_known_function(lua_State *L, int index);

/* What it is of a double; NULL for one that is more than that. */
typedef double (*alm_real_function)(double);
alm_real_function alm_known_real(alm_known function);

/* What it answers to n values, at least one. False where it raises, or the
 * answer is not known here. */
bool alm_known_call(alm_value *out, const alm_lift_texts *texts,
                    alm_known function, const alm_value *args, size_t n);

#endif
