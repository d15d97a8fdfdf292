// Words and numbers of pictures. Calendars may come from anybody's hand: every foreign text is made
// harmless here before it stands in a line or in XML.
#include "draw/wording.h"

#include <assert.h>

#include "source/utf8.h"
#include "writ/draw.h"
#include "writ/value.h"

static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};
static const char ellipsis[] = "\xe2\x80\xa6";

// --- Days and clocks ---------------------------------------------------------------------------

const char *wording_weekday_name(int weekday)
{
    assert(weekday >= 0 && weekday < DAYS_A_WEEK);
    return weekdays[weekday];
}

const char *wording_month_name(int month)
{
    assert(month >= 1 && month <= 12);
    return months[month - 1];
}

void wording_add_date(WritBuffer *out, int64_t day)
{
    WritDate date = writ_date_from_days(day);
    writ_buffer_format(out, "%04d-%02d-%02d", date.year, date.month, date.day);
}

void wording_add_day(WritBuffer *out, int64_t day)
{
    writ_buffer_format(out, "%s ", weekdays[writ_date_weekday(day)]);
    wording_add_date(out, day);
}

void wording_add_short_day(WritBuffer *out, int64_t day)
{
    WritDate date = writ_date_from_days(day);
    writ_buffer_format(out, "%s %d %.3s", weekdays[writ_date_weekday(day)], date.day,
                       months[date.month - 1]);
}

