// Expressions and decision tables over values. Pure: what an expression reads is handed in.
//
// The plan was validated, so types and indexes are right; what can still go wrong is in the values.
// Two-valued: a condition is yes or no, and a missing value where a value is needed is an error.
// Computed fields are evaluated when they are read. Errors are sentences for the people who wrote
// the process and begin with the part of the formula that failed: "share(order.total,
// order.limit): the divisor is zero".
#ifndef WRIT_EVAL_H
#define WRIT_EVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/calendar.h"
#include "writ/plan.h"
#include "writ/rates.h"
#include "writ/status.h"
#include "writ/tables.h"
#include "writ/value.h"

enum {
    // What one scope may be used for, sums and computed fields included: reaching it is WRIT_LIMIT.
    // Comparing, searching, making records and texts count by their size, so that the bound is also
    // one on time (about 20 ms) and on the arena.
    WRIT_EVAL_STEPS_MAX = 1000000,
    WRIT_EVAL_ARENA_BYTES_MAX = 64 << 20, // What one scope may take of its arena.
    WRIT_EVAL_TEXT_BYTES_MAX = 1 << 16,   // Of one text that is put together.
};

// Where clocks and expressions find the calendar that they count on.
typedef struct WritClockwork {
    const void *self;
    // The calendar with this qualified name, as it is in force. It outlives the command.
    // WRIT_NOT_FOUND: there is none.
    WritStatus (*calendar)(const void *self, WritText name, const WritCalendar **calendar,
                           WritError *error);
} WritClockwork;

// What amounts are converted with.
typedef struct WritExchange {
    const WritRates *rates; // Those in force.
    // Told of each price that a conversion used, for the record. NULL: nobody asks.
    void (*used)(void *self, const WritRateTable *table, const WritRate *rate);
    void *self;
} WritExchange;

// The way to a part of a value, from the outside in.
typedef struct WritWayStep {
    WritText field;   // Of a record,
    uint32_t element; // or of a list, from 1; 0: a field.
} WritWayStep;

typedef struct WritWay {
    WritWayStep steps[WRIT_VALUE_DEPTH_MAX + 1];
    uint32_t count;
} WritWay;

// Where an expression is evaluated. Zero what is not there; the plan sees to it that it is not
// asked for. Results live in `arena` or where the slots live.
typedef struct WritScope {
    const WritPlan *plan;
    WritArena *arena;
    const void *self; // For the functions below.
    // The value of a slot, which fits its type; MISSING when it has none yet.
    WritValue (*slot)(const void *self, uint32_t slot);
    WritText (*person_name)(const void *self, WritText person);
    WritValue (*context)(const void *self, WritContextWord word);
    const WritClockwork *clockwork;    // NULL: no calendar is in force.
    const WritExchange *exchange;      // NULL: no exchange rates are in force.
    const WritTables *tables;          // Of the plan; NULL: tables are tried row by row.
    int64_t effective;                 // The instant that today(), and the day of a rate, is of.
    const WritValue *event;            // WRIT_OP_EVENT
    const WritRecord *record;          // WRIT_OP_SELF
    uint32_t record_type;              // Of `record`.
    WritValue locals[WRIT_LOCALS_MAX]; // WRIT_OP_LOCAL, by number.
    uint32_t steps;                    // Used so far; the caller starts it at 0.
    WritWay *way; // Gets the way to what writ_eval_invariants refused; NULL: nobody asks.
} WritScope;

// The calendar with this name, as it is in force; `clockwork` may be NULL. WRIT_NOT_FOUND: it is
// not.
WRIT_NODISCARD WritStatus writ_clockwork_find(const WritClockwork *clockwork, WritText name,
                                              const WritCalendar **calendar, WritError *error);

// The value fits the type of the expression. WRIT_INVALID: it has none (a divisor is zero, two
// currencies meet, something is missing). WRIT_LIMIT: a result does not fit 34 digits or the years
// 1 to 9999, or a bound above is reached.
WRIT_NODISCARD WritStatus writ_eval(WritScope *scope, uint32_t expr, WritValue *value,
                                    WritError *error);

// As writ_eval, for a condition.
WRIT_NODISCARD WritStatus writ_eval_truth(WritScope *scope, uint32_t expr, bool *truth,
                                          WritError *error);

// A new record of type `record_type` from one expression a field; WRIT_NONE: its `at start`, or
// missing. The sum of no amounts takes the currency of its sibling here.
WRIT_NODISCARD WritStatus writ_eval_record(WritScope *scope, uint32_t record_type,
                                           const uint32_t *exprs, WritValue *value,
                                           WritError *error);

// Fills in, in depth and in place, what was left out and has an `at start` value. Optional fields
// without one stay missing. `value` is not shared yet.
WRIT_NODISCARD WritStatus writ_eval_complete(WritScope *scope, WritValue *value, WritError *error);

