#include "base/hash.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static _Atomic uint64_t seed_value = 0;

__extension__ typedef unsigned __int128 wide; /* gcc and clang have it */

static uint64_t mix(uint64_t a, uint64_t b)
{
    const wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t seed(void)
{
    uint64_t s = atomic_load_explicit(&seed_value, memory_order_relaxed);
    if (s != 0)
        return s;
    if (getrandom(&s, sizeof s, GRND_NONBLOCK) != (ssize_t)sizeof s)
        s = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)&seed_value;
    s |= 1U;
    uint64_t none = 0;
    /* Another thread may have been first: all must use the same seed. */
    if (!atomic_compare_exchange_strong(&seed_value, &none, s))
        s = none;
    return s;
}

static uint64_t read_8(const unsigned char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static uint64_t read_4(const unsigned char *p)
{
    uint32_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

/* Both factors hold the seed: nobody can choose bytes that make one of them 0.
 */
static uint64_t mix_pair(uint64_t h, uint64_t a, uint64_t b)
{
    return mix(a ^ h, b ^ (h + 0xA0761D6478BD642FU));
}

uint64_t alm_hash_bytes(const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    uint64_t h = seed() ^ (n * 0x9E3779B97F4A7C15U);
    for (; n > 16; n -= 16, p += 16)
        h = mix_pair(h, read_8(p), read_8(p + 8));
    /* The last 16 or fewer, by two reads that may overlap. */
    if (n >= 8)
        h = mix_pair(h, read_8(p), read_8(p + n - 8));
    else if (n >= 4)
        h = mix_pair(h, read_4(p), read_4(p + n - 4));
    else if (n > 0)
        h = mix_pair(h, p[0], (uint64_t)p[n / 2] << 8 | p[n - 1]);
    return mix(h, 0x8EBC6AF09C88C6E3U);
}

uint64_t alm_hash_u64(uint64_t x)
{
    return mix(x ^ seed(), 0xA0761D6478BD642FU);
}

uint64_t alm_hash_combine(uint64_t hash, uint64_t x)
{
    return mix(hash ^ x, 0xE7037ED1A0B428DBU) + 0x9E3779B97F4A7C15U;
}
