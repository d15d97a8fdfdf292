// Instants as people read them: a local or UTC time that says which, and how long ago it was.
#ifndef CLI_MOMENTS_H
#define CLI_MOMENTS_H

#include "cli/page.h"

// "2026-03-02 10:00:05" in the page's zone; with the offset behind it where that is another then.
void moment_time(WritBuffer *out, const Page *page, int64_t instant);
// "2026-03-02 10:00", for dates that are set.
void moment_minute(WritBuffer *out, const Page *page, int64_t instant);
// "03-02 10:00:05", where there is little room.
void moment_short_time(WritBuffer *out, const Page *page, int64_t instant);
// The page's zone, as it is now: "UTC", "+01:00".
void moment_zone(WritBuffer *out, const Page *page);
// With the zone in any case: "2026-03-02 10:00:05 +01:00"
void moment_full(WritBuffer *out, const Page *page, int64_t instant);
// "3 h ago", "in 2 days", "now".
void moment_age(WritBuffer *out, const Page *page, int64_t instant);
// "for 3 h", "just now": how long something has been so.
void moment_so_far(WritBuffer *out, const Page *page, int64_t instant);
// "2 days 3 h", for a length of time; the two largest units.
void moment_length(WritBuffer *out, int64_t seconds);

#endif
