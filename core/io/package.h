#ifndef ALM_IO_PACKAGE_H
#define ALM_IO_PACKAGE_H

#include "io/load.h"

/* A data package: a datapackage.json (Frictionless v2, v1 read too) and the
 * files beside it. Properties that are not known are kept. */
typedef struct alm_package alm_package;

/* Reads a datapackage.json. */
ALM_MUST_CHECK
alm_status alm_package_open(alm_package **out, const char *path,
                            alm_error *err);
void alm_package_free(alm_package *package); /* NULL is allowed */

/* Borrowed. "" where it says nothing. */
const char *alm_package_name(const alm_package *package);
const char *alm_package_title(const alm_package *package);

/* The tables in it, by their names; a title is "" when it has none. */
size_t alm_package_count(const alm_package *package);
const char *alm_package_table_name(const alm_package *package, size_t i);
const char *alm_package_table_title(const alm_package *package, size_t i);

/* The path of the datapackage.json of an installed package: a folder `name` in
 * one of the data folders. ALM_ENOTFOUND names the nearest. */
ALM_MUST_CHECK
alm_status alm_package_find(char **path, const char *name,
                            const alm_load_options *options, alm_error *err);

/* The datapackage.json behind the name of data: itself, one in that folder, or
 * that of an installed package, of all of it (*whole) or of a table after a
 * ':'. NULL in *path when it is a plain file, standard input or nothing known.
 * A package before a ':' that is none is ALM_ENOTFOUND. The caller owns *path.
 */
ALM_MUST_CHECK
alm_status alm_package_behind(char **path, bool *whole, const char *what,
                              const alm_load_options *options, alm_error *err);

/* Loads a table of the package. Statuses: a measure X with a companion X_status
 * is missing where that is U, unless options->include_unverified; then
 * X_unverified, where it is present, is read in place of X. */
ALM_MUST_CHECK
alm_status alm_package_load(alm_table **out, alm_load_report *report,
                            const alm_package *package, const char *table,
                            const alm_load_options *options, alm_error *err);

/* One thing wrong with the data. */
typedef struct alm_problem {
    char *table;
    char *column;  /* NULL: the table as a whole */
    char *message; /* one sentence */
    size_t line;   /* of the first; 0: none */
    size_t count;  /* rows */
} alm_problem;

typedef struct alm_problems {
    alm_problem *items;
    size_t len;
    size_t cap;
} alm_problems;

/* Holds every table against its schema: types, required, unique, enum,
 * minimum, maximum, pattern, format, minLength, maxLength, bounds, primary and
 * foreign keys. Problems of one kind in one column are one item. */
ALM_MUST_CHECK
alm_status alm_package_check(alm_problems *out, const alm_package *package,
                             const alm_load_options *options, alm_error *err);
void alm_problems_free(alm_problems *problems);

#endif
