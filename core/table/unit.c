#include "table/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef enum dimension { PERSONS, MONEY, TIME, SHARE, POINTS, OTHER } dimension;

static const struct {
    const char *name;
    dimension dimension;
    double size; /* against the others of its dimension */
} units[] = {
    {"persons", PERSONS, 1},
    {"10k persons", PERSONS, 1e4},
    {"million persons", PERSONS, 1e6},
    {"100m persons", PERSONS, 1e8},
    {"yuan", MONEY, 1},
    {"10k yuan", MONEY, 1e4},
    {"million yuan", MONEY, 1e6},
    {"100m yuan", MONEY, 1e8},
    {"billion yuan", MONEY, 1e9},
    {"months", TIME, 1},
    {"years", TIME, 12},
    {"per mille", SHARE, 1},
    {"%", SHARE, 10},
    {"ratio", SHARE, 1000},
    {"pp", POINTS, 10},
};

static dimension look_up(double *size, const char *unit)
{
    *size = 1;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(units[i].name, unit) == 0) {
            *size = units[i].size;
            return units[i].dimension;
        }
    }
    return OTHER;
}

/* Rule (1): NULL when it is unknown. */
static const char *unit_of(const alm_field_info *info)
{
    if (info->unit == NULL)
        return NULL;
    if (*info->unit != '\0')
        return info->unit;
    return info->kind == ALM_KIND_RATE ? "ratio" : NULL;
}

static bool is_ratio(const char *unit)
{
    return unit != NULL && strcmp(unit, "ratio") == 0;
}

bool alm_unit_factor(double *factor, const char *from, const char *to)
{
    double from_size;
    double to_size;
    const dimension x = look_up(&from_size, from);
    const dimension y = look_up(&to_size, to);
    const bool shares =
        (x == SHARE || x == POINTS) && (y == SHARE || y == POINTS);
    if (x == OTHER || (x != y && !shares)) {
        *factor = 1;
        return strcmp(from, to) == 0;
    }
    *factor = from_size / to_size;
    return true;
}

/* Rule (12). A ratio is written "". */
static void set_unit(alm_unit_result *out, const char *before, const char *sign,
                     const char *after)
{
    const bool composite =
        *sign == '/' && (strchr(after, '/') != NULL || strchr(after, '*'));
    const int len =
        snprintf(out->unit, sizeof out->unit, "%s%s%s%s%s", before, sign,
                 composite ? "(" : "", after, composite ? ")" : "");
    out->info.unit = out->unit;
    if (len >= (int)sizeof out->unit) {
        out->info.unit = NULL;
        snprintf(out->note, sizeof out->note,
                 "a unit made of that many others is not kept");
    } else if (is_ratio(out->unit)) {
        out->unit[0] = '\0';
        out->info.kind = ALM_KIND_RATE; /* without which "" is unknown */
    }
}

static void keep_unit(alm_unit_result *out, const char *unit)
{
    if (unit != NULL)
        set_unit(out, unit, "", "");
}

static alm_status clash(alm_unit_op op, const char *a, const char *b,
                        alm_error *err)
{
    if (op == ALM_UNIT_ADD)
        alm_error_set(err, ALM_EINVAL, "cannot add %s and %s", a, b);
    else if (op == ALM_UNIT_SUBTRACT)
        alm_error_set(err, ALM_EINVAL, "cannot subtract %s from %s", b, a);
    else
        alm_error_set(err, ALM_EINVAL, "cannot compare %s with %s", a, b);
    return ALM_EINVAL;
}

static bool is_share(const char *unit)
{
    double size;
    return look_up(&size, unit) == SHARE;
}

static bool is_points(const char *unit)
{
    return strcmp(unit, "pp") == 0;
}

/* Rules (2), (3) and (4) for two known units. */
static alm_status add_known(alm_unit_result *out, alm_unit_op op, const char *a,
                            const char *b, alm_error *err)
{
    if (!alm_unit_factor(&out->factor, b, a))
        return clash(op, a, b, err);
    if (is_points(a) && is_share(b)) {
        if (op != ALM_UNIT_ADD)
            return clash(op, a, b, err);
        a = "%"; /* as large as pp */
    } else if (is_share(a) && is_points(b)) {
        if (op == ALM_UNIT_COMPARE)
            return clash(op, a, b, err);
    } else if (op == ALM_UNIT_SUBTRACT && strcmp(a, "%") == 0) {
        a = "pp";
    }
    keep_unit(out, a);
    return ALM_OK;
}

/* Rule (5). */
static void note_unknown(alm_unit_result *out, const alm_field_info *unknown,
                         const char *taken_as)
{
    if (taken_as != NULL)
        snprintf(out->note, sizeof out->note,
                 "the unit of \"%.80s\" is not known; taken as %s",
                 unknown->name, taken_as);
    else
        snprintf(out->note, sizeof out->note,
                 "the unit of \"%.80s\" is not known, nor that of the result",
                 unknown->name);
}

