#include "format/printer.h"

#include <assert.h>

#include "syntax/tokens.h"

// No line begins further right, however deep what it belongs to stands.
enum { START_COLUMN_MAX = WRIT_FORMAT_COLUMNS * 3 / 4 };

static void write(Printer *printer, const unsigned char *start, const unsigned char *end)
{
    writ_buffer_add(printer->out, (WritText){(const char *)start, (size_t)(end - start)});
}

static void write_spaces(Printer *printer, uint32_t count)
{
    writ_buffer_reserve(printer->out, count);
    for (uint32_t i = 0; i < count; i++) {
        writ_buffer_add_byte(printer->out, ' ');
    }
}

void printer_indent(Printer *printer, uint32_t columns)
{
    write_spaces(printer, columns);
    printer->column = columns;
    printer->fresh = true;
}

void printer_pad(Printer *printer, uint32_t columns)
{
    if (printer->style == WRIT_FORMAT_ALIGNED) {
        write_spaces(printer, columns);
    }
    printer->column += columns;
}

void printer_sign(Printer *printer, const char *sign)
{
    WritText text = writ_text(sign);
    writ_buffer_add(printer->out, text);
    printer->column += (uint32_t)text.length;
    printer->fresh = false;
}

// --- Lines and comments -------------------------------------------------------------------

static void begin_line(Printer *printer, uint32_t column)
{
    uint32_t start = column < START_COLUMN_MAX ? column : START_COLUMN_MAX;
    writ_buffer_add_byte(printer->out, '\n');
    write_spaces(printer, printer->style == WRIT_FORMAT_ALIGNED ? start : printer->hanging);
    printer->column = start;
    printer->fresh = true;
}

void printer_comment(Printer *printer, const TreeComment *comment, uint32_t source_start)
{
    const unsigned char *start = printer->text + (comment->span.start - source_start);
    const unsigned char *end = printer->text + (comment->span.end - source_start);
    while (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r') {
        end--;
    }
    write(printer, start, end);
}

// Comments inside a clause. A trivia knows positions of the whole compilation; the piece that it
// stands before tells what they are offsets from.
static void write_comments(Printer *printer, const Piece *piece, uint32_t column)
{
    const TreeTrivia *trivia = piece->trivia;
    uint32_t source_start = trivia->before - piece->start;
    for (uint32_t i = 0; i < trivia->comment_count; i++) {
        bool own_line = i > 0 || trivia->comments[i].own_line;
        if (own_line) {
            begin_line(printer, column);
        } else {
            write_spaces(printer, 1);
        }
        printer_comment(printer, &trivia->comments[i], source_start);
    }
    begin_line(printer, column);
}

void printer_start_line(Printer *printer, const Piece *piece, uint32_t column)
{
    if (piece_has_comments(piece) && !piece->comma) {
        write_comments(printer, piece, column);
    } else {
        begin_line(printer, column);
    }
}

// --- Pieces -------------------------------------------------------------------------------

static void write_words(Printer *printer, const unsigned char *at, const unsigned char *end)
{
    while (at < end) {
        const unsigned char *word = at;
        while (at < end && piece_space_bytes(at) == 0) {
            at++;
        }
        write(printer, word, at);
        bool spaced = false;
        for (uint32_t bytes; at < end && (bytes = piece_space_bytes(at)) > 0; at += bytes) {
            spaced = true;
        }
        if (spaced) {
            writ_buffer_add_byte(printer->out, ' ');
        }
    }
}

static void write_comma(Printer *printer, const Piece *piece, uint32_t column, bool below)
{
    const unsigned char *end = printer->text + piece->end;
    const unsigned char *phrase = piece_phrase_of_comma(printer->text, piece);
    writ_buffer_add_byte(printer->out, ',');
    printer->column++;
    if (piece_has_comments(piece)) {
        write_comments(printer, piece, column);
    } else if (below) {
        begin_line(printer, column);
    } else {
        write_spaces(printer, 1);
        printer->column++;
    }
    uint32_t start = printer->column;
    write_words(printer, phrase, end);
    printer->column = start + piece->width - 2;
}

