// Declarations other than processes.
#ifndef SYNTAX_TREE_DECL_H
#define SYNTAX_TREE_DECL_H

#include "syntax/tree_action.h"

// --- Data ---------------------------------------------------------------------------------

typedef struct TreeChoice {
    bool ordered;
    TreeNames values; // Names or codes, at least one.
    TreeMetas metas;
} TreeChoice;

typedef enum TreeFieldOptionKind {
    TREE_FIELD_AT_START,
    TREE_FIELD_COMPUTED_AS,
    TREE_FIELD_SUCH_THAT,
} TreeFieldOptionKind;

struct TreeFieldOption {
    TreeFieldOptionKind kind;
    WritSpan span;
    TreeExpr *expr;
    TreeFieldOption *next;
};

struct TreeField {
    WritSpan span;
    TreeName *name;
    TreeType *type;
    TreeFieldOptions options;
    TreeField *next;
};

typedef struct TreeRecord {
    TreeMetas metas;
    TreeFields fields; // At least one.
} TreeRecord;

typedef enum TreeEventLineKind {
    TREE_EVENT_FIELD,         // field
    TREE_EVENT_FOR_CASE_WITH, // paths
    TREE_EVENT_FOR_LONGEST,   // `for the longest waiting case`
    TREE_EVENT_FOR_ALL,       // `for all cases waiting for it`
    TREE_EVENT_EARLY_KEPT,    // duration
    TREE_EVENT_SENT_TIMES,    // text: the source; duration
} TreeEventLineKind;

struct TreeEventLine {
    TreeEventLineKind kind;
    WritSpan span;
    TreeEventLine *next;
    TreeField *field;
    TreePaths paths;
    TreeText *text;
    TreeDuration *duration;
};

typedef struct TreeEvent {
    TreeMetas metas;
    TreeEventLines lines;
} TreeEvent;

// --- People, time, messages ---------------------------------------------------------------

typedef enum TreeRoleLineKind {
    TREE_ROLE_META,
    TREE_ROLE_FILLED_FROM, // text
    TREE_ROLE_STAFFED_BY,  // number: `staffed by at least N`
    TREE_ROLE_DEPUTY,      // parties: `standing deputy`
    TREE_ROLE_EXCLUDES,    // parties
} TreeRoleLineKind;

struct TreeRoleLine {
    TreeRoleLineKind kind;
    WritSpan span;
    TreeRoleLine *next;
    TreeMeta *meta;
    TreeText *text;
    TreeLiteral *number;
    TreeParties parties;
};

typedef struct TreeRole {
    TreeRoleLines lines;
} TreeRole;

typedef enum TreeCalendarLineKind {
    TREE_CALENDAR_META,
    TREE_CALENDAR_TIME_ZONE,     // text
    TREE_CALENDAR_OPEN,          // first, last, from, to
    TREE_CALENDAR_HOLIDAYS,      // text
    TREE_CALENDAR_OPEN_ALL,      // paths: `open when all of`
    TREE_CALENDAR_OPEN_ANY,      // paths: `open when any of`
    TREE_CALENDAR_VALID_THROUGH, // from: the date
} TreeCalendarLineKind;

struct TreeCalendarLine {
    TreeCalendarLineKind kind;
    WritSpan span;
    TreeCalendarLine *next;
    TreeMeta *meta;
    TreeText *text;
    TreeWeekday *first;
    TreeWeekday *last; // The same as `first` where one day is named.
    TreeLiteral *from;
    TreeLiteral *to;
    TreePaths paths;
};

typedef struct TreeCalendar {
    TreeCalendarLines lines;
} TreeCalendar;

typedef enum TreeRatesLineKind {
    TREE_RATES_META,
    TREE_RATES_AGAINST,   // code
    TREE_RATES_FROM,      // text
    TREE_RATES_AGE,       // duration: `no older than`
    TREE_RATES_TO_UNIT,   // `rounded to the minor unit`
    TREE_RATES_TO_PLACES, // number: `rounded to N places`
} TreeRatesLineKind;