void wording_add_clock(WritBuffer *out, int64_t micros)
{
    int64_t seconds = micros / MICROS_A_SECOND;
    writ_buffer_format(out, "%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
    if (seconds % 60 != 0) {
        writ_buffer_format(out, ":%02d", (int)(seconds % 60));
    }
}

int64_t wording_clock_of(const WritZone *zone, int64_t day, int64_t instant)
{
    WritLocalTime local = writ_zone_local(zone, instant);
    return local.day > day ? (local.day - day) * MICROS_A_DAY + local.micros : local.micros;
}

void wording_add_offset(WritBuffer *out, int32_t seconds)
{
    int32_t distance = seconds < 0 ? -seconds : seconds;
    writ_buffer_format(out, "%c%02d:%02d", seconds < 0 ? '-' : '+', distance / 3600,
                       distance / 60 % 60);
    if (distance % 60 != 0) {
        writ_buffer_format(out, ":%02d", distance % 60);
    }
}

void wording_add_instant(WritBuffer *out, const WritZone *zone, int64_t instant)
{
    writ_buffer_format(out, "%s ", weekdays[writ_date_weekday(writ_zone_local(zone, instant).day)]);
    writ_zone_print(out, zone, instant);
}

// --- Amounts -----------------------------------------------------------------------------------

void wording_add_amount(WritBuffer *out, int64_t micros)
{
    assert(micros >= 0);
    int64_t seconds = micros / MICROS_A_SECOND;
    int64_t hours = seconds / 3600;
    int minutes = (int)(seconds / 60 % 60);
    int rest = (int)(seconds % 60);
    int parts = (int)(micros % MICROS_A_SECOND);
    const char *gap = "";
    if (hours > 0 || micros == 0) {
        writ_buffer_format(out, "%lld h", (long long)hours);
        gap = " ";
    }
    if (minutes > 0) {
        writ_buffer_format(out, "%s%d min", gap, minutes);
        gap = " ";
    }
    if (parts > 0) {
        writ_buffer_format(out, "%s%d.%06d s", gap, rest, parts);
    } else if (rest > 0) {
        writ_buffer_format(out, "%s%d s", gap, rest);
    }
}

void wording_add_count(WritBuffer *out, int64_t count, const char *one, const char *many)
{
    writ_buffer_format(out, "%lld %s", (long long)count, count == 1 ? one : many);
}

// --- Foreign texts -----------------------------------------------------------------------------

// Two columns on a terminal: the scripts of East Asia, and pictures.
static bool is_wide(uint32_t point)
{
    static const uint32_t ranges[][2] = {
        {0x1100, 0x115f}, {0x2e80, 0xa4cf},   {0xac00, 0xd7a3},
        {0xf900, 0xfaff}, {0xfe30, 0xfe6f},   {0xff00, 0xff60},
        {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (point >= ranges[i][0] && point <= ranges[i][1]) {
            return true;
        }
    }
    return false;
}

static uint32_t columns_at(WritText text, size_t *at)
{
    Utf8 unit = utf8_at(text, *at);
    *at += unit.bytes;
    return is_wide(unit.code_point) ? 2 : 1;
}

uint32_t wording_columns(WritText text)
{
    uint32_t columns = 0;
    for (size_t at = 0; at < text.length;) {
        columns += columns_at(text, &at);
    }
    return columns;
}

// As much of the text as stands on `columns`.
static WritText cut_to(WritText text, uint32_t columns)
{
    uint32_t used = 0;
    for (size_t at = 0; at < text.length;) {
        size_t start = at;
        used += columns_at(text, &at);
        if (used > columns) {
            return (WritText){text.data, start};
        }
    }
    return text;
}

void wording_add_cut(WritBuffer *out, WritText text, uint32_t columns)
{
    if (wording_columns(text) <= columns) {
        utf8_add_harmless(out, text);
    } else if (columns > 0) {
        utf8_add_harmless(out, cut_to(text, columns - 1));
        writ_buffer_add_string(out, ellipsis);
    }
}

static const char *xml_escape(char byte)
{
    static const struct {
        char byte;
        const char *escape;
    } escapes[] = {{'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}};
    for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
        if (escapes[i].byte == byte) {
            return escapes[i].escape;
        }
    }
    return NULL;
}

void wording_add_xml(WritBuffer *out, WritText text, uint32_t columns)
{
    WritBuffer harmless = {0};
    wording_add_cut(&harmless, text, columns);
    for (size_t i = 0; i < harmless.length; i++) {
        const char *escape = xml_escape(harmless.data[i]);
        bool beyond = harmless.length - i > 2 && (unsigned char)harmless.data[i] == 0xef &&
                      (unsigned char)harmless.data[i + 1] == 0xbf &&
                      (unsigned char)harmless.data[i + 2] >= 0xbe;
        if (escape != NULL) {
            writ_buffer_add_string(out, escape);
        } else if (beyond) {
            // U+FFFE and U+FFFF are no characters of XML.
            writ_buffer_add_string(out, "\xef\xbf\xbd");
            i += 2;
        } else {
            writ_buffer_add_byte(out, harmless.data[i]);
        }
    }
    writ_buffer_dispose(&harmless);
}

// --- Lines -------------------------------------------------------------------------------------

void wording_pad(WritBuffer *out, uint32_t columns)
{
    for (uint32_t i = 0; i < columns; i++) {
        writ_buffer_add_byte(out, ' ');
    }
}

void wording_end_line(WritBuffer *out)
{
    while (out->length > 0 && out->data[out->length - 1] == ' ') {
        out->length--;
    }
    writ_buffer_add_byte(out, '\n');
}

static size_t word_end(WritText text, size_t at)
{
    while (at < text.length && text.data[at] != ' ' && text.data[at] != '\n') {
        at++;
    }
    return at;
}

void wording_wrap(WritBuffer *out, uint32_t at, uint32_t indent, WritText text)
{
    uint32_t used = at;
    bool first = true; // On its line.
    for (size_t next = 0; next < text.length; next++) {
        size_t end = word_end(text, next);
        WritText word = {text.data + next, end - next};
        next = end;
        if (word.length == 0) {
            continue;
        }
        uint32_t columns = wording_columns(word);
        if (!first && used + 1 + columns > WRIT_DRAW_COLUMNS_MAX) {
            wording_end_line(out);
            wording_pad(out, indent);
            used = indent;
            first = true;
        }
        if (!first) {
            writ_buffer_add_byte(out, ' ');
            used++;
        }
        uint32_t room = WRIT_DRAW_COLUMNS_MAX - used;
        wording_add_cut(out, word, room);
        used += columns < room ? columns : room;
        first = false;
    }
    wording_end_line(out);
}
