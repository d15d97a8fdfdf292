// The calendars of units and persons: what the directory says of them, and whether it says what the
// clocks of steps need (N7).
#ifndef CHECK_OWN_CALENDARS_H
#define CHECK_OWN_CALENDARS_H

#include "check/checker.h"
#include "writ/people.h"

// Notes that a clock runs on the calendar of one of these; `span` is where it is said.
void check_note_owed(Checker *checker, const Parties *parties, WritSpan span);

// Fills in the units of the directory and the calendars of its persons; tells what is wrong with
// their lines. The calendars of all modules are known by now.
void check_own_calendars(Checker *checker, WritDirectory *directory);

// Warns of units and persons whose calendar a noted clock may need and the directory does not say.
// Nothing when the book has no directory.
void check_owed_calendars(Checker *checker, const WritDirectory *directory);

#endif
