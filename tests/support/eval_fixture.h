// A plan with values in its slots, to evaluate its expressions.
#ifndef TESTS_EVAL_FIXTURE_H
#define TESTS_EVAL_FIXTURE_H

#include "support/plan_builder.h"
#include "writ/eval.h"

enum { FIXTURE_SLOTS_MAX = 64 };

typedef struct EvalFixture {
    PlanBuilder *b; // Freed with the fixture.
    WritArena *arena;
    WritValue slots[FIXTURE_SLOTS_MAX];
    WritScope scope; // Reads slots above; people are called "Ms NAME"; see context in the source.
} EvalFixture;

// Frees `b` at the end.
void fixture_open(EvalFixture *fixture, PlanBuilder *b);
void fixture_close(EvalFixture *fixture);

// Puts a value in the slot of that name: JSON for records and lists, else as the language has it.
void fixture_set(EvalFixture *fixture, const char *slot, const char *text);
// The value of `type` that the text says, completed.
WritValue fixture_value(EvalFixture *fixture, WritTypeId type, const char *text);

// Asserts that `expr` gives what prints as `expected`.
void fixture_gives(EvalFixture *fixture, uint32_t expr, const char *expected);
// Asserts that `expr` fails with that sentence.
void fixture_fails(EvalFixture *fixture, uint32_t expr, WritStatus status, const char *sentence);

#endif
