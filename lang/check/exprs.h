// From expressions as written to typed ones.
//
// A scope says what names mean where the expression stands. An expression that is wrong has the
// type TYPE_UNKNOWN and was told; whatever uses it stays silent.
#ifndef CHECK_EXPRS_H
#define CHECK_EXPRS_H

#include "check/checker.h"

// A variable of `every x in …`, or what a message is given.
typedef struct Local Local;
struct Local {
    WritName name;
    WritText text;
    WritSpan span;
    TypeId type;
    PlaceId place;
    uint32_t number;
    Given *given; // Of a message, else NULL.
    const Local *outer;
};

// A place that is there: `is present` was asked around here.
typedef struct Known Known;
struct Known {
    PlaceId place;
    const Known *outer;
};

// What a scenario gives names to: people, and the columns of its `cases` in the row at hand.
typedef struct SceneNames {
    const NameTable *persons; // To WritPerson.
    const TreeTable *cases;   // NULL: it has none, or no name means a column.
    const TreeRow *row;
    bool *used; // One a column, those of the results last: something names it.
} SceneNames;

// Whose calendar the clock of a step runs on where no `uses calendar` is in force (N7).
typedef enum Owing {
    OWING_NOBODY,  // No person does it, or nothing says who.
    OWING_NO_UNIT, // Somebody of no unit: nothing leads to a calendar.
    OWING_SEVERAL, // Any of several, whose calendars may differ.
    OWING_ONE,     // A unit or a person.
} Owing;

typedef struct Scope {
    Checker *checker;
    Module *module;
    Process *process;   // Its slots can be named; NULL outside of processes.
    Record *self;       // Its fields can be named; NULL where there is none.
    bool self_is_input; // `self` is local 0, the input of a hook.
    PlaceId self_place;
    const Local *locals; // The innermost first.
    uint32_t local_count;
    const Known *known;
    const Event *event; // The word `event` can stand; NULL where it cannot.
    PlaceId event_place;
    Message *message;        // Context words can stand; NULL outside of messages.
    Expr *calendar;          // `uses calendar` in force here; NULL where none is.
    Owing owing;             // Whose calendar the clock of a step may run on without that line,
    bool counts_owed;        // here, where the clock's own expression stands,
    Expr *owed;              // and that calendar, once it is used.
    const SceneNames *scene; // Of a scenario; NULL outside of them.
    const Process *measured; // Of a measure: whose cases; NULL outside of them.
    const char *no_rates;    // Why nothing can be converted here; NULL where the scope allows it.
    const char *constant;    // Where nothing can be named: what stands here ("a value at start").
} Scope;

// Steps of an expression that stand on one another, those of computed fields included. What is
// put around an expression (a field of it, the number of an amount) fits in what is left.
enum { EXPR_HEIGHT_MAX = WRIT_EXPR_DEPTH_MAX - 16 };

// No particular type is expected; TYPE_UNKNOWN as expectation means "told already".
enum { TYPE_ANY = UINT32_MAX };

// Whether a condition holds or does not.
typedef enum Truth {
    HOLDS,
    HOLDS_NOT,
} Truth;
Truth check_truth_not(Truth truth);

// What is needed where a value goes.
typedef struct Wanted {
    TypeId type;
    Currency currency; // Of money, where the type alone does not say it.
    const char *what;  // What needs it, for messages: "\"quantity\" of erp.reserve_stock".
    WritSpan declared; // Where that is said; {0, 0} for nowhere.
} Wanted;

// Any type. `expected` gives meaning to names of values, codes and `none`.
Expr *check_expr(Scope *scope, const TreeExpr *tree, TypeId expected);
// A value for `wanted`: of its type, there unless it may be missing, projected to a structural
// record.
Expr *check_expr_as(Scope *scope, const TreeExpr *tree, Wanted wanted);
Expr *check_condition(Scope *scope, const TreeExpr *tree);
// A path as a value: in `shows`, `one open case per` and where a path stands as an argument.
Expr *check_path(Scope *scope, const TreePath *path, TypeId expected);
// A text that may show values; type Text.
Expr *check_text(Scope *scope, const TreeText *text);

// --- Parts that several files build with (expr_parts.c, fit.c) -----------------------------

Expr *check_expr_new(Scope *scope, WritOperation operation, TypeId type, WritSpan span);
void check_expr_operands(Expr *expr, Expr *a, Expr *b, Expr *c);
void check_expr_items(Expr *expr, Expr **items, uint32_t count);
// Notes that what `expr` reads is `height` high by itself.
void check_expr_stands_on(Expr *expr, uint32_t height);
Expr *check_expr_unknown(Scope *scope, WritSpan span);
Expr *check_expr_constant(Scope *scope, TypeId type, WritSpan span, WritValue value);
bool check_expr_is_unknown(const Expr *expr);
// Field number `field` of `record`, which must be there.
Expr *check_expr_field(Scope *scope, Expr *record, uint32_t field, WritSpan span);
// Marks in `read` the fields of the record that the expression belongs to which it reads.
void check_expr_mark_fields(const Expr *expr, bool *read);
// A result, a filled value or a stored one without a start may hold nothing yet: the flow of the
// process has to prove that it was written before it is read.
bool check_slot_may_be_empty(const Checker *checker, const Slot *slot);
// The slot as a value.
Expr *check_expr_slot(Scope *scope, Slot *slot, WritSpan span);

