// Plans by hand, for tests: each function adds one thing and returns its index.
//
//     PlanBuilder *b = build_new("order_to_deliver");
//     uint32_t order = build_record(b, "Order");
//     build_field(b, order, "number", build_plain(b, WRIT_TYPE_TEXT));
//     build_parameter(b, "order", build_record_type(b, order));
//     uint32_t stage = build_stage(b, "intake");
//     uint32_t step = build_step(b, stage, "look", WRIT_ACT_DO);
//     build_by(b, step, party_role(build_role(b, "clerk")));
//     build_outcome(b, step, "done", build_next(b));
//     const WritPlan *plan = build_finish(b);
//     …
//     build_free(b);
//
// A new builder has node 0, a role "owner" (role 0) that owns the process and may start it, and
// nothing else. Paths are texts ("order.lines"); values are written as in the language ("5 EUR").
// Mistakes in the test itself end the program. What a function does not offer is set directly in
// build_plan(b), which build_finish completes: ranges of children, outcomes, parties and rows are
// collected until then.
#ifndef TESTS_PLAN_BUILDER_H
#define TESTS_PLAN_BUILDER_H

#include <stdint.h>

#include "writ/plan.h"

typedef struct PlanBuilder PlanBuilder;

PlanBuilder *build_new(const char *process);
void build_free(PlanBuilder *b); // The plan ends with it.
WritArena *build_arena(PlanBuilder *b);
// The plan as it stands; pointers into it move as things are added.
WritPlan *build_plan(PlanBuilder *b);
// Completes and validates. Ends the program with the sentence when the plan is not valid.
const WritPlan *build_finish(PlanBuilder *b);
// The same without validating, for tests of validation.
WritPlan *build_finish_unchecked(PlanBuilder *b);

// --- Types ----------------------------------------------------------------------------------

WritTypeId build_plain(PlanBuilder *b, WritTypeKind kind); // Boolean, Number, Percent, Date, Text…
WritTypeId build_optional(PlanBuilder *b, WritTypeId type);
WritTypeId build_list(PlanBuilder *b, WritTypeId element);
WritTypeId build_money(PlanBuilder *b, const char *currency);
WritTypeId build_money_in(PlanBuilder *b, uint32_t field); // The currency of a sibling field.
WritTypeId build_quantity(PlanBuilder *b, const char *unit);
WritTypeId build_choice(PlanBuilder *b, const char *name, const char *values); // "a, b, c"
WritTypeId build_ordered_choice(PlanBuilder *b, const char *name, const char *values);
WritTypeId build_record_type(PlanBuilder *b, uint32_t record);

uint32_t build_record(PlanBuilder *b, const char *name);
// The number of the field.
uint32_t build_field(PlanBuilder *b, uint32_t record, const char *name, WritTypeId type);
void build_at_start(PlanBuilder *b, uint32_t record, uint32_t field, uint32_t expr);
void build_computed(PlanBuilder *b, uint32_t record, uint32_t field, uint32_t expr);
void build_such_that(PlanBuilder *b, uint32_t record, uint32_t field, uint32_t expr,
                     const char *text);

// --- Expressions ----------------------------------------------------------------------------

uint32_t build_expr(PlanBuilder *b, WritExpr expr);                               // Anything.
uint32_t build_operands(PlanBuilder *b, const uint32_t *numbers, uint32_t count); // The start.

uint32_t build_value(PlanBuilder *b, WritTypeId type, const char *text);    // A constant's index.
uint32_t build_constant(PlanBuilder *b, WritTypeId type, const char *text); // An expression.
uint32_t build_number(PlanBuilder *b, const char *text);
uint32_t build_words(PlanBuilder *b, const char *text); // A constant of type Text.
uint32_t build_none(PlanBuilder *b, WritTypeId type);   // Missing; `type` is optional.
uint32_t build_read(PlanBuilder *b, const char *path);  // A slot and fields: "order.total"
uint32_t build_self(PlanBuilder *b, uint32_t record, const char *path); // Its fields: "total"
uint32_t build_event_read(PlanBuilder *b, uint32_t record, const char *path);
uint32_t build_local(PlanBuilder *b, uint32_t number, WritTypeId type, const char *path); // Or ""
uint32_t build_one(PlanBuilder *b, WritOperation operation, uint32_t a);
uint32_t build_two(PlanBuilder *b, WritOperation operation, uint32_t a, uint32_t second);
uint32_t build_range(PlanBuilder *b, WritOperation operation, uint32_t a, uint32_t low,
                     uint32_t high);
