// The walk over an expression, shared by the files of this folder.
//
// A value is passed as a pointer to where it stands (the plan's constants, a record's field) or to
// room that the caller lends; NULL is failure, with `status` set and the sentence written.
#ifndef EVAL_WALK_H
#define EVAL_WALK_H

#include "writ/eval.h"

typedef struct Walk {
    WritScope *scope;
    const WritPlan *plan;
    WritError *error;
    WritStatus status;
    uint32_t depth;
} Walk;

Walk walk_start(WritScope *scope, WritError *error);

// The value of `expr`, which may be missing. The result may be `room` and lives as long.
const WritValue *walk_expr(Walk *walk, uint32_t expr, WritValue *room);
// The same; a missing value is a failure.
const WritValue *walk_present(Walk *walk, uint32_t expr, WritValue *room);
// False is failure.
bool walk_truth(Walk *walk, uint32_t expr, bool *truth);
// A value of its own, which fits the type of `expr`. False is failure.
bool walk_result(Walk *walk, uint32_t expr, WritValue *value);

// Counts steps. False when there are no more, with the sentence.
bool walk_spend(Walk *walk, uint64_t steps);
// What comparing `value` with another takes.
uint64_t walk_weight(const WritValue *value);

// "FORMULA: sentence". Returns NULL.
const WritValue *walk_fail(Walk *walk, uint32_t expr, WritStatus status, const char *format, ...)
    WRIT_PRINTF(4, 5);
// Puts the formula of `expr` before the sentence that is there. Returns NULL.
const WritValue *walk_name(Walk *walk, uint32_t expr, WritStatus status);

// The value of a computed field of a record. The result may be `room`.
const WritValue *walk_computed(Walk *walk, const WritValue *record, uint32_t field,
                               WritValue *room);

// Whether two present values of one type are the same. False is failure.
bool walk_equal(Walk *walk, uint32_t expr, const WritValue *a, const WritValue *b, bool *equal);

// In lists.c: every, some, no, count, sum.
const WritValue *walk_over_list(Walk *walk, uint32_t expr, WritValue *room);
// In calendars.c: calls whose last operand is a calendar.
const WritValue *walk_calendar_call(Walk *walk, uint32_t expr, WritValue *room);
// In conversion.c: `converted`.
const WritValue *walk_conversion(Walk *walk, uint32_t expr, WritValue *room);
// In making.c: calls, records, texts, lists.
const WritValue *walk_call(Walk *walk, uint32_t expr, WritValue *room);
const WritValue *walk_record(Walk *walk, uint32_t expr, WritValue *room);
const WritValue *walk_join(Walk *walk, uint32_t expr, WritValue *room);
const WritValue *walk_list(Walk *walk, uint32_t expr, WritValue *room);
// A new record from one expression a field. False is failure.
bool walk_fields(Walk *walk, uint32_t record_type, const uint32_t *exprs, WritValue *record);
// Gives amounts without a currency (sums of nothing) the currency of their sibling in `record`.
// False when an amount is in another.
bool walk_currency(Walk *walk, uint32_t record_type, const WritRecord *record, uint32_t field,
                   WritValue *value);

extern const WritValue walk_no, walk_yes;

#endif
