// Commands at random for a case: what its duties ask for, and in between what nobody should do.
#ifndef TESTS_CASE_COMMANDS_H
#define TESTS_CASE_COMMANDS_H

#include "support/case_run.h"
#include "support/random.h"

// Carries out one command. A command that a duty asks for may be refused for what it says, one of
// the wrong ones may be accepted. The plan has an event.
void case_commands_next(CaseRun *run, const WritPlan *plan, WritArena *arena, Random *random);

#endif
