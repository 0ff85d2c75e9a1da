#include "base/alloc.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/single_threaded.h>

#define HUGE_BLOCK ((size_t)4 << 20)
#define HUGE_PAGE  ((size_t)2 << 20)

/* Process-wide on purpose: one heap, one limit. */
static atomic_long allowed = -1;
static atomic_size_t live = 0;
static atomic_size_t bytes_live = 0;
static atomic_size_t bytes_limit = 0;
static atomic_int limit_hit = 0;

/* Without other threads a plain load and store do, at a tenth of the cost. */
static void add_to(atomic_size_t *counter, size_t n)
{
    if (__libc_single_threaded)
        atomic_store_explicit(
            counter, atomic_load_explicit(counter, memory_order_relaxed) + n,
            memory_order_relaxed);
    else
        atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

/* Unsigned, so that what is taken away wraps around to a smaller sum. */
static void take_from(atomic_size_t *counter, size_t n)
{
    add_to(counter, 0 - n);
}

/* One of those that alm_alloc_fail_after allows. */
static bool take_allowed(void)
{
    long left = atomic_load_explicit(&allowed, memory_order_relaxed);
    while (left > 0) {
        if (atomic_compare_exchange_weak(&allowed, &left, left - 1))
            return true;
    }
    return left != 0;
}

/* Counts `bytes` before they are there: were they only looked at, two threads
 * could both find room for what fits once. */
static bool reserve(size_t bytes)
{
    if (!take_allowed())
        return false;
    add_to(&bytes_live, bytes);
    const size_t limit =
        atomic_load_explicit(&bytes_limit, memory_order_relaxed);
    if (limit == 0 ||
        atomic_load_explicit(&bytes_live, memory_order_relaxed) <= limit)
        return true;
    take_from(&bytes_live, bytes);
    atomic_store(&limit_hit, 1);
    return false;
}

/* Counts a block for which `bytes` were reserved, or gives them back. */
static void *count_block(void *p, size_t bytes)
{
    if (p == NULL) {
        take_from(&bytes_live, bytes);
        return NULL;
    }
    add_to(&live, 1);
    add_to(&bytes_live, malloc_usable_size(p) - bytes);
    return p;
}

/* A wish, not a need. */
static void ask_for_huge_pages(void *p, size_t bytes)
{
    const uintptr_t page = 4096;
    const uintptr_t start = ((uintptr_t)p + page - 1) / page * page;
    (void)madvise((void *)start, bytes - (size_t)(start - (uintptr_t)p),
                  MADV_HUGEPAGE);
}

static void *allocate(size_t bytes)
{
    if (bytes < HUGE_BLOCK)
        return malloc(bytes != 0 ? bytes : 1);
    void *p = aligned_alloc(HUGE_PAGE,
                            (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
    if (p != NULL)
        ask_for_huge_pages(p, bytes);
    return p;
}

/* realloc, but a block that becomes large becomes one for huge pages. */
static void *reallocate(void *p, size_t before, size_t bytes)
{
    if (bytes < HUGE_BLOCK)
        return realloc(p, bytes != 0 ? bytes : 1);
    if (before >= HUGE_BLOCK) {
        void *sized = realloc(p, bytes);
        if (sized != NULL)
            ask_for_huge_pages(sized, bytes);
        return sized;
    }
    void *fresh = allocate(bytes);
    if (fresh == NULL)
        return NULL;
    memcpy(fresh, p, before);
    free(p);
    return fresh;
}

void *alm_alloc(size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX / 2) / size)
        return NULL;
    if (!reserve(count * size))
        return NULL;
    return count_block(allocate(count * size), count * size);
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
    const size_t more = bytes > before ? bytes - before : 0;
    if (more > 0 && !reserve(more))
        return NULL;
    void *sized = reallocate(p, before, bytes);
    const size_t after = sized != NULL ? malloc_usable_size(sized) : before;
    add_to(&bytes_live, after - before - more);
    return sized;
}

void *alm_grow(void *items, size_t *cap, size_t n, size_t size)
{
    if (n < *cap)
        return items;
    const size_t more = *cap * 2 + 8;
    void *grown = alm_realloc(items, more, size);
    if (grown != NULL)
        *cap = more;
    return grown;
}

char *alm_text_copy(const char *text, size_t n)
{
    char *copy = alm_alloc(n + 1, 1);
    if (copy == NULL)
        return NULL;
    if (n > 0)
        memcpy(copy, text, n);
    copy[n] = '\0';
    return copy;
}

void alm_dealloc(void *p)
{
    if (p == NULL)
        return;
    take_from(&live, 1);
    take_from(&bytes_live, malloc_usable_size(p));
    free(p);
}

void *alm_resize(void *p, size_t before, size_t bytes)
{
    if (bytes == 0) {
        take_from(&live, p != NULL ? 1 : 0);
        take_from(&bytes_live, before);
        free(p);
        return NULL;
    }
    const size_t more = bytes > before ? bytes - before : 0;
    if (more > 0 && !reserve(more))
        return NULL;
    void *sized = realloc(p, bytes);
    if (sized == NULL)
        take_from(&bytes_live, more);
    else {
        add_to(&live, p == NULL ? 1 : 0);
        add_to(&bytes_live, bytes - before - more);
    }
    return sized;
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
    return (long)atomic_load(&live);
}
