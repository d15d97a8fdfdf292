// A case in memory: the tree of its live block instances (frames), its data, its calls and the
// effects that can be undone.
//
// Only apply.c and rows.c change what is in here; decide.c and what it calls only read it.
#ifndef ENGINE_CASE_H
#define ENGINE_CASE_H

#include "engine/program.h"

// A `for each` has two frames on the way down, every other node at most one.
enum { FRAME_DEPTH_MAX = 2 * WRIT_NODE_DEPTH_MAX };

typedef enum FrameKind {
    FRAME_PROCESS,
    FRAME_STAGE,
    FRAME_SAME_TIME,
    FRAME_BRANCH,
    FRAME_EACH,
    FRAME_ELEMENT,
    FRAME_REPEAT,
    FRAME_TASK,
    FRAME_CALL,
    FRAME_WAIT,
    FRAME_ACTIONS, // Actions that are no step's: of a route, a deadline, a cancellation, a message.
} FrameKind;

typedef enum FrameState {
    FRAME_READY,   // The engine moves it next.
    FRAME_WAITING, // For a child, a person, a message, a hook.
    FRAME_STUCK,   // An incident is open.
} FrameState;

// How often a bounded action was taken.
typedef struct Counter {
    uint32_t action;
    uint32_t count;
} Counter;

// The elements of one list that have rows, to know which have to go.
typedef struct StoredList {
    uint32_t field; // Of the record in the slot, or WRIT_NONE: the slot is the list.
    uint32_t *ids;
    uint32_t count;
} StoredList;

typedef struct Slot {
    WritValue value;
    bool dirty;  // The whole value has to be written.
    bool stored; // Has a row.
    StoredList *lists;
    uint32_t list_count;
} Slot;

// What is counted from an instant on.
typedef enum SpanKind {
    SPAN_ELAPSED, // Microseconds.
    SPAN_MONTHS,
    SPAN_OPEN,    // Microseconds in which the calendar is open (N2).
    SPAN_DAYS,    // To the close of the n-th working day after (N3).
    SPAN_DATE,    // To the close of that day, from wherever it is counted (settled.md 4).
    SPAN_INSTANT, // To that instant.
} SpanKind;

typedef struct Span {
    SpanKind kind;
    int64_t count;
} Span;

enum { RUNG_WHOLE = -1 };

// Where a rung stands, in the order of the deadline's rungs.
typedef struct RungState {
    int64_t due;    // When it is reached next; WRIT_NEVER: not again, not yet known, or paused.
    int64_t from;   // From when it counts; WRIT_NEVER: what it counts from has not begun.
    int64_t left;   // Microseconds from then on; RUNG_WHOLE: the amount of the plan.
    uint32_t count; // How often it was reached.
} RungState;

// The clock of a frame. Those that only run for elapsed time, from when their frame began until
// they are over, have none: the frame's `due` says it all. While it runs and the deadline is ahead,
// frame->due is clock->due.
typedef struct Clock {
    WritText calendar; // Empty: it counts elapsed time alone. Stays as it was at the start (S4).
    WritText unit;     // Whose calendar it is, where the directory said it: of this unit,
    WritText person;   // or this person (WritOwner).
    WritValue amount;  // What the deadline said; MISSING: there are rungs without a deadline.
    bool ahead;        // The deadline has not passed.
    int64_t from;      // When it started.
    int64_t base;      // `span` counts from here: the start, or the last resumption or extension.
    Span span;
    int64_t used;       // Microseconds that had run before `base`: open or elapsed (N8).
    int64_t whole;      // Microseconds from start to due that run, for shares of them.
    int64_t due;        // Also when it has passed. Of no meaning while the clock is paused.
    int64_t paused_at;  // WRIT_NEVER: it runs.
    int64_t resumed_at; // WRIT_NEVER: it was never paused.
    int64_t paused_for; // Elapsed microseconds of all pauses that are over.
    WritText trouble;   // Why it cannot be counted; empty: it can,
    int64_t stuck_at;   // and since when.
    RungState *rungs;
    uint32_t rung_count;
} Clock;

// Who did what a rule about people speaks of.
typedef struct RuleDoer {
    uint32_t group;
    WritText person;
} RuleDoer;

