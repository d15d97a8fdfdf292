// Where each block of a process stands.
#ifndef DRAW_LAYOUT_H
#define DRAW_LAYOUT_H

#include "draw/blocks.h"
#include "draw/scene.h"

enum {
    LANES_MAX = 6,         // Ways beside one another in the margin; further ones have labels alone.
    BOX_HEIGHT_MAX = 6000, // What a step says beyond it is left out, and that is said.
    DRAWING_PAGES_MAX = 20000, // Within the numbers that places are counted with.
};

// WRIT_LIMIT: more pages than there may be.
WRIT_NODISCARD WritStatus layout_process(Scene *scene, Phrases *phrases, const Blocks *blocks,
                                         WritError *error);

#endif
