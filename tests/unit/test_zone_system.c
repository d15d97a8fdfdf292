// G16: every zone of the system's tz database against the C library, from 1970 to 2040: around each
// change, and at moments between.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "calendar/zone.h"
#include "writ/map.h"

#define ZONES "/usr/share/zoneinfo"

enum {
    EXIT_SKIPPED = 77, // SKIP_RETURN_CODE of the test.
    SECONDS_A_DAY = 86400,
    STEP_SECONDS = 15 * 60,
    AROUND_SECONDS = 2 * 3600,
    WALK_SECONDS = 3 * SECONDS_A_DAY + 7 * 3600 + 11,
    OFFSETS_MAX = 4,
    ZONES_MIN = 300,
};

static const int64_t FIRST = 0;         // 1970-01-01T00:00Z
static const int64_t LAST = 2240524800; // 2041-01-01T00:00Z
static const int64_t MICROS = 1000000;

// nftw has no argument for them.
static WritArena *arena;
static WritMap *seen; // Contents that were compared: many zones are links of others.
static uint32_t compared;
static uint32_t refused;

static void fail_at(const WritZone *zone, const char *what, int64_t second, int64_t ours,
                    int64_t theirs)
{
    fail_msg("%.*s at %lld: %s %lld, the C library says %lld", WRIT_TEXT_ARGS(zone->name),
             (long long)second, what, (long long)ours, (long long)theirs);
}

static struct tm shown_by_library(int64_t second)
{
    time_t at = (time_t)second;
    struct tm shown;
    assert_non_null(localtime_r(&at, &shown));
    return shown;
}

static void compare_local(const WritZone *zone, int64_t second)
{
    struct tm shown = shown_by_library(second);
    WritLocalTime local = writ_zone_local(zone, second * MICROS + 1);
    if (local.offset != shown.tm_gmtoff) {
        fail_at(zone, "offset", second, local.offset, shown.tm_gmtoff);
    }
    // The clock is compared on its own: what UTC shows of the local time.
    time_t as_utc = timegm(&shown);
    int64_t ours = local.day * SECONDS_A_DAY + local.micros / MICROS;
    if (ours != as_utc || local.micros % MICROS != 1) {
        fail_at(zone, "local time", second, ours, as_utc);
    }
}

// The instants at which the C library shows this local time: those of the offsets around it.
static void compare_instant(const WritZone *zone, int64_t local, int64_t near)
{
    int64_t first = INT64_MAX;
    int count = 0;
    int64_t tried[OFFSETS_MAX];
    const int64_t around[OFFSETS_MAX] = {near - 2 * SECONDS_A_DAY, near - AROUND_SECONDS, near,
                                         near + 2 * SECONDS_A_DAY};
    for (int i = 0; i < OFFSETS_MAX; i++) {
        int64_t second = local - shown_by_library(around[i]).tm_gmtoff;
        bool again = false;
        for (int j = 0; j < i; j++) {
            again = again || tried[j] == second;
        }
        tried[i] = second;
        if (!again && second + shown_by_library(second).tm_gmtoff == local) {
            count++;
            first = second < first ? second : first;
        }
    }
    // In a gap: read on the clock before it (N18).
    int64_t expected = count > 0 ? first : local - shown_by_library(near - 1).tm_gmtoff;
    int64_t day = (local - (local % SECONDS_A_DAY + SECONDS_A_DAY) % SECONDS_A_DAY) / SECONDS_A_DAY;
    int64_t ours = writ_zone_instant(zone, day, (local - day * SECONDS_A_DAY) * MICROS);
    if (ours != expected * MICROS) {
        fail_at(zone, count == 0 ? "instant of a gap" : "instant of local time", local,
                ours / MICROS, expected);
    }
    if (count == 1) {
        time_t utc = (time_t)local;
        struct tm wanted;
        (void)gmtime_r(&utc, &wanted);
        wanted.tm_isdst = -1;
        time_t made = mktime(&wanted);
        if (made != expected) {
            fail_at(zone, "mktime", local, expected, made);
        }
    }
}

static void compare_around(const WritZone *zone, int64_t change)
{
    for (int64_t at = -AROUND_SECONDS; at <= AROUND_SECONDS; at += STEP_SECONDS) {
        compare_local(zone, change + at);
        compare_instant(zone, change + at + shown_by_library(change - 1).tm_gmtoff, change);
    }
    compare_local(zone, change - 1);
    compare_local(zone, change + 1);
}

static int64_t next_change(const WritZone *zone, int64_t second)
{
    for (uint32_t i = 0; i < zone->change_count; i++) {
        if (zone->changes[i] > second) {
            return zone->changes[i];
        }
    }
    return zone->has_rule ? zone_rule_next(&zone->rule, second) : INT64_MAX;
}

static void compare_zone(const char *name, WritText bytes)
{
    const WritZone *zone = NULL;
    WritError error;
    if (writ_zone_parse(&zone, arena, writ_text(name), bytes, &error) != WRIT_OK) {
        fail_msg("%s", error.text);
    }
    char setting[4200];
    (void)snprintf(setting, sizeof setting, ":%s/%s", ZONES, name);
    (void)setenv("TZ", setting, 1);
    tzset();
    for (int64_t at = FIRST; at < LAST; at += WALK_SECONDS) {
        compare_local(zone, at);
    }
    for (int64_t at = next_change(zone, FIRST); at < LAST; at = next_change(zone, at)) {
        compare_around(zone, at);
    }
    compared++;
}

static WritText read_file(const char *path, char *bytes)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(bytes, 1, WRIT_ZONE_BYTES_MAX, file);
    (void)fclose(file);
    return (WritText){bytes, length};
}

static int visit(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)place;
    static char bytes[WRIT_ZONE_BYTES_MAX];
    if (kind != FTW_F) {
        return 0;
    }
    WritText content = read_file(path, bytes);
    const char *name = path + strlen(ZONES "/");
    if (content.length < 4 || memcmp(content.data, "TZif", 4) != 0 ||
        writ_map_find(seen, content) != NULL) {
        return 0;
    }
    WritText kept = writ_arena_text(arena, content);
    (void)writ_map_put(seen, kept, &seen);
    if (strncmp(name, "right/", strlen("right/")) == 0) {
        const WritZone *zone = NULL;
        WritError error;
        assert_int_equal(writ_zone_parse(&zone, arena, writ_text(name), kept, &error),
                         WRIT_INVALID);
        assert_non_null(strstr(error.text, "leap seconds"));
        refused++;
        return 0;
    }
    compare_zone(name, kept);
    return 0;
}

static void every_zone_is_that_of_the_c_library(void **state)
{
    (void)state;
    arena = writ_arena_new((size_t)256 << 20);
    seen = writ_map_new(arena);
    assert_int_equal(nftw(ZONES, visit, 16, FTW_PHYS), 0);
    assert_true(compared >= ZONES_MIN);
    writ_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_zone_is_that_of_the_c_library),
    };
    if (access(ZONES "/Europe/Paris", R_OK) != 0) {
        (void)printf("skipped: there is no tz database at " ZONES "\n");
        return EXIT_SKIPPED;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
