#include "almanac/talk.h"

#include <assert.h>
#include <string.h>

#include "writ/value.h"

// --- Writing -----------------------------------------------------------------------------------

static void put_zone(WritBuffer *out, const WritZoneFile *zone)
{
    writ_put_text(out, zone->name);
    writ_put_text(out, zone->bytes);
}

void talk_put_events(WritBuffer *out, const EventsRequest *request)
{
    writ_put_u8(out, TALK_EVENTS);
    writ_put_int(out, request->first_day);
    writ_put_int(out, request->last_day);
    put_zone(out, &request->zone);
    writ_put_text(out, request->bytes);
}

void talk_put_progress(WritBuffer *out, uint32_t line)
{
    writ_put_u8(out, TALK_PROGRESS);
    writ_put_uint(out, line);
}

void talk_put_holidays(WritBuffer *out, WritText holidays)
{
    writ_put_u8(out, TALK_HOLIDAYS);
    writ_put_raw(out, holidays.data, holidays.length);
}

void talk_put_holiday(WritBuffer *out, const WritHoliday *holiday)
{
    writ_put_int(out, holiday->day);
    writ_put_text(out, holiday->name);
}

void talk_put_done(WritBuffer *out, const WritHolidayProblem *problems, uint32_t count)
{
    writ_put_u8(out, TALK_DONE);
    writ_put_uint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        writ_put_uint(out, problems[i].line);
        writ_put_text(out, problems[i].text);
        writ_put_text(out, problems[i].hint);
    }
}

void talk_put_failed(WritBuffer *out, const WritError *error)
{
    writ_put_u8(out, TALK_FAILED);
    writ_put_u8(out, (uint8_t)error->status);
    writ_put_text(out, writ_text(error->text));
    writ_put_text(out, writ_text(error->hint));
}

// --- Reading -----------------------------------------------------------------------------------

static bool is_date(int64_t day)
{
    return day >= WRIT_DATE_DAYS_MIN && day <= WRIT_DATE_DAYS_MAX;
}

uint8_t talk_kind(WritReader *in)
{
    return writ_get_u8(in);
}

static bool get_zone(WritReader *in, WritZoneFile *zone)
{
    zone->name = writ_get_text(in);
    zone->bytes = writ_get_text(in);
    return zone->bytes.length <= WRIT_ZONE_BYTES_MAX;
}

bool talk_get_events(WritReader *in, EventsRequest *request)
{
    request->first_day = writ_get_int(in);
    request->last_day = writ_get_int(in);
    bool sound = get_zone(in, &request->zone);
    request->bytes = writ_get_text(in);
    return writ_reader_done(in) && sound && is_date(request->first_day) &&
           is_date(request->last_day);
}

bool talk_get_progress(WritReader *in, uint32_t *line)
{
    *line = writ_get_u32(in);
    return writ_reader_done(in);
}

static bool is_clean(WritText name)
{
    if (!writ_text_is_utf8(name)) {
        return false;
    }
    WritBuffer clean = {0};
    writ_holidays_clean(&clean, name, WRIT_HOLIDAY_NAME_BYTES_MAX);
    bool same = name.length > 0 && writ_text_equal(writ_buffer_text(&clean), name);
    writ_buffer_dispose(&clean);
    return same;
}

bool talk_get_holiday(WritReader *in, WritHoliday *holiday, const EventsRequest *asked)
{
    holiday->day = writ_get_int(in);
    holiday->name = writ_get_text(in);
    return !in->failed && holiday->day >= asked->first_day && holiday->day <= asked->last_day &&
           is_clean(holiday->name);
}

// A sentence of the child, clean; empty when it is no text.
static void copy_sentence(char out[WRIT_ERROR_BYTES], WritText text)
{
    WritBuffer clean = {0};
    if (writ_text_is_utf8(text)) {
        writ_holidays_clean(&clean, text, WRIT_ERROR_BYTES - 1);
    }
    memcpy(out, writ_buffer_string(&clean), clean.length + 1);
    writ_buffer_dispose(&clean);
}

static bool get_sentences(WritReader *in, WritError *error)
{
    WritText text = writ_get_text(in);
    WritText hint = writ_get_text(in);
    writ_fail(error, WRIT_INVALID, "%s", "");
    copy_sentence(error->text, text);
    copy_sentence(error->hint, hint);
    return !in->failed && error->text[0] != '\0';
}

bool talk_get_done(WritReader *in, WritHolidays *read, WritArena *arena)
{
    uint32_t count = writ_get_u32(in);
    if (in->failed || count > WRIT_HOLIDAY_PROBLEMS_MAX) {
        return false;
    }
    read->problems = writ_arena_array(arena, count, sizeof *read->problems);
    for (uint32_t i = 0; i < count; i++) {
        WritError error;
        WritHolidayProblem *problem = &read->problems[i];
        problem->line = writ_get_u32(in);
        if (!get_sentences(in, &error)) {
            return false;
        }
        problem->text = writ_arena_text(arena, writ_text(error.text));
        problem->hint = writ_arena_text(arena, writ_text(error.hint));
    }
    read->problem_count = count;
    return writ_reader_done(in);
}

bool talk_get_failed(WritReader *in, WritError *error)
{
    uint8_t status = writ_get_u8(in);
    bool sound = get_sentences(in, error);
    error->status = (WritStatus)status;
    return sound && status > WRIT_OK && status <= WRIT_NO_MEMORY && writ_reader_done(in);
}
