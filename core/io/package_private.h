#ifndef ALM_IO_PACKAGE_PRIVATE_H
#define ALM_IO_PACKAGE_PRIVATE_H

#include "io/cjson.h"
#include "io/package.h"

struct alm_package {
    char *path;
    cJSON *tree;
    const cJSON *resources; /* an array, maybe empty; NULL when missing */
};

/* The resource called `name`; ALM_ENOTFOUND with the nearest. */
ALM_MUST_CHECK
alm_status alm_package_resource(const cJSON **out, const alm_package *package,
                                const char *name, alm_error *err);

/* The table of a resource, statuses not looked at yet: as its schema has it, or
 * with every column as text. */
ALM_MUST_CHECK
alm_status alm_package_read(alm_table **out, alm_load_report *report,
                            const alm_package *package, const cJSON *resource,
                            bool as_text, const alm_load_options *options,
                            alm_error *err);

/* Opens a file of `format` as the options say. */
ALM_MUST_CHECK
alm_status alm_load_open(alm_source **out, const char *path, alm_format format,
                         const alm_load_options *options, alm_error *err);

/* Hides companions (X_status, X_source, X_rounding, X_unverified,
 * X_change_base, where X is there too) and sets aside what is unverified. */
ALM_MUST_CHECK
alm_status alm_status_apply(alm_table **out, alm_load_report *report,
                            const alm_table *table, bool include_unverified,
                            alm_error *err);

#endif
