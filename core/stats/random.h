#ifndef ALM_STATS_RANDOM_H
#define ALM_STATS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* A seeded generator: xoshiro256** 1.0 of Blackman and Vigna (2018), filled
 * from the seed by splitmix64. The same seed gives the same numbers on every
 * machine. Not for secrets. */
typedef struct alm_random {
    uint64_t s[4];
} alm_random;

void alm_random_seed(alm_random *r, uint64_t seed);
uint64_t alm_random_next(alm_random *r);

/* Uniform in 0..n-1 without bias (Lemire 2019); n > 0. */
size_t alm_random_below(alm_random *r, size_t n);

/* Fisher and Yates. */
void alm_random_shuffle(alm_random *r, double *x, size_t n);

#endif
