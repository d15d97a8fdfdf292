// A case that has ended, as a record: the data of its process, and what every case has.
#ifndef CHECK_ENDED_CASE_H
#define CHECK_ENDED_CASE_H

#include "check/checker.h"

// Made on the first question. A process whose data are called "case" hides what every case has.
Record *check_ended_case(Checker *checker, Process *process);

#endif
