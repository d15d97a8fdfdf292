// What rules must have told of a run, judged from the whole list of what happened: for each rule
// and each thing that happened the list up to there is searched anew. It keeps no counts, and knows
// nothing of how the engine keeps its own.
#ifndef TESTS_RULE_ORACLE_H
#define TESTS_RULE_ORACLE_H

#include "support/case_run.h"

// Fails the test where a breach is missing, is there for nothing, or should have been prevented.
void rule_oracle_check(const CaseRun *run, const WritPlan *plan);

#endif
