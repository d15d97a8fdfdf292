// The lock that makes one process the owner of a store (settled.md 12).
//
// A lock on an open file description: given back by the system when the last descriptor of it is
// gone, so a killed owner leaves nothing behind that must be cleaned up. The file holds the
// owner's process number, for the message to others; the file itself stays.
#ifndef STORE_OWNER_LOCK_H
#define STORE_OWNER_LOCK_H

#include "store/place.h"

// Puts a descriptor in `lock` that the caller closes. WRIT_CONFLICT when the store has an owner,
// in another process or in this one.
WritStatus owner_lock_take(int *lock, const Place *place, WritError *error);

#endif
