// A month for the terminal. Columns are as wide as their widest cell. Where a week would be wider
// than a line the hours are written shorter, and at last an interval takes two lines.
//
//     Mon          Tue          Wed          Thu          Fri          Sat     Sun
//     26 WD18      27 WD19      28 WD20      29 WD21      30 WD22      31
//     09:00-12:30  09:00-12:30  09:00-12:30  09:00-12:30  09:00-12:30  closed
//     13:30-18:00  13:30-18:00  13:30-18:00  13:30-18:00  13:30-18:00
//                                                         last WD
#include <assert.h>
#include <string.h>

#include "draw/month.h"
#include "draw/wording.h"

enum {
    CELL_BYTES = 24,
    CELL_INTERVALS_MAX = 6, // That a cell shows.
    CELL_LINES_MAX = 2 * CELL_INTERVALS_MAX + 5,
    WEEKS_MAX = 6,
};

typedef enum HoursForm {
    HOURS_FULL,   // 09:00-12:30
    HOURS_SHORT,  // 9-12:30
    HOURS_BROKEN, // 9- and 12:30 below it
} HoursForm;

typedef struct Cell {
    char lines[CELL_LINES_MAX][CELL_BYTES];
    uint32_t line_count;
} Cell;

typedef struct Grid {
    Cell cells[WEEKS_MAX][DAYS_A_WEEK];
    uint32_t week_count;
    uint32_t widths[DAYS_A_WEEK];
} Grid;

// --- Cells -------------------------------------------------------------------------------------

static void add_line(Cell *cell, WritBuffer *line)
{
    assert(cell->line_count < CELL_LINES_MAX && line->length < CELL_BYTES);
    memcpy(cell->lines[cell->line_count++], writ_buffer_string(line), line->length + 1);
    writ_buffer_clear(line);
}

static void add_clock(WritBuffer *out, int64_t micros, HoursForm form)
{
    int64_t seconds = micros / MICROS_A_SECOND;
    if (form == HOURS_FULL || seconds % 60 != 0) {
        wording_add_clock(out, micros);
    } else if (seconds % 3600 == 0) {
        writ_buffer_format(out, "%d", (int)(seconds / 3600));
    } else {
        writ_buffer_format(out, "%d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60));
    }
}

static void add_hours(Cell *cell, WritBuffer *line, const WritMonthPicture *month,
                      const DayFacts *day, HoursForm form)
{
    uint32_t shown = day->open_count < CELL_INTERVALS_MAX ? day->open_count : CELL_INTERVALS_MAX;
    for (uint32_t i = 0; i < shown; i++) {
        const WritOpenInterval *open = &day->open[i];
        add_clock(line, wording_clock_of(month->zone, day->day, open->from), form);
        writ_buffer_add_byte(line, '-');
        if (form == HOURS_BROKEN) {
            add_line(cell, line);
        }
        add_clock(line, wording_clock_of(month->zone, day->day, open->to), form);
        add_line(cell, line);
    }
    if (shown < day->open_count) {
        writ_buffer_format(line, "+ %u more", day->open_count - shown);
        add_line(cell, line);
    }
}

static void add_state(Cell *cell, WritBuffer *line, const DayFacts *day)
{
    int64_t length = facts_length(day);
    if (!day->known) {
        writ_buffer_add_string(line, "not known");
        add_line(cell, line);
    } else if (day->open_count == 0) {
        writ_buffer_add_string(line, day->names != NULL ? "holiday" : "closed");
        add_line(cell, line);
    }
    if (length % MICROS_AN_HOUR == 0 && length != MICROS_A_DAY) {
        facts_add_length(line, length);
        add_line(cell, line);
    } else if (length != MICROS_A_DAY) {
        wording_add_clock(line, length);
        writ_buffer_add_string(line, " h");
        add_line(cell, line);
    }
}

static void fill_cell(Cell *cell, const WritMonthPicture *month, int32_t index, HoursForm form)
{
    WritBuffer line = {0};
    const DayFacts *day = &month->days[index];
    writ_buffer_format(&line, "%d", index + 1);
    if (month->numbers[index] > 0) {
        writ_buffer_format(&line, " WD%d", month->numbers[index]);
    }
    add_line(cell, &line);
    add_hours(cell, &line, month, day, form);
    add_state(cell, &line, day);
    if (index == month->last_working) {
        writ_buffer_add_string(&line, "last WD");
        add_line(cell, &line);
    }
    writ_buffer_dispose(&line);
}

// --- The grid ----------------------------------------------------------------------------------

static void fill_grid(Grid *grid, const WritMonthPicture *month, HoursForm form)
{
    int start = writ_date_weekday(month->first_day);
    *grid = (Grid){0};
    for (int32_t i = 0; i < month->day_count; i++) {
        int at = start + i;
        fill_cell(&grid->cells[at / DAYS_A_WEEK][at % DAYS_A_WEEK], month, i, form);
    }
    grid->week_count = (uint32_t)(start + month->day_count + DAYS_A_WEEK - 1) / DAYS_A_WEEK;
    for (int column = 0; column < DAYS_A_WEEK; column++) {
        size_t widest = strlen(wording_weekday_name(column));
        for (uint32_t week = 0; week < grid->week_count; week++) {
            const Cell *cell = &grid->cells[week][column];
            for (uint32_t line = 0; line < cell->line_count; line++) {
                size_t length = strlen(cell->lines[line]);
                widest = length > widest ? length : widest;
            }
        }
        grid->widths[column] = (uint32_t)widest;
    }
}

static uint32_t grid_width(const Grid *grid, uint32_t gap)
{
    uint32_t width = gap * (DAYS_A_WEEK - 1);
    for (int column = 0; column < DAYS_A_WEEK; column++) {
        width += grid->widths[column];
    }
    return width;
}

// Takes the first form that fits. Returns the gap between columns.
static uint32_t lay_out(Grid *grid, const WritMonthPicture *month)
{
    static const HoursForm forms[] = {HOURS_FULL, HOURS_SHORT, HOURS_BROKEN};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        fill_grid(grid, month, forms[i]);
        for (uint32_t gap = 2; gap > 0; gap--) {
            if (grid_width(grid, gap) <= WRIT_DRAW_COLUMNS_MAX) {
                return gap;
            }
        }
    }
    assert(0 && "broken hours fit on a line");
    return 1;
}

