// SHA-256 (FIPS 180-4), from libsodium.
#ifndef WRIT_HASH_H
#define WRIT_HASH_H

#include <stdbool.h>
#include <stddef.h>

#include "writ/text.h"

enum { WRIT_HASH_BYTES = 32, WRIT_HASH_HEX_BYTES = 65 };

typedef struct WritHash {
    unsigned char bytes[WRIT_HASH_BYTES];
} WritHash;

WritHash writ_hash(WritText bytes);
bool writ_hash_equal(const WritHash *a, const WritHash *b);
// Lower-case hexadecimal with a NUL.
void writ_hash_hex(const WritHash *hash, char hex[WRIT_HASH_HEX_BYTES]);
bool writ_hash_from_hex(WritHash *hash, WritText hex);

#endif
