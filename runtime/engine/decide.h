// What the parts of a decision share. A decision reads the case, and changes it only by emitting
// events; what cannot be evaluated becomes `trouble`, which the caller turns into an incident of
// an automatic step or a refusal of a person's command.
#ifndef ENGINE_DECIDE_H
#define ENGINE_DECIDE_H

#include "engine/case.h"
#include "engine/clock.h"

// A price that an expression of this block used; 0: of no block yet.
typedef struct UsedRate {
    uint32_t frame;
    const WritRateTable *table;
    const WritRate *rate;
} UsedRate;

typedef struct Deciding {
    WritCase *instance;
    const WritProgram *program;
    const WritPlan *plan;
    const WritMoment *moment;
    WritEvent *events;
    uint32_t event_count, event_capacity;
    WritNotice *notices;
    uint32_t notice_count, notice_capacity;
    UsedRate *rates;     // In the order in which they were used;
    uint32_t rates_told; // so many are on the record.
    uint32_t rate_count, rate_capacity;
    const WritValue *starting; // START, JOIN: values by slot, before a frame holds them.
    WritError trouble;
    uint32_t fault;          // Of a command's values: the one that is refused, from 1; 0: none.
    int64_t known;           // DUE: until when it is known what happened.
    const uint32_t *passing; // Rules that do not block what goes on now (frame->let_pass).
    uint32_t passing_count;
    const struct Breach *breach; // Whoever is told speaks of it; NULL: of none.
    bool quiet; // Notifications are left out: those of a later rung stand for them (N15).
} Deciding;

// A rule that is not kept, for messages about it.
typedef struct Breach {
    uint32_t rule;
    uint32_t node; // The step, or WRIT_NONE.
} Breach;

// What an expression is evaluated in.
typedef struct Place {
    const Frame *frame;     // NULL only while a case starts.
    const WritValue *event; // The message that is matched, or NULL.
    uint32_t
        element_slot; // A `for each` variable that is bound before its frame exists, or WRIT_NONE.
    WritValue element;
    const WritValue *locals;
    uint32_t local_count;
    const WritOwner *owner; // Of the task whose clock is to begin, where it counts; or NULL.
} Place;

typedef enum ListEnd {
    LIST_DONE, // Its last action was carried out and nothing was left.
    LIST_LEFT, // It left its block, or it stopped and goes on later.
} ListEnd;

typedef enum WithdrawnActions {
    WITHDRAW_STAGE_ACTIONS,     // What the deadline of the stage that runs had set off.
    WITHDRAW_STAGE_AND_HOLDING, // And what runs in the place of a stage.
    WITHDRAW_ALL_ACTIONS,
} WithdrawnActions;

// --- emit.c ------------------------------------------------------------------------------------

// The next event, empty, behind the rates that were used for it: it is filled in, then emit makes
// it happen. Whatever emits in between takes its place. It is made where it will stay, since there
// are several a step, and can be read until the command is decided.
WritEvent *next_event(Deciding *d, WritEventKind kind);
void emit(Deciding *d);
uint32_t next_frame(const Deciding *d);
void emit_incident(Deciding *d, const Frame *frame, uint32_t node, uint32_t list, uint32_t index);

// --- rates_used.c ------------------------------------------------------------------------------

void note_rate(Deciding *d, uint32_t frame, const WritRateTable *table, const WritRate *rate);
WritEvent rate_event(const Deciding *d, const UsedRate *used);

// --- scope.c -----------------------------------------------------------------------------------

// Actions that a message set off speak of that message: it, or NULL.
const WritValue *message_at_hand(const Frame *frame);
static inline Place place_in(const Frame *frame)
{
    return (Place){.frame = frame, .event = message_at_hand(frame), .element_slot = WRIT_NONE};
}
// False: d->trouble says why, in the words of the author.
WRIT_NODISCARD bool evaluate(Deciding *d, const Place *place, uint32_t expr, WritValue *value);
WRIT_NODISCARD bool evaluate_truth(Deciding *d, const Place *place, uint32_t expr, bool *truth);
// A record of type `record` from one expression a field.
WRIT_NODISCARD bool evaluate_record(Deciding *d, const Place *place, uint32_t record,
                                    const uint32_t *exprs, WritValue *value);
