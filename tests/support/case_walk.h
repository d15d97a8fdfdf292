// What has to hold of every case, checked from its events alone: which block instances are open,
// what was done and undone, what was counted. It knows nothing of how the engine keeps these.
#ifndef TESTS_CASE_WALK_H
#define TESTS_CASE_WALK_H

#include "support/case_run.h"

typedef struct CaseWalk CaseWalk;

CaseWalk *case_walk_new(CaseRun *run, const WritPlan *plan);
void case_walk_free(CaseWalk *walk);
// Takes in the events since the last call and fails the test where something does not hold.
void case_walk_check(CaseWalk *walk);

#endif
