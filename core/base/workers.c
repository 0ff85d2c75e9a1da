#include "base/workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>

typedef struct task {
    void (*work)(void *data);
    void *data;
} task;

static bool is_allowed = true;

size_t alm_workers_available(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    const int n = CPU_COUNT(&set);
    if (n < 1)
        return 1;
    return n < ALM_WORKERS_MAX ? (size_t)n : ALM_WORKERS_MAX;
}

void alm_workers_allow(bool allowed)
{
    is_allowed = allowed;
}

static void *run(void *data)
{
    const task *t = data;
    t->work(t->data);
    return NULL;
}

/* A thread inherits the signals that the one which makes it blocks. */
static size_t start(pthread_t *threads, size_t n, task *t)
{
    sigset_t all;
    sigset_t before;
    size_t started = 0;
    (void)sigfillset(&all);
    if (!is_allowed || pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
        return 0;
    while (started < n && pthread_create(&threads[started], NULL, run, t) == 0)
        started++;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

void alm_workers_run(size_t n, void (*work)(void *data), void *data)
{
    pthread_t threads[ALM_WORKERS_MAX];
    task t = {work, data};
    const size_t most = n < ALM_WORKERS_MAX ? n : ALM_WORKERS_MAX;
    const size_t started = most > 1 ? start(threads, most - 1, &t) : 0;
    work(data);
    for (size_t i = 0; i < started; i++)
        (void)pthread_join(threads[i], NULL);
}