// What has happened of what a rule speaks of. A step that waits for a system or a message begins
// before it is done; everything else begins and is done at once.
enum { RULE_PAIR = 2 };
typedef struct RuleState {
    uint32_t begun[RULE_PAIR], done[RULE_PAIR]; // By group, of rules about two things or one.
    RuleDoer *doers;                            // Each once.
    uint32_t doer_count;
    int64_t *dues; // What the rule asks for: until when, earliest first; WRIT_NEVER: until the end.
    uint32_t due_count;
    bool touched; // Has a row, or will have.
    bool dirty, stored;
} RuleState;

typedef struct Frame Frame;
struct Frame {
    uint32_t id;
    uint32_t node;   // Of the plan; WRIT_NONE for actions of no node and undo tasks.
    uint32_t number; // Round of a stage or repeat; id of an element.
    FrameKind kind;
    FrameState state;
    Frame *parent;
    uint32_t child_count;
    uint32_t position;  // Of a frame with items: the item that runs or comes next; WRIT_NONE: end.
    uint32_t next_part; // SAME_TIME, EACH: the part that opens next.
    int64_t began;
    int64_t due;          // WRIT_NEVER: no deadline.
    Clock *clock;         // NULL: none, or `due` alone.
    uint32_t list, index; // Actions under way; list WRIT_NONE: none.
    bool answered;        // TASK, CALL, WAIT: its outcome is known, its actions run.
    bool holds;           // ACTIONS: no stage begins while they run.
    bool undoing;         // Its `undo everything` is under way.
    uint32_t undo_from;   // The first effect that counts.
    Counter *counters;
    uint32_t counter_count;
    Slot *slots; // As many as the program says for `node`.

    uint32_t *ids; // EACH: elements, in order.
    uint32_t id_count;
    WritValue snapshot; // EACH over no field: the list.
    WritAsked *asked;   // TASK
    uint32_t asked_count;
    WritText *barred; // TASK
    uint32_t barred_count;
    WritText text;      // TASK: hash of what is shown, or what failed to undo.
    WritText reason;    // STUCK: why,
    int64_t stuck_at;   // and since when.
    uint32_t held_by;   // STUCK: one more than the rule that holds it; 0: none does.
    uint32_t *let_pass; // Rules that were overridden for what it does next, rising.
    uint32_t let_pass_count;
    uint32_t effect; // TASK that sees to an undo: the effect, else 0.
    uint32_t call;   // CALL: its number.
    WritValue *keys; // WAIT
    uint32_t key_count;

    bool gone;      // Left the case; kept until its rows are dropped.
    bool listed;    // In the case's list of changed frames.
    bool dirty;     // Its own row has to be written.
    bool stored;    // Has a row.
    WritDuty *told; // Duties as they were last reported, `told_count` of them.
    uint32_t told_count;
    Frame *next_dirty;
};

typedef struct Call {
    uint32_t number;
    uint32_t frame; // Who waits for it; 0: nobody any more.
    uint32_t hook;
    uint32_t effect;  // The effect that it undoes, or 0.
    uint32_t attempt; // That is or was under way, from 1.
    int64_t since;
    int64_t due; // When the next attempt begins; WRIT_NEVER: one is under way.
    WritText id;
    WritValue input;
    WritText reason; // Why the last attempt failed.
    bool gone, dirty, stored;
    WritDuty *told;
    uint32_t told_count;
} Call;

typedef enum EffectState {
    EFFECT_STANDS,
    EFFECT_UNDOING,
} EffectState;

typedef struct Effect {
    uint32_t number;
    EffectState state;
    uint32_t hook;   // That undoes it; WRIT_NONE: a person does.
    WritText id;     // Of the undo.
    WritValue input; // MISSING: only a person can tell.
    bool gone, dirty, stored;
} Effect;

// Changed elements of lists of records, whose rows are written by themselves.
typedef struct DirtyElement {
    Frame *frame;
    uint32_t slot;
    uint32_t field; // Of the record in the slot, or WRIT_NONE: the slot is the list.
    uint32_t id;
} DirtyElement;

// What one binding of the plan holds on to; without a hash, nothing.
typedef struct Approval {
    uint32_t frame; // The task that asks; 0: it was approved.
    WritText hash;  // Of the value, as it was shown or as it was told that it had changed.
} Approval;

