// Time zones, calendars of working time, and counting on them. Pure, over tables that it is given.
//
// Calendars are reference data like the directory: they are read from a book when it is released,
// have a version (the hash of their bytes), and every event records the one that was used. A set of
// calendars is filled by hand or read from bytes. Questions are put to a compiled calendar, which
// knows every open interval between its first and its last day, so that counting costs the same
// over a day and over a decade.
//
// The rules are N1 to N8 and N18 and S1 to S6, S20 of the reference company:
//   instants are microseconds since 1970-01-01T00:00Z; local days are days since 1970-01-01;
//   working hours pass only inside open intervals, and a sum is reached at the earliest instant
//     that has it (N2, S2);
//   working days: the day of the start is not counted; the n-th following working day, to its close
//     (N3, S1);
//   a local time that a zone leaps over is shifted by the leap; one that occurs twice is the first
//     (N18, S20);
//   a day beyond a calendar's first or last day is an error that says so, never a guess.
#ifndef WRIT_CALENDAR_H
#define WRIT_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/hash.h"
#include "writ/status.h"
#include "writ/text.h"
#include "writ/value.h"

enum {
    WRIT_ZONE_BYTES_MAX = 64 << 10,      // Of a TZif file.
    WRIT_CALENDARS_BYTES_MAX = 16 << 20, // Of a whole set.
    WRIT_CALENDARS_MAX = 1000,           // In a set.
    WRIT_CALENDAR_OPENINGS_MAX = 100,    // `open` lines of one calendar.
    WRIT_CALENDAR_HOLIDAYS_MAX = 20000,  // Of one calendar.
    WRIT_CALENDAR_PARTS_MAX = 32,        // Behind `open when all of` or `any of`.
    WRIT_CALENDAR_PART_DEPTH_MAX = 8,    // Calendars made of calendars made of calendars; one
                                         // without parts has depth 1.
    WRIT_CALENDAR_TEXT_BYTES_MAX = 1000, // Of a name, title, zone or holiday.
    // Known days of a compiled calendar and all its parts, and their open intervals: enough for 32
    // parts with two `open` lines for working days from 1970 to 2099, and others around them.
    WRIT_CALENDAR_DAYS_MAX = 2 << 20,
    WRIT_CALENDAR_INTERVALS_MAX = 8 << 20,
};

// An arena of this size is enough for one call, whatever it is given.
#define WRIT_ZONE_ARENA_BYTES ((size_t)1 << 20)
#define WRIT_CALENDARS_ARENA_BYTES ((size_t)256 << 20) // writ_calendars_decode
#define WRIT_CALENDAR_ARENA_BYTES ((size_t)320 << 20)  // writ_calendar_compile

// --- Zones -------------------------------------------------------------------------------------

// Read from the bytes of a TZif file (RFC 8536, versions 1 to 4), the rule of its footer included.
typedef struct WritZone WritZone;

// A local time: what a clock on the wall shows.
typedef struct WritLocalTime {
    int64_t day;    // Days since 1970-01-01.
    int64_t micros; // Since that day's midnight, 0 to below 24 hours.
    int32_t offset; // Seconds east of UTC.
} WritLocalTime;

// The zone lives in `arena`; `name` and `bytes` are copied. WRIT_INVALID: no sound TZif file, or
// one that counts leap seconds. WRIT_LIMIT: longer than WRIT_ZONE_BYTES_MAX.
WRIT_NODISCARD WritStatus writ_zone_parse(const WritZone **zone, WritArena *arena, WritText name,
                                          WritText bytes, WritError *error);
WritText writ_zone_name(const WritZone *zone);
// Whether a zone of the tz database can be called so: parts of letters, digits, "_", "-" and "+",
// with one "/" between. What stands beside its zones ("localtime", "Factory", "right/UTC") is none:
// it means something else on each computer, or nothing.
bool writ_zone_is_name(WritText text);
WritLocalTime writ_zone_local(const WritZone *zone, int64_t instant);
// `day` is a date of the years 1 to 9999. `micros` may be a whole day: 24:00 is the next day's
// midnight.
int64_t writ_zone_instant(const WritZone *zone, int64_t day, int64_t micros);
// `instant` moved by elapsed time, as writ_instant_add, but that months and years go by the date
// and time that clocks in the zone show; NULL: UTC.
WRIT_NODISCARD WritStatus writ_zone_add(int64_t *result, const WritZone *zone, int64_t instant,
                                        WritValue duration, WritError *error);