static alm_status add(alm_unit_result *out, alm_unit_op op,
                      const alm_field_info *a, const alm_field_info *b,
                      alm_error *err)
{
    const char *x = unit_of(a);
    const char *y = unit_of(b);
    alm_status status = ALM_OK;
    if (a->kind == b->kind)
        out->info.kind = a->kind;
    if (x != NULL && y != NULL) {
        status = add_known(out, op, x, y, err);
        if (strcmp(x, y) == 0 && a->rounding > 0 && b->rounding > 0)
            out->info.rounding = fmax(a->rounding, b->rounding);
    } else if (x != NULL || y != NULL) {
        keep_unit(out, x != NULL ? x : y);
        note_unknown(out, x != NULL ? b : a, x != NULL ? x : y);
    }
    return status;
}

/* If `whole` is `rest` followed by the sign and `last`: the length of rest. */
static bool ends_with(size_t *rest, const char *whole, char sign,
                      const char *last)
{
    const size_t n = strlen(whole);
    const size_t m = strlen(last);
    if (n < m + 2 || whole[n - m - 1] != sign ||
        strcmp(whole + n - m, last) != 0)
        return false;
    *rest = n - m - 1;
    return true;
}

/* Rules (6) and (7), where (a/b) * b or (a*b) / b leaves a. */
static bool cancel(alm_unit_result *out, const char *whole, char sign,
                   const char *last)
{
    char kept[ALM_UNIT_TEXT];
    size_t rest;
    if (!ends_with(&rest, whole, sign, last) || rest >= sizeof kept)
        return false;
    memcpy(kept, whole, rest);
    kept[rest] = '\0';
    keep_unit(out, strcmp(kept, "1") == 0 ? "ratio" : kept);
    return true;
}

static void multiply(alm_unit_result *out, const alm_field_info *a,
                     const alm_field_info *b)
{
    const char *x = unit_of(a);
    const char *y = unit_of(b);
    if (x == NULL || y == NULL) {
        if (x != NULL || y != NULL)
            note_unknown(out, x == NULL ? a : b, NULL);
    } else if (is_ratio(x) || is_ratio(y)) {
        out->info.kind = is_ratio(x) ? b->kind : a->kind;
        keep_unit(out, is_ratio(x) ? y : x);
    } else if (!cancel(out, x, '/', y) && !cancel(out, y, '/', x)) {
        set_unit(out, x, "*", y);
    }
}

static void divide(alm_unit_result *out, const alm_field_info *a,
                   const alm_field_info *b)
{
    const char *x = unit_of(a);
    const char *y = unit_of(b);
    double factor;
    out->info.kind = ALM_KIND_RATE;
    if (x == NULL || y == NULL) {
        if (x != NULL || y != NULL)
            note_unknown(out, x == NULL ? a : b, NULL);
    } else if (is_ratio(y) && !is_ratio(x)) {
        out->info.kind = a->kind;
        keep_unit(out, x);
    } else if (alm_unit_factor(&factor, y, x)) {
        out->factor = factor;
        keep_unit(out, "ratio");
    } else if (!cancel(out, x, '*', y)) {
        set_unit(out, is_ratio(x) ? "1" : x, "/", y);
    }
}

/* Rule (8). */
static void with_number(alm_unit_result *out, alm_unit_op op,
                        const alm_field_info *a, const alm_field_info *b)
{
    const alm_field_info *info = a != NULL ? a : b;
    const char *unit = unit_of(info);
    if (op == ALM_UNIT_POWER) {
        if (is_ratio(unit))
            keep_unit(out, unit);
        return;
    }
    if (op == ALM_UNIT_DIVIDE && a == NULL) {
        if (is_ratio(unit))
            keep_unit(out, unit);
        else if (unit != NULL)
            set_unit(out, "1", "/", unit);
        return;
    }
    out->info.kind = info->kind;
    if (op == ALM_UNIT_ADD || op == ALM_UNIT_SUBTRACT)
        out->info.rounding = info->rounding;
    keep_unit(out, unit);
}

alm_status alm_unit_combine(alm_unit_result *out, alm_unit_op op,
                            const alm_field_info *a, const alm_field_info *b,
                            alm_error *err)
{
    *out = (alm_unit_result){.info = {.name = ""}, .factor = 1};
    if (a == NULL && b == NULL)
        return ALM_OK;
    if (a == NULL || b == NULL) {
        with_number(out, op, a, b);
        return ALM_OK;
    }
    switch (op) {
    case ALM_UNIT_ADD:
    case ALM_UNIT_SUBTRACT:
    case ALM_UNIT_COMPARE: return add(out, op, a, b, err);
    case ALM_UNIT_MULTIPLY: multiply(out, a, b); break;
    case ALM_UNIT_DIVIDE: divide(out, a, b); break;
    case ALM_UNIT_MODULO:
        keep_unit(out, unit_of(a));
        out->info.kind = a->kind;
        break;
    case ALM_UNIT_POWER:
        if (is_ratio(unit_of(a)))
            keep_unit(out, "ratio");
        break;
    }
    return ALM_OK;
}
