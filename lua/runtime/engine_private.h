#ifndef ALM_RUNTIME_ENGINE_PRIVATE_H
#define ALM_RUNTIME_ENGINE_PRIVATE_H

#include "runtime/engine.h"

/* What engine.c, engine_folders.c and spare.c share. */

struct alm_engine {
    alm_state *state;
    alm_surroundings around;
    alm_module_folder *folders; /* paths are borrowed but for the first */
    char *beside;               /* the folder of the script */
    char **libs;                /* the folders `lib` of the search path */
    size_t n_libs;
    bool explain;
    alm_state_options asked; /* for: who takes the notes */
    int declare; /* reference to the function of almanac.declaration, once the
                    engine has been borrowed */
};

/* Sets where `require` looks: beside the script, along the search path, in the
 * library. */
ALM_MUST_CHECK
alm_status alm_engine_set_folders(alm_engine *engine,
                                  const alm_engine_options *options,
                                  alm_state_options *state, alm_error *err);
void alm_engine_free_folders(alm_engine *engine);

#endif
