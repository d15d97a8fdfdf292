// Local times of a zone.
//
// A zone is a row of stretches, each with one offset. A local time is looked for in the stretches
// that may hold it; where none does, a change leapt over it.
#include "calendar/zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "writ/value.h"

static const int64_t MICROS_A_SECOND = 1000000;
static const int64_t SECONDS_A_DAY = 86400;
// Days around a date that may be asked for while days of a calendar are laid out.
enum { DAYS_BEYOND = 10 };

WritText writ_zone_name(const WritZone *zone)
{
    return zone->name;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' || byte == '+';
}

static bool stands_beside_zones(WritText text)
{
    static const char *const NAMES[] = {"localtime", "Factory", "posixrules", "posix", "right"};
    const char *slash = memchr(text.data, '/', text.length);
    WritText first = {text.data, slash == NULL ? text.length : (size_t)(slash - text.data)};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (writ_text_is(first, NAMES[i])) {
            return true;
        }
    }
    return false;
}

bool writ_zone_is_name(WritText text)
{
    bool in_part = false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '/' ? !in_part : !is_name_byte(text.data[i])) {
            return false;
        }
        in_part = text.data[i] != '/';
    }
    return in_part && !stands_beside_zones(text);
}

// Rounded down, also below 0.
static int64_t divide(int64_t number, int64_t by, int64_t *rest)
{
    int64_t quotient = number / by;
    *rest = number % by;
    if (*rest < 0) {
        *rest += by;
        quotient--;
    }
    return quotient;
}

// How many changes are at `second` or before.
static uint32_t changes_until(const WritZone *zone, int64_t second)
{
    uint32_t low = 0;
    uint32_t high = zone->change_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (zone->changes[middle] <= second) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

// The offset at `second`, and when it ends.
static int32_t stretch_at(const WritZone *zone, int64_t second, int64_t *end)
{
    uint32_t count = changes_until(zone, second);
    if (count < zone->change_count) {
        *end = zone->changes[count];
        return zone->offsets[count];
    }
    if (zone->has_rule) {
        *end = zone_rule_next(&zone->rule, second);
        return zone_rule_offset(&zone->rule, second);
    }
    *end = INT64_MAX;
    return zone->offsets[count];
}

WritLocalTime writ_zone_local(const WritZone *zone, int64_t instant)
{
    int64_t micros = 0;
    int64_t second = divide(instant, MICROS_A_SECOND, &micros);
    uint32_t count = changes_until(zone, second);
    int32_t offset = count == zone->change_count && zone->has_rule
                         ? zone_rule_offset(&zone->rule, second)
                         : zone->offsets[count];
    int64_t second_of_day = 0;
    int64_t day = divide(second + offset, SECONDS_A_DAY, &second_of_day);
    return (WritLocalTime){day, second_of_day * MICROS_A_SECOND + micros, offset};
}

// The second at which a clock shows `local`, the first of several. A local time that was leapt
// over is read on the clock that ran before the leap.
static int64_t second_of(const WritZone *zone, int64_t local)
{
    int64_t start = local - ZONE_OFFSET_MAX;
    int64_t end = 0;
    int32_t offset = stretch_at(zone, start, &end);
    bool leapt = false;
    int64_t leapt_second = 0;
    while (true) {
        int64_t second = local - offset;
        if (second >= start && second < end) {
            return second;
        }
        if (end > local + ZONE_OFFSET_MAX) {
            break;
        }
        start = end;
        int32_t before = offset;
        offset = stretch_at(zone, start, &end);
        if (!leapt && start + before <= local && local < start + offset) {
            leapt = true;
            leapt_second = local - before;
        }
    }
    assert(leapt); // Clocks that showed less before and more after must have passed or leapt it.
    return leapt_second;
}

int64_t writ_zone_instant(const WritZone *zone, int64_t day, int64_t micros)
{
    assert(day >= WRIT_DATE_DAYS_MIN - DAYS_BEYOND && day <= WRIT_DATE_DAYS_MAX + DAYS_BEYOND);
    assert(micros >= 0 && micros <= SECONDS_A_DAY * MICROS_A_SECOND);
    int64_t local = day * SECONDS_A_DAY + micros / MICROS_A_SECOND;
    return second_of(zone, local) * MICROS_A_SECOND + micros % MICROS_A_SECOND;
}

// The instant at which UTC shows what clocks in the zone show at `instant`.
static int64_t as_utc(const WritZone *zone, int64_t instant)
{
    WritLocalTime local = writ_zone_local(zone, instant);
    return local.day * SECONDS_A_DAY * MICROS_A_SECOND + local.micros;
}

static bool has_instant(int64_t instant)
{
    return instant >= WRIT_INSTANT_MIN && instant <= WRIT_INSTANT_MAX;
}

WritStatus writ_zone_add(int64_t *result, const WritZone *zone, int64_t instant, WritValue duration,
                         WritError *error)
{
    assert(duration.kind == WRIT_VALUE_DURATION);
    WritDurationUnit unit = (WritDurationUnit)duration.tag;
    bool by_date = (unit == WRIT_MONTHS || unit == WRIT_YEARS) && duration.integer != 0;
    if (zone == NULL || !by_date) {
        return writ_instant_add(result, instant, duration.integer, unit, error);
    }
    WritError unsaid; // It would tell the local time as one of UTC.
    int64_t shown = as_utc(zone, instant);
    if (has_instant(shown) &&
        writ_instant_add(&shown, shown, duration.integer, unit, &unsaid) == WRIT_OK) {
        int64_t micros = 0;
        int64_t day = divide(shown, SECONDS_A_DAY * MICROS_A_SECOND, &micros);
        *result = writ_zone_instant(zone, day, micros);
        if (has_instant(*result)) {
            return WRIT_OK;
        }
    }
    WritBuffer from = {0};
    writ_instant_print(&from, instant);
    (void)writ_fail(error, WRIT_LIMIT, "%s moved by %lld %s is outside the years 1 to 9999",
                    writ_buffer_string(&from), (long long)duration.integer,
                    unit == WRIT_MONTHS ? "months" : "years");
    writ_buffer_dispose(&from);
    return WRIT_LIMIT;
}

void writ_zone_print(WritBuffer *out, const WritZone *zone, int64_t instant)
{
    WritBuffer digits = {0};
    writ_instant_print(&digits, as_utc(zone, instant));
    writ_buffer_add(out, (WritText){digits.data, digits.length - 1});
    writ_buffer_dispose(&digits);
    int32_t offset = writ_zone_local(zone, instant).offset;
    int32_t distance = abs(offset);
    writ_buffer_format(out, "%c%02d:%02d", offset < 0 ? '-' : '+', distance / 3600,
                       distance / 60 % 60);
    if (distance % 60 != 0) {
        writ_buffer_format(out, ":%02d", distance % 60);
    }
}
