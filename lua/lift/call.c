#include "expr/math.h"
#include "lift/known.h"
#include "lift/run.h"

/* Calls of known functions, as lmathlib.c computes them. */

static const double pi = 3.141592653589793238462643383279502884;

static double degrees(double x)
{
    return x * (180.0 / pi);
}

static double radians(double x)
{
    return x * (pi / 180.0);
}

static double angle(double x)
{
    return atan2(x, 1.0);
}

alm_real_function alm_known_real(alm_known function)
{
    static const alm_real_function functions[] = {
        [ALM_KNOWN_SQRT] = sqrt,   [ALM_KNOWN_EXP] = exp,
        [ALM_KNOWN_LOG] = log,     [ALM_KNOWN_SIN] = sin,
        [ALM_KNOWN_COS] = cos,     [ALM_KNOWN_TAN] = tan,
        [ALM_KNOWN_ASIN] = asin,   [ALM_KNOWN_ACOS] = acos,
        [ALM_KNOWN_ATAN] = angle,  [ALM_KNOWN_DEG] = degrees,
        [ALM_KNOWN_RAD] = radians,
    };
    return (size_t)function < sizeof functions / sizeof functions[0]
               ? functions[function]
               : NULL;
}

static double log_to_base(double x, double base)
{
    if (base == 2.0)
        return log2(x);
    return base == 10.0 ? log10(x) : log(x) / log(base);
}

/* floor and ceil: an integer where it fits. */
static alm_value whole(double x)
{
    int64_t i;
    return alm_exact_integer(&i, x) ? alm_value_integer(i) : alm_value_float(x);
}

static bool remainder_of(alm_value *out, const alm_value *x, const alm_value *y)
{
    if (x->tag != ALM_TAG_INTEGER || y->tag != ALM_TAG_INTEGER) {
        *out = alm_value_float(fmod(alm_value_number(x), alm_value_number(y)));
        return true;
    }
    if (y->cell.i == 0)
        return false;
    *out = alm_value_integer(y->cell.i == -1 ? 0 : x->cell.i % y->cell.i);
    return true;
}

/* The first of the largest, or of the smallest. */
static alm_value extreme(const alm_value *args, size_t n, bool largest)
{
    alm_value best = args[0];
    bool less = false;

    for (size_t i = 1; i < n; i++) {
        const alm_value *low = largest ? &best : &args[i];
        const alm_value *high = largest ? &args[i] : &best;
        if (alm_value_less(&less, NULL, false, low, high) && less)
            best = args[i];
    }
    return best;
}

static alm_value absolute(const alm_value *x)
{
    if (x->tag == ALM_TAG_FLOAT)
        return alm_value_float(fabs(x->cell.d));
    return alm_value_integer(x->cell.i < 0 ? (int64_t)(0U - (uint64_t)x->cell.i)
                                           : x->cell.i);
}

static alm_value to_integer(const alm_value *x)
{
    int64_t i;
    if (x->tag == ALM_TAG_INTEGER)
        return *x;
    return alm_exact_integer(&i, x->cell.d) ? alm_value_integer(i)
                                            : alm_value_nil();
}

/* Functions of numbers, with more than one argument or type. */
static bool of_numbers(alm_value *out, alm_known function,
                       const alm_value *args, size_t n)
{
    const alm_value *x = &args[0];
    const bool integer = x->tag == ALM_TAG_INTEGER;
    const double first = alm_value_number(x);

    switch (function) {
    case ALM_KNOWN_ABS: *out = absolute(x); return true;
    case ALM_KNOWN_FLOOR:
        *out = integer ? *x : whole(floor(first));
        return true;
    case ALM_KNOWN_CEIL: *out = integer ? *x : whole(ceil(first)); return true;
    case ALM_KNOWN_FMOD: return n >= 2 && remainder_of(out, &args[0], &args[1]);
    case ALM_KNOWN_MAX: *out = extreme(args, n, true); return true;
    case ALM_KNOWN_MIN: *out = extreme(args, n, false); return true;
    case ALM_KNOWN_TOINTEGER: *out = to_integer(x); return true;
    case ALM_KNOWN_LOG:
        if (n == 1)
            break;
        *out = alm_value_float(log_to_base(first, alm_value_number(&args[1])));
        return true;
    case ALM_KNOWN_ATAN:
        if (n == 1)
            break;
        *out = alm_value_float(atan2(first, alm_value_number(&args[1])));
        return true;
    default: break;
    }
    *out = alm_value_float(alm_known_real(function)(first));
    return true;
}

/* round(x [, digits]) of expressions. */
static bool rounded(alm_value *out, const alm_value *args, size_t n)
{
    int64_t whole_number;
    const alm_value *x = &args[0];
    const bool plain = n < 2 || args[1].tag == ALM_TAG_NIL;
    const int64_t digits = plain ? 0 : args[1].cell.i;

    if (!plain && args[1].tag != ALM_TAG_INTEGER)
        return false;
    if (x->tag == ALM_TAG_NIL)
        *out = alm_value_nil();
    else if (x->tag == ALM_TAG_INTEGER &&
             alm_round_integer(&whole_number, x->cell.i, digits))
        *out = alm_value_integer(whole_number);
    else if (((unsigned)x->tag & ALM_TAG_NUMBERS) != 0)
        *out = alm_value_float(alm_round(alm_value_number(x), digits));
    else
        return false;
    return true;
}

