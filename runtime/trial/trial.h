// What the files of the trial share: one host for all scenarios, and the run of one.
#ifndef TRIAL_TRIAL_H
#define TRIAL_TRIAL_H

#include "trial/coverage.h"
#include "writ/clock.h"
#include "writ/eval.h"
#include "writ/host.h"
#include "writ/json.h"
#include "writ/trial.h"

// What the listener and the stand-in heard, in order.
typedef enum NotedKind {
    NOTED_MESSAGE,
    NOTED_ROW,
    NOTED_CALL,
    NOTED_TASK,
    NOTED_BREACH,
} NotedKind;

typedef struct Noted Noted;
struct Noted {
    NotedKind kind;
    WritText name;   // Of the message, decision or hook; of a task its step.
    WritText part;   // MESSAGE: to whom. ROW: its label. CALL: its input as JSON. TASK: its stage.
    uint64_t number; // Of the case.
    uint32_t frame;  // TASK
    Noted *next;
};

// What a system answers from now on: one line a call, and the last goes on answering.
typedef struct Said Said;
struct Said {
    const WritSceneLine *line;
    Said *next;
};

typedef struct System System;
struct System {
    WritText hook;
    Said *said, *last;
    uint32_t acts; // So much had happened when its lines stood there.
    System *next;
};

typedef struct Started {
    uint64_t number;
    WritText process;
} Started;

enum { REFUSED_MAX = 32, SHOWN_MAX = 32 };

struct WritTrial {
    WritTrialOptions options;
    const WritScenarios *scenarios;
    WritManualClock clock;
    WritHost *host;
    Coverage *coverage;
    WritArena *arena; // Of the scenario that runs.

    const WritScenario *scenario;
    const WritSceneLine *line;   // That is carried out now.
    const WritStandInCall *call; // That a system answers now; NULL: a line makes a request.
    WritText files;              // What comes along with that request.
    Noted *first_noted, *last_noted;
    System *systems;
    uint32_t acts;                         // Lines in which something happened, so far.
    Started started[WRIT_TRIAL_CASES_MAX]; // By its lines, or by a message.
    uint32_t started_count;
    WritTrialValue refused[REFUSED_MAX];
    uint32_t refused_count;
    WritTrialValue shown[SHOWN_MAX];
    uint32_t shown_count;
    bool failed;
    WritTrialFault fault;
    WritText answer; // JSON of the last reply.
    WritError answer_error;
};

// Ends the scenario at the line at hand; texts are printed into the arena. `expected` may be NULL.
void trial_fail(WritTrial *trial, const char *expected, const char *format, ...) WRIT_PRINTF(3, 4);
// What to write instead, for the fault that was just told: only the first one counts.
void trial_hint(WritTrial *trial, const char *format, ...) WRIT_PRINTF(2, 3);
// Whether a failure is the world's, and no refusal of the host.
bool trial_is_world(WritStatus status);
// A new entry at the end of what was noted.
Noted *trial_note(WritTrial *trial);
// Whether a task of a reply is of the step of the line at hand; then of which case and block
// instance it is.
bool trial_is_task(const WritTrial *trial, const WritJson *task, uint64_t *number, uint32_t *frame);
WritText trial_print(WritTrial *trial, const char *format, ...) WRIT_PRINTF(2, 3);
// False, and the scenario fails, when what it made the host say takes WRIT_TRIAL_BYTES_MAX.
bool trial_has_room(WritTrial *trial);

// trial.c: makes a request and waits for its reply. WRIT_OK: `answer` has it. WRIT_IO and
// WRIT_NO_MEMORY are the world's.
WritStatus trial_ask(WritTrial *trial, const WritRequest *request, WritError *error);
// Turns the host until nothing is left to do.
WritStatus trial_settle(WritTrial *trial, WritError *error);
// The JSON of the last reply; NULL where it cannot be read, which is told.
const WritJson *trial_answer(WritTrial *trial);
// The case of a process that was started last; NULL: there is none (the scenario failed).
const Started *trial_case(WritTrial *trial, WritText process);

// acts.c: what happens. Not WRIT_OK: the world failed.
WritStatus trial_act(WritTrial *trial, WritError *error);
void trial_find_clock(WritTrial *trial);
WritStandInAnswer trial_stand_in(void *self, const WritStandInCall *call);

// checks.c
WritStatus trial_check(WritTrial *trial, WritError *error);

// values.c: a value that the scenario gives, as JSON.
bool trial_write(WritTrial *trial, const WritMade *made, WritBuffer *json);
// The fields of the line at hand as one JSON object; files that they name are in `files`.
WritText trial_body(WritTrial *trial);
// Whether JSON of an input has what the made value says.
bool trial_matches(WritTrial *trial, const WritMade *made, const WritJson *json);
// Where expressions of the scenario are evaluated; `data`: that of a case, or NULL.
typedef struct Speaking {
    WritTrial *trial;
    const WritJson *data;
    WritClockwork clockwork;
    WritError error; // Of a field that cannot be read.
} Speaking;
WritScope trial_scope(Speaking *speaking);

#endif