struct TreeRatesLine {
    TreeRatesLineKind kind;
    WritSpan span;
    TreeRatesLine *next;
    TreeMeta *meta;
    TreeName *code;
    TreeText *text;
    TreeDuration *duration;
    TreeLiteral *number;
};

// `exchange rates`.
typedef struct TreeRates {
    TreeRatesLines lines;
} TreeRates;

typedef enum TreeRungKind {
    TREE_RUNG_META,
    TREE_RUNG_GIVEN,          // params
    TREE_RUNG_AFTER,          // duration, since
    TREE_RUNG_AFTER_PERCENT,  // literal: `after 50% of the deadline`
    TREE_RUNG_AFTER_REMINDER, // literal: `after the 2nd reminder`
    TREE_RUNG_EVERY,          // duration
    TREE_RUNG_BEFORE_DUE,     // duration
} TreeRungKind;

// All but META and GIVEN have actions.
struct TreeRung {
    TreeRungKind kind;
    WritSpan span;
    TreeRung *next;
    TreeMeta *meta;
    TreeParams params;
    TreeDuration *duration;
    TreeLiteral *literal;
    TreePath *since; // May be NULL.
    TreeActions actions;
};

typedef struct TreeLadder {
    TreeRungs rungs; // At least one.
} TreeLadder;

typedef enum TreeMessageLineKind {
    TREE_MESSAGE_GIVEN, // params
    TREE_MESSAGE_SUBJECT,
    TREE_MESSAGE_TEXT,
} TreeMessageLineKind;

struct TreeMessageLine {
    TreeMessageLineKind kind;
    WritSpan span;
    TreeMessageLine *next;
    TreeParams params;
    TreeText *text;
};

typedef struct TreeMessage {
    TreeMessageLines lines;
} TreeMessage;

// --- Hooks, formulas, measures ------------------------------------------------------------

typedef enum TreeHookLineKind {
    TREE_HOOK_META,
    TREE_HOOK_LUA,      // name: the function; text: the file
    TREE_HOOK_TAKES,    // params
    TREE_HOOK_GIVES,    // params
    TREE_HOOK_OUTCOMES, // names
    TREE_HOOK_COMPUTES_ONLY,
    TREE_HOOK_READS_ONLY,
    TREE_HOOK_WRITES_OUTSIDE,
    TREE_HOOK_ONCE_PER,  // paths
    TREE_HOOK_TIMEOUT,   // duration
    TREE_HOOK_RETRY,     // number; duration: every, or NULL; up_to, or NULL
    TREE_HOOK_UNDO_WITH, // path
    TREE_HOOK_CANNOT_BE_UNDONE,
    TREE_HOOK_MAY_USE, // paths
} TreeHookLineKind;

struct TreeHookLine {
    TreeHookLineKind kind;
    WritSpan span;
    TreeHookLine *next;
    TreeMeta *meta;
    TreeName *name;
    TreeText *text;
    TreeParams params;
    TreeNames names;
    TreePaths paths;
    TreePath *path;
    TreeLiteral *number;
    TreeDuration *duration;
    TreeDuration *up_to;
};

typedef struct TreeHook {
    TreePath *path; // `erp.reserve_stock`.
    TreeHookLines lines;
} TreeHook;

typedef enum TreeFormulaLineKind {
    TREE_FORMULA_META,
    TREE_FORMULA_GIVEN, // params
    TREE_FORMULA_GIVES, // type
    TREE_FORMULA_IS,    // expr
} TreeFormulaLineKind;

struct TreeFormulaLine {
    TreeFormulaLineKind kind;
    WritSpan span;
    TreeFormulaLine *next;
    TreeMeta *meta;
    TreeParams params;
    TreeType *type;
    TreeExpr *expr;
};

typedef struct TreeFormula {
    TreeFormulaLines lines; // At least one.
} TreeFormula;

typedef enum TreeMeasureLineKind {
    TREE_MEASURE_META,
    TREE_MEASURE_OWNER,           // party
    TREE_MEASURE_OVER,            // path, expr: where, or NULL
    TREE_MEASURE_IS,              // expr
    TREE_MEASURE_TARGET_AT_LEAST, // expr
    TREE_MEASURE_TARGET_AT_MOST,  // expr
} TreeMeasureLineKind;

