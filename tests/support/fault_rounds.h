// One round after the other: a fault at the first operation, at the second, until one comes to
// none.
#ifndef SUPPORT_FAULT_ROUNDS_H
#define SUPPORT_FAULT_ROUNDS_H

#include <stdbool.h>
#include <stdint.h>

#include "support/fault_vfs.h"

// Whether the fault at operation `at`, from 1, came to pass. Fails the test itself.
typedef bool FaultRound(FaultKind kind, uint64_t at);
// Fails the test where there are hardly any operations, or where there is no end of them.
void fault_rounds(FaultKind kind, FaultRound *survive);

// For a test that kills, or only pretends to cut the power: its files lie in memory, since a disk
// would add nothing but time. To be called before the first file is made.
void fault_rounds_in_memory(void);

#endif
