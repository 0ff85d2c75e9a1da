#ifndef ALM_BASE_WORKERS_H
#define ALM_BASE_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

/* Work that several threads share. */

/* Processors that this process may use, from 1 to ALM_WORKERS_MAX. */
enum { ALM_WORKERS_MAX = 16 };
size_t alm_workers_available(void);

/* Calls work(data) in this thread and, side by side, in n - 1 others at most,
 * and comes back when all have. A thread that cannot be started is done
 * without: `work` must take what there is to do piece by piece. The others
 * block every signal, so that handlers run in the thread that waits for what
 * they say. */
void alm_workers_run(size_t n, void (*work)(void *data), void *data);

/* For tests: whether a thread may be started at all (it may). */
void alm_workers_allow(bool allowed);

#endif
