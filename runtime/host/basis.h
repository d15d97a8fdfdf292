// What decisions rest on. A basis is written to the journal when the first decision rests on it, as
// an entry of no case, and the entries of cases name it by its sequence: a case of ten steps says
// once under which definition, commit and directory it runs, not ten times in 84 bytes.
#ifndef HOST_BASIS_H
#define HOST_BASIS_H

#include "writ/event.h"
#include "writ/host.h"

typedef struct KnownBasis {
    WritBasis basis;
    uint64_t sequence;
} KnownBasis;

// Those that were used lately, the last ones first; a cache of what the store has.
typedef struct Bases {
    KnownBasis *known;
    uint32_t count;
    uint32_t noted; // In front: of the item under way, known to the store only when it succeeds.
} Bases;

// The sequence of the entry with this basis; it becomes part of the item's batch where the store
// has none yet.
WRIT_NODISCARD WritStatus basis_find(WritHost *host, const WritBasis *basis, uint64_t *sequence,
                                     WritError *error);
// WRIT_INVALID: the entry with this sequence is no basis.
WRIT_NODISCARD WritStatus basis_read(WritHost *host, uint64_t sequence, WritBasis *basis,
                                     WritError *error);

// The item under way succeeded, or was given up.
void bases_keep_noted(WritHost *host);
void bases_forget_noted(WritHost *host);
void bases_dispose(WritHost *host);

#endif
