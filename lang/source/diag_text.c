// Diagnostics for readers:
//
//     -- A BLOCK IS NOT CLOSED --------------------------------- orders.writ:65:7
//
//       56 |         for each line in order.lines at the same time
//          |         -------- this block opens here
//       65 |       branch credit "Release the customer's credit"
//          |       ^^^^^^
//     There is no "end" before this line, which stands at or left of the block.
//     Write "end" before line 65.
//
//         end
//
//     W1201: writ explain W1201
//
// The claim comes with its ground (the author's own lines), then what to do, then an example.
#include "source/diag_data.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "source/utf8.h"

enum {
    TITLE_COLUMNS = 80,
    LINE_COLUMNS_MAX = 100, // A longer line is shown in part.
    COLUMNS_BEFORE_MARK = 50,
};

// One place that a diagnostic shows.
typedef struct Mark {
    WritPlace place;
    uint32_t columns;
    bool is_primary;
    WritText text;
} Mark;

// What the functions that draw share.
typedef struct Drawing {
    WritBuffer *out;
    WritColour colour;
    const char *strong; // Colour of the severity.
    WritSources *sources;
    int number_columns;
} Drawing;

static void add_coloured(const Drawing *drawing, const char *colour, WritText text)
{
    bool coloured = drawing->colour == WRIT_COLOUR_ANSI;
    if (coloured) {
        writ_buffer_add_string(drawing->out, colour);
    }
    utf8_add_harmless(drawing->out, text);
    if (coloured) {
        writ_buffer_add_string(drawing->out, "\x1b[0m");
    }
}

static void add_times(WritBuffer *out, char byte, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_add_byte(out, byte);
    }
}

static void draw_title(const Drawing *drawing, const WritDiag *diag, WritPlace place)
{
    WritBuffer title = {0};
    writ_buffer_add_string(&title, "-- ");
    for (const char *c = diag_info(diag->code)->title; *c != '\0'; c++) {
        writ_buffer_add_byte(&title, (char)toupper((unsigned char)*c));
    }
    writ_buffer_add_byte(&title, ' ');
    WritBuffer where = {0};
    if (place.source != NULL) {
        utf8_add_harmless(&where, place.source->name);
        writ_buffer_format(&where, ":%u:%u", (unsigned)place.line, (unsigned)place.column);
    }
    uint32_t used = utf8_count(writ_buffer_text(&title)) + utf8_count(writ_buffer_text(&where)) + 1;
    add_times(&title, '-', used < TITLE_COLUMNS - 3 ? TITLE_COLUMNS - used : 3);
    writ_buffer_add_byte(&title, ' ');
    writ_buffer_add(&title, writ_buffer_text(&where));
    add_coloured(drawing, drawing->strong, writ_buffer_text(&title));
    writ_buffer_add_string(drawing->out, "\n\n");
    writ_buffer_dispose(&title);
    writ_buffer_dispose(&where);
}

// --- The author's lines -------------------------------------------------------------------

// The part of a line that is shown: columns `first` to `last`, counted from 1, `last` excluded.
typedef struct Window {
    uint32_t first;
    uint32_t last;
    uint32_t columns; // Of the whole line.
} Window;

static Window choose_window(WritText line, const Mark *mark)
{
    uint32_t columns = utf8_count(line);
    if (columns <= LINE_COLUMNS_MAX) {
        return (Window){1, columns + 1, columns};
    }
    uint32_t first = 1;
    if (mark->place.column + mark->columns > LINE_COLUMNS_MAX) {
        first =
            mark->place.column > COLUMNS_BEFORE_MARK ? mark->place.column - COLUMNS_BEFORE_MARK : 1;
    }
    uint32_t last = first + LINE_COLUMNS_MAX;
    return (Window){first, last < columns + 1 ? last : columns + 1, columns};
}

static WritText cut_columns(WritText line, Window window)
{
    size_t start = 0;
    size_t end = 0;
    uint32_t column = 1;
    for (size_t i = 0; i < line.length; column++) {
        if (column == window.first) {
            start = i;
        }
        i += utf8_at(line, i).bytes;
        if (column < window.last) {
            end = i;
        }
    }
    return (WritText){line.data + start, end - start};
}

