#ifndef ALM_TABLE_UNIT_H
#define ALM_TABLE_UNIT_H

#include <stdbool.h>

#include "base/error.h"
#include "table/field.h"

/* What arithmetic does to units.
 *
 *  (1) Known dimensions are counts of persons (persons, 10k persons, million
 *      persons, 100m persons), money (yuan, 10k yuan, million yuan, 100m yuan,
 *      billion yuan), time (months, years) and shares (%, per mille, ratio); pp
 *      is a difference of shares. Any other text is a unit of its own. NULL is
 *      unknown; "" is unknown too, except of a rate, where it is a ratio.
 *  (2) Units of one dimension are converted for + - / and comparison: `factor`
 *      is what the second operand is multiplied by first. A sum has the unit of
 *      the first operand.
 *  (3) % - % is pp; % + pp and % - pp are %; pp + % is %; pp +- pp is pp; % + %
 *      stays %. Less a share, or compared with one, pp is a clash. Differences
 *      of ratios and of per mille keep their unit.
 *  (4) Different dimensions clash under + - and comparison: ALM_EINVAL, "cannot
 *      add 10k persons and 100m yuan".
 *  (5) An unknown unit matches anything: a sum has the known one, a product or
 *      a quotient is unknown, and a note says so. Two unknown ones stay unknown
 *      silently.
 *  (6) a / b: a ratio ("", kind rate) within one dimension, pp / % included;
 *      (a*b) / b is a; over a ratio a stays; else "a/b".
 *  (7) a * b: (a/b) * b is a; a ratio keeps the other unit; else "a*b".
 *  (8) A plain number has no unit and changes none, but divided by a column it
 *      gives "1/b".
 *  (9) `//` is as `/`; % keeps the unit of the first operand; a power is
 *      unknown, that of a ratio a ratio.
 * (10) Kind: + and - of one kind keep it, and so does a plain number, and a
 *      ratio as a factor; a quotient of two columns is a rate; else unknown.
 * (11) Rounding survives + and - of columns whose units are equal (the coarser
 *      of the two) or with a plain number. All else that describes one measure
 *      (title, bounds, breaks, sources, role, aggregate) is left out.
 * (12) A unit too long for its buffer is unknown, with a note. */
typedef enum alm_unit_op {
    ALM_UNIT_ADD,
    ALM_UNIT_SUBTRACT,
    ALM_UNIT_MULTIPLY,
    ALM_UNIT_DIVIDE,
    ALM_UNIT_MODULO,
    ALM_UNIT_POWER,
    ALM_UNIT_COMPARE
} alm_unit_op;

enum { ALM_UNIT_TEXT = 128, ALM_UNIT_NOTE = 256 };

/* The outcome. `info` has a name of "" and what rules (10) and (11) keep; its
 * unit (NULL: unknown) points into `unit`, so a copy of the struct must set it
 * again; alm_field_new copies it. */
typedef struct alm_unit_result {
    alm_field_info info;
    double factor; /* for the second operand; 1 nearly always */
    char unit[ALM_UNIT_TEXT];
    char note[ALM_UNIT_NOTE]; /* "" when there is nothing to say */
} alm_unit_result;

/* An operand NULL is a plain number. Nothing is allocated. After a failure *out
 * means nothing. */
ALM_MUST_CHECK
alm_status alm_unit_combine(alm_unit_result *out, alm_unit_op op,
                            const alm_field_info *a, const alm_field_info *b,
                            alm_error *err);

/* What turns a value in `from` into one in `to`; false when they are not units
 * of one dimension. Equal units convert by 1, pp and % too. */
bool alm_unit_factor(double *factor, const char *from, const char *to);

#endif