// What a decision table gave, the labels of the rows that counted, and which version of it was in
// force, as a decision of the plan.
typedef struct TableAnswer {
    WritValue value;
    WritText rows;
    uint32_t version;
} TableAnswer;
// Applies a step's decision table.
WRIT_NODISCARD bool decide_table(Deciding *d, const Place *place, const WritStep *step,
                                 TableAnswer *answer);
// Fills in what JSON left out and judges every invariant in `value`.
WRIT_NODISCARD bool complete_value(Deciding *d, WritValue *value);

// Judges every invariant inside `value`, or the one of a field of a record. Computed fields inside
// `value`, or those of the record itself, have to have a value.
WRIT_NODISCARD bool judge_value(Deciding *d, WritValue value);
WRIT_NODISCARD bool judge_invariant(Deciding *d, WritRecord *record, uint32_t type, uint32_t field);
WRIT_NODISCARD bool judge_computed(Deciding *d, const WritRecord *record, uint32_t type);

// --- timing.c ----------------------------------------------------------------------------------

// When the deadline of `node`, whose clock begins now, falls due; WRIT_NEVER where there is none.
// `clock` gets what more there is to it, or NULL. A count that fails is trouble.
WRIT_NODISCARD bool evaluate_due(Deciding *d, const Place *place, uint32_t node, int64_t *due,
                                 Clock **clock);
// Whether the clock of `node` counts on the calendar of whoever does it; place->owner says then
// which that is.
bool is_clock_owed(const Deciding *d, uint32_t node);
// After the event that opened the frame; `clock` may be NULL.
void begin_clock(Deciding *d, uint32_t frame, const Clock *clock);
// What counting the clock of a frame needs. False: its calendar is not there, which is trouble.
WRIT_NODISCARD bool prepare_counting(Deciding *d, const Frame *frame, Counting *c);
Clock *copy_clock(Deciding *d, const Clock *clock);
// How the clock of a frame stands from now on; of a kind with `due` and `values`.
void fill_clock_event(Deciding *d, WritEvent *event, const Frame *frame, const Clock *clock);
void emit_clock_trouble(Deciding *d, const Frame *frame);
// When the deadline of a frame is `action` later. False: there is no such instant.
WRIT_NODISCARD bool extend_clock(Deciding *d, const Frame *frame, uint32_t action);
// Pauses and resumes clocks, and sets rungs whose node has begun, as things stand. False: there
// is more to do than fits the slice.
WRIT_NODISCARD bool mind_clocks(Deciding *d);

// --- rungs.c -----------------------------------------------------------------------------------

// What is due in a frame at the instant of the command: rungs, then the deadline.
WritStatus pass_due(Deciding *d, const WritCommand *command);

// --- recount.c ---------------------------------------------------------------------------------

// All clocks of the case from `first` on. False: there are more than fit the slice.
WRIT_NODISCARD bool recount_clocks(Deciding *d, uint32_t first, WritText reason);
// Of one clock that runs.
void recount_clock(Deciding *d, const Frame *frame, WritText reason);

// --- decide.c ----------------------------------------------------------------------------------

// The trouble as the refusal of a command.
WritStatus refuse(const Deciding *d, WritError *error);
// The values of all slots of the process: parameters as given, stored ones at their start.
WRIT_NODISCARD bool starting_values(Deciding *d, const WritCommand *command, WritEvent *event);
// `one open case per`, from the data as they start.
WRIT_NODISCARD bool starting_key(Deciding *d, WritText *key);
// Leaves the stage that runs, for actions that begin in its place.
void leave_running_stage(Deciding *d, WithdrawnActions which);
// Begins a list of no step, beside the stage; `holds`: 1 in the place of a stage.
void begin_actions(Deciding *d, uint32_t node, uint32_t list, uint32_t holds, WritValue value);