static void draw_line(const Drawing *drawing, const Mark *mark, Window window, WritText line)
{
    writ_buffer_format(drawing->out, " %*u | ", drawing->number_columns,
                       (unsigned)mark->place.line);
    if (window.first > 1) {
        writ_buffer_add_string(drawing->out, "…");
    }
    utf8_add_harmless(drawing->out, cut_columns(line, window));
    if (window.last <= window.columns) {
        writ_buffer_add_string(drawing->out, "…");
    }
    writ_buffer_add_byte(drawing->out, '\n');
}

static void draw_mark(const Drawing *drawing, const Mark *mark, Window window)
{
    // One column past the end of the line may be marked: what is missing there.
    uint32_t column = mark->place.column;
    if (column < window.first || column > window.last) {
        column = window.first;
    }
    uint32_t room = window.last > column ? window.last - column : 1;
    uint32_t columns = mark->columns < room ? mark->columns : room;
    writ_buffer_format(drawing->out, " %*s | ", drawing->number_columns, "");
    add_times(drawing->out, ' ', column - window.first + (window.first > 1 ? 1 : 0));
    WritBuffer row = {0};
    add_times(&row, mark->is_primary ? '^' : '-', columns);
    if (mark->text.length > 0) {
        writ_buffer_add_byte(&row, ' ');
        writ_buffer_add(&row, mark->text);
    }
    add_coloured(drawing, mark->is_primary ? drawing->strong : "\x1b[36m", writ_buffer_text(&row));
    writ_buffer_add_byte(drawing->out, '\n');
    writ_buffer_dispose(&row);
}

static void draw_marks(const Drawing *drawing, const Mark *marks, uint32_t count)
{
    const WritSource *source = marks[0].place.source;
    for (uint32_t i = 0; i < count; i++) {
        if (marks[i].place.source != source) {
            source = marks[i].place.source;
            WritBuffer where = {0};
            writ_buffer_format(&where, " in %.*s:\n", WRIT_TEXT_ARGS(source->name));
            utf8_add_harmless(drawing->out, (WritText){where.data, where.length - 1});
            writ_buffer_add_byte(drawing->out, '\n');
            writ_buffer_dispose(&where);
        }
        WritText line = writ_sources_line(drawing->sources, source, marks[i].place.line);
        Window window = choose_window(line, &marks[i]);
        bool same_line = i > 0 && marks[i - 1].place.source == source &&
                         marks[i - 1].place.line == marks[i].place.line &&
                         window.first == choose_window(line, &marks[i - 1]).first;
        if (!same_line) {
            draw_line(drawing, &marks[i], window, line);
        }
        draw_mark(drawing, &marks[i], window);
    }
}

// --- One diagnostic -----------------------------------------------------------------------

static Mark mark_of(WritSources *sources, WritSpan span)
{
    WritPlace place = writ_sources_place(sources, span.start);
    Mark mark = {.place = place, .columns = 1};
    if (place.source != NULL) {
        WritText line = writ_sources_line(sources, place.source, place.line);
        uint32_t columns = utf8_count(line);
        WritPlace end = writ_sources_place(sources, span.end);
        uint32_t last = end.line == place.line ? end.column : columns + 1;
        mark.columns = last > place.column ? last - place.column : 1;
    }
    return mark;
}

// Marks of the primary's file come first, in the order of their places; other files follow.
static bool comes_before(const Mark *a, const Mark *b, const WritSource *primary)
{
    bool a_here = a->place.source == primary;
    bool b_here = b->place.source == primary;
    if (a_here != b_here) {
        return a_here;
    }
    if (a->place.source != b->place.source) {
        return a->place.source->index < b->place.source->index;
    }
    if (a->place.line != b->place.line) {
        return a->place.line < b->place.line;
    }
    return a->place.column < b->place.column;
}

static uint32_t collect_marks(const WritDiag *diag, Mark marks[WRIT_DIAG_LABELS_MAX + 1])
{
    WritSources *sources = diag->owner->sources;
    marks[0] = mark_of(sources, diag->span);
    marks[0].is_primary = true;
    if (marks[0].place.source == NULL) {
        return 0;
    }
    const WritSource *primary = marks[0].place.source;
    uint32_t count = 1;
    for (uint32_t i = 0; i < diag->label_count; i++) {
        Mark mark = mark_of(sources, diag->labels[i].span);
        mark.text = diag->labels[i].text;
        if (mark.place.source == NULL) {
            continue;
        }
        uint32_t at = count++;
        while (at > 0 && comes_before(&mark, &marks[at - 1], primary)) {
            marks[at] = marks[at - 1];
            at--;
        }
        marks[at] = mark;
    }
    return count;
}

