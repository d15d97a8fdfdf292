#include "writ/hash.h"

#include <sodium.h>
#include <string.h>

WritHash writ_hash(WritText bytes)
{
    WritHash hash;
    (void)crypto_hash_sha256(hash.bytes, (const unsigned char *)bytes.data, bytes.length);
    return hash;
}

bool writ_hash_equal(const WritHash *a, const WritHash *b)
{
    return memcmp(a->bytes, b->bytes, WRIT_HASH_BYTES) == 0;
}

void writ_hash_hex(const WritHash *hash, char hex[WRIT_HASH_HEX_BYTES])
{
    (void)sodium_bin2hex(hex, WRIT_HASH_HEX_BYTES, hash->bytes, WRIT_HASH_BYTES);
}

bool writ_hash_from_hex(WritHash *hash, WritText hex)
{
    size_t length = 0;
    return hex.length == 2 * (size_t)WRIT_HASH_BYTES &&
           sodium_hex2bin(hash->bytes, WRIT_HASH_BYTES, hex.data, hex.length, NULL, &length,
                          NULL) == 0 &&
           length == WRIT_HASH_BYTES;
}
