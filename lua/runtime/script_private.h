#ifndef ALM_RUNTIME_SCRIPT_PRIVATE_H
#define ALM_RUNTIME_SCRIPT_PRIVATE_H

#include "runtime/script.h"

/* What script.c and run.c share. */

struct alm_script {
    alm_engine *engine;
    alm_engine **spare; /* where the engine goes back to; may be NULL */
    char *path;
    char *name;
    int declaration; /* reference in the registry */
    int values;      /* the same, of the arguments given */
    alm_problem_list problems;
};

/* run.c: pushes the options of a run as almanac.runner takes them. May raise.
 */
void alm_script_push_options(lua_State *L, const alm_run_options *options);

/* run.c: what was noted and counted in the engine, into the document. */
ALM_MUST_CHECK
alm_status alm_script_settle(alm_document *doc, alm_engine *engine,
                             long long seed, alm_error *err);

/* script_names.c: adds what the chunk on top of the stack takes for globals and
 * nothing declares; the same for every module that the script has loaded. */
ALM_MUST_CHECK
alm_status alm_script_check_names(lua_State *L, alm_problem_list *problems,
                                  alm_error *err);
ALM_MUST_CHECK
alm_status alm_script_check_modules(const alm_script *script,
                                    alm_problem_list *problems, alm_error *err);

/* Pushes a list of texts. May raise. */
void alm_script_push_texts(lua_State *L, const char *const *texts, size_t n);

#endif
