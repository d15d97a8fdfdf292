// What the files of the caller's side share.
#ifndef ALMANAC_ALMANAC_H
#define ALMANAC_ALMANAC_H

#include "almanac/asker.h"

struct WritAlmanac {
    const char *zone_directory;
    Asker *asker;
};

// The holidays of an iCalendar file, in `arena`. What is wrong with the file, also that the child
// died over it, is a problem in `read`; then `*died` says that nothing more should be asked. A
// status other than WRIT_OK: the child cannot be used at all.
WRIT_NODISCARD WritStatus almanac_read_events(WritHolidays *read, bool *died, WritArena *arena,
                                              WritAlmanac *almanac, const EventsRequest *asked,
                                              WritError *error);

#endif
