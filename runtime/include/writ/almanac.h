// Holiday files and zone files, for when calendars are released.
//
// CSV is read here. iCalendar files are hostile input to a large library, so they are read by a
// confined child (writ-almanac), which is started when the first of them comes and serves all that
// follow. Nothing here runs while cases run: a release makes days, and days are
// what the engine counts with.
//
// Not for two threads at a time.
#ifndef WRIT_ALMANAC_H
#define WRIT_ALMANAC_H

#include <stdint.h>

#include "writ/arena.h"
#include "writ/calendar.h"
#include "writ/holidays.h"

enum {
    WRIT_ALMANAC_FILES_MAX = 1000,   // Of one release, each counted for every calendar.
    WRIT_ALMANAC_PROBLEMS_MAX = 50,  // Told of one release.
    WRIT_ALMANAC_EVENT_CPU_MS = 500, // Of computing for one recurrence rule,
    WRIT_ALMANAC_WALL_MS = 10000,    // in all for one file.
    WRIT_ZONE_NAME_BYTES_MAX = 100,
};

// An arena of this size is enough for one release or zone.
#define WRIT_ALMANAC_ARENA_BYTES ((size_t)256 << 20)

typedef struct WritAlmanac WritAlmanac;

typedef struct WritAlmanacOptions {
    const char *program;        // Path of writ-almanac; NULL: beside the running program.
    const char *zone_directory; // NULL: /usr/share/zoneinfo.
} WritAlmanacOptions;

// The caller owns the result and ends it with writ_almanac_close. Starts nothing yet; the texts of
// `options` are borrowed while it is open.
WritAlmanac *writ_almanac_open(const WritAlmanacOptions *options);
void writ_almanac_close(WritAlmanac *almanac); // NULL is allowed.

// --- Zones -------------------------------------------------------------------------------------

// The bytes of the TZif file of the zone with this name, in `arena`; they parse. WRIT_NOT_FOUND:
// the system has no such zone; the hint names the nearest. WRIT_INVALID: no name of a zone
// ("../x"), or its file is not sound. WRIT_LIMIT: it is larger than WRIT_ZONE_BYTES_MAX. WRIT_IO:
// it cannot be read.
WRIT_NODISCARD WritStatus writ_almanac_zone(WritText *bytes, WritArena *arena,
                                            const WritAlmanac *almanac, WritText name,
                                            WritError *error);

// --- Releasing ---------------------------------------------------------------------------------

// A calendar as its author wrote it, with the files that `public holidays from` names. Its rules
// have no holidays yet, or those that are known without a file.
typedef struct WritCalendarSource {
    WritCalendarRules rules;
    const WritHolidayFile *files; // Paths end in ".csv" or ".ics", in any case.
    uint32_t file_count;
} WritCalendarSource;

typedef struct WritCalendarRelease {
    WritCalendars set; // Sorted, sound, with every zone. Points into the sources and `arena`.
    WritHolidayProblem *problems; // What is wrong with what it is made of; then the set is empty.
    uint32_t problem_count;
} WritCalendarRelease;

// Fills in holidays and zones, and tries whether each calendar can be compiled. WRIT_INVALID where
// there are problems (`error` has the first), or where the set is not sound, as
// writ_calendars_decode says. WRIT_LIMIT: one of the bounds of a set is passed. WRIT_IO: the child
// or the zones cannot be used at all.
WRIT_NODISCARD WritStatus writ_almanac_release(WritCalendarRelease *release, WritArena *arena,
                                               WritAlmanac *almanac,
                                               const WritCalendarSource *sources,
                                               uint32_t source_count, WritError *error);

#endif
