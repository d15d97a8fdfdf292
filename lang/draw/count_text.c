// A count for the terminal.
//
//     day             open                      counts  left
//     Fri 2026-10-23  09:00-12:30, 13:30-18:00  2 h     2 h
//     Sat 2026-10-24  closed through Sun 2026-10-25; Sun 25 Oct has 25 hours
//     Mon 2026-10-26  09:00-12:30, 13:30-18:00  2 h     0 h
#include <assert.h>
#include <string.h>

#include "draw/count.h"
#include "draw/wording.h"

enum { DAY_COLUMNS = 16, CELLS_MAX = 4, GAP = 2, INTERVALS_MAX = 100 };

// How amounts of time are written: with words, or where there are seconds, as 7:30:15.
typedef enum AmountForm {
    AMOUNT_WORDS,
    AMOUNT_CLOCK,
} AmountForm;

typedef struct Sheet {
    WritBuffer *out;
    const WritCountPicture *count;
    AmountForm form;
    uint32_t cell_count; // Behind the day.
    uint32_t widths[CELLS_MAX];
    WritBuffer cells[CELLS_MAX]; // Of the row that is made: lines, each but the last with '\n'.
} Sheet;

// --- Cells -------------------------------------------------------------------------------------

static void add_amount(const Sheet *sheet, WritBuffer *cell, int64_t micros)
{
    if (sheet->form == AMOUNT_WORDS) {
        wording_add_amount(cell, micros);
        return;
    }
    int64_t seconds = micros / MICROS_A_SECOND;
    writ_buffer_format(cell, "%lld:%02d:%02d", (long long)(seconds / 3600),
                       (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (micros % MICROS_A_SECOND != 0) {
        writ_buffer_format(cell, ".%06d", (int)(micros % MICROS_A_SECOND));
    }
}

static void add_interval(WritBuffer *cell, const WritZone *zone, int64_t day,
                         WritOpenInterval interval)
{
    wording_add_clock(cell, wording_clock_of(zone, day, interval.from));
    writ_buffer_add_byte(cell, '-');
    wording_add_clock(cell, wording_clock_of(zone, day, interval.to));
}

// Two on a line; one where they are long.
static void add_intervals(const Sheet *sheet, WritBuffer *cell, const CountRow *row)
{
    for (uint32_t i = 0; i < row->day.open_count; i++) {
        if (i > 0) {
            bool ends_line = sheet->form == AMOUNT_CLOCK || i % 2 == 0;
            writ_buffer_add_string(cell, ends_line ? ",\n" : ", ");
        }
        add_interval(cell, sheet->count->zone, row->first_day, row->day.open[i]);
    }
}

static void add_what(const Sheet *sheet, WritBuffer *cell, const CountRow *row)
{
    if (row->kind == COUNT_ROW_FOLDED) {
        writ_buffer_add_string(cell, "to ");
        wording_add_date(cell, row->last_day);
    } else if (sheet->count->kind == COUNT_ELAPSED) {
        add_interval(cell, sheet->count->zone, row->first_day,
                     (WritOpenInterval){row->counted_from, row->counted_to});
    } else if (row->day.open_count == 0) {
        writ_buffer_add_string(cell, row->known ? "closed" : "not known");
    } else {
        add_intervals(sheet, cell, row);
    }
}

static void add_counted_days(const Sheet *sheet, WritBuffer *cell, const CountRow *row)
{
    bool start = row->kind == COUNT_ROW_DAY && row->first_day == sheet->count->from_day;
    if (start && sheet->count->kind == COUNT_WORKING_DAYS) {
        writ_buffer_add_string(cell, "the start");
    } else if (row->days > 0) {
        wording_add_count(cell, row->days, "day", "days");
    }
}

static void fill_cells(Sheet *sheet, const CountRow *row)
{
    for (uint32_t i = 0; i < CELLS_MAX; i++) {
        writ_buffer_clear(&sheet->cells[i]);
    }
    add_what(sheet, &sheet->cells[0], row);
    switch (sheet->count->kind) {
    case COUNT_ELAPSED:
    case COUNT_WORKING_TIME:
        add_amount(sheet, &sheet->cells[1], row->micros);
        add_amount(sheet, &sheet->cells[2], count_left(sheet->count, row));
        return;
    case COUNT_WORKING_DAYS:
        add_counted_days(sheet, &sheet->cells[1], row);
        wording_add_count(&sheet->cells[2], count_left(sheet->count, row), "day", "days");
        return;
    case COUNT_BETWEEN:
        add_amount(sheet, &sheet->cells[1], row->micros);
        add_amount(sheet, &sheet->cells[2], row->micros_so_far);
        wording_add_count(&sheet->cells[3], row->days_so_far, "day", "days");
        return;
    }
    WRIT_UNREACHABLE();
}

static void fill_titles(Sheet *sheet)
{
    bool elapsed = sheet->count->kind == COUNT_ELAPSED;
    bool between = sheet->count->kind == COUNT_BETWEEN;
    sheet->cell_count = between ? 4 : 3;
    writ_buffer_add_string(&sheet->cells[0], elapsed ? "passes" : "open");
    writ_buffer_add_string(&sheet->cells[1], "counts");
    writ_buffer_add_string(&sheet->cells[2], between ? "so far" : "left");
    writ_buffer_add_string(&sheet->cells[3], between ? "working" : "");
}

// --- Rows --------------------------------------------------------------------------------------

// A line of a cell, from 0; data is NULL where it has no such line.
static WritText line_of(WritText text, uint32_t wanted)
{
    size_t at = 0;
    if (text.length == 0) {
        return (WritText){NULL, 0};
    }
    for (uint32_t line = 0;; line++) {
        const char *end = at < text.length ? memchr(text.data + at, '\n', text.length - at) : NULL;
        size_t length = end == NULL ? text.length - at : (size_t)(end - text.data) - at;
        if (line == wanted) {
            return (WritText){text.data + at, length};
        }
        if (end == NULL) {
            return (WritText){NULL, 0};
        }
        at += length + 1;
    }
}

static void measure(Sheet *sheet)
{
    for (uint32_t i = 0; i < sheet->cell_count; i++) {
        for (uint32_t line = 0; line <= INTERVALS_MAX; line++) {
            WritText text = line_of(writ_buffer_text(&sheet->cells[i]), line);
            if (text.data == NULL) {
                break;
            }
            if (text.length > sheet->widths[i]) {
                sheet->widths[i] = (uint32_t)text.length;
            }
        }
    }
}

static void add_cells(Sheet *sheet, const char *day)
{
    for (uint32_t line = 0; line <= INTERVALS_MAX; line++) {
        bool has_more = line == 0;
        for (uint32_t i = 0; i < sheet->cell_count; i++) {
            has_more = has_more || line_of(writ_buffer_text(&sheet->cells[i]), line).data != NULL;
        }
        if (!has_more) {
            return;
        }
        writ_buffer_add_string(sheet->out, line == 0 ? day : "");
        wording_pad(sheet->out, DAY_COLUMNS - (line == 0 ? (uint32_t)strlen(day) : 0));
        for (uint32_t i = 0; i < sheet->cell_count; i++) {
            WritText text = line_of(writ_buffer_text(&sheet->cells[i]), line);
            writ_buffer_add(sheet->out, text);
            wording_pad(sheet->out, sheet->widths[i] + GAP - (uint32_t)text.length);
        }
        wording_end_line(sheet->out);
    }
}

// Of several days each name says which it is of.
static void add_names(WritBuffer *note, const CountRow *row)
{
    for (const DayName *name = row->names; name != NULL; name = name->next) {
        writ_buffer_add_string(note, name == row->names ? "" : "; ");
        if (row->first_day < row->last_day) {
            wording_add_short_day(note, name->day);
            writ_buffer_add_byte(note, ' ');
        }
        facts_add_name(note, name);
    }
    if (row->unnamed > 0) {
        writ_buffer_format(note, "; and %u more", row->unnamed);
    }
}

static void add_oddities(WritBuffer *note, const CountRow *row)
{
    for (const OddDay *odd = row->odd; odd != NULL; odd = odd->next) {
        writ_buffer_add_string(note, note->length > 0 ? "; " : "");
        if (row->first_day < row->last_day) {
            wording_add_short_day(note, odd->day);
            writ_buffer_add_string(note, " has ");
        } else {
            writ_buffer_add_string(note, "the day has ");
        }
        facts_add_length(note, odd->length);
    }
}

static void add_folded_days(WritBuffer *note, const WritCountPicture *count, const CountRow *row)
{
    if (count->kind == COUNT_BETWEEN && row->days > 0) {
        wording_add_count(note, row->days, "working day", "working days");
    }
    if (row->names != NULL) {
        writ_buffer_add_string(note, note->length > 0 ? "; " : "");
        writ_buffer_add_string(note, "closed: ");
    }
}

static void add_closed(Sheet *sheet, const CountRow *row, const char *day)
{
    WritBuffer note = {0};
    writ_buffer_add_string(&note, "closed");
    if (row->first_day < row->last_day) {
        writ_buffer_add_string(&note, " through ");
        wording_add_day(&note, row->last_day);
    }
    if (row->names != NULL) {
        writ_buffer_add_string(&note, ": ");
        add_names(&note, row);
    }
    add_oddities(&note, row);
    writ_buffer_add_string(sheet->out, day);
    wording_pad(sheet->out, DAY_COLUMNS - (uint32_t)strlen(day));
    wording_wrap(sheet->out, DAY_COLUMNS, DAY_COLUMNS, writ_buffer_text(&note));
    writ_buffer_dispose(&note);
}

static void add_row(Sheet *sheet, const CountRow *row)
{
    WritBuffer day = {0};
    wording_add_day(&day, row->first_day);
    if (row->kind == COUNT_ROW_CLOSED) {
        add_closed(sheet, row, writ_buffer_string(&day));
    } else {
        WritBuffer note = {0};
        fill_cells(sheet, row);
        add_cells(sheet, writ_buffer_string(&day));
        if (row->kind == COUNT_ROW_FOLDED) {
            add_folded_days(&note, sheet->count, row);
        }
        add_names(&note, row);
        add_oddities(&note, row);
        if (note.length > 0) {
            wording_pad(sheet->out, DAY_COLUMNS);
            wording_wrap(sheet->out, DAY_COLUMNS, DAY_COLUMNS, writ_buffer_text(&note));
        }
        writ_buffer_dispose(&note);
    }
    writ_buffer_dispose(&day);
}

static void add_rows(Sheet *sheet)
{
    WritBuffer titles[CELLS_MAX];
    fill_titles(sheet);
    measure(sheet);
    for (uint32_t i = 0; i < CELLS_MAX; i++) {
        titles[i] = sheet->cells[i];
        sheet->cells[i] = (WritBuffer){0};
    }
    for (const CountRow *row = sheet->count->rows; row != NULL; row = row->next) {
        if (row->kind != COUNT_ROW_CLOSED) {
            fill_cells(sheet, row);
            measure(sheet);
        }
    }
    for (uint32_t i = 0; i < CELLS_MAX; i++) {
        writ_buffer_dispose(&sheet->cells[i]);
        sheet->cells[i] = titles[i];
    }
    add_cells(sheet, "day");
    for (const CountRow *row = sheet->count->rows; row != NULL; row = row->next) {
        add_row(sheet, row);
    }
}

// --- Around them -------------------------------------------------------------------------------

static void add_question(WritBuffer *text, const WritCountPicture *count)
{
    if (count->kind == COUNT_BETWEEN) {
        writ_buffer_add_string(text, "From ");
        wording_add_instant(text, count->zone, count->from);
        writ_buffer_add_string(text, " to ");
        wording_add_instant(text, count->zone, count->to);
    } else {
        count_add_span(text, count);
        writ_buffer_add_string(text, " from ");
        wording_add_instant(text, count->zone, count->from);
    }
    writ_buffer_add_byte(text, '\n');
}

static void add_calendar(WritBuffer *text, const WritCountPicture *count)
{
    writ_buffer_add_string(text, "in ");
    writ_buffer_add(text, count->rules->name);
    if (count->rules->title.length > 0) {
        writ_buffer_add_string(text, ", ");
        writ_buffer_add(text, count->rules->title);
    }
    writ_buffer_add_string(text, ", ");
    writ_buffer_add(text, count->rules->zone);
}

static void add_result(const Sheet *sheet, WritBuffer *text)
{
    const WritCountPicture *count = sheet->count;
    if (count->kind == COUNT_BETWEEN) {
        add_amount(sheet, text, count->micros);
        writ_buffer_add_string(text, " of working time, ");
        wording_add_count(text, count->days, "working day", "working days");
        return;
    }
    writ_buffer_add_string(text, count->to < count->from ? "= back to " : "= ");
    wording_add_instant(text, count->zone, count->to);
}

static void add_paragraph(WritBuffer *out, WritBuffer *text)
{
    wording_wrap(out, 0, 0, writ_buffer_text(text));
    writ_buffer_clear(text);
}

// Hours have seconds where those of a part come from a zone that differs by some.
static bool opens_with_seconds(const WritCountPicture *count, const CountRow *row)
{
    for (uint32_t i = 0; row->kind == COUNT_ROW_DAY && i < row->day.open_count; i++) {
        const WritOpenInterval *open = &row->day.open[i];
        if (writ_zone_local(count->zone, open->from).micros % MICROS_A_MINUTE != 0 ||
            writ_zone_local(count->zone, open->to).micros % MICROS_A_MINUTE != 0) {
            return true;
        }
    }
    return false;
}

static bool has_seconds(const WritCountPicture *count)
{
    for (const CountRow *row = count->rows; row != NULL; row = row->next) {
        if (row->micros % MICROS_A_MINUTE != 0 || opens_with_seconds(count, row)) {
            return true;
        }
    }
    return false;
}

void writ_draw_count_text(WritBuffer *out, const WritCountPicture *count)
{
    WritBuffer text = {0};
    Sheet sheet = {
        .out = out,
        .count = count,
        .form = has_seconds(count) ? AMOUNT_CLOCK : AMOUNT_WORDS,
    };
    add_question(&text, count);
    add_paragraph(out, &text);
    add_calendar(&text, count);
    add_paragraph(out, &text);
    writ_buffer_add_string(&text, count_rule(count));
    add_paragraph(out, &text);
    wording_end_line(out);
    add_rows(&sheet);
    wording_end_line(out);
    add_result(&sheet, &text);
    add_paragraph(out, &text);
    for (uint32_t i = 0; i < CELLS_MAX; i++) {
        writ_buffer_dispose(&sheet.cells[i]);
    }
    writ_buffer_dispose(&text);
}
