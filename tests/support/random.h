// Numbers for tests that look random and are the same in every run (SplitMix64).
#ifndef SUPPORT_RANDOM_H
#define SUPPORT_RANDOM_H

#include <stdint.h>

typedef struct Random {
    uint64_t state; // Starts as the seed.
} Random;

static inline uint64_t random_bits(Random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = random->state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

// From 0 to count - 1.
static inline uint32_t random_below(Random *random, uint32_t count)
{
    return (uint32_t)((random_bits(random) >> 32) * count >> 32);
}

// From first to last, both included.
static inline int64_t random_between(Random *random, int64_t first, int64_t last)
{
    uint64_t span = (uint64_t)last - (uint64_t)first + 1;
    uint64_t offset = span == 0 ? random_bits(random) : random_bits(random) % span;
    return (int64_t)((uint64_t)first + offset);
}

#endif
