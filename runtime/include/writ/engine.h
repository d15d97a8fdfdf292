// The engine: what a command means in a case, as events; and what an event does to a case.
//
// Pure: no clock, no store, no network. What it needs from outside is handed in (WritMoment). A
// case is moved by writ_case_apply alone; writ_case_decide applies each event as it decides it, so
// after an error the case that was passed is spoilt only if events were returned. A command runs
// to rest: until the case waits for a person, a message, a hook or a date (architecture.md, 2).
#ifndef WRIT_ENGINE_H
#define WRIT_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/arena.h"
#include "writ/eval.h"
#include "writ/event.h"
#include "writ/plan.h"
#include "writ/status.h"
#include "writ/value.h"

enum {
    WRIT_SLICE_EVENTS_MAX = 1000,  // settled.md 9
    WRIT_CASE_FRAMES_MAX = 100000, // Live block instances of one case.
    WRIT_SILENT_STAGES_MAX = 1000, // Stages entered in a row without a wait, then an incident.
};

// A plan made ready to run. Immutable; may be shared by any number of cases.
typedef struct WritProgram WritProgram;
// `plan` is borrowed and outlives the program. The caller frees the program.
WritProgram *writ_program_new(const WritPlan *plan, const WritHash *hash);
void writ_program_free(WritProgram *program); // NULL is allowed.
const WritPlan *writ_program_plan(const WritProgram *program);
const WritHash *writ_program_hash(const WritProgram *program);

// --- What is handed in -------------------------------------------------------------------------

// Whom a task asks, resolved: a role of a unit, or one person.
typedef struct WritAsked {
    uint32_t role; // Of the plan, or WRIT_NONE: `person`.
    WritText unit; // Empty: of no unit.
    WritText person;
} WritAsked;

// Whose calendar the clock of a task runs on (N7).
typedef struct WritOwner {
    WritText calendar; // Its qualified name.
    WritText unit;     // Empty: the person's own.
    WritText person;   // Empty: a role of the unit was asked.
} WritOwner;

typedef struct WritPermitted {
    WritText person;
    WritText on_behalf; // Empty: in his or her own right.
} WritPermitted;

typedef enum WritSubstitutes {
    WRIT_SUBSTITUTES_NONE,
    WRIT_SUBSTITUTES_ALLOWED,
} WritSubstitutes;

typedef struct WritQuestion {
    WritAsked asked;
    const WritText *barred;
    uint32_t barred_count;
    WritSubstitutes substitutes;
    int64_t at; // Microseconds, UTC.
} WritQuestion;

// What the engine asks of the directory. Results live in `arena`.
typedef struct WritPeople {
    const void *self;
    // Who may act for `asked` at the instant `at`: present, not in `barred` (also not as a
    // substitute), with substitutes only where `substitutes` allows them. Returns the count.
    uint32_t (*permitted)(const void *self, WritArena *arena, const WritPlan *plan,
                          const WritQuestion *question, WritPermitted **people);
    // Everybody who is in a role of a unit, or the person; for notifications.
    uint32_t (*members)(const void *self, WritArena *arena, const WritPlan *plan, WritAsked asked,
                        WritText **people);
    // The person's name; the id itself where the directory has none.
    WritText (*name)(const void *self, WritText person);
    // The calendar of the unit, or of the person, that is asked. Errors say what to write into the
    // directory. The texts outlive the command.
    WritStatus (*calendar)(const void *self, WritAsked asked, WritOwner *owner, WritError *error);
} WritPeople;

typedef struct WritMoment {
    int64_t now;       // The host's clock.
    int64_t effective; // The instant that the command counts from (settled.md 2).
    const WritPeople *people;
    const WritClockwork *clockwork; // NULL: no calendar is in force.
    const WritRates *rates;         // NULL: no exchange rates are in force.
    WritArena *arena;               // For everything that is returned.
} WritMoment;

// --- Commands ----------------------------------------------------------------------------------

