// A plan: what the engine runs. One process with everything that it uses, checked and resolved.
//
// Plain data in arrays; things refer to each other by index, WRIT_NONE is "none". Tables are in
// the order of their qualified names, so that moving a declaration does not change the plan, and
// nothing of layout, comments or line numbers is in it. Its canonical bytes are what is hashed,
// stored and pinned by a case (architecture.md, idea 4).
//
// A struct with a kind has members that only some kinds use (lang/plan/plan_members.def says
// which). The others count for nothing: they are not encoded, and decoding gives them WRIT_NONE
// where they are indexes and zero elsewhere.
#ifndef WRIT_PLAN_H
#define WRIT_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/hash.h"
#include "writ/kinds.h"
#include "writ/types.h"
#include "writ/value.h"

enum {
    WRIT_PLAN_FORMAT = 4,  // The latest; plans that say nothing new have an earlier one.
    WRIT_SENDERS_MAX = 16, // Of one event.
    WRIT_SENDER_BYTES_MAX = 100,
    WRIT_SENT_MS_MAX = 7 * 24 * 60 * 60 * 1000, // How long sent times may count.
};

// --- Expressions -------------------------------------------------------------------------------

typedef struct WritExpr {
    WritOperation operation;
    WritTypeId type; // Of what it gives where it stands: `is present` has narrowed it already. One
                     // whose type is not optional never gives a missing value.
    uint32_t a, b, c;
    uint32_t extra;
} WritExpr;

// --- Data --------------------------------------------------------------------------------------

typedef struct WritSlot {
    WritText name;
    WritSlotKind kind;
    WritTypeId type;
    uint32_t node;     // Whose frame holds it: node 0 (the process), a branch or a `for each`.
    uint32_t at_start; // Expression; WRIT_SLOT_STORED only, else WRIT_NONE.
} WritSlot;

// A place that can be written: a slot, then field by field.
typedef struct WritTarget {
    uint32_t slot;
    uint32_t fields_start; // Into `operands`: numbers of fields.
    uint32_t field_count;
    WritTypeId type; // Of what stands there.
    WritText text;   // "order.lines", for messages and the timeline.
} WritTarget;

// --- People ------------------------------------------------------------------------------------

typedef struct WritRole {
    WritText name; // Qualified.
    WritText title;
    WritText group; // What it is filled from in the directory, without "directory:".
    uint32_t deputies_start, deputy_count; // `standing deputy`, in order: roles, into `operands`.
} WritRole;

typedef struct WritParty {
    WritPartyKind kind;
    uint32_t index;
    uint32_t unit;
} WritParty;

typedef struct WritPerformer {
    WritPerformerKind kind;
    uint32_t parties_start, party_count; // Into `parties`.
} WritPerformer;

// --- Outside world -----------------------------------------------------------------------------

typedef struct WritHook {
    WritText name; // Qualified: erp.reserve_stock
    WritText title;
    WritText function;
    uint32_t file;                          // Into `files`.
    uint32_t input;                         // Record type of what it takes.
    uint32_t output;                        // Record type of what it gives; may have no fields.
    uint32_t outcomes_start, outcome_count; // Into `texts`.
    WritEffect effect;
    int64_t timeout_ms;
    uint32_t retries;       // Attempts after the first.
    int64_t retry_every_ms; // Doubles with each retry up to retry_up_to_ms.
    int64_t retry_up_to_ms;
    uint32_t undo;            // Hook, or WRIT_NONE: `cannot be undone` or nothing to undo.
    uint32_t undo_args_start; // Into `operands`: an expression for each input field of the undo
                              // hook, in which local 0 is the input and local 1 the output of
                              // the call that is undone.
    uint32_t once_start, once_count; // `once per`: expressions in which local 0 is the input.
    uint32_t uses_start, use_count;  // `may use`: into `texts`.
} WritHook;

typedef struct WritFile {
    WritText path; // In the book: hooks/erp.lua
    WritText bytes;
} WritFile;