uint32_t build_in_set(PlanBuilder *b, uint32_t a, const uint32_t *members, uint32_t count);
// `every`, `some`, `no`, `count`: the variable is local number `local`.
uint32_t build_over(PlanBuilder *b, WritOperation operation, uint32_t list, uint32_t condition,
                    uint32_t local);
uint32_t build_sum(PlanBuilder *b, uint32_t list, uint32_t condition, uint32_t local,
                   uint32_t summed);
uint32_t build_share(PlanBuilder *b, uint32_t a, uint32_t of);
uint32_t build_rounded(PlanBuilder *b, uint32_t a, uint32_t places);
uint32_t build_amount(PlanBuilder *b, uint32_t a);
// WRIT_BUILTIN_DOCUMENT_NAME, _SIZE or _HASH of a document.
uint32_t build_document_part(PlanBuilder *b, WritBuiltin part, uint32_t document);
// One a field, WRIT_NONE for its value at the start.
uint32_t build_record_of(PlanBuilder *b, uint32_t record, const uint32_t *fields);
uint32_t build_join(PlanBuilder *b, const uint32_t *parts, uint32_t count);
uint32_t build_context(PlanBuilder *b, WritContextWord word);

// --- Data and people ------------------------------------------------------------------------

uint32_t build_slot(PlanBuilder *b, WritSlotKind kind, const char *name, WritTypeId type,
                    uint32_t node);
uint32_t build_parameter(PlanBuilder *b, const char *name, WritTypeId type);
uint32_t build_stored(PlanBuilder *b, const char *name, WritTypeId type, uint32_t at_start);
uint32_t build_target(PlanBuilder *b, const char *path);

uint32_t build_role(PlanBuilder *b, const char *name);
WritParty party_role(uint32_t role);
WritParty party_person(uint32_t expr);
WritParty party_owner(void);
WritParty party_assignee(void);

// --- Outside world --------------------------------------------------------------------------

uint32_t build_text_list(PlanBuilder *b, const char *texts, uint32_t *count); // "a, b" in `texts`.
// A hook that writes outside, in file 0, without undo: change build_plan(b)->hooks for more.
uint32_t build_hook(PlanBuilder *b, const char *name, uint32_t input, uint32_t output,
                    const char *outcomes);
// `undo` undoes `hook`; `args`: one a field of its input, over locals 0 (input) and 1 (output).
void build_undo(PlanBuilder *b, uint32_t hook, uint32_t undo, const uint32_t *args);
// `keys`: fields of `for the case with`, "" for the longest waiting case.
uint32_t build_event(PlanBuilder *b, const char *name, uint32_t record, const char *keys);
// Senders come by event, then by name.
void build_sender(PlanBuilder *b, uint32_t event, const char *name, int64_t counts_ms);
// A message that speaks of one thing, local 0 of type `about`, or of nothing where it is WRIT_NONE.
uint32_t build_message(PlanBuilder *b, const char *name, WritTypeId about, uint32_t subject,
                       uint32_t text);

// --- Decisions ------------------------------------------------------------------------------

// Its columns are the fields of the two records, in order.
uint32_t build_decision(PlanBuilder *b, const char *name, uint32_t input, uint32_t output,
                        WritHitPolicy policy);
// "C20 | up to 80% | above 5 | not distributor || manual": constants as results.
void build_row(PlanBuilder *b, uint32_t decision, const char *line);

// --- Flow -----------------------------------------------------------------------------------

uint32_t build_ending(PlanBuilder *b, const char *outcome); // `ends as`
uint32_t build_milestone(PlanBuilder *b, const char *name);

uint32_t build_stage(PlanBuilder *b, const char *name);
uint32_t build_detour(PlanBuilder *b, const char *name);
uint32_t build_same_time(PlanBuilder *b, uint32_t parent, WritJoin join);
uint32_t build_branch(PlanBuilder *b, uint32_t same_time, const char *name);
// Its element is a slot of that name; the list must be a place.
uint32_t build_for_each(PlanBuilder *b, uint32_t parent, const char *name, const char *list,
                        WritEachOrder order);
