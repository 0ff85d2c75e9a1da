#ifndef ALM_RUNTIME_CATALOG_H
#define ALM_RUNTIME_CATALOG_H

#include "runtime/paths.h"

/* The scripts, or metrics, that there are: the `.lua` files of the search path.
 * Nothing of them is read; only folders are. */

typedef enum alm_catalog_kind {
    ALM_CATALOG_SCRIPTS,
    ALM_CATALOG_METRICS /* in the subfolder `metrics` of each folder */
} alm_catalog_kind;

typedef struct alm_catalog_entry {
    char *name; /* the file's, without .lua */
    char *path;
    const char *folder; /* of the search path; borrowed from alm_paths */
    size_t shadowed_by; /* the entry that is found instead; own index if none */
} alm_catalog_entry;

/* Entries in order of name, those of one name in order of the search path. */
typedef struct alm_catalog {
    alm_catalog_entry *entries;
    size_t n;
    size_t cap;
} alm_catalog;

/* `paths` must outlive it. A folder that cannot be read is empty. */
ALM_MUST_CHECK
alm_status alm_catalog_new(alm_catalog **out, const alm_paths *paths,
                           alm_catalog_kind kind, alm_error *err);
void alm_catalog_free(alm_catalog *catalog); /* NULL is allowed */

/* The entry called `name` (case ignored, '-' equals '_'), or NULL. */
const alm_catalog_entry *alm_catalog_find(const alm_catalog *catalog,
                                          const char *name, size_t len);

/* The path of the script that the user calls `name`: an explicit path (it holds
 * a '/' or ends in .lua), or the name of one on the search path. A new text
 * (alm_dealloc). ALM_ENOTFOUND with the nearest name as help. */
ALM_MUST_CHECK
alm_status alm_script_locate(char **path, const alm_paths *paths,
                             const char *name, alm_error *err);

/* Whether two names are the same: case ignored, '-' equals '_'. */
int alm_name_compare(const char *a, size_t na, const char *b, size_t nb);

#endif