typedef enum WritCommandKind {
    WRIT_COMMAND_START,    // values: the parameters in the order of the plan's slots; text: origin;
                           // on_behalf: for whom the person starts it, or empty; due: the instant
                           // that a start by schedule counts from, or 0: now
    WRIT_COMMAND_ANSWER,   // frame, person, text: outcome, detail: comment, values: what is filled
    WRIT_COMMAND_MESSAGE,  // frame: the wait, or 0 for `happens`; index: event; value: its fields
    WRIT_COMMAND_RESULT,   // number: call; text: outcome, value: output
    WRIT_COMMAND_FAILURE,  // number: call; text: why the attempt failed
    WRIT_COMMAND_DUE,      // frame, due: of the timer, see below
    WRIT_COMMAND_CANCEL,   // person, detail: reason
    WRIT_COMMAND_RETRY,    // frame of an incident, person, detail: reason
    WRIT_COMMAND_OVERRIDE, // frame of an incident of a rule, person, detail: reason. What the rule
                           // holds goes on against it, this once
    WRIT_COMMAND_GO_ON,    // the next slice
    WRIT_COMMAND_JOIN,     // values: as of START, MISSING: not given; on_behalf: as of START. The
                           // plan says `join a second`
    WRIT_COMMAND_RECOUNT,  // detail: what changed; calendars have a new version (S6), or the
                           // directory names others
} WritCommandKind;

// DUE: a block's timer is what its clock comes to next: a rung, a reminder, or the deadline. One
// command reaches what is due at the instant `due` and no later one, so that after downtime the
// host gives one command for each instant, in due order, each with that instant as the effective
// one; how late it is follows from the two (N15). A command for what was reached already, or has
// moved, does nothing, so each is reached once whatever is repeated. Of several rungs that have
// passed by `now`, or by `known` where messages of later may still come, only the last before the
// deadline notifies; the times of one repetition that passed with nothing between them are one,
// with the number of the last.
//
// RECOUNT works out anew what is ahead of every clock that runs and counts on a calendar, and
// begins what had stopped because its clock could not be counted and now can. Nothing that was
// reached or used changes. A deadline that would have been before the effective instant is due then
// (settled.md 5).
typedef struct WritCommand {
    WritCommandKind kind;
    uint32_t frame;
    uint32_t number;
    uint32_t index;
    int64_t due;
    int64_t known; // DUE: until when it is known what happened; 0: now.
    WritText person;
    WritText on_behalf;
    WritText text;
    WritText detail;
    WritText revision; // ANSWER: hash of what was shown, or empty.
    WritValue value;
    WritValue *values;
    uint32_t value_count;
} WritCommand;

// A notification that goes out; its texts are kept apart from the journal, since they have names.
typedef struct WritNotice {
    uint32_t number; // In the case.
    uint32_t message;
    WritText *people;
    uint32_t person_count;
    WritText subject;
    WritText text;
} WritNotice;

typedef struct WritDecided {
    WritEvent *events;
    uint32_t event_count;
    WritNotice *notices;
    uint32_t notice_count;
    WritText on_behalf; // Of a person's command: for whom the person acted, or empty.
    WritText key;       // START: canonical bytes of `one open case per`; empty: the plan has none.
    bool more;          // The slice was full: command GO_ON next.
    uint32_t fault;     // ANSWER refused for one of its values: which, from 1; else 0.
    const WritError *refusal; // ANSWER, CANCEL: a rule refused it, and this says so; the events put
                              // that on the record. NULL: nothing did.
} WritDecided;

// --- Cases -------------------------------------------------------------------------------------

typedef struct WritCase WritCase;

// A case without history. The caller frees it; `program` outlives it.
WritCase *writ_case_new(const WritProgram *program, uint64_t number);
// As writ_case_new, in the memory of a case that nobody needs any more; `instance` is gone.
WritCase *writ_case_renew(WritCase *instance, const WritProgram *program, uint64_t number);
void writ_case_free(WritCase *instance); // NULL is allowed.

// WRIT_NOT_FOUND: no such frame or call. WRIT_CONFLICT: it is closed, or was answered before.
// WRIT_DENIED: the person may not. WRIT_INVALID: the answer, message or data is not acceptable.
// Where an error is returned nothing has happened.
WRIT_NODISCARD WritStatus writ_case_decide(WritCase *instance, const WritCommand *command,
                                           const WritMoment *moment, WritDecided *decided,
                                           WritError *error);

// The key that a START would have; `fresh` is a case without history and stays so. Errors as of
// writ_case_decide.
WRIT_NODISCARD WritStatus writ_case_starting_key(WritCase *fresh, const WritCommand *command,
                                                 const WritMoment *moment, WritText *key,
                                                 WritError *error);

// Whether a MESSAGE would be taken now: what writ_case_decide would return for it. Nothing changes.
WRIT_NODISCARD WritStatus writ_case_judge(WritCase *instance, const WritCommand *message,
                                          const WritMoment *moment, WritError *error);

// A deadline that counting anew would move.
typedef struct WritMove {
    uint32_t frame;
    uint32_t node;
    int64_t from;    // Where it stands,
    int64_t to;      // and would stand; WRIT_NEVER: it cannot be counted,
    WritText reason; // and why.
} WritMove;

