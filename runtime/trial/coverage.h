// What cases went through, counted from their events.
#ifndef TRIAL_COVERAGE_H
#define TRIAL_COVERAGE_H

#include "writ/host.h"
#include "writ/trial.h"

typedef struct Coverage Coverage;

// Of every plan of the compilation.
// The decision that a DECIDED or DECIDED_IN_FORCE event is about.
const WritDecision *coverage_decision(const WritPlan *plan, const WritEvent *event);
// Takes the next label from what such an event says ("R10, R30"). False: there is none left.
bool coverage_next_row(WritText *labels, WritText *label);

Coverage *coverage_new(const WritCompilation *compilation);
void coverage_free(Coverage *coverage);
// Cases are numbered anew from here on.
void coverage_begin(Coverage *coverage);
void coverage_hear(Coverage *coverage, const WritHeard *heard);
// The node at a block instance of a case; WRIT_NONE: not known.
uint32_t coverage_node(const Coverage *coverage, uint64_t case_number, uint32_t frame);
const WritCoverage *coverage_get(const Coverage *coverage, uint32_t process);
uint32_t coverage_count(const Coverage *coverage);

#endif
