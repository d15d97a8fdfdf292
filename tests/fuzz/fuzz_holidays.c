// A holiday file in CSV, whatever its bytes: what it gives is in the window and can be shown, what
// it tells is a sentence with a place; read again, it says the same. Its first two bytes choose the
// window.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/holidays.h"
#include "writ/value.h"

static void check_name(WritText name)
{
    WritBuffer clean = {0};
    assert(name.length > 0 && name.length <= WRIT_CALENDAR_TEXT_BYTES_MAX);
    assert(writ_text_is_utf8(name));
    writ_holidays_clean(&clean, name, name.length);
    assert(clean.length > 0);
    writ_buffer_dispose(&clean);
}

static void check(const WritHolidays *read, int64_t first_day, int64_t last_day)
{
    assert(read->problem_count <= WRIT_HOLIDAY_PROBLEMS_MAX);
    assert(read->holiday_count <= WRIT_CALENDAR_HOLIDAYS_MAX);
    for (uint32_t i = 0; i < read->holiday_count; i++) {
        assert(read->holidays[i].day >= first_day && read->holidays[i].day <= last_day);
        check_name(read->holidays[i].name);
    }
    for (uint32_t i = 0; i < read->problem_count; i++) {
        assert(read->problems[i].text.length > 0 && read->problems[i].hint.length > 0);
        assert(writ_text_is_utf8(read->problems[i].text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return 0;
    }
    // From any century, up to 16 years of the 256 that the second byte could name.
    int64_t first_day = WRIT_DATE_DAYS_MIN + data[0] * INT64_C(14000);
    first_day = first_day > WRIT_DATE_DAYS_MAX ? WRIT_DATE_DAYS_MAX : first_day;
    int64_t last_day = first_day + data[1] * INT64_C(24);
    last_day = last_day > WRIT_DATE_DAYS_MAX ? WRIT_DATE_DAYS_MAX : last_day;
    WritArena *arena = writ_arena_new(WRIT_HOLIDAYS_ARENA_BYTES);
    WritArena *other = writ_arena_new(WRIT_HOLIDAYS_ARENA_BYTES);
    WritHolidayFile file = {writ_text("fuzz.csv"), {(const char *)data + 2, size - 2}};
    WritHolidays read;
    WritHolidays again;
    writ_holidays_read_csv(&read, arena, &file, first_day, last_day);
    check(&read, first_day, last_day);
    writ_holidays_read_csv(&again, other, &file, first_day, last_day);
    assert(again.holiday_count == read.holiday_count);
    assert(again.problem_count == read.problem_count);
    writ_arena_free(other);
    writ_arena_free(arena);
    return 0;
}