// What a RECOUNT would do to deadlines now, with the calendars of `moment`, in the order of frames.
// Nothing changes. Returns the count; the moves live in the arena of `moment`.
uint32_t writ_case_judge_recount(const WritCase *instance, const WritMoment *moment,
                                 WritMove **moves);

// Replays one event. `at` is the effective instant of its entry. WRIT_INVALID when the event does
// not fit the case: the journal is not of this plan.
WRIT_NODISCARD WritStatus writ_case_apply(WritCase *instance, const WritEvent *event, int64_t at,
                                          WritError *error);

typedef enum WritCaseStatus {
    WRIT_CASE_NEW,
    WRIT_CASE_OPEN,
    WRIT_CASE_CLOSING, // The outcome stands; calls are waited for.
    WRIT_CASE_ENDED,
} WritCaseStatus;

uint64_t writ_case_number(const WritCase *instance);
const WritProgram *writ_case_program(const WritCase *instance);
WritCaseStatus writ_case_status(const WritCase *instance);
uint32_t writ_case_outcome(const WritCase *instance); // Of the plan; WRIT_NONE while open.
uint32_t writ_case_stage(const WritCase *instance);   // Node; WRIT_NONE between stages.
bool writ_case_has_milestone(const WritCase *instance, uint32_t milestone);
// The data of the process itself as a JSON object by slot name.
void writ_case_data_json(const WritCase *instance, WritBuffer *out);
size_t writ_case_bytes(const WritCase *instance); // Memory that it holds.

// The node of a live block instance; WRIT_NONE when there is none.
uint32_t writ_case_node(const WritCase *instance, uint32_t frame);
// Where a live block instance stands.
typedef struct WritPlaceInCase {
    uint32_t parent; // Block instance; 0: none.
    uint32_t node;   // WRIT_NONE: of no node.
    uint32_t item;   // Node that runs or comes next in it; WRIT_NONE: none, or none left.
    uint32_t number; // Round of a stage or `repeat`, id of an element, else 0.
} WritPlaceInCase;
// False when there is none.
bool writ_case_place(const WritCase *instance, uint32_t frame, WritPlaceInCase *place);
// The value of a slot of the process. MISSING when it has none. Borrowed from the case.
WritValue writ_case_slot(const WritCase *instance, uint32_t slot);
// The value at a target of the plan as the block instance sees it. False: it is not there.
bool writ_case_read(const WritCase *instance, uint32_t frame, uint32_t target, WritValue *value);
// The value of an expression of the plan (a field that a task shows) as the block instance sees it.
WRIT_NODISCARD WritStatus writ_case_evaluate(const WritCase *instance, uint32_t frame,
                                             uint32_t expr, const WritMoment *moment,
                                             WritValue *value, WritError *error);

// --- Clocks ------------------------------------------------------------------------------------

// The clock of a block instance, for whoever asks why. Who paused it, and the like, is in the
// journal.
typedef struct WritCaseClock {
    uint32_t node;
    int64_t from;       // When it started.
    WritText calendar;  // That it counts on; empty: all time counts.
    WritText unit;      // Whose calendar that is, where no `uses calendar` said it: of this unit,
    WritText person;    // or of this person, by his or her unit where there is one. Else empty.
    WritValue amount;   // What the deadline said; MISSING: what lies between `from` and `due`, or
                        // there is no deadline.
    bool in_open_time;  // `used` and `left` are time in which the calendar is open, not all time.
    int64_t used;       // Microseconds that have run by now,
    int64_t left;       // and that are left; 0 when the deadline has passed.
    int64_t paused_at;  // WRIT_NEVER: it runs.
    int64_t paused_for; // Microseconds of all pauses until now, the present one included.
    uint32_t extensions;
    int64_t due;          // WRIT_NEVER: no deadline, or it is not known while the clock is paused.
    bool passed;          // The deadline passed; `due` says when it was, if that is known.
    int64_t next_rung;    // When the next rung is reached; WRIT_NEVER: none is.
    uint32_t rung;        // Which, among those of the deadline; WRIT_NONE.
    int64_t useful_until; // The strictest of this deadline and those of the blocks around it
                          // (S23): later, an answer is of no use. WRIT_NEVER: there is none.
    uint32_t strictest;   // The block instance with that deadline, or 0.
    WritText trouble;     // Why it cannot be counted now; empty: it can.
} WritCaseClock;

