#include "runtime/limit.h"

#include <errno.h>
#include <lauxlib.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bridge/raise.h"
#include "runtime/internal.h"

#define SECOND INT64_C(1000000000)

/* glibc 2.36 has the field, not the name. */
#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

/* Exit status of design section 6 for a limit. */
enum { EXIT_LIMIT = 4 };

/* The limits at work in this thread, innermost first. A signal may arrive late,
 * after its state is gone: only what is in this list is touched. */
static _Thread_local alm_limit *volatile at_work = NULL;

/* What a limit raises: a value that needs no memory. */
static const char limit_token;

/* Time that the thread worked, not time that passed: a script on a busy machine
 * must not fail for what others do, and no script can wait for anything. */
static int64_t now_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

/* A coroutine that was left when its hook was armed, and is resumed once the
 * limit is renewed, runs on. */
static void on_hook(lua_State *L, lua_Debug *ar)
{
    const alm_limit *limit = &alm_state_of(L)->limit;

    (void)ar;
    if (limit->interrupts > 0)
        (void)alm_limit_raise(L, ALM_LIMIT_INTERRUPT);
    else if (limit->expired || limit->kind != ALM_LIMIT_NONE)
        (void)alm_limit_raise(L, ALM_LIMIT_TIME);
    else
        lua_sethook(L, NULL, 0, 0);
}

/* lua_sethook may be called from a signal handler. */
static void arm(lua_State *L)
{
    lua_sethook(L, on_hook, LUA_MASKCOUNT, 1);
}

static void on_signal(int number, siginfo_t *info, void *context)
{
    (void)number;
    (void)context;
    alm_limit *limit = at_work;
    while (limit != NULL && limit != info->si_value.sival_ptr)
        limit = limit->outer;
    if (limit == NULL)
        return;
    if (limit->expired) {
        if (limit->guard != NULL)
            limit->guard->stuck(limit->guarded);
        ssize_t ignored =
            write(STDERR_FILENO, limit->last_words, limit->last_words_len);
        (void)ignored;
        _exit(EXIT_LIMIT);
    }
    limit->expired = 1;
    if (limit->running != NULL)
        arm(limit->running);
}

/* Asked for while nothing ran. */
static _Thread_local volatile sig_atomic_t interrupt_next = 0;

int alm_limit_interrupt(void)
{
    int most = 0;

    if (at_work == NULL)
        interrupt_next = 1;
    for (alm_limit *limit = at_work; limit != NULL; limit = limit->outer) {
        const int n = (int)limit->interrupts + 1;
        limit->interrupts = n;
        most = n > most ? n : most;
        if (limit->running != NULL)
            arm(limit->running);
    }
    return most;
}

void alm_limit_forget_interrupt(void)
{
    interrupt_next = 0;
}

void alm_limit_renew(alm_limit *limit)
{
    limit->kind = ALM_LIMIT_NONE;
    limit->expired = 0;
    limit->interrupts = 0;
    limit->used_ns = 0;
    limit->heap_refused = false;
    limit->place.line = 0;
}

static int limit_signal(void)
{
    return SIGRTMIN;
}

static void install_handler(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(limit_signal(), &action, NULL);
}

static struct timespec to_timespec(int64_t ns)
{
    const struct timespec t = {.tv_sec = (time_t)(ns / SECOND),
                               .tv_nsec = (long)(ns % SECOND)};
    return t;
}

static alm_status start_timer(alm_limit *limit, int64_t left_ns, alm_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct sigevent event;
    struct itimerspec spec;

    (void)pthread_once(&once, install_handler);
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = limit_signal();
    event.sigev_value.sival_ptr = limit;
    event.sigev_notify_thread_id = gettid();
    if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &limit->timer) != 0)
        return alm_fail(err, ALM_EIO, "no timer for the time limit: %s",
                        strerror(errno));
    spec.it_value = to_timespec(left_ns);
    spec.it_interval = to_timespec((int64_t)(limit->grace * 1e9));
    (void)timer_settime(limit->timer, 0, &spec, NULL);
    return ALM_OK;
}

