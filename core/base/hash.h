#ifndef ALM_BASE_HASH_H
#define ALM_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* A seeded hash for our own tables. The seed is drawn once a process, so that
 * nobody can prepare keys that collide; no result may depend on hash order. */
uint64_t alm_hash_bytes(const void *bytes, size_t n);
uint64_t alm_hash_u64(uint64_t x);

/* Mixes a further value into a hash. */
uint64_t alm_hash_combine(uint64_t hash, uint64_t x);

#endif