static void add_padded(WritBuffer *out, const char *text, uint32_t width)
{
    writ_buffer_add_string(out, text);
    wording_pad(out, width - (uint32_t)strlen(text));
}

static void add_week(WritBuffer *out, const Grid *grid, uint32_t week, uint32_t gap)
{
    uint32_t height = 0;
    for (int column = 0; column < DAYS_A_WEEK; column++) {
        uint32_t lines = grid->cells[week][column].line_count;
        height = lines > height ? lines : height;
    }
    for (uint32_t line = 0; line < height; line++) {
        for (int column = 0; column < DAYS_A_WEEK; column++) {
            const Cell *cell = &grid->cells[week][column];
            add_padded(out, line < cell->line_count ? cell->lines[line] : "",
                       grid->widths[column] + gap);
        }
        wording_end_line(out);
    }
    wording_end_line(out);
}

static void add_grid(WritBuffer *out, const WritMonthPicture *month)
{
    Grid grid;
    uint32_t gap = lay_out(&grid, month);
    for (int column = 0; column < DAYS_A_WEEK; column++) {
        add_padded(out, wording_weekday_name(column), grid.widths[column] + gap);
    }
    wording_end_line(out);
    for (uint32_t week = 0; week < grid.week_count; week++) {
        add_week(out, &grid, week, gap);
    }
}

// --- Around it ---------------------------------------------------------------------------------

// "Sun 25  25 hours: the clocks go from 03:00 to 02:00"
static void add_note(WritBuffer *out, const DayFacts *day, const WritBuffer *note)
{
    WritBuffer label = {0};
    writ_buffer_format(&label, "%s %d", wording_weekday_name(writ_date_weekday(day->day)),
                       (int)writ_date_from_days(day->day).day);
    uint32_t indent = sizeof "Wed 11  " - 1;
    wording_pad(&label, indent - (uint32_t)label.length);
    writ_buffer_add(out, writ_buffer_text(&label));
    wording_wrap(out, indent, indent, writ_buffer_text(note));
    writ_buffer_dispose(&label);
}

static void add_notes(WritBuffer *out, const WritMonthPicture *month)
{
    WritBuffer note = {0};
    for (int32_t i = 0; i < month->day_count; i++) {
        const DayFacts *day = &month->days[i];
        facts_add_names(&note, day, "");
        if (facts_length(day) != MICROS_A_DAY) {
            writ_buffer_add_string(&note, note.length > 0 ? "; " : "");
            month_add_oddity(&note, month, day);
        }
        if (note.length > 0) {
            add_note(out, day, &note);
        }
        writ_buffer_clear(&note);
    }
    writ_buffer_dispose(&note);
}

static void add_head(WritBuffer *out, const WritMonthPicture *month)
{
    WritBuffer line = {0};
    month_add_title(&line, month);
    writ_buffer_add_string(&line, ": ");
    writ_buffer_add(&line, month->rules->name);
    if (month->rules->title.length > 0) {
        writ_buffer_add_string(&line, ", ");
        writ_buffer_add(&line, month->rules->title);
    }
    wording_wrap(out, 0, 0, writ_buffer_text(&line));
    writ_buffer_clear(&line);
    month_add_zone(&line, month);
    wording_wrap(out, 0, 0, writ_buffer_text(&line));
    writ_buffer_dispose(&line);
}

void writ_draw_month_text(WritBuffer *out, const WritMonthPicture *month)
{
    WritBuffer line = {0};
    add_head(out, month);
    wording_end_line(out);
    add_grid(out, month);
    month_add_sums(&line, month);
    wording_wrap(out, 0, 0, writ_buffer_text(&line));
    add_notes(out, month);
    if (month->unknown != NULL) {
        wording_wrap(out, 0, 0, writ_text(month->unknown));
    }
    writ_buffer_dispose(&line);
}