static void write_last_words(alm_limit *limit)
{
    const int n = snprintf(
        limit->last_words, sizeof limit->last_words,
        "error: the time limit of %g s is reached inside one long call, "
        "such as a text pattern that backtracks; --time sets another limit\n",
        limit->seconds);
    limit->last_words_len = n > 0 ? (size_t)n : 0;
}

static alm_status begin_timed(alm_limit *limit, alm_error *err)
{
    const int64_t left = (int64_t)(limit->seconds * 1e9) - limit->used_ns;

    if (left <= 0) {
        limit->kind = ALM_LIMIT_TIME;
        return alm_limit_describe(limit, err);
    }
    write_last_words(limit);
    const alm_status status = start_timer(limit, left, err);
    if (status == ALM_OK)
        limit->entered_ns = now_ns();
    return status;
}

/* The outermost call of a state. */
static alm_status begin(alm_limit *limit, alm_error *err)
{
    limit->expired = 0;
    limit->interrupts = 0;
    limit->outer = at_work;
    at_work = limit; /* a signal comes before this, or finds the limit */
    limit->interrupts += interrupt_next;
    interrupt_next = 0;
    const alm_status status =
        limit->seconds > 0 ? begin_timed(limit, err) : ALM_OK;
    if (status != ALM_OK)
        at_work = limit->outer;
    return status;
}

alm_status alm_limit_enter(alm_limit *limit, lua_State *L, lua_State **before,
                           alm_error *err)
{
    *before = limit->running;
    if (limit->depth == 0 && limit->kind != ALM_LIMIT_NONE)
        return alm_limit_describe(limit, err);
    if (limit->depth == 0) {
        const alm_status status = begin(limit, err);
        if (status != ALM_OK)
            return status;
    }
    limit->depth++;
    alm_limit_switch(limit, L);
    return ALM_OK;
}

void alm_limit_leave(alm_limit *limit, lua_State *before)
{
    lua_State *L = limit->running;

    limit->depth--;
    if (limit->depth != 0) {
        alm_limit_switch(limit, before);
        return;
    }
    at_work = limit->outer;
    if (limit->seconds > 0) {
        (void)timer_delete(limit->timer);
        limit->used_ns += now_ns() - limit->entered_ns;
        limit->entered_ns = 0;
    }
    limit->running = NULL;
    lua_sethook(L, NULL, 0, 0);
}

void alm_limit_switch(alm_limit *limit, lua_State *co)
{
    limit->running = co;
    if (co != NULL && (limit->expired || limit->interrupts > 0 ||
                       limit->kind != ALM_LIMIT_NONE))
        arm(co);
}

int64_t alm_limit_used(const alm_limit *limit)
{
    return limit->used_ns +
           (limit->entered_ns != 0 ? now_ns() - limit->entered_ns : 0);
}

int alm_limit_raise(lua_State *L, alm_limit_kind kind)
{
    alm_limit *limit = &alm_state_of(L)->limit;

    if (limit->kind == ALM_LIMIT_NONE) {
        limit->kind = kind;
        if (kind != ALM_LIMIT_MEMORY)
            limit->place.line = 0;
        if (limit->place.line == 0)
            alm_lua_where(L, &limit->place);
    }
    arm(L); /* no handler, no __close of the script runs on */
    lua_pushlightuserdata(L, (void *)(uintptr_t)&limit_token);
    return lua_error(L);
}

static bool is_memory_text(lua_State *L)
{
    return lua_type(L, -1) == LUA_TSTRING &&
           strcmp(lua_tostring(L, -1), "not enough memory") == 0;
}

/* An error of a C function that stands for a ceiling. */
static bool is_limit_object(lua_State *L)
{
    if (!alm_lua_is_error(L, -1))
        return false;
    lua_getfield(L, -1, "code");
    const char *code = lua_tostring(L, -1);
    const bool yes = code != NULL && (strcmp(code, "ENOMEM") == 0 ||
                                      strcmp(code, "ELIMIT") == 0);
    lua_pop(L, 1);
    return yes;
}

