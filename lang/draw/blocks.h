// A process as blocks inside one another: what a drawing of it has to show, before it is known
// where.
//
//     drawing ─┬─ start
//              ├─ stage ─┬─ step
//              │         ├─ fork ─── branch ─── step …
//              │         └─ choice ─ arm ────── route
//              ├─ detour …
//              └─ aside: cancellation, `if … happens`
#ifndef DRAW_BLOCKS_H
#define DRAW_BLOCKS_H

#include "draw/phrases.h"

typedef enum BlockKind {
    BLOCK_START,
    BLOCK_STAGE,
    BLOCK_DETOUR,
    BLOCK_ASIDE, // What may happen at any time.
    BLOCK_STEP,  // No blocks within; so ROUTE.
    BLOCK_ROUTE,
    BLOCK_FORK,   // Its blocks are branches, side by side.
    BLOCK_CHOICE, // Its blocks are arms, side by side.
    BLOCK_BRANCH,
    BLOCK_ARM,
    BLOCK_EACH,
    BLOCK_REPEAT,
} BlockKind;

typedef enum RowKind {
    ROW_TITLE,
    ROW_DETAIL,
    ROW_OUTCOME, // What comes of it.
} RowKind;

// Where a row leads.
typedef struct Jump {
    uint32_t stage;
    bool back; // `go back to`
    struct Jump *next;
} Jump;

typedef struct Row {
    RowKind kind;
    Phrase phrase;
    Jump *jumps;   // Each stage and way once.
    WritText word; // Of an outcome: "approved". Empty where the actions follow without one.
    uint32_t list; // Its actions, or WRIT_NONE.
    bool brief;    // Who and until when: what a picture with little room has.
    struct Row *next;
} Row;

typedef struct Block Block;
struct Block {
    BlockKind kind;
    uint32_t node;   // WRIT_NONE of START and ASIDE.
    const char *tag; // "call", "do": what kind of step; may be NULL.
    Row *rows, *last_row;
    Block *first, *last, *next;
    uint32_t count;
    bool passes;  // What stands behind it is reached.
    bool ends;    // ROUTE: it ends the case.
    bool covered; // CHOICE: one of its arms always holds.
    bool once;    // FORK: the first branch done cancels the others.
};

// The blocks of the process in the order of drawing: start, stages, detours, asides.
typedef struct Blocks {
    Block *first, *last;
} Blocks;

Blocks blocks_of(Phrases *phrases);

#endif
