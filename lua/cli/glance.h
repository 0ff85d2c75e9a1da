#ifndef ALM_CLI_GLANCE_H
#define ALM_CLI_GLANCE_H

#include "cli/cli.h"

/* Looking at many files at once. */

enum { ALM_GLANCE_TEXTS = 4 };

/* What came of one file. */
typedef struct alm_glance {
    alm_status status;
    alm_error err;                 /* why it is broken */
    char *texts[ALM_GLANCE_TEXTS]; /* as asked for, "" where there is none */
} alm_glance;

/* Why a file is broken, in a line: where, and the beginning of what. */
void alm_glance_say(char *out, size_t size, const alm_error *err);

/* The declarations of the catalog's entries that nothing hides, each evaluated
 * in a state of its own, on as many processors as there are: an array as long
 * as the catalog, whose hidden entries are zeroed. `fields` (NULL-terminated,
 * at most ALM_GLANCE_TEXTS) are the texts wanted of each. */
ALM_MUST_CHECK
alm_status alm_glances_new(alm_glance **out, const alm_cli *cli,
                           const alm_catalog *catalog, alm_catalog_kind kind,
                           const char *const *fields, alm_error *err);
void alm_glances_free(alm_glance *glances, size_t n); /* NULL is allowed */

#endif
