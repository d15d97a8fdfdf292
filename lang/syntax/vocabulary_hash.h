// The hash of a word, the same when the tables are made and when they are read.
#ifndef SYNTAX_VOCABULARY_HASH_H
#define SYNTAX_VOCABULARY_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { VOCABULARY_SLOTS = 1024 };

// First, middle and last letter and the length tell the first words of phrases well apart.
static inline uint32_t vocabulary_hash(const char *word, size_t length)
{
    uint32_t first = (unsigned char)word[0];
    uint32_t middle = (unsigned char)word[length / 2];
    uint32_t last = (unsigned char)word[length - 1];
    return (first * 31 + middle * 173 + last * 7 + (uint32_t)length * 67) % VOCABULARY_SLOTS;
}

#endif
