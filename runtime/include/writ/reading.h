// Cases as a measure reads them, whatever version of the process they ran by.
//
// A measure speaks of the data of a case by their names. A reading says, once for each plan that
// cases pin, which data of such a case stand for what the measure names: same name, same type, in
// depth. Only what the measure reads is asked for. What is computed is computed from that, as the
// measure's own book has it, so that all cases are judged alike.
#ifndef WRIT_READING_H
#define WRIT_READING_H

#include "writ/arena.h"
#include "writ/measure.h"
#include "writ/plan.h"
#include "writ/status.h"
#include "writ/value.h"

typedef struct WritReading WritReading;

// How `measure` reads cases of `plan`; both, validated, outlive it. The caller frees it.
WritReading *writ_reading_new(const WritMeasure *measure, const WritPlan *plan);
void writ_reading_free(WritReading *reading); // NULL is allowed.

// Why no case of the plan can be read: "version 1.2 has no order.wanted_on". Empty: they can be.
WritText writ_reading_lack(const WritReading *reading);

// A case that ended, as it was then.
typedef struct WritEndedCase {
    uint64_t number;
    int64_t began, ended; // Microseconds, UTC.
    uint32_t outcome;     // Of its plan.
    const void *self;
    WritValue (*slot)(const void *self, uint32_t slot); // The value of a slot of its plan.
} WritEndedCase;

// The case as the record that the expressions of the measure are over (WritScope.record), in
// `arena`; parts point into the values of the case. WRIT_INVALID: it lacks a value that the measure
// reads, or has one that its process has no longer; the sentence says which. There is no lack.
WRIT_NODISCARD WritStatus writ_reading_read(const WritReading *reading, WritArena *arena,
                                            const WritEndedCase *ended, WritRecord **record,
                                            WritError *error);

#endif
