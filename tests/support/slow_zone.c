// The C library knows one zone at a time and is slow to change it, so a whole UTC day is asked for
// at once, when it is first needed.
#include "support/slow_zone.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "writ/arena.h"

enum {
    DAYS_MAX = 47847, // To the end of the year 2100.
    ZONES_MAX = 64,
    QUARTER = 15,
    SEARCH_MINUTES = 16 * 60, // No zone is farther from UTC.
    ARENA_BYTES_MAX = 1 << 30,
};

typedef struct WallDay {
    int32_t wall[SLOW_DAY_MINUTES]; // By minute of the UTC day.
} WallDay;

struct SlowZone {
    SlowZones *zones;
    WritText name;
    WallDay *days[DAYS_MAX]; // By UTC day; NULL where nobody asked yet.
};

struct SlowZones {
    WritArena *arena;
    SlowZone *list[ZONES_MAX];
    uint32_t count;
};

SlowZones *slow_zones_new(void)
{
    WritArena *arena = writ_arena_new(ARENA_BYTES_MAX);
    SlowZones *zones = writ_arena_alloc(arena, sizeof *zones);
    zones->arena = arena;
    return zones;
}

void slow_zones_free(SlowZones *zones)
{
    writ_arena_free(zones->arena);
}

// An unknown name is UTC to the C library, so its file is looked for.
static void assert_zone_file(WritText name)
{
    const char *folder = getenv("TZDIR");
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%.*s", folder == NULL ? "/usr/share/zoneinfo" : folder,
                   WRIT_TEXT_ARGS(name));
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        (void)fprintf(stderr, "There is no zone %s: install the tz database.\n", path);
        abort();
    }
    (void)fclose(file);
}

SlowZone *slow_zones_find(SlowZones *zones, WritText name)
{
    for (uint32_t i = 0; i < zones->count; i++) {
        if (writ_text_equal(zones->list[i]->name, name)) {
            return zones->list[i];
        }
    }
    assert(zones->count < ZONES_MAX);
    assert_zone_file(name);
    SlowZone *zone = writ_arena_alloc(zones->arena, sizeof *zone);
    zone->zones = zones;
    zone->name = writ_arena_text(zones->arena, name);
    zones->list[zones->count] = zone;
    zones->count += 1;
    return zone;
}

static void use_in_tz(const SlowZone *zone)
{
    char tz[256];
    (void)snprintf(tz, sizeof tz, ":%.*s", WRIT_TEXT_ARGS(zone->name));
    const char *now = getenv("TZ");
    if (now != NULL && strcmp(now, tz) == 0) {
        return;
    }
    int failed = setenv("TZ", tz, 1);
    assert(failed == 0);
    tzset();
}

static int32_t ask_wall(int64_t minute)
{
    time_t seconds = (time_t)(minute * 60);
    struct tm shown;
    struct tm *got = localtime_r(&seconds, &shown);
    assert(got != NULL && shown.tm_sec == 0);
    time_t as_if_utc = timegm(&shown);
    return (int32_t)(as_if_utc / 60);
}

// Clocks do not change twice in a quarter of an hour: one that goes right over the whole of it is
// not asked about the minutes between.
static void ask_quarter(int32_t wall[QUARTER], int64_t minute)
{
    wall[0] = ask_wall(minute);
    bool goes_right = ask_wall(minute + QUARTER) == wall[0] + QUARTER;
    for (int32_t i = 1; i < QUARTER; i++) {
        wall[i] = goes_right ? wall[0] + i : ask_wall(minute + i);
    }
}

int64_t slow_zone_wall(SlowZone *zone, int64_t minute)
{
    assert(minute >= 0 && minute / SLOW_DAY_MINUTES < DAYS_MAX);
    int64_t day = minute / SLOW_DAY_MINUTES;
    if (zone->days[day] == NULL) {
        use_in_tz(zone);
        WallDay *asked = writ_arena_alloc(zone->zones->arena, sizeof *asked);
        for (int32_t i = 0; i < SLOW_DAY_MINUTES; i += QUARTER) {
            ask_quarter(&asked->wall[i], day * SLOW_DAY_MINUTES + i);
        }
        zone->days[day] = asked;
    }
    return zone->days[day]->wall[minute % SLOW_DAY_MINUTES];
}

int64_t slow_zone_local_day(SlowZone *zone, int64_t minute)
{
    return slow_zone_wall(zone, minute) / SLOW_DAY_MINUTES;
}

// How many wall minutes are left out where the clock jumps over `wall`.
static int64_t leap_over(SlowZone *zone, int64_t wall)
{
    int64_t minute = wall - SEARCH_MINUTES;
    while (slow_zone_wall(zone, minute) < wall) {
        minute += 1;
        assert(minute < wall + SEARCH_MINUTES);
    }
    return slow_zone_wall(zone, minute) - slow_zone_wall(zone, minute - 1) - 1;
}

int64_t slow_zone_minute(SlowZone *zone, int64_t day, int64_t minute_of_day)
{
    assert(minute_of_day >= 0 && minute_of_day <= SLOW_DAY_MINUTES);
    int64_t wall = day * SLOW_DAY_MINUTES + minute_of_day;
    for (int64_t m = wall - SEARCH_MINUTES; m < wall + SEARCH_MINUTES; m++) {
        if (slow_zone_wall(zone, m) == wall) {
            return m;
        }
    }
    int64_t leap = leap_over(zone, wall);
    assert(leap > 0);
    int64_t shifted = wall + leap;
    return slow_zone_minute(zone, shifted / SLOW_DAY_MINUTES, shifted % SLOW_DAY_MINUTES);
}