typedef struct WritEventType {
    WritText name; // Qualified.
    WritText title;
    uint32_t record;
    WritAddressing addressing;
    // `for the case with`: numbers of fields, into `operands`. None: it only starts cases.
    uint32_t keys_start, key_count;
    int64_t kept_count; // `early ones are kept`: 0 when they are not.
    WritDurationUnit kept_unit;
} WritEventType;

// `sent times of "wms" count for 10 minutes`: of whom the sent times of an event's messages count.
typedef struct WritSender {
    uint32_t event;
    WritText name;     // What stands before the slash of a message's source.
    int64_t counts_ms; // How long, and how long deadlines wait for a message of it.
} WritSender;

typedef struct WritMessage {
    WritText name;                      // Qualified.
    uint32_t givens_start, given_count; // Into `givens`: what it speaks of.
    uint32_t subject; // Expressions of type Text, in which WRIT_OP_LOCAL n is the n-th given.
    uint32_t text;
} WritMessage;

// --- Decisions ---------------------------------------------------------------------------------

typedef struct WritCell {
    WritCellKind kind;
    uint32_t low, high;                 // Constants, for BETWEEN.
    bool low_open, high_open;           // True where the bound itself is outside.
    uint32_t values_start, value_count; // Constants, into `operands`, for ONE_OF and NOT_ONE_OF.
    WritText text;                      // As the author wrote it, for explanations.
} WritCell;

typedef struct WritRow {
    WritText label;
    uint32_t cells_start;   // Into `cells`, one an input column.
    uint32_t results_start; // Into `operands`: an expression an output column, over the input as
                            // WRIT_OP_SELF.
} WritRow;

typedef struct WritDecision {
    WritText name; // Qualified.
    WritText title;
    uint32_t input;  // Record type of `given`.
    uint32_t output; // Record type of `gives`.
    WritHitPolicy policy;
    uint32_t columns_start, column_count; // Into `operands`: the input field of each column.
    uint32_t results_start, result_count; // Into `operands`: number of the output field; every
                                          // field has one column.
    uint32_t rows_start, row_count;
    bool has_from, has_through; // `in force from … through …`: days, the last one included.
    int64_t from, through;
    // Of the first of several versions, or of one that is dated: how many there are, from this
    // entry on, by rising start. 0: there is one for all days, or another one is the first.
    uint32_t version_count;
} WritDecision;

// --- Actions -----------------------------------------------------------------------------------

typedef struct WritAction {
    WritActionKind kind;
    uint32_t parties_start, party_count; // NOTIFY, REASSIGN (one)
    uint32_t message;                    // NOTIFY
    uint32_t args_start, arg_count;      // NOTIFY: expressions for the message's givens
    uint32_t target, expr;               // SET
    uint32_t milestone;                  // MARK, into `milestones`
    uint32_t node;
    uint32_t outcome; // END_CASE, into `outcomes` of the process
    int64_t count;    // EXTEND
    WritDurationUnit unit;
    bool working;     // EXTEND: hours or days of working time
    uint32_t at_most; // EXTEND, GO_BACK
    uint32_t after;   // EXTEND, GO_BACK: list for the time after the last
} WritAction;

typedef struct WritActionList {
    uint32_t start, count; // Into `actions`.
} WritActionList;

// --- Flow --------------------------------------------------------------------------------------

// The rungs of a ladder stand at every deadline that uses it, with what they speak of resolved
// there.
typedef struct WritRung {
    WritRungKind kind;
    uint32_t amount;   // Constant. AFTER, EVERY, BEFORE_DUE: a Duration or WorkingTime;
                       // AFTER_SHARE: a Percent, which may be above 100.
    uint32_t reminder; // AFTER_REMINDER: which time, from 1,
    uint32_t repeated; // of which rung: counted from the deadline's first one.
    uint32_t since;    // AFTER: node whose latest beginning counts, or WRIT_NONE: the clock's.
    uint32_t actions;  // List without a last action.
} WritRung;

