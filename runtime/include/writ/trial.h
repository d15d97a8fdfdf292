// Trials: the scenarios of a book run on the real host, over a store in memory and a clock that is
// moved, with systems that answer as the scenario says.
//
// A scenario speaks to the host as any client does, in requests and JSON; what it checks it learns
// from what the host says that it wrote. Hooks that only compute run in their confined child unless
// the scenario answers for them; a call of any other that no line answers fails the scenario.
#ifndef WRIT_TRIAL_H
#define WRIT_TRIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "writ/calendar.h"
#include "writ/compile.h"
#include "writ/scenario.h"
#include "writ/status.h"
#include "writ/text.h"

enum {
    WRIT_TRIAL_CASES_MAX = 64,        // That one scenario may start.
    WRIT_TRIAL_BYTES_MAX = 256 << 20, // What one scenario may make the host say.
    WRIT_TRIAL_TURNS_MAX = 10000, // Of the host in one line; more is a circle, or too long a time.
    WRIT_TRIAL_CALL_SECONDS_MAX = 60, // Of real time that a hook which computes may take.
};

typedef struct WritTrial WritTrial;

// What it points to must outlive the trial.
typedef struct WritTrialOptions {
    const WritCompilation *compilation; // Without errors.
    const WritCalendars *calendars;     // Of the same book, as released.
    const char *hook_program;           // As in WritHostOptions.
} WritTrialOptions;

// The caller closes. Errors as of writ_host_open.
WRIT_NODISCARD WritStatus writ_trial_open(WritTrial **trial, const WritTrialOptions *options,
                                          WritError *error);
void writ_trial_close(WritTrial *trial); // NULL is allowed.

typedef struct WritTrialValue {
    WritText text;  // The author's words.
    WritText value; // As the language writes it.
} WritTrialValue;

// Why a scenario failed, at the line that failed.
typedef struct WritTrialFault {
    WritSpan span;
    WritText expected; // Sentences without a full stop; `expected` is empty where the line could
    WritText happened; // not be carried out.
    WritText hint;     // May be empty.
    const WritTrialValue *values; // Of what a condition speaks of.
    uint32_t value_count;
    const WritTrialValue *refused; // What was refused before, line by line, and why.
    uint32_t refused_count;
    WritText timeline;    // What `timeline` answers for the case, as JSON; empty: there is no case.
    WritText clock;       // What the scenario's clock shows, as RFC 3339.
    const WritZone *zone; // In which it is read; NULL: UTC. Lives as long as the trial.
} WritTrialFault;

// Lives until the next run.
typedef struct WritTrialResult {
    bool passed;
    WritTrialFault fault; // Unless it passed.
} WritTrialResult;

// Runs scenario number `index`. Not WRIT_OK: the world failed, and nothing is known of it.
WRIT_NODISCARD WritStatus writ_trial_run(WritTrial *trial, uint32_t index, WritTrialResult *result,
                                         WritError *error);

// --- Coverage: what the scenarios that ran went through -------------------------------------

typedef enum WritCoveredKind {
    WRIT_COVERED_STAGE,
    WRIT_COVERED_OUTCOME, // Of a step, or of the process.
    WRIT_COVERED_OVERDUE,
    WRIT_COVERED_NO_ANSWER,
    WRIT_COVERED_ROW,
    WRIT_COVERED_KINDS,
} WritCoveredKind;

typedef struct WritCovered {
    WritCoveredKind kind;
    WritText name; // Of the stage, step, process or decision.
    WritText part; // The outcome or row, else empty.
    uint32_t times;
} WritCovered;

typedef struct WritCoverage {
    WritText process; // Qualified.
    WritText title;
    bool is_tried; // Some scenario started a case of it.
    const WritCovered *items;
    uint32_t item_count;
} WritCoverage;

// Of each process of the book, by its number among the plans of the compilation. Lives as long as
// the trial; complete after the last run.
const WritCoverage *writ_trial_coverage(const WritTrial *trial, uint32_t process);
uint32_t writ_trial_process_count(const WritTrial *trial);

#endif