struct TreeMeasureLine {
    TreeMeasureLineKind kind;
    WritSpan span;
    TreeMeasureLine *next;
    TreeMeta *meta;
    TreeParty *party;
    TreePath *path;
    TreeExpr *expr;
};

typedef struct TreeMeasure {
    TreeMeasureLines lines; // At least one.
} TreeMeasure;

// --- Decisions, committees, rules ---------------------------------------------------------

typedef enum TreeDecisionLineKind {
    TREE_DECISION_META,
    TREE_DECISION_GIVEN,     // params
    TREE_DECISION_GIVES,     // params
    TREE_DECISION_ONE_ROW,   // `exactly one row must match`
    TREE_DECISION_FIRST_ROW, // `first row that matches`
    TREE_DECISION_EVERY_ROW, // `every row that matches`
} TreeDecisionLineKind;

struct TreeDecisionLine {
    TreeDecisionLineKind kind;
    WritSpan span;
    TreeDecisionLine *next;
    TreeMeta *meta;
    TreeParams params;
};

typedef struct TreeDecision {
    TreeDecisionLines lines;
    TreeTable *table;
} TreeDecision;

typedef enum TreeCommitteeLineKind {
    TREE_COMMITTEE_META,
    TREE_COMMITTEE_GIVEN,     // params
    TREE_COMMITTEE_CHAIR,     // parties, each if none before is available
    TREE_COMMITTEE_MEMBERS,   // parties
    TREE_COMMITTEE_ADVISERS,  // parties
    TREE_COMMITTEE_SECRETARY, // parties: one
    TREE_COMMITTEE_QUORUM,    // number, including_chair
    TREE_COMMITTEE_MAJORITY,  // more_than, number, divisor, of_all_members, when
    TREE_COMMITTEE_TIE,       // chair_decides, when
    TREE_COMMITTEE_VETO,      // parties: one; when
} TreeCommitteeLineKind;

struct TreeCommitteeLine {
    TreeCommitteeLineKind kind;
    WritSpan span;
    TreeCommitteeLine *next;
    TreeMeta *meta;
    TreeParams params;
    TreeParties parties;
    TreeLiteral *number;
    TreeLiteral *divisor; // NULL: `number` is a percentage.
    bool including_chair;
    bool more_than;      // Otherwise `at least`.
    bool of_all_members; // Otherwise `of votes cast`.
    bool chair_decides;  // Otherwise `motion fails`.
    TreeExpr *when;      // May be NULL.
};

typedef struct TreeCommittee {
    TreeCommitteeLines lines;
} TreeCommittee;

// A step, milestone or event; or any step with a tag.
struct TreeOccurrence {
    WritSpan span;
    TreePath *path;    // NULL where `any_tag` is not.
    TreeName *any_tag; // NULL where `path` is not.
    TreeOccurrence *next;
};

typedef enum TreeConstraintKind {
    TREE_CONSTRAINT_BLOCKED_UNTIL,    // first, second
    TREE_CONSTRAINT_BEFORE,           // first, second, parties: is reported to
    TREE_CONSTRAINT_NEVER_AFTER,      // first, second
    TREE_CONSTRAINT_AFTER_ALWAYS,     // first, second, within
    TREE_CONSTRAINT_NEVER_BOTH,       // first, second
    TREE_CONSTRAINT_AT_MOST,          // first, number
    TREE_CONSTRAINT_AT_LEAST,         // first, number
    TREE_CONSTRAINT_NEVER_DOES,       // first: whoever did; second
    TREE_CONSTRAINT_DIFFERENT_PEOPLE, // occurrences
    TREE_CONSTRAINT_SAME_PERSON,      // occurrences
    TREE_CONSTRAINT_ALWAYS,           // expr
} TreeConstraintKind;

typedef struct TreeConstraint {
    TreeConstraintKind kind;
    WritSpan span;
    TreeOccurrence *first;
    TreeOccurrence *second;
    TreeOccurrences occurrences;
    TreeParties parties;
    TreeLiteral *number;
    TreeDuration *within; // May be NULL.
    TreeExpr *expr;
} TreeConstraint;

