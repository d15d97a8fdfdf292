// Starts by schedule: every occurrence of a process in force starts one case, once, in order, also
// those that passed while nobody ran (N15, S19). A case that began late counts from its occurrence
// (settled.md 2), so that a start missed over a month's end plans the right month.
#ifndef HOST_SCHEDULES_H
#define HOST_SCHEDULES_H

#include "writ/calendar_starts.h"
#include "writ/host.h"
#include "writ/plan.h"

// Of one process in force that starts by schedule.
typedef struct Schedule {
    int64_t next;       // The occurrence that comes next; INT64_MAX: none is known.
    int64_t last;       // Those until then are seen to, or are owed.
    int64_t happened;   // The last one that was seen to; WRIT_NEVER: none was yet.
    uint64_t started;   // The case that it started; 0: none,
    WritBuffer reason;  // and why not.
    int32_t month_done; // Of a working day of the month: as WritStarts has it.
    int64_t *owed;      // Of earlier lines, which had passed when others came in force, rising.
    uint32_t owed_count;
    uint32_t owed_seen; // So many of them are seen to.
    int64_t began;      // The local day on which the process came in force: a rule counts from it.
    int64_t *days;      // Of a rule, worked out when the book was released.
    uint32_t day_count;
    int64_t through;
    int64_t not_before; // What failed is tried again then.
    WritError trouble;  // Why no next one is known; status WRIT_OK: one is.
} Schedule;

// Puts the schedule of a plan in force, after the calendars: part of the batch of the item under
// way. What was seen to before stays seen to. A rule is worked out as far as the calendar of the
// process is known. Where the lines that say when are others than before, what had passed by the
// old ones is still seen to, and the new ones count from now.
WRIT_NODISCARD WritStatus schedules_put(WritHost *host, const WritPlan *plan, WritError *error);
void schedules_drop(WritHost *host, WritText process);
// Reads the schedule of what is in force from the store, and works out what comes next. NULL in
// `schedule` where the plan has none; the caller frees it by schedule_free.
WRIT_NODISCARD WritStatus schedules_read(WritHost *host, const WritPlan *plan, Schedule **schedule,
                                         WritError *error);
void schedule_free(Schedule *schedule); // NULL is allowed.

// When the next start is due; INT64_MAX: none.
int64_t schedules_next_due(const WritHost *host);
// Sees to the occurrence that is due first, if it is due by `now`. False: none is.
bool schedules_take(WritHost *host, int64_t now);

#endif
