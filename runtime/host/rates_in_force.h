// The exchange rates in force: reference data that cases only name. A release brings a set of them;
// its version is part of what every decision rests on. The store keeps the set that is in force:
// each rate that was used stands in the journal.
#ifndef HOST_RATES_IN_FORCE_H
#define HOST_RATES_IN_FORCE_H

#include "writ/host.h"
#include "writ/rates.h"

typedef struct RatesInForce {
    WritArena *arena; // NULL: no set was ever released.
    WritRates set;
    WritHash version; // Zeros where there is no set.
} RatesInForce;

// Reads what is in force from the store.
WRIT_NODISCARD WritStatus rates_load(WritHost *host, WritError *error);
// Puts a sorted set in force: part of the batch of the item under way. Where that is given up,
// rates_load brings back what was.
WRIT_NODISCARD WritStatus rates_put(WritHost *host, const WritRates *set, WritError *error);
// For a WritMoment; NULL: none were ever released. Lives until the next set comes in force.
const WritRates *rates_now(const WritHost *host);
void rates_dispose(WritHost *host);

#endif
