#ifndef ALM_CLI_OUTCOMES_H
#define ALM_CLI_OUTCOMES_H

#include "cli/cli.h"

/* What testing came to: kept, written for people or programs, and, where it was
 * asked for, taken over into the files. */

typedef enum alm_outcome_kind {
    ALM_OUTCOME_OK,
    ALM_OUTCOME_OPEN, /* it expects nothing */
    ALM_OUTCOME_DIFFERS,
    ALM_OUTCOME_FAILED,  /* it could not be run */
    ALM_OUTCOME_BROKEN,  /* its file cannot be opened */
    ALM_OUTCOME_UPDATED, /* it expects now what it gives */
} alm_outcome_kind;

typedef struct alm_outcome {
    size_t script; /* in alm_outcomes.scripts */
    size_t number; /* from 1 */
    alm_outcome_kind kind;
    char *title; /* these may be NULL */
    char *detail;
    char *want;
    char *got;
} alm_outcome;

typedef struct alm_tested {
    char *name;
    char *path;
    size_t first; /* of its outcomes */
} alm_tested;

/* Zeroed before use. */
typedef struct alm_outcomes {
    alm_outcome *items;
    size_t n, cap;
    alm_tested *scripts;
    size_t n_scripts, cap_scripts;
    const char *title; /* of the example whose outcome is added next */
} alm_outcomes;

/* The outcomes added from now on are of this script. */
ALM_MUST_CHECK
alm_status alm_outcomes_begin(alm_outcomes *all, const char *name,
                              const char *path, alm_error *err);

/* Texts are copied; NULL is allowed. */
ALM_MUST_CHECK
alm_status alm_outcomes_add(alm_outcomes *all, alm_outcome_kind kind,
                            const char *detail, const char *want,
                            const char *got, alm_error *err);

/* Writes what the examples of the last script gave into its file, where they
 * expect something else or nothing. An outcome that cannot be written stays
 * what it is and says why. */
ALM_MUST_CHECK
alm_status alm_outcomes_update(alm_outcomes *all, const alm_cli *cli,
                               alm_error *err);

/* A table, or what people read; ALM_EXIT_CHECK when one did not pass. */
alm_exit alm_outcomes_write(const alm_outcomes *all, alm_cli *cli);
void alm_outcomes_free(alm_outcomes *all);

#endif
