#ifndef ALM_TABLE_UNIT_H
#define ALM_TABLE_UNIT_H

#include <stdbool.h>

#include "base/error.h"
#include "table/field.h"

/* What arithmetic does to units.
 *
 *  (1) Known units are counts of persons (persons, 10k persons, million
 * persons, 100m persons), money (yuan, 10k yuan, million yuan, 100m yuan,
 * billion yuan), time (days, months, years) and shares (%, per mille, ratio);
 * pp is a difference of shares. Any other text is a unit of its own dimension.
 * NULL is unknown; "" is unknown too, except of a rate, where it is a ratio.
 *  (2) Units of one dimension are converted for + - and comparison: `factor`
 *      is what the second operand is multiplied by first. The result has the
 *      unit of the first.
 *  (3) % - % is pp; % + pp and % - pp are %; pp +- pp is pp; pp + % is %. So
 *      with ratios and per mille: the difference of two shares is pp only in %.
 *      % + % stays %.
 *  (4) Units of different dimensions are a clash: ALM_EINVAL, "cannot add 10k
 *      persons and 100m yuan". So is comparing or mixing pp with a count.
 *  (5) An unknown unit matches anything: the result of + and - has the known
 *      one, and a note says so. Two unknown ones stay unknown, silently.
 *  (6) a / b: of equal units a ratio ("", kind rate); of others "a/b". Over an
 *      unknown unit it is unknown.
 *  (7) a * b: (a/b) * b is a; a ratio keeps the other unit; of two other known
 *      units "a*b"; with an unknown unit it is unknown.
 *  (8) A plain number has no unit: added, subtracted, multiplied, or dividing,
 *      it keeps that of the column. Divided by a column it gives "1/b".
 *  (9) //, % and ^: `//` is as `/`; % keeps the unit of the first; a ^ n is
 *      unknown unless n is a plain 1.
 * (10) Kind: + and - of one kind keep it; a ratio is a rate; a column and a
 *      plain number keep the column's for * and /; else unknown.
 * (11) Rounding survives + and - of columns with the same unit (the coarser of
 *      the two) and + - with a plain number. Everything else that describes one
 *      measure (title, bounds, breaks, sources, role, aggregate) is left out.
 */
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
 * unit points into `unit`, so a copy of the struct must set it again
 * (alm_field_new copies it). */
typedef struct alm_unit_result {
    alm_field_info info;
    double factor; /* for the second operand; 1 nearly always */
    char unit[ALM_UNIT_TEXT];
    char note[ALM_UNIT_NOTE]; /* "" when there is nothing to say */
} alm_unit_result;

/* An operand NULL is a plain number. */
ALM_MUST_CHECK
alm_status alm_unit_combine(alm_unit_result *out, alm_unit_op op,
                            const alm_field_info *a, const alm_field_info *b,
                            alm_error *err);

/* What turns a value in `from` into one in `to`; false when they are not units
 * of one dimension. pp and % convert by 1. */
bool alm_unit_factor(double *factor, const char *from, const char *to);

/* Whether the text means that the unit is known; rule (1). */
bool alm_unit_is_known(const alm_field_info *info);

#endif
