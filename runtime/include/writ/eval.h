// Expressions and decision tables over values. Pure: what an expression reads is handed in.
//
// Two-valued: a condition is yes or no, and a missing value where a value is needed is an error.
// Errors are sentences for the people who wrote the process.
#ifndef WRIT_EVAL_H
#define WRIT_EVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/plan.h"
#include "writ/status.h"
#include "writ/value.h"

// What one evaluation may do, sums and computed fields included: reaching it is WRIT_LIMIT.
enum { WRIT_EVAL_STEPS_MAX = 1000000 };

// Where an expression is evaluated. Zero what is not there; the plan sees to it that it is not
// asked for. Results live in `arena` or where the slots live.
typedef struct WritScope {
    const WritPlan *plan;
    WritArena *arena;
    const void *self; // For the functions below.
    // The value of a slot; MISSING when it has none yet.
    WritValue (*slot)(const void *self, uint32_t slot);
    WritText (*person_name)(const void *self, WritText person);
    WritValue (*context)(const void *self, WritContextWord word);
    const WritValue *event;            // WRIT_OP_EVENT
    const WritRecord *record;          // WRIT_OP_SELF
    uint32_t record_type;              // Of `record`.
    WritValue locals[WRIT_LOCALS_MAX]; // WRIT_OP_LOCAL, by number.
    uint32_t steps;                    // Used so far; the caller starts it at 0.
} WritScope;

// WRIT_INVALID: it has no value (a divisor is zero, two currencies meet, something is missing).
// WRIT_LIMIT: the result does not fit 34 digits, or WRIT_EVAL_STEPS_MAX is reached.
WRIT_NODISCARD WritStatus writ_eval(WritScope *scope, uint32_t expr, WritValue *value,
                                    WritError *error);

// Fills in, in depth and in place, what was left out and has an `at start` value.
WRIT_NODISCARD WritStatus writ_eval_complete(WritScope *scope, WritTypeId type, WritValue *value,
                                             WritError *error);

// Judges the `such that` of one field of a record. WRIT_INVALID says what does not hold.
WRIT_NODISCARD WritStatus writ_eval_invariant(WritScope *scope, uint32_t record_type,
                                              const WritRecord *record, uint32_t field,
                                              WritError *error);
// Judges every `such that` inside a value, in depth.
WRIT_NODISCARD WritStatus writ_eval_invariants(WritScope *scope, WritTypeId type, WritValue value,
                                               WritError *error);

// What a decision gave.
typedef struct WritVerdict {
    WritValue output; // A record of the decision's output type.
    uint32_t row;     // Index into the plan's rows.
} WritVerdict;

// Applies a decision whose policy is `exactly one row must match`. WRIT_INVALID when none or more
// than one does; the sentence has the inputs and the rows.
WRIT_NODISCARD WritStatus writ_eval_decision(WritScope *scope, uint32_t decision, WritValue input,
                                             WritVerdict *verdict, WritError *error);

// Whether one cell matches the value of its column.
bool writ_eval_cell(const WritPlan *plan, const WritCell *cell, WritValue value);

// One line a row: what was seen in each column and whether the cell matched.
void writ_eval_explain(WritBuffer *out, const WritPlan *plan, uint32_t decision, WritValue input);

#endif
