// The words of a file, clause by clause, with what their layout depends on.
//
// A clause is what the language calls a line: it may stand on several lines of the file. All that
// is known of a piece follows from the words of its clause, never from where they stood.
#ifndef FORMAT_PIECES_H
#define FORMAT_PIECES_H

#include <stdbool.h>
#include <stdint.h>

#include "syntax/tree.h"
#include "writ/arena.h"
#include "writ/source.h"

// How the last word of a piece is written: `1 day`, `2 days`.
typedef enum PieceNumber {
    PIECE_AS_WRITTEN,
    PIECE_ONE,
    PIECE_SEVERAL,
} PieceNumber;

typedef struct Piece {
    int kind;       // TOK_…; TOK_NL ends a clause, TOK_YYEOF the file.
    uint32_t start; // Offsets into the text.
    uint32_t end;
    uint32_t width;   // Columns.
    uint32_t reach;   // Columns of the clause up to its end, all on one line.
    uint32_t partner; // Of a bracket that opens or a text that goes on: what ends it. Else itself.
    // Pieces of the clause up to this one that cannot stand on one line: with the piece before,
    // because a comment stands between; with anything, because they have several lines.
    uint32_t parted;
    uint32_t folded;
    const TreeTrivia *trivia; // Comments before it; may be NULL.
    PieceNumber number;
    bool spaced; // A space stands before it where it does not begin a line.
    bool triple; // Of a `"""` text.
    bool comma;  // A comma and the phrase that belongs to it.
} Piece;

typedef struct Pieces {
    const unsigned char *text;
    Piece *list; // Ends with TOK_YYEOF; the clauses of a file are never empty.
    uint32_t count;
} Pieces;

// Pieces that follow one another, at least one.
typedef struct PieceRange {
    const Piece *first;
    const Piece *end; // Behind the last.
} PieceRange;

// Reads a source that is known to have no mistake.
Pieces pieces_read(const WritSource *source, WritArena *arena);

// As it stands in the text.
static inline WritText piece_text(const Pieces *pieces, const Piece *piece)
{
    return (WritText){(const char *)pieces->text + piece->start, piece->end - piece->start};
}

// Whether comments stand before a piece.
bool piece_has_comments(const Piece *piece);

// A text or a part of one: what is between its quotation marks is written as it is.
bool piece_is_text(const Piece *piece);

// Where the phrase of a comma begins, behind spaces, comments and line ends.
const unsigned char *piece_phrase_of_comma(const unsigned char *text, const Piece *piece);

// Bytes of the space (blank, tab, carriage return, U+00A0, U+202F) that begins at `at`; 0 when
// none does.
uint32_t piece_space_bytes(const unsigned char *at);
const unsigned char *piece_skip_spaces(const unsigned char *at);

#endif
