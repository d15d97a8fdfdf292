// What a process reads and writes, and who might do so at the same time (C6).
#ifndef CHECK_ACCESSES_H
#define CHECK_ACCESSES_H

#include "check/checker.h"

// Lists what each node reads and writes, in the order of the nodes (accesses.c).
void check_list_accesses(Checker *checker, Process *process);
// Branches, and elements of one list, that meet at one place (races.c).
void check_races(Checker *checker, Process *process);
// What was approved and may be written afterwards (approvals.c).
void check_approvals(Checker *checker, Process *process);
// Lines `if … changes later` that set themselves off (circles.c).
void check_circles(Checker *checker, Process *process);
// Calls in loops that count as one (loops.c).
void check_loops(Checker *checker, Process *process);
// Conditions of clocks that pause, which nothing could change (pauses.c).
void check_pauses(Checker *checker, Process *process);

// The places that reading `place` reads: itself, or what it is computed from.
typedef void (*ReadFunction)(void *context, PlaceId place, ReadDepth depth);
void check_read_places(Checker *checker, PlaceId place, ReadDepth depth, ReadFunction read,
                       void *context);

#endif