typedef struct WritDeadline {
    WritDeadlineKind kind;
    uint32_t expr;
    uint32_t since;      // Node whose latest beginning starts the clock, or WRIT_NONE: this one.
    uint32_t on_overdue; // Action list; WRIT_NONE only when kind is NONE.
    uint32_t calendar;   // Expression of type Calendar: `uses calendar` of the step, else of its
                         // stage, else of the process; else WRIT_CONTEXT_OWED_CALENDAR, of
                         // a task; WRIT_NONE: nothing here needs one.
    uint32_t pauses;     // `clock pauses while`: condition, or WRIT_NONE.
    uint32_t rungs_start, rung_count; // Into `rungs`; also without a deadline (`every … remind`).
    WritText no_deadline_because;
} WritDeadline;

typedef struct WritSchedule {
    WritScheduleKind kind;
    uint32_t weekday;    // WEEK: 0 Monday … 6 Sunday.
    int64_t working_day; // WORKING_DAY: from 1; from the end, from -1, the last.
    WritText rule;       // RULE: without its DTSTART.
    uint32_t minute;     // Of the local day, in the zone of the plan's calendar.
} WritSchedule;

typedef struct WritNode {
    WritNodeKind kind;
    WritText name; // Of a step, stage, detour, branch; of `for each` its variable.
    WritText title;
    uint32_t parent;                      // WRIT_NONE for the process.
    uint32_t index;                       // Position among the parent's children.
    uint32_t children_start, child_count; // Into `operands`.
    uint32_t step;                        // WRIT_NODE_STEP: into `steps`.
    uint32_t condition;    // ARM, REPEAT (until), FOR_EACH (where): expression or WRIT_NONE.
    uint32_t actions;      // ROUTE: its list. REPEAT: `if still not`.
    WritDeadline deadline; // PROCESS, STAGE, DETOUR, STEP.
    uint32_t marks_start, mark_count; // `mark` lines of a stage: milestones, into `operands`.
    WritJoin join;                    // SAME_TIME
    WritEachOrder order;              // FOR_EACH
    uint32_t list;      // FOR_EACH: target of the list, or WRIT_NONE when list_expr is no place.
    uint32_t list_expr; // FOR_EACH
    uint32_t slot;      // FOR_EACH: its element's slot.
    uint32_t at_most;   // REPEAT
} WritNode;

typedef struct WritOutcomeHandler {
    WritText outcome;
    uint32_t actions;
} WritOutcomeHandler;

typedef struct WritStep {
    WritAct act;
    WritText instruction;                   // DO: its text.
    uint32_t only_if;                       // Expression or WRIT_NONE.
    WritPerformer performer;                // DO, APPROVE
    uint32_t never_start, never_count;      // `never by`: parties.
    bool substitutes;                       // A substitute may act.
    uint32_t fills_start, fill_count;       // Targets, into `operands`.
    uint32_t shows_start, show_count;       // Expressions with their targets' texts: into `shown`.
    uint32_t needs_start, need_count;       // Into `needs`.
    uint32_t handlers_start, handler_count; // `on OUTCOME`: into `handlers`.
    uint32_t on_no_answer;                  // CALL: action list.
    uint32_t on_nobody; // Action list for when nobody is permitted; WRIT_NONE: the process's.
    uint32_t callee;    // CALL: hook. DECIDE: decision. WAIT: event.
    uint32_t args_start, arg_count; // CALL, DECIDE: an expression for each input field, in order.
    uint32_t into;                  // CALL, WAIT: slot or WRIT_NONE.
    uint32_t as_of;     // DECIDE: expression of type Date, which version counts; WRIT_NONE: the day
                        // of the effective instant in UTC.
    uint32_t target;    // DECIDE. A decision with one result gives its value, one with more
                        // its output record, and WRIT_HIT_EVERY a list of these.
    uint32_t condition; // WAIT: over WRIT_OP_EVENT, or WRIT_NONE.
    uint32_t match_start, match_count; // WAIT: `event.FIELD = expression` of the condition: pairs
                                       // of field number and expression, into `operands`.
    uint32_t then;                     // ACTIONS: the list.
    uint32_t marks_start, mark_count;  // `mark` lines: milestones, into `operands`; reached when
                                       // the step is done, whatever its outcome.
    uint32_t undo;                     // `undo with` of the step itself: hook or WRIT_NONE.
    uint32_t undo_args_start; // An expression for each input field of that hook, evaluated when
                              // the step is done.
    uint32_t tags_start, tag_count; // Into `texts`.
} WritStep;

