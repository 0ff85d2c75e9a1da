#ifndef ALM_RUNTIME_STATE_H
#define ALM_RUNTIME_STATE_H

#include <lua.h>
#include <stdbool.h>

#include "base/error.h"

/* A Lua state for one run: sandboxed, limited, and the same on every machine.
 *
 * What a script finds in it differs from plain Lua 5.4:
 *   - arithmetic with nil is nil, `<` and its kin with nil are false, and the
 *     functions of math and string answer nil to a nil value (missing.c);
 *   - text is never taken for a number in arithmetic;
 *   - pairs and next are ordered, table.sort is stable, no text shows an
 *     address, the random generator is seeded (order.c, sort.c, text.c);
 *   - reading an undeclared global raises, assigning one is noted once;
 *     libraries are read-only; io, debug, package and bytecode are absent
 *     (sandbox.c);
 *   - limits of time and memory end the script and cannot be caught (limit.h).
 *
 * A state belongs to one thread at a time. */
typedef struct alm_state alm_state;

/* A folder that `require` searches. Modules of an `own` folder belong to the
 * engine: errors are never blamed on their lines. */
typedef struct alm_module_folder {
    const char *path;
    bool own;
    bool absent; /* there is no such folder: nothing is looked for in it */
} alm_module_folder;

/* What becomes of files whose top level does not return, for the time limit
 * stops no C code. */
typedef struct alm_guard {
    /* Called in a signal handler, before the watchdog ends the process. */
    void (*stuck)(const char *path);
    /* Whether the file is known not to return. */
    bool (*is_stuck)(const char *path);
} alm_guard;

typedef struct alm_state_options {
    size_t memory_limit; /* bytes of the whole process, Lua and columns alike:
                          * alm_alloc_set_limit, which outlives the state; 0
                          * leaves it as it is */
    size_t heap_limit;   /* bytes of this state's Lua values; 0 is no limit */
    double time_limit;   /* processor seconds in all calls together; 0: none */
    double grace; /* seconds from the time limit until the process is ended with
                   * exit status 4, should C code not return; 0 is never */
    lua_Integer seed; /* of math.random */
    bool trusted;     /* open the standard library: io, os, debug, package */
    bool brief;       /* it lives for a glance: small blocks are pooled, garbage
                       * is collected only when heap_limit is reached, and the
                       * engine's modules are loaded when first looked into */
    bool debug;       /* keep a traceback of every error */

    /* Receives what `print` wrote, without the newline. May be NULL. */
    void (*note)(void *context, const char *text, size_t len);
    void *context;

    /* Where `require` looks, in this order; borrowed for the state's life. */
    const alm_module_folder *folders;
    size_t n_folders;

    /* Adds to an error, where it was raised, what of the data it was about. May
     * be NULL; must not raise. */
    void (*place)(lua_State *L, alm_error *err);

    /* Called once, protected, with the table of globals as its only argument,
     * before the sandbox closes: the place to add functions. May be NULL. */
    lua_CFunction extend;
} alm_state_options;

/* Whom a failure is to be blamed on. */
typedef enum alm_blame {
    ALM_BLAME_SCRIPT,
    ALM_BLAME_USAGE,
    ALM_BLAME_DATA
} alm_blame;

#define ALM_MEMORY_DEFAULT ((size_t)2 << 30)
#define ALM_TIME_DEFAULT   8.0
#define ALM_GRACE_DEFAULT  1.0
#define ALM_SEED_DEFAULT   1

/* The defaults above, everything else off. */
alm_state_options alm_state_defaults(void);

/* The caller owns the state. About 0.1 ms. */
ALM_MUST_CHECK
alm_status alm_state_new(alm_state **out, const alm_state_options *options,
                         alm_error *err);
/* NULL is allowed. */
void alm_state_free(alm_state *state);

/* Borrowed. Calls into it go through alm_lua_call (call.h). */
lua_State *alm_state_lua(alm_state *state);

/* The state that L, or the coroutine L, belongs to. */
alm_state *alm_state_of(lua_State *L);

/* Seconds of the time limit used up so far. */
double alm_state_seconds(const alm_state *state);

/* From now on `path` is looked at, under the guard; NULL: no longer. Both are
 * borrowed. */
void alm_state_guard(alm_state *state, const alm_guard *guard,
                     const char *path);

/* Lets the state be called again after a limit was reached: all time is left,
 * what memory no value holds is free, and a few MiB are whatever values hold.
 * For one that takes input after input; outside of calls only. */
void alm_state_renew(alm_state *state);

/* Makes the state what it was when it was new, for the next file that is looked
 * at: with the whole of its time, its generator seeded, and nothing left of
 * variables and modules. Values that were kept aside in the registry stay. A
 * state in which something failed is not to be used again: what it was doing
 * may be half done. */
ALM_MUST_CHECK
alm_status alm_state_reset(alm_state *state, alm_error *err);

/* Whether a call into the state has failed. */
bool alm_state_failed(const alm_state *state);

/* Bytes that Lua values take, garbage included. */
size_t alm_state_bytes(const alm_state *state);

/* Ends the calls into states that are under way in this thread, or the next one
 * when there are none; they fail with ALM_ELIMIT. Answers how often it was
 * asked to since they began, 0 when there are none. May be called by a signal
 * handler.
 */
int alm_state_interrupt(void);

/* Takes that back, where it is for the next call. */
void alm_state_forget_interrupt(void);

/* The path of the file that was loaded under `name` (the `file` of an error),
 * for showing its line; NULL when there is none. Borrowed until the state loads
 * another. */
const char *alm_state_path(const alm_state *state, const char *name);

/* Whom the last failure of a call is to be blamed on. */
alm_blame alm_state_blame(const alm_state *state);

/* The traceback of the last error of a state with `debug`; "" otherwise. */
const char *alm_state_traceback(const alm_state *state);

#endif
