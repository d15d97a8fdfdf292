// What is told about a file that cannot be read, and how reading goes on.
//
// One mistake gives one message. Where it is clear what was meant (a misspelt word, a space in a
// name), the message says so, the repair is noted, and the file is read again from the start with
// the repair in place: so a guess never makes later messages wrong. Other mistakes cost the line
// in which they stand. A line is told of once.
#ifndef SYNTAX_TROUBLE_H
#define SYNTAX_TROUBLE_H

#include "syntax/build.h"
#include "syntax/layout.h"

enum {
    TROUBLE_REPAIRS_MAX = 20, // Further mistakes are told, but not repaired.
    TROUBLE_TOLD_MAX = 200,   // Lines that were told of; then reading ends.
    TROUBLE_PENDING_MAX = 2 * LAYOUT_BLOCKS_MAX + 2,
};

// From `span.start` to `span.end` the parser reads one token of this kind. An empty span is a
// token that is put in.
typedef struct Repair {
    WritSpan span;
    int kind;
} Repair;

// The token that the parser has and those before it, in this pass.
typedef struct TroublePlace {
    Token token;    // The one that was handed to the parser last.
    Token previous; // The one before.
    Token before_previous;
    Token line_first;  // First of the logical line.
    Token line_before; // First of the one before.
    uint32_t line_tokens;
    uint32_t line_number;  // Logical lines, counted.
    Token heading;         // Last line that began with a heading.
    WritSpan heading_name; // Its name; empty when it has none.
    Token heading_before;  // The heading before that one, for a line that is a heading itself.
    WritSpan heading_before_name;
    bool heading_is_last; // The line before was a heading.
    Token last_action;    // Last action of this line; kind 0 when there is none.
} TroublePlace;

struct Trouble {
    WritDiags *diags;
    Repair repairs[TROUBLE_REPAIRS_MAX];
    uint32_t repair_count;
    uint32_t told[TROUBLE_TOLD_MAX]; // Where lines begin.
    uint32_t told_count;
    bool again;      // A repair was found: read again.
    bool limit_told; // A bound is passed: it ends every reading.

    // Of this pass.
    TroublePlace place;
    Layout layout;
    Token pending[TROUBLE_PENDING_MAX]; // Read before the lexer, last first.
    uint32_t pending_count;
    uint32_t bad_line; // Number of the last line whose first word was refused; 0 when none was.
};

// Tokens that could have stood where one was refused.
typedef struct TroubleExpected {
    const int *kinds;
    uint32_t count;
} TroubleExpected;

bool trouble_expects(TroubleExpected expected, int kind);

// The parser has refused place.token.
void trouble_syntax(Build *build, TroubleExpected expected);

// The lexer has found a fault in a token.
void trouble_fault(Build *build, const Token *token);

// Layout has found that a block lacks its `end` before the line of `token`, that an `end` is not
// lined up with its block, or that it closes nothing.
void trouble_missing_end(Build *build, const LayoutBlock *block, const Token *token);
void trouble_misplaced_end(Build *build, const LayoutBlock *block, const Token *token);
void trouble_extra_end(Build *build, const Token *token);
// The same for a line that is noted already.
void trouble_tell_extra_end(Build *build, const Token *token);

// Notes that the line that begins at `line` is told of. False when it was already, or when so many
// were that no more are told.
bool trouble_tell_line(Build *build, uint32_t line);

// Notes a repair and asks for another pass, if there is room.
void trouble_repair(Build *build, WritSpan span, int kind);

#endif
