// Random plans that are well formed: every kind of block, step, action, deadline and rung, nested a
// few deep, over data that decide the ways taken. The same random numbers give the same plan.
//
// Cycles without a wait do not occur: `go to` leads onward, `go back to` is bounded.
#ifndef TESTS_PLAN_RANDOM_H
#define TESTS_PLAN_RANDOM_H

#include "support/plan_builder.h"
#include "support/random.h"

// What a plan of this kind expects of whoever runs it.
enum {
    PLAN_RANDOM_ROLES = 3,     // owner, clerk, chief
    PLAN_RANDOM_NUMBER_MAX = 3 // Numbers in its data: 0 to this.
};

// Adds everything to a new builder and finishes it. Its parameters are made by
// plan_random_parameters.
const WritPlan *plan_random_build(PlanBuilder *b, Random *random);
// Two values: the record `order` and the number `n`.
void plan_random_parameters(PlanBuilder *b, Random *random, WritValue values[2]);

// plan_random_rules.c: rules over what the plan has so far, whose breaches `message` is about.
void plan_random_rules(PlanBuilder *b, Random *random, uint32_t message, uint32_t role);

#endif
