#ifndef ALM_RUNTIME_POOL_H
#define ALM_RUNTIME_POOL_H

#include <stddef.h>

/* Small blocks for a state that lives for a glance: cut from chunks, kept by
 * size for the next of that size, and given back all at once. A state that runs
 * for long would keep in it what other parts of the program need. */

enum { ALM_POOL_STEP = 16, ALM_POOL_CLASSES = 16 };

/* A zeroed struct is an empty pool. */
typedef struct alm_pool {
    void *chunks; /* each begins with the pointer to the one before */
    char *at;     /* what is left of the newest */
    size_t left;
    void
        *freed[ALM_POOL_CLASSES]; /* each begins with the pointer to the next */
} alm_pool;

/* As alm_resize; what comes from here must go back here. */
void *alm_pool_resize(alm_pool *pool, void *p, size_t before, size_t bytes);

/* Gives every small block back; large ones are the caller's to free. */
void alm_pool_free(alm_pool *pool);

#endif
