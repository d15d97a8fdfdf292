// The ways to stages, drawn in the right margin.
//
//     ┌──────────┐                 A port joins the lane of the stage that it leads to; the lane
//     ends │ late: A ─┼──┐              in an arrow at that stage, or at the edge of the page with
//     the └──────────┘  │              label of the stage and the number of its page. ┌ A ───────┐
//     │ │          │◀─┘
//
// Ways are drawn where they cross no box; a way for which there is no room has its label in the
// box, which is there in any case.
#ifndef DRAW_LANES_H
#define DRAW_LANES_H

#include "draw/scene.h"

void lanes_draw(Scene *scene, Phrases *phrases);

#endif
