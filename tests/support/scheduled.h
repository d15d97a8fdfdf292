// A host whose store has one process in force that starts by schedule, for tests. The plan is that
// of a small process with a schedule of the test's own, since a store knows no texts.
#ifndef SUPPORT_SCHEDULED_H
#define SUPPORT_SCHEDULED_H

#include "host/host.h"
#include "support/company_calendars.h"
#include "support/scratch_directory.h"

typedef struct Scheduled {
    ScratchDirectory directory;
    char store[SCRATCH_PATH_BYTES];
    const char *vfs; // Of SQLite; NULL: the system's files.
    WritManualClock clock;
    WritHost *host; // NULL while it is closed.
    WritArena *arena;
    WritPlan plan; // Before it is put in force; the test may change it.
} Scheduled;

typedef enum ScheduledWork {
    SCHEDULED_ENDS_AT_ONCE,
    SCHEDULED_WAITS, // For somebody.
} ScheduledWork;

// An empty store and an open host, at this instant.
void scheduled_begin(Scheduled *scheduled, const char *vfs, const char *now);
void scheduled_end(Scheduled *scheduled);
// Fails the test where the host does not open.
void scheduled_open(Scheduled *scheduled);
WRIT_NODISCARD WritStatus scheduled_try_open(Scheduled *scheduled, WritError *error);
void scheduled_close(Scheduled *scheduled);
void scheduled_make(Scheduled *scheduled, ScheduledWork work, WritSchedule schedule);
// Puts the plan and the company's calendars in force, and opens the host anew.
void scheduled_put(Scheduled *scheduled);
// Turns until nothing is due.
WRIT_NODISCARD WritStatus scheduled_run(Scheduled *scheduled, WritError *error);
uint64_t scheduled_case_count(const Scheduled *scheduled);
// The instant from which a case counts: what its first entry says.
int64_t scheduled_effective(Scheduled *scheduled, uint64_t case_number);

#endif
