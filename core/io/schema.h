#ifndef ALM_IO_SCHEMA_H
#define ALM_IO_SCHEMA_H

#include "io/load.h"

/* What is said of columns before they are read: by a data package, and by the
 * user, who wins. */

typedef struct alm_column_schema {
    alm_field_info info;   /* info.name finds the column */
    alm_infer_rules rules; /* `typed` when the package declares a type */
} alm_column_schema;

typedef struct alm_schema {
    const alm_column_schema *columns;
    size_t count;
} alm_schema;

/* NULL when nothing is said of it. */
const alm_column_schema *alm_schema_find(const alm_load_options *options,
                                         const char *name);

/* How the values of a column are to be read. */
alm_infer_rules alm_schema_rules(const alm_load_options *options,
                                 const char *name);

/* The same rules with word lists of their own, for columns that outlive the
 * options. */
ALM_MUST_CHECK
alm_status alm_schema_copy_words(alm_infer_rules *out,
                                 const alm_infer_rules *rules, alm_error *err);
void alm_schema_free_words(alm_infer_rules *rules);

/* Its field. `percent`: its values carried a percent sign. */
ALM_MUST_CHECK
alm_status alm_schema_field(alm_field **out, const alm_load_options *options,
                            const char *name, bool percent, alm_error *err);

/* ALM_ENOTFOUND, with the nearest name, when the user has a rule for a column
 * that the table does not have. */
ALM_MUST_CHECK
alm_status alm_schema_check_rules(const alm_load_options *options,
                                  const alm_table *table, alm_error *err);

/* Refuses a column with values that do not fit its declared type, or says in a
 * note how many were read as missing. `line` is that of the first. */
ALM_MUST_CHECK
alm_status alm_schema_check_bad(alm_load_report *report, const char *file,
                                const char *name, const alm_infer_rules *rules,
                                const alm_infer_result *result, size_t rows,
                                size_t line, alm_error *err);

/* Adds to that error which row it is, as far as `beside`, the columns before,
 * tells. */
void alm_schema_place_bad(alm_error *err, const alm_table *beside,
                          const alm_infer_result *result);

/* The names of columns: an empty one becomes "column3", a second "x" becomes
 * "x_2", and both are said in notes. A NUL ends a name. */
typedef struct alm_names {
    char **items; /* NUL-terminated */
    size_t len;
    size_t cap;
} alm_names;

ALM_MUST_CHECK
alm_status alm_names_add(alm_names *names, const char *text, size_t len,
                         alm_notes *notes, alm_error *err);
void alm_names_free(alm_names *names);

#endif
