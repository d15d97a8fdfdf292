// What happens on the way to a deadline: ladders, their rungs, `every … remind`.
//
// A ladder is read twice. By itself, so that its mistakes are told once, where they are, and also
// when nothing uses it. Then at every use, with what stands there under the names of its `given`
// lines: what can be wrong there is told there.
#ifndef CHECK_LADDERS_H
#define CHECK_LADDERS_H

#include "check/process.h"

// ladders.c: the declaration; messages are read already.
void check_ladder(Checker *checker, Symbol *symbol);

// ladder_uses.c: the rungs of a deadline, from its `every … remind` lines and from the ladder that
// it uses. `scope` is that of the heading's `on overdue`.
void check_rungs(const ActionScope *scope, Deadline *deadline, const TimingLines *lines);
// When `on overdue` is read: rungs that never come.
void check_dead_rungs(const ActionScope *scope, const Deadline *deadline);

// --- rungs.c: what both readings share ------------------------------------------------------

// An amount of time above none, as a constant; NULL when it is none (told).
Expr *check_rung_time(Scope *scope, const TreeDuration *tree);
// The parts of a rung that are no rung of their own: `purpose`, `given`.
bool check_rung_is_one(const TreeRung *tree);
// All but `since` and `repeated`. `scope` is that of the rung's actions.
Rung check_rung_read(ActionScope *scope, const TreeRung *tree);

// How two amounts of time stand to one another, where the clock cannot matter: hours and days of
// elapsed time are compared, working days with working days alone.
typedef enum TimeOrder {
    TIME_SHORTER,
    TIME_EQUAL,
    TIME_LONGER,
    TIME_UNKNOWN,
} TimeOrder;
// `times` repetitions of `a` against one `b`; both are constants of type Duration or WorkingTime.
TimeOrder check_time_order(const Expr *a, int64_t times, const Expr *b);
// `a` as a number that may be compared with that of any other amount of the kind of `b`; 0 where it
// is of another kind.
int64_t check_time_amount(const Expr *a, const Expr *b);

#endif
