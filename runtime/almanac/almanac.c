// An iCalendar file is a question to the child.
#include "almanac/almanac.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char zones_of_the_system[] = "/usr/share/zoneinfo";

WritAlmanac *writ_almanac_open(const WritAlmanacOptions *options)
{
    WritAlmanac *almanac = calloc(1, sizeof *almanac);
    assert(almanac != NULL);
    almanac->zone_directory =
        options->zone_directory == NULL ? zones_of_the_system : options->zone_directory;
    almanac->asker = asker_new(options->program);
    return almanac;
}

void writ_almanac_close(WritAlmanac *almanac)
{
    if (almanac != NULL) {
        asker_free(almanac->asker);
        free(almanac);
    }
}

// --- Events ------------------------------------------------------------------------------------

enum { FIRST_CAPACITY = 64 };

static void add_holiday(WritHolidays *read, uint32_t *capacity, WritArena *arena,
                        const WritHoliday *holiday)
{
    if (read->holiday_count == *capacity) {
        *capacity = *capacity == 0 ? FIRST_CAPACITY : *capacity * 2;
        WritHoliday *grown = writ_arena_array(arena, *capacity, sizeof *grown);
        if (read->holiday_count > 0) {
            memcpy(grown, read->holidays, read->holiday_count * sizeof *grown);
        }
        read->holidays = grown;
    }
    read->holidays[read->holiday_count++] =
        (WritHoliday){holiday->day, writ_arena_text(arena, holiday->name)};
}

// False when the message is none that may come.
static bool take_holidays(WritHolidays *read, uint32_t *capacity, WritArena *arena, WritReader *in,
                          const EventsRequest *asked)
{
    do {
        WritHoliday holiday;
        if (!talk_get_holiday(in, &holiday, asked) ||
            read->holiday_count == WRIT_CALENDAR_HOLIDAYS_MAX) {
            return false;
        }
        add_holiday(read, capacity, arena, &holiday);
    } while (!writ_reader_done(in));
    return true;
}

static WritStatus take_answer(WritHolidays *read, WritArena *arena, WritAlmanac *almanac,
                              const EventsRequest *asked, WritError *error)
{
    uint32_t capacity = 0;
    for (;;) {
        WritReader in;
        uint8_t kind = 0;
        WritStatus status = asker_take(&in, &kind, almanac->asker, error);
        if (status != WRIT_OK) {
            return status;
        }
        if (kind == TALK_DONE && talk_get_done(&in, read, arena)) {
            return WRIT_OK;
        }
        if (kind != TALK_HOLIDAYS || !take_holidays(read, &capacity, arena, &in, asked)) {
            return asker_refuse(almanac->asker, error);
        }
    }
}

static void add_problem(WritHolidays *read, WritArena *arena, uint32_t line, const WritError *error)
{
    read->problems = writ_arena_alloc(arena, sizeof *read->problems);
    read->problem_count = 1;
    read->problems[0] = (WritHolidayProblem){
        .line = line,
        .text = writ_arena_text(arena, writ_text(error->text)),
        .hint = writ_arena_text(arena, writ_text(error->hint)),
    };
}

WritStatus almanac_read_events(WritHolidays *read, bool *died, WritArena *arena,
                               WritAlmanac *almanac, const EventsRequest *asked, WritError *error)
{
    *read = (WritHolidays){0};
    *died = false;
    WritError told;
    if (asked->bytes.length > WRIT_HOLIDAY_FILE_BYTES_MAX) {
        (void)writ_fail(&told, WRIT_LIMIT, "the file is larger than 1 MiB");
        (void)writ_hint(&told, "Split it, or take old years out.");
        add_problem(read, arena, 0, &told);
        return WRIT_OK;
    }
    WritBuffer question = {0};
    talk_put_events(&question, asked);
    WritStatus status = asker_send(almanac->asker, writ_buffer_text(&question), error);
    writ_buffer_dispose(&question);
    if (status != WRIT_OK) {
        return status;
    }
    if (take_answer(read, arena, almanac, asked, &told) != WRIT_OK) {
        if (told.status == WRIT_IO) {
            *error = told;
            return WRIT_IO;
        }
        *died = true;
        read->holiday_count = 0;
        add_problem(read, arena, asker_line(almanac->asker), &told);
    }
    return WRIT_OK;
}
