#ifndef ALM_RUNTIME_LIMIT_H
#define ALM_RUNTIME_LIMIT_H

#include <lua.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/error.h"
#include "runtime/pool.h"

/* The limits of a state, and how a script is stopped.
 *
 * Time is processor time of the thread. A timer signal arms a hook in the
 * coroutine that runs; there is no hook before that, for a count hook costs a
 * factor of 2 to 4. The hook raises, and stays armed, so that nothing of the
 * script runs on. Should C code not return (a pattern that backtracks), the
 * next signal, after the grace period, ends the process with exit status 4.
 *
 * Memory: the allocator says no, and Lua raises.
 *
 * A limit that was reached is remembered in `kind`; pcall, xpcall and the
 * coroutine functions raise it again, so it arrives at alm_lua_call. */

typedef enum alm_limit_kind {
    ALM_LIMIT_NONE,
    ALM_LIMIT_TIME,
    ALM_LIMIT_MEMORY,
    ALM_LIMIT_INTERRUPT /* no limit, but ends what runs as one does */
} alm_limit_kind;

typedef struct alm_limit {
    alm_limit_kind kind;
    lua_State *volatile running; /* the coroutine to stop; NULL outside */
    volatile sig_atomic_t expired;
    volatile sig_atomic_t interrupts; /* since the call began */
    struct alm_limit *outer; /* the limit of the state that called ours */
    unsigned depth;          /* calls into Lua under way */
    double seconds;          /* 0: no time limit */
    double grace;
    int64_t used_ns;
    int64_t entered_ns;
    timer_t timer;
    size_t heap_bytes; /* Lua memory alive */
    size_t heap_limit; /* 0: none */
    size_t memory_limit;
    alm_pool *pool;       /* for small blocks; NULL: none */
    bool heap_refused;    /* heap_limit, not the process, said no */
    alm_error place;      /* file and line where the limit was met */
    char last_words[256]; /* of the watchdog */
    size_t last_words_len;
    const struct alm_guard
        *guard;          /* what the watchdog tries first; NULL: none */
    const char *guarded; /* the file that is looked at */
} alm_limit;

/* A call into Lua begins on L and ends; *before is what to hand to leave.
 * ALM_ELIMIT when the time is used up, ALM_EIO when there is no timer. */
ALM_MUST_CHECK
alm_status alm_limit_enter(alm_limit *limit, lua_State *L, lua_State **before,
                           alm_error *err);
void alm_limit_leave(alm_limit *limit, lua_State *before);

/* Ends what runs in this thread, as the time limit would; when nothing does,
 * the next call as it begins. Answers how often it was asked to since that
 * began, 0 when nothing runs. For a signal handler. */
int alm_limit_interrupt(void);

/* Lets the next call begin after all. */
void alm_limit_forget_interrupt(void);

/* Lets calls into the state go on after a limit, with all time left. Outside of
 * calls only. */
void alm_limit_renew(alm_limit *limit);

/* From now on `co` runs. */
void alm_limit_switch(alm_limit *limit, lua_State *co);

/* Raises in L the limit that was reached. Never returns. */
int alm_limit_raise(lua_State *L, alm_limit_kind kind);

/* For whatever catches errors, with the error value on top of the stack and its
 * status: raises again when it stands for a limit, returns otherwise. */
void alm_limit_rethrow(lua_State *L, int status);

/* Nanoseconds used, the call under way included. */
int64_t alm_limit_used(const alm_limit *limit);

/* Fills *err for the limit reached. */
alm_status alm_limit_describe(const alm_limit *limit, alm_error *err);

/* The error for memory that alm_alloc refused beyond `limit` bytes. */
alm_status alm_limit_fail_memory(size_t limit, alm_error *err);

/* The allocator of a state; `ud` is its alm_limit. */
void *alm_limit_alloc(void *ud, void *p, size_t osize, size_t nsize);

#endif
