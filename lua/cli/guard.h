#ifndef ALM_CLI_GUARD_H
#define ALM_CLI_GUARD_H

#include "runtime/state.h"

/* A file of scripts whose top level does not return, in C code that no time
 * limit stops, must not keep others from being listed. The process then starts
 * once more with the same arguments, and passes over the file. */

/* Remembers the arguments, which must outlive everything. */
void alm_cli_guard_open(char **argv);

/* Static. */
const alm_guard *alm_cli_guard(void);

#endif
