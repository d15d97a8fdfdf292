#include "cli/moments.h"

#include <stdio.h>
#include <time.h>

#include "writ/value.h"

enum { MICROS_A_SECOND = 1000000, MINUTE = 60, HOUR = 3600, DAY = 86400 };

static int64_t seconds_of(int64_t instant)
{
    int64_t seconds = instant / MICROS_A_SECOND;
    return instant % MICROS_A_SECOND < 0 ? seconds - 1 : seconds;
}

static struct tm on_the_wall(const WritZone *zone, int64_t instant)
{
    WritLocalTime local = writ_zone_local(zone, instant);
    WritDate date = writ_date_from_days(local.day);
    int64_t seconds = local.micros / MICROS_A_SECOND;
    return (struct tm){
        .tm_year = date.year - 1900,
        .tm_mon = date.month - 1,
        .tm_mday = date.day,
        .tm_hour = (int)(seconds / HOUR),
        .tm_min = (int)(seconds % HOUR / MINUTE),
        .tm_sec = (int)(seconds % MINUTE),
        .tm_gmtoff = local.offset,
    };
}

static struct tm broken_down(const Page *page, int64_t instant)
{
    time_t seconds = (time_t)seconds_of(instant);
    struct tm parts = {0};
    if (page->zone == PAGE_ZONE_OF_CALENDAR) {
        return on_the_wall(page->wall, instant);
    }
    if (page->zone == PAGE_ZONE_UTC) {
        (void)gmtime_r(&seconds, &parts);
    } else {
        (void)localtime_r(&seconds, &parts);
    }
    return parts;
}

static void add_zone(WritBuffer *out, long offset)
{
    if (offset == 0) {
        writ_buffer_add_string(out, "UTC");
        return;
    }
    long minutes = (offset < 0 ? -offset : offset) / MINUTE;
    writ_buffer_format(out, "%c%02ld:%02ld", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

// The time of day is the reader's. Where summer time makes it another than now, the zone is said.
static void add_other_zone(WritBuffer *out, const Page *page, const struct tm *parts)
{
    struct tm now = broken_down(page, page->now);
    if (now.tm_gmtoff != parts->tm_gmtoff) {
        writ_buffer_add_byte(out, ' ');
        add_zone(out, parts->tm_gmtoff);
    }
}

static void add_date(WritBuffer *out, const struct tm *parts)
{
    writ_buffer_format(out, "%04d-%02d-%02d", parts->tm_year + 1900, parts->tm_mon + 1,
                       parts->tm_mday);
}

void moment_time(WritBuffer *out, const Page *page, int64_t instant)
{
    struct tm parts = broken_down(page, instant);
    add_date(out, &parts);
    writ_buffer_format(out, " %02d:%02d:%02d", parts.tm_hour, parts.tm_min, parts.tm_sec);
    add_other_zone(out, page, &parts);
}

void moment_minute(WritBuffer *out, const Page *page, int64_t instant)
{
    struct tm parts = broken_down(page, instant);
    add_date(out, &parts);
    writ_buffer_format(out, " %02d:%02d", parts.tm_hour, parts.tm_min);
    add_other_zone(out, page, &parts);
}

void moment_short_time(WritBuffer *out, const Page *page, int64_t instant)
{
    struct tm parts = broken_down(page, instant);
    writ_buffer_format(out, "%02d-%02d %02d:%02d:%02d", parts.tm_mon + 1, parts.tm_mday,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
    add_other_zone(out, page, &parts);
}

void moment_zone(WritBuffer *out, const Page *page)
{
    add_zone(out, broken_down(page, page->now).tm_gmtoff);
}

void moment_full(WritBuffer *out, const Page *page, int64_t instant)
{
    struct tm parts = broken_down(page, instant);
    add_date(out, &parts);
    writ_buffer_format(out, " %02d:%02d:%02d ", parts.tm_hour, parts.tm_min, parts.tm_sec);
    add_zone(out, parts.tm_gmtoff);
}

// The largest unit of which there is at least one, and its name.
static void add_unit(WritBuffer *out, int64_t count, const char *one, const char *many)
{
    writ_buffer_format(out, "%lld %s", (long long)count, count == 1 ? one : many);
}

static void add_largest(WritBuffer *out, int64_t seconds)
{
    if (seconds >= 2 * DAY) {
        add_unit(out, seconds / DAY, "day", "days");
    } else if (seconds >= 2 * HOUR) {
        add_unit(out, seconds / HOUR, "h", "h");
    } else if (seconds >= 2 * MINUTE) {
        add_unit(out, seconds / MINUTE, "min", "min");
    } else {
        add_unit(out, seconds, "s", "s");
    }
}

void moment_age(WritBuffer *out, const Page *page, int64_t instant)
{
    int64_t seconds = seconds_of(page->now) - seconds_of(instant);
    if (seconds == 0) {
        writ_buffer_add_string(out, "now");
    } else if (seconds > 0) {
        add_largest(out, seconds);
        writ_buffer_add_string(out, " ago");
    } else {
        writ_buffer_add_string(out, "in ");
        add_largest(out, -seconds);
    }
}

void moment_so_far(WritBuffer *out, const Page *page, int64_t instant)
{
    int64_t seconds = seconds_of(page->now) - seconds_of(instant);
    if (seconds <= 0) {
        writ_buffer_add_string(out, "just now");
        return;
    }
    writ_buffer_add_string(out, "for ");
    add_largest(out, seconds);
}

void moment_length(WritBuffer *out, int64_t seconds)
{
    if (seconds >= DAY) {
        add_unit(out, seconds / DAY, "day", "days");
        seconds %= DAY;
        if (seconds >= HOUR) {
            writ_buffer_format(out, " %lld h", (long long)(seconds / HOUR));
        }
    } else if (seconds >= HOUR) {
        writ_buffer_format(out, "%lld h", (long long)(seconds / HOUR));
        if (seconds % HOUR >= MINUTE) {
            writ_buffer_format(out, " %lld min", (long long)(seconds % HOUR / MINUTE));
        }
    } else if (seconds >= MINUTE) {
        writ_buffer_format(out, "%lld min", (long long)(seconds / MINUTE));
    } else {
        writ_buffer_format(out, "%lld s", (long long)seconds);
    }
}
