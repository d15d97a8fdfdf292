// A recurrence rule, whatever its bytes: it is refused with a sentence, or its occurrences are in
// order, inside what was asked for, and those of half the window are half of them. The first eight
// bytes choose the start and the window.
#include <assert.h>
#include <stdint.h>

#include "writ/recurrence.h"
#include "writ/value.h"

static int64_t number_at(const uint8_t *data)
{
    return data[0] << 8 | data[1];
}

static void check_order(const WritOccurrence *found, uint32_t count, const WritRecurrence *asked)
{
    for (uint32_t i = 0; i < count; i++) {
        assert(found[i].day >= asked->first_day && found[i].day <= asked->last_day);
        assert(found[i].day > asked->start_day ||
               (found[i].day == asked->start_day && found[i].micros >= asked->start_micros));
        assert(i == 0 || found[i].day > found[i - 1].day ||
               (found[i].day == found[i - 1].day && found[i].micros > found[i - 1].micros));
    }
}

static void check_half(const WritOccurrence *found, uint32_t count, WritRecurrence half,
                       WritArena *arena)
{
    WritOccurrence *again;
    uint32_t again_count;
    half.first_day = (half.first_day + half.last_day) / 2;
    assert(writ_recurrence_expand(&again, &again_count, arena, &half, NULL) == WRIT_OK);
    assert(again_count <= count);
    for (uint32_t i = 0; i < again_count; i++) {
        const WritOccurrence *same = &found[count - again_count + i];
        assert(same->day == again[i].day && same->micros == again[i].micros);
    }
    assert(again_count == count || found[count - again_count - 1].day < half.first_day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { NUMBERS_BYTES = 8, WINDOW_DAYS_MAX = 4000 };
    if (size < NUMBERS_BYTES) {
        return 0;
    }
    WritError error = {0};
    WritRecurrence asked = {
        .rule = {(const char *)data + NUMBERS_BYTES, size - NUMBERS_BYTES},
        .start_day = WRIT_DATE_DAYS_MIN + number_at(data) * 55,
        .start_micros = number_at(data + 2) * INT64_C(1000000),
    };
    asked.first_day = asked.start_day + number_at(data + 4) - 30000;
    asked.first_day = asked.first_day < WRIT_DATE_DAYS_MIN ? WRIT_DATE_DAYS_MIN : asked.first_day;
    asked.last_day = asked.first_day + number_at(data + 6) % WINDOW_DAYS_MAX;
    asked.last_day = asked.last_day > WRIT_DATE_DAYS_MAX ? WRIT_DATE_DAYS_MAX : asked.last_day;
    if (asked.start_day > WRIT_DATE_DAYS_MAX || asked.first_day > asked.last_day) {
        return 0;
    }
    WritArena *arena = writ_arena_new(WRIT_RECURRENCE_ARENA_BYTES);
    WritOccurrence *found;
    uint32_t count;
    if (writ_recurrence_expand(&found, &count, arena, &asked, &error) == WRIT_OK) {
        check_order(found, count, &asked);
        check_half(found, count, asked, arena);
    } else {
        assert(error.text[0] != '\0' && error.hint[0] != '\0');
    }
    writ_arena_free(arena);
    return 0;
}
