#ifndef ALM_RUNTIME_SESSION_PRIVATE_H
#define ALM_RUNTIME_SESSION_PRIVATE_H

#include "runtime/session.h"

/* What session.c and session_read.c share. */

/* An error may point into a function that an earlier input defined, so each
 * input is a chunk with a name of its own and its text is kept, for the last
 * INPUTS of them. */
enum { INPUTS = 256, NAME_SIZE = 24 };

struct alm_session {
    alm_engine *engine;
    int globals; /* reference in the registry: the variables */
    char *texts[INPUTS];
    size_t inputs; /* so far; input i is texts[i % INPUTS] */
    long long seed;
};

lua_State *alm_session_lua(const alm_session *session);

/* Before each call: nothing of the one before is left. */
void alm_session_renew(const alm_session *session);

/* Pushes the input called `name` as a function that sees the variables: an
 * expression if it is one, else statements. */
ALM_MUST_CHECK
alm_status alm_session_load(const alm_session *session, const char *name,
                            const char *text, size_t n, alm_error *err);

#endif
