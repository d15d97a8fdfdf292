// The example plan with one thing broken, and what validation says to it.
#ifndef TESTS_PLAN_BROKEN_H
#define TESTS_PLAN_BROKEN_H

#include <stddef.h>
#include <stdint.h>

#include "support/plan_example.h"

typedef struct Broken {
    void (*change)(PlanBuilder *b);
    const char *sentence; // Or a part of it.
} Broken;

// Applies each change to an example of its own and asserts that it is refused with its sentence.
void check_broken(const Broken *broken, size_t count);

// The first of a kind in the example; fails the test when there is none.
uint32_t find_expr(PlanBuilder *b, WritOperation operation);
uint32_t find_node(PlanBuilder *b, WritNodeKind kind);
WritStep *find_step(PlanBuilder *b, WritAct act);
WritAction *find_action(PlanBuilder *b, WritActionKind kind);

#endif