struct WritCase {
    const WritProgram *program;
    WritArena *arena;
    uint64_t number;
    WritText origin; // Its id for other systems.
    WritCaseStatus status;
    uint32_t outcome;
    int64_t began;
    Frame **frames; // Live ones by rising id; NULL where one left.
    uint32_t frame_count, frame_capacity, live_count;
    uint32_t ready_from; // No frame before this place of `frames` is ready.
    uint32_t last_frame, last_call, last_effect, last_notice;
    uint32_t silent_stages; // Entered since the case last waited for anybody or anything.
    uint32_t recount_from;  // The frame with which counting anew goes on; 0: none is under way.
    WritText recount_reason;
    Call **calls; // By rising number.
    uint32_t call_count, call_capacity;
    Effect **effects;
    uint32_t effect_count, effect_capacity;
    bool *milestones;
    uint32_t *rounds;    // Of each node that is a stage: how often it was entered.
    uint32_t *marks;     // The effect number at its first entry.
    int64_t *node_began; // Of each node that a deadline counts from: when it last began.
    RuleState *rules;    // Of each rule of the plan.
    Approval *approvals; // Of each binding.
    bool wrote;          // Data may have changed since approvals were last compared with them.
    bool root_dirty, root_stored;
    bool as_rows;      // It has outgrown the one row for small cases.
    bool whole_stored; // That row is there.
    Frame *dirty_frames;
    DirtyElement *dirty_elements;
    uint32_t dirty_element_count, dirty_element_capacity;
};

// --- case.c: looking things up -----------------------------------------------------------------

// Where a frame with `id` stands among the frames, or would stand.
uint32_t case_place(const WritCase *instance, uint32_t id);
Frame *case_frame(const WritCase *instance, uint32_t id); // NULL when it is not live.
Frame *case_root(const WritCase *instance);
Call *case_call(const WritCase *instance, uint32_t number);
Effect *case_effect(const WritCase *instance, uint32_t number);
// The ready frame with the lowest id, or NULL.
Frame *case_ready(const WritCase *instance);
// The stage frame, or NULL between stages.
Frame *case_stage_frame(const WritCase *instance);
// True while actions run in the place of a stage.
bool case_is_held(const WritCase *instance);
// True for a frame that runs items one after another.
bool frame_has_items(const Frame *frame);
// True when `frame` is `ancestor` or stands in it.
bool frame_is_in(const Frame *frame, const Frame *ancestor);
// True for what may have a deadline: the process, a stage, a step that waits.
bool frame_has_deadline(const Frame *frame);

// What a clock comes to next.
typedef struct Mark {
    int64_t due;   // WRIT_NEVER: nothing.
    uint32_t rung; // WRIT_NONE: the deadline itself.
} Mark;
// In due order; at one instant rungs in their order, then the deadline. Rungs of a step wait while
// the step's own actions have stopped.
Mark frame_next_mark(const Frame *frame);
uint32_t frame_count_of(const Frame *frame, uint32_t action);

// --- rule_state.c ------------------------------------------------------------------------------

bool rules_know_doer(const RuleState *state, uint32_t group, WritText person);
// When the first thing that a rule asks for is due; WRIT_NEVER: none is.
int64_t rules_next_due(const WritCase *instance);

// --- change.c: marking what has to be written, used by apply.c and rows.c ----------------------

void change_frame(WritCase *instance, Frame *frame);
// Everything has to be written, in rows of its own.
void change_all(WritCase *instance);
void change_duties(WritCase *instance, Frame *frame); // Its row stays as it is.
void change_slot(WritCase *instance, Frame *frame, uint32_t slot);
void change_place(WritCase *instance, Frame *frame, const WritTarget *target);

// --- data.c: slots and places ------------------------------------------------------------------

// The frame that holds `slot` for code that runs in `frame`, or NULL.
Frame *data_owner(const Frame *frame, uint32_t slot, const WritProgram *program);
// The value of a slot; of a `for each` variable its element. MISSING when it has none.
WritValue data_slot(const WritCase *instance, const Frame *frame, uint32_t slot);
// The value at a place, or NULL when its frame or element is not there (any more).
WritValue *data_at(const WritCase *instance, const Frame *frame, const WritTarget *target);
// The record type and number of the field that `target` names last; false for a whole slot.
bool data_last_field(const WritPlan *plan, const WritTarget *target, uint32_t *record,
                     uint32_t *field);

#endif
