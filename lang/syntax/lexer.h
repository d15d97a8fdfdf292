// From bytes to tokens.
//
// Words are scanned generically and looked up in the vocabulary; a phrase is one token. Whether a
// word is a phrase or a name depends on where it stands: first in its line, after a dot, before a
// colon, after a number. Line ends are tokens, except where a line goes on. Layout means nothing.
//
// The lexer never tells anything: what it cannot read is a fault in the token, which scan.c turns
// into a message or into a failure of the first pass.
#ifndef SYNTAX_LEXER_H
#define SYNTAX_LEXER_H

#include <stdbool.h>
#include <stdint.h>

#include "syntax/tree.h"
#include "writ/arena.h"
#include "writ/source.h"

enum { LEXER_BRACES_MAX = 16 }; // Texts inside expressions inside texts.

typedef enum LexerFault {
    LEXER_NO_FAULT,
    LEXER_OPEN_TEXT,    // A text without end. Read as if it ended with its line or the file.
    LEXER_OPEN_BRACE,   // A line ends inside { }. The text is given up.
    LEXER_DEEP_BRACES,  // More than LEXER_BRACES_MAX.
    LEXER_OPEN_BRACKET, // Only with evidence: a ( or [ is open where a new line clearly begins.
    LEXER_QUOTES,       // Typographic or single quotation marks. Read as a text.
    LEXER_WORD,         // Capitals in a name, or a code that is too long. Read as a name or code.
    LEXER_OPERATOR,     // `==`, `=>`, `&&`, … Read as what it stands for.
    LEXER_CHARACTER,    // Read over.
} LexerFault;

typedef struct Token {
    int kind; // TOK_…
    LexerFault fault;
    WritSpan span;
} Token;

// Whether an open bracket may be given up: only when the file is known to have a mistake.
typedef enum LexerMode {
    LEXER_PLAIN,
    LEXER_WITH_EVIDENCE,
} LexerMode;

typedef struct LexerBrace {
    bool triple;   // Inside a `"""` text.
    uint32_t open; // Offset of the brace.
} LexerBrace;

typedef struct Lexer {
    WritArena *arena;
    const unsigned char *text;
    const unsigned char *cursor;
    const unsigned char *marker; // re2c goes back to here.
    const unsigned char *limit;
    uint32_t base; // Position of the first byte.
    LexerMode mode;

    // What the next word depends on.
    int last;          // The token before; 0 at the start.
    uint32_t last_end; // Position.
    bool at_line_start;
    int line_first; // First token of this line.
    uint32_t line_tokens;
    uint32_t line_start;             // Position of the first token of this line.
    bool may_seen;                   // `may` stands in this line.
    uint32_t brackets;               // Open ( and [.
    uint32_t bracket_open;           // Offset of the last that opened.
    const unsigned char *goes_on_to; // The line is known to go on up to here.
    LexerBrace braces[LEXER_BRACES_MAX];
    uint32_t brace_count;

    WritSpan fault_at; // Where the last fault is, which may be before its token.

    // Comments and blank lines since the last token.
    bool nothing_on_line;
    bool blank_line;
    TreeComment *comments;
    uint32_t comment_count;
    uint32_t comment_capacity;
    uint32_t comments_told; // Those before it belong to a token already.
    TreeTrivia *trivia;
    uint32_t trivia_count;
    uint32_t trivia_capacity;
} Lexer;

// `source` has passed reading_check. Comments are kept in `arena`.
void lexer_start(Lexer *lexer, const WritSource *source, WritArena *arena, LexerMode mode);

// The next token; TOK_YYEOF at the end, again and again. Every file ends with a line end.
Token lexer_next(Lexer *lexer);

#endif
