#include "format/clauses.h"

#include "format/breaks.h"
#include "format/levels.h"
#include "format/rows.h"
#include "syntax/tokens.h"

enum { COLUMNS_PER_LEVEL = 2 };

typedef struct Format {
    uint32_t source_start;
    const Pieces *pieces;
    ClauseMark *marks; // The next one; NULL: none are asked for.
    Printer printer;
    Levels levels;
    Rows rows;
    uint32_t level;  // Of the clause that was written last.
    int kind;        // Of its first word; 0 before the first clause.
    bool below_head; // It is the head of a table, whose line of dashes is still to be written.
} Format;

// --- What stands before a clause ----------------------------------------------------------

typedef struct Gap {
    const Piece *next; // The first piece of the clause, or the end of the file.
    uint32_t level;
} Gap;

static bool begins_table(const Format *format, const Gap *gap)
{
    return gap->next->kind == TOK_BAR && format->kind != TOK_BAR;
}

// Blank lines are the author's, except where what belongs together would be taken apart: below a
// heading, before an `end`, between the first two lines of a file. The table of a decision always
// has one before it.
static bool wants_blank_line(const Format *format, const Gap *gap, bool has_comments)
{
    const TreeTrivia *trivia = gap->next->trivia;
    int kind = gap->next->kind;
    if (format->kind == 0 || kind == TOK_END || kind == TOK_YYEOF) {
        return false;
    }
    if (has_comments) {
        return trivia->blank_line;
    }
    if (gap->level > format->level || kind == TOK_MODULE || kind == TOK_DIRECTORY) {
        return false;
    }
    return begins_table(format, gap) || (trivia != NULL && trivia->blank_line);
}

static void write_rule(Format *format)
{
    if (format->below_head) {
        printer_indent(&format->printer, format->level * COLUMNS_PER_LEVEL);
        rows_print_rule(&format->rows, &format->printer);
        writ_buffer_add_byte(format->printer.out, '\n');
        format->below_head = false;
    }
}

// A comment before an `end` speaks of what the block holds.
static uint32_t level_of_comments(const Gap *gap)
{
    return gap->level + (gap->next->kind == TOK_END ? 1 : 0);
}

static void write_comments(Format *format, const Gap *gap, uint32_t first)
{
    const TreeTrivia *trivia = gap->next->trivia;
    WritBuffer *out = format->printer.out;
    uint32_t level = level_of_comments(gap);
    bool may_part = format->kind != 0 && (level <= format->level || first > 0);
    for (uint32_t i = first; i < trivia->comment_count; i++) {
        if (trivia->comments[i].blank_line && (may_part || i > first)) {
            writ_buffer_add_byte(out, '\n');
        }
        printer_indent(&format->printer, level * COLUMNS_PER_LEVEL);
        printer_comment(&format->printer, &trivia->comments[i], format->source_start);
        writ_buffer_add_byte(out, '\n');
    }
}

// Ends the line before, with the comment behind it, and writes what stands between.
static void write_gap(Format *format, const Gap *gap)
{
    const TreeTrivia *trivia = gap->next->trivia;
    WritBuffer *out = format->printer.out;
    uint32_t count = trivia == NULL ? 0 : trivia->comment_count;
    uint32_t first = 0;
    if (format->kind != 0) {
        if (count > 0 && !trivia->comments[0].own_line) {
            writ_buffer_add_byte(out, ' ');
            printer_comment(&format->printer, &trivia->comments[0], format->source_start);
            first = 1;
        }
        writ_buffer_add_byte(out, '\n');
    }
    write_rule(format);
    if (format->marks != NULL) {
        *format->marks++ = (ClauseMark){out->length, gap->next, gap->level};
    }
    if (first < count) {
        write_comments(format, gap, first);
    }
    if (wants_blank_line(format, gap, first < count)) {
        writ_buffer_add_byte(out, '\n');
    }
}

// --- Clauses ------------------------------------------------------------------------------

static void write_clause(Format *format, PieceRange clause)
{
    int kind = clause.first->kind;
    Gap gap = {clause.first, levels_next(&format->levels, kind)};
    uint32_t column = gap.level * COLUMNS_PER_LEVEL;
    uint32_t goes_on = column + (levels_opens_block(kind) ? 2u : 1u) * COLUMNS_PER_LEVEL;
    bool is_head = begins_table(format, &gap);
    write_gap(format, &gap);
    if (is_head) {
        rows_measure(&format->rows, clause.first);
    }
    printer_indent(&format->printer, column);
    format->printer.hanging = column + 2 * COLUMNS_PER_LEVEL;
    if (kind == TOK_BAR) {
        rows_print(&format->rows, &format->printer, clause, goes_on);
    } else {
        breaks_print(&format->printer, format->pieces, clause, goes_on);
    }
    format->below_head = is_head;
    format->level = gap.level;
    format->kind = kind;
}

void clauses_write(const ClausesText *text, WritBuffer *out, ClauseMark *marks)
{
    Format format = {
        .source_start = text->source->start,
        .pieces = text->pieces,
        .marks = marks,
        .printer = {.text = text->pieces->text, .out = out, .style = text->style},
    };
    const Piece *first = text->pieces->list;
    size_t begin = out->length;
    while (first->kind != TOK_YYEOF && out->length - begin <= WRIT_SOURCE_BYTES_MAX) {
        const Piece *end = first + 1;
        while (end->kind != TOK_NL) {
            end++;
        }
        write_clause(&format, (PieceRange){first, end});
        first = end + 1;
    }
    write_gap(&format, &(Gap){first, 0});
}
