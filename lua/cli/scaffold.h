#ifndef ALM_CLI_SCAFFOLD_H
#define ALM_CLI_SCAFFOLD_H

#include "cli/cli.h"

/* The text of a new script or metric. */

typedef struct alm_scaffold {
    alm_cli *cli;
    char name[128];
    char *path;   /* of the new file */
    char *folder; /* to be made; NULL: it is there, or is not ours to make */
    alm_catalog_kind kind;
    bool found; /* by its name, on the search path */
    const char *from;
    const char *data; /* of the command to try; NULL: its own */
    const char *own;  /* what the script names as its data */
    alm_table *table;
    bool misused; /* the command line is what cannot be done */
    alm_buffer csv;
    alm_buffer text;
    alm_buffer expect;
} alm_scaffold;

/* Fills scaffold->text from data: what `from` names, or a sample. Prints what
 * is wrong. */
alm_exit alm_scaffold_make(alm_scaffold *scaffold);

/* The same as a copy of the file, under the new name. */
alm_exit alm_scaffold_copy(alm_scaffold *scaffold, const char *path);

#endif