static alm_value first_present(const alm_value *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (args[i].tag != ALM_TAG_NIL)
            return args[i];
    return alm_value_nil();
}

/* between(x, low, high) of expressions: of a missing value it is false. */
static bool is_between(alm_value *out, const alm_lift_texts *texts,
                       const alm_value *args, size_t n)
{
    bool above = false;
    bool below = false;
    const unsigned limits =
        n < 3 ? 0 : (unsigned)args[1].tag | (unsigned)args[2].tag;
    const bool numbers =
        limits != 0 && (limits & ~(unsigned)ALM_TAG_NUMBERS) == 0;

    if (!numbers && limits != ALM_TAG_TEXT)
        return false;
    if (!alm_value_less(&above, texts, true, &args[1], &args[0]) ||
        !alm_value_less(&below, texts, true, &args[0], &args[2]))
        return false;
    *out = alm_value_boolean(above && below);
    return true;
}

bool alm_known_call(alm_value *out, const alm_lift_texts *texts,
                    alm_known function, const alm_value *args, size_t n)
{
    unsigned kinds = 0;

    if (function == ALM_KNOWN_ROUND)
        return rounded(out, args, n);
    if (function == ALM_KNOWN_BETWEEN)
        return is_between(out, texts, args, n);
    if (function == ALM_KNOWN_IS_MISSING || function == ALM_KNOWN_COALESCE) {
        *out = function == ALM_KNOWN_COALESCE
                   ? first_present(args, n)
                   : alm_value_boolean(args[0].tag == ALM_TAG_NIL);
        return true;
    }
    for (size_t i = 0; i < n; i++)
        kinds |= (unsigned)args[i].tag;
    if ((kinds & ~(unsigned)(ALM_TAG_NUMBERS | ALM_TAG_NIL)) != 0)
        return false;
    if ((kinds & ALM_TAG_NIL) == 0)
        return of_numbers(out, function, args, n);
    *out = alm_value_nil();
    return true;
}

enum { MOST_ARGUMENTS = 8 };

/* Calls the function for row `i`. */
static bool call_at(const alm_lift_run *r, const alm_step *s, size_t i,
                    alm_value *result)
{
    alm_value args[MOST_ARGUMENTS] = {{ALM_TAG_NIL, {0}}};

    for (size_t k = 0; k < s->c; k++)
        args[k] = alm_value_at(&r->vecs[s->b + k], i);
    return alm_known_call(result, &r->p->texts, (alm_known)s->k, args, s->c);
}

static bool call_each(alm_lift_run *r, const alm_step *s,
                      const alm_some_rows *rows)
{
    alm_value result = alm_value_nil();
    alm_vec *out = &r->vecs[s->a];
    unsigned kinds = 0;

    if (s->c > MOST_ARGUMENTS)
        return alm_lift_leave(r, "it calls a function with many values");
    ALM_EACH_ROW(rows, i,
                 if (!call_at(r, s, i, &result)) return alm_lift_leave(
                     r, "it calls a function with what is no number");
                 alm_value_put(out, i, &result, &kinds););
    alm_vec_made(out, rows, kinds);
    return true;
}

bool alm_lift_call(alm_lift_run *r, const alm_step *s,
                   const alm_some_rows *rows)
{
    const alm_real_function f = alm_known_real((alm_known)s->k);
    const alm_vec *x = &r->vecs[s->b];
    alm_vec *out = &r->vecs[s->a];
    const unsigned kinds = alm_vec_kinds(x, rows);
    const bool plain =
        (kinds & ~(unsigned)(ALM_TAG_NUMBERS | ALM_TAG_NIL)) == 0 &&
        (kinds & ALM_TAG_NUMBERS) != ALM_TAG_NUMBERS;

    if (f == NULL || s->c != 1 || !plain)
        return call_each(r, s, rows);
    const double *from = alm_vec_doubles(x, rows, kinds, r->x);
    ALM_EACH_ROW(rows, i, out->cells[i].d = f(from[i]););
    alm_vec_tag_unless_nil(out, x, x, rows, kinds, ALM_TAG_FLOAT);
    return true;
}

/* Whether x is one of the members of the list. */
static bool is_member(const alm_lift_run *r, const alm_value *x,
                      const uint16_t *members, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const alm_value member = alm_value_at(&r->vecs[members[k]], 0);
        if (alm_value_equal(&r->p->texts, x, &member))
            return true;
    }
    return false;
}

bool alm_lift_is_in(alm_lift_run *r, const alm_step *s,
                    const alm_some_rows *rows)
{
    const alm_vec *a = &r->vecs[s->b];
    const uint16_t *members = r->p->members + s->c;
    alm_vec *out = &r->vecs[s->a];

    if ((alm_vec_kinds(a, rows) & (ALM_TAG_TRUE | ALM_TAG_FALSE)) != 0)
        return alm_lift_leave(r, "it asks isin about true or false");
    ALM_EACH_ROW(rows, i, const alm_value x = alm_value_at(a, i);
                 out->tags[i] = is_member(r, &x, members, s->target)
                                    ? ALM_TAG_TRUE
                                    : ALM_TAG_FALSE;);
    alm_vec_made(out, rows, ALM_TAG_TRUE | ALM_TAG_FALSE);
    return true;
}
