// How far a clause is indented: what it belongs to, told by the first word of each clause.
#ifndef FORMAT_LEVELS_H
#define FORMAT_LEVELS_H

#include <stdbool.h>
#include <stdint.h>

#include "syntax/tree.h"

enum { LEVELS_BLOCKS_MAX = TREE_DEPTH_MAX + 1 };

// A block that is open: `at the same time`, `for each`, `if`, `repeat`.
typedef struct LevelsBlock {
    int kind;
    uint32_t level;
} LevelsBlock;

// Starts zeroed.
typedef struct Levels {
    int declaration; // TOK_… of the heading.
    int part;        // TOK_STAGE, TOK_STEP, TOK_CANCELLATION: whose lines stand here. 0: its own.
    bool in_stage;
    LevelsBlock blocks[LEVELS_BLOCKS_MAX];
    uint32_t block_count;
} Levels;

// The level of the next clause, which begins with a word of `kind`; 0 is the left edge.
uint32_t levels_next(Levels *levels, int kind);

// Whether a clause that begins with `kind` has others under it that end with `end`, so that what
// it goes on with must stand further right than they do.
bool levels_opens_block(int kind);

#endif
