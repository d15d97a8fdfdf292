// A TZif file: what is taken may be asked at any moment; each local time is shown at its instant,
// or a leap went over it, and no earlier instant shows it.
#include <assert.h>
#include <stdint.h>

#include "writ/calendar.h"
#include "writ/value.h"

static const int64_t MICROS_A_DAY = INT64_C(86400) * 1000000;
static const int64_t MICROS_A_STEP = INT64_C(977) * 1000000;
enum { STEPS = 300 };

static void ask_instant(const WritZone *zone, int64_t instant)
{
    WritLocalTime local = writ_zone_local(zone, instant);
    assert(local.micros >= 0 && local.micros < MICROS_A_DAY);
    assert(local.offset >= -26 * 3600 && local.offset <= 26 * 3600);
    if (local.day <= WRIT_DATE_DAYS_MIN || local.day >= WRIT_DATE_DAYS_MAX) {
        return;
    }
    int64_t first = writ_zone_instant(zone, local.day, local.micros);
    assert(first <= instant); // It is shown now, perhaps not for the first time.
    WritLocalTime again = writ_zone_local(zone, first);
    assert(again.day == local.day && again.micros == local.micros);
    WritBuffer out = {0};
    writ_zone_print(&out, zone, instant);
    writ_buffer_dispose(&out);
}

static void ask_local(const WritZone *zone, int64_t day, int64_t micros)
{
    int64_t instant = writ_zone_instant(zone, day, micros);
    WritLocalTime shown = writ_zone_local(zone, instant);
    int64_t asked = day * MICROS_A_DAY + micros;
    int64_t local = shown.day * MICROS_A_DAY + shown.micros;
    if (local != asked) {
        // Shifted forward by the leap: a moment before it the clock showed less.
        assert(local > asked);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritArena *arena = writ_arena_new(WRIT_ZONE_ARENA_BYTES);
    const WritZone *zone = NULL;
    WritText bytes = {(const char *)data, size};
    if (writ_zone_parse(&zone, arena, writ_text("fuzz"), bytes, NULL) == WRIT_OK) {
        // Moments that the input chooses, and a walk over what follows each.
        for (size_t at = 0; at + 4 <= size && at < 64; at += 4) {
            uint32_t bits = 0;
            for (size_t i = at; i < at + 4; i++) {
                bits = bits << 8 | data[i];
            }
            int64_t second = (int32_t)bits;
            ask_instant(zone, second * 1000000);
        }
        for (int64_t i = 0; i < STEPS; i++) {
            int64_t instant = (INT64_C(1774659600) * 1000000) + i * MICROS_A_STEP;
            ask_instant(zone, instant);
            ask_instant(zone, i * 37 * MICROS_A_DAY - 1);
            ask_local(zone, 20540 + i * 7 / 24, (i * 7 % 24) * 3600 * 1000000);
        }
        ask_instant(zone, INT64_MAX);
        ask_instant(zone, INT64_MIN);
    }
    writ_arena_free(arena);
    return 0;
}
