// The checked tree, third part: processes.
#ifndef CHECK_MODEL_FLOW_H
#define CHECK_MODEL_FLOW_H

#include "check/model_expr.h"
#include "writ/plan.h"

typedef struct Node Node;
typedef struct Process Process;
typedef struct Step Step;

struct Slot {
    WritName name;
    WritText text;
    WritSlotKind kind;
    TypeId type;
    Node *frame;    // The process, a branch or a `for each`.
    Expr *at_start; // May be NULL.
    WritSpan span;
    PlaceId place;
    uint32_t fact; // Of flow: that it holds something; FACT_NONE where it always does.
    bool read;
    Slot *next;      // In its frame.
    Slot *shadowed;  // What the name meant outside of the frame.
    uint32_t number; // In the plan.
};
enum { FACT_NONE = UINT32_MAX };

typedef struct Target {
    Slot *slot;
    uint32_t *fields;
    uint32_t field_count;
    TypeId type;
    PlaceId place;
    Currency currency;
    WritText text;
    WritSpan span;
    const Expr *through; // The record whose field is written, which must be there; may be NULL.
} Target;

typedef struct Action Action;
typedef struct Actions {
    Action *first;
    Action *last;
    uint32_t count;
    WritSpan span;
    uint32_t number; // In the plan.
} Actions;

struct Action {
    WritActionKind kind;
    bool reminds; // NOTIFY: the author wrote `remind`.
    WritSpan span;
    Action *next;
    Parties parties;
    Message *message;
    Exprs args; // NOTIFY: one a given.
    Target *target;
    Expr *expr;
    const Symbol *milestone;
    Node *node; // NULL where an error was told.
    uint32_t outcome;
    int64_t count;
    WritDurationUnit unit;
    bool working; // EXTEND: `unit` is one of working time.
    uint32_t at_most;
    Actions *after; // EXTEND, GO_BACK.
};

// What happens on the way to a deadline: a line `every … remind`, or a rung of the ladder in use.
typedef struct Rung {
    WritRungKind kind;
    WritSpan span;
    WritSpan used;     // Where the ladder is used; its own line where it is of none.
    Expr *amount;      // A constant: Duration, WorkingTime or Percent. NULL for AFTER_REMINDER.
    uint32_t reminder; // AFTER_REMINDER: which time,
    uint32_t repeated; // of which rung of the deadline.
    Node *since;       // May be NULL: from where the clock counts.
    Actions *actions;
} Rung;

// `ladder NAME`: read once by itself, with what it is given as the data of a case, and once more
// wherever it is used, with what stands there under these names.
typedef struct Ladder {
    const Symbol *symbol;
    Process *sheet; // The case of its own reading: its parameters are what the ladder is given.
    WritSpan speaks_of_task; // Where it first does; {0, 0} where it does not.
    WritSpan speaks_of_assignee;
    WritSpan speaks_of_due;
    bool broken; // An error was told: its uses stay silent.
} Ladder;

typedef struct Deadline {
    WritDeadlineKind kind;
    WritSpan span;
    Expr *expr;
    Node *since;
    uint32_t since_fact;
    Actions *on_overdue;
    Expr *calendar; // On which something of it is counted; NULL where nothing is.
    Expr *pauses;   // `clock pauses while`; may be NULL.
    Rung *rungs;
    uint32_t rung_count;
    Exprs givens; // What the ladder is given here, for the questions of flow.
    WritText no_deadline_because;
    bool said; // A `deadline` or `no deadline` line stands there.
} Deadline;

typedef struct Marks {
    const Symbol **items;
    uint32_t count;
} Marks;

struct Node {
    WritNodeKind kind;
    WritName name; // 0 where it has none.
    WritText text;
    WritText title;
    WritSpan span; // Its heading, for messages.
    Node *parent;
    Node *children;
    Node *last_child;
    Node *next;
    uint32_t child_count;
    uint32_t index; // Among its siblings.
    uint32_t depth;
    Step *step;
    Expr *condition;
    Actions *actions;
    Deadline deadline;
    Expr *calendar; // `uses calendar` in force here; of a process, stage or step, and may be NULL.
    Marks marks;
    WritJoin join;
    WritEachOrder order;
    Target *list; // NULL where the list is no place.
    Expr *list_expr;
    Slot *slot;
    uint32_t at_most;
    Slot *slots; // Of a frame.
    Slot *last_slot;
    NameTable *steps; // Of a stage: its steps by name.
    bool skipped_to;  // `skip to the next` or `skip to the end of` names it.
    struct FlowNode *flow;
    uint32_t first_access; // Into the process's accesses: its own and those below.
    uint32_t access_end;
    uint32_t began_fact; // FACT_NONE where no deadline counts from it.
    uint32_t number;     // In the plan.
    const void *tree;    // TreeStage, TreeItem, TreeBranch or TreeArm.
};

typedef struct Handler {
    WritText outcome;
    WritName name;
    WritSpan span;
    Actions *actions; // NULL where the line is missing (told).
} Handler;

typedef struct Need {
    Expr *expr;
    WritText text;
    WritText because;
} Need;

typedef struct Shown {
    Expr *expr;
    WritText text;
    bool approved;
} Shown;

typedef struct Fills {
    Target **items;
    uint32_t count;
} Fills;

