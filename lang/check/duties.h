// What a step must say: who, until when, and what happens on each outcome.
#ifndef CHECK_DUTIES_H
#define CHECK_DUTIES_H

#include "check/process.h"

typedef struct StepReading {
    Scope *scope;
    Node *node;
    Step *step;
    const TreeStep *tree;
    const TreeAct *act; // NULL where the step only marks.
    bool refused;       // Its act comes with a later version.
    TimingLines timing;
    const TreeStepLine *once[TREE_STEP_NEEDS + 1]; // By kind: lines that stand once.
} StepReading;

// Outcomes and what follows them, deadline, performer: after all lines are sorted.
void check_duties(StepReading *reading);
// An event that is waited for says for which case it is, and the condition does so too.
void check_waiting(StepReading *reading);

#endif
