// What the files of the lexer share, and nobody else.
#ifndef SYNTAX_LEXER_PARTS_H
#define SYNTAX_LEXER_PARTS_H

#include "syntax/lexer.h"

// --- Comments and blank lines (lexer_trivia.c) --------------------------------------------

// The end of the line that `at` is in.
const unsigned char *trivia_skip_comment(const Lexer *lexer, const unsigned char *at);
// The next thing that is neither space nor comment nor line end.
const unsigned char *trivia_skip(const Lexer *lexer, const unsigned char *at);
void trivia_add_comment(Lexer *lexer, const unsigned char *start, const unsigned char *end);
// A line of the file ends, whether a line of the language does or not.
void trivia_end_line(Lexer *lexer);
// Notes what stands between a comma and the rest of its phrase.
void trivia_pass_over(Lexer *lexer, const unsigned char *start, const unsigned char *end);
// What was noted since the last token belongs to the one at position `before`.
void trivia_attach(Lexer *lexer, uint32_t before);
// The file is done.
void trivia_settle(Lexer *lexer);

// --- Phrases (lexer_phrase.c) -------------------------------------------------------------

// Where a phrase is looked for.
typedef enum PhrasePosition {
    PHRASE_LINE_START,
    PHRASE_INSIDE,
    PHRASE_AFTER_COMMA,
} PhrasePosition;

typedef struct PhraseMatch {
    int kind; // 0: no phrase.
    const unsigned char *end;
} PhraseMatch;

// The longest phrase that begins with the word from `start` to `end`.
PhraseMatch phrase_find(const Lexer *lexer, const unsigned char *start, const unsigned char *end,
                        PhrasePosition position);

// --- Tokens (lexer.re) --------------------------------------------------------------------

// A token from `start` to the cursor.
Token token_make(Lexer *lexer, int kind, const unsigned char *start);
Token token_fault(Lexer *lexer, int kind, const unsigned char *start, LexerFault fault);
WritSpan token_span_at(const Lexer *lexer, uint32_t offset, uint32_t bytes);

// --- Texts (lexer_text.c) -----------------------------------------------------------------

typedef enum TextLines {
    TEXT_OF_ONE_LINE, // "…"
    TEXT_OF_SEVERAL,  // """…"""
} TextLines;

// Reads on from the cursor to the end of the text or its first brace.
Token text_begin(Lexer *lexer, const unsigned char *start, TextLines lines);
// A `}` was read: the text around it goes on, if there is one.
Token text_after_brace(Lexer *lexer, const unsigned char *start);
// A text in quotation marks of another kind, up to one that closes or to the end of the line.
Token text_in_foreign_quotes(Lexer *lexer, const unsigned char *start);

#endif