// A line of a `"""` text; an empty one has no indentation.
static void begin_text_line(Printer *printer, const unsigned char *at, uint32_t column)
{
    if (*at == '\n') {
        writ_buffer_add_byte(printer->out, '\n');
    } else {
        begin_line(printer, column);
    }
}

typedef struct TextLine {
    const unsigned char *solid; // Behind the last byte that is no space.
    const unsigned char *end;
} TextLine;

static TextLine find_line_end(const unsigned char *at, const unsigned char *limit)
{
    TextLine line = {at, at};
    while (line.end < limit && *line.end != '\n') {
        uint32_t bytes = piece_space_bytes(line.end);
        line.end += bytes > 0 ? bytes : 1;
        line.solid = bytes > 0 ? line.solid : line.end;
    }
    return line;
}

// Spaces around line ends mean nothing in such a text; a last line end is left out.
static void write_text_lines(Printer *printer, const unsigned char *at, const unsigned char *end,
                             uint32_t column, bool is_last)
{
    while (at < end) {
        TextLine line = find_line_end(at, end);
        bool keeps_spaces = line.end == end && !is_last; // A brace follows.
        write(printer, at, keeps_spaces ? line.end : line.solid);
        if (line.end == end) {
            return;
        }
        at = piece_skip_spaces(line.end + 1);
        if (at < end || !is_last) {
            begin_text_line(printer, at, column);
        }
    }
}

// A piece of a `"""` text. What the text says stands on lines of its own.
static void write_folded_text(Printer *printer, const Piece *piece, uint32_t column)
{
    const unsigned char *at = printer->text + piece->start;
    const unsigned char *end = printer->text + piece->end;
    bool is_first = piece->kind == TOK_TEXT || piece->kind == TOK_TEXT_HEAD;
    bool is_last = piece->kind == TOK_TEXT || piece->kind == TOK_TEXT_TAIL;
    end -= is_last ? 3 : 0;
    if (is_first) {
        write(printer, at, at + 3);
        at = piece_skip_spaces(at + 3);
        at = *at == '\n' ? piece_skip_spaces(at + 1) : at;
        if (at < end) {
            begin_text_line(printer, at, column);
        }
    }
    write_text_lines(printer, at, end, column, is_last);
    if (is_last) {
        begin_line(printer, column);
        writ_buffer_add_string(printer->out, "\"\"\"");
    }
    printer->column = column + 3;
}

// `day` and `days`: one of something, or several.
static void write_unit(Printer *printer, const Piece *piece)
{
    const unsigned char *start = printer->text + piece->start;
    const unsigned char *end = printer->text + piece->end;
    bool has_s = end[-1] == 's';
    write_words(printer, start, has_s ? end - 1 : end);
    if (piece->number == PIECE_SEVERAL) {
        writ_buffer_add_byte(printer->out, 's');
    }
}

void printer_piece(Printer *printer, const Piece *piece, uint32_t column)
{
    if (piece->comma) {
        write_comma(printer, piece, column, false);
        printer->fresh = false;
        return;
    }
    if (!printer->fresh && piece_has_comments(piece)) {
        write_comments(printer, piece, column);
    }
    if (!printer->fresh && piece->spaced) {
        write_spaces(printer, 1);
        printer->column++;
    }
    printer->fresh = false;
    const unsigned char *start = printer->text + piece->start;
    const unsigned char *end = printer->text + piece->end;
    if (piece->triple) {
        write_folded_text(printer, piece, column);
        printer->fresh = false;
        return;
    }
    printer->column += piece->width;
    if (piece->number != PIECE_AS_WRITTEN) {
        write_unit(printer, piece);
    } else if (piece_is_text(piece)) {
        write(printer, start, end);
    } else {
        write_words(printer, start, end);
    }
}

void printer_phrase_below(Printer *printer, const Piece *piece, uint32_t column)
{
    write_comma(printer, piece, column, true);
    printer->fresh = false;
}

void printer_pieces(Printer *printer, const Piece *first, const Piece *end, uint32_t column)
{
    for (const Piece *piece = first; piece < end; piece++) {
        printer_piece(printer, piece, column);
    }
}

uint32_t printer_next_column(const Printer *printer, const Piece *piece)
{
    return printer->column + (printer->fresh || !piece->spaced ? 0 : 1);
}
