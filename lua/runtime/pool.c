#include "runtime/pool.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"

enum { CHUNK = 64 * 1024, LARGEST = ALM_POOL_STEP * ALM_POOL_CLASSES };

static size_t class_of(size_t bytes)
{
    return (bytes - 1) / ALM_POOL_STEP;
}

static void *take(alm_pool *pool, size_t bytes)
{
    const size_t class = class_of(bytes);
    const size_t whole = (class + 1) * ALM_POOL_STEP;
    void *block = pool->freed[class];

    if (block != NULL) {
        memcpy(&pool->freed[class], block, sizeof block);
        return block;
    }
    if (pool->left < whole) { /* what is left is lost: less than LARGEST */
        char *chunk = alm_alloc(CHUNK, 1);
        if (chunk == NULL)
            return NULL;
        memcpy(chunk, &pool->chunks, sizeof pool->chunks);
        pool->chunks = chunk;
        pool->at = chunk + ALM_POOL_STEP; /* as aligned as the chunk */
        pool->left = CHUNK - ALM_POOL_STEP;
    }
    block = pool->at;
    pool->at += whole;
    pool->left -= whole;
    return block;
}

static void give(alm_pool *pool, void *block, size_t bytes)
{
    const size_t class = class_of(bytes);

    memcpy(block, &pool->freed[class], sizeof block);
    pool->freed[class] = block;
}

void *alm_pool_resize(alm_pool *pool, void *p, size_t before, size_t bytes)
{
    const bool was_small = before > 0 && before <= LARGEST;
    const bool is_small = bytes > 0 && bytes <= LARGEST;

    if (!was_small && !is_small)
        return alm_resize(p, before, bytes);
    if (was_small && is_small && class_of(before) == class_of(bytes))
        return p;
    void *block = bytes == 0 ? NULL
                  : is_small ? take(pool, bytes)
                             : alm_resize(NULL, 0, bytes);
    if (bytes > 0 && block == NULL)
        return NULL;
    if (block != NULL && before > 0)
        memcpy(block, p, before < bytes ? before : bytes);
    if (was_small)
        give(pool, p, before);
    else if (before > 0)
        (void)alm_resize(p, before, 0);
    return block;
}

void alm_pool_free(alm_pool *pool)
{
    while (pool->chunks != NULL) {
        void *chunk = pool->chunks;
        memcpy(&pool->chunks, chunk, sizeof pool->chunks);
        alm_dealloc(chunk);
    }
    *pool = (alm_pool){0};
}