static int digits_of(uint32_t number)
{
    int digits = 1;
    for (; number >= 10; number /= 10) {
        digits++;
    }
    return digits;
}

static void add_sentence(WritBuffer *out, WritText sentence)
{
    if (sentence.length > 0) {
        writ_buffer_add(out, sentence);
        writ_buffer_add_byte(out, '\n');
    }
}

static void draw_diag(Drawing *drawing, const WritDiag *diag)
{
    const WritDiagInfo *info = diag_info(diag->code);
    WritBuffer *out = drawing->out;
    Mark marks[WRIT_DIAG_LABELS_MAX + 1];
    uint32_t count = collect_marks(diag, marks);
    drawing->strong = info->severity == WRIT_SEVERITY_ERROR ? "\x1b[1;31m" : "\x1b[1;33m";
    drawing->number_columns = 4;
    for (uint32_t i = 0; i < count; i++) {
        int digits = digits_of(marks[i].place.line);
        drawing->number_columns =
            digits > drawing->number_columns ? digits : drawing->number_columns;
    }
    draw_title(drawing, diag, writ_sources_place(drawing->sources, diag->span.start));
    if (count > 0) {
        draw_marks(drawing, marks, count);
    }
    add_sentence(out, diag->message);
    add_sentence(out, diag->reason);
    add_sentence(out, diag->run.sentence);
    add_sentence(out, diag->hint);
    if (diag->example.length > 0) {
        writ_buffer_format(out, "\n    %.*s\n", WRIT_TEXT_ARGS(diag->example));
    }
    writ_buffer_format(out, "\n%s: writ explain %s\n\n", info->code, info->code);
}

// --- All of them --------------------------------------------------------------------------

static void draw_rest(WritBuffer *out, const WritSource *source, uint32_t hidden)
{
    if (hidden == 0) {
        return;
    }
    writ_buffer_format(out, "%u more in ", (unsigned)hidden);
    if (source != NULL) {
        utf8_add_harmless(out, source->name);
    } else {
        writ_buffer_add_string(out, "all");
    }
    writ_buffer_add_string(out, ".\n\n");
}

void writ_diags_render_scenarios(const WritDiags *diags, WritBuffer *out)
{
    const WritDiag *sorted[WRIT_DIAGS_KEPT_MAX];
    size_t start = out->length;
    diags_sort(diags, sorted);
    for (uint32_t i = 0; i < diags->kept_count; i++) {
        if (sorted[i]->run.scenario.length > 0) {
            writ_buffer_add_string(out, out->length > start ? "\n" : "");
            writ_buffer_add(out, sorted[i]->run.scenario);
        }
    }
}

void writ_diags_render_text(const WritDiags *diags, WritColour colour, WritBuffer *out)
{
    const WritDiag *sorted[WRIT_DIAGS_KEPT_MAX];
    diags_sort(diags, sorted);
    Drawing drawing = {.out = out, .colour = colour, .sources = diags->sources};
    const WritSource *source = NULL;
    uint32_t shown = 0;
    uint32_t hidden = 0;
    for (uint32_t i = 0; i < diags->kept_count; i++) {
        const WritSource *here = writ_sources_find(diags->sources, sorted[i]->span.start);
        if (i > 0 && here != source) {
            draw_rest(out, source, hidden);
            shown = 0;
            hidden = 0;
        }
        source = here;
        if (shown == WRIT_DIAGS_SHOWN_PER_FILE_MAX) {
            hidden++;
            continue;
        }
        draw_diag(&drawing, sorted[i]);
        shown++;
    }
    draw_rest(out, source, hidden);
    uint32_t dropped = diags->error_count + diags->warning_count - diags->kept_count;
    if (dropped > 0) {
        writ_buffer_format(out, "%u more were found and are not kept.\n\n", (unsigned)dropped);
    }
}
