#include "format/breaks.h"

#include <assert.h>

#include "syntax/tokens.h"
#include "syntax/vocabulary.h"

enum {
    STEP_COLUMNS = 2,
    NESTING_MAX = 200, // Of layouts inside layouts; what is deeper is not broken.
};

// Where a clause can be broken, from the tightest joint to the loosest. The lexer reads on behind
// each (lexer.re): a line goes on after these words, or before them.
typedef enum Joint {
    JOINT_NONE,
    JOINT_EQUAL,        // After; the name of an argument stays with its value as long as it can.
    JOINT_BRACKET,      // Inside.
    JOINT_PRODUCT,      // After.
    JOINT_SUM,          // After.
    JOINT_OR_ELSE,      // Before.
    JOINT_RELATION,     // After.
    JOINT_AND,          // Before.
    JOINT_OR,           // Before.
    JOINT_LIST,         // After a comma.
    JOINT_PART,         // Before `with`, `where`, `into`, `because`, and before a comma's phrase.
    JOINT_ACTIONS,      // After `, then` and `, the next time`, and at the first action.
    JOINT_LAST_RESORT,  // After `, if still not`.
    JOINT_INTERRUPTION, // Before what an event does to the work.
} Joint;

// Actions are told by their group.
static const unsigned char joints[] = {
    [TOK_STOP_WORK] = JOINT_INTERRUPTION,
    [TOK_GO_ON] = JOINT_INTERRUPTION,
    [TOK_IF_STILL_NOT] = JOINT_LAST_RESORT,
    [TOK_THEN] = JOINT_ACTIONS,
    [TOK_NEXT_TIME] = JOINT_ACTIONS,
    [TOK_WITH] = JOINT_PART,
    [TOK_WHERE] = JOINT_PART,
    [TOK_INTO] = JOINT_PART,
    [TOK_BECAUSE] = JOINT_PART,
    [TOK_AT_START] = JOINT_PART,
    [TOK_REFUSE_SECOND] = JOINT_PART,
    [TOK_JOIN_SECOND] = JOINT_PART,
    [TOK_REPLACED_BY] = JOINT_PART,
    [TOK_FIRST_DONE] = JOINT_PART,
    [TOK_COMMA] = JOINT_LIST,
    [TOK_OR_IF_NONE] = JOINT_LIST,
    [TOK_OR] = JOINT_OR,
    [TOK_AND] = JOINT_AND,
    [TOK_NOT_EQUAL] = JOINT_RELATION,
    [TOK_LESS] = JOINT_RELATION,
    [TOK_LESS_EQUAL] = JOINT_RELATION,
    [TOK_GREATER] = JOINT_RELATION,
    [TOK_GREATER_EQUAL] = JOINT_RELATION,
    [TOK_OR_ELSE] = JOINT_OR_ELSE,
    [TOK_PLUS] = JOINT_SUM,
    [TOK_MINUS] = JOINT_SUM,
    [TOK_STAR] = JOINT_PRODUCT,
    [TOK_SLASH] = JOINT_PRODUCT,
    [TOK_OPEN_PAREN] = JOINT_BRACKET,
    [TOK_OPEN_BRACKET] = JOINT_BRACKET,
    [TOK_EQUAL] = JOINT_EQUAL,
};

typedef struct Break {
    Printer *printer;
    const Piece *base; // What the partners of pieces count from.
    uint32_t nesting;
} Break;

static bool is_action(int kind)
{
    const VocabularyEntry *entry = vocabulary_of_token(kind);
    return entry != NULL && (entry->group == GROUP_ACTION || entry->group == GROUP_LAST_ACTION);
}

static Joint joint_of(const Piece *piece)
{
    size_t kind = (size_t)piece->kind;
    Joint joint = kind < sizeof joints ? (Joint)joints[kind] : JOINT_NONE;
    return joint == JOINT_NONE && is_action(piece->kind) ? JOINT_ACTIONS : joint;
}

// --- Ranges -------------------------------------------------------------------------------

// The piece behind one and what is inside it.
static const Piece *after(const Break *layout, const Piece *piece)
{
    return layout->base + piece->partner + 1;
}

static bool is_before_joint(Joint joint)
{
    return joint == JOINT_PART || joint == JOINT_OR || joint == JOINT_AND ||
           joint == JOINT_OR_ELSE || joint == JOINT_INTERRUPTION;
}

// Whether a line can be broken at a joint without leaving nothing on one side. A minus without a
// space behind it is a sign, and so is the slash of `2/3`.
static bool can_break(PieceRange range, const Piece *piece, Joint joint)
{
    if (is_before_joint(joint) || (joint == JOINT_ACTIONS && is_action(piece->kind))) {
        return piece > range.first;
    }
    return joint == JOINT_BRACKET || (piece + 1 < range.end && piece[1].spaced);
}