struct Step {
    WritAct act;
    WritSpan act_span;
    Node *node;
    WritText instruction;
    Expr *only_if;
    Performer performer;
    bool performed; // A `by` line stands there.
    Parties never;
    bool substitutes;
    Fills fills;
    Shown *shown;
    uint32_t shown_count;
    Need *needs;
    uint32_t need_count;
    Handler *handlers;
    uint32_t handler_count;
    Actions *on_no_answer;
    Actions *on_nobody;
    Hook *hook;
    Decision *decision;
    Expr *as_of; // DECIDE: the date that says which version counts; NULL: that of the instant.
    Event *event;
    Exprs args;
    Slot *into;
    Target *target;
    Expr *condition;
    uint32_t *match_fields; // `event.FIELD = expression`.
    Expr **match_values;
    uint32_t match_count;
    Actions *then;
    Marks marks;
    Hook *undo;
    Exprs undo_args;
    const Symbol **tags;
    uint32_t tag_count;
};

typedef struct Happens {
    WritSpan span;
    Event *event;
    Node **stages;
    uint32_t stage_count;
    Expr *where;
    bool stops_work;
    Actions *actions;
} Happens;

// `if PATH changes later …` of an approval: what is watched once it was asked for.
typedef struct Binding {
    WritSpan span;
    Step *step;
    Expr *expr;
    WritText text; // The path as written.
    Actions *actions;
} Binding;

typedef struct Cancellation {
    bool allowed;
    WritSpan span;
    WritText title;
    Performer performer;
    const Symbol *only_before;
    Marks marks;
    Actions *actions;
} Cancellation;

// What a name in a rule means in one process.
typedef struct Occurrence {
    WritOccurrenceKind kind;
    uint32_t group;
    const Node *step;        // STEP
    const Symbol *milestone; // MILESTONE
    Event *event;            // EVENT
} Occurrence;

// `rule NAME`: read once by itself, and once more in every process in which it holds.
typedef struct Rule {
    const Symbol *symbol;
    WritRuleKind kind;
    WritText title;
    WritText sentence;
    Process *sheet; // The case of its own reading: its parameters are what the rule is given.
    const TreeConstraint *tree;
    const TreeRuleLine *applies; // NULL: told.
    const TreeRuleLine *when;    // NULL: always.
    const TreeRuleLine *on_breach;
    const TreeMeta *in_force;
    int64_t from;    // Days since 1970; INT64_MIN: from the beginning,
    int64_t through; // INT64_MAX: for ever.
    int64_t count;
    bool blocks;
    bool broken; // An error was told: its uses stay silent.
} Rule;

// How far it is known that a process keeps a rule.
typedef enum RuleVerdict {
    RULE_WATCHED, // While cases run.
    RULE_PROVEN,  // No case can break it.
} RuleVerdict;

// A rule in one process.
typedef struct RuleUse {
    Rule *rule;
    Occurrence *occurrences; // By rising group.
    uint32_t occurrence_count;
    Expr *when; // May be NULL.
    Expr *expr;
    Expr *within;   // May be NULL.
    Expr *calendar; // May be NULL.
    Actions *actions;
    bool idle;            // Nothing in the process can touch it: the plan is without it.
    bool asks_order;      // Whether group 1 always comes before group 0 is a question of flow:
    uint32_t second_done; // that group 1 has happened.
    bool out_of_order;    // On some way it has not.
    RuleVerdict verdict;
    const char *reason; // Of the verdict, for whoever asks.
} RuleUse;

typedef struct Outcome {
    WritName name;
    WritText text;
    WritSpan span;
    uint32_t index;
    bool used;
} Outcome;

// A way from one stage to another.
typedef struct StageEdge {
    Node *from;
    Node *to;
    bool bounded; // `go back to … at most N times`.
    WritSpan span;
} StageEdge;

// One reading or writing of a place, by whatever node does it.
typedef struct Access {
    PlaceId place;
    PlaceId canonical;
    bool write;
    ReadDepth depth; // Of a reading.
    bool joins;      // A second start hands its data to the case, all but the keys.
    bool watches;    // A clock that pauses while this holds: it follows what others write.
    WritSpan span;
    Node *node;
} Access;

struct Process {
    const Symbol *symbol;
    WritText name; // Qualified.
    WritText title;
    WritSpan span;
    Node *root;
    uint32_t node_count;
    NameTable by_outcome; // To Outcome.
    Outcome *outcomes;
    uint32_t outcome_count;
    NameTable by_stage; // To Node.
    NameTable slots;    // To Slot: what a name means where the walk stands.
    Slot *parameters;   // Of the root frame these come first, linked by `next`.
    WritStartKind start;
    Event *start_event;
    Expr *start_where; // Of the event that starts a case; may be NULL.
    WritSchedule schedule;
    Parties start_parties;
    bool owned;
    Party owner;
    Actions *on_nobody;
    WritSecond second;
    WritSpan second_span;
    Exprs keys;
    WritText keys_text;
    Happens *happens;
    uint32_t happens_count;
    Binding *bindings; // In the order of the text.
    uint32_t binding_count;
    Cancellation cancellation;
    RuleUse *rules; // By the rule's name, then by when it comes into force.
    uint32_t rule_count;
    uint32_t fact_count;
    NameTable present_facts; // From a place to its fact + 1.
    Record *ended;           // A case that ended, as a measure reads it; NULL: none asked.
    StageEdge *edges;        // Of what can happen, found by the flow.
    uint32_t edge_count;
    uint32_t edge_capacity;
    Access *accesses; // In the order of the nodes: a node's are next to one another.
    uint32_t access_count;
    uint32_t access_capacity;
    bool broken;         // An error was told: the questions of flow are not asked.
    struct Flow *flow;   // Its questions once they were asked; NULL before.
    struct RunAsk *runs; // Of runs.h: what was refuted, so that a run shows it.
    uint32_t run_count;
    uint32_t run_capacity;
};

#endif