// Judges the `such that` of one field of a record, or nothing where the field is missing.
// WRIT_INVALID: "ordered is 0 pcs and must be such that ordered > 0 pcs".
WRIT_NODISCARD WritStatus writ_eval_invariant(WritScope *scope, uint32_t record_type,
                                              const WritRecord *record, uint32_t field,
                                              WritError *error);
// Judges every `such that` inside a value, in depth, and evaluates every computed field, so that
// none is found without a value later. The sentence begins with the way to the field:
// "lines[2].ordered is 0 pcs and must be …", "lines[2].net cannot be computed: …"; elements count
// from 1. WRIT_LIMIT without a way: the value has too many parts.
WRIT_NODISCARD WritStatus writ_eval_invariants(WritScope *scope, WritValue value, WritError *error);
// Evaluates the computed fields of one record, not of those inside it. WRIT_INVALID or WRIT_LIMIT:
// "total cannot be computed: …".
WRIT_NODISCARD WritStatus writ_eval_computed(WritScope *scope, uint32_t record_type,
                                             const WritRecord *record, WritError *error);

// --- Decisions ------------------------------------------------------------------------------

// What a decision gave. Rows are indexes into the plan's rows.
typedef struct WritVerdict {
    // One result as its value, several as a record of the decision's output type; with `every row
    // that matches` a list of these, in the order of the rows.
    WritValue value;
    uint32_t row; // The row that gave it: the first. WRIT_NONE when no row did.
    uint32_t *rows;
    uint32_t row_count;
} WritVerdict;

// Applies a decision to a record of its input type. WRIT_INVALID when no row matches or, for
// `exactly one row must match`, more than one: the sentence has the inputs and the rows. No row is
// an empty list for `every row that matches`.
WRIT_NODISCARD WritStatus writ_eval_decision(WritScope *scope, uint32_t decision, WritValue input,
                                             WritVerdict *verdict, WritError *error);

// Whether one cell matches the value of its column. Amounts in another currency do not match here;
// writ_eval_decision refuses them.
bool writ_eval_cell(const WritPlan *plan, const WritCell *cell, WritValue value);

typedef struct WritCellSeen {
    const WritCell *cell;
    WritText column; // The name of the input field.
    WritValue value; // What it was.
    bool matched;
} WritCellSeen;

typedef struct WritRowSeen {
    WritText label;
    uint32_t row;
    bool matched;
    WritCellSeen *cells; // column_count of them.
} WritRowSeen;

typedef struct WritExplanation {
    WritRowSeen *rows; // Every row of the decision, in order.
    uint32_t row_count;
    uint32_t column_count;
} WritExplanation;

// The input of a decision as its columns see it: those that are paths, computed fields of the
// input, are filled in. Lives in the scope's arena; `input` itself where there are none. Fails as
// the computed field of a record does.
WRIT_NODISCARD WritStatus writ_eval_columns(WritScope *scope, uint32_t decision, WritValue input,
                                            WritValue *seen, WritError *error);

// What every cell of a decision says to an input that writ_eval_columns gave. Lives in `arena`;
// cells, texts and values are the plan's and the input's.
void writ_eval_explain(WritExplanation *explanation, WritArena *arena, const WritPlan *plan,
                       uint32_t decision, WritValue input);

// What a row that matches asked for ("use_of_limit 72% is up to 80%; overdue_days 9 is above 5;
// class standard is not distributor"), or the first cell that another failed on ("overdue_days 9 is
// not in \"up to 5\""). Without a newline.
void writ_eval_explain_row(WritBuffer *out, const WritPlan *plan,
                           const WritExplanation *explanation, uint32_t position);

// A formula that was asked for a result: what it was given, what it gave.
typedef struct WritFormulaSeen {
    WritText name;
    uint32_t given_type; // Record type of `given`; its last field is computed and what it gave.
    WritValue given;
    WritValue value;
} WritFormulaSeen;

enum { WRIT_FORMULAS_SEEN_MAX = 16 }; // Of one result; more are left out.

typedef struct WritResultSeen {
    WritText column;
    WritValue value;
    uint32_t expr;             // How it was worked out; WRIT_NONE: it stands in the cell.
    WritFormulaSeen *formulas; // In the order in which they stand there, those inside them behind.
    uint32_t formula_count;
} WritResultSeen;

// What a row of a decision gives for an input, result by result in the order of the columns, and
// how. Lives in the scope's arena. Errors as writ_eval.
WRIT_NODISCARD WritStatus writ_eval_explain_results(WritScope *scope, uint32_t decision,
                                                    WritValue input, uint32_t row,
                                                    WritResultSeen **results, WritError *error);

#endif
