// The kinds of things that a process is made of, and their bounds: what checker, plan and engine
// share.
//
// Only names and numbers. What each kind has beside it stands with the struct that has it, in
// writ/plan.h.
#ifndef WRIT_KINDS_H
#define WRIT_KINDS_H

// Bounds that decoding and writ_plan_validate keep; a plan beyond them is refused.
enum {
    WRIT_PLAN_BYTES_MAX = 4 << 20,         // Canonical bytes, Lua files included.
    WRIT_PLAN_TABLE_MAX = 1 << 18,         // Entries of one table.
    WRIT_PLAN_ARENA_BYTES_MAX = 256 << 20, // What an arena must allow to decode any plan.
    WRIT_EXPR_DEPTH_MAX = 256, // Operands below an expression, those of the computed fields and
                               // `at start` values that it reads included.
    WRIT_LOCALS_MAX = 16,      // Variables of one expression.
    WRIT_NODE_DEPTH_MAX = 64,  // Nodes from the process down to a step.
    WRIT_RUNGS_MAX = 32,       // Of one deadline.
    WRIT_RUNG_SHARE_MAX = 10,  // Of the time to the deadline: `after 1000% of the deadline`.
    WRIT_RULES_MAX = 256,      // That hold in one process.
};

// What an expression does with its operands a, b, c (indexes of expressions unless said).
// Checked before it gets here: operands have the types that the operation needs. An operand has a
// lower index than what uses it and may be used more than once.
typedef enum WritOperation {
    WRIT_OP_CONSTANT,    // a: index into constants
    WRIT_OP_SLOT,        // a: slot
    WRIT_OP_LOCAL,       // a: number of a variable of `every`, `count`, `given` …, see WritScope
    WRIT_OP_SELF,        // the record whose field is computed or restricted
    WRIT_OP_FIELD,       // a: a record; b: number of the field (computed ones are evaluated)
    WRIT_OP_EVENT,       // the message that is being matched
    WRIT_OP_CONTEXT,     // a: WritContextWord
    WRIT_OP_PERSON_NAME, // a: a person; the name that the directory has for that id
    WRIT_OP_AND,         // a, b; b is not evaluated when a decides
    WRIT_OP_OR,
    WRIT_OP_NOT,   // a
    WRIT_OP_EQUAL, // a, b
    WRIT_OP_NOT_EQUAL,
    WRIT_OP_LESS,
    WRIT_OP_LESS_EQUAL,
    WRIT_OP_GREATER,
    WRIT_OP_GREATER_EQUAL,
    WRIT_OP_IS_MISSING, // a
    WRIT_OP_IS_PRESENT,
    WRIT_OP_IS_EMPTY,       // a: a list or text
    WRIT_OP_IN_LIST,        // a in the list value b
    WRIT_OP_IN_SET,         // a in [ … ]: operands b, c are start and count in `operands`
    WRIT_OP_IN_RANGE,       // a from b to c, both included
    WRIT_OP_IN_RANGE_BELOW, // a from b to below c
    WRIT_OP_OR_ELSE,        // a, or b where a is missing
    WRIT_OP_ADD,            // a, b: two numbers of one kind; date or instant and duration
    WRIT_OP_SUBTRACT,
    WRIT_OP_MULTIPLY, // at most one operand carries a unit or currency; numbers and percentages
                      // give the one or the other, as `type` says
    WRIT_OP_NEGATE,
    WRIT_OP_EVERY, // list a, condition b, local c
    WRIT_OP_SOME,
    WRIT_OP_NO,
    WRIT_OP_COUNT,  // list a, condition b or WRIT_NONE, local c
    WRIT_OP_SUM,    // list a, condition b or WRIT_NONE, local c; `extra`: what is summed
    WRIT_OP_CALL,   // a: WritBuiltin; b, c: start and count in `operands`
    WRIT_OP_RECORD, // a new record of type `type`: b, c: start and count in `operands`, one a
                    // field in order, WRIT_NONE where its `at start` holds
    WRIT_OP_JOIN,   // a text made of the printed operands b, c (start, count)
    WRIT_OP_LIST,   // a list of the operands b, c (start, count), which are no lists or records
} WritOperation;

