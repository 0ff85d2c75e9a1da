#ifndef ALM_TABLE_FIELD_H
#define ALM_TABLE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* What is known of a column beside its values. Kept through every operation
 * that keeps the meaning. Immutable and counted by reference: to change one,
 * copy its struct, change the copy, and make a new field from that. */

typedef enum alm_kind {
    ALM_KIND_UNKNOWN,
    ALM_KIND_STOCK,
    ALM_KIND_FLOW,
    ALM_KIND_RATE,
    ALM_KIND_INDEX,
    ALM_KIND_CATEGORY
} alm_kind;

typedef enum alm_role {
    ALM_ROLE_NONE,
    ALM_ROLE_REGION,
    ALM_ROLE_PERIOD,
    ALM_ROLE_MEASURE,
    ALM_ROLE_WEIGHT,
    ALM_ROLE_GROUP
} alm_role;

/* How a measure rolls up over regions. */
typedef enum alm_aggregate {
    ALM_AGGREGATE_UNKNOWN,
    ALM_AGGREGATE_NONE,
    ALM_AGGREGATE_SUM,
    ALM_AGGREGATE_WEIGHTED_MEAN /* weighted by `weight` */
} alm_aggregate;

/* A period at which the series is not comparable with what came before. */
typedef struct alm_break {
    const char *period;
    const char *note;
    const char *source;
    const char *only_column; /* concerns only rows where this column ... */
    const char *only_value;  /* ... has this text; both NULL: all rows */
} alm_break;

typedef struct alm_field alm_field;

/* Texts are UTF-8 and NUL-terminated; NULL where nothing is known. */
typedef struct alm_field_info {
    const char *name; /* the header; any text, never NULL */
    const char *title;
    const char *title_zh;
    const char *unit; /* NULL: unknown */
    const char *description;
    const char *sources;
    const char *weight; /* column that weights the mean */
    alm_kind kind;
    alm_role role;
    alm_aggregate aggregate;
    bool has_bounds;
    double low;
    double high;
    int direction;   /* 1: more is better, -1: less is, 0: unknown */
    double rounding; /* published precision in the unit; 0: unknown */
    bool hidden;     /* a companion (X_status, ...): read only by name */
    bool computed; /* a metric that was read, no part of the data: hidden too */
    const alm_break *breaks;
    size_t break_count;
} alm_field_info;

/* Copies everything. */
ALM_MUST_CHECK
alm_status alm_field_new(alm_field **out, const alm_field_info *info,
                         alm_error *err);

/* A field of which only the name is known; `name` need not end in NUL, and a
 * NUL inside it ends it. */
ALM_MUST_CHECK
alm_status alm_field_new_named(alm_field **out, const char *name, size_t len,
                               alm_error *err);

/* The same field under another name. */
ALM_MUST_CHECK
alm_status alm_field_new_renamed(alm_field **out, const alm_field *field,
                                 const char *name, size_t len, alm_error *err);

/* The same field as one that is neither hidden nor computed. */
ALM_MUST_CHECK
alm_status alm_field_new_shown(alm_field **out, const alm_field *field,
                               alm_error *err);

alm_field *alm_field_ref(alm_field *field);
void alm_field_free(alm_field *field); /* NULL is allowed */

/* Borrowed. */
const alm_field_info *alm_field_info_of(const alm_field *field);

/* "stock", ...; "" for unknown. And back; false when there is none such. */
const char *alm_kind_name(alm_kind kind);
bool alm_kind_from_name(alm_kind *out, const char *name);
const char *alm_role_name(alm_role role);
bool alm_role_from_name(alm_role *out, const char *name);
const char *alm_aggregate_name(alm_aggregate aggregate);

#endif