// --- joining.c ---------------------------------------------------------------------------------

// Hands the data of a second start to the case.
WritStatus join_second(Deciding *d, const WritCommand *command, WritError *error);

// --- setting.c ---------------------------------------------------------------------------------

// True when `value` may stand at the target: no invariant breaks, no running list is replaced.
WRIT_NODISCARD bool may_set(Deciding *d, const Frame *frame, uint32_t target, WritValue value);
// True when every computed field of the records around the target has a value as things stand.
WRIT_NODISCARD bool may_compute(Deciding *d, const Frame *frame, uint32_t target);

// --- asking.c ----------------------------------------------------------------------------------

// Resolves parties to roles of units and persons, in order. False: trouble.
WRIT_NODISCARD bool resolve_parties(Deciding *d, const Frame *frame, uint32_t start, uint32_t count,
                                    WritAsked **asked);
WRIT_NODISCARD bool resolve_party(Deciding *d, const Frame *frame, const WritParty *party,
                                  WritAsked *asked);
// Whether the clock with which `node` begins in the frame can be counted now. Nothing is emitted.
bool can_count_start(Deciding *d, const Frame *frame, uint32_t node);
// Values of an event for `asked`.
void asked_values(Deciding *d, WritEvent *event, const WritAsked *asked, uint32_t count);
bool is_anybody_permitted(Deciding *d, const Frame *task);
// Finds `person` among those permitted; NULL when he or she is not.
const WritPermitted *find_permitted(Deciding *d, const Frame *task, WritText person);
WRIT_NODISCARD bool open_task(Deciding *d, Frame *frame, uint32_t node);
// Opens an incident where nobody may do an open task (any more).
void expect_somebody(Deciding *d, const Frame *task);

// The hash that an approval binds to: of the values as they are shown (N11).
WRIT_NODISCARD bool hash_shown(Deciding *d, const Place *place, const WritStep *step,
                               WritText *text);

// --- bindings.c --------------------------------------------------------------------------------

// Binds what an open task has just shown for approval.
void bind_shown(Deciding *d, const Frame *task);
// Carries out `if … changes later` for what is not any more as it was shown.
void mind_bindings(Deciding *d);

// --- calling.c ---------------------------------------------------------------------------------

// "ORIGIN/fulfilment#1/picking/line:2/reserve": the same for every attempt, another for every
// round.
WritText call_id(Deciding *d, const Frame *frame, uint32_t node);
WRIT_NODISCARD bool open_call(Deciding *d, Frame *frame, uint32_t node);
WritStatus take_result(Deciding *d, const WritCommand *command, WritError *error);
WritStatus take_failure(Deciding *d, const WritCommand *command, WritError *error);

// --- undoing.c ---------------------------------------------------------------------------------

// Notes that `call` did something that can be undone; `output` is MISSING when it never answered.
// Returns the number of the effect, 0 when its hook has no undo.
uint32_t note_effect(Deciding *d, const Call *call, WritValue output);
void note_step_effect(Deciding *d, const Frame *frame, uint32_t node);
void undo_effect(Deciding *d, uint32_t number);
// A frame whose undo is under way takes the next effect, or ends its undo.
void undo_go_on(Deciding *d, const Frame *frame);
// Asks the process owner; where that is nobody, opens an incident.
void ask_undo_by_hand(Deciding *d, uint32_t effect, WritText reason);
// The incident of such a task is tried again: who owns the process is worked out anew.
void ask_undoer_again(Deciding *d, const Frame *task);

// --- notifying.c -------------------------------------------------------------------------------

WRIT_NODISCARD bool notify(Deciding *d, const Frame *frame, const WritAction *action);

// --- actions.c ---------------------------------------------------------------------------------

