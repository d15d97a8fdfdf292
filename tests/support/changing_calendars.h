// Calendars for random cases, which begin on 1970-01-01: "office" and "plant", and the one of
// support/process_random.h, in several versions that differ in closed days and in how long they
// are known, so that counts fail now and then.
#ifndef TESTS_CHANGING_CALENDARS_H
#define TESTS_CHANGING_CALENDARS_H

#include "writ/calendar.h"

enum { CHANGING_VERSIONS = 4 };

// A sorted set in `arena`.
const WritCalendars *changing_calendars(WritArena *arena, uint32_t version);

#endif
