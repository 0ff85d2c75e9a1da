#ifndef ALM_BASE_ALLOC_H
#define ALM_BASE_ALLOC_H

#include <stddef.h>

/* The allocation door: the only way our code reaches the heap, so that memory
 * can be counted, limited, and made to fail by a test. Safe from any thread. */

/* Room for `count` items of `size` bytes, not cleared. NULL when the product
 * overflows, memory is short or the limit is reached. A zero count still yields
 * a pointer that must be freed. Blocks of 4 MiB and more are aligned for, and
 * ask for, huge pages. */
void *alm_alloc(size_t count, size_t size);

/* The same, all bytes zero. */
void *alm_alloc_zeroed(size_t count, size_t size);

/* Resizes a block from this door (NULL allowed); on failure returns NULL and
 * the old block stays as it was. */
void *alm_realloc(void *p, size_t count, size_t size);

/* `items` (*cap of them, `size` bytes each) with room for one more than n: the
 * same block, or a larger one and a larger *cap. NULL on failure, and all stays
 * as it was. */
void *alm_grow(void *items, size_t *cap, size_t n, size_t size);

/* A copy of text[0..n) that ends in a NUL, or NULL. `text` may be NULL while n
 * is 0. */
char *alm_text_copy(const char *text, size_t n);

/* NULL is allowed. */
void alm_dealloc(void *p);

/* For an owner that remembers sizes, as Lua does: the block `p` of `before`
 * bytes (NULL and 0 for none) becomes one of `bytes`, or is freed when that is
 * 0. Counted by these sizes, which is quicker; what comes from here must go
 * back here. NULL on failure, and the old block stays as it was. */
void *alm_resize(void *p, size_t before, size_t bytes);

/* Bytes handed out and not yet freed. */
size_t alm_alloc_bytes(void);

/* Refuse what would take alm_alloc_bytes() above `bytes`; 0 lifts the limit. */
void alm_alloc_set_limit(size_t bytes);

/* Whether the limit has refused anything since it was last set. */
int alm_alloc_limit_hit(void);

/* For tests: let the next `n` allocations succeed, then fail every one.
 * A negative n switches failure off again. */
void alm_alloc_fail_after(long n);

/* For tests: blocks allocated and not yet freed. */
long alm_alloc_live(void);

#endif
