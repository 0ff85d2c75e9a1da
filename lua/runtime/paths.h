#ifndef ALM_RUNTIME_PATHS_H
#define ALM_RUNTIME_PATHS_H

#include "base/error.h"

/* Where the program finds what it comes with, and where it looks for the
 * user's. Everything is found relative to the running binary: in
 * <prefix>/share/almanac/bundled when it is installed, in the source tree when
 * it runs from its build folder. */
typedef struct alm_paths {
    char *lib;      /* Lua library */
    char *render;   /* renderers */
    char *types;    /* declarations of the API for editors */
    char **scripts; /* folders with scripts, first hit wins */
    size_t n_scripts;
    const char *user; /* the one of them that is the user's own; NULL: none */
    char **data;      /* folders with data packages, first hit wins */
    size_t n_data;
} alm_paths;

/* `first` (n folders) goes before $ALMANAC_PATH, $XDG_DATA_HOME/almanac/scripts
 * and the installed scripts. Folders need not exist. */
ALM_MUST_CHECK
alm_status alm_paths_new(alm_paths **out, const char *const *first, size_t n,
                         alm_error *err);
void alm_paths_free(alm_paths *paths); /* NULL is allowed */

#endif