typedef struct WritNeed {
    uint32_t expr;
    WritText text;    // The author's condition.
    WritText because; // May be empty.
} WritNeed;

typedef struct WritShown {
    uint32_t expr;
    WritText text; // The path as written.
} WritShown;

typedef struct WritGiven {
    WritText name;
    WritTypeId type;
} WritGiven;

typedef struct WritHappens {
    uint32_t event;
    uint32_t stages_start, stage_count; // Nodes, into `operands`; none: in every stage.
    uint32_t where;                     // Expression or WRIT_NONE.
    bool stops_work;                    // `stop the work there`; otherwise `go on with the work`.
    uint32_t actions;
} WritHappens;

// `if PATH changes later …` of a step that asks for approval: what was shown there is compared with
// what stands there now. Steps in a `for each` have none.
typedef struct WritBinding {
    uint32_t node; // Of the step.
    uint32_t expr; // Over the data of the process.
    WritText text; // The path as written.
    bool leaves;   // Its actions leave the work; otherwise the work goes on beside them.
    uint32_t actions;
} WritBinding;

typedef struct WritCancellation {
    bool allowed; // False: the process has no `cancellation`.
    WritText title;
    WritPerformer performer;
    uint32_t only_before; // Milestone or WRIT_NONE.
    uint32_t marks_start, mark_count;
    uint32_t actions;
} WritCancellation;

// What a name in a rule means in this process.
typedef struct WritRuleOccurrence {
    WritOccurrenceKind kind;
    uint32_t index;
    uint32_t group; // Which of the rule's names.
} WritRuleOccurrence;

typedef struct WritRule {
    WritRuleKind kind;
    WritText name; // Qualified; of several in force one after the other, each has it.
    WritText title;
    WritText sentence; // As its author wrote it.
    bool blocks;       // What would break it is refused; otherwise it passes and is told.
    uint32_t occurrences_start, occurrence_count; // Into `occurrences`, by rising group.
    uint32_t when;                                // `when` and `in force`: condition, or WRIT_NONE.
    uint32_t expr;                                // ALWAYS
    uint32_t count;                               // AT_MOST, AT_LEAST
    uint32_t within;   // AFTER_ALWAYS: constant, a Duration or WorkingTime; WRIT_NONE: until the
                       // case ends.
    uint32_t calendar; // AFTER_ALWAYS: expression of type Calendar; WRIT_NONE: nothing needs one.
    uint32_t actions;  // Who is told of a breach: a list that only notifies.
} WritRule;

