#include "cli/calendar_words.h"

#include <string.h>

#include "cli/words.h"
#include "writ/nearest.h"

static const int64_t MICROS_A_SECOND = 1000000;

// --- Names -------------------------------------------------------------------------------------

static WritStatus unknown_name(const WritCalendars *set, const char *word, WritError *error)
{
    WritNearest nearest = writ_nearest(writ_text(word));
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        writ_nearest_offer(&nearest, set->calendars[i].name);
        writ_nearest_offer(&nearest, writ_text_last_name(set->calendars[i].name));
    }
    (void)writ_fail(error, WRIT_NOT_FOUND, "the book has no calendar \"%s\"", word);
    if (nearest.best.length > 0) {
        return writ_hint(error, "Did you mean %.*s?", WRIT_TEXT_ARGS(nearest.best));
    }
    if (set->calendar_count == 0) {
        return writ_hint(error, "It has none: a calendar is declared in a .writ file, \"calendar "
                                "lyon\" and its hours.");
    }
    WritBuffer names = {0};
    for (uint32_t i = 0; i < set->calendar_count && i < 10; i++) {
        writ_buffer_format(&names, "%s%.*s", i > 0 ? ", " : "",
                           WRIT_TEXT_ARGS(set->calendars[i].name));
    }
    (void)writ_hint(error, "There are %s%s", writ_buffer_string(&names),
                    set->calendar_count > 10 ? " and others." : ".");
    writ_buffer_dispose(&names);
    return error->status;
}

WritStatus calendar_find(WritText *name, const WritCalendars *set, const char *word,
                         WritError *error)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < set->calendar_count; i++) {
        WritText candidate = set->calendars[i].name;
        if (writ_text_is(candidate, word)) {
            *name = candidate;
            return WRIT_OK;
        }
        if (writ_text_is(writ_text_last_name(candidate), word)) {
            *name = candidate;
            count++;
        }
    }
    if (count > 1) {
        (void)writ_fail(error, WRIT_CONFLICT, "%u calendars are called \"%s\"", count, word);
        return writ_hint(error, "Write the module before it, for example %.*s.",
                         WRIT_TEXT_ARGS(*name));
    }
    return count == 1 ? WRIT_OK : unknown_name(set, word, error);
}

// --- Times -------------------------------------------------------------------------------------

// Two digits up to `most`.
static bool read_two(const char *at, int most, int64_t *number)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9') {
        return false;
    }
    *number = (at[0] - '0') * 10 + (at[1] - '0');
    return *number <= most;
}

// "16:00" or "16:00:30"
static bool read_clock(const char *word, int64_t *micros)
{
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    size_t length = strlen(word);
    if ((length != 5 && length != 8) || word[2] != ':' || !read_two(word, 23, &hour) ||
        !read_two(word + 3, 59, &minute) ||
        (length == 8 && (word[5] != ':' || !read_two(word + 6, 59, &second)))) {
        return false;
    }
    *micros = ((hour * 60 + minute) * 60 + second) * MICROS_A_SECOND;
    return true;
}

WritStatus calendar_read_instant(int64_t *instant, const WritZone *zone, const char *word,
                                 WritError *error)
{
    enum { DATE_LETTERS = 10 };
    int64_t day = 0;
    int64_t micros = 0;
    size_t length = strlen(word);
    bool local = length > DATE_LETTERS &&
                 (word[DATE_LETTERS] == ' ' || word[DATE_LETTERS] == 'T') &&
                 read_clock(word + DATE_LETTERS + 1, &micros);
    if (!local && length > DATE_LETTERS && word[DATE_LETTERS] == 'T') {
        return writ_instant_parse(instant, writ_text(word), error);
    }
    if (!local) {
        (void)writ_fail(error, WRIT_INVALID, "\"%s\" is no instant: a date and a time", word);
        return writ_hint(error, "Write \"2026-10-23 16:00\" for a time in the calendar's zone, or "
                                "2026-10-23T16:00:00+02:00.");
    }
    WritStatus status = writ_date_parse(&day, (WritText){word, DATE_LETTERS}, error);
    if (status == WRIT_OK) {
        *instant = writ_zone_instant(zone, day, micros);
    }
    return status;
}

WritStatus calendar_read_span(WritValue *span, WritArena *arena, const char *word, WritError *error)
{
    static WritType kinds[] = {
        {.kind = WRIT_TYPE_DURATION, .currency_field = WRIT_NONE},
        {.kind = WRIT_TYPE_WORKING_TIME, .currency_field = WRIT_NONE},
    };
    WritTypes types = {.types = kinds, .type_count = sizeof kinds / sizeof kinds[0]};
    bool working = strstr(word, "working") != NULL;
    if (writ_value_parse(span, arena, &types, working ? 1 : 0, writ_text(word), error) == WRIT_OK) {
        return WRIT_OK;
    }
    return writ_hint(error, "Write how long: \"2 working days\", \"4 working hours\", \"36 hours\" "
                            "or \"2 days\".");
}

WritStatus calendar_read_month(int32_t *year, int32_t *month, const char *word, WritError *error)
{
    enum { MONTH_LETTERS = 7 };
    char date[MONTH_LETTERS + sizeof "-01"];
    int64_t day = 0;
    if (strlen(word) == MONTH_LETTERS) {
        memcpy(date, word, MONTH_LETTERS);
        memcpy(date + MONTH_LETTERS, "-01", sizeof "-01");
        if (writ_date_parse(&day, writ_text(date), NULL) == WRIT_OK) {
            WritDate first = writ_date_from_days(day);
            *year = first.year;
            *month = first.month;
            return WRIT_OK;
        }
    }
    (void)writ_fail(error, WRIT_INVALID, "\"%s\" is no month", word);
    return writ_hint(error, "Write the year and the month: --month 2026-10");
}
