#include "draw/metrics.h"

#include <assert.h>
#include <string.h>

#include "draw/wording.h"
#include "source/utf8.h"

enum {
    FIRST_KNOWN = 0x20,
    LAST_KNOWN = 0x7e,
    LETTER_WIDTH = 600, // Of what is in no table, in thousandths of its size,
    WIDE_WIDTH = 1000,  // and of what takes two columns.
    BADGE_PADDING = 30, // Around the label of a stage, on each side.
    PILL_PADDING = 40,
    BADGE_GAP = 20,
    ELLIPSIS_WIDTH = 1000,
};

static const uint16_t normal_widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584,
};
static const uint16_t bold_widths[] = {
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
};
static_assert(sizeof normal_widths / sizeof normal_widths[0] == LAST_KNOWN - FIRST_KNOWN + 1,
              "one a printable character of ASCII");
static_assert(sizeof bold_widths == sizeof normal_widths, "both know the same characters");

static int32_t thousandths_at(WritText text, size_t *at, TextWeight weight)
{
    Utf8 unit = utf8_at(text, *at);
    WritText character = {text.data + *at, unit.bytes};
    *at += unit.bytes;
    if (unit.code_point >= FIRST_KNOWN && unit.code_point <= LAST_KNOWN) {
        const uint16_t *widths = weight == WEIGHT_BOLD ? bold_widths : normal_widths;
        return widths[unit.code_point - FIRST_KNOWN];
    }
    return wording_columns(character) > 1 ? WIDE_WIDTH : LETTER_WIDTH;
}

int32_t metrics_width(WritText text, int32_t size, TextWeight weight)
{
    int64_t sum = 0;
    for (size_t at = 0; at < text.length;) {
        sum += thousandths_at(text, &at, weight);
    }
    return (int32_t)((sum * size + 999) / 1000);
}

// --- Lines -------------------------------------------------------------------------------------

typedef struct Setter {
    Phrases *phrases;
    const Setting *setting;
    Lines lines;
    bool full; // The last line ends in an ellipsis.
    bool gap;  // A blank stands before the next word.
} Setter;

static TextWeight weight_of(const Setter *setter, PieceStyle style)
{
    return style == PIECE_STRONG || style == PIECE_END || style == PIECE_STAGE
               ? WEIGHT_BOLD
               : setter->setting->weight;
}

static int32_t indent_of(const Setter *setter)
{
    return setter->lines.count > 1 ? setter->setting->indent : 0;
}

static void begin_line(Setter *setter)
{
    Line *line = writ_arena_alloc(setter->phrases->arena, sizeof *line);
    *(setter->lines.last == NULL ? &setter->lines.first : &setter->lines.last->next) = line;
    setter->lines.last = line;
    setter->lines.count++;
    setter->lines.last->width = indent_of(setter);
    setter->gap = false;
}

static int32_t width_of_run(const Setter *setter, const Run *run)
{
    int32_t size = setter->setting->size;
    int32_t width = metrics_width(run->text, size, weight_of(setter, run->style));
    if (run->style == PIECE_STAGE) {
        width = metrics_width(run->text, size, setter->setting->weight) + BADGE_GAP +
                metrics_width(run->label, size, WEIGHT_BOLD) + 2 * BADGE_PADDING;
    } else if (run->style == PIECE_END) {
        width += 2 * PILL_PADDING;
    }
    return width;
}