static Joint loosest_joint(const Break *layout, PieceRange range, Joint bound)
{
    Joint loosest = JOINT_NONE;
    for (const Piece *piece = range.first; piece < range.end; piece = after(layout, piece)) {
        Joint joint = joint_of(piece);
        if (joint <= bound && joint > loosest && can_break(range, piece, joint)) {
            loosest = joint;
        }
    }
    return loosest;
}

static bool fits(const Break *layout, PieceRange range)
{
    const Piece *last = range.end - 1;
    const Piece *first = range.first;
    bool is_folded = last->folded > first->folded || first->triple ||
                     (first->comma && piece_has_comments(first));
    uint32_t width = last->reach - first->reach + first->width;
    return last->parted == first->parted && !is_folded &&
           printer_next_column(layout->printer, first) + width <= WRIT_FORMAT_COLUMNS;
}

static void print_flat(const Break *layout, PieceRange range, uint32_t column)
{
    printer_pieces(layout->printer, range.first, range.end, column);
}

static void print_range(Break *layout, PieceRange range, uint32_t column, Joint loosest);

// --- Joints -------------------------------------------------------------------------------

// Behind `, then`, `, the next time`, or `go on with the work, and`; NULL when no action follows.
static const Piece *find_next_action(const Break *layout, PieceRange range)
{
    bool goes_on = range.first->kind == TOK_GO_ON;
    for (const Piece *piece = range.first; piece < range.end; piece = after(layout, piece)) {
        bool ends = piece->kind == TOK_THEN || piece->kind == TOK_NEXT_TIME ||
                    (goes_on && piece->kind == TOK_AND);
        if (ends && piece + 1 < range.end) {
            return piece + 1;
        }
    }
    return NULL;
}

// Actions below each other at `column`. What is done the next time stands behind its words when
// all of it fits there.
static void print_actions(Break *layout, PieceRange range, uint32_t column)
{
    const Piece *next;
    while (!fits(layout, range) && (next = find_next_action(layout, range)) != NULL) {
        do {
            PieceRange action = {range.first, next};
            print_range(layout, action, column + STEP_COLUMNS, JOINT_PART);
            printer_start_line(layout->printer, next, column);
            range.first = next;
            next = find_next_action(layout, range);
        } while (next != NULL && next[-1].kind != TOK_NEXT_TIME &&
                 range.first[-1].kind != TOK_NEXT_TIME);
    }
    print_range(layout, range, column + STEP_COLUMNS, JOINT_PART);
}

static void break_before_actions(Break *layout, PieceRange range, uint32_t column)
{
    const Piece *first = range.first;
    while (!is_action(first->kind)) {
        first = after(layout, first);
    }
    if (first > range.first) {
        print_range(layout, (PieceRange){range.first, first}, column, JOINT_PART);
    }
    uint32_t start = printer_next_column(layout->printer, first);
    print_actions(layout, (PieceRange){first, range.end}, start);
}

static void break_at_interruption(Break *layout, PieceRange range, uint32_t column)
{
    const Piece *what = range.first + 1;
    while (joint_of(what) != JOINT_INTERRUPTION) {
        what = after(layout, what);
    }
    print_range(layout, (PieceRange){range.first, what}, column + STEP_COLUMNS, JOINT_LIST);
    printer_start_line(layout->printer, what, column);
    print_actions(layout, (PieceRange){what, range.end}, column);
}

static void break_at_last_resort(Break *layout, PieceRange range, uint32_t column)
{
    const Piece *word = range.first;
    while (joint_of(word) != JOINT_LAST_RESORT) {
        word = after(layout, word);
    }
    print_range(layout, (PieceRange){range.first, word + 1}, column + STEP_COLUMNS, JOINT_LIST);
    printer_start_line(layout->printer, word + 1, column);
    print_actions(layout, (PieceRange){word + 1, range.end}, column);
}

// The next word that begins a part; `where` behind `with` belongs to one of its arguments.
static const Piece *find_part(const Break *layout, PieceRange range)
{
    bool with = range.first->kind == TOK_WITH;
    const Piece *piece = after(layout, range.first);
    while (piece < range.end &&
           (joint_of(piece) != JOINT_PART || (with && piece->kind == TOK_WHERE))) {
        piece = after(layout, piece);
    }
    return piece;
}

static void break_before_parts(Break *layout, PieceRange range, uint32_t column)
{
    const Piece *next = find_part(layout, range);
    print_range(layout, (PieceRange){range.first, next}, column, JOINT_LIST);
    for (const Piece *part = next; part < range.end; part = next) {
        next = find_part(layout, (PieceRange){part, range.end});
        PieceRange rest = {part, next};
        if (part->comma) {
            printer_phrase_below(layout->printer, part, column);
            rest.first++;
        } else {
            printer_start_line(layout->printer, part, column);
        }
        print_range(layout, rest, column + STEP_COLUMNS, JOINT_PART);
    }
}

