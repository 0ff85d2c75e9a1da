#ifndef ALM_IO_PACKAGE_CHECK_H
#define ALM_IO_PACKAGE_CHECK_H

#include "io/package_private.h"

/* Between the files that hold a package against its schemas. */

typedef struct alm_checker {
    alm_problems *problems;
    const alm_package *package;
    const alm_load_options *options;
    const alm_table *table; /* all columns text */
    const char *name;       /* of the table */
} alm_checker;

/* Rows that a rule finds wrong. */
typedef struct alm_finding {
    size_t count;
    size_t row; /* the first */
} alm_finding;

void alm_check_find(alm_finding *f, size_t row);

ALM_MUST_CHECK
alm_status alm_check_add(alm_checker *c, const char *column, size_t line,
                         size_t count, const char *message, alm_error *err);

/* Nothing when the finding is empty. */
ALM_MUST_CHECK ALM_PRINTF(5, 6) alm_status
    alm_check_report(alm_checker *c, const char *column, const alm_finding *f,
                     alm_error *err, const char *fmt, ...);

/* A table of the package with every column as text. */
ALM_MUST_CHECK
alm_status alm_check_read(alm_table **out, const alm_checker *c,
                          const char *name, alm_error *err);

/* The column that `field` of a schema describes; `rules` type it. */
ALM_MUST_CHECK
alm_status alm_check_field(alm_checker *c, const cJSON *field,
                           const alm_infer_rules *rules, alm_error *err);
ALM_MUST_CHECK
alm_status alm_check_primary_key(alm_checker *c, const cJSON *schema,
                                 alm_error *err);
ALM_MUST_CHECK
alm_status alm_check_foreign_key(alm_checker *c, const cJSON *foreign,
                                 alm_error *err);

#endif