static void put_run(Setter *setter, const Run *run)
{
    Line *line = setter->lines.last;
    Run *last = line->last;
    int32_t gap = setter->gap && last != NULL ? metrics_width(writ_text(" "), setter->setting->size,
                                                              setter->setting->weight)
                                              : 0;
    bool joins = last != NULL && last->style == run->style && run->style != PIECE_STAGE &&
                 run->style != PIECE_END;
    if (joins) {
        // Words of one style are one text, so that they can be read and copied as one.
        WritBuffer text = {0};
        writ_buffer_add(&text, last->text);
        writ_buffer_add_string(&text, gap > 0 ? " " : "");
        writ_buffer_add(&text, run->text);
        last->text = writ_arena_text(setter->phrases->arena, writ_buffer_text(&text));
        writ_buffer_dispose(&text);
        last->width = width_of_run(setter, last);
        line->width = last->x + last->width;
    } else {
        Run *kept = writ_arena_alloc(setter->phrases->arena, sizeof *kept);
        *kept = *run;
        kept->next = NULL;
        kept->x = line->width + gap;
        kept->width = width_of_run(setter, run);
        *(last == NULL ? &line->first : &last->next) = kept;
        line->last = kept;
        line->width = kept->x + kept->width;
    }
    setter->gap = false;
}

static void end_with_ellipsis(Setter *setter)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    Run run = {.style = PIECE_MUTED, .text = writ_text(ellipsis)};
    setter->full = true;
    setter->gap = false;
    put_run(setter, &run);
}

// Room in the line for what comes next; the last line keeps some for the ellipsis.
static int32_t room(const Setter *setter)
{
    bool last = setter->lines.count == setter->setting->lines_max;
    int32_t space =
        setter->gap ? metrics_width(writ_text(" "), setter->setting->size, setter->setting->weight)
                    : 0;
    return setter->setting->width - setter->lines.last->width - space -
           (last ? setter->setting->size * ELLIPSIS_WIDTH / 1000 : 0);
}

static bool next_line(Setter *setter)
{
    if (setter->lines.count == setter->setting->lines_max) {
        end_with_ellipsis(setter);
        return false;
    }
    begin_line(setter);
    return true;
}

// As many whole characters as fit in the room; at least one, so that there is an end.
static size_t fitting_bytes(const Setter *setter, const Run *run)
{
    int32_t left = room(setter);
    size_t taken = 0;
    for (size_t at = 0; at < run->text.length;) {
        Utf8 unit = utf8_at(run->text, at);
        at += unit.bytes;
        Run part = *run;
        part.text.length = at;
        if (width_of_run(setter, &part) > left && taken > 0) {
            break;
        }
        taken = at;
    }
    return taken;
}

static void put_word(Setter *setter, Run run)
{
    while (!setter->full && width_of_run(setter, &run) > room(setter)) {
        if (setter->lines.last->first != NULL) {
            (void)next_line(setter);
            continue;
        }
        size_t bytes = fitting_bytes(setter, &run);
        if (bytes == run.text.length) {
            break;
        }
        Run part = run;
        part.text.length = bytes;
        put_run(setter, &part);
        run.text.data += bytes;
        run.text.length -= bytes;
    }
    if (!setter->full) {
        put_run(setter, &run);
    }
}

static void put_words(Setter *setter, const Piece *piece)
{
    WritText text = piece->text;
    for (size_t at = 0; at < text.length && !setter->full;) {
        if (text.data[at] == ' ') {
            setter->gap = true;
            at++;
            continue;
        }
        const char *blank = memchr(text.data + at, ' ', text.length - at);
        size_t end = blank == NULL ? text.length : (size_t)(blank - text.data);
        put_word(setter, (Run){.style = piece->style, .text = {text.data + at, end - at}});
        at = end;
    }
}

static void put_piece(Setter *setter, const Piece *piece)
{
    if (piece->style == PIECE_STAGE) {
        put_word(setter, (Run){.style = piece->style,
                               .text = piece->text,
                               .label = phrases_label(setter->phrases, piece->node)});
    } else if (piece->style == PIECE_END) {
        put_word(setter, (Run){.style = piece->style, .text = piece->text});
    } else {
        put_words(setter, piece);
    }
}

Lines metrics_set(Phrases *phrases, const Phrase *phrase, const Setting *setting)
{
    Setter setter = {.phrases = phrases, .setting = setting};
    assert(setting->lines_max > 0);
    begin_line(&setter);
    for (const Piece *piece = phrase->first; piece != NULL && !setter.full; piece = piece->next) {
        put_piece(&setter, piece);
    }
    return setter.lines;
}