typedef enum WritBuiltin {
    WRIT_BUILTIN_SHARE,   // share(a, b): a as a percentage of b, 34 digits, half even; b zero fails
    WRIT_BUILTIN_ROUNDED, // rounded(x, places): half away from zero (N9)
    WRIT_BUILTIN_AMOUNT,  // amount(x): the number of a money or quantity
    // The last operand of those below is of type Calendar: the one in force where the expression
    // stands, for `today()` that of the process. It is looked up among the calendars in force at
    // the effective instant of the command; WRIT_NOT_FOUND where it is not there, and the errors of
    // writ/calendar.h where a count leaves what it knows.
    WRIT_BUILTIN_TODAY, // today(calendar): a Date, the local day of the effective instant in the
                        // calendar's zone (settled.md 2); also beyond the calendar's last day
    WRIT_BUILTIN_ADD_WORKING_TIME, // a Date or Instant, a WorkingTime, calendar; gives the type of
                                   // the first. A Date moves by working days as
                                   // writ_calendar_move_day; hours: WRIT_INVALID. An Instant by
                                   // hours as writ_calendar_add_time, by days as
                                   // writ_calendar_add_days (to the close of the day). A negative
                                   // time is subtracted
    WRIT_BUILTIN_SUBTRACT_WORKING_TIME, // the same backwards: by writ_calendar_subtract_time, and
                                        // by minus that many days
    WRIT_BUILTIN_WORKING_DAY, // a Month, a Number that is a constant (1 to 31, or from the
                              // end -1 to -31), calendar: a Date, as writ_calendar_day_of_month
    WRIT_BUILTIN_MOMENT,      // a Date, a Time, calendar: the Instant at which clocks in the zone
                              // show them, as writ_zone_instant; 24:00 is the next midnight; also
                              // beyond the calendar's last day
    WRIT_BUILTIN_HIGHEST, // highest(list): of a list of ordered values, missing where it is empty
    WRIT_BUILTIN_LOWEST,
    WRIT_BUILTIN_ADD_DURATION, // an Instant, a Duration, calendar: the Instant, as writ_zone_add in
                               // its zone
    WRIT_BUILTIN_SUBTRACT_DURATION, // the same by minus that many
    WRIT_BUILTIN_MONTH_OF,          // month_of(date): the Month in which a Date lies
    WRIT_BUILTIN_CONVERTED,         // an amount, a Currency, a constant Text: the qualified name of
                            // exchange rates. The amount itself where it is in that currency, else
                            // as writ_rates_convert with the rates in force, on the local day of
                            // the effective instant in the zone of the plan's calendar, in UTC
                            // where it has none. WRIT_NOT_FOUND where the rates are not there
    WRIT_BUILTIN_DOCUMENT_NAME, // of a Document: its name, a Text
    WRIT_BUILTIN_DOCUMENT_SIZE, // its bytes, a Number
    WRIT_BUILTIN_DOCUMENT_HASH, // SHA-256 of its content in hexadecimal digits, a Text
} WritBuiltin;

// Words that mean something only in messages and rules: a record of the runtime's making.
typedef enum WritContextWord {
    WRIT_CONTEXT_CASE_NUMBER,
    WRIT_CONTEXT_TASK_TITLE,
    WRIT_CONTEXT_TASK_SINCE,
    WRIT_CONTEXT_TASK_DUE,
    WRIT_CONTEXT_TASK_ASSIGNEE_NAME,
    WRIT_CONTEXT_STAGE_TITLE,
    WRIT_CONTEXT_STAGE_SINCE,
    WRIT_CONTEXT_BREACH_RULE,     // The rule's name, without its module.
    WRIT_CONTEXT_BREACH_SENTENCE, // What it says, as its author wrote it.
    WRIT_CONTEXT_BREACH_PROCESS,  // The process's title.
    WRIT_CONTEXT_BREACH_CASE,     // The number of the case.
    WRIT_CONTEXT_BREACH_STEP,     // The title of the step, or of the stage or process.
    WRIT_CONTEXT_OWED_CALENDAR, // A Calendar: of whoever owes the task whose clock begins (N7). As
                                // the calendar of its deadline, and then in what the deadline says.
} WritContextWord;

