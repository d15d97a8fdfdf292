// The calendars in force: reference data that cases only name. A release brings a set of them; its
// version is part of what every decision rests on, and the store keeps each version that any
// decision may rest on.
#ifndef HOST_ALMANAC_H
#define HOST_ALMANAC_H

#include "writ/calendar.h"
#include "writ/eval.h"
#include "writ/host.h"

typedef struct CompiledCalendar CompiledCalendar;

typedef struct Almanac {
    WritArena *arena; // NULL: no set was ever released.
    WritCalendars set;
    WritHash version;           // Zeros where there is no set.
    CompiledCalendar *compiled; // Those that were asked for.
} Almanac;

// Reads what is in force from the store.
WRIT_NODISCARD WritStatus almanac_load(WritHost *host, WritError *error);
// Puts a sorted set in force: part of the batch of the item under way. Where that is given up,
// almanac_load brings back what was.
WRIT_NODISCARD WritStatus almanac_put(WritHost *host, const WritCalendars *set, WritError *error);
// The calendar with this qualified name, compiled when it is first asked for; it lives until the
// next set comes in force. WRIT_NOT_FOUND: the book has no such calendar any more.
WRIT_NODISCARD WritStatus almanac_find(WritHost *host, WritText name, const WritCalendar **calendar,
                                       WritError *error);
// The same as the engine asks for it. Lives as long as the host.
WritClockwork almanac_clockwork(WritHost *host);
// Of any set, in force or not.
WritClockwork almanac_clockwork_of(Almanac *almanac);
void almanac_forget(Almanac *almanac); // What was compiled of it.
void almanac_dispose(WritHost *host);

#endif
