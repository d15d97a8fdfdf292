// What is written in a block.
#ifndef DRAW_BLOCK_ROWS_H
#define DRAW_BLOCK_ROWS_H

#include "draw/blocks.h"

void block_rows_of_start(Phrases *phrases, Block *block);
void block_rows_of_stage(Phrases *phrases, Block *block);
void block_rows_of_step(Phrases *phrases, Block *block);
// A branch, an arm, a loop or a route.
void block_rows_of_group(Phrases *phrases, Block *block);
void block_rows_of_cancellation(Phrases *phrases, Block *block);
void block_rows_of_happens(Phrases *phrases, Block *block, const WritHappens *happens);

#endif