typedef enum WritSlotKind {
    WRIT_SLOT_PARAMETER, // `starts with`
    WRIT_SLOT_STORED,    // `stores`
    WRIT_SLOT_RESULT,    // `into`: what a call, a decision or a message gave
    WRIT_SLOT_ELEMENT,   // the variable of `for each`
    WRIT_SLOT_FILLED,    // `fill name : Type`
} WritSlotKind;

typedef enum WritPartyKind {
    WRIT_PARTY_ROLE,       // index: role; unit: expression or WRIT_NONE
    WRIT_PARTY_PERSON,     // index: an expression of type Person
    WRIT_PARTY_OWNER,      // the process owner
    WRIT_PARTY_ASSIGNEE,   // whoever has the task
    WRIT_PARTY_ROLE_VALUE, // index: an expression of type Role; unit as for a role
} WritPartyKind;

typedef enum WritPerformerKind {
    WRIT_PERFORMER_ANY,     // any of the parties may take it (`by A`, `by either A or B`)
    WRIT_PERFORMER_IN_TURN, // the first party in which somebody is permitted and present
} WritPerformerKind;

typedef enum WritEffect {
    WRIT_EFFECT_COMPUTES,
    WRIT_EFFECT_READS,
    WRIT_EFFECT_WRITES,
} WritEffect;

typedef enum WritAddressing {
    WRIT_FOR_CASE_WITH, // `for the case with FIELDS`
    WRIT_FOR_LONGEST,   // `for the longest waiting case`
    WRIT_FOR_ALL,       // `for all cases waiting for it`
} WritAddressing;

typedef enum WritCellKind {
    WRIT_CELL_ANY,
    WRIT_CELL_MISSING,
    WRIT_CELL_PRESENT,
    WRIT_CELL_BETWEEN, // from low to high; either may be WRIT_NONE
    WRIT_CELL_ONE_OF,
    WRIT_CELL_NOT_ONE_OF,
} WritCellKind;

typedef enum WritHitPolicy {
    WRIT_HIT_EXACTLY_ONE,
    WRIT_HIT_FIRST,
    WRIT_HIT_EVERY,
} WritHitPolicy;

typedef enum WritActionKind {
    WRIT_ACTION_NOTIFY,    // parties, message, arguments
    WRIT_ACTION_SET,       // target, expression
    WRIT_ACTION_MARK,      // milestone
    WRIT_ACTION_REASSIGN,  // party
    WRIT_ACTION_UNDO,      // everything, or from node on
    WRIT_ACTION_EXTEND,    // by count of unit, at most times; then `after`
    WRIT_ACTION_NEXT,      // next step
    WRIT_ACTION_GO_TO,     // node (a stage)
    WRIT_ACTION_GO_BACK,   // node (a stage), at most times; then `after`
    WRIT_ACTION_END_CASE,  // outcome
    WRIT_ACTION_SKIP_NEXT, // node (a `for each`): end this element
    WRIT_ACTION_SKIP_END,  // node (a branch or stage): end it
} WritActionKind;

typedef enum WritNodeKind {
    WRIT_NODE_PROCESS, // Node 0. Children: stages and detours.
    WRIT_NODE_STAGE,
    WRIT_NODE_DETOUR, // Never entered by falling through.
    WRIT_NODE_STEP,
    WRIT_NODE_SAME_TIME, // Children: branches.
    WRIT_NODE_BRANCH,
    WRIT_NODE_FOR_EACH, // Children: its body.
    WRIT_NODE_IF,       // Children: arms.
    WRIT_NODE_ARM,      // `condition` WRIT_NONE: otherwise.
    WRIT_NODE_REPEAT,
    WRIT_NODE_ROUTE, // `actions`
} WritNodeKind;