void alm_limit_rethrow(lua_State *L, int status)
{
    const alm_limit *limit = &alm_state_of(L)->limit;

    if (limit->kind != ALM_LIMIT_NONE)
        (void)alm_limit_raise(L, limit->kind);
    if (status == LUA_ERRMEM || is_memory_text(L))
        (void)alm_limit_raise(L, ALM_LIMIT_MEMORY);
    if (is_limit_object(L))
        (void)lua_error(L);
}

static void size_text(char *out, size_t n, size_t bytes)
{
    if (bytes >= (size_t)1 << 30 && bytes % ((size_t)1 << 30) == 0)
        (void)snprintf(out, n, "%zu GiB", bytes >> 30);
    else if (bytes >= (size_t)1 << 20)
        (void)snprintf(out, n, "%zu MiB", bytes >> 20);
    else
        (void)snprintf(out, n, "%zu KiB", bytes >> 10);
}

alm_status alm_limit_fail_memory(size_t limit, alm_error *err)
{
    char size[32];

    if (limit != 0) {
        size_text(size, sizeof size, limit);
        (void)alm_fail(err, ALM_ELIMIT, "the memory limit of %s is reached",
                       size);
    } else {
        (void)alm_fail(err, ALM_ELIMIT, "the memory limit is reached");
    }
    alm_error_help(err, "--mem sets another limit, such as --mem 8G");
    return ALM_ELIMIT;
}

static alm_status describe_memory(const alm_limit *limit, alm_error *err)
{
    char size[32];

    if (limit->heap_refused) {
        size_text(size, sizeof size, limit->heap_limit);
        return alm_fail(err, ALM_ELIMIT,
                        "the script needs more than the %s it may use here",
                        size);
    }
    if (!alm_alloc_limit_hit())
        return alm_fail_memory(err, "the script");
    return alm_limit_fail_memory(limit->memory_limit, err);
}

alm_status alm_limit_describe(const alm_limit *limit, alm_error *err)
{
    alm_status status = ALM_ELIMIT;

    if (limit->kind == ALM_LIMIT_MEMORY) {
        status = describe_memory(limit, err);
    } else if (limit->kind == ALM_LIMIT_INTERRUPT) {
        (void)alm_fail(err, ALM_ELIMIT, "interrupted");
    } else {
        (void)alm_fail(err, ALM_ELIMIT, "the time limit of %g s is reached",
                       limit->seconds);
        alm_error_help(err, "--time sets another limit, in seconds: --time %g",
                       limit->seconds * 10);
    }
    if (limit->place.line != 0)
        alm_error_at(err, limit->place.file, limit->place.line, 0);
    return status;
}

static void *resize(const alm_limit *limit, void *p, size_t before,
                    size_t bytes)
{
    return limit->pool != NULL ? alm_pool_resize(limit->pool, p, before, bytes)
                               : alm_resize(p, before, bytes);
}

void *alm_limit_alloc(void *ud, void *p, size_t osize, size_t nsize)
{
    alm_limit *limit = ud;
    const size_t before = p != NULL ? osize : 0; /* else osize is a type */

    if (nsize == 0) {
        limit->heap_bytes -= before;
        return resize(limit, p, before, 0);
    }
    const size_t other = limit->heap_bytes - before;
    const bool refused =
        limit->heap_limit != 0 && nsize > before &&
        (other > limit->heap_limit || nsize > limit->heap_limit - other);
    void *grown = refused ? NULL : resize(limit, p, before, nsize);
    if (grown != NULL) {
        limit->heap_bytes = other + nsize;
        return grown;
    }
    limit->heap_refused = refused;
    /* Where the script was, should the collection that follows not help. */
    limit->place.line = 0;
    if (limit->running != NULL)
        alm_lua_where(limit->running, &limit->place);
    return NULL;
}
