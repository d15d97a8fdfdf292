// The facts of a month, and what text and SVG say of it alike.
#include "draw/month.h"

#include "draw/wording.h"

static bool find_first(int64_t *first, int32_t year, int32_t month)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 &&
           writ_date_to_days((WritDate){year, (uint8_t)month, 1}, first);
}

static int32_t days_of(int32_t year, int32_t month)
{
    int64_t day = 0;
    uint8_t count = MONTH_DAYS_MAX;
    while (!writ_date_to_days((WritDate){year, (uint8_t)month, count}, &day)) {
        count--;
    }
    return count;
}

static void number_days(WritMonthPicture *month)
{
    bool counts = month->days[0].known;
    int32_t last = -1;
    for (int32_t i = 0; i < month->day_count; i++) {
        const DayFacts *day = &month->days[i];
        month->open_micros += day->open_micros;
        if (day->open_count > 0) {
            last = i;
            month->working_count++;
            month->numbers[i] = counts ? month->working_count : 0;
        }
    }
    month->last_working = month->days[month->day_count - 1].known ? last : -1;
}

WritStatus writ_draw_month(const WritMonthPicture **picture, WritArena *arena,
                           const WritDrawn *drawn, int32_t year, int32_t month, WritError *error)
{
    int64_t first = 0;
    *picture = NULL;
    if (!find_first(&first, year, month)) {
        return writ_fail(error, WRIT_INVALID, "there is no month %d of the year %d", month, year);
    }
    FactsSource source = facts_source(arena, drawn);
    WritMonthPicture *made = writ_arena_alloc(arena, sizeof *made);
    *made = (WritMonthPicture){
        .rules = source.rules,
        .zone = source.zone,
        .year = year,
        .month = month,
        .first_day = first,
        .day_count = days_of(year, month),
    };
    WritError unknown = {.status = WRIT_OK}; // The first that is not known.
    int32_t known = 0;
    for (int32_t i = 0; i < made->day_count; i++) {
        facts_of_day(&made->days[i], &source, first + i,
                     unknown.status == WRIT_OK ? &unknown : NULL);
        known += made->days[i].known ? 1 : 0;
    }
    if (known == 0) {
        if (error != NULL) {
            *error = unknown;
        }
        return unknown.status;
    }
    if (known < made->day_count) {
        made->unknown = writ_arena_text(arena, writ_text(unknown.text)).data;
    }
    number_days(made);
    *picture = made;
    return WRIT_OK;
}

void month_add_title(WritBuffer *out, const WritMonthPicture *month)
{
    writ_buffer_format(out, "%s %d", wording_month_name(month->month), month->year);
}

void month_add_zone(WritBuffer *out, const WritMonthPicture *month)
{
    int64_t start = month->days[0].start;
    int64_t end = month->days[month->day_count - 1].end - 1;
    int32_t first = writ_zone_local(month->zone, start).offset;
    int32_t last = writ_zone_local(month->zone, end).offset;
    writ_buffer_add(out, writ_zone_name(month->zone));
    writ_buffer_add_string(out, ", ");
    wording_add_offset(out, first);
    if (last != first) {
        writ_buffer_add_string(out, ", at its end ");
        wording_add_offset(out, last);
    }
}

void month_add_sums(WritBuffer *out, const WritMonthPicture *month)
{
    wording_add_count(out, month->working_count, "working day", "working days");
    writ_buffer_add_string(out, ", open for ");
    wording_add_amount(out, month->open_micros);
    for (int32_t i = 0; i < month->day_count; i++) {
        bool first = month->numbers[i] == 1;
        bool last = i == month->last_working;
        if (!first && !last) {
            continue;
        }
        writ_buffer_add_string(out, first ? "; WD1 " : ", ");
        writ_buffer_add_string(out, first && last ? "and " : "");
        writ_buffer_add_string(out, last ? "the last is " : "is ");
        writ_buffer_format(out, "%s %d",
                           wording_weekday_name(writ_date_weekday(month->first_day + i)), i + 1);
    }
}

void month_add_oddity(WritBuffer *out, const WritMonthPicture *month, const DayFacts *day)
{
    int64_t length = facts_length(day);
    DayChange change;
    if (length == MICROS_A_DAY) {
        return;
    }
    if (length == 0) {
        writ_buffer_add_string(out, "the zone leaps over this date");
        return;
    }
    facts_add_length(out, length);
    if (facts_change(day, month->zone, &change)) {
        writ_buffer_add_string(out, ": the clocks go from ");
        wording_add_clock(out, change.from);
        writ_buffer_add_string(out, " to ");
        wording_add_clock(out, change.to);
    }
}