typedef struct WritPlan {
    WritText name; // Qualified: sales.order_to_deliver.order_to_deliver
    WritText title;
    WritText version; // Of its module.
    WritText per;     // What the module rests on, may be empty.

    WritTypes types;
    WritValue *constants;
    uint32_t constant_count;
    WritExpr *exprs;
    uint32_t expr_count;
    uint32_t *operands; // Lists of numbers that other tables point into.
    uint32_t operand_count;
    WritText *texts;
    uint32_t text_count;

    WritSlot *slots;
    uint32_t slot_count;
    WritTarget *targets;
    uint32_t target_count;
    WritRole *roles;
    uint32_t role_count;
    WritParty *parties;
    uint32_t party_count;
    WritHook *hooks;
    uint32_t hook_count;
    WritFile *files;
    uint32_t file_count;
    WritEventType *events;
    uint32_t event_count;
    WritMessage *messages;
    uint32_t message_count;
    WritGiven *givens;
    uint32_t given_count;
    WritDecision *decisions;
    uint32_t decision_count;
    WritRow *rows;
    uint32_t row_count;
    WritCell *cells;
    uint32_t cell_count;
    WritText *milestones;
    uint32_t milestone_count;
    WritText *outcomes; // `ends as`
    uint32_t outcome_count;

    WritAction *actions;
    uint32_t action_count;
    WritActionList *lists;
    uint32_t list_count;
    WritNode *nodes;
    uint32_t node_count;
    WritStep *steps;
    uint32_t step_count;
    WritOutcomeHandler *handlers;
    uint32_t handler_count;
    WritNeed *needs;
    uint32_t need_count;
    WritShown *shown;
    uint32_t shown_count;
    WritHappens *happens;
    uint32_t happens_count;
    WritRung *rungs;
    uint32_t rung_count;
    WritRule *rules; // By name, then by when they come into force.
    uint32_t rule_count;
    WritRuleOccurrence *occurrences;
    uint32_t occurrence_count;
    WritSender *senders; // By event, then by name.
    uint32_t sender_count;
    WritBinding *bindings; // By node, then as written.
    uint32_t binding_count;

    WritStartKind start;
    uint32_t start_event;                            // ON_EVENT
    uint32_t start_wheres_start, start_where_count;  // ON_EVENT: conditions over WRIT_OP_EVENT,
                                                     // into `operands`; all of them must hold.
    uint32_t start_parties_start, start_party_count; // ON_REQUEST
    WritSchedule schedule;                           // ON_SCHEDULE
    WritText calendar; // `uses calendar` of the process, for its schedule and today(): qualified,
                       // or empty.
    WritParty owner;
    uint32_t on_nobody; // Action list or WRIT_NONE.
    WritSecond second;
    uint32_t keys_start, key_count; // `one open case per`: expressions, into `operands`.
    WritText keys_text;             // "order.number", for messages.
    WritCancellation cancellation;
} WritPlan;

// The version of a decision that is in force on a day (days since 1970-01-01); WRIT_NONE: none is.
// `decision` is the first of them, or has no versions.
uint32_t writ_plan_version(const WritPlan *plan, uint32_t decision, int64_t day);

// Canonical bytes of the whole plan, Lua files included.
void writ_plan_encode(WritBuffer *out, const WritPlan *plan);

// Reads what writ_plan_encode wrote into `arena` and validates it, so that the engine may trust it.
// The plan does not refer to `bytes` afterwards. WRIT_INVALID when the bytes are anything else;
// WRIT_LIMIT for a later format or more than WRIT_PLAN_BYTES_MAX bytes.
WRIT_NODISCARD WritStatus writ_plan_decode(WritPlan *plan, WritArena *arena, WritText bytes,
                                           WritError *error);

// What decoding promises, for a plan that was built in memory: every index, range, type, scope and
// bound is right, so that whoever runs it need not look again. WRIT_INVALID names the table, the
// entry and what is wrong.
WRIT_NODISCARD WritStatus writ_plan_validate(const WritPlan *plan, WritError *error);

// The hash that a case pins: SHA-256 of the canonical bytes.
WritHash writ_plan_hash(WritText encoded);

// A listing for people and tests: one thing a line, stable.
void writ_plan_print(WritBuffer *out, const WritPlan *plan);

// Which members of an expression are operands: indexes of expressions, LIST the `operands` b, c.
enum {
    WRIT_USES_A = 1,
    WRIT_USES_B = 2,
    WRIT_USES_C = 4,
    WRIT_USES_EXTRA = 8,
    WRIT_USES_LIST = 16,
};
unsigned writ_plan_uses(WritOperation operation);

// The call of a formula is the computed field of a record of what it is given: that record, whose
// name is the formula's and whose last field is what it gives. NULL when the expression is none.
const WritRecordType *writ_plan_formula(const WritPlan *plan, uint32_t expr);

// An expression as an author would write it ("share(order.total, order.limit)"), for messages. The
// variable of a list is called "item". Longer than about 200 bytes, it ends in "…".
void writ_plan_print_expr(WritBuffer *out, const WritPlan *plan, uint32_t expr);

#endif
