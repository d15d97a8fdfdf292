// A month for programs.
#include "draw/json.h"
#include "draw/month.h"
#include "draw/wording.h"

static void add_day(WritBuffer *out, const WritMonthPicture *month, int32_t index)
{
    const DayFacts *day = &month->days[index];
    writ_buffer_add_string(out, index > 0 ? ",{" : "{");
    json_add_date(out, "date", day->day);
    writ_buffer_format(out, ",\"known\":%s,\"seconds\":", day->known ? "true" : "false");
    json_add_seconds(out, facts_length(day));
    writ_buffer_add_string(out, ",\"open\":");
    json_add_open(out, month->zone, day);
    writ_buffer_add_string(out, ",\"open_seconds\":");
    json_add_seconds(out, day->open_micros);
    if (month->numbers[index] > 0) {
        writ_buffer_format(out, ",\"working_day\":%d", month->numbers[index]);
    }
    if (index == month->last_working) {
        writ_buffer_add_string(out, ",\"last_working_day\":true");
    }
    writ_buffer_add_string(out, ",\"holidays\":");
    json_add_names(out, day->names);
    writ_buffer_add_string(out, "}");
}

void writ_draw_month_json(WritBuffer *out, const WritMonthPicture *month)
{
    writ_buffer_add_string(out, "{");
    json_add_calendar(out, month->rules);
    writ_buffer_format(out, ",\"month\":\"%04d-%02d\",\"working_days\":%d,\"open_seconds\":",
                       month->year, month->month, month->working_count);
    json_add_seconds(out, month->open_micros);
    if (month->unknown != NULL) {
        writ_buffer_add_string(out, ",\"unknown\":\"");
        writ_buffer_add_json(out, writ_text(month->unknown));
        writ_buffer_add_string(out, "\"");
    }
    writ_buffer_add_string(out, ",\"days\":[");
    for (int32_t i = 0; i < month->day_count; i++) {
        add_day(out, month, i);
    }
    writ_buffer_add_string(out, "]}");
}