// "2026-10-25T02:30:00+01:00" (N1). The local date is one of the years 1 to 9999.
void writ_zone_print(WritBuffer *out, const WritZone *zone, int64_t instant);

// --- Sets of calendars -------------------------------------------------------------------------

// A line `open monday to friday 09:00 to 12:30`. On a day it is open from the instant of `from` to
// the instant of `to` on that date, as writ_zone_instant tells them. Where a leap makes openings
// meet or overlap, the time counts once; a date that the zone leaps over whole is closed.
typedef struct WritOpening {
    uint8_t weekdays; // Bit 0: Monday … bit 6: Sunday.
    int32_t from;     // Minutes of the local day.
    int32_t to;       // Above `from`, at most 1440; not included.
} WritOpening;

typedef struct WritHoliday {
    int64_t day;
    WritText name; // Not empty. Several may fall on one day.
} WritHoliday;

// Parts may be in other zones. With hours of its own dates are compared: 6 January here with
// 6 January there. Without, instants are, and a day is one of the calendar's own zone. Its own
// holidays close a day in every case. It is known only where all its parts are.
typedef enum WritCalendarParts {
    WRIT_CALENDAR_NO_PARTS, // Its own hours.
    WRIT_CALENDAR_ALL_OF,   // With hours of its own: these, on days that are working days in all
                            // parts. Without: whenever all parts are open.
    WRIT_CALENDAR_ANY_OF,   // The same with at least one part.
} WritCalendarParts;

// One calendar as its author wrote it. A day is a working day when the calendar is open on it for
// some time; it closes with its last interval.
typedef struct WritCalendarRules {
    WritText name;  // "corp.policy.emea_office"
    WritText title; // "EMEA office hours"
    WritText zone;  // "Europe/Amsterdam"
    WritOpening *openings;
    uint32_t opening_count;
    WritHoliday *holidays;
    uint32_t holiday_count;
    WritCalendarParts parts_kind;
    WritText *parts; // Names in the same set.
    uint32_t part_count;
    int64_t first_day; // Where it begins to be known,
    int64_t last_day;  // and `valid through`, both included.
} WritCalendarRules;

typedef struct WritZoneFile {
    WritText name;
    WritText bytes;
} WritZoneFile;

typedef struct WritCalendars {
    WritCalendarRules *calendars; // By rising name, each once.
    uint32_t calendar_count;
    WritZoneFile *zones; // Every zone that a calendar names, by rising name, each once: the zone's
    uint32_t zone_count; // rules are part of the version.
} WritCalendars;

// Sorts a set that was just filled: calendars, zones, openings and holidays. A holiday that stands
// twice with the same name is kept once.
void writ_calendars_sort(WritCalendars *set);
// Canonical bytes of a sorted set; the version is their hash.
void writ_calendars_encode(WritBuffer *out, const WritCalendars *set);
WritHash writ_calendars_version(WritText bytes);
// The set lives in `arena` and points into `bytes`. WRIT_INVALID where they are not canonical bytes
// of a sound set: names sorted, zones that parse, openings that do not overlap, parts that exist
// and form no circle. WRIT_LIMIT where one of the bounds above is passed, or a later writ wrote
// them.
WRIT_NODISCARD WritStatus writ_calendars_decode(WritCalendars *set, WritArena *arena,
                                                WritText bytes, WritError *error);

// --- Counting ----------------------------------------------------------------------------------

typedef struct WritCalendar WritCalendar;

typedef struct WritOpenInterval {
    int64_t from; // Instants; `to` is not included.
    int64_t to;
} WritOpenInterval;

// What a calendar says of one day.
typedef struct WritCalendarDay {
    int64_t day;
    const WritOpenInterval *open; // In order, with closed time between; none: no working day.
    uint32_t open_count;
    WritText holiday; // Its name, the first of several, empty where it is none of its own.
} WritCalendarDay;

