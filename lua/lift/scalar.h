#ifndef ALM_LIFT_SCALAR_H
#define ALM_LIFT_SCALAR_H

#include "expr/lua_number.h"
#include "lift/program.h"

/* Single values, as Lua 5.4 (lvm.c) and the rules of missing values treat them:
 * what loops over typed columns do, and all that they do not. False where Lua
 * raises, or where the answer is not known here. */
typedef struct alm_value {
    alm_tag tag;
    alm_cell cell;
} alm_value;

bool alm_value_arith(alm_value *out, alm_step_op op, const alm_value *a,
                     const alm_value *b);

/* The bits of integers. */
bool alm_value_bits(alm_value *out, alm_step_op op, const alm_value *a,
                    const alm_value *b);

bool alm_value_equal(const alm_lift_texts *texts, const alm_value *a,
                     const alm_value *b);

/* a < b, or a <= b with `equal`. */
bool alm_value_less(bool *out, const alm_lift_texts *texts, bool equal,
                    const alm_value *a, const alm_value *b);

/* The double of a number. */
static inline double alm_value_number(const alm_value *v)
{
    return v->tag == ALM_TAG_INTEGER ? (double)v->cell.i : v->cell.d;
}

/* The integer that a double is exactly. */
bool alm_exact_integer(int64_t *out, double x);

static inline alm_value alm_value_nil(void)
{
    return (alm_value){ALM_TAG_NIL, {.i = 0}};
}

static inline alm_value alm_value_integer(int64_t x)
{
    return (alm_value){ALM_TAG_INTEGER, {.i = x}};
}

static inline alm_value alm_value_float(double x)
{
    return (alm_value){ALM_TAG_FLOAT, {.d = x}};
}

static inline alm_value alm_value_boolean(bool x)
{
    return (alm_value){x ? ALM_TAG_TRUE : ALM_TAG_FALSE, {.i = 0}};
}

#endif