// Words that a list stands behind.
static bool begins_list(int kind)
{
    return kind == TOK_IS || kind == TOK_AS || kind == TOK_RECORD_WITH || kind == TOK_IN ||
           kind == TOK_EITHER || kind == TOK_MAY || kind == TOK_REPORTED_TO;
}

static bool is_value(int kind)
{
    const VocabularyEntry *entry = vocabulary_of_token(kind);
    return entry->place == PLACE_CLASS || entry->group == GROUP_VALUE || kind == TOK_MINUS ||
           kind == TOK_NOT || kind == TOK_OPEN_PAREN;
}

// Where the first element begins: a range that begins with a phrase has the list behind it.
static const Piece *find_list(const Break *layout, PieceRange range)
{
    if (is_value(range.first->kind)) {
        return range.first;
    }
    const Piece *start = range.first + 1;
    for (const Piece *piece = start; joint_of(piece) != JOINT_LIST; piece = after(layout, piece)) {
        start = begins_list(piece->kind) ? piece + 1 : start;
    }
    return start;
}

// Prints what stands between joints of one kind, each on a line, at `column`.
static void break_at(Break *layout, PieceRange range, Joint joint, uint32_t column)
{
    bool before = is_before_joint(joint);
    const Piece *first = range.first;
    for (const Piece *piece = first; piece < range.end; piece = after(layout, piece)) {
        if (joint_of(piece) == joint && can_break(range, piece, joint)) {
            const Piece *end = before ? piece : piece + 1;
            print_range(layout, (PieceRange){first, end}, column + STEP_COLUMNS, joint - 1);
            printer_start_line(layout->printer, end, column);
            first = end;
        }
    }
    print_range(layout, (PieceRange){first, range.end}, column + STEP_COLUMNS, joint - 1);
}

static void break_list(Break *layout, PieceRange range, uint32_t column)
{
    const Piece *start = find_list(layout, range);
    if (start > range.first) {
        print_range(layout, (PieceRange){range.first, start}, column, JOINT_OR);
        range.first = start;
    }
    break_at(layout, range, JOINT_LIST, printer_next_column(layout->printer, start));
}

// Breaks inside those brackets that would not fit.
static void break_inside(Break *layout, PieceRange range, uint32_t column)
{
    const Piece *first = range.first;
    for (const Piece *open = first; open < range.end; open = after(layout, open)) {
        const Piece *close = layout->base + open->partner;
        if (joint_of(open) == JOINT_BRACKET && close > open + 1 &&
            !fits(layout, (PieceRange){first, close + 1})) {
            print_flat(layout, (PieceRange){first, open + 1}, column);
            uint32_t start = layout->printer->column;
            print_range(layout, (PieceRange){open + 1, close}, start, JOINT_PART);
            first = close;
        }
    }
    print_flat(layout, (PieceRange){first, range.end}, column);
}

// Breaks at the loosest joint that is no looser than `loosest`.
static void print_range(Break *layout, PieceRange range, uint32_t column, Joint loosest)
{
    if (range.first == range.end) {
        return;
    }
    Joint joint = JOINT_NONE;
    if (layout->nesting < NESTING_MAX && !fits(layout, range)) {
        joint = loosest_joint(layout, range, loosest);
    }
    layout->nesting++;
    switch (joint) {
    case JOINT_INTERRUPTION:
        break_at_interruption(layout, range, column);
        break;
    case JOINT_LAST_RESORT:
        break_at_last_resort(layout, range, column);
        break;
    case JOINT_ACTIONS:
        break_before_actions(layout, range, column);
        break;
    case JOINT_PART:
        break_before_parts(layout, range, column);
        break;
    case JOINT_LIST:
        break_list(layout, range, column);
        break;
    case JOINT_OR:
    case JOINT_AND:
    case JOINT_RELATION:
    case JOINT_OR_ELSE:
    case JOINT_SUM:
    case JOINT_PRODUCT:
    case JOINT_EQUAL:
        break_at(layout, range, joint, column);
        break;
    case JOINT_BRACKET:
        break_inside(layout, range, column);
        break;
    case JOINT_NONE:
        print_flat(layout, range, column);
        break;
    }
    layout->nesting--;
}

void breaks_print(Printer *printer, const Pieces *pieces, PieceRange range, uint32_t column)
{
    Break layout = {.printer = printer, .base = pieces->list};
    print_range(&layout, range, column, JOINT_INTERRUPTION);
}
