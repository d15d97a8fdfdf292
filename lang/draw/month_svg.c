// A month as an SVG document that stands alone: styles within, no scripts, nothing from elsewhere.
// Colours are classes, with a second set for dark screens. Each day has a bar of its local hours,
// open ones filled; a day of 25 hours has a longer bar.
//
//     ┌────────────────┐
//     │ 26        WD18 │
//     │ 09:00–12:30    │
//     │ 13:30–18:00    │
//     │ ───━━━─━━━──── │
//     └────────────────┘
#include "draw/month.h"
#include "draw/wording.h"
#include "writ/value.h"

enum {
    MARGIN = 24,
    CELL_WIDTH = 144,
    CELL_HEIGHT = 118,
    CELL_INSET = 10,
    CELL_GAP = 4,
    CELL_LINES_MAX = 3, // Of hours and holidays.
    CELL_COLUMNS = 20,  // Of a line in a cell: as many letters as surely fit.
    GRID_TOP = 104,
    LINE_HEIGHT = 16,
    NOTE_HEIGHT = 20,
    NOTE_COLUMNS = 130,
    BAR_HEIGHT = 7,
    WIDTH = 2 * MARGIN + DAYS_A_WEEK * CELL_WIDTH,
};

static const char styles[] =
    "<style>\n"
    "text{font-family:system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;"
    "font-size:12px;fill:#39424c}\n"
    ".paper{fill:#ffffff}\n"
    ".title{font-size:22px;font-weight:600;fill:#161b21}\n"
    ".number{font-size:15px;font-weight:600;fill:#161b21}\n"
    ".wd,.weekday,.sub{fill:#66717d}\n"
    ".day{fill:#ffffff;stroke:#cdd4db}\n"
    ".closed{fill:#f1f3f5;stroke:#dde2e6}\n"
    ".holiday{fill:#fdf0e4;stroke:#edcfae}\n"
    ".unknown{fill:none;stroke:#cdd4db;stroke-dasharray:4 4}\n"
    ".name{fill:#8f4406}\n"
    ".odd{fill:#8a1c4a;font-weight:600}\n"
    ".track{fill:#dfe4e9}\n"
    ".open{fill:#2b72b8}\n"
    "@media (prefers-color-scheme:dark){\n"
    "text{fill:#c3cad1}\n"
    ".paper{fill:#14181d}\n"
    ".title,.number{fill:#f2f4f6}\n"
    ".wd,.weekday,.sub{fill:#98a3ae}\n"
    ".day{fill:#1c2229;stroke:#3a434d}\n"
    ".closed{fill:#14181d;stroke:#2b323a}\n"
    ".holiday{fill:#2f2318;stroke:#5d4326}\n"
    ".unknown{fill:none;stroke:#3a434d}\n"
    ".name{fill:#f0b27a}\n"
    ".odd{fill:#f08bb4}\n"
    ".track{fill:#39424c}\n"
    ".open{fill:#6fb0ef}\n"
    "}\n"
    "</style>\n";

typedef struct Drawing {
    WritBuffer *out;
    const WritMonthPicture *month;
    int64_t longest; // Day of the month: as long as the bar may be. At least 25 hours.
} Drawing;

