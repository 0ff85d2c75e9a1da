#include "lift/scalar.h"

/* Signed arithmetic that wraps around. */
static int64_t wrapped(uint64_t x)
{
    return (int64_t)x;
}

/* Both are integers; / and ^ have none. */
static bool integers(alm_value *out, alm_step_op op, int64_t x, int64_t y)
{
    const uint64_t ux = (uint64_t)x;
    const uint64_t uy = (uint64_t)y;
    switch (op) {
    case ALM_STEP_ADD: *out = alm_value_integer(wrapped(ux + uy)); break;
    case ALM_STEP_SUBTRACT: *out = alm_value_integer(wrapped(ux - uy)); break;
    case ALM_STEP_MULTIPLY: *out = alm_value_integer(wrapped(ux * uy)); break;
    case ALM_STEP_FLOOR_DIVIDE:
        if (y == 0)
            return false;
        *out = alm_value_integer(alm_lua_floor_divide(x, y));
        break;
    default:
        if (y == 0)
            return false;
        *out = alm_value_integer(alm_lua_floor_modulo(x, y));
        break;
    }
    return true;
}

static double numbers(alm_step_op op, double x, double y)
{
    switch (op) {
    case ALM_STEP_ADD: return x + y;
    case ALM_STEP_SUBTRACT: return x - y;
    case ALM_STEP_MULTIPLY: return x * y;
    case ALM_STEP_DIVIDE: return x / y;
    case ALM_STEP_FLOOR_DIVIDE: return floor(x / y);
    case ALM_STEP_MODULO: return alm_lua_modulo(x, y);
    default: return alm_lua_power(x, y);
    }
}

bool alm_value_arith(alm_value *out, alm_step_op op, const alm_value *a,
                     const alm_value *b)
{
    const unsigned kinds = (unsigned)a->tag | (unsigned)b->tag;

    if ((kinds & ~(unsigned)(ALM_TAG_NUMBERS | ALM_TAG_NIL)) != 0)
        return false;
    if ((kinds & ALM_TAG_NIL) != 0) {
        *out = alm_value_nil();
        return true;
    }
    if (kinds == ALM_TAG_INTEGER && op != ALM_STEP_DIVIDE &&
        op != ALM_STEP_POWER)
        return integers(out, op, a->cell.i, b->cell.i);
    *out =
        alm_value_float(numbers(op, alm_value_number(a), alm_value_number(b)));
    return true;
}

/* To the left by n, or to the right when n is below 0; no sign is kept. */
static int64_t shifted(uint64_t x, int64_t n)
{
    if (n <= -64 || n >= 64)
        return 0;
    return wrapped(n < 0 ? x >> -n : x << n);
}

bool alm_value_bits(alm_value *out, alm_step_op op, const alm_value *a,
                    const alm_value *b)
{
    if (a->tag != ALM_TAG_INTEGER || b->tag != ALM_TAG_INTEGER)
        return false;
    const uint64_t x = (uint64_t)a->cell.i;
    const uint64_t y = (uint64_t)b->cell.i;
    int64_t bits;
    switch (op) {
    case ALM_STEP_AND: bits = wrapped(x & y); break;
    case ALM_STEP_OR: bits = wrapped(x | y); break;
    case ALM_STEP_XOR: bits = wrapped(x ^ y); break;
    case ALM_STEP_SHIFT_LEFT: bits = shifted(x, b->cell.i); break;
    default: bits = shifted(x, wrapped(0U - y)); break;
    }
    *out = alm_value_integer(bits);
    return true;
}

bool alm_exact_integer(int64_t *out, double x)
{
    /* 2^63 as a double is exact; NaN fails both. */
    if (!(x >= -0x1p63 && x < 0x1p63) || floor(x) != x)
        return false;
    *out = (int64_t)x;
    return true;
}

bool alm_value_equal(const alm_lift_texts *texts, const alm_value *a,
                     const alm_value *b)
{
    int64_t whole;

    if (a->tag != b->tag) {
        if (((unsigned)a->tag | (unsigned)b->tag) != ALM_TAG_NUMBERS)
            return false;
        const bool first = a->tag == ALM_TAG_INTEGER;
        return alm_exact_integer(&whole, first ? b->cell.d : a->cell.d) &&
               whole == (first ? a->cell.i : b->cell.i);
    }
    switch (a->tag) {
    case ALM_TAG_INTEGER: return a->cell.i == b->cell.i;
    case ALM_TAG_FLOAT: return a->cell.d == b->cell.d;
    case ALM_TAG_TEXT:
        return alm_lift_texts_equal(texts, a->cell.text, b->cell.text);
    default: return true;
    }
}

/* i < x, or i <= x, by their exact values. Where a double is not whole it is
 * far below 2^63. */
static bool integer_first(int64_t i, double x, bool equal)
{
    if (!(x < 0x1p63))
        return x >= 0x1p63; /* above all integers, or NaN */
    if (x < -0x1p63)
        return false;
    return equal ? i <= (int64_t)floor(x) : i < (int64_t)ceil(x);
}

/* x < i, or x <= i. */
static bool number_first(double x, int64_t i, bool equal)
{
    if (!(x < 0x1p63))
        return false;
    if (x < -0x1p63)
        return true;
    return equal ? (int64_t)ceil(x) <= i : (int64_t)floor(x) < i;
}

static bool less_number(const alm_value *a, const alm_value *b, bool equal)
{
    if (a->tag == ALM_TAG_INTEGER && b->tag == ALM_TAG_INTEGER)
        return equal ? a->cell.i <= b->cell.i : a->cell.i < b->cell.i;
    if (a->tag == ALM_TAG_INTEGER)
        return integer_first(a->cell.i, b->cell.d, equal);
    if (b->tag == ALM_TAG_INTEGER)
        return number_first(a->cell.d, b->cell.i, equal);
    return equal ? a->cell.d <= b->cell.d : a->cell.d < b->cell.d;
}

bool alm_value_less(bool *out, const alm_lift_texts *texts, bool equal,
                    const alm_value *a, const alm_value *b)
{
    const unsigned kinds = (unsigned)a->tag | (unsigned)b->tag;

    if ((kinds & ALM_TAG_NIL) != 0) {
        *out = false;
        return true;
    }
    if (kinds == ALM_TAG_TEXT) {
        const int order =
            alm_lift_texts_compare(texts, a->cell.text, b->cell.text);
        *out = equal ? order <= 0 : order < 0;
        return true;
    }
    if ((kinds & ~(unsigned)ALM_TAG_NUMBERS) != 0)
        return false;
    *out = less_number(a, b, equal);
    return true;
}
