// Processes: from the tree of headings to nodes, slots, steps and actions.
//
// outline.c makes all nodes and slots, so that whatever comes later in the text can be named;
// process.c, blocks.c, steps.c and actions.c type what they hold, in the order of the text.
#ifndef CHECK_PROCESS_H
#define CHECK_PROCESS_H

#include "check/exprs.h"
#include "check/outside.h"
#include "check/people.h"

// Everything about one process, up to the questions of flow.
void check_process(Checker *checker, Symbol *symbol);

// --- outline.c ----------------------------------------------------------------------------

// Nodes of all stages; `process->root` and its parameters are there.
void check_outline(Scope *scope);
// A slot that is declared in `frame`; NULL where the name is taken there (told).
Slot *check_slot_new(Scope *scope, Node *frame, const TreeName *name, WritSlotKind kind,
                     TypeId type);
// Opens a frame: what its slots are called means them until it is closed.
void check_frame_open(Scope *scope, Node *frame);
void check_frame_close(Scope *scope, Node *frame);
// The node whose frame holds what is declared at `node`.
Node *check_frame_of(Node *node);
// The stage or detour around a node; NULL for the process.
Node *check_stage_of(Node *node);

// --- Places that are written (targets.c) ---------------------------------------------------

// NULL when the path names no place that can be written (told).
Target *check_target(Scope *scope, const TreePath *path);
// The place of the list of a `for each`; NULL when it is no place, or a computed one.
Target *check_target_of_list(Scope *scope, const Expr *list, const TreeExpr *tree);
Wanted check_target_wanted(Checker *checker, const Target *target);

// --- blocks.c, steps.c --------------------------------------------------------------------

void check_stages(Scope *scope);
void check_step(Scope *scope, Node *node);
// The lines `if … changes later` of all approvals. They act at any time after, so they know the
// names of the process alone: called when no frame is open (bindings.c).
void check_bindings(Scope *scope);
// Whether a list goes on with what follows its step.
bool check_actions_go_on(const Actions *actions);

// The lines about time of a process, stage or step: read line by line, then put together.
enum { TIMING_EVERY_MAX = 8 }; // Lines `every … remind` of one heading.
typedef struct TimingLines {
    const TreeTiming *calendar;
    const TreeTiming *deadline;
    const TreeTiming *no_deadline;
    const TreeTiming *on_overdue;
    const TreeTiming *escalate;
    const TreeTiming *pauses;
    const TreeTiming *every[TIMING_EVERY_MAX];
    uint32_t every_count;
} TimingLines;
void check_timing_line(Checker *checker, TimingLines *lines, const TreeTiming *line);
// Which calendar is in force at a node and in what stands in it: that of `line`, or where it is
// NULL the one around it. Whoever opened the node puts `scope->calendar` back (working.c).
void check_uses_calendar(Scope *scope, Node *node, const TreeTiming *line);

// --- actions.c ----------------------------------------------------------------------------

// Where a list of actions stands.
typedef enum ActionPlace {
    ACTIONS_OUTCOME,
    ACTIONS_NO_ANSWER,
    ACTIONS_STEP_OVERDUE,
    ACTIONS_STEP_NOBODY,
    ACTIONS_STAGE_OVERDUE,
    ACTIONS_PROCESS_OVERDUE,
    ACTIONS_PROCESS_NOBODY,
    ACTIONS_CANCELLATION,
    ACTIONS_HAPPENS_STOP,
    ACTIONS_HAPPENS_GO_ON,
    ACTIONS_REPEAT_END,
    ACTIONS_CHANGED, // `if … changes later`
    ACTIONS_RUNG,
    ACTIONS_BREACH, // Of a rule.
    ACTIONS_ITEM,   // `go to` and its like as an item of a stage.
} ActionPlace;

typedef struct ActionScope {
    Scope *scope;
    ActionPlace place;
    Node *node; // The step, stage, process or item.
    MessagePlace message;
    WritSpan span; // Of the line, for messages.
} ActionScope;

Actions *check_actions(ActionScope *scope, const TreeActions *trees);
// A list with the one action of an item.
Actions *check_item_action(ActionScope *scope, const TreeAction *tree);
Marks check_marks(Scope *scope, const TreeNames *names);
// NULL when there is no such stage (told).
Node *check_stage_named(Scope *scope, const TreeName *name);
// A list that notifies or sets, for steps that do just that.
Actions *check_actions_new(Scope *scope, WritSpan span);
Action *check_action_add(Scope *scope, Actions *actions, WritActionKind kind, WritSpan span);
bool check_notify(ActionScope *scope, Action *action, const TreeParties *parties,
                  const TreePath *message);

// --- deadlines.c --------------------------------------------------------------------------

void check_deadline(ActionScope *scope, Deadline *deadline, const TimingLines *lines);
// Whether a deadline counts with that of what stands around it: in one unit, on one calendar, from
// when each begins, and without a pause.
bool check_deadlines_compare(const Deadline *inner, const Deadline *outer);
// lasting.c: where work comes again, whether its deadlines allow that.
void check_lasting(Checker *checker, Process *process);
// endings.c: whether messages speak of the end that follows.
void check_endings(Checker *checker, Process *process);
// A stage, or a step of the stage around `here`, or "stage.step"; NULL where there is none.
Node *check_node_named(Scope *scope, Node *here, const TreePath *path);
// A clock counts from when `node` began: the flow must prove that it did.
void check_count_from(Process *process, Node *node);

#endif
