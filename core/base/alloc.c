#include "base/alloc.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define HUGE_BLOCK ((size_t)4 << 20)
#define HUGE_PAGE  ((size_t)2 << 20)

/* Process-wide on purpose: one heap, one limit. */
static atomic_long allowed = -1;
static atomic_long live = 0;
static atomic_size_t bytes_live = 0;
static atomic_size_t bytes_limit = 0;
static atomic_int limit_hit = 0;

static bool may_allocate(size_t bytes)
{
    const size_t limit = atomic_load(&bytes_limit);
    if (limit != 0 && bytes > limit - (atomic_load(&bytes_live) < limit
                                           ? atomic_load(&bytes_live)
                                           : limit)) {
        atomic_store(&limit_hit, 1);
        return false;
    }
    const long left = atomic_load(&allowed);
    if (left == 0)
        return false;
    if (left > 0)
        atomic_fetch_sub(&allowed, 1);
    return true;
}

static void *count_block(void *p)
{
    if (p != NULL) {
        atomic_fetch_add(&live, 1);
        atomic_fetch_add(&bytes_live, malloc_usable_size(p));
    }
    return p;
}

static void *allocate(size_t bytes)
{
    if (bytes < HUGE_BLOCK)
        return malloc(bytes != 0 ? bytes : 1);
    void *p = aligned_alloc(HUGE_PAGE,
                            (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
    if (p != NULL)
        (void)madvise(p, bytes, MADV_HUGEPAGE); /* a wish, not a need */
    return p;
}

void *alm_alloc(size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX / 2) / size)
        return NULL;
    if (!may_allocate(count * size))
        return NULL;
    return count_block(allocate(count * size));
}

void *alm_alloc_zeroed(size_t count, size_t size)
{
    void *p = alm_alloc(count, size);
    if (p != NULL)
        memset(p, 0, count * size);
    return p;
}

void *alm_realloc(void *p, size_t count, size_t size)
{
    if (p == NULL)
        return alm_alloc(count, size);
    if (size != 0 && count > (SIZE_MAX / 2) / size)
        return NULL;
    const size_t bytes = count * size;
    const size_t before = malloc_usable_size(p);
    if (bytes > before && !may_allocate(bytes - before))
        return NULL;
    void *grown = realloc(p, bytes != 0 ? bytes : 1);
    if (grown != NULL) {
        atomic_fetch_add(&bytes_live, malloc_usable_size(grown));
        atomic_fetch_sub(&bytes_live, before);
    }
    return grown;
}

void alm_dealloc(void *p)
{
    if (p == NULL)
        return;
    atomic_fetch_sub(&live, 1);
    atomic_fetch_sub(&bytes_live, malloc_usable_size(p));
    free(p);
}

size_t alm_alloc_bytes(void)
{
    return atomic_load(&bytes_live);
}

void alm_alloc_set_limit(size_t bytes)
{
    atomic_store(&bytes_limit, bytes);
    atomic_store(&limit_hit, 0);
}

int alm_alloc_limit_hit(void)
{
    return atomic_load(&limit_hit);
}

void alm_alloc_fail_after(long n)
{
    atomic_store(&allowed, n);
}

long alm_alloc_live(void)
{
    return atomic_load(&live);
}
