// Questions about working time, put to what counts fast and to the oracle, and the difference told.
#ifndef SUPPORT_CALENDAR_QUESTIONS_H
#define SUPPORT_CALENDAR_QUESTIONS_H

#include "support/slow_calendar.h"

typedef enum QuestionKind {
    QUESTION_ADD_TIME,      // a: instant, b: microseconds.
    QUESTION_SUBTRACT_TIME, // a: instant, b: microseconds.
    QUESTION_TIME_BETWEEN,  // a, b: instants.
    QUESTION_ADD_DAYS,      // a: instant, b: count.
    QUESTION_MOVE_DAY,      // a: day, b: count.
    QUESTION_DAYS_BETWEEN,  // a, b: days.
    QUESTION_CLOSING,       // a: day.
    QUESTION_DAY_OF_MONTH,  // a: year * 12 + month - 1, b: n.
    QUESTION_KINDS,
} QuestionKind;

typedef struct Question {
    QuestionKind kind;
    int64_t a, b;
} Question;

typedef struct Answer {
    WritStatus status;
    int64_t value; // Where the status is WRIT_OK.
    WritError error;
} Answer;

// A calendar, counted in both ways.
typedef struct BothWays {
    const WritCalendars *set; // Sorted.
    const WritCalendar *fast;
    SlowCalendar *slow;
} BothWays;

// The fast way counts on what came back from the set's bytes, the oracle on the set. The caller
// releases the result with both_ways_free; `arena` and `zones` outlive it. Fails the test where the
// set does not come back or the calendar is not compiled.
BothWays both_ways_new(WritArena *arena, SlowZones *zones, const WritCalendars *set, WritText name);
void both_ways_free(BothWays *both);

Answer calendar_ask_fast(const BothWays *both, Question question);
// Fails the test with the set, the question and both answers where they differ, or where an error
// does not name the calendar and the day at which its knowledge ends. Returns the answer.
Answer calendar_ask_both(const BothWays *both, Question question);
// What the fast way answers, in a line of the error output.
void calendar_tell(const BothWays *both, Question question);
// As calendar_ask_both for what is open on a day.
void calendar_ask_day(const BothWays *both, int64_t day);

#endif
