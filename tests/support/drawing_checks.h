// What a layout keeps, whatever it lays out. Fails the running test.
#ifndef TESTS_DRAWING_CHECKS_H
#define TESTS_DRAWING_CHECKS_H

#include "draw/scene.h"
#include "writ/draw_process.h"

typedef struct Drawing {
    WritArena *arena;
    const WritPlan *plan;
    Phrases phrases;
    Scene scene;
} Drawing;

// The plan outlives the drawing.
void drawing_make(Drawing *drawing, const WritPlan *plan);
void drawing_end(Drawing *drawing);

// Boxes, and the words of frames, do not lie over one another.
void drawing_check_overlaps(const Drawing *drawing);
// Everything is on a page, boxes on one alone.
void drawing_check_places(const Drawing *drawing);
// Every step, route and frame is there once.
void drawing_check_once(const Drawing *drawing);
// What is in a block is drawn in it.
void drawing_check_nesting(const Drawing *drawing);
// Texts are in their boxes, and of at least 7 points.
void drawing_check_texts(const Drawing *drawing);
// Lines are straight, and cross no box.
void drawing_check_links(const Drawing *drawing);

#endif