// Compiles the calendar with this name, its parts included, into `arena`. The set outlives it; it
// is sorted, and one that was filled by hand has dates and hours that decode would take.
// WRIT_NOT_FOUND: the calendar, a part or its zone is not in the set. WRIT_INVALID: its zone is not
// sound, or its parts are known on no common day. WRIT_LIMIT: too many parts, levels, days, or
// intervals.
WRIT_NODISCARD WritStatus writ_calendar_compile(const WritCalendar **calendar, WritArena *arena,
                                                const WritCalendars *set, WritText name,
                                                WritError *error);
// Quickly, without tables: where this is WRIT_OK, writ_calendar_compile is so too. Calendars made
// of parts are taken to be open in as many intervals as they might be.
WRIT_NODISCARD WritStatus writ_calendar_try(const WritCalendars *set, WritText name,
                                            WritError *error);
const WritCalendarRules *writ_calendar_rules(const WritCalendar *calendar);
const WritZone *writ_calendar_zone(const WritCalendar *calendar);

// All below: WRIT_LIMIT where the count leaves the days that the calendar knows; the message names
// the calendar, its last (or first) day and what asked for it, the hint says what to extend. The
// instant at which the last day ends is still known. WRIT_INVALID: the calendar is never open on
// any day that it knows, so that what is looked for (open time, a working day, a close) is nowhere.

WRIT_NODISCARD WritStatus writ_calendar_day(WritCalendarDay *day, const WritCalendar *calendar,
                                            int64_t local_day, WritError *error);
// The earliest instant by which `micros` (0 or more) of open time have passed since `from`; `from`
// itself for 0.
WRIT_NODISCARD WritStatus writ_calendar_add_time(int64_t *due, const WritCalendar *calendar,
                                                 int64_t from, int64_t micros, WritError *error);
// The latest instant from which `micros` (0 or more) of open time pass until `to`: what `4 working
// hours before due` means; `to` itself for 0.
WRIT_NODISCARD WritStatus writ_calendar_subtract_time(int64_t *from, const WritCalendar *calendar,
                                                      int64_t to, int64_t micros, WritError *error);
// Open time from `from` to `to`; 0 when `to` is not later, wherever they are.
WRIT_NODISCARD WritStatus writ_calendar_time_between(int64_t *micros, const WritCalendar *calendar,
                                                     int64_t from, int64_t to, WritError *error);
// The close of the `count`-th working day after (negative: before) the local day of `from`. Zero:
// the closing time of that day, as writ_calendar_closing.
WRIT_NODISCARD WritStatus writ_calendar_add_days(int64_t *due, const WritCalendar *calendar,
                                                 int64_t from, int64_t count, WritError *error);
// The same from day to day, for dates: the `count`-th working day after or before `day`. Zero: the
// day itself, closed or not.
WRIT_NODISCARD WritStatus writ_calendar_move_day(int64_t *moved, const WritCalendar *calendar,
                                                 int64_t day, int64_t count, WritError *error);
// Working days after the day `from` up to and with the day `to`; where `to` is earlier, minus the
// working days after `to` up to and with `from`.
WRIT_NODISCARD WritStatus writ_calendar_days_between(int64_t *count, const WritCalendar *calendar,
                                                     int64_t from, int64_t to, WritError *error);
// The instant at which the calendar closes on `day`; on a closed day, on the last open day before
// (a date as a deadline).
WRIT_NODISCARD WritStatus writ_calendar_closing(int64_t *instant, const WritCalendar *calendar,
                                                int64_t day, WritError *error);
// The n-th working day of a month, from its end where `n` is negative (-1: the last). Days on the
// other side of the one that is found need not be known. WRIT_NOT_FOUND when the month has fewer,
// also in a calendar that is never open. WRIT_INVALID: no such month, or `n` is 0.
WRIT_NODISCARD WritStatus writ_calendar_day_of_month(int64_t *day, const WritCalendar *calendar,
                                                     int32_t year, int32_t month, int32_t n,
                                                     WritError *error);

#endif