// `expr` as something that is there. An optional value is so where `is present` was asked around
// it, or where the flow of the process proves it; otherwise that is told.
Expr *check_require(Scope *scope, Expr *expr);
// The places that are there when `condition` is true (or false), before `outer`.
const Known *check_known(Scope *scope, const Expr *condition, Truth truth, const Known *outer);

Expr *check_fit(Scope *scope, Expr *expr, Wanted wanted);
// The expected currency of field `field` of a record that is made of `items`, one a field (NULL
// where none is given).
Currency check_sibling_currency(Checker *checker, const Record *record, uint32_t field,
                                Expr *const *items);

// --- Kinds of expressions (literals.c, paths.c, operators.c, lists.c, calls.c) -------------

Expr *check_literal(Scope *scope, const TreeExpr *tree);
Expr *check_code(Scope *scope, const TreeExpr *tree, TypeId expected);
Expr *check_none(Scope *scope, const TreeExpr *tree, TypeId expected);
Expr *check_binary(Scope *scope, const TreeExpr *tree);
Expr *check_is(Scope *scope, const TreeExpr *tree);
Expr *check_in(Scope *scope, const TreeExpr *tree);
Expr *check_minus(Scope *scope, const TreeExpr *tree);
Expr *check_not(Scope *scope, const TreeExpr *tree);
Expr *check_quantified(Scope *scope, const TreeExpr *tree);
Expr *check_count(Scope *scope, const TreeExpr *tree);
Expr *check_sum(Scope *scope, const TreeExpr *tree);
Expr *check_call(Scope *scope, const TreeExpr *tree);
Expr *check_record_value(Scope *scope, const TreeExpr *tree);
// True when a name stands for something with a value here: a local, a field, a slot, `event`.
bool check_is_variable(const Scope *scope, const TreeName *name);
// True when the expression alone does not say what it is: a name of a value, a code, `none`.
bool check_needs_expectation(Scope *scope, const TreeExpr *tree);
// Makes `tree` mean a whole number from `low` to `high`; tells otherwise and returns false.
// The number of a position, 2 for `2nd`. NULL: it is one from low to high; else what was told, for
// the caller's hint.
WritDiag *check_ordinal(Checker *checker, const TreeLiteral *tree, int64_t low, int64_t high,
                        int64_t *number);
bool check_whole(Checker *checker, const TreeLiteral *tree, int64_t low, int64_t high,
                 int64_t *number);

// Make `tree` mean a date, in days since 1970-01-01, and a time of day in minutes, 24:00 included;
// tell otherwise and return false.
bool check_date(Checker *checker, const TreeLiteral *tree, int64_t *days);
bool check_time(Checker *checker, const TreeLiteral *tree, int64_t *minutes);

// Makes `tree` mean an elapsed time, for what no calendar counts; tells otherwise and returns
// false.
bool check_duration(Checker *checker, const TreeDuration *tree, int64_t *count,
                    WritDurationUnit *unit);
// Makes `tree` mean a Duration or a WorkingTime; tells otherwise and returns false.
bool check_time_span(Checker *checker, const TreeDuration *tree, WritValue *value);
Expr *check_time_of_day(Scope *scope, const TreeLiteral *literal);
// --- What calendars count (working.c) --------------------------------------------------------

// The calendar in force, or an unknown expression where there is none (told); `what` needs it:
// "working time".
Expr *check_calendar(Scope *scope, WritSpan span, const char *what);
// The same for the clock of a step: without a calendar in force, that of whoever owes the step.
Expr *check_clock_calendar(Scope *scope, WritSpan span, const char *what);
Expr *check_today(Scope *scope, WritSpan span);
// `moment` plus or minus working `time`.
Expr *check_working_sum(Scope *scope, const TreeExpr *tree, Expr *moment, Expr *time);
// Whether elapsed time may be of months or years, which go by the date in the zone of the calendar
// in force; where none is, by that in UTC.
bool check_goes_by_date(const Checker *checker, const Expr *time);
// An Instant plus or minus such a `duration`, where a calendar is in force.
Expr *check_dated_sum(Scope *scope, const TreeExpr *tree, Expr *moment, Expr *duration);
Expr *check_working_day(Scope *scope, const TreeExpr *tree);
// Which working day of a month, from 1; tells otherwise and returns false. Tells also of one that
// not every month has on the calendar in force, or none; `last` is what can be written instead.
bool check_working_day_number(Scope *scope, const TreeLiteral *literal, const char *last,
                              int64_t *number);
// The same from the end of a month: -3 for `3rd`, -1 for the last, where `literal` is NULL.
bool check_last_working_day_number(Scope *scope, const TreeLiteral *literal, const char *last,
                                   int64_t *number);
// The instant of a time of day on a date.
Expr *check_moment(Scope *scope, WritSpan span, Expr *date, Expr *time);

// --- Names of a scenario (scenario_names.c) -----------------------------------------------------

// What stands in the row at hand under the column that `path` names; NULL: it names none.
const TreeExpr *check_scene_cell(const Scope *scope, const TreePath *path);
// That cell as a value.
Expr *check_scene_column(Scope *scope, const TreeExpr *cell, TypeId expected);
// A person of the scenario; NULL where `path` names none.
Expr *check_scene_person(Scope *scope, const TreePath *path);

// Tells that a choice has no value of this name.
Expr *check_tell_no_value(Scope *scope, const Choice *choice, const TreeName *name);

#endif
