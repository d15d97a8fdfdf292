// Texts: from what stands between the quotation marks to what the text says.
//
// A piece is what one token holds: `"…"`, `"…{`, `}…{` or `}…"`, with three quotation marks for
// texts of several lines. Most pieces are taken from the source as they are.
#include "syntax/build.h"

#include <assert.h>
#include <string.h>

typedef struct Piece {
    WritText text; // Without what begins and ends it.
    bool triple;
    bool is_first; // Begins with quotation marks.
    bool is_last;  // Ends with quotation marks.
} Piece;

static bool starts_triple(WritText raw)
{
    return raw.length >= 3 && memcmp(raw.data, "\"\"\"", 3) == 0;
}

// A text that was given up for an error may lack its end; one in quotation marks of another kind is
// taken as it is.
static Piece cut_piece(WritText raw, bool triple)
{
    if (raw.data[0] != '"' && raw.data[0] != '}') {
        return (Piece){.text = raw, .is_first = true, .is_last = true};
    }
    size_t quotes = triple ? 3 : 1;
    Piece piece = {.text = raw, .triple = triple, .is_first = raw.data[0] == '"'};
    size_t begin = piece.is_first ? quotes : 1;
    piece.text.data += begin;
    piece.text.length -= begin;
    if (piece.text.length >= quotes && raw.data[raw.length - 1] == '"') {
        piece.is_last = true;
        piece.text.length -= quotes;
    } else if (piece.text.length >= 1 && raw.data[raw.length - 1] == '{') {
        piece.text.length--;
    }
    return piece;
}

// --- Decoding -----------------------------------------------------------------------------

// Bytes of the space at `at`, 0 when none stands there.
static size_t space_bytes(WritText text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.data + at;
    size_t left = text.length - at;
    if (left >= 1 && (bytes[0] == ' ' || bytes[0] == '\t' || bytes[0] == '\r')) {
        return 1;
    }
    if (left >= 2 && bytes[0] == 0xc2 && bytes[1] == 0xa0) {
        return 2;
    }
    if (left >= 3 && bytes[0] == 0xe2 && bytes[1] == 0x80 && bytes[2] == 0xaf) {
        return 3;
    }
    return 0;
}

static size_t skip_spaces(WritText text, size_t at)
{
    for (size_t bytes; (bytes = space_bytes(text, at)) > 0;) {
        at += bytes;
    }
    return at;
}

// Writes into `out` what a `"""` piece says: spaces around line ends are left out, and so are the
// first and the last line end. Returns the number of bytes, never more than the piece has.
static size_t decode_lines(Piece piece, char *out)
{
    WritText text = piece.text;
    size_t length = 0;
    size_t solid = 0; // Length without the spaces at the end of the line.
    size_t at = 0;
    if (piece.is_first) {
        at = skip_spaces(text, 0);
        if (at < text.length && text.data[at] == '\n') {
            at = skip_spaces(text, at + 1);
        }
    }
    while (at < text.length) {
        if (text.data[at] == '\n') {
            length = solid;
            out[length++] = '\n';
            solid = length;
            at = skip_spaces(text, at + 1);
            continue;
        }
        bool is_space = space_bytes(text, at) > 0;
        size_t bytes = is_space ? space_bytes(text, at) : 1;
        bool is_brace = text.data[at] == '{' && at + 1 < text.length && text.data[at + 1] == '{';
        memcpy(out + length, text.data + at, bytes);
        length += bytes;
        at += bytes + (is_brace ? 1 : 0);
        solid = is_space ? solid : length;
    }
    if (!piece.is_last) {
        return length;
    }
    return solid > 0 && out[solid - 1] == '\n' ? solid - 1 : solid;
}

static size_t decode_braces(WritText text, char *out)
{
    size_t length = 0;
    for (size_t at = 0; at < text.length; at++) {
        out[length++] = text.data[at];
        if (text.data[at] == '{' && at + 1 < text.length && text.data[at + 1] == '{') {
            at++;
        }
    }
    return length;
}

static WritText decode(Build *build, Piece piece)
{
    if (piece.text.length == 0) {
        return (WritText){"", 0};
    }
    if (!piece.triple && memmem(piece.text.data, piece.text.length, "{{", 2) == NULL) {
        return piece.text;
    }
    char *out = writ_arena_alloc(build->arena, piece.text.length + 1);
    size_t length = piece.triple ? decode_lines(piece, out) : decode_braces(piece.text, out);
    return (WritText){out, length};
}

// --- Building -----------------------------------------------------------------------------

TreeText *build_text(Build *build, WritSpan span)
{
    WritText raw = writ_source_span_text(build->source, span);
    TreeText *text = writ_arena_alloc(build->arena, sizeof *text);
    text->span = span;
    text->plain = decode(build, cut_piece(raw, starts_triple(raw)));
    return text;
}

static void add_part(Build *build, TreeText *text, TreeTextPart part)
{
    TreeTextPart *kept = writ_arena_alloc(build->arena, sizeof *kept);
    *kept = part;
    text->parts = build_text_parts(build, text->parts, kept);
}

static void add_piece(Build *build, TreeText *text, WritSpan span)
{
    WritSpan opening = {text->span.start,
                        build->source->start + (uint32_t)build->source->text.length};
    bool triple = starts_triple(writ_source_span_text(build->source, opening));
    WritText raw = writ_source_span_text(build->source, span);
    WritText said = decode(build, cut_piece(raw, triple));
    if (said.length > 0) {
        add_part(build, text, (TreeTextPart){.span = span, .text = said});
    }
    text->span.end = span.end;
}

TreeText *build_text_part(Build *build, TreeText *text, WritSpan piece, TreeExpr *expr)
{
    if (text == NULL) {
        text = writ_arena_alloc(build->arena, sizeof *text);
        text->span = piece;
    }
    add_piece(build, text, piece);
    add_part(build, text, (TreeTextPart){.span = expr->span, .expr = expr});
    return text;
}

TreeText *build_text_end(Build *build, TreeText *text, WritSpan piece)
{
    add_piece(build, text, piece);
    return text;
}