// Borrowed from the case. WRIT_NOT_FOUND: there is no such block instance. WRIT_INVALID or
// WRIT_LIMIT: what has run cannot be counted on the calendar that is in force.
WRIT_NODISCARD WritStatus writ_case_clock(const WritCase *instance, uint32_t frame,
                                          const WritMoment *moment, WritCaseClock *clock,
                                          WritError *error);

// --- Rules -------------------------------------------------------------------------------------

// What a rule asks for and has not happened yet. `due` WRIT_NEVER: before the case ends.
typedef void WritObligationVisitor(void *self, uint32_t rule, int64_t due);

// All of them, in the order of rules, then of time.
void writ_case_obligations(const WritCase *instance, void *self, WritObligationVisitor *visit);

// --- What the case is waiting for --------------------------------------------------------------

typedef enum WritDutyKind {
    WRIT_DUTY_TASK,
    WRIT_DUTY_WAIT,
    WRIT_DUTY_CALL,
    WRIT_DUTY_TIMER, // What the clock of its frame comes to next, or the next attempt of a call.
    WRIT_DUTY_INCIDENT,
} WritDutyKind;

// One thing that somebody outside the engine has to see to. Borrowed from the case.
typedef struct WritDuty {
    WritDutyKind kind;
    uint32_t frame; // 0 for a call that no block waits for any more.
    uint32_t node;  // WRIT_NONE: of no step.
    uint32_t call;  // CALL, and TIMER of a call, else 0.
    int64_t since;
    int64_t due;            // WRIT_NEVER: none.
    const WritAsked *asked; // TASK
    uint32_t asked_count;
    const WritText *barred; // TASK
    uint32_t barred_count;
    WritText text;         // TASK: hash of what is approved, or what could not be undone.
    uint32_t event;        // WAIT
    const WritValue *keys; // WAIT: values for WritStep.match, in its order
    uint32_t key_count;
    uint32_t hook;    // CALL
    uint32_t attempt; // CALL: from 1
    WritText call_id; // CALL
    WritValue input;  // CALL
    WritText reason;  // INCIDENT; CALL: why the last attempt failed
    bool held;        // INCIDENT: a rule holds it; it goes on by itself once that is over.
} WritDuty;

typedef void WritDutyVisitor(void *self, const WritDuty *duty);

// The call with a number. False: it is not under way (any more).
bool writ_case_find_call(const WritCase *instance, uint32_t call, WritDuty *duty);

// The id of the call whose effect is gone once `command` is carried out: the answer of its undo, or
// of the person who undoes it by hand. Borrowed from the case. Empty: none.
WritText writ_case_undone_call(const WritCase *instance, const WritCommand *command);

// Whether a message of this event may find the case: a step waits for one, or a line listens for it
// where the case stands. What its fields must be is not asked.
bool writ_case_awaits(const WritCase *instance, uint32_t event);

// Every duty that stands, in the order of frames.
void writ_case_duties(const WritCase *instance, void *self, WritDutyVisitor *visit);

// --- Rows --------------------------------------------------------------------------------------

// A case as rows: one for each block instance, place of data, list element, call and effect. What
// a command did not touch is not written again (settled.md 10). Keys are short and start with a
// byte for their sort; the caller puts the case's number before them.
//
// A small case is one row, whose key is the one byte WRIT_ROW_WHOLE; the caller may keep it
// together with what else it keeps of a case.
enum { WRIT_ROW_WHOLE = 6 };

typedef struct WritRowSink {
    void *self;
    void (*put)(void *self, WritText key, WritText value);
    void (*drop)(void *self, WritText key);
    void (*duty_began)(void *self, const WritDuty *duty);
    void (*duty_ended)(void *self, const WritDuty *duty); // As it was when it began.
} WritRowSink;

// Reports what changed since the last call, and forgets it. A row or duty that came and went in
// between is not reported.
void writ_case_save(WritCase *instance, const WritRowSink *sink);
// The same for a case that is only read, as a replay is: what is gone is kept until it was saved,
// and here it is saved to nowhere.
void writ_case_forget(WritCase *instance);

// Everything that the case is, as canonical bytes: equal for equal cases, however they came to be
// (decided, replayed from the journal, loaded from rows).
void writ_case_dump(const WritCase *instance, WritBuffer *out);

// Builds a case from all its rows: each in the order of keys, then the end. After an error only
// writ_case_free may be called.
WRIT_NODISCARD WritStatus writ_case_load_row(WritCase *instance, WritText key, WritText value,
                                             WritError *error);
WRIT_NODISCARD WritStatus writ_case_load_end(WritCase *instance, WritError *error);

#endif