// Carries out a list from `index` on, for `frame`. An action that cannot be done opens an incident.
ListEnd run_list(Deciding *d, Frame *frame, uint32_t list, uint32_t index);
// A milestone is marked. One that was reached is told again only where a rule asks how often.
void reach_milestone(Deciding *d, const Frame *frame, uint32_t node, uint32_t milestone);
// The step of a frame (or an automatic step of `node` in it) is done.
void finish_step(Deciding *d, Frame *frame, uint32_t node);
// Ends the step at which a block instance stands, or a round that was the last.
void go_to_next_step(Deciding *d, Frame *frame);
void enter_stage(Deciding *d, uint32_t node);
// Withdraws actions that stand outside of a stage, but for `acting` (or NULL): what they were for
// is left.
void withdraw_actions(Deciding *d, WithdrawnActions which, const Frame *acting);
// Ends a case that is closing once nothing is under way.
void end_when_settled(Deciding *d);

// --- rules.c, rule_events.c ---------------------------------------------------------------------

// Who acts. Empty: nobody does, or in his or her own right.
typedef struct Doer {
    WritText person, on_behalf;
} Doer;

// What the rules say of something before it happens.
typedef struct Judgement {
    uint32_t blocked_by; // The first rule that forbids it and blocks, or WRIT_NONE.
    uint32_t *broken;    // All that it breaks.
    uint32_t broken_count;
} Judgement;

// A step is to begin, or a person to answer it with what `list` does. What its own lines and those
// of its outcomes mark is judged with it: once a system has acted nobody can refuse it any more.
Judgement judge_step(Deciding *d, uint32_t node, uint32_t list, Doer doer);
// What the cancellation marks, in its own lines and in its actions.
Judgement judge_cancellation(Deciding *d);
// The milestones that a node marks itself.
Judgement judge_marks(Deciding *d, uint32_t start, uint32_t count);
Judgement judge_occurrence(Deciding *d, WritOccurrenceKind kind, uint32_t index);
// Values that are to stand at targets of the plan; `count` 0: those with which a case starts.
Judgement judge_writes(Deciding *d, const Frame *frame, const uint32_t *targets,
                       const WritValue *values, uint32_t count);
// What a second start is to write over the data with which the case began, parameter by parameter.
Judgement judge_joining(Deciding *d, const WritValue *parameters);
// Puts "the rule … does not allow it" into d->trouble. False where nothing blocks.
bool is_blocked(Deciding *d, const Judgement *judgement);

// True when a rule holds what `frame` is about to do: that is told, and d->trouble says why.
bool is_held_by_rule(Deciding *d, const Frame *frame, const Judgement *judgement);

// The breaches of what was judged, when it has happened all the same.
void pass_breaches(Deciding *d, const Frame *frame, uint32_t node, const Judgement *judgement);
// The breach of a rule that blocks.
void tell_breach(Deciding *d, const Frame *frame, uint32_t node, uint32_t rule, WritBreach kind);
// Something has happened: what rules ask for from then on.
void note_happened(Deciding *d, WritOccurrenceKind kind, uint32_t index);
// The same for a message that came to the step which waited for it: it came first.
void note_message(Deciding *d, uint32_t event, uint32_t node);
// Who did a step, where a rule asks.
void note_doer(Deciding *d, const Frame *task, Doer doer);
// What rules asked for and did not get by now, or before the case ends.
void pass_obligations(Deciding *d, int64_t due);
void end_obligations(Deciding *d);
// What a frame does next passes the rules that were overridden for it, until then or until the end.
void begin_passing(Deciding *d, const Frame *frame);
void end_passing(Deciding *d);
// Lets go on what rules held and hold no more. False: nothing of the kind.
bool release_held(Deciding *d);

// --- advance.c ---------------------------------------------------------------------------------

// Moves one ready frame by one step.
void advance(Deciding *d, Frame *frame);

#endif