uint32_t build_if(PlanBuilder *b, uint32_t parent);
uint32_t build_arm(PlanBuilder *b, uint32_t if_node, uint32_t condition); // WRIT_NONE: otherwise.
uint32_t build_repeat(PlanBuilder *b, uint32_t parent, uint32_t at_most, uint32_t until,
                      uint32_t still_not);
uint32_t build_route(PlanBuilder *b, uint32_t parent, uint32_t list);
void build_where(PlanBuilder *b, uint32_t for_each, uint32_t condition);
void build_deadline(PlanBuilder *b, uint32_t node, WritDeadlineKind kind, uint32_t expr,
                    uint32_t on_overdue);

// The name of a calendar, on which the deadline and its rungs count.
void build_calendar(PlanBuilder *b, uint32_t node, const char *name);
// On that of whoever owes the task.
void build_owed_calendar(PlanBuilder *b, uint32_t node);
void build_pauses(PlanBuilder *b, uint32_t node, uint32_t condition);
// All rungs of a node's deadline.
void build_rungs(PlanBuilder *b, uint32_t node, const WritRung *rungs, uint32_t count);
// Amounts as the language writes them: "2 working hours", "50%".
WritRung rung_after(PlanBuilder *b, const char *amount, uint32_t since, uint32_t actions);
WritRung rung_share(PlanBuilder *b, const char *percent, uint32_t actions);
WritRung rung_every(PlanBuilder *b, const char *amount, uint32_t actions);
WritRung rung_before_due(PlanBuilder *b, const char *amount, uint32_t actions);
WritRung rung_reminder(uint32_t reminder, uint32_t repeated, uint32_t actions);

// The index of the step; its node is build_node_of.
uint32_t build_step(PlanBuilder *b, uint32_t parent, const char *name, WritAct act);
uint32_t build_node_of(PlanBuilder *b, uint32_t step);
void build_by(PlanBuilder *b, uint32_t step, WritParty party);
void build_never_by(PlanBuilder *b, uint32_t step, WritParty party);
void build_fill(PlanBuilder *b, uint32_t step, const char *path);
void build_show(PlanBuilder *b, uint32_t step, const char *path);
void build_need(PlanBuilder *b, uint32_t step, uint32_t expr, const char *text,
                const char *because);
void build_outcome(PlanBuilder *b, uint32_t step, const char *outcome, uint32_t list);
void build_step_mark(PlanBuilder *b, uint32_t step, uint32_t milestone);
// `args`: one a field of the hook's or decision's input.
void build_call(PlanBuilder *b, uint32_t step, uint32_t hook, const uint32_t *args,
                uint32_t on_no_answer);
void build_decide(PlanBuilder *b, uint32_t step, uint32_t decision, const uint32_t *args,
                  const char *target);
void build_wait(PlanBuilder *b, uint32_t step, uint32_t event, uint32_t condition);
// Where a call or a wait puts what it got: a new slot in frame `node`.
uint32_t build_into(PlanBuilder *b, uint32_t step, const char *name, uint32_t node);
void build_then(PlanBuilder *b, uint32_t step, uint32_t list);

// --- Actions --------------------------------------------------------------------------------

uint32_t build_actions(PlanBuilder *b, const WritAction *actions, uint32_t count); // A list.
uint32_t build_action(PlanBuilder *b, WritAction action);                          // Of one.
uint32_t build_next(PlanBuilder *b);                                               // `next step`
uint32_t build_nothing(PlanBuilder *b);                                            // An empty list.

WritAction act_next(void);
WritAction act_set(PlanBuilder *b, const char *path, uint32_t expr);
WritAction act_mark(uint32_t milestone);
WritAction act_notify(PlanBuilder *b, WritParty party, uint32_t message, uint32_t arg);
WritAction act_reassign(PlanBuilder *b, WritParty party);
WritAction act_undo(uint32_t from); // A stage, or WRIT_NONE: everything.
WritAction act_go_to(uint32_t stage);
WritAction act_go_back(uint32_t stage, uint32_t at_most, uint32_t after);
WritAction act_end(uint32_t ending);
WritAction act_skip_next(uint32_t for_each);
WritAction act_skip_end(uint32_t node);
WritAction act_extend(int64_t count, WritDurationUnit unit, uint32_t at_most, uint32_t after);
// WRIT_HOURS or WRIT_DAYS of working time.
WritAction act_extend_working(int64_t count, WritDurationUnit unit, uint32_t at_most,
                              uint32_t after);

#endif
