#include "stats/random.h"

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

void alm_random_seed(alm_random *r, uint64_t seed)
{
    for (size_t i = 0; i < 4; i++) {
        seed += UINT64_C(0x9e3779b97f4a7c15);
        uint64_t z = seed;
        z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
        r->s[i] = z ^ z >> 31;
    }
}

uint64_t alm_random_next(alm_random *r)
{
    uint64_t *s = r->s;
    const uint64_t result = rotate(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

/* The high and the low word of a 128-bit product, in plain C11. */
static uint64_t multiply_high(uint64_t a, uint64_t b, uint64_t *low)
{
    const uint64_t a0 = a & UINT32_MAX, a1 = a >> 32;
    const uint64_t b0 = b & UINT32_MAX, b1 = b >> 32;
    const uint64_t mid = a1 * b0 + (a0 * b0 >> 32);
    const uint64_t mid2 = a0 * b1 + (mid & UINT32_MAX);
    *low = a * b;
    return a1 * b1 + (mid >> 32) + (mid2 >> 32);
}

size_t alm_random_below(alm_random *r, size_t n)
{
    uint64_t low;
    uint64_t high = multiply_high(alm_random_next(r), n, &low);

    if (low < n) {
        const uint64_t threshold = -(uint64_t)n % n;
        while (low < threshold)
            high = multiply_high(alm_random_next(r), n, &low);
    }
    return (size_t)high;
}

void alm_random_shuffle(alm_random *r, double *x, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        const size_t j = alm_random_below(r, i);
        const double t = x[i - 1];
        x[i - 1] = x[j];
        x[j] = t;
    }
}
