// What writ and writ-almanac say to each other: frames, each one message of canonical bytes.
//
//     -> events(window, zone, bytes)
//     <- progress*  holidays*  done(problems)      | failed
//
// The child ends when its pipe does. The side of writ believes nothing: every reader checks what
// the other side may say at all.
#ifndef ALMANAC_TALK_H
#define ALMANAC_TALK_H

#include "writ/almanac.h"
#include "writ/bytes.h"

enum {
    // A file, a zone, and the numbers around them.
    TALK_BYTES_MAX = WRIT_HOLIDAY_FILE_BYTES_MAX + WRIT_ZONE_BYTES_MAX + 4096,
    TALK_HOLIDAYS_BYTES = 60000, // When a message of holidays is sent and a new one begun.
};

typedef enum TalkKind {
    TALK_EVENTS = 1,
    TALK_PROGRESS, // What begins in this line is expanded next.
    TALK_HOLIDAYS,
    TALK_DONE,
    TALK_FAILED,
} TalkKind;

typedef struct EventsRequest {
    WritText bytes;
    WritZoneFile zone; // What times in UTC are told in.
    int64_t first_day;
    int64_t last_day;
} EventsRequest;

void talk_put_events(WritBuffer *out, const EventsRequest *request);
void talk_put_progress(WritBuffer *out, uint32_t line);
void talk_put_holidays(WritBuffer *out, WritText holidays); // talk_put_holiday, some times
void talk_put_holiday(WritBuffer *out, const WritHoliday *holiday);
void talk_put_done(WritBuffer *out, const WritHolidayProblem *problems, uint32_t count);
void talk_put_failed(WritBuffer *out, const WritError *error);

// The kind is taken with talk_kind; the others read what follows it to the end and return false
// when it is anything else. Texts are borrowed from the frame.
uint8_t talk_kind(WritReader *in);
WRIT_NODISCARD bool talk_get_events(WritReader *in, EventsRequest *request);
WRIT_NODISCARD bool talk_get_progress(WritReader *in, uint32_t *line);
// One after the other until the message is read; the name is clean and the day in the window.
WRIT_NODISCARD bool talk_get_holiday(WritReader *in, WritHoliday *holiday,
                                     const EventsRequest *asked);
// Into `arena`; at most WRIT_HOLIDAY_PROBLEMS_MAX. The sentences become harmless.
WRIT_NODISCARD bool talk_get_done(WritReader *in, WritHolidays *read, WritArena *arena);
// The sentences become harmless.
WRIT_NODISCARD bool talk_get_failed(WritReader *in, WritError *error);

#endif
