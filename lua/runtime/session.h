#ifndef ALM_RUNTIME_SESSION_H
#define ALM_RUNTIME_SESSION_H

#include "runtime/script.h"

/* Input after input in one engine. Variables stay, `t` is the data and `_` the
 * last value; an error, a limit or an interrupt ends one input, never the
 * session. Unlike a script, an input may assign any global, and may cover what
 * the engine defines; the engine's own code does not see that. What an input
 * declares local at its top level is kept as a global. */
typedef struct alm_session alm_session;

ALM_MUST_CHECK
alm_status alm_session_new(alm_session **out, const alm_engine_options *options,
                           alm_error *err);
void alm_session_free(alm_session *session); /* NULL is allowed */

alm_engine *alm_session_engine(const alm_session *session);

/* Makes `table` (NULL: none) the variable t, as the options say; they must live
 * as long as the session. *blame is set on failure. */
ALM_MUST_CHECK
alm_status alm_session_set_data(alm_session *session, alm_table *table,
                                const alm_run_options *options,
                                alm_blame *blame, alm_error *err);

/* The table that the variable t holds, one more reference, or NULL. */
alm_table *alm_session_table(const alm_session *session);

/* Makes `table` the last value, the variable _. */
ALM_MUST_CHECK
alm_status alm_session_keep(alm_session *session, alm_table *table,
                            alm_error *err);

/* Whether `text` lacks its end: a further line is to follow. */
bool alm_session_goes_on(alm_session *session, const char *text, size_t n);

/* Evaluates an expression or a chunk. A document without parts is the answer to
 * what has no value. The ledger in it lives until the next input. */
ALM_MUST_CHECK
alm_status alm_session_eval(alm_document *doc, alm_session *session,
                            const char *text, size_t n, alm_error *err);

/* What is known of `name`, a column, a metric, a variable, or of all there is
 * (""), in lines of at most `width` cells. ALM_ENOTFOUND suggests. */
ALM_MUST_CHECK
alm_status alm_session_help(alm_notes *out, alm_session *session,
                            const char *name, size_t width, alm_error *err);

/* What may stand behind the first *from bytes of `line`, into `out`. */
ALM_MUST_CHECK
alm_status alm_session_complete(alm_notes *out, size_t *from,
                                alm_session *session, const char *line,
                                alm_error *err);

/* The text of an input that an error calls `file`, borrowed until the next;
 * NULL when it is none, or too long ago. *now: it is the last one. */
const char *alm_session_input(const alm_session *session, const char *file,
                              bool *now);

/* Lets modules and metrics of the user be read again. */
ALM_MUST_CHECK
alm_status alm_session_forget(alm_session *session, alm_error *err);

#endif