typedef enum TreeRuleLineKind {
    TREE_RULE_META,
    TREE_RULE_GIVEN,      // params
    TREE_RULE_APPLIES_TO, // paths
    TREE_RULE_APPLIES_TO_ALL,
    TREE_RULE_WHEN,       // expr
    TREE_RULE_CONSTRAINT, // constraint
    TREE_RULE_ON_BREACH,  // actions
} TreeRuleLineKind;

struct TreeRuleLine {
    TreeRuleLineKind kind;
    WritSpan span;
    TreeRuleLine *next;
    TreeMeta *meta;
    TreeParams params;
    TreePaths paths;
    TreeExpr *expr;
    TreeConstraint *constraint;
    TreeActions actions;
};

typedef struct TreeRule {
    TreeRuleLines lines; // At least one.
} TreeRule;

// --- Migrations and scenarios -------------------------------------------------------------

typedef enum TreeMigrationLineKind {
    TREE_MIGRATION_META,
    TREE_MIGRATION_RENAME_STAGE, // from, to
    TREE_MIGRATION_RENAME_STEP,  // from, to
    TREE_MIGRATION_SET,          // path, expr
    TREE_MIGRATION_MOVE,         // names: stages that move to this version
    TREE_MIGRATION_STAY,         // names: stages that stay on `version`
} TreeMigrationLineKind;

struct TreeMigrationLine {
    TreeMigrationLineKind kind;
    WritSpan span;
    TreeMigrationLine *next;
    TreeMeta *meta;
    TreeName *from;
    TreeName *to;
    TreePath *path;
    TreeExpr *expr;
    TreeNames names;
    TreeLiteral *version;
};

typedef struct TreeMigration {
    TreeLiteral *version;
    TreeMigrationLines lines; // At least one.
} TreeMigration;

typedef enum TreeScenarioLineKind {
    TREE_SCENARIO_META,
    TREE_SCENARIO_CLOCK,            // date, time
    TREE_SCENARIO_PERSON,           // name, parties: none, where no role is said
    TREE_SCENARIO_SYSTEM_ANSWERS,   // path: the hook; value, args
    TREE_SCENARIO_SYSTEM_SILENT,    // path: `system H gives no answer`
    TREE_SCENARIO_STARTS,           // name: who; path: the process; args
    TREE_SCENARIO_ANSWERS,          // name: who; path: the step; value, args
    TREE_SCENARIO_CANCELS,          // name
    TREE_SCENARIO_AWAY,             // name, date, through, value: replaced by, or NULL
    TREE_SCENARIO_ARRIVES,          // path: the event; args
    TREE_SCENARIO_PASS,             // duration
    TREE_SCENARIO_CHECK_HAS_TASK,   // name, path
    TREE_SCENARIO_CHECK_NO_TASK,    // name, path
    TREE_SCENARIO_CHECK_MESSAGE,    // name, path
    TREE_SCENARIO_CHECK_NO_MESSAGE, // name, path
    TREE_SCENARIO_CHECK_STAGE,      // name
    TREE_SCENARIO_CHECK_ENDED,      // value
    TREE_SCENARIO_CHECK_BREACH,     // path
    TREE_SCENARIO_CHECK_NO_BREACH,  // path
    TREE_SCENARIO_CHECK_CALL,       // path, args
    TREE_SCENARIO_CHECK_ROW,        // value, path
    TREE_SCENARIO_CHECK_THAT,       // expr
    TREE_SCENARIO_CASES,            // table
} TreeScenarioLineKind;

struct TreeScenarioLine {
    TreeScenarioLineKind kind;
    WritSpan span;
    TreeScenarioLine *next;
    TreeMeta *meta;
    TreeName *name;
    TreeName *value;
    TreePath *path;
    TreeArgs args;
    TreeParties parties;
    TreeLiteral *date;
    TreeLiteral *time;
    TreeLiteral *through;
    TreeDuration *duration;
    TreeExpr *expr;
    TreeTable *table;
};

typedef struct TreeScenario {
    TreeScenarioLines lines; // At least one.
} TreeScenario;

#endif