typedef enum WritJoin {
    WRIT_JOIN_ALL,
    WRIT_JOIN_FIRST, // the first one done cancels the others
} WritJoin;

typedef enum WritEachOrder {
    WRIT_EACH_SAME_TIME,
    WRIT_EACH_ONE_AT_A_TIME,
} WritEachOrder;

typedef enum WritDeadlineKind {
    WRIT_DEADLINE_NONE,
    WRIT_DEADLINE_AFTER, // an expression of type Duration or WorkingTime, from when it began or was
                         // offered
    WRIT_DEADLINE_AT,    // an expression of type Instant or Date: the closing time of the calendar
} WritDeadlineKind;

// When something happens on the way to a deadline (a rung of a ladder, or `every … remind`).
typedef enum WritRungKind {
    WRIT_RUNG_AFTER,          // once, an amount of time after the clock, or a node, began
    WRIT_RUNG_AFTER_SHARE,    // once, when a share of the time to the deadline has passed
    WRIT_RUNG_AFTER_REMINDER, // once, with the n-th time of the rung before it that repeats
    WRIT_RUNG_EVERY,          // again and again, an amount of time after the time before
    WRIT_RUNG_BEFORE_DUE,     // once, an amount of time before the deadline
} WritRungKind;

typedef enum WritScheduleKind {
    WRIT_SCHEDULE_DAY,
    WRIT_SCHEDULE_WEEK,        // on a weekday
    WRIT_SCHEDULE_WORKING_DAY, // of each month, counted from its start or from its end
    WRIT_SCHEDULE_RULE,        // RFC 5545, daily or coarser
} WritScheduleKind;

typedef enum WritAct {
    WRIT_ACT_DO,      // a person does something
    WRIT_ACT_APPROVE, // a person approves `shown`
    WRIT_ACT_CALL,
    WRIT_ACT_DECIDE,
    WRIT_ACT_WAIT,
    WRIT_ACT_ACTIONS, // `notify`, `set`, or nothing but `mark`: the list `then`
} WritAct;

// The sentences of rules. A group is what one of its names means: a milestone, an event, a step, or
// each step with a tag.
typedef enum WritRuleKind {
    WRIT_RULE_BLOCKED_UNTIL,    // group 0 is blocked until group 1
    WRIT_RULE_BEFORE,           // group 0 before group 1 is reported
    WRIT_RULE_NEVER_AFTER,      // group 0 never after group 1
    WRIT_RULE_AFTER_ALWAYS,     // after group 0 always group 1 [within]
    WRIT_RULE_NEVER_BOTH,       // never both group 0 and group 1
    WRIT_RULE_AT_MOST,          // group 0 at most `count` times
    WRIT_RULE_AT_LEAST,         // group 0 at least `count` times
    WRIT_RULE_NEVER_DOES,       // whoever did group 0 never does group 1
    WRIT_RULE_DIFFERENT_PEOPLE, // different people do the groups
    WRIT_RULE_SAME_PERSON,      // the same person does all groups
    WRIT_RULE_ALWAYS,           // an expression
} WritRuleKind;

typedef enum WritOccurrenceKind {
    WRIT_OCCURS_STEP,      // index: node
    WRIT_OCCURS_MILESTONE, // index: milestone
    WRIT_OCCURS_EVENT,     // index: event
} WritOccurrenceKind;

typedef enum WritStartKind {
    WRIT_START_ON_EVENT,
    WRIT_START_ON_REQUEST,
    WRIT_START_ON_SCHEDULE,
} WritStartKind;

typedef enum WritSecond {
    WRIT_SECOND_ALLOWED, // No `one open case per` line.
    WRIT_SECOND_REFUSED,
    WRIT_SECOND_JOINED, // Its data go to the open case.
} WritSecond;

#endif