static void add_text(const Drawing *drawing, const char *class, int x, int y, WritText text)
{
    writ_buffer_format(drawing->out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    wording_add_xml(drawing->out, text, NOTE_COLUMNS);
    writ_buffer_add_string(drawing->out, "</text>\n");
}

// --- A day -------------------------------------------------------------------------------------

static const char *day_class(const DayFacts *day)
{
    return !day->known           ? "unknown"
           : day->open_count > 0 ? "day"
           : day->names != NULL  ? "holiday"
                                 : "closed";
}

// In tenths, so that intervals of minutes are seen.
static int64_t bar_at(const Drawing *drawing, int64_t micros)
{
    int64_t room = 10 * (CELL_WIDTH - CELL_GAP - 2 * CELL_INSET);
    return micros / MICROS_A_SECOND * room / (drawing->longest / MICROS_A_SECOND);
}

static void add_bar(const Drawing *drawing, const char *class, int64_t from, int64_t to, int x,
                    int y)
{
    int64_t start = bar_at(drawing, from);
    int64_t width = bar_at(drawing, to) - start;
    writ_buffer_format(drawing->out,
                       "<rect class=\"%s\" x=\"%lld.%lld\" y=\"%d\" width=\"%lld.%lld\" "
                       "height=\"%d\" rx=\"2\"/>\n",
                       class, (long long)(x + start / 10), (long long)(start % 10), y,
                       (long long)(width / 10), (long long)(width % 10), BAR_HEIGHT);
}

static void add_bars(const Drawing *drawing, const DayFacts *day, int x, int y)
{
    add_bar(drawing, "track", 0, facts_length(day), x, y);
    for (uint32_t i = 0; i < day->open_count; i++) {
        int64_t from = day->open[i].from - day->start;
        int64_t to = day->open[i].to - day->start;
        int64_t length = facts_length(day);
        // A leap of the clocks may shift hours beyond the end of their day.
        add_bar(drawing, "open", from < length ? from : length, to < length ? to : length, x, y);
    }
}

static void add_interval(WritBuffer *out, const WritZone *zone, const DayFacts *day, uint32_t index)
{
    wording_add_clock(out, wording_clock_of(zone, day->day, day->open[index].from));
    writ_buffer_add_string(out, "\xe2\x80\x93");
    wording_add_clock(out, wording_clock_of(zone, day->day, day->open[index].to));
}

static void add_cell_line(const Drawing *drawing, const char *class, int x, int y, WritBuffer *text)
{
    writ_buffer_format(drawing->out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    wording_add_xml(drawing->out, writ_buffer_text(text), CELL_COLUMNS);
    writ_buffer_add_string(drawing->out, "</text>\n");
    writ_buffer_clear(text);
}

// Names, then hours; the last line says how many more there are.
static void add_lines(const Drawing *drawing, const DayFacts *day, int x, int y)
{
    WritBuffer line = {0};
    int left = CELL_LINES_MAX;
    if (!day->known) {
        writ_buffer_add_string(&line, "not known");
        add_cell_line(drawing, "sub", x, y, &line);
    } else if (day->open_count == 0 && day->names == NULL) {
        writ_buffer_add_string(&line, "closed");
        add_cell_line(drawing, "sub", x, y, &line);
    }
    for (const DayName *name = day->names; name != NULL && left > 0; name = name->next, left--) {
        if (left == 1 && name->next != NULL) {
            writ_buffer_add_string(&line, "and more");
        } else {
            writ_buffer_add(&line, name->name);
        }
        add_cell_line(drawing, "name", x, y, &line);
        y += LINE_HEIGHT;
    }
    for (uint32_t i = 0; i < day->open_count && left > 0; i++, left--) {
        if (left == 1 && i + 1 < day->open_count) {
            writ_buffer_format(&line, "and %u more", day->open_count - i);
        } else {
            add_interval(&line, drawing->month->zone, day, i);
        }
        add_cell_line(drawing, "hours", x, y, &line);
        y += LINE_HEIGHT;
    }
    writ_buffer_dispose(&line);
}

static void add_marks(const Drawing *drawing, int32_t index, int x, int y)
{
    const WritMonthPicture *month = drawing->month;
    const DayFacts *day = &month->days[index];
    int right = x + CELL_WIDTH - CELL_GAP - 2 * CELL_INSET;
    writ_buffer_format(drawing->out, "<text class=\"number\" x=\"%d\" y=\"%d\">%d</text>\n", x, y,
                       index + 1);
    if (month->numbers[index] > 0 || index == month->last_working) {
        writ_buffer_format(drawing->out,
                           "<text class=\"wd\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", right, y);
        writ_buffer_add_string(drawing->out, index == month->last_working ? "last " : "");
        if (month->numbers[index] > 0) {
            writ_buffer_format(drawing->out, "WD%d", month->numbers[index]);
        }
        writ_buffer_add_string(drawing->out, "</text>\n");
    }
    if (facts_length(day) != MICROS_A_DAY) {
        WritBuffer length = {0};
        facts_add_length(&length, facts_length(day));
        writ_buffer_format(drawing->out, "<text class=\"odd\" x=\"%d\" y=\"%d\">%s</text>\n", x,
                           y + 4 * LINE_HEIGHT + 4, writ_buffer_string(&length));
        writ_buffer_dispose(&length);
    }
}

static void add_day(const Drawing *drawing, int32_t index)
{
    const DayFacts *day = &drawing->month->days[index];
    int at = writ_date_weekday(drawing->month->first_day) + index;
    int x = MARGIN + at % DAYS_A_WEEK * CELL_WIDTH;
    int y = GRID_TOP + at / DAYS_A_WEEK * CELL_HEIGHT;
    writ_buffer_format(drawing->out,
                       "<rect class=\"%s\" x=\"%d.5\" y=\"%d.5\" width=\"%d\" height=\"%d\" "
                       "rx=\"5\"/>\n",
                       day_class(day), x, y, CELL_WIDTH - CELL_GAP, CELL_HEIGHT - CELL_GAP);
    add_marks(drawing, index, x + CELL_INSET, y + 22);
    add_lines(drawing, day, x + CELL_INSET, y + 42);
    if (day->known) {
        add_bars(drawing, day, x + CELL_INSET, y + CELL_HEIGHT - CELL_GAP - 17);
    }
}

// --- Around the days ---------------------------------------------------------------------------

static bool has_note(const DayFacts *day)
{
    return day->names != NULL || facts_length(day) != MICROS_A_DAY;
}

static void add_note(const Drawing *drawing, const DayFacts *day, int y)
{
    WritBuffer note = {0};
    wording_add_short_day(&note, day->day);
    facts_add_names(&note, day, ": ");
    if (facts_length(day) != MICROS_A_DAY) {
        writ_buffer_add_string(&note, day->names != NULL ? "; " : ": ");
        month_add_oddity(&note, drawing->month, day);
    }
    add_text(drawing, "note", MARGIN, y, writ_buffer_text(&note));
    writ_buffer_dispose(&note);
}

static void add_foot(const Drawing *drawing, int y)
{
    const WritMonthPicture *month = drawing->month;
    WritBuffer sums = {0};
    month_add_sums(&sums, month);
    add_text(drawing, "sums", MARGIN, y, writ_buffer_text(&sums));
    for (int32_t i = 0; i < month->day_count; i++) {
        if (has_note(&month->days[i])) {
            y += NOTE_HEIGHT;
            add_note(drawing, &month->days[i], y);
        }
    }
    if (month->unknown != NULL) {
        add_text(drawing, "note", MARGIN, y + NOTE_HEIGHT, writ_text(month->unknown));
    }
    writ_buffer_dispose(&sums);
}

static void add_head(const Drawing *drawing)
{
    const WritMonthPicture *month = drawing->month;
    WritBuffer text = {0};
    month_add_title(&text, month);
    writ_buffer_add_string(&text, ": ");
    writ_buffer_add(&text,
                    month->rules->title.length > 0 ? month->rules->title : month->rules->name);
    writ_buffer_format(drawing->out, "<title>");
    wording_add_xml(drawing->out, writ_buffer_text(&text), NOTE_COLUMNS);
    writ_buffer_add_string(drawing->out, "</title>\n<rect class=\"paper\" width=\"100%\" "
                                         "height=\"100%\"/>\n"
                                         "<text class=\"title\" x=\"24\" y=\"44\">");
    wording_add_xml(drawing->out, writ_buffer_text(&text), NOTE_COLUMNS / 2);
    writ_buffer_add_string(drawing->out, "</text>\n");
    writ_buffer_clear(&text);
    writ_buffer_add(&text, month->rules->name);
    writ_buffer_add_string(&text, ", ");
    month_add_zone(&text, month);
    add_text(drawing, "sub", MARGIN, 66, writ_buffer_text(&text));
    for (int weekday = 0; weekday < DAYS_A_WEEK; weekday++) {
        add_text(drawing, "weekday", MARGIN + CELL_INSET + weekday * CELL_WIDTH, GRID_TOP - 8,
                 writ_text(wording_weekday_name(weekday)));
    }
    writ_buffer_dispose(&text);
}

static int64_t longest_day(const WritMonthPicture *month)
{
    int64_t longest = 25 * MICROS_AN_HOUR;
    for (int32_t i = 0; i < month->day_count; i++) {
        int64_t length = facts_length(&month->days[i]);
        longest = length > longest ? length : longest;
    }
    return longest;
}

void writ_draw_month_svg(WritBuffer *out, const WritMonthPicture *month)
{
    Drawing drawing = {.out = out, .month = month, .longest = longest_day(month)};
    int start = writ_date_weekday(month->first_day);
    int weeks = (start + month->day_count + DAYS_A_WEEK - 1) / DAYS_A_WEEK;
    int foot = GRID_TOP + weeks * CELL_HEIGHT + 26;
    int notes = month->unknown != NULL ? 1 : 0;
    for (int32_t i = 0; i < month->day_count; i++) {
        notes += has_note(&month->days[i]) ? 1 : 0;
    }
    int height = foot + notes * NOTE_HEIGHT + MARGIN;
    writ_buffer_format(out,
                       "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                       "width=\"%d\" height=\"%d\" role=\"img\">\n",
                       WIDTH, height, WIDTH, height);
    writ_buffer_add_string(out, styles);
    add_head(&drawing);
    for (int32_t i = 0; i < month->day_count; i++) {
        add_day(&drawing, i);
    }
    add_foot(&drawing, foot);
    writ_buffer_add_string(out, "</svg>\n");
}
