// A count for programs.
#include <assert.h>

#include "draw/count.h"
#include "draw/json.h"
#include "draw/wording.h"

static const char *kind_word(CountKind kind)
{
    switch (kind) {
    case COUNT_ELAPSED:
        return "elapsed";
    case COUNT_WORKING_TIME:
        return "working time";
    case COUNT_WORKING_DAYS:
        return "working days";
    case COUNT_BETWEEN:
        return "between";
    }
    WRIT_UNREACHABLE();
}

static void add_oddities(WritBuffer *out, const CountRow *row)
{
    writ_buffer_add_string(out, ",\"days_not_of_24_hours\":[");
    for (const OddDay *odd = row->odd; odd != NULL; odd = odd->next) {
        writ_buffer_add_string(out, odd == row->odd ? "{" : ",{");
        json_add_date(out, "date", odd->day);
        writ_buffer_add_string(out, ",\"seconds\":");
        json_add_seconds(out, odd->length);
        writ_buffer_add_string(out, "}");
    }
    writ_buffer_add_string(out, "]");
}

static void add_row(WritBuffer *out, const WritCountPicture *count, const CountRow *row)
{
    bool has_time = count->kind != COUNT_WORKING_DAYS;
    bool has_days = count->kind == COUNT_WORKING_DAYS || count->kind == COUNT_BETWEEN;
    writ_buffer_add_string(out, row == count->rows ? "{" : ",{");
    json_add_date(out, "from", row->first_day);
    writ_buffer_add_string(out, ",");
    json_add_date(out, "to", row->last_day);
    if (row->kind == COUNT_ROW_DAY && row->known) {
        writ_buffer_add_string(out, ",\"open\":");
        json_add_open(out, count->zone, &row->day);
    }
    if (has_time) {
        writ_buffer_add_string(out, ",\"counted_seconds\":");
        json_add_seconds(out, row->micros);
    }
    if (has_days) {
        writ_buffer_format(out, ",\"counted_days\":%lld", (long long)row->days);
    }
    if (count->kind == COUNT_WORKING_DAYS) {
        writ_buffer_format(out, ",\"left_days\":%lld", (long long)count_left(count, row));
    } else if (count->kind != COUNT_BETWEEN) {
        writ_buffer_add_string(out, ",\"left_seconds\":");
        json_add_seconds(out, count_left(count, row));
    }
    writ_buffer_add_string(out, ",\"holidays\":");
    json_add_names(out, row->names);
    add_oddities(out, row);
    writ_buffer_add_string(out, "}");
}

void writ_draw_count_json(WritBuffer *out, const WritCountPicture *count)
{
    writ_buffer_add_string(out, "{");
    json_add_calendar(out, count->rules);
    writ_buffer_format(out, ",\"kind\":\"%s\",", kind_word(count->kind));
    if (count->kind != COUNT_BETWEEN) {
        writ_buffer_add_string(out, "\"span\":\"");
        count_add_span(out, count);
        writ_buffer_add_string(out, "\",");
    }
    json_add_instant(out, "from", count->zone, count->from);
    writ_buffer_add_string(out, ",");
    json_add_instant(out, "to", count->zone, count->to);
    if (count->kind == COUNT_BETWEEN) {
        writ_buffer_add_string(out, ",\"counted_seconds\":");
        json_add_seconds(out, count->micros);
        writ_buffer_format(out, ",\"counted_days\":%lld", (long long)count->days);
    }
    writ_buffer_add_string(out, ",\"rows\":[");
    for (const CountRow *row = count->rows; row != NULL; row = row->next) {
        add_row(out, count, row);
    }
    writ_buffer_add_string(out, "]}");
}
